// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/review/checks_support.h"

using namespace weald;
using namespace weald::tests;

using Codes = std::vector<std::string>;

namespace {
const std::string control = ", control: {events: 21, n: 63}}";
}

TEST_CASE("a sound result gives no diagnostic") {
  CHECK(with_result("data: {gc: {events: 36, n: 65}" + control).codes() == Codes{});
  CHECK(with_result("data: {gc: {events: 0, n: 65}" + control).codes() == Codes{});
  CHECK(with_result(
            "data: {gc: {mean: 30.2, sd: 26.6, n: 37}, control: {mean: 5.3, sd: 25.5, n: 12}}",
            "pain")
            .codes() == Codes{});
  CHECK(with_result("effect: {measure: MD, estimate: -5, ci: [-10, 0]}", "pain").codes() ==
        Codes{});
}

TEST_CASE("each impossible number of a group is one error that points at it") {
  struct Row {
    std::string body, code, at;
  };
  const Row rows[] = {
      {"data: {gc: {events: -3, n: 65}" + control, "negative-count", "-3"},
      {"data: {gc: {events: 3.5, n: 65}" + control, "fractional-count", "3.5"},
      {"data: {gc: {events: 3, n: 65.5}" + control, "fractional-count", "65.5"},
      {"data: {gc: {events: 0, n: 0}" + control, "n-not-positive", "0"},
      {"data: {gc: {events: 66, n: 65}" + control, "events-exceed-total", "66"},
      {"data: {gc: {events: 6, time: 0}, control: {events: 2, time: 4}}",
       "person-time-not-positive", "0"},
      {"data: {gc: {events: 6}" + control, "data-incomplete", "gc"},
      {"data: {gc: {n: 6}" + control, "data-incomplete", "gc"},
  };
  for (const Row& row : rows) {
    INFO(row.body);
    const Checked review = with_result(row.body);
    CHECK(review.codes() == Codes{row.code});
    CHECK(review.at(row.code) == row.at);
  }
}

TEST_CASE("each impossible mean or median is one error") {
  struct Row {
    std::string gc, code, at;
  };
  const Row rows[] = {
      {"{mean: 3, sd: 0, n: 20}", "sd-not-positive", "0"},
      {"{mean: 3, se: -1, n: 20}", "sd-not-positive", "-1"},
      {"{mean: 3, ci: [4, 2], n: 20}", "interval-swapped", "4"},
      {"{mean: 5, ci: [2, 4], n: 20}", "interval-misses-estimate", "[2, 4]"},
      {"{median: 5, iqr: [6, 8], n: 20}", "interval-misses-estimate", "[6, 8]"},
      {"{median: 5, range: [8, 1], n: 20}", "interval-swapped", "8"},
      {"{mean: 3, ci: [2, 4], level: 95, n: 20}", "level-out-of-range", "95"},
      {"{mean: 3, n: 20}", "data-incomplete", "gc"},
      {"{mean: 3, sd: 2}", "data-incomplete", "gc"},
      {"{sd: 2, n: 20}", "data-incomplete", "gc"},
      {"{median: 5, n: 20}", "data-incomplete", "gc"},
      {"{iqr: [1, 2], n: 20}", "data-incomplete", "gc"},
      {"{r: 1.2, n: 20}", "correlation-out-of-range", "1.2"},
      {"{r: 0.2}", "data-incomplete", "gc"},
  };
  for (const Row& row : rows) {
    INFO(row.gc);
    const Checked review =
        with_result("data: {gc: " + row.gc + ", control: {mean: 3, sd: 2, n: 20}}", "pain");
    REQUIRE(review.count(row.code) == 1);
    CHECK(review.at(row.code) == row.at);
  }
}

TEST_CASE("more events than participants names both numbers") {
  const Checked review =
      with_result("data: {gc: {events: 130, n: 123}, control: {events: 21, n: 63}}");
  const Diagnostic& d = review.the("events-exceed-total");
  CHECK(d.message == "more events than participants: 130 of 123");
  CHECK(d.primary.text == "130 events");
  REQUIRE(d.secondary.size() == 1);
  CHECK(d.secondary[0].text == "among 123 participants");
  CHECK(review.sources.text(d.secondary[0].span) == "123");
}

TEST_CASE("a value that was not read is not checked") {
  CHECK(with_result("data: {gc: {events: \"36\", n: 65}" + control).codes() ==
        Codes{"quoted-number"});
  CHECK(with_result("data: {gc: {events: 36, n: \"6,5\"}" + control).codes().size() == 1);
  CHECK(with_result("effect: {measure: MD, estimate: 3, ci: [1, x]}", "pain").codes().size() == 1);
  CHECK(with_result("data: [36, 65]").codes() == Codes{"wrong-type"});
  CHECK(with_result("data: {gc: {events: 36, <<: {n: 65}}" + control).codes() ==
        Codes{"yaml-merge"});
}

TEST_CASE("each impossible finished estimate is one error that points at it") {
  struct Row {
    std::string effect, code, at;
  };
  const Row rows[] = {
      {"measure: OR, estimate: 2, ci: [4, 1]", "interval-swapped", "4"},
      {"measure: OR, estimate: 2, ci: [3, 4]", "interval-misses-estimate", "2"},
      {"measure: OR, estimate: 2, se: 0", "sd-not-positive", "0"},
      {"measure: OR, estimate: 2, variance: -0.1", "sd-not-positive", "-0.1"},
      {"measure: OR, estimate: 2, p: 1.2", "p-out-of-range", "1.2"},
      {"measure: OR, estimate: 2, p: -0.2", "p-out-of-range", "-0.2"},
      {"measure: OR, estimate: 2, p: 0", "p-out-of-range", "0"},
      {"measure: OR, estimate: 2, ci: [1, 4], level: 95", "level-out-of-range", "95"},
      {"measure: OR, estimate: -0.8, se: 0.1", "estimate-out-of-range", "-0.8"},
      {"measure: RD, estimate: 22.1, ci: [5.5, 38.7]", "estimate-out-of-range", "22.1"},
      {"measure: ORR, estimate: 2, ci: [1, 4]", "unknown-measure", "ORR"},
      {"measure: OR, estimate: 2", "effect-incomplete", "2"},
      {"measure: PETO, oe: 2", "effect-incomplete", "{measure: PETO, oe: 2}"},
  };
  for (const Row& row : rows) {
    INFO(row.effect);
    const Checked review = with_result("effect: {" + row.effect + "}");
    CHECK(review.codes() == Codes{row.code});
    CHECK(review.at(row.code) == row.at);
  }
}

TEST_CASE("a limit that lost its minus sign is recognised, as in the abstract of Jensen 2015") {
  const Checked review =
      with_result("effect: {measure: MD, estimate: -0.92, ci: [3.15, 1.31]}", "pain");
  REQUIRE(review.codes() == Codes{"interval-swapped"});
  CHECK_THAT(review.the("interval-swapped").help,
             Catch::Contains("[-3.15, 1.31] holds the estimate -0.92"));
}

TEST_CASE("a result says something, and its numbers have a source") {
  CHECK(with_result("note: to do").codes() == Codes{"result-empty"});
  const Checked review =
      checked({{"review.yaml", review_yaml},
               {"smith-2001.yaml",
                study_yaml("  - {outcome: relief, time: 1 month, data: {gc: {events: 36, n: 65}, "
                           "control: {events: 21, n: 63}}}\n")}});
  CHECK(review.codes() == Codes{"missing-source"});
  CHECK(with_result("finding: no difference").codes() == Codes{});
}

TEST_CASE("two results of one outcome, groups and time are one error that shows both") {
  const std::string one =
      "  - {outcome: relief, time: 1 month, source: a, data: {gc: {events: 36, n: 65}, control: "
      "{events: 21, n: 63}}}\n";
  const std::string other =
      "  - {outcome: relief, time: 1 month, source: b, data: {control: {events: 22, n: 63}, gc: "
      "{events: 36, n: 65}}}\n";
  const Checked review =
      checked({{"review.yaml", review_yaml}, {"smith-2001.yaml", study_yaml(one + other)}});
  CHECK(review.codes() == Codes{"duplicate-result"});
  CHECK(review.the("duplicate-result").secondary.size() == 1);

  const std::string later =
      "  - {outcome: relief, time: 12 months, source: b, data: {control: {events: 22, n: 63}, gc: "
      "{events: 36, n: 65}}}\n";
  CHECK(checked({{"review.yaml", review_yaml}, {"smith-2001.yaml", study_yaml(one + later)}})
            .codes() == Codes{});
}

TEST_CASE("a result is numbers of groups, or an estimate, or words") {
  const std::string data = "data: {gc: {events: 36, n: 65}" + control;
  const std::string effect = "effect: {measure: RR, estimate: 1.66, ci: [1.10, 2.51]}";
  CHECK(with_result(data + "\n    " + effect).codes() == Codes{"data-and-effect"});
  CHECK(with_result(data + "\n    finding: more relief").codes() == Codes{"data-and-effect"});
  CHECK(with_result(effect + "\n    finding: more relief").codes() == Codes{"data-and-effect"});
  CHECK(with_result(data + "\n    reported: {measure: RR, estimate: 1.66, ci: [1.10, 2.51]}")
            .codes() == Codes{});
}

TEST_CASE("an interval without width and data of two kinds are errors") {
  CHECK(with_result("effect: {measure: MD, estimate: -5, ci: [-5, -5]}", "pain").codes() ==
        Codes{"sd-not-positive"});
  CHECK(with_result("data: {gc: {mean: 3, sd: 2, n: 37, events: 4}, control: {mean: 5, sd: 2, n: "
                    "40}}",
                    "pain")
            .codes() == Codes{"data-incomplete"});
}

TEST_CASE("an analysis names its measure") {
  std::string no_measure = review_yaml;
  no_measure.replace(no_measure.find("measure: RR, "), 13, "");
  const Checked review = checked(
      {{"review.yaml", no_measure},
       {"smith-2001.yaml", study_yaml("  - {outcome: relief, time: 1 month, finding: none}\n")}});
  CHECK(review.codes() == Codes{"missing-measure"});
  CHECK(review.at("missing-measure") == "relief");
}

TEST_CASE("a misspelt option key is one mistake and no option") {
  std::string misspelt = review_yaml;
  misspelt.replace(misspelt.find("measure: RR, "), 13, "measure: RR, tau: REML, ");
  const Checked review = checked(
      {{"review.yaml", misspelt},
       {"smith-2001.yaml", study_yaml("  - {outcome: relief, time: 1 month, finding: none}\n")}});
  CHECK(review.codes() == Codes{"unknown-key"});
  CHECK(review.review.analyses.at(0).settings.empty());
}
