// SPDX-License-Identifier: MIT
#include <limits>

#include <catch2/catch.hpp>

#include "tests/review/reading.h"

using namespace weald;

TEST_CASE("the review of the contract is read as it stands") {
  ReviewText read(R"(title: Intradiscal glucocorticoid injection for chronic low back pain
question:
  population: Adults with chronic low back pain and Modic changes
  intervention: Intradiscal glucocorticoid injection
  comparator: Discography alone, saline or local anaesthetic
horizons:
  short:        {label: Short term,        to: 3 months}
  intermediate: {label: Intermediate term, after: 3 months, to: 6 months}
  long:         {after: 6 months}
treatments:
  glucocorticoid: {label: Glucocorticoid}
  placebo:        {label: Control}
outcomes:
  acceptable-pain: {label: Acceptable pain, better: higher}
  pain:            {label: Pain intensity (0-100), better: lower, important-difference: 10, unit: points}
settings: {level: 0.9, tau2: REML}
analyses:
  acceptable-pain:
    title: Acceptable pain, glucocorticoid versus control
    outcome: acceptable-pain
    compare: [glucocorticoid, placebo]
    measure: RR
    horizons: [short, long]
    when-several: latest
    when-multi-arm: refuse
    subgroup: design
    correlation: 0.5
    columns: [year, design]
    exclude: [bad-2001]
    exclude-why: retracted
    preset: cochrane
    ci: HK
  published:
    overview: {outcome: pain, measure: SMD}
)");
  REQUIRE(read.complaints() == Strings{});
  const Review& review = read.review;
  CHECK(review.population == "Adults with chronic low back pain and Modic changes");
  REQUIRE(review.horizons.size() == 3);
  CHECK(review.horizons[0].after == -std::numeric_limits<double>::infinity());
  CHECK(review.horizons[1].after == 3 * 365.25 / 12);
  CHECK(review.horizons[1].to == 6 * 365.25 / 12);
  CHECK(review.horizon("long")->label == "long");
  CHECK(review.treatment("placebo")->label == "Control");
  CHECK(review.outcome("pain")->better == Better::lower);
  CHECK(review.outcome("pain")->important_difference == 10);
  CHECK(review.outcome("acceptable-pain")->better == Better::higher);
  CHECK(review.outcome("nothing") == nullptr);
  REQUIRE(review.settings.size() == 2);
  CHECK(review.settings[0].key == "level");
  CHECK(review.settings[0].value.value == "0.9");
  const Analysis& analysis = *review.analysis("acceptable-pain");
  CHECK(analysis.compare.at(0).value == "glucocorticoid");
  CHECK(analysis.horizons.at(1).value == "long");
  CHECK(analysis.when_several == WhenSeveral::latest);
  CHECK(analysis.when_multi_arm == WhenMultiArm::refuse);
  CHECK(analysis.correlation->value == 0.5);
  CHECK(analysis.columns.size() == 2);
  CHECK(analysis.exclude_why == "retracted");
  REQUIRE(analysis.settings.size() == 2);
  CHECK(analysis.settings[1].key == "ci");
  CHECK(read.sources.text(analysis.settings[1].value.span) == "HK");
  CHECK(read.sources.text(analysis.span).starts_with("acceptable-pain:\n"));
  CHECK(review.analysis("published")->overview->measure.value == "SMD");
}

TEST_CASE("words of choice are checked and the nearest is offered") {
  ReviewText read("outcomes:\n  pain: {better: upwards}\n");
  CHECK(read.complaints() == Strings{"unknown-word 2:18"});
  ReviewText other("analyses:\n  a: {outcome: pain, when-several: lastest}\n");
  CHECK(other.complaints() == Strings{"unknown-word 2:36"});
  CHECK(other.only_help() == "did you mean `latest`?");
}

TEST_CASE("an option that nobody knows is an unknown key") {
  ReviewText read("analyses:\n  a: {outcome: pain, tau: REML}\n");
  CHECK(read.complaints() == Strings{"unknown-key 2:22"});
  CHECK(read.only_help() == "did you mean `tau2`?");
  CHECK(ReviewText("settings: {color: red}\n").complaints() == Strings{"unknown-key 1:12"});
}

TEST_CASE("an analysis has an outcome or an overview") {
  CHECK(ReviewText("analyses:\n  a: {measure: RR}\n").complaints() == Strings{"missing-key 2:3"});
}

TEST_CASE("windows need times that are lengths, and end after they begin") {
  CHECK(ReviewText("horizons:\n  short: {to: 3}\n").complaints() ==
        Strings{"impossible-time 2:15"});
  CHECK(ReviewText("horizons:\n  short: {to: 2-3 months}\n").complaints() ==
        Strings{"impossible-time 2:15"});
  ReviewText read("horizons:\n  short: {after: 6 months, to: 3 months}\n");
  CHECK(read.complaints() == Strings{"impossible-time 2:32"});
  CHECK(read.review.horizons.at(0).misread);
}

TEST_CASE("a list of names where a map is needed is one mistake, and the names are known") {
  ReviewText read("outcomes: [pain, disability]\n");
  CHECK(read.complaints() == Strings{"wrong-type 1:11"});
  CHECK(read.review.outcome("disability") != nullptr);
}

TEST_CASE("a misspelt section is read as what is meant") {
  ReviewText read("outcome:\n  pain: {label: Pain}\n");
  CHECK(read.complaints() == Strings{"unknown-key 1:1"});
  CHECK(read.review.outcome("pain") != nullptr);
}

TEST_CASE("keys of outcomes, treatments, horizons and analyses must be keys") {
  CHECK(ReviewText("outcomes: {Pain: {label: Pain}}\ntreatments: {a b: {label: A}}\nhorizons: "
                   "{s_t: {to: 1 week}}\n"
                   "analyses: {x--y: {outcome: pain}}\n")
            .complaints() ==
        Strings{"bad-key 1:12", "bad-key 2:14", "bad-key 3:12", "bad-key 4:12"});
}

TEST_CASE("a review without keys is no review") {
  CHECK(ReviewText("").complaints() == Strings{"wrong-type 1:1"});
}
