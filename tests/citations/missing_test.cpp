// SPDX-License-Identifier: MIT
// Co-citation, coupling and citation chasing.
#include "engine/citations/missing.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

std::size_t shared(const std::vector<SharedPair>& pairs, std::uint32_t a, std::uint32_t b) {
  for (const SharedPair& pair : pairs)
    if (pair.a == a && pair.b == b) return pair.count;
  return 0;
}

const Candidate* candidate(const Chase& chase, std::uint32_t node) {
  const auto at = std::ranges::find(chase.candidates, node, &Candidate::node);
  return at == chase.candidates.end() ? nullptr : &*at;
}

}  // namespace

TEST_CASE("co-citation and coupling of the eight papers are those of the design") {
  const auto cited = co_citation(toy());
  CHECK(shared(cited, A, B) == 2);
  CHECK(shared(cited, C, D) == 1);
  CHECK(shared(cited, E, F) == 1);
  CHECK(cited.size() == 3);
  CHECK(cited[0].salton == Approx(1));  // 2 / √(2·2)
  const auto citing = coupling(toy());
  CHECK(shared(citing, C, D) == 2);
  CHECK(shared(citing, E, F) == 1);
  CHECK(shared(citing, G, H) == 1);
  CHECK(citing.size() == 3);
}

TEST_CASE("coupling is co-citation of the links turned round, and both are those of brute force") {
  Random random{.seed = 11};
  for (int round = 0; round < 40; ++round) {
    const std::uint32_t n = 2 + static_cast<std::uint32_t>(random.below(20));
    const Links links = by_chance(random, n, 0.2, false);
    const auto pairs = coupling(links);
    const auto turned = co_citation(reversed(links));
    REQUIRE(pairs.size() == turned.size());
    std::size_t found = 0;
    for (std::uint32_t a = 0; a < n; ++a)
      for (std::uint32_t b = a + 1; b < n; ++b) {
        std::vector<std::uint32_t> both;
        std::ranges::set_intersection(links.of(a), links.of(b), std::back_inserter(both));
        if (both.empty()) continue;
        CHECK(pairs[found].a == a);
        CHECK(pairs[found].b == b);
        CHECK(pairs[found].count == both.size());
        CHECK(turned[found].count == both.size());
        CHECK(pairs[found].salton > 0);
        CHECK(pairs[found].salton <= 1 + 1e-15);
        ++found;
      }
    CHECK(found == pairs.size());
  }
}

TEST_CASE("rows longer than the cap are not paired") {
  CHECK(co_citation(toy(), 1).empty());
  CHECK(co_citation(make_links(4, Pairs{{0, 1}, {0, 2}, {0, 3}}), 2).empty());
  CHECK(co_citation(make_links(4, Pairs{{0, 1}, {0, 2}, {0, 3}}), 3).size() == 3);
}

TEST_CASE("chasing finds papers backward, forward, co-cited and co-citing, with reasons") {
  Builder b;
  b.included("s1", 2005);
  b.included("s2", 2006);
  b.included("s3", 2007);
  b.included("lonely", 2008);  // without any link: no seed
  b.node("classic", 1990);
  b.node("later", 2015);
  b.node("beside", 2004);
  b.node("trial", 0, NodeKind::study);
  b.edge("s1", "classic").edge("s2", "classic").edge("s3", "classic").edge("s1", "trial");
  b.edge("later", "s1").edge("later", "s2").edge("later", "beside").edge("later", "classic");
  b.edge("s2", "s1");
  const Chase found = chase(b.done());
  CHECK(found.included == 4);
  CHECK(found.seeds == std::vector<std::uint32_t>{0, 1, 2});
  REQUIRE(found.candidates.size() == 3);

  const Candidate* classic = candidate(found, b["classic"]);
  REQUIRE(classic);
  CHECK(classic->backward == 3);
  CHECK(classic->forward == 0);
  CHECK(classic->co_cited == 3);  // later: with s1 and s2; s2: with s1
  CHECK(classic->why == "cited by 3 of 4 included, co-cited with 2");

  const Candidate* later = candidate(found, b["later"]);
  REQUIRE(later);
  CHECK(later->forward == 2);
  CHECK(later->co_citing == 4);  // classic with s1, s2, s3; s1 with s2
  CHECK(later->why == "cites 2 of 4 included, shares references with 3");

  const Candidate* beside = candidate(found, b["beside"]);
  REQUIRE(beside);
  CHECK(beside->why == "co-cited with 2");
  CHECK(found.candidates.back().node == b["beside"]);
  CHECK(found.limits.size() == 4);
}

TEST_CASE("scores lie between 0 and 4, and the best in everything has 4") {
  Builder b;
  b.included("s1", 2005);
  b.included("s2", 2006);
  b.included("s3", 2007);
  b.edge("hub", "s1").edge("s1", "hub").edge("s3", "hub").edge("s3", "s1").edge("s2", "s1");
  CHECK(chase(b.done()).candidates.front().score == 4);

  b.edge("s2", "x").edge("y", "s1").edge("y", "x");
  const Chase found = chase(b.done());
  CHECK(found.candidates.size() == 3);
  CHECK(found.candidates.front().node == b["hub"]);
  for (const Candidate& c : found.candidates) {
    CHECK(c.score > 0);
    CHECK(c.score < 4);
  }
}

TEST_CASE("equal candidates come by year, the latest first, then by key") {
  Builder b;
  b.included("s", 2010);
  b.node("old", 1990);
  b.node("zeta", 2001);
  b.node("alpha", 2001);
  b.node("undated");
  for (const char* key : {"undated", "old", "zeta", "alpha"}) b.edge("s", key);
  const Chase found = chase(b.done());
  std::vector<std::string> order;
  for (const Candidate& c : found.candidates) order.push_back(b.graph.nodes[c.node].key);
  CHECK(order == std::vector<std::string>{"alpha", "zeta", "old", "undated"});
}

TEST_CASE("papers with very long lists are capped, and the chase says so") {
  Builder b;
  b.included("s", 2000);
  b.edge("survey", "s");
  for (std::size_t i = 0; i < 5; ++i) b.edge("survey", numbered("p", i));
  CHECK(chase(b.done()).candidates.size() == 6);
  const Chase capped = chase(b.graph, 5);
  CHECK(capped.capped == 1);
  CHECK(capped.candidates.size() == 1);  // the survey cites the seed all the same
  CHECK(capped.limits.size() == 5);
}

TEST_CASE("a review without links has nothing to chase") {
  Builder b;
  b.included("s", 2000);
  const Chase found = chase(b.done());
  CHECK(found.seeds.empty());
  CHECK(found.candidates.empty());
  CHECK(found.limits.front().find("0 of 1") != std::string::npos);
}
