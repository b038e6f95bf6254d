// SPDX-License-Identifier: MIT
// Corrected covered area: anchors of the design, guards, and scopes.
#include "engine/citations/overlap.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

using Matrix = std::vector<std::vector<int>>;

/// r studies by c reviews with n inclusions, each study at least one.
Matrix filled(std::size_t r, std::size_t c, std::size_t n) {
  Matrix matrix(r, std::vector<int>(c, 0));
  for (std::size_t i = 0; i < n; ++i) matrix[i % r][(i % r + i / r) % c] = 1;
  return matrix;
}

Result result_at(const char* outcome, const char* horizon) {
  Result result;
  result.outcome.value = outcome;
  result.horizon.value = horizon;
  return result;
}

Review two_horizons() {
  Review review;
  review.horizons.resize(2);
  review.horizons[0].key = "short";
  review.horizons[0].label = "Short term";
  review.horizons[0].to = 90;
  review.horizons[1].key = "long";
  review.horizons[1].after = 90;
  review.outcomes.resize(1);
  review.outcomes[0].key = "pain";
  review.outcomes[0].label = "Pain";
  return review;
}

const OverlapScope* scope(const Overlap& overlap, const std::string& key) {
  const auto at = std::ranges::find(overlap.scopes, key, &OverlapScope::key);
  return at == overlap.scopes.end() ? nullptr : &*at;
}

}  // namespace

TEST_CASE("corrected covered area: the anchors of the design") {
  const CoveredArea all = covered_area(filled(14, 6, 43));
  CHECK(all.n == 43);
  CHECK(all.studies == 14);
  CHECK(all.reviews == 6);
  CHECK(all.structural_zeros == 0);
  CHECK(all.cca.value() == Approx(0.4142857142857143).epsilon(1e-15));
  CHECK(all.band == "very high");
  CHECK(covered_area(filled(13, 2, 23)).cca.value() == Approx(0.7692307692).margin(5e-11));
  CHECK(covered_area(filled(12, 2, 16)).cca.value() == Approx(0.3333).margin(5e-5));
  CHECK(covered_area(filled(12, 2, 18)).cca.value() == 0.5);
}

TEST_CASE("of two reviews without structural zeros it is Jaccard's index") {
  Random random{.seed = 12};
  for (int round = 0; round < 100; ++round) {
    Matrix matrix(1 + random.below(20), std::vector<int>(2));
    std::size_t both = 0, either = 0;
    for (auto& row : matrix) {
      for (int& cell : row) cell = random.below(2) == 1;
      both += row[0] + row[1] == 2;
      either += row[0] + row[1] > 0;
    }
    const auto cca = covered_area(matrix).cca;
    REQUIRE(cca.has_value() == (either > 0));
    if (cca) CHECK(*cca == Approx(double(both) / double(either)).margin(1e-15));
  }
}

TEST_CASE("structural zeros shrink the denominator, and count only for included studies") {
  const CoveredArea area = covered_area({{1, 1}, {1, -1}, {0, 1}, {0, -1}});
  CHECK(area.n == 4);
  CHECK(area.studies == 3);
  CHECK(area.structural_zeros == 1);
  CHECK(area.cca.value() == 0.5);  // 1 / (6 - 3 - 1)
}

TEST_CASE("covered area is undefined, never NaN, without reviews, studies or room") {
  for (const Matrix& matrix :
       {Matrix{}, Matrix{{1}, {1}}, Matrix{{0, 0}}, Matrix{{1, -1}, {-1, 1}}}) {
    CHECK_FALSE(covered_area(matrix).cca.has_value());
    CHECK(covered_area(matrix).band.empty());
  }
}

TEST_CASE("bands are those of Pieper") {
  CHECK(covered_area(filled(20, 2, 21)).band == "slight");     // 0.05
  CHECK(covered_area(filled(10, 2, 11)).band == "moderate");   // 0.10
  CHECK(covered_area(filled(20, 2, 23)).band == "high");       // 0.15
  CHECK(covered_area(filled(10, 2, 12)).band == "very high");  // 0.20
}

TEST_CASE("a paper and the trial that it reports are one study, later ones are structural zeros") {
  Builder b;
  b.node("early", 2010, NodeKind::review).searched = {2009, 6, 0};
  b.node("late", 2020, NodeKind::review).searched = {2019, 0, 0};
  b.included("first", 2005);
  b.included("second", 2015);
  b.node("NCT00000001", 0, NodeKind::study);
  b.node("silent", 2001, NodeKind::review);
  b.edge("first", "NCT00000001", EdgeKind::reports);
  b.edge("early", "NCT00000001", EdgeKind::includes);
  b.edge("late", "first", EdgeKind::includes).edge("late", "second", EdgeKind::includes);
  const Overlap result = overlap(b.done(), Review{});
  CHECK(result.reviews == std::vector<std::uint32_t>{b["early"], b["late"]});
  CHECK(result.studies == std::vector<std::uint32_t>{b["first"], b["second"]});
  CHECK(result.matrix == Matrix{{1, 1}, {-1, 1}});
  REQUIRE(result.scopes.size() == 1);
  CHECK(result.scopes[0].area.structural_zeros == 1);
  CHECK(result.scopes[0].area.cca.value() == 1);
  REQUIRE(result.scopes[0].pairs.size() == 1);
  CHECK(result.scopes[0].pairs[0].shared == 1);
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].find("1 review has no list") != std::string::npos);
}

TEST_CASE("a review without a date of search has its own date, and the notes say so") {
  Builder b;
  b.node("one", 2010, NodeKind::review);
  b.node("two", 0, NodeKind::guideline);
  b.edge("one", "x", EdgeKind::includes).edge("two", "x", EdgeKind::includes);
  b.edge("two", "y", EdgeKind::includes);
  b.node("y").date = {2011, 0, 0};
  b.node("x").date = {2000, 0, 0};
  const Overlap result = overlap(b.done(), Review{});
  CHECK(result.matrix == Matrix{{1, 1}, {-1, 1}});
  REQUIRE(result.notes.size() == 3);
  CHECK(result.notes[0].find("one gives no date") == 0);
  CHECK(result.notes[2] == "two is a guideline, and counts as a review here");
}

TEST_CASE(
    "the studies of a review that another includes count for that one too, in circles as well") {
  Builder b;
  for (const char* key : {"outer", "middle", "inner", "silent"})
    b.node(key, 2010, NodeKind::review).searched = {2009, 0, 0};
  b.edge("outer", "x", EdgeKind::includes).edge("outer", "middle", EdgeKind::includes);
  b.edge("middle", "inner", EdgeKind::includes).edge("middle", "silent", EdgeKind::includes);
  b.edge("inner", "y", EdgeKind::includes).edge("inner", "z", EdgeKind::includes);
  const Overlap result = overlap(b.done(), Review{});
  CHECK(result.reviews == std::vector<std::uint32_t>{b["outer"], b["middle"], b["inner"]});
  CHECK(result.matrix == Matrix{{1, 0, 0}, {1, 1, 1}, {1, 1, 1}});
  const auto says = [&](const char* what) {
    return std::ranges::find(result.notes, what) != result.notes.end();
  };
  CHECK(says("outer includes middle and inner, whose studies count as its own"));
  CHECK(says("middle includes silent, whose studies are not known"));
  b.edge("inner", "outer", EdgeKind::includes);
  CHECK(overlap(b.done(), Review{}).matrix == Matrix{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}});
}

TEST_CASE("overlap by horizon and outcome takes the studies with results there") {
  Builder b;
  b.included("a", 2000);
  b.included("b", 2001);
  b.included("c", 2002);
  b.node("r1", 2010, NodeKind::review).searched = {2009, 0, 0};
  b.node("r2", 2011, NodeKind::review).searched = {2010, 0, 0};
  for (const char* study : {"a", "b", "c"}) b.edge("r1", study, EdgeKind::includes);
  b.edge("r2", "a", EdgeKind::includes);
  Review review = two_horizons();
  review.studies.resize(3);
  for (std::size_t i = 0; i < 3; ++i) review.studies[i].key = std::string(1, char('a' + int(i)));
  review.studies[0].results = {result_at("pain", "short"), result_at("pain", "long")};
  review.studies[1].results = {result_at("pain", "short")};
  Result timed;
  timed.outcome.value = "other";
  timed.time = read_time("1 month").value();
  review.studies[2].results = {timed};

  const Overlap result = overlap(b.done(), review);
  std::vector<std::string> keys;
  for (const OverlapScope& s : result.scopes) keys.push_back(s.key);
  CHECK(keys == std::vector<std::string>{"all", "short", "long", "pain/short", "pain/long"});
  CHECK(scope(result, "all")->area.studies == 3);
  CHECK(scope(result, "short")->area.studies == 3);
  CHECK(scope(result, "short")->area.cca.value() == Approx(1.0 / 3));
  CHECK(scope(result, "long")->area.cca.value() == 1);
  CHECK(scope(result, "pain/short")->area.cca.value() == 0.5);
  CHECK(scope(result, "pain/short")->label == "Pain, Short term");
  CHECK(scope(result, "long")->label == "long");
}
