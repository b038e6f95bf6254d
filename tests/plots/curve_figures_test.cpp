// SPDX-License-Identifier: MIT
// Drapery, normal quantile plot and the likelihood of τ²: their numbers are those of the report,
// nothing is on anything else.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <memory>

#include <catch2/catch.hpp>

#include "engine/analysis/parts.h"
#include "engine/analysis/sensitivity.h"
#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;
using build::datum;
using build::marks_of;

namespace {

/// A report whose pools are pooled by the engine, and what figures ask for besides.
struct Asked {
  Report report;
  std::vector<PoolSensitivity> sensitivity;
  FigureSource source() const {
    FigureSource out{.analysis = &report.analyses.front()};
    for (const PoolSensitivity& pool : sensitivity) out.sensitivity.push_back(&pool);
    return out;
  }
  const Pooling& first() const { return report.analyses.front().pools.front(); }
};

using Settings = std::vector<std::pair<std::string, std::string>>;

std::unique_ptr<Asked> ask(AnalysisReport analysis, const Settings& given = {}) {
  std::vector<Setting> settings;
  for (const auto& [key, value] : given)
    settings.push_back({.key = key, .value = {.value = value}});
  Diagnostics problems;
  for (Pooling& pool : analysis.pools) {
    pool.choices = resolve(nullptr, nullptr, settings, problems);
    pool.pooled.reset();
    pool.heterogeneity.reset();
    pool.tau2_used.reset();
    pool.pi_used.reset();
    pool.notes.clear();
    pool_studies(pool, {});
  }
  REQUIRE_FALSE(problems.has_errors());
  auto asked = std::make_unique<Asked>();
  asked->report.analyses.push_back(std::move(analysis));
  asked->sensitivity = sensitivity(asked->report, {.kinds = {"influence"}}, problems);
  return asked;
}

Scene draw(const char* figure, const Asked& asked, PlotStyle style = {},
           const TextMeasure& measure = fixed_text_measure) {
  if (style.theme == nullptr) style.theme = find_theme("default");
  return find_figure(figure)->draw(asked.source(), style, measure);
}

constexpr const char* figure_keys[] = {"drapery", "qq", "profile"};

void check_faults(const Asked& asked, const PlotStyle& style, const std::string& what) {
  for (const char* figure : figure_keys) build::check_faults(figure, asked.source(), what, style);
}

}  // namespace

TEST_CASE("drapery, quantile and likelihood plots are drawn as they were") {
  const auto asked = ask(build::many(9, 2, build::risk_ratio()));
  for (const char* figure : figure_keys) build::check_scene(figure, draw(figure, *asked));
}

TEST_CASE("a drapery plot has a curve for each study and one for the pool, with its p") {
  const auto asked = ask(build::bcg());
  const Pooling& pool = asked->first();
  const Scene scene = draw("drapery", *asked);
  CHECK(marks_of(scene, "study ").size() == 13);
  const auto pooled = marks_of(scene, "pooled");
  REQUIRE(pooled.size() == 1);
  CHECK(datum(*pooled[0], "lower") == pool.pooled->shown.ci.lower);
  CHECK(datum(*pooled[0], "df") == 12);
  CHECK(datum(*pooled[0], "p of no effect") ==
        Approx(std::exp(pool.pooled->estimate.log_p)).epsilon(1e-12));
  CHECK(marks_of(scene, "prediction").size() == 1);
  CHECK(marks_of(draw("drapery", *ask(build::bcg(), {{"model", "common"}})), "prediction").empty());
}

TEST_CASE("the pooled drapery cuts the line at p = 0.05 where the interval of the report ends") {
  const auto asked = ask(build::bcg(), {{"ci", "z"}});
  const Scene scene = draw("drapery", *asked);
  const auto guides = marks_of(scene, "level");
  REQUIRE(guides.size() == 1);
  const double y = std::get<Line>(guides[0]->shapes.front()).from.y;
  const auto& curve = std::get<Polyline>(marks_of(scene, "pooled")[0]->shapes.front()).points;
  // Where x is 1 and where it is the lower end of the interval, from the null line and two studies.
  std::vector<double> cuts;
  for (std::size_t i = 0; i + 1 < curve.size(); ++i)
    if ((curve[i].y - y) * (curve[i + 1].y - y) <= 0 && curve[i].y != curve[i + 1].y)
      cuts.push_back(curve[i].x + (y - curve[i].y) / (curve[i + 1].y - curve[i].y) *
                                      (curve[i + 1].x - curve[i].x));
  REQUIRE(cuts.size() == 2);
  const auto peaks = marks_of(scene, "peak of ");
  REQUIRE(peaks.size() == 13);
  // The axis is linear in log x: two peaks give it.
  const auto place = [&](const Mark& mark) {
    return std::pair{std::log(datum(mark, "estimate")), std::get<Circle>(mark.shapes[0]).centre.x};
  };
  const auto [x0, p0] = place(*peaks[0]);
  const auto [x1, p1] = place(*peaks[1]);
  const auto value = [&, x0 = x0, p0 = p0, x1 = x1, p1 = p1](double point) {
    return std::exp(x0 + (point - p0) / (p1 - p0) * (x1 - x0));
  };
  const Interval& ci = asked->first().pooled->shown.ci;
  CHECK(value(cuts[0]) == Approx(ci.lower).epsilon(2e-3));
  CHECK(value(cuts[1]) == Approx(ci.upper).epsilon(2e-3));
}

TEST_CASE("the quantile plot shows the residuals of the influence table and names who is outside") {
  AnalysisReport report = build::many(30, 1, build::generic());
  report.pools[0].studies[6].y += 60;
  const auto asked = ask(report);
  const Scene scene = draw("qq", *asked);
  const auto marks = marks_of(scene, "study ");
  REQUIRE(marks.size() == asked->first().studies.size());
  for (std::size_t i = 0; i < asked->first().studies.size(); ++i) {
    const auto own = marks_of(scene, "study " + asked->first().studies[i].row.study);
    REQUIRE(own.size() == 1);
    CHECK(datum(*own[0], "residual") == (*asked->sensitivity[0].influence)[i].values.rstudent);
  }
  CHECK(all_text(scene).find(" outside of ") != std::string::npos);
  CHECK(marks_of(scene, "envelope").size() == 1);
}

TEST_CASE("a figure that a pool cannot have says why in its place") {
  const auto few = ask(build::report(
      build::risk_ratio(),
      {build::pool(build::risk_ratio(), {build::trial("Nguyen 2017", 36, 65, 21, 63)})}));
  for (const char* figure : figure_keys)
    CHECK(all_text(draw(figure, *few)).find("One study") != std::string::npos);
  const auto common = ask(build::bcg(), {{"model", "common"}});
  CHECK(all_text(draw("profile", *common)).find("No τ² is estimated") != std::string::npos);
  const auto revman = ask(build::bcg(), {{"preset", "revman5"}});
  CHECK(all_text(draw("qq", *revman)).find("Mantel-Haenszel") != std::string::npos);
}

TEST_CASE("the likelihood plot marks every peak, the estimate and the interval of the report") {
  for (const auto& [tau2, marked] : {std::pair{"REML", 0}, std::pair{"DL", 1}}) {
    const auto asked = ask(build::bcg(), {{"tau2", tau2}});
    const Scene scene = draw("profile", *asked);
    const Heterogeneity& h = *asked->first().heterogeneity;
    const auto interval = marks_of(scene, "interval");
    REQUIRE(interval.size() == 1);
    CHECK(datum(*interval[0], "lower") == h.tau2_ci->lower);
    CHECK(datum(*interval[0], "upper") == h.tau2_ci->upper);
    CHECK(marks_of(scene, "peak ").size() == 1);
    CHECK(marks_of(scene, "estimate").size() == static_cast<std::size_t>(marked));
    const auto used = marks_of(scene, marked ? "estimate" : "peak ");
    CHECK(datum(*used[0], "tau2") == Approx(h.tau2).epsilon(1e-9));
  }
}

TEST_CASE("a likelihood with two peaks has both of them marked, and says so") {
  // The restricted likelihood of tests/oracle/tables/multimodal-1.csv.
  const auto one = [](const char* label, double y, double v) {
    return build::study(label, y, v, build::generic());
  };
  const auto asked =
      ask(build::report(
              build::generic(),
              {build::pool(build::generic(), {one("A", -0.78, 1.62e-05), one("B", -0.1, 0.000272),
                                              one("C", 8.12, 6.71), one("D", 0.15, 0.0195)})}),
          {{"tau2", "REML"}});
  const Scene scene = draw("profile", *asked);
  REQUIRE(asked->first().other_optima.size() == 1);
  const auto peaks = marks_of(scene, "peak ");
  REQUIRE(peaks.size() == 2);
  CHECK(datum(*peaks[0], "tau2") == Approx(asked->first().heterogeneity->tau2).epsilon(1e-9));
  CHECK(datum(*peaks[1], "tau2") == Approx(asked->first().other_optima[0]).epsilon(1e-9));
  CHECK(datum(*peaks[1], "height") < 0);
  CHECK(all_text(scene).find("2 peaks") != std::string::npos);
}

TEST_CASE("nothing overlaps in drapery, quantile and likelihood plots") {
  for (const int rows : {2, 10, 40, 200})
    for (const int horizons : {1, 2, 3, 4})
      for (const Measure* measure : {&build::risk_ratio(), &build::generic(), &build::prevalence()})
        check_faults(*ask(build::many(rows, horizons, *measure)), {},
                     std::to_string(rows) + " studies, " + std::to_string(horizons) + " horizons");
  for (const Settings& settings : {Settings{{"model", "common"}}, Settings{{"tau2", "DL"}},
                                   Settings{{"tau2", "ML"}, {"tau2-ci", "PL"}},
                                   Settings{{"method", "mh"}}, Settings{{"level", "0.99"}}})
    check_faults(*ask(build::bcg(true), settings), {}, settings.front().second);
  PlotStyle style;
  style.low = 0.3;
  style.high = 0.9;
  check_faults(*ask(build::bcg()), style, "a narrow axis");
  AnalysisReport wild = build::bcg();
  wild.pools[0].studies[2].shown.ci = {0, std::numeric_limits<double>::infinity()};
  wild.pools[0].studies[3].v = 1e9;
  check_faults(*ask(wild), {}, "infinite ends");
}
