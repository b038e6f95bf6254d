// SPDX-License-Identifier: MIT
// The bubble plot: every study where its moderator and effect are, the line that predict() gives,
// and nothing on anything else.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>

#include "engine/analysis/regression.h"
#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;
using build::datum;
using build::marks_of;

namespace {

/// A report and the meta-regressions of its pools.
struct Asked {
  Report report;
  RegressionReport regressions;
  FigureSource source() const {
    FigureSource out{.analysis = &report.analyses.front()};
    for (const Regression& r : regressions.entries) out.regressions.push_back(&r);
    return out;
  }
};

Asked ask(AnalysisReport analysis, const std::string& mods,
          std::vector<std::pair<std::string, std::string>> given = {}) {
  std::vector<Setting> settings{{.key = "mods", .value = {.value = mods}}};
  for (const auto& [key, value] : given)
    settings.push_back({.key = key, .value = {.value = value}});
  Diagnostics problems;
  for (Pooling& pool : analysis.pools) {
    pool.choices = resolve(nullptr, nullptr, settings, problems);
    pool.notes.clear();
    pool.pi_used.reset();
    pool.tau2_used.reset();
  }
  Asked asked;
  asked.report.analyses.push_back(std::move(analysis));
  asked.regressions = regress(asked.report, {}, problems);
  return asked;
}

Scene draw(const Asked& asked, PlotStyle style = {},
           const TextMeasure& measure = fixed_text_measure) {
  if (style.theme == nullptr) style.theme = find_theme("default");
  return find_figure("bubble")->draw(asked.source(), style, measure);
}

void check_faults(const Asked& asked, const PlotStyle& style, const std::string& what) {
  build::check_faults("bubble", asked.source(), what, style);
}

}  // namespace

TEST_CASE("bubble plots are drawn as they were") {
  const Scene scene = draw(ask(build::many(10, 2, build::risk_ratio()), "dose + country"));
  build::check_scene("bubble", scene);
}

TEST_CASE("a bubble plot draws every study once, at its moderator and with its effect") {
  for (const char* mods : {"dose", "ns(dose, 3)", "country", "country * dose"}) {
    const Asked asked = ask(build::many(40, 2, build::risk_ratio()), mods);
    const Scene scene = draw(asked);
    std::size_t count = 0;
    for (const Regression& r : asked.regressions.entries) {
      REQUIRE(r.fit);
      for (const StudyResult& study : r.pool.studies) {
        ++count;
        const auto marks = marks_of(scene, "study " + study.row.study + " " + *r.pool.horizon);
        REQUIRE(marks.size() == 1);
        CHECK(datum(*marks[0], "estimate") == study.shown.estimate);
        CHECK(datum(*marks[0], "weight") == study.weight);
        if (std::string(mods).find("dose") != std::string::npos)
          CHECK(datum(*marks[0], "dose") == *study.row.fields.at("dose").number);
      }
    }
    CHECK(marks_of(scene, "study ").size() == count);
  }
}

TEST_CASE("the line, the bands and the rows of a bubble plot are predictions of the model") {
  const Asked asked = ask(build::many(40, 1, build::risk_ratio()), "dose + country");
  const Regression& r = asked.regressions.entries.front();
  const Scene by_dose = draw(asked);
  Scalars at = usual_values(r);
  at["dose"].number = 10;
  const auto first = std::get<PredictionRow>(predict(r, at));
  const auto lines = marks_of(by_dose, "line");
  REQUIRE(lines.size() == 1);
  CHECK(datum(*lines[0], "first estimate") == Approx(first.shown.estimate).epsilon(1e-12));
  CHECK(datum(*lines[0], "first lower") == Approx(first.shown.ci.lower).epsilon(1e-12));
  CHECK(datum(*lines[0], "first prediction upper") == Approx(first.shown.pi->upper).epsilon(1e-12));
  CHECK(marks_of(by_dose, "prediction band").size() == 1);
  CHECK(marks_of(by_dose, "confidence band").size() == 1);
  CHECK(all_text(by_dose).find("country = France (the reference)") != std::string::npos);

  PlotStyle style;
  style.field = "country";
  const Scene by_country = draw(asked, style);
  CHECK(marks_of(by_country, "level ").size() == 2);
  at = usual_values(r);
  const auto france = std::get<PredictionRow>(predict(r, at));
  const auto rows = marks_of(by_country, "level France");
  REQUIRE(rows.size() == 1);
  CHECK(datum(*rows[0], "estimate") == Approx(france.shown.estimate).epsilon(1e-12));
  CHECK(all_text(by_country).find("(the mean)") != std::string::npos);
}

TEST_CASE("a spline is drawn smoothly, through many points") {
  const Scene scene = draw(ask(build::many(40, 1, build::risk_ratio()), "ns(dose, 4)"));
  const auto lines = marks_of(scene, "line");
  REQUIRE(lines.size() == 1);
  const auto* line = std::get_if<Polyline>(&lines[0]->shapes.front());
  REQUIRE(line != nullptr);
  CHECK(line->points.size() > 150);
  double sharpest = 0;
  for (std::size_t i = 1; i + 1 < line->points.size(); ++i) {
    const Point a = line->points[i - 1], b = line->points[i], c = line->points[i + 1];
    const double turn =
        std::abs(std::atan2(c.y - b.y, c.x - b.x) - std::atan2(b.y - a.y, b.x - a.x));
    sharpest = std::max(sharpest, turn);
  }
  CHECK(sharpest < 0.3);
}

TEST_CASE("where no model can be fitted the bubble plot says why") {
  const Scene scene = draw(ask(build::many(3, 1, build::risk_ratio()), "ns(dose, 3)"));
  CHECK(all_text(scene).find("Not estimable") != std::string::npos);
  CHECK(marks_of(scene, "study ").empty());
}

TEST_CASE("nothing overlaps in a bubble plot: few and many studies, horizons, long names") {
  for (const int rows : {3, 10, 40, 200})
    for (const int horizons : {1, 2, 4})
      for (const char* mods : {"dose", "ns(dose, 3)", "country", "dose * country"})
        for (const Measure* measure : {&build::risk_ratio(), &build::generic()})
          check_faults(ask(build::many(rows, horizons, *measure), mods), {},
                       std::to_string(rows) + " studies, " + std::to_string(horizons) +
                           " horizons, " + mods);
  check_faults(ask(build::bcg(), "allocation", {{"pi", "none"}}), {}, "no prediction");
  check_faults(ask(build::bcg(), "allocation", {{"model", "common"}}), {}, "common effect");
  PlotStyle style;
  style.low = 20;
  style.high = 21;
  check_faults(ask(build::many(40, 1, build::risk_ratio()), "dose"), style, "a narrow axis");
  AnalysisReport same = build::many(10, 1, build::risk_ratio());
  for (StudyResult& study : same.pools[0].studies) study.row.fields["dose"].number = 5;
  check_faults(ask(same, "dose"), {}, "one value of the moderator");
  AnalysisReport worded = build::bcg();
  for (StudyResult& study : worded.pools[0].studies)
    study.row.fields["allocation"].text +=
        ", which is described at great length here, 椎間板内注射";
  check_faults(ask(worded, "allocation"), {}, "long levels");
}
