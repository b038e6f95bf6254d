// SPDX-License-Identifier: MIT
#include "engine/analysis/verdicts.h"

#include <catch2/catch.hpp>

#include "engine/analysis/run.h"

using namespace weald;

namespace {

struct Given {
  Loaded loaded{};
  Report report{};
};

Given given(const char* folder) {
  Given result{.loaded = load_source(folder)};
  REQUIRE(result.loaded.review() != nullptr);
  Diagnostics diagnostics;
  result.report = analyse(result.loaded, {}, diagnostics);
  return result;
}

const StudyVerdict* find(const std::vector<StudyVerdict>& all, const std::string& study,
                         const std::optional<std::string>& horizon = {}) {
  for (const StudyVerdict& verdict : all)
    if (verdict.study == study && verdict.horizon == horizon) return &verdict;
  return nullptr;
}

}  // namespace

TEST_CASE("A study's verdict is its own interval and the outcome's better side") {
  Given bcg = given("studies/bcg-vaccine");
  const auto all = verdicts(bcg.report, *bcg.loaded.review());
  CHECK(all.size() == 13);
  // Relative risks of tuberculosis, where lower is better.
  CHECK(find(all, "hart-sutherland-1977")->verdict == Verdict::favourable);  // 0.20 to 0.28
  CHECK(find(all, "aronson-1948")->verdict == Verdict::inconclusive);        // 0.13 to 1.26
  CHECK(find(all, "aronson-1948")->analysis == "tuberculosis");
  CHECK(verdict_name(Verdict::unfavourable) == "unfavourable");
}

TEST_CASE("The other side is unfavourable, and without a better side it is different") {
  Given bcg = given("studies/bcg-vaccine");
  bcg.report.analyses[0].better = Better::higher;
  CHECK(find(verdicts(bcg.report, *bcg.loaded.review()), "hart-sutherland-1977")->verdict ==
        Verdict::unfavourable);
  bcg.report.analyses[0].better = Better::unknown;
  CHECK(find(verdicts(bcg.report, *bcg.loaded.review()), "hart-sutherland-1977")->verdict ==
        Verdict::different);
}

TEST_CASE("Leaving a study out of a pool does not hide what it found") {
  Given bcg = given("studies/bcg-vaccine");
  Review review = *bcg.loaded.review();
  for (Analysis& analysis : review.analyses)
    analysis.exclude.push_back({.value = "hart-sutherland-1977"});
  bcg.loaded.content = review;
  Diagnostics diagnostics;
  const Report report = analyse(bcg.loaded, {}, diagnostics);
  REQUIRE(report.analyses[0].pools[0].studies.size() == 12);
  CHECK(find(verdicts(report, review), "hart-sutherland-1977")->verdict == Verdict::favourable);
}

TEST_CASE("Horizons have verdicts of their own; words count where there is no number") {
  Given steroid = given("studies/intradiscal-steroid");
  const auto all = verdicts(steroid.report, *steroid.loaded.review());
  CHECK(find(all, "nguyen-2017", "short")->verdict == Verdict::favourable);
  CHECK(find(all, "nguyen-2017", "long")->verdict == Verdict::words);
  CHECK(find(all, "nguyen-2017", "intermediate")->verdict == Verdict::none);
  std::size_t short_term = 0;
  for (const StudyVerdict& verdict : all) short_term += verdict.horizon == "short";
  CHECK(short_term == steroid.loaded.review()->studies.size());
}
