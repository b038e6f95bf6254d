// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/review/reading.h"

using namespace weald;

TEST_CASE("references are read with their pooled results") {
  ReferencesText read(R"(daste-2021:
  type: review
  title: Intradiscal injections
  authors: [Daste C, Laclau S]
  year: 2021
  searched: 2020-03-01
  includes: [nguyen-2017]
  pooled:
    - {outcome: pain, measure: SMD, estimate: -1.33, ci: [-2.34, -0.32], horizon: short, as-printed: 1 week-3 months, i2: 89, source: table 2}
    - {outcome: pain, finding: not sustained, time: 12 months, source: abstract}
clinical-pain-advisor:
  type: notice
  cites: [nguyen-2017, modic-1988]
bare: {}
)");
  REQUIRE(read.complaints() == Strings{});
  REQUIRE(read.references.size() == 3);
  const Reference& daste = read.references[0];
  CHECK(daste.key == "daste-2021");
  CHECK(daste.label == "Daste 2021");
  CHECK(daste.type == "review");
  CHECK(daste.searched.value == "2020-03-01");
  CHECK(daste.includes.at(0).value == "nguyen-2017");
  REQUIRE(daste.pooled.size() == 2);
  CHECK(daste.pooled[0].effect.estimate->value == -1.33);
  CHECK(daste.pooled[0].effect.measure.value == "SMD");
  CHECK(daste.pooled[0].effect.span == daste.pooled[0].span);
  CHECK(daste.pooled[0].horizon.value == "short");
  CHECK(daste.pooled[0].as_printed == "1 week-3 months");
  CHECK(daste.pooled[0].i2 == 89);
  CHECK(daste.pooled[1].finding->value == "not sustained");
  CHECK(read.references[1].citation.cites.size() == 2);
  CHECK(read.references[2].type == "report");
  CHECK(read.references[2].label == "bare");
}

TEST_CASE("dates must exist and be written in full") {
  const auto searched = [](const char* date) {
    return ReferencesText(std::string("a: {searched: ") + date + "}\n").complaints();
  };
  CHECK(searched("2020-02-29") == Strings{});
  for (const char* date :
       {"2021-02-29", "2021-13-01", "2021-1-1", "2021", "30.06.2021", "2021-06-30T00:00"}) {
    INFO(date);
    CHECK(searched(date) == Strings{"impossible-date 1:15"});
  }
}

TEST_CASE("the type of a reference is one of four words") {
  ReferencesText read("a: {type: reveiw}\n");
  CHECK(read.complaints() == Strings{"unknown-word 1:11"});
  CHECK(read.only_help() == "did you mean `review`?");
}

TEST_CASE("a pooled result has a measure or a finding in words") {
  CHECK(ReferencesText("a: {pooled: [{outcome: pain, source: x}]}\n").complaints() ==
        Strings{"missing-key 1:14"});
}

TEST_CASE("references without entries are none, a list is refused") {
  CHECK(ReferencesText("# nothing yet\n").complaints() == Strings{});
  CHECK(ReferencesText("- title: A\n").complaints() == Strings{"wrong-type 1:1"});
  CHECK(ReferencesText("Nguyen 2017: {title: A}\n").complaints() == Strings{"bad-key 1:1"});
}
