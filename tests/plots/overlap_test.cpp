// SPDX-License-Identifier: MIT
// Every text box of every forest plot and citation timeline, measured by Pango: none meets another,
// none lies on a square, a diamond or a light that is not its own, none leaves the page.
#include "tests/support/overlap.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "plots/backends/backends.h"
#include "plots/figure.h"
#include "tests/support/picture_builder.h"
#include "tests/support/report_builder.h"

using namespace weald;

namespace {

using build::faults;

const Theme& theme() { return *find_theme("default"); }

const TextMeasure& measure() {
  static const TextMeasure pango = pango_measure(theme());
  return pango;
}

void check(const AnalysisReport& report, const PlotStyle& asked, const std::string& what) {
  for (const bool paginate : {false, true}) {
    PlotStyle style = asked;
    style.theme = &theme();
    style.paginate = paginate;
    const std::vector<std::string> found =
        faults(find_figure("forest")->draw({.analysis = &report}, style, measure()), measure());
    INFO(what << (paginate ? ", paginated" : ""));
    INFO("first: " << (found.empty() ? "" : found.front()) << "; faults: " << found.size());
    CHECK(found.empty());
  }
}

AnalysisReport with_levels(AnalysisReport report) {
  std::vector<Pooling> levels;
  for (const Pooling& whole : report.pools)
    for (const char* country : {"France", "United Kingdom and Ireland"}) {
      std::vector<StudyResult> studies;
      for (const StudyResult& study : whole.studies)
        if (study.row.fields.at("country").text == country) studies.push_back(study);
      levels.push_back(build::pool(*report.measure, studies, whole.horizon.value_or(""),
                                   whole.horizon_label, country));
    }
  report.pools.insert(report.pools.end(), levels.begin(), levels.end());
  report.subgroup_tests.push_back(
      {.analysis = "analysis", .by = "country", .q = 1, .df = 1, .log_p = -1});
  return report;
}

}  // namespace

TEST_CASE("the check finds texts on each other, on a square, off the page, and lights that meet") {
  const auto found = [](std::vector<Shape> shapes) {
    return faults({.size = {200, 100}, .pages = {{{{.shapes = std::move(shapes)}}}}}, measure())
        .size();
  };
  CHECK(found({Text{{10, 20}, "one two"}, Text{{30, 24}, "three"}}) == 1);
  CHECK(found({Text{{10, 20}, "one"}, Rect{{12, 14}, {8, 8}, Role::square}}) == 1);
  CHECK(found({Text{{190, 20}, "one two three"}}) == 1);
  CHECK(found({Circle{{50, 50}, 5, Role::risk_low}, Circle{{58, 50}, 5, Role::risk_low}}) == 1);
  CHECK(found({Text{{10, 20}, "one"}, Text{{10, 40}, "two"}}) == 0);
}

TEST_CASE(
    "no text meets another, a mark or the edge: 2, 46 and 200 studies, every layout, one to four "
    "horizons") {
  for (const int rows : {2, 46, 200})
    for (const int horizons : {1, 2, 4})
      for (const char* layout : {"", "horizons", "single", "subgroups", "revman", "bmj", "jama"}) {
        PlotStyle style;
        style.layout = layout;
        AnalysisReport report = with_levels(build::many(rows, horizons, build::risk_ratio(), true));
        report.important_difference = 1.25;
        check(report, style,
              std::to_string(rows) + " studies, " + std::to_string(horizons) +
                  " horizons, layout " + layout);
      }
}

TEST_CASE("no text meets another with all columns, left or right of the plot") {
  for (const int rows : {2, 46, 200})
    for (const int horizons : {1, 4}) {
      PlotStyle style;
      style.columns = {"study", "year", "country", "dose",   "events",      "mean",
                       "n",     "time", "weight",  "effect", "risk-of-bias"};
      check(build::many(rows, horizons, build::generic(), true), style, "left and right");
      style.columns = {"study", "plot", "year", "country", "dose",   "events",
                       "mean",  "n",    "time", "weight",  "effect", "risk-of-bias"};
      check(build::many(rows, horizons, build::generic(), true), style, "all on the right");
      style.columns = {"study", "year", "effect", "risk-of-bias", "plot"};
      check(build::many(rows, horizons, build::generic(), true), style, "all on the left");
      style.columns = {"study", "plot"};
      check(build::many(rows, horizons, build::generic(), true), style, "the plot alone");
    }
}

TEST_CASE(
    "no text meets another with very long labels of arms, title, outcome, horizons and notes") {
  AnalysisReport report = with_levels(build::many(12, 3, build::risk_ratio(), true));
  std::string text =
      "Intradiscal prednisolone acetate 25 mg with discography, after failure of conservative "
      "treatment";
  for (int i = 0; i < 3; ++i) text += ", " + text.substr(0, 60);
  report.title = text;
  report.outcome_label = text;
  report.unit = "millimetres on a visual analogue scale from 0 to 100";
  report.arm_labels = {text, "الحقن داخل القرص 椎間板内注射"};
  for (Pooling& pool : report.pools) {
    pool.horizon_label += ", " + text;
    pool.notes.push_back({"note", text});
    for (FindingRow& finding : pool.findings) finding.text = text;
  }
  for (const char* layout : {"", "horizons", "single", "revman", "bmj", "jama"}) {
    PlotStyle style;
    style.layout = layout;
    check(report, style, std::string("long labels, layout ") + layout);
  }
}

TEST_CASE(
    "no text meets another in the overview, in small examples and with user-given ends of the "
    "axis") {
  check(build::overview(), {}, "overview");
  check(build::bcg(), {}, "bcg");
  for (const char* layout : {"bmj", "jama"})
    for (const auto& [low, high] : {std::pair{0.05, 20.0}, {0.05, 1.1}, {0.01, 0.5}, {0.9, 8.0}}) {
      PlotStyle style;
      style.layout = layout;
      style.low = low;
      style.high = high;
      check(build::bcg(true), style, std::string("captions near an end, layout ") + layout);
      check(build::many(12, 2, build::generic()), style, std::string("no arms, layout ") + layout);
    }
  check(build::bcg(true), {}, "bcg by allocation");
  PlotStyle style;
  style.low = 0.3;
  style.high = 0.9;
  check(build::bcg(), style, "a narrow axis");
  style.low = 0.4999;
  style.high = 0.5001;
  check(build::bcg(), style, "a very narrow axis");
}

namespace {

std::vector<std::string> faults_of(const build::Literature& literature, const Theme& shown) {
  PlotStyle style;
  style.theme = &shown;
  const TextMeasure as_drawn = pango_measure(shown);
  const CitationPicture picture = literature.picture();
  std::vector<std::string> found =
      faults(find_figure("citations")->draw({.citations = &picture}, style, as_drawn), as_drawn);
  // A pile and the symbol of a finding are of several discs that touch: they are no lights.
  std::erase(found, "two lights meet");
  return found;
}

}  // namespace

TEST_CASE(
    "no label of the citation timeline meets another, a mark or the edge, at 10 to 5000 papers") {
  for (const std::uint32_t papers : {1U, 10U, 60U, 300U, 1000U, 5000U})
    for (const Theme& shown : themes()) {
      const std::vector<std::string> found = faults_of(build::large_literature(papers, 3), shown);
      INFO(papers << " papers");
      INFO("first: " << (found.empty() ? "" : found.front()) << "; faults: " << found.size());
      CHECK(found.empty());
    }
}

TEST_CASE("no label of the citation timeline meets another with one year, no years, long titles") {
  std::vector<build::Literature> several(3);
  for (std::uint32_t i = 0; i < 300; ++i) {
    several[0].paper("Nguyen 2017 (" + std::to_string(i) + ")", 2017);
    several[1].placeholder("10.1000/" + std::to_string(i), 0);
    several[2].paper("Paper " + std::to_string(i),
                     i < 250 ? 2011 : 1900 + static_cast<int>(i) % 90);
  }
  several.push_back(build::small_literature());
  for (int i = 0; i < 5; ++i)
    several.back().shown.title += " and a very long title of a review, 椎間板内注射, الحقن";
  several.back().shown.horizons[0].second =
      "Short term, from the first day up to three months, said at length and then some more of it";
  for (const build::Literature& literature : several) {
    const std::vector<std::string> found = faults_of(literature, theme());
    INFO("first: " << (found.empty() ? "" : found.front()) << "; faults: " << found.size());
    CHECK(found.empty());
  }
}
