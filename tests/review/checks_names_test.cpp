// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/review/checks_support.h"

using namespace weald;
using namespace weald::tests;

using Codes = std::vector<std::string>;

namespace {

const std::string sound_result =
    "  - {outcome: relief, time: 1 month, source: a, data: {gc: {events: 36, n: 65}, control: "
    "{events: 21, n: 63}}}\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

Checked with_review(const std::string& from, const std::string& to) {
  return checked({{"review.yaml", replaced(review_yaml, from, to)},
                  {"smith-2001.yaml", study_yaml(sound_result)}});
}

Checked with_study(const std::string& from, const std::string& to) {
  return checked({{"review.yaml", review_yaml},
                  {"smith-2001.yaml", replaced(study_yaml(sound_result), from, to)}});
}

}  // namespace

TEST_CASE("an unknown name is one error with the nearest known one") {
  struct Row {
    Checked review;
    std::string code, at, help;
  };
  const Row rows[] = {
      {with_study("outcome: relief", "outcome: releif"), "unknown-outcome", "releif",
       "did you mean `relief`?"},
      {with_study("data: {gc: ", "data: {gcc: "), "unknown-group", "gcc", "did you mean `gc`?"},
      {with_study("treatment: placebo", "treatment: plcebo"), "unknown-treatment", "plcebo",
       "did you mean `placebo`?"},
      {with_review("measure: RR, horizons: [short, long]", "measure: RR, horizons: [short, lonh]"),
       "unknown-horizon", "lonh", "did you mean `long`?"},
      {with_review("measure: RR", "measure: RRR"), "unknown-measure", "RRR", "did you mean `RR`?"},
      {with_review("compare: [gc, placebo], measure: RR", "compare: [gc, placbo], measure: RR"),
       "unknown-treatment", "placbo", "did you mean `placebo`?"},
      {with_review("measure: RR,", "measure: RR, exclude: [smith-2011],"), "unknown-study",
       "smith-2011", "did you mean `smith-2001`?"},
      {with_review("measure: RR,", "measure: RR, subgroup: yaer,"), "unknown-field", "yaer",
       "did you mean `year`?"},
      {with_study("results:", "cites: [smith-2010]\nresults:"), "unknown-citation", "smith-2010",
       "did you mean `smith-2001`?"},
      {with_study("results:", "cites: [10.1007/abc]\nresults:"), "unknown-citation", "10.1007/abc",
       "type \"doi:10.1007/abc\" for a paper outside the review"},
  };
  for (const Row& row : rows) {
    INFO(row.at);
    CHECK(row.review.codes() == Codes{row.code});
    CHECK(row.review.at(row.code) == row.at);
    CHECK(row.review.the(row.code).help == row.help);
  }
}

TEST_CASE("papers outside the review are cited by their identifiers") {
  CHECK(
      with_study(
          "results:",
          "cites: [\"doi:10.1007/s00586-012-2309-9\", \"pmid:28319997\", NCT00804531, nct00804531, "
          "ISRCTN12345678, CRD42019106336, \"pmc:PMC4566202\", PMC4566202]\nresults:")
          .codes() == Codes{});
  CHECK(with_study("results:", "cites: [\"doi:\", \"pmid:abc\"]\nresults:")
            .count("unknown-citation") == 2);
}

TEST_CASE("names that were not understood are not reported again wherever they are used") {
  CHECK(with_review("outcomes:", "whatever:").codes() == Codes{"unknown-key"});
  CHECK(with_study("groups:", "whatever:").codes() == Codes{"unknown-key"});
}

TEST_CASE("horizons do not overlap and stand in the order of time") {
  CHECK(with_review("after: 3 months", "after: 2 months").codes() == Codes{"overlapping-horizons"});
  CHECK(with_review("after: 3 months", "after: 6 months").codes() == Codes{});
  const Checked review =
      checked({{"review.yaml",
                "title: R\nhorizons:\n  long: {after: 3 months}\n  short: {to: 3 "
                "months}\noutcomes: {relief: {}}\n"},
               {"smith-2001.yaml",
                "title: T\nresults:\n  - {outcome: relief, finding: none, source: a}\n"}});
  CHECK(review.codes() == Codes{"horizons-out-of-order"});
}

TEST_CASE("nothing is compared with itself") {
  CHECK(with_review("compare: [gc, placebo], measure: RR", "compare: [gc, gc], measure: RR")
            .codes() == Codes{"bad-compare"});
  CHECK(with_result("between: [gc, gc]\n    effect: {measure: RR, estimate: 2, ci: [1, 4]}")
            .codes() == Codes{"bad-compare"});
  CHECK(with_result("between: [gc, control]\n    effect: {measure: RR, estimate: 2, ci: [1, 4]}")
            .codes() == Codes{});
}

TEST_CASE("an assumed correlation lies within -1 and 1") {
  CHECK(with_review("measure: RR,", "measure: RR, correlation: 50,").codes() ==
        Codes{"correlation-out-of-range"});
  CHECK(with_review("measure: RR,", "measure: RR, correlation: 0.5,").codes() == Codes{});
}

TEST_CASE("an overview has published results of its outcome and measure") {
  const std::string analyses = "\n  shown: {overview: {outcome: pain, measure: SMD}}\n";
  const std::string references =
      "daste-2021:\n  title: A review\n  pooled:\n    - {outcome: pain, measure: SMD, horizon: "
      "short, estimate: "
      "-1.33, ci: [-2.34, -0.32], source: abstract}\n";
  const Files files = {{"review.yaml", review_yaml + analyses},
                       {"smith-2001.yaml", study_yaml(sound_result)}};
  CHECK(checked(files).codes() == Codes{"overview-empty"});
  Files complete = files;
  complete["references.yaml"] = references;
  CHECK(checked(complete).codes() == Codes{});
}

TEST_CASE("judgements of bias are those of their tool, as a warning") {
  const Checked review = with_result(
      "data: {gc: {events: 36, n: 65}, control: {events: 21, n: 63}}\n    risk-of-bias: {tool: RoB "
      "2, overall: unclear}");
  CHECK(review.codes() == Codes{"unknown-judgement"});
  CHECK(review.the("unknown-judgement").severity == Severity::warning);
  CHECK(with_result("finding: none\n    risk-of-bias: {tool: RoB 2, overall: Some concerns}")
            .codes() == Codes{});
  CHECK(with_result("finding: none\n    risk-of-bias: {tool: My own, overall: doubtful}").codes() ==
        Codes{});
}
