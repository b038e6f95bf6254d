// SPDX-License-Identifier: MIT
// The pooled effect over follow-up: every study once at each of its horizons, at its own time.
#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;

namespace {

constexpr double month = 365.25 / 12, infinite = std::numeric_limits<double>::infinity();

Scene draw(const AnalysisReport& report, PlotStyle style = {}) {
  style.theme = find_theme("default");
  return find_figure("horizons")->draw({.analysis = &report}, style, fixed_text_measure);
}

void check_faults(const AnalysisReport& report, const std::string& what,
                  const PlotStyle& style = {}) {
  build::check_faults("horizons", {.analysis = &report}, what, style);
}

/// Windows to 3, 6, 12 months and after; times of results within them.
AnalysisReport timed(AnalysisReport report) {
  const double ends[] = {0, 3, 6, 12, infinite}, times[] = {2, 5, 12, 30};
  for (std::size_t h = 0; h < report.pools.size(); ++h) {
    Pooling& pool = report.pools[h];
    pool.window = {h == 0 ? -infinite : ends[h] * month, ends[h + 1] * month};
    for (std::size_t i = 0; i < pool.studies.size(); ++i)
      pool.studies[i].row.time =
          i % 5 == 4
              ? ""
              : std::to_string(static_cast<int>(times[h]) + (i % 3 == 0 ? 1 : 0)) + " months";
  }
  return report;
}

AnalysisReport three() {
  AnalysisReport report = timed(build::many(9, 3, build::risk_ratio()));
  report.important_difference = 1.25;
  return report;
}

nlohmann::json marks_of(const Scene& scene) {
  return nlohmann::json::parse(to_json(scene))["pages"][0]["marks"];
}

}  // namespace

TEST_CASE("effects over follow-up are drawn as they were") {
  build::check_scene("over-time", draw(three()));
}

TEST_CASE("every study stands once at each of its horizons, with the numbers of the report") {
  const AnalysisReport report = three();
  std::size_t expected = 0, found = 0;
  for (const Pooling& pool : report.pools) expected += pool.studies.size();
  std::set<std::string> keys;
  for (const auto& mark : marks_of(draw(report))) {
    const auto key = mark["key"].get<std::string>();
    if (!key.starts_with("study ")) continue;
    ++found;
    CHECK(keys.insert(key).second);
    const std::string horizon = key.substr(key.rfind(' ') + 1);
    bool in_report = false;
    for (const Pooling& pool : report.pools)
      for (const StudyResult& study : pool.studies)
        in_report |= pool.horizon == horizon && study.row.study == mark["data"]["study"] &&
                     study.shown.estimate == mark["data"]["estimate"].get<double>();
    CHECK(in_report);
  }
  CHECK(found == expected);
}

TEST_CASE("pools stand at the median time of their studies, with interval and prediction bar") {
  const AnalysisReport report = three();
  double before = 0;
  int pools = 0;
  for (const auto& mark : marks_of(draw(report))) {
    if (!mark["key"].get<std::string>().starts_with("pool ")) continue;
    const auto& data = mark["data"];
    const Pooling& pool = report.pools[static_cast<std::size_t>(pools++)];
    CHECK(data["horizon"] == *pool.horizon);
    CHECK(data["estimate"].get<double>() == pool.pooled->shown.estimate);
    CHECK(data["upper"].get<double>() == pool.pooled->shown.ci.upper);
    CHECK(data["prediction_lower"].get<double>() == pool.pooled->shown.pi->lower);
    CHECK(data["days"].get<double>() > before);
    before = data["days"].get<double>();
  }
  CHECK(pools == 3);
}

TEST_CASE("contrasts of horizons are printed with the correlation that they assume") {
  const std::string text = all_text(draw(three()));
  CHECK(text.find("6 months ÷ 3 months") != std::string::npos);
  CHECK(text.find("assumed to correlate at 0.5") != std::string::npos);
}

TEST_CASE("without times horizons stand in their order, and that is said") {
  AnalysisReport report = build::many(9, 3, build::risk_ratio());
  for (Pooling& pool : report.pools) {
    pool.horizon_label = "visit " + pool.horizon_label.substr(0, 1);
    for (StudyResult& study : pool.studies) study.row.time.clear();
  }
  const std::string text = all_text(draw(report));
  CHECK(text.find("in their order") != std::string::npos);
  CHECK(text.find("12 months") == std::string::npos);
}

TEST_CASE("one horizon, none, no numbers, and published pools say why there is no picture") {
  CHECK(all_text(draw(build::bcg())).find("no horizons") != std::string::npos);
  AnalysisReport one = three();
  one.pools.resize(1);
  CHECK(all_text(draw(one)).find("One horizon only (3 months)") != std::string::npos);
  AnalysisReport empty = three();
  for (Pooling& pool : empty.pools) pool.studies.clear(), pool.pooled.reset();
  CHECK(all_text(draw(empty)).find("No study gives a number") != std::string::npos);
  CHECK(all_text(draw(build::overview())).find("not pooled again") != std::string::npos);
}

TEST_CASE("the only study of a horizon is shown with its interval and said not to be pooled") {
  AnalysisReport report = three();
  report.pools[2] = build::pool(build::risk_ratio(), {build::trial("Nguyen 2017", 36, 65, 21, 63)},
                                "year", "12 months");
  report.contrasts.clear();
  const Scene scene = draw(report);
  CHECK(all_text(scene).find("one study, not pooled (Nguyen 2017)") != std::string::npos);
  int pools = 0;
  for (const auto& mark : marks_of(scene))
    pools += mark["key"].get<std::string>().starts_with("pool ") ? 1 : 0;
  CHECK(pools == 2);
}

TEST_CASE("what leaves the ends that were asked for has an arrow, and time keeps its axis") {
  PlotStyle style;
  style.low = 0.7;
  style.high = 1;
  const Scene scene = draw(three(), style);
  std::size_t arrows = 0;
  for (const Mark& mark : scene.pages[0].marks)
    for (const Shape& shape : mark.shapes)
      if (const Polygon* p = std::get_if<Polygon>(&shape))
        arrows += p->role == Role::prediction || p->role == Role::curve ? 1 : 0;
  CHECK(arrows > 3);
  CHECK(all_text(scene).find("6 months") != std::string::npos);
}

TEST_CASE("nothing meets in a picture of horizons at 2 to 200 studies and one to four horizons") {
  for (const int rows : {2, 10, 40, 200})
    for (const int horizons : {1, 2, 3, 4})
      for (const bool with_times : {false, true})
        for (const Measure* measure : {&build::risk_ratio(), &build::generic()}) {
          AnalysisReport report = build::many(rows, horizons, *measure);
          if (with_times) report = timed(std::move(report));
          check_faults(report, std::to_string(rows) + " studies, " + std::to_string(horizons) +
                                   " horizons" + (with_times ? ", with times" : ""));
        }
}

TEST_CASE("nothing meets in a picture of horizons with long names and odd numbers") {
  AnalysisReport report = three();
  std::string text = "Long term, from the first day after six months, as the protocol has it";
  for (Pooling& pool : report.pools) pool.horizon_label += ", " + text;
  report.title = text + " " + text;
  report.arm_labels = {text, "الحقن داخل القرص 椎間板内注射"};
  check_faults(report, "long names");
  report = three();
  report.pools[0].pooled->shown.pi = Interval{0, infinite};
  report.pools[1].pooled->shown.ci = {std::nan(""), std::nan("")};
  report.pools[1].pooled->shown.pi = Interval{std::nan(""), std::nan("")};
  report.pools[2].studies[0].shown.ci = {0, infinite};
  check_faults(report, "infinite ends");
  PlotStyle style;
  style.low = 0.4999;
  style.high = 0.5001;
  check_faults(three(), "a very narrow axis", style);
}
