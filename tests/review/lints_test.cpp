// SPDX-License-Identifier: MIT
// The lints of extracted numbers, on real numbers: misprints that must be found, and correct ones
// that must pass.
#include <catch2/catch.hpp>

#include "tests/review/checks_support.h"

using namespace weald;
using namespace weald::tests;

using Codes = std::vector<std::string>;

TEST_CASE(
    "the misprint of Brinjikji 2015 is found: OR 20.58 (0.05 to 798.77) has its middle at 6.32") {
  for (const Checked& review :
       {with_result("effect: {measure: OR, estimate: 20.58, ci: [0.05, 798.77], p: 0.32}", "shown"),
        with_result("reported: {measure: OR, estimate: 20.58, ci: [0.05, 798.77]}\n    finding: no "
                    "difference"),
        with_pooled("measure: OR, estimate: 20.58, ci: [0.05, 798.77], p: 0.32")}) {
    REQUIRE(review.codes() == Codes{"estimate-not-midpoint"});
    CHECK(review.the("estimate-not-midpoint").severity == Severity::warning);
    CHECK_THAT(review.the("estimate-not-midpoint").message,
               Catch::Contains("20.58") && Catch::Contains("6.32"));
    CHECK(review.at("estimate-not-midpoint") == "20.58");
  }
}

TEST_CASE(
    "the misprint of the EULAR abstract is found: OR 1.13 (0.20 to 4.59) has its middle at 0.958") {
  const Checked review = with_pooled("measure: OR, estimate: 1.13, ci: [0.20, 4.59]");
  REQUIRE(review.codes() == Codes{"estimate-not-midpoint"});
  CHECK_THAT(review.the("estimate-not-midpoint").message, Catch::Contains("0.958"));
}

TEST_CASE("correct estimates of the facts pass") {
  for (const char* effect : {"OR, estimate: 1.09, ci: [0.25, 4.65]",
                             "OR, estimate: 0.97, ci: [0.49, 1.91]",
                             "OR, estimate: 0.22, ci: [0.05, 0.93]",
                             "OR, estimate: 11.2, ci: [3.1, 40.4]",
                             "OR, estimate: 4.5, ci: [1.2, 16.9]",
                             "OR, estimate: 7.2, ci: [1.3, 37]",
                             "SMD, estimate: -1.33, ci: [-2.34, -0.32]",
                             "SMD, estimate: -2.22, ci: [-5.34, 0.9]",
                             "SMD, estimate: -1.11, ci: [-2.91, 0.7]",
                             "SMD, estimate: -0.76, ci: [-1.85, 0.34]",
                             "SMD, estimate: -1.6, ci: [-3.51, 0.32]",
                             "SMD, estimate: -0.63, ci: [-1.68, 0.42]",
                             "SMD, estimate: -1.32, ci: [-2.32, -0.31], p: 0.01",
                             "SMD, estimate: -0.76, ci: [-1.88, 0.36], p: 0.18",
                             "MD, estimate: -20.1, ci: [-25.5, -14.7]",
                             "MD, estimate: -9.9, ci: [-16.1, -3.6]",
                             "MD, estimate: -13.1, ci: [-22.3, -3.9]",
                             "OR, estimate: 1.5, ci: [1.05, 2.15]",
                             "OR, estimate: 1.5, ci: [1.1, 2.05]",
                             "OR, estimate: 1.59, ci: [1.14, 2.2]",
                             "MD, estimate: -1.6, ci: [-3.1, 0.0], p: 0.04",
                             "MD, estimate: -5.1, ci: [-8.2, -1.9]",
                             "OR, estimate: 4.01, ci: [1.1, 14.55], p: 0.04",
                             "OR, estimate: 1.62, ci: [0.48, 5.41], p: 0.43",
                             "OR, estimate: 4.01, ci: [1.52, 10.61]",
                             "OR, estimate: 2.18, ci: [1.1, 4.3]",
                             "MD, estimate: -0.99, ci: [-3.28, 1.29], p: 0.39",
                             "MD, estimate: -1.49, ci: [-3.73, 0.75], p: 0.19",
                             "MD, estimate: -1.49, ci: [-3.57, 0.58], p: 0.16",
                             "MD, estimate: 0.74, ci: [-1.4, 2.88], p: 0.5",
                             "MD, estimate: -0.92, ci: [-3.15, 1.31], p: 0.42",
                             "RD, estimate: 0.221, ci: [0.055, 0.387], p: 0.009",
                             "PR, estimate: 0.65, ci: [0.51, 0.78]",
                             "PR, estimate: 0.64, ci: [0.43, 0.82]",
                             "OR, estimate: 3.382, p: 0.021"}) {
    INFO(effect);
    CHECK(with_pooled(std::string("measure: ") + effect).codes() == Codes{});
  }
}

TEST_CASE("a p that does not go with estimate and interval is found, once") {
  const Checked review = with_pooled("measure: OR, estimate: 4.01, ci: [1.1, 14.55], p: 0.4");
  REQUIRE(review.codes() == Codes{"p-disagrees"});
  CHECK_THAT(review.the("p-disagrees").message,
             Catch::Contains("p = 0.4") && Catch::Contains("0.035"));
  CHECK(with_pooled("measure: MD, estimate: -20.1, ci: [-25.5, -14.7], p: 0.03").codes() ==
        Codes{"p-disagrees"});
  // P < .001 is entered as 0.001, and goes with anything smaller.
  CHECK(with_pooled("measure: MD, estimate: -20.1, ci: [-25.5, -14.7], p: 0.001").codes() ==
        Codes{});
  CHECK(with_pooled("measure: MD, estimate: -1.6, se: 0.79, p: 0.04").codes() == Codes{});
  CHECK(with_pooled("measure: MD, estimate: -1.6, se: 0.79, p: 0.4").codes() ==
        Codes{"p-disagrees"});
}

TEST_CASE(
    "Nguyen 2017: the reported estimate agrees with the counts, its interval does not, and both "
    "are shown") {
  const std::string data =
      "data: {gc: {events: 36, n: 65}, control: {events: 21, n: 63}}\n    reported: ";
  const Checked review =
      with_result(data + "{measure: RD, estimate: 0.221, ci: [0.055, 0.387], p: 0.009}");
  REQUIRE(review.codes() == Codes{"reported-disagrees"});
  const Diagnostic& d = review.the("reported-disagrees");
  CHECK(d.message ==
        "reported is RD 0.221 (0.055 to 0.387), p 0.009, but 36 of 65 against 21 of 63 give 0.2205 "
        "(0.05272 to 0.3883), p 0.010");
  CHECK_THAT(d.help, Catch::StartsWith("the estimate agrees"));
  CHECK(with_result(data + "{measure: RD, estimate: 0.221}").codes() == Codes{});
  CHECK(with_result(data + "{measure: RR, estimate: 1.66, ci: [1.10, 2.51]}").codes() == Codes{});
  CHECK(with_result(data + "{measure: OR, estimate: 2.48, ci: [1.21, 5.08], p: 0.01}").codes() ==
        Codes{});
  CHECK(with_result(data + "{measure: RD, estimate: 0.32}").codes() == Codes{"reported-disagrees"});
  CHECK(
      with_result(data + "{measure: OR, estimate: 3.1, ci: [1.5, 6.4], adjusted: true}").codes() ==
      Codes{});
}

TEST_CASE("a reported effect that fits the other way round says so") {
  const Checked review = with_result(
      "data: {gc: {events: 36, n: 65}, control: {events: 21, n: 63}}\n    reported: {measure: RR, "
      "estimate: 0.60}");
  REQUIRE(review.codes() == Codes{"reported-disagrees"});
  CHECK_THAT(review.the("reported-disagrees").help, Catch::Contains("between: [control, gc]"));
}

TEST_CASE("reported differences of means allow for rounding and for other intervals") {
  // Jensen 2015: 0.13 - 0.31 is -0.18, printed -0.17; the printed interval is 3 % wider.
  CHECK(with_result("data: {gc: {mean: 0.13, ci: [-0.62, 0.88], n: 38}, control: {mean: 0.31, ci: "
                    "[-0.47, 1.08], n: 36}}\n"
                    "    reported: {measure: MD, estimate: -0.17, ci: [-1.28, 0.93]}",
                    "pain")
            .codes() == Codes{});
  CHECK(with_result("data: {gc: {mean: 0.13, ci: [-0.62, 0.88], n: 38}, control: {mean: 0.31, ci: "
                    "[-0.47, 1.08], n: 36}}\n"
                    "    reported: {measure: MD, estimate: -0.71, ci: [-1.28, 0.93]}",
                    "pain")
            .count("reported-disagrees") == 1);
}

TEST_CASE("Levi 2016: intervals of one proportion are Wald's, cut where the scale ends") {
  for (const char* result :
       {"{events: 3, n: 22}}\n    reported: {measure: PR, estimate: 0.14, ci: [0, 0.28]}",
        "{events: 7, n: 22}}\n    reported: {measure: PR, estimate: 0.32, ci: [0.12, 0.51]}",
        "{events: 9, n: 19}}\n    reported: {measure: PR, estimate: 0.47, ci: [0.25, 0.70]}"}) {
    INFO(result);
    CHECK(with_result(std::string("data: {gc: ") + result).codes() == Codes{});
  }
}

TEST_CASE("a percentage that no count gives is found: 71 % of 37 in Beaudreuil 2012") {
  const Checked review = with_result("data: {gc: {percent: 71, n: 37}}");
  REQUIRE(review.codes() == Codes{"impossible-percentage"});
  CHECK_THAT(review.the("impossible-percentage").message,
             Catch::Contains("26/37 = 70.27 %") && Catch::Contains("27/37 = 72.97 %"));
  // Printed and right, also rounded twice (1/23 as 4.4) and cut off (5/18 as 27.7).
  for (const char* data : {"percent: 55.4, events: 36, n: 65", "percent: 4.4, events: 1, n: 23",
                           "percent: 27.7, events: 5, n: 18", "percent: 90, n: 30",
                           "percent: 82.4, events: 14, n: 17", "percent: 91.6, n: 36"}) {
    INFO(data);
    CHECK(with_result(std::string("data: {gc: {") + data + "}}").codes() == Codes{});
  }
  CHECK(with_result("data: {gc: {percent: 14.3, n: 36}}").codes() ==
        Codes{"impossible-percentage"});
  CHECK(with_result("data: {gc: {percent: 54.5, events: 36, n: 65}}").codes() ==
        Codes{"impossible-percentage"});
  CHECK(with_result("data: {gc: {percent: 155, n: 65}}").codes() == Codes{"impossible-percentage"});
}

TEST_CASE("a standard error entered as a standard deviation is suspected") {
  const Checked review = with_result(
      "data: {gc: {mean: 30.2, sd: 4.4, n: 37}, control: {mean: 5.3, sd: 7.4, n: 12}}", "pain");
  REQUIRE(review.codes() == Codes{"se-as-sd"});
  CHECK(review.at("se-as-sd") == "4.4");
  CHECK_THAT(review.the("se-as-sd").help, Catch::Contains("4.4 × √37 = 26.8"));
  CHECK(
      with_result("data: {gc: {mean: 30.2, se: 4.4, n: 37}, control: {mean: 5.3, se: 7.4, n: 12}}",
                  "pain")
          .codes() == Codes{});

  Files files = {{"review.yaml", review_yaml}};
  for (int i = 0; i < 5; ++i) {
    const std::string sd = i == 4 ? "1.9" : std::to_string(18 + i);
    files["study-" + std::to_string(i) + ".yaml"] = study_yaml(
        "  - {outcome: pain, time: 1 month, source: a, data: {gc: {mean: 4" + std::to_string(i) +
        ", sd: " + sd + ", n: 50}, control: {mean: 42, sd: 19, n: 50}}}\n");
  }
  CHECK(checked(files).codes() == Codes{"se-as-sd"});
  // A scale of 0 to 10 among those of 0 to 100: mean and spread are smaller alike.
  files["study-4.yaml"] = study_yaml(
      "  - {outcome: pain, time: 1 month, source: a, data: {gc: {mean: 4.1, sd: 1.9, n: 50}, "
      "control: {mean: "
      "4.2, sd: 1.9, n: 50}}}\n");
  CHECK(checked(files).codes() == Codes{});
}

TEST_CASE("more people analysed than randomised are noticed") {
  const Checked review =
      with_result("data: {gc: {events: 36, n: 76}, control: {events: 21, n: 63}}");
  REQUIRE(review.codes() == Codes{"n-above-randomised"});
  CHECK(review.at("n-above-randomised") == "76");
  CHECK(review.sources.text(review.the("n-above-randomised").secondary.at(0).span) == "67");
}

TEST_CASE("a time outside the horizon that is named is noticed") {
  CHECK(with_result("horizon: long\n    finding: none").codes() == Codes{"wrong-horizon"});
  CHECK(with_result("horizon: short\n    finding: none").codes() == Codes{});
}

TEST_CASE("an acknowledgement marks its warning and is reported where it covers none") {
  const std::string effect =
      "effect: {measure: OR, estimate: 20.58, ci: [0.05, 798.77]}\n    ack: [{code: ";
  const Checked review = with_result(effect + "estimate-not-midpoint, why: printed so}]", "shown");
  REQUIRE(review.codes() == Codes{"estimate-not-midpoint"});
  CHECK(review.the("estimate-not-midpoint").acknowledged);
  CHECK(review.the("estimate-not-midpoint").why_acknowledged == "printed so");
  CHECK(review.diagnostics.open_warnings() == 0);

  CHECK(with_result(effect + "p-disagrees, why: x}]", "shown").codes() ==
        Codes{"estimate-not-midpoint", "ack-unused"});
  const Checked misspelt = with_result(effect + "p-disagree, why: x}]", "shown");
  CHECK(misspelt.codes() == Codes{"estimate-not-midpoint", "unknown-code"});
  CHECK(misspelt.the("unknown-code").help == "did you mean `p-disagrees`?");
  CHECK(with_result(effect + "events-exceed-total, why: x}]", "shown").count("ack-unused") == 1);
  CHECK(with_pooled("measure: OR, estimate: 1.13, ci: [0.20, 4.59], ack: [{code: "
                    "estimate-not-midpoint, why: printed so}]")
            .diagnostics.open_warnings() == 0);
}

TEST_CASE("an acknowledgement of the study or the reference covers all of it") {
  const std::string result =
      "  - {outcome: pain, time: 1 month, source: a, effect: {measure: MD, estimate: 9, ci: [1, "
      "11]}}\n";
  const Checked review =
      checked({{"review.yaml", review_yaml},
               {"smith-2001.yaml",
                study_yaml(result, "ack: [{code: estimate-not-midpoint, why: bootstrapped}]\n")}});
  CHECK(review.codes() == Codes{"estimate-not-midpoint"});
  CHECK(review.diagnostics.open_warnings() == 0);
}

TEST_CASE("numbers are as precise as they are written: last zeros count") {
  for (const char* effect :
       {"MD, estimate: 4.00, ci: [1.00, 5.00]", "RR, estimate: 2.00, ci: [1.00, 10.00]",
        "MD, estimate: 4.01, ci: [1.01, 5.01]"}) {
    INFO(effect);
    CHECK(with_pooled(std::string("measure: ") + effect).codes() == Codes{"estimate-not-midpoint"});
  }
  CHECK(with_pooled("measure: MD, estimate: 1.00, ci: [0.00, 2.00], p: 0.5").codes() ==
        Codes{"p-disagrees"});
  CHECK(with_pooled("measure: MD, estimate: 3, ci: [2, 5]").codes() == Codes{});
  CHECK(with_result("data: {gc: {events: 26, n: 37, percent: 70.0}}").codes() ==
        Codes{"impossible-percentage"});
  CHECK(with_result("data: {gc: {events: 26, n: 37, percent: 70}}").codes() == Codes{});
}

TEST_CASE("the decimals of a number are those of its text, exponents considered") {
  struct Row {
    const char* text;
    int decimals;
  };
  for (const Row& row : {Row{"4.00", 2}, Row{"4", 0}, Row{"1.5e-2", 3}, Row{"1.50e1", 1},
                         Row{"2e3", 0}, Row{"-0.10", 2}}) {
    INFO(row.text);
    const Checked review = with_pooled(std::string("measure: MD, p: 0.5, estimate: ") + row.text);
    REQUIRE(review.review.references.at(0).pooled.at(0).effect.estimate);
    CHECK(review.review.references[0].pooled[0].effect.estimate->decimals == row.decimals);
  }
}

TEST_CASE("two spreads of one thing that disagree are found") {
  for (const char* effect :
       {"effect: {measure: MD, estimate: -7.5, se: 1, ci: [-14.2, -0.8]}",
        "effect: {measure: MD, estimate: -7.5, variance: 1, ci: [-14.2, -0.8]}",
        "effect: {measure: MD, estimate: -7.5, variance: 9, se: 4}",
        "data: {gc: {mean: 30.2, sd: 26.6, se: 26.6, n: 37}, control: {mean: 5, sd: 25, n: 40}}",
        "data: {gc: {mean: 30.2, sd: 4.4, ci: [21.3, 39.1], n: 37}, control: {mean: 30, sd: 25, "
        "n: 40}}"}) {
    INFO(effect);
    CHECK(with_result(effect, "pain").count("spread-disagrees") == 1);
  }
  for (const char* effect :
       {"effect: {measure: MD, estimate: -7.5, se: 3.42, ci: [-14.2, -0.8]}",
        "effect: {measure: MD, estimate: -7.5, variance: 9, se: 3}",
        "data: {gc: {mean: 30.2, sd: 26.6, se: 4.4, n: 37}, control: {mean: 5, sd: 25, n: 40}}",
        "data: {gc: {mean: 30.2, sd: 26.6, ci: [21.3, 39.1], n: 37}, control: {mean: 30, sd: 25, "
        "n: 40}}"}) {
    INFO(effect);
    CHECK(with_result(effect, "pain").codes() == Codes{});
  }
  CHECK(with_result("data: {gc: {mean: 30, sd: 26.6, n: 1}, control: {mean: 25, sd: 25, n: 40}}",
                    "pain")
            .codes() == Codes{"sd-of-one"});
}

TEST_CASE("one wrong p is one warning") {
  CHECK(with_result("data: {gc: {events: 36, n: 65}, control: {events: 21, n: 63}}\n    reported: "
                    "{measure: RR, estimate: 1.66, ci: [1.10, 2.51], p: 0.4}")
            .codes() == Codes{"p-disagrees"});
}
