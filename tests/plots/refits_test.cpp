// SPDX-License-Identifier: MIT
// Leave-one-out and cumulative figures: what they show is what the refits say, once each, and no
// text meets another.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "plots/backends/backends.h"
#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/overlap.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;
using build::datum;
using build::marks_of;

namespace {

Refit refit_of(const Pooling& pool, const std::vector<StudyResult>& some) {
  Refit row{.k = some.size()};
  if (some.empty()) return row;
  const Pooling again = build::pool(*pool.measure, some);
  row.estimate = again.pooled->estimate;
  row.shown = again.pooled->shown;
  row.tau2 = again.heterogeneity->tau2;
  row.i2 = again.heterogeneity->i2;
  row.ci_used = some.size() > 2 ? "HK" : "z";
  return row;
}

using Before = bool (*)(const StudyResult&, const StudyResult&);

/// Both answers for every pool. `by`: what the cumulative order is by.
std::vector<PoolSensitivity> answers_to(AnalysisReport& report, Before before = nullptr,
                                        const std::string& by = "as listed") {
  std::vector<PoolSensitivity> out;
  for (Pooling& pool : report.pools) {
    pool.ci_used = "HK";
    PoolSensitivity answers{.analysis = &report, .pool = &pool, .order = by, .unit = "study"};
    if (pool.studies.size() > 1) {
      std::vector<Refit> rows;
      for (std::size_t i = 0; i < pool.studies.size(); ++i) {
        std::vector<StudyResult> rest = pool.studies;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        rows.push_back(refit_of(pool, rest));
        rows.back().study = pool.studies[i].row.study;
        rows.back().label = pool.studies[i].row.label;
      }
      answers.leave_one_out = std::move(rows);
    }
    if (!pool.studies.empty()) {
      std::vector<StudyResult> order = pool.studies, so_far;
      if (before != nullptr) std::stable_sort(order.begin(), order.end(), before);
      std::vector<Refit> rows;
      for (const StudyResult& study : order) {
        so_far.push_back(study);
        rows.push_back(refit_of(pool, so_far));
        rows.back().study = study.row.study;
        rows.back().label = study.row.label;
        if (by.starts_with("year") && study.row.year)
          rows.back().by = std::to_string(static_cast<int>(*study.row.year));
        if (by.starts_with("precision")) rows.back().by = std::to_string(std::sqrt(study.v));
      }
      answers.cumulative = std::move(rows);
    }
    out.push_back(std::move(answers));
  }
  return out;
}

bool earlier(const StudyResult& a, const StudyResult& b) {
  return a.row.year.value_or(0) < b.row.year.value_or(0);
}
bool vaguer(const StudyResult& a, const StudyResult& b) { return a.v > b.v; }

Scene draw(const char* figure, const AnalysisReport& report,
           const std::vector<PoolSensitivity>& answers, PlotStyle style = {},
           const TextMeasure& measure = fixed_text_measure) {
  if (style.theme == nullptr) style.theme = find_theme("default");
  FigureSource source{.analysis = &report};
  for (const PoolSensitivity& each : answers) source.sensitivity.push_back(&each);
  return find_figure(figure)->draw(source, style, measure);
}

bool is_open(const Mark& mark) {
  return std::ranges::any_of(mark.shapes, [](const Shape& shape) {
    const Rect* square = std::get_if<Rect>(&shape);
    return square != nullptr && square->role == Role::dot_hollow;
  });
}

AnalysisReport bcg_with_years() {
  AnalysisReport report = build::bcg();
  for (StudyResult& study : report.pools[0].studies)
    study.row.year = std::stod(study.row.label.substr(study.row.label.size() - 4));
  return report;
}

}  // namespace

TEST_CASE("leave-one-out and cumulative figures are drawn as they were") {
  AnalysisReport report = bcg_with_years();
  build::check_scene("leave-one-out", draw("leave-one-out", report, answers_to(report)));
  build::check_scene("cumulative", draw("cumulative", report, answers_to(report, earlier, "year")));
}

TEST_CASE("every refit is drawn once, with its numbers") {
  AnalysisReport report = build::many(40, 3, build::risk_ratio());
  const auto answers = answers_to(report, earlier, "year");
  for (const char* figure : {"leave-one-out", "cumulative"}) {
    const Scene scene = draw(figure, report, answers);
    for (const PoolSensitivity& each : answers)
      for (const Refit& row :
           std::string(figure) == "cumulative" ? *each.cumulative : *each.leave_one_out) {
        const auto marks = marks_of(scene, "row " + row.study + " " + *each.pool->horizon);
        REQUIRE(marks.size() == 1);
        CHECK(datum(*marks[0], "estimate") == row.shown.estimate);
        CHECK(datum(*marks[0], "lower") == row.shown.ci.lower);
        CHECK(datum(*marks[0], "upper") == row.shown.ci.upper);
        CHECK(datum(*marks[0], "tau2") == row.tau2);
        CHECK(datum(*marks[0], "i2") == row.i2);
        CHECK(datum(*marks[0], "k") == static_cast<double>(row.k));
      }
    CHECK(marks_of(scene, "pooled").size() == 3);
  }
}

TEST_CASE("subgroups are left out of the figures of refits") {
  AnalysisReport report = build::bcg(true);
  const Scene scene = draw("leave-one-out", report, answers_to(report));
  CHECK(marks_of(scene, "pooled").size() == 1);
  CHECK(marks_of(scene, "row ").size() == 13);
}

TEST_CASE("a square is open where the interval answers otherwise than all studies") {
  AnalysisReport report = bcg_with_years();
  const auto answers = answers_to(report, earlier, "year");
  const Scene scene = draw("cumulative", report, answers);
  const Interval& all = report.pools[0].pooled->estimate.ci;
  int open = 0;
  for (const Refit& row : *answers[0].cumulative) {
    const Interval& ci = row.estimate->ci;
    const bool differs = (ci.upper < 0 || ci.lower > 0) != (all.upper < 0 || all.lower > 0);
    open += differs ? 1 : 0;
    CHECK(is_open(*marks_of(scene, "row " + row.study)[0]) == differs);
  }
  CHECK(open > 0);
  CHECK(all_text(scene).find("Open squares") != std::string::npos);
  CHECK(all_text(draw("leave-one-out", report, answers)).find("Open squares") == std::string::npos);
}

TEST_CASE("horizons that agree on the order share rows, in that order") {
  AnalysisReport report = build::many(30, 4, build::generic());
  const Scene scene = draw("cumulative", report, answers_to(report, earlier, "year"));
  // Each panel's studies stand in its own order from top to bottom, and years never fall.
  std::vector<std::string> rows;
  for (const Mark* mark : marks_of(scene, "label s")) rows.push_back(mark->key.substr(6));
  std::vector<double> years;
  for (const std::string& study : rows)
    for (const Pooling& pool : report.pools)
      for (const StudyResult& s : pool.studies)
        if (s.row.study == study && (years.empty() || years.back() != *s.row.year))
          years.push_back(*s.row.year);
  CHECK(years.size() > 20);
  CHECK(std::ranges::is_sorted(years));
}

TEST_CASE("horizons whose orders differ keep each its own, a row a step") {
  AnalysisReport report = build::many(20, 3, build::generic());
  const auto answers = answers_to(report, vaguer, "precision");
  const Scene scene = draw("cumulative", report, answers);
  CHECK(all_text(scene).find("Step") != std::string::npos);
  for (const PoolSensitivity& each : answers) {
    double last = -1;
    for (const Refit& row : *each.cumulative) {
      const auto marks = marks_of(scene, "row " + row.study + " " + *each.pool->horizon);
      REQUIRE(marks.size() == 1);
      double y = -1;
      for (const Shape& shape : marks[0]->shapes)
        if (const Text* text = std::get_if<Text>(&shape)) y = std::max(y, text->at.y);
      CHECK(y > last);
      last = y;
    }
  }
}

TEST_CASE("what cannot be fitted is said in words") {
  AnalysisReport report = build::many(12, 2, build::risk_ratio());
  auto answers = answers_to(report);
  answers[0].cumulative->front().estimate.reset();
  answers[0].cumulative->front().k = 1;
  CHECK(all_text(draw("cumulative", report, answers)).find("no estimate from 1 study") !=
        std::string::npos);
  answers[1].leave_one_out->front().estimate.reset();
  answers[1].leave_one_out->front().k = 0;
  CHECK(all_text(draw("leave-one-out", report, answers)).find("no study is left") !=
        std::string::npos);

  AnalysisReport one =
      build::report(build::risk_ratio(),
                    {build::pool(build::risk_ratio(), {build::trial("Nguyen 2017", 36, 65, 21, 63)},
                                 "short", "Short term"),
                     build::pool(build::risk_ratio(), {}, "long", "Long term")});
  const std::string said = all_text(draw("leave-one-out", one, answers_to(one)));
  CHECK(said.find("the only study") != std::string::npos);
  CHECK(said.find("one study, not pooled") != std::string::npos);
  CHECK(said.find("no study with numbers") != std::string::npos);
  CHECK(said.find("nan") == std::string::npos);

  AnalysisReport published = build::overview();
  for (const char* figure : {"leave-one-out", "cumulative"})
    CHECK_FALSE(all_text(draw(figure, published, {})).empty());
}

TEST_CASE("the method of an interval stands in its row where it is not everywhere the same") {
  AnalysisReport report = bcg_with_years();
  auto answers = answers_to(report, earlier, "year");
  CHECK(all_text(draw("cumulative", report, answers)).find("Interval by") != std::string::npos);
  for (Refit& row : *answers[0].cumulative) row.ci_used = "HK";
  CHECK(all_text(draw("cumulative", report, answers)).find("Interval by") == std::string::npos);
}

TEST_CASE("figures of refits say nothing on top of something else, at any size") {
  for (const Theme& theme : themes()) {
    const TextMeasure measure = pango_measure(theme);
    for (const int rows : {2, 10, 40, 200})
      for (const int horizons : {1, 2, 4})
        for (const bool paginate : {false, true}) {
          AnalysisReport report = build::many(rows, horizons, build::risk_ratio());
          report.important_difference = 1.25;
          PlotStyle style{.theme = &theme, .paginate = paginate};
          for (const auto& answers : {answers_to(report, earlier, "year"),
                                      answers_to(report, vaguer, "precision, descending")})
            for (const char* figure : {"leave-one-out", "cumulative"}) {
              const auto found =
                  build::faults(draw(figure, report, answers, style, measure), measure);
              INFO(figure << ", " << rows << " studies, " << horizons << " horizons");
              INFO("first: " << (found.empty() ? "" : found.front()));
              CHECK(found.empty());
            }
        }
  }
}

TEST_CASE("figures of refits stand infinite, missing and far ends, and ends given by the user") {
  const TextMeasure measure = pango_measure(*find_theme("default"));
  const double infinity = std::numeric_limits<double>::infinity(),
               nothing = std::numeric_limits<double>::quiet_NaN();
  AnalysisReport report = bcg_with_years();
  auto answers = answers_to(report, earlier, "year");
  (*answers[0].cumulative)[0].shown.ci = {0, infinity};
  (*answers[0].cumulative)[1].shown.ci = {nothing, nothing};
  (*answers[0].cumulative)[2].shown.ci = {1e-9, 1e9};
  for (const auto& [low, high] :
       {std::pair<std::optional<double>, std::optional<double>>{}, {0.45, 0.55}, {2, 3}}) {
    PlotStyle style;
    style.low = low;
    style.high = high;
    for (const char* figure : {"leave-one-out", "cumulative"}) {
      const Scene scene = draw(figure, report, answers, style, measure);
      const auto found = build::faults(scene, measure);
      INFO(figure << ": " << (found.empty() ? "" : found.front()));
      CHECK(found.empty());
      CHECK(to_text(scene).find("nan") == std::string::npos);
      CHECK(to_text(scene).find("inf") == std::string::npos);
    }
  }
}

TEST_CASE("200 refits are broken into pages with heads and axis on each") {
  AnalysisReport report = build::many(200, 2, build::risk_ratio());
  PlotStyle style;
  style.paginate = true;
  const Scene scene = draw("leave-one-out", report, answers_to(report), style);
  REQUIRE(scene.pages.size() > 3);
  for (const Page& page : scene.pages) {
    const auto has = [&](const char* key) {
      return std::ranges::any_of(page.marks,
                                 [&](const Mark& mark) { return mark.key.starts_with(key); });
    };
    CHECK(has("head") == has("label s"));
    CHECK(has("axis") == has("label s"));
  }
}
