// SPDX-License-Identifier: MIT
// Descriptors become pools: horizons, comparisons, findings, and the words for what is left out.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/review/dataset.h"
#include "tests/review/reading.h"

namespace {

using namespace weald;

constexpr const char* frame = R"(
title: A review
horizons:
  short:        {label: Short term,        to: 3 months}
  intermediate: {label: Intermediate term, after: 3 months, to: 6 months}
  long:         {label: Long term,         after: 6 months}
treatments:
  drug:    {label: Drug}
  placebo: {label: Control}
outcomes:
  relief: {label: Relief, better: higher}
  pain:   {label: Pain, better: lower}
analyses:
)";

constexpr const char* two_groups = R"(
title: T
authors: [Smith A]
year: 2001
groups:
  new: {treatment: drug,    label: New drug, n: 60}
  old: {treatment: placebo, label: Old care, n: 61}
results:
)";

struct Pools {
  std::vector<Dataset> all{};
  Diagnostics diagnostics{};

  const Dataset& only() const {
    REQUIRE(all.size() == 1);
    return all.front();
  }
  std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const Diagnostic& d : diagnostics.all()) out.emplace_back(d.code);
    return out;
  }
};

using Texts = std::vector<std::pair<std::string, std::string>>;

/// The review must outlive the pools: they point at its horizons.
const Review& kept(Review review) {
  static std::vector<std::unique_ptr<Review>> all;
  all.push_back(std::make_unique<Review>(std::move(review)));
  return *all.back();
}

Pools pools(const std::string& analysis, const Texts& studies, const Selection& selection = {}) {
  ReviewText text(std::string(frame) + "  main: " + analysis + "\n");
  INFO(analysis);
  REQUIRE(text.complaints() == Strings{});
  for (const auto& [key, study] : studies) {
    StudyText read(study, key);
    INFO(study);
    REQUIRE(read.complaints() == Strings{});
    text.review.studies.push_back(read.study);
  }
  const Review& review = kept(std::move(text.review));
  Pools out;
  out.all = datasets(review, review.analyses.front(), selection, out.diagnostics);
  return out;
}

const std::string relief =
    "{outcome: relief, compare: [drug, placebo], measure: RR, horizons: [short, long]}";
const std::string relief_at_once = "{outcome: relief, compare: [drug, placebo], measure: RR}";

std::string result(const std::string& rest) {
  return std::string("  - ") + rest + "\n    source: p. 1\n";
}

std::string counts(const std::string& when) {
  return result("outcome: relief\n    " + when +
                "\n    data:\n      new: {events: 36, n: 60}\n      old: {events: 21, n: 61}");
}

}  // namespace

TEST_CASE("a result stands in the one horizon that holds its time") {
  const Pools p =
      pools(relief, {{"smith", two_groups + counts("time: 3 months") + counts("time: 6.1 months") +
                                   counts("time: 5 months") + counts("time: baseline")}});
  REQUIRE(p.all.size() == 2);
  CHECK(p.codes().empty());
  REQUIRE(p.all[0].horizon);
  CHECK(p.all[0].horizon->key == "short");
  REQUIRE(p.all[0].excluded.size() == 1);  // not the result at 5 months: no one asked for that
  CHECK(p.all[0].excluded[0].reason == "baseline belongs to no horizon");
  CHECK(p.all[1].excluded.empty());
  for (const Dataset& d : p.all) {
    REQUIRE(d.rows.size() == 1);
    const auto* t = std::get_if<TwoByTwo>(&d.rows[0].data);
    REQUIRE(t);
    CHECK(t->a == 36);
    CHECK(t->d == 40);
  }
  CHECK(p.all[0].rows[0].time == "3 months");
  CHECK(p.all[1].rows[0].time == "6.1 months");
  CHECK(p.all[0].arm_labels == Strings{"Drug", "Control"});
  CHECK(p.all[0].rows[0].arms[0].label == "New drug");
  CHECK(p.all[0].rows[0].year == 2001);
}

TEST_CASE("`horizon:` in place of a time names the horizon") {
  const Pools p = pools(relief, {{"smith", two_groups + counts("horizon: long")}});
  CHECK(p.all[0].rows.empty());
  REQUIRE(p.all[1].rows.size() == 1);
  CHECK(p.all[1].rows[0].time == "Long term");
}

TEST_CASE("a time astride an edge is left out of both horizons with the edge named") {
  const Pools p = pools(
      "{outcome: relief, compare: [drug, placebo], measure: RR, horizons: [short, intermediate, "
      "long]}",
      {{"smith", two_groups + counts("time: 2-5 months")}});
  REQUIRE(p.all.size() == 3);
  for (const std::size_t i : {0u, 1u}) {
    REQUIRE(p.all[i].excluded.size() == 1);
    CHECK(p.all[i].excluded[0].code == "time-astride");
    CHECK(p.all[i].rows.empty());
  }
  CHECK(p.all[0].excluded[0].reason ==
        "its time, 2-5 months, lies on both sides of 3 months, where Short term ends");
  CHECK(p.all[1].excluded[0].reason ==
        "its time, 2-5 months, lies on both sides of 3 months, where Intermediate term begins");
  CHECK(p.all[2].excluded.empty());
}

TEST_CASE("a result without a time belongs to no horizon, and that is said in each") {
  const Pools p = pools(relief, {{"smith", two_groups + counts("note: undated")}});
  for (const Dataset& d : p.all) {
    REQUIRE(d.excluded.size() == 1);
    CHECK(d.excluded[0].code == "time-missing");
  }
  CHECK(
      pools(relief_at_once, {{"smith", two_groups + counts("note: undated")}}).only().rows.size() ==
      1);
}

TEST_CASE("a finding in words is listed in its horizon and never pooled") {
  const Pools p = pools(
      relief,
      {{"smith", two_groups + counts("time: 1 month") +
                     result("outcome: relief\n    time: 12 months\n    finding: no difference") +
                     result("outcome: relief\n    finding: better in both")}});
  REQUIRE(p.all[0].findings.size() == 1);
  CHECK(p.all[0].findings[0].time == "time not given");
  REQUIRE(p.all[1].findings.size() == 2);
  CHECK(p.all[1].findings[0].text == "no difference");
  CHECK(p.all[1].findings[0].time == "12 months");
  CHECK(p.all[1].rows.empty());
}

TEST_CASE("two results of one study in a window are an error unless when-several settles it") {
  const Texts twice = {{"smith", two_groups + counts("time: 2 weeks") + counts("time: 3 months")}};
  const Pools refused = pools(relief, twice);
  REQUIRE(refused.codes() == Strings{"several-results-in-horizon"});
  const Diagnostic& d = refused.diagnostics.all()[0];
  CHECK(d.primary.text == "a second one: 3 months");
  REQUIRE(d.secondary.size() == 1);
  CHECK(d.secondary[0].text == "the first: 2 weeks");
  CHECK(d.secondary[0].span.begin < d.primary.span.begin);

  const std::string settled =
      "{outcome: relief, compare: [drug, placebo], measure: RR, horizons: [short], when-several: ";
  const Pools latest = pools(settled + "latest}", twice),
              earliest = pools(settled + "earliest}", twice);
  CHECK(latest.codes().empty());
  REQUIRE(latest.only().rows.size() == 1);
  CHECK(latest.only().rows[0].time == "3 months");
  CHECK(earliest.only().rows.at(0).time == "2 weeks");
  REQUIRE(latest.only().notes.size() == 1);
  CHECK(latest.only().notes[0].code == "result-chosen");
  CHECK(latest.only().notes[0].message.find("3 months taken, not 2 weeks") != std::string::npos);
  // Without horizons every time counts, baseline too.
  CHECK(pools(relief_at_once, twice).codes() == Strings{"several-results-in-horizon"});
  CHECK(pools(settled + "latest}",
              {{"smith", two_groups + counts("time: 1 month") + counts("time: 1 month")}})
            .codes() == Strings{"several-results-in-horizon"});
}

TEST_CASE("groups of one treatment are combined with a note, or refused") {
  const std::string three = R"(
title: T
groups:
  low:  {treatment: drug, label: Low dose}
  high: {treatment: drug, label: High dose}
  old:  {treatment: placebo}
results:
  - outcome: relief
    source: p. 1
    data:
      low:  {events: 10, n: 30}
      high: {events: 15, n: 31}
      old:  {events: 9, n: 33}
  - outcome: pain
    source: p. 2
    data:
      low:  {mean: 30, sd: 10, n: 20}
      high: {mean: 20, sd: 12, n: 30}
      old:  {mean: 40, sd: 11, n: 25}
)";
  const Pools p = pools(relief_at_once, {{"smith", three}});
  const auto* t = std::get_if<TwoByTwo>(&p.only().rows.at(0).data);
  REQUIRE(t);
  CHECK(t->a == 25);
  CHECK(t->n1() == 61);
  REQUIRE(p.only().notes.size() == 1);
  CHECK(p.only().notes[0].code == "groups-combined");
  CHECK(p.only().notes[0].message.find("Low dose + High dose as Drug") != std::string::npos);

  const Pools means =
      pools("{outcome: pain, compare: [drug, placebo], measure: MD}", {{"smith", three}});
  const auto* m = std::get_if<TwoMeans>(&means.only().rows.at(0).data);
  REQUIRE(m);
  CHECK(m->m1 == Approx(24));
  CHECK(m->n1 == 50);
  // (19·100 + 29·144 + 20·36 + 30·16) / 49
  CHECK(m->sd1 == Approx(std::sqrt(7276.0 / 49)));

  const Pools refused =
      pools("{outcome: relief, compare: [drug, placebo], measure: RR, when-multi-arm: refuse}",
            {{"smith", three}});
  CHECK(refused.codes() == Strings{"multi-arm"});
  CHECK(refused.only().rows.empty());
}

TEST_CASE(
    "a study that compares other treatments is named, and so is one with a single group of either "
    "side") {
  const std::string both_drug = R"(
title: T
groups:
  a: {treatment: drug, label: Twice daily}
  b: {treatment: drug, label: Once daily}
results:
  - outcome: relief
    source: p. 1
    data: {a: {events: 10, n: 30}, b: {events: 12, n: 30}}
)";
  const std::string one_group = R"(
title: T
groups:
  a: {treatment: drug}
results:
  - outcome: relief
    source: p. 1
    data: {a: {events: 10, n: 30}}
)";
  const Pools p = pools(relief_at_once, {{"adams", one_group}, {"brown", both_drug}});
  REQUIRE(p.only().excluded.size() == 2);
  CHECK(p.only().excluded[0].study == "adams");
  CHECK(p.only().excluded[0].code == "not-compared");
  CHECK(p.only().excluded[0].reason == "only the group a (Drug) is described; Control is missing");
  CHECK(p.only().excluded[1].study == "brown");
  CHECK(p.only().excluded[1].code == "not-compared");
  const Pools undated = pools(relief, {{"adams", one_group}});
  for (const Dataset& d : undated.all) {
    REQUIRE(d.excluded.size() == 1);
    CHECK(d.excluded[0].code == "time-missing");
  }
  const Pools half = pools(
      relief_at_once,
      {{"smith", two_groups + result("outcome: relief\n    data: {new: {events: 3, n: 60}}")}});
  REQUIRE(half.only().excluded.size() == 1);
  CHECK(half.only().excluded[0].code == "missing-data");
  CHECK(half.only().excluded[0].reason == "no numbers for Control");
}

TEST_CASE(
    "a finished effect is taken in its measure, and turned round where the paper compares the "
    "other way") {
  const auto effect = [](const std::string& rest) {
    return two_groups + result("outcome: relief\n    " + rest);
  };
  const std::string odds = "{outcome: relief, compare: [drug, placebo], measure: OR}";
  const Pools straight =
      pools(odds, {{"smith", effect("effect: {measure: OR, estimate: 2.5, ci: [1.25, 5]}")}});
  const auto* printed = std::get_if<Reported>(&straight.only().rows.at(0).data);
  REQUIRE(printed);
  CHECK(printed->estimate == 2.5);
  CHECK(printed->upper == 5);
  REQUIRE(straight.only().rows[0].arms.size() == 2);
  CHECK(straight.only().rows[0].arms[1].label == "Old care");

  const Pools turned = pools(
      odds,
      {{"smith",
        effect("between: [old, new]\n    effect: {measure: OR, estimate: 2.5, ci: [1.25, 5]}")}});
  const auto* y = std::get_if<Generic>(&turned.only().rows.at(0).data);
  REQUIRE(y);
  CHECK(y->y == Approx(-std::log(2.5)));
  CHECK(y->v == Approx(std::pow(std::log(4) / (2 * 1.959963984540054), 2)));
  CHECK(turned.only().notes.at(0).code == "direction-reversed");

  const Pools other = pools(
      relief_at_once, {{"smith", effect("effect: {measure: OR, estimate: 2.5, ci: [1.25, 5]}")}});
  CHECK(other.only().excluded.at(0).code == "wrong-data");
  CHECK(other.only().excluded.at(0).reason == "it reports OR, and this analysis pools RR");
  const Pools any =
      pools("{outcome: relief, compare: [drug, placebo], measure: GEN}",
            {{"smith", effect("effect: {measure: OR, estimate: 2.5, ci: [1.25, 5]}")}});
  CHECK(std::get<Generic>(any.only().rows.at(0).data).y == Approx(std::log(2.5)));
  const Pools log_rank =
      pools("{outcome: relief, compare: [drug, placebo], measure: HR}",
            {{"smith", effect("between: [old, new]\n    effect: {measure: HR, oe: -3.5, v: 12}")}});
  CHECK(std::get<ObservedExpected>(log_rank.only().rows.at(0).data).oe == 3.5);
}

TEST_CASE("without `compare:` every chosen group is a row") {
  const std::string cohort = R"(
title: T
year: 1999
groups:
  men:   {label: Men, moderators: {sex: male}}
  women: {label: Women, treatment: drug, moderators: {sex: female}}
design: cohort
results:
  - outcome: relief
    source: p. 1
    data: {women: {events: 12, n: 30}, men: {events: 10, n: 31}}
)";
  const Pools p = pools("{outcome: relief, measure: PR}", {{"smith", cohort}});
  const Dataset& d = p.only();
  REQUIRE(d.rows.size() == 2);
  CHECK(d.rows[0].group == "men");
  CHECK(d.rows[0].label == "smith (Men)");
  CHECK(d.rows[1].group == "women");
  CHECK(d.rows[0].fields.at("sex").text == "male");
  CHECK(d.rows[0].fields.at("design").text == "cohort");
  CHECK(std::get<Proportion>(d.rows[1].data).n == 30);
  for (const char* choice : {"men", "Men"}) {
    const Pools chosen =
        pools(std::string("{outcome: relief, measure: PR, group: [") + choice + "]}",
              {{"smith", cohort}});
    REQUIRE(chosen.only().rows.size() == 1);
    CHECK(chosen.only().rows[0].group == "men");
    CHECK(chosen.only().rows[0].label == "smith");
  }
  CHECK(pools("{outcome: relief, measure: PR, group: [drug]}", {{"smith", cohort}})
            .only()
            .rows.at(0)
            .group == "women");
}

TEST_CASE("what a measure cannot use is left out with the reason") {
  const auto reason = [](const std::string& measure, const std::string& data) {
    const Pools p = pools("{outcome: relief, compare: [drug, placebo], measure: " + measure + "}",
                          {{"smith", two_groups + result("outcome: relief\n    data: " + data)}});
    REQUIRE(p.only().excluded.size() == 1);
    return std::string(p.only().excluded[0].code) + ": " + p.only().excluded[0].reason;
  };
  CHECK(reason("RR", "{new: {percent: 71, n: 37}, old: {events: 3, n: 30}}") ==
        "missing-data: 71 % of 37 (New drug): no count is given");
  CHECK(reason("RR", "{new: {events: 3}, old: {events: 3, n: 30}}") ==
        "missing-data: `n` missing for New drug");
  CHECK(reason("RR", "{new: {mean: 3, sd: 1, n: 30}, old: {mean: 3, sd: 1, n: 30}}") ==
        "wrong-data: means are given, and RR needs counts of events");
  CHECK(reason("MD", "{new: {mean: 3, n: 30}, old: {mean: 3, sd: 1, n: 30}}") ==
        "missing-data: `sd` missing for New drug");
  CHECK(reason("HR", "{new: {events: 3, n: 30}, old: {events: 3, n: 30}}")
            .starts_with("wrong-data: HR cannot be computed"));
}

TEST_CASE("standard deviations come from standard errors, intervals and quartiles, with a note") {
  const Pools p =
      pools("{outcome: pain, compare: [drug, placebo], measure: MD}",
            {{"a", two_groups + result("outcome: pain\n    data: {new: {mean: 30, se: 2, n: 25}, "
                                       "old: {mean: 40, ci: [36, 44], n: 25}}")},
             {"b", two_groups + result("outcome: pain\n    data: {new: {median: 30, iqr: [20, 40], "
                                       "n: 25}, old: {mean: 40, sd: 9, n: 25}}")}});
  REQUIRE(p.only().rows.size() == 2);
  const auto t = std::get<TwoMeans>(p.only().rows[0].data);
  CHECK(t.sd1 == Approx(10));
  CHECK(t.sd2 == Approx(5 * 4 / 2.0638985616280205));
  CHECK(std::get<TwoMeans>(p.only().rows[1].data).m1 == Approx(30));
  REQUIRE(p.only().notes.size() == 1);
  CHECK(p.only().notes[0].code == "sd-derived");
  CHECK(p.only().notes[0].message.find("(New drug): sd from its standard error") !=
        std::string::npos);
  CHECK(p.only().notes[0].message.find("(New drug): mean and sd from the quartiles") !=
        std::string::npos);
}

TEST_CASE("studies that the review excludes are named with its reason") {
  const Pools p = pools(
      "{outcome: relief, compare: [drug, placebo], measure: RR, exclude: [brown], exclude-why: "
      "unblinded}",
      {{"adams", two_groups + counts("time: 1 month")},
       {"brown", two_groups + counts("time: 1 month")}});
  CHECK(p.only().rows.size() == 1);
  REQUIRE(p.only().excluded.size() == 1);
  CHECK(p.only().excluded[0].code == "excluded-by-review");
  CHECK(p.only().excluded[0].reason == "unblinded");
}

TEST_CASE("a result between, beyond or before all horizons is named once, in the first pool") {
  ReviewText text(R"(
title: A review
horizons:
  short: {label: Short term, to: 3 months}
  long:  {label: Long term, after: 6 months, to: 24 months}
treatments: {drug: {label: Drug}, placebo: {label: Control}}
outcomes: {relief: {label: Relief}}
analyses:
  main: {outcome: relief, compare: [drug, placebo], measure: RR, horizons: [short, long],
         exclude: [fox, green], exclude-why: unblinded}
)");
  REQUIRE(text.complaints() == Strings{});
  const std::string said = "outcome: relief\n    time: 5 months\n    finding: no difference";
  for (const auto& [key, results] :
       Texts{{"adams", counts("time: 4 months")},
             {"brown", counts("time: 3 years")},
             {"clark", counts("time: baseline") + counts("time: 1 month")},
             {"davis", result(said)},
             {"evans", counts("time: 4-8 months")},
             {"fox", counts("time: 4 months")},
             {"green", counts("time: 4 months") + counts("time: 12 months")},
             {"hill", result("outcome: relief\n    time: 4 months\n    data: {new: {percent: 20, "
                             "n: 60}, old: {events: 3, n: 61}}")}}) {
    StudyText read(two_groups + results, key);
    REQUIRE(read.complaints() == Strings{});
    text.review.studies.push_back(read.study);
  }
  Diagnostics diagnostics;
  const auto all = datasets(text.review, text.review.analyses.front(), {}, diagnostics);
  REQUIRE(all.size() == 2);
  Strings lines;
  for (const ExcludedRow& row : all[0].excluded)
    lines.push_back(row.study + ": " + std::string(row.code) + ": " + row.reason);
  CHECK(lines ==
        Strings{"adams: outside-horizons: 4 months lies in no horizon of this analysis: Short term "
                "ends at 3 months, Long term begins after 6 months",
                "brown: outside-horizons: 3 years lies in no horizon of this analysis: Long term "
                "ends at 2 years",
                "clark: outside-horizons: baseline belongs to no horizon",
                "davis: outside-horizons: 5 months lies in no horizon of this analysis: Short term "
                "ends at 3 months, Long term begins after 6 months",
                "fox: excluded-by-review: unblinded",
                "hill: outside-horizons: 4 months lies in no horizon of this analysis: Short term "
                "ends at 3 months, Long term begins after 6 months"});
  REQUIRE(all[1].excluded.size() == 2);
  CHECK(all[1].excluded[0].code == "time-astride");
  CHECK(all[1].excluded[1].study == "green");

  // What `--horizon` deselects is no loss.
  const auto late =
      datasets(text.review, text.review.analyses.front(), {.horizons = {"long"}}, diagnostics);
  REQUIRE(late.size() == 1);
  CHECK(late[0].rows.empty());
  for (const ExcludedRow& row : late[0].excluded)
    if (row.study == "adams")
      CHECK(row.reason ==
            "4 months lies in no horizon of this analysis: Long term begins after 6 months");
}

TEST_CASE("one group of a side is named whatever its result, one of another treatment is quiet") {
  const auto lone = [](const std::string& treatment, const std::string& rest) {
    const Pools p = pools(
        relief_at_once,
        {{"smith", "title: T\ngroups:\n  g: {treatment: " + treatment +
                       ", label: Old care}\nresults:\n" + result("outcome: relief\n    " + rest)}});
    Strings out;
    for (const ExcludedRow& row : p.only().excluded)
      out.push_back(std::string(row.code) + ": " + row.reason);
    CHECK(p.only().findings.empty());
    return out;
  };
  for (const char* rest : {"data: {g: {events: 3, n: 30}}",
                           "effect: {measure: RR, estimate: 2, ci: [1, 4]}", "finding: better"}) {
    CHECK(lone("placebo", rest) ==
          Strings{"not-compared: only the group Old care (Control) is described; Drug is missing"});
    CHECK(lone("surgery", rest) == Strings{});
  }
}

TEST_CASE("a study that is pooled is not listed for its other comparisons") {
  const std::string three = R"(
title: T
groups:
  new: {treatment: drug}
  old: {treatment: placebo}
  cut: {treatment: surgery}
results:
)";
  const std::string other = result(
      "outcome: relief\n    between: [new, cut]\n    effect: {measure: RR, estimate: 2, ci: "
      "[1, 4]}");
  const Pools p = pools(relief_at_once, {{"smith", three + counts("time: 1 month") + other}});
  CHECK(p.only().rows.size() == 1);
  CHECK(p.only().excluded.empty());
  CHECK(pools(relief_at_once, {{"smith", three + other}}).only().excluded.size() == 1);
}

TEST_CASE("a percentage among groups of one treatment is that of its own people") {
  const Pools p = pools(relief_at_once, {{"smith", R"(
title: T
groups:
  g1: {treatment: drug}
  g2: {treatment: drug}
  old: {treatment: placebo}
results:
  - outcome: relief
    source: p. 1
    data: {g1: {events: 5, n: 40}, g2: {percent: 20, n: 40}, old: {events: 3, n: 40}}
)"}});
  REQUIRE(p.only().excluded.size() == 1);
  CHECK(p.only().excluded[0].reason == "20 % of 40 (g2): no count is given");
}

TEST_CASE("data beside an effect or a finding is read without harm") {
  const std::string both = "\n    effect: {measure: OR, estimate: 2, ci: [1, 4]}\n    finding: ok";
  for (const char* measure : {"RR", "OR", "HR"}) {
    const Pools p = pools(
        "{outcome: relief, compare: [drug, placebo], measure: " + std::string(measure) + "}",
        {{"smith", two_groups + result("outcome: relief\n    data: {new: {events: 3, n: 60}, old: "
                                       "{events: 4, n: 61}}" +
                                       both)}});
    CHECK(p.only().rows.size() + p.only().excluded.size() == 1);
  }
}

TEST_CASE("where when-several cannot decide its help says why") {
  const auto help = [](const std::string& several, const std::string& results,
                       const std::string& groups = two_groups) {
    const Pools p = pools(
        "{outcome: relief, compare: [drug, placebo], measure: RR, horizons: [long]" + several + "}",
        {{"smith", groups + results}});
    REQUIRE(p.codes() == Strings{"several-results-in-horizon"});
    return p.diagnostics.all()[0].help;
  };
  for (const char* several : {"", ", when-several: latest", ", when-several: earliest"}) {
    CHECK(help(several, counts("time: 1 year") + counts("horizon: long")) ==
          "`when-several` cannot decide: one of them says only `horizon: long` and has no `time:` "
          "to order it by: give its `time:`, or keep one");
    const auto pair = [](const std::string& first) {
      return result("outcome: relief\n    time: 1 year\n    data: {" + first +
                    ": {events: 3, n: 30}, old: {events: 4, n: 31}}");
    };
    CHECK(help(several, pair("low") + pair("high"),
               "title: T\ngroups:\n  low: {treatment: drug}\n  high: {treatment: drug}\n  old: "
               "{treatment: placebo}\nresults:\n")
              .starts_with("`when-several` cannot decide: two of them have the same time, 1 year, "
                           "and other groups (low, old; high, old): put all groups"));
  }
  CHECK(help("", counts("time: 1 year") + counts("time: 2 years"))
            .starts_with("say `when-several: latest` or `when-several: earliest`"));
}

TEST_CASE("ranges are ordered by their end for the latest and by their start for the earliest") {
  const auto taken = [](const std::string& which, const std::string& results) {
    const Pools p = pools(
        "{outcome: relief, compare: [drug, placebo], measure: RR, when-several: " + which + "}",
        {{"smith", two_groups + results}});
    REQUIRE(p.only().rows.size() == 1);
    return p.only().rows[0].time;
  };
  const std::string wide = counts("time: 2-12 months") + counts("time: 3-6 months");
  CHECK(taken("latest", wide) == "2-12 months");
  CHECK(taken("earliest", wide) == "2-12 months");
  const std::string open = counts("time: after 6 months") + counts("time: 24 months");
  CHECK(taken("latest", open) == "after 6 months");
  CHECK(taken("earliest", open) == "after 6 months");
}

TEST_CASE("rows stand in the order of the studies' keys, whatever order they were read in") {
  const Texts texts = {{"c", two_groups + counts("time: 1 month")},
                       {"a", two_groups + counts("time: 1 month")},
                       {"b", two_groups + counts("time: 1 month")}};
  const Pools p = pools(relief_at_once, texts);
  Strings keys;
  for (const Row& row : p.only().rows) keys.push_back(row.study);
  CHECK(keys == Strings{"a", "b", "c"});
}

TEST_CASE("fields of the study are overlaid by those of the treated group and of the result") {
  const Pools p = pools(relief_at_once, {{"smith", R"(
title: T
moderators: {dose: 1, country: France, blind: no}
groups:
  new: {treatment: drug, moderators: {dose: 25}}
  old: {treatment: placebo, moderators: {dose: 0}}
results:
  - outcome: relief
    source: p. 1
    moderators: {blind: yes}
    data: {new: {events: 36, n: 60}, old: {events: 21, n: 61}}
)"}});
  const Scalars& fields = p.only().rows.at(0).fields;
  CHECK(fields.at("dose").number == 25);
  CHECK(fields.at("country").text == "France");
  CHECK(fields.at("blind").text == "yes");
}

TEST_CASE("the command line may choose the measure and the horizons") {
  const Texts texts = {{"smith", two_groups + counts("time: 1 month")}};
  const Pools p = pools(relief, texts, {.measure = find_measure("OR"), .horizons = {"long"}});
  CHECK(p.only().measure->key == "OR");
  CHECK(p.only().horizon->key == "long");
  CHECK(pools(relief, texts, {.horizons = {"lnog"}}).codes() == Strings{"unknown-horizon"});
}
