// SPDX-License-Identifier: MIT
#include "engine/citations/bias.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

/// Studies p0 … and o0 … (positive and other) of a year, and papers that cite the first of each.
struct Literature {
  Builder b{};
  std::vector<std::string> positive{}, other{};

  void studies(int year, int positives, int others) {
    for (int i = 0; i < positives; ++i) {
      positive.push_back(numbered("p", positive.size()));
      b.node(positive.back(), year);
    }
    for (int i = 0; i < others; ++i) {
      other.push_back(numbered("o", other.size()));
      b.node(other.back(), year);
    }
  }
  void paper(const std::string& key, int year, int positives, int others) {
    b.node(key, year).references_known = true;
    for (int i = 0; i < positives; ++i) b.edge(key, positive[static_cast<std::size_t>(i)]);
    for (int i = 0; i < others; ++i) b.edge(key, other[static_cast<std::size_t>(i)]);
  }
  std::vector<CitableStudy> citable() const {
    std::vector<CitableStudy> list;
    for (const std::string& key : positive) list.push_back({b[key], true});
    for (const std::string& key : other) list.push_back({b[key], false});
    return list;
  }
  CitationBias test(int lag = 0, std::uint64_t seed = 1, std::size_t most = 20000) {
    return after({.days = lag}, seed, most);
  }
  CitationBias after(const Lag& lag, std::uint64_t seed = 1, std::size_t most = 20000) {
    return citation_bias(b.done(), citable(), "significant", lag, seed, most);
  }
};

/// The strata (3,1,1,3), (4,2,1,4), (2,2,1,3), (5,1,2,3) of the design.
Literature anchor() {
  Literature l;
  l.studies(2000, 4, 4);
  l.studies(2005, 2, 1);
  l.paper("first", 2003, 3, 1);
  l.paper("second", 2010, 4, 1);
  l.paper("third", 2003, 2, 1);
  l.paper("fourth", 2010, 5, 2);
  return l;
}

}  // namespace

TEST_CASE("citation bias: the odds ratio of the design") {
  const CitationBias bias = anchor().test();
  REQUIRE(bias.all.fit.pooled.has_value());
  CHECK(std::exp(bias.all.fit.pooled->estimate) == Approx(6.353846).margin(5e-7));
  CHECK(std::exp(bias.all.fit.pooled->ci.lower) == Approx(1.489158).margin(5e-7));
  CHECK(std::exp(bias.all.fit.pooled->ci.upper) == Approx(27.110195).margin(5e-6));
  CHECK(bias.all.citing == 4);
  CHECK(bias.all.pairs == 8 + 11 + 8 + 11);
  CHECK(bias.all.cited == 4 + 5 + 3 + 7);
  CHECK(bias.studies == 11);
  CHECK(bias.positive == 6);
  CHECK(bias.too_small);  // 38 potential citations
  CHECK_FALSE(bias.notes.empty());
}

TEST_CASE("the permutation within years tries every arrangement where they are few") {
  const CitationBias bias = anchor().test();
  CHECK(bias.exact);
  CHECK(bias.permutations == 70 * 3);  // 4 of 8, and 2 of 3
  REQUIRE(bias.permutation_p.has_value());
  const double times = *bias.permutation_p * 210;
  CHECK(times == Approx(std::round(times)));
  CHECK(times >= 1);  // what was observed is one of them
}

TEST_CASE("sampled permutations are near the exact ones, and a seed gives the same again") {
  const CitationBias exact = anchor().test(), sampled = anchor().test(0, 7, 209);
  CHECK_FALSE(sampled.exact);
  CHECK(sampled.permutations == 209);
  CHECK(sampled.seed == 7);
  CHECK(*sampled.permutation_p == Approx(*exact.permutation_p).margin(0.1));
  CHECK(*anchor().test(0, 7, 209).permutation_p == *sampled.permutation_p);
  CHECK(*sampled.permutation_p >= 1.0 / 210);
}

TEST_CASE("the permutation of two studies of one year is known by hand") {
  Literature l;
  l.studies(2000, 1, 3);
  l.paper("x", 2010, 1, 0);
  l.paper("y", 2011, 1, 0);
  // The positive one is always cited, the others never. Any arrangement puts the mark on one of
  // four studies; on each of the three that are never cited it is as far on the other side.
  const CitationBias bias = l.test();
  CHECK(bias.exact);
  CHECK(bias.permutations == 4);
  CHECK(*bias.permutation_p == 1);
  CHECK_FALSE(bias.all.fit.pooled.has_value());  // an infinite odds ratio is no estimate
  CHECK_FALSE(bias.all.fit.reason.empty());
}

TEST_CASE("where no year has both kinds nothing can be exchanged") {
  Literature l;
  l.studies(2000, 3, 0);
  l.studies(2001, 0, 3);
  l.paper("x", 2010, 2, 1);
  const CitationBias bias = l.test();
  CHECK_FALSE(bias.permutation_p.has_value());
  CHECK(bias.all.fit.pooled.has_value());
}

TEST_CASE("studies can be cited only once they are out, and after the lag") {
  Literature l;
  l.studies(2000, 1, 1);
  l.studies(2010, 1, 1);
  l.paper("x", 2005, 1, 1);
  CHECK(l.test().all.pairs == 2);
  l.b.edge("x", "p1");  // impossible: not a potential citation
  CHECK(l.test().all.pairs == 2);
  CHECK(l.test().all.cited == 2);
  CHECK(l.test(5 * 365 + 1).all.pairs == 2);
  CHECK(l.test(5 * 365 + 3).all.pairs == 0);
}

TEST_CASE("months of a lag are those of the calendar: 2003 comes 24 months after 2001") {
  Literature l;
  l.studies(2001, 1, 1);
  l.paper("x", 2003, 1, 1);
  CHECK(l.after({.months = 24}).all.pairs == 2);
  CHECK(l.after({.months = 24, .days = 1}).all.pairs == 0);
  CHECK(l.after({.months = 25}).all.pairs == 0);
  l.b.node("p0").date = {2001, 1, 31};
  l.b.node("o0").date = {2001, 2, 1};
  l.b.node("x").date = {2003, 2, 28};
  CHECK(l.after({.months = 25}).all.pairs == 1);  // the 31st of February is its last day
  l.b.node("x").date = {2003, 2, 27};
  CHECK(l.after({.months = 25}).all.pairs == 0);
  l.b.node("x").date = {2003, 2, 0};
  CHECK(l.after({.months = 25}).all.pairs == 1);
}

TEST_CASE("a study neither cites itself nor, in the sensitivity, its authors' other studies") {
  Literature l;
  l.studies(2000, 2, 2);
  l.b.node("p0").authors = {"Nguyen, Christelle", "Baron G"};
  l.b.node("o0").authors = {"NGUYEN C."};
  Node& study = l.b.node("p1");
  study.references_known = study.included = true;
  study.authors = {"Nguyen C"};
  l.b.edge("p1", "p0").edge("p1", "o1").edge("p1", "p1");
  const CitationBias bias = l.test();
  CHECK(bias.all.citing == 1);
  CHECK(bias.all.pairs == 3);
  CHECK(bias.all.cited == 2);
  CHECK(bias.without_self.pairs == 1);
  CHECK(bias.without_self.cited == 1);
}

TEST_CASE("authors are shared by family name and first initial") {
  Node a, b;
  a.authors = {"Nguyen, Christelle"};
  for (const char* same : {"Nguyen C", "nguyen, c.", "Nguyen CA"}) {
    b.authors = {same};
    CHECK(share_author(a, b));
  }
  for (const char* other : {"Nguyen B", "Baron C", "", "Nguyen, B. C."}) {
    b.authors = {other};
    CHECK_FALSE(share_author(a, b));
  }
  a.authors = {"Øster Å"};
  b.authors = {"Oster A"};
  CHECK_FALSE(share_author(Node{}, Node{}));
}

TEST_CASE("included studies whose lists are unknown are left out and told") {
  Literature l;
  l.studies(2000, 2, 2);
  l.b.node("p1").included = true;
  const CitationBias bias = l.test();
  CHECK(bias.all.citing == 0);
  CHECK(bias.notes.back().find("1 included study without a known list") == 0);
}

TEST_CASE("a literature without bias gives an odds ratio near 1 and a large p") {
  Random random{.seed = 20};
  Literature l;
  for (int year = 1990; year < 2000; ++year) l.studies(year, 5, 5);
  for (std::size_t i = 0; i < 200; ++i) {
    const std::string key = numbered("x", i);
    l.b.node(key, 2010).references_known = true;
    for (const auto* list : {&l.positive, &l.other})
      for (const std::string& study : *list)
        if (random.below(10) == 0) l.b.edge(key, study);
  }
  const CitationBias bias = l.test(0, 3, 999);
  CHECK_FALSE(bias.too_small);
  CHECK(std::fabs(bias.all.fit.pooled->estimate) < 0.2);
  CHECK(*bias.permutation_p > 0.01);
}
