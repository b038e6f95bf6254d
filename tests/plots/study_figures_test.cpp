// SPDX-License-Identifier: MIT
// Funnel, radial and L'Abbé plots: every study once with the report's numbers, geometry that is
// what it says, and no text on anything.
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/analysis/study_curves.h"
#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;

namespace {

/// A report with what `weald bias` says of its pools, by DerSimonian-Laird and z, as it was built.
struct Judged {
  Report report{};
  std::vector<PoolBias> bias{};

  const AnalysisReport& analysis() const { return report.analyses.front(); }
  FigureSource source() const {
    FigureSource out{.analysis = &analysis()};
    for (const PoolBias& one : bias) out.bias.push_back(&one);
    return out;
  }
};

Judged judged(AnalysisReport analysis) {
  for (Pooling& pool : analysis.pools) {
    pool.choices.tau2 = find_tau2("DL");
    pool.choices.ci = find_mean_interval("z");
    pool.choices.measure = pool.measure;
  }
  Judged out;
  out.report.analyses.push_back(std::move(analysis));
  BiasRequest request;
  REQUIRE_FALSE(read_bias_kinds(find_figure("funnel")->kinds, request));
  out.bias = small_study_effects(out.report, nullptr, request);
  return out;
}

PlotStyle styled(const std::string& vertical) {
  PlotStyle style;
  style.vertical = vertical;
  return style;
}

Scene draw(const char* figure, const Judged& data, PlotStyle style = {}) {
  style.theme = find_theme("default");
  return find_figure(figure)->draw(data.source(), style, fixed_text_measure);
}

/// No fault in any figure of these, in both themes, on one page and on several.
void check_faults(const Judged& data, const std::string& name, const PlotStyle& style = {}) {
  for (const char* figure : {"funnel", "radial", "labbe"})
    build::check_faults(figure, data.source(), name, style);
}

nlohmann::json marks_of(const Scene& scene) {
  nlohmann::json all = nlohmann::json::array();
  const nlohmann::json drawn = nlohmann::json::parse(to_json(scene));
  for (const auto& page : drawn["pages"])
    for (const auto& mark : page["marks"]) all.push_back(mark);
  return all;
}

const Mark* find_mark(const Scene& scene, const std::string& key) {
  for (const Page& page : scene.pages)
    for (const Mark& mark : page.marks)
      if (mark.key == key) return &mark;
  return nullptr;
}

int count_marks(const Scene& scene, const std::string& head) {
  int count = 0;
  for (const Page& page : scene.pages)
    for (const Mark& mark : page.marks) count += mark.key.starts_with(head) ? 1 : 0;
  return count;
}

/// Tables for studies that have none, so that L'Abbé's plot has risks.
AnalysisReport with_tables(AnalysisReport report) {
  for (Pooling& pool : report.pools)
    for (std::size_t i = 0; i < pool.studies.size(); ++i) {
      const double a = static_cast<double>((7 * i) % 60), c = static_cast<double>((11 * i) % 70);
      pool.studies[i].row.data = TwoByTwo{a, 80 - a, c, 90 - c};
    }
  return report;
}

AnalysisReport odd_numbers() {
  const double infinity = std::numeric_limits<double>::infinity();
  AnalysisReport report = with_tables(build::many(12, 2, build::risk_ratio()));
  std::vector<StudyResult>& studies = report.pools[0].studies;
  studies[0].shown.estimate = infinity;
  studies[1].shown.estimate = 0;
  studies[2].shown.estimate = std::nan("");
  studies[3].v = 4e6;
  studies[4].v = 1e-12;
  studies[5].y = 700;
  studies[5].shown.estimate = std::exp(700);
  return report;
}

AnalysisReport long_words() {
  AnalysisReport report = with_tables(build::many(14, 4, build::risk_ratio()));
  std::string text = "Intradiscal prednisolone acetate 25 mg with discography, 椎間板内注射, الحقن";
  for (int i = 0; i < 2; ++i) text += ", " + text;
  report.title = report.outcome_label = text;
  report.arm_labels = {text, text};
  for (Pooling& pool : report.pools) pool.horizon_label += ", " + text;
  for (StudyResult& study : report.pools[0].studies) study.row.label += text;
  return report;
}

}  // namespace

TEST_CASE("funnel, radial and L'Abbé plots are drawn as they were") {
  const Judged bcg = judged(build::bcg());
  build::check_scene("funnel", draw("funnel", bcg));
  build::check_scene("radial", draw("radial", bcg));
  build::check_scene("labbe", draw("labbe", bcg));
}

TEST_CASE("nothing meets in figures of studies at 2 to 200 of them and one to four horizons") {
  for (const int rows : {2, 3, 10, 40, 200})
    for (const int horizons : {1, 2, 3, 4}) {
      const std::string name =
          std::to_string(rows) + " studies, " + std::to_string(horizons) + " horizons";
      check_faults(judged(with_tables(build::many(rows, horizons, build::risk_ratio()))), name);
      if (horizons == 4) check_faults(judged(build::many(rows, horizons, build::generic())), name);
    }
}

TEST_CASE("nothing meets in figures of studies with odd numbers, long words and given ends") {
  check_faults(judged(odd_numbers()), "odd numbers");
  check_faults(judged(long_words()), "long words");
  const Judged bcg = judged(build::bcg());
  PlotStyle style;
  for (const char* vertical : {"precision", "n"}) {
    check_faults(bcg, vertical, styled(vertical));
    check_faults(judged(odd_numbers()), vertical, styled(vertical));
  }
  style.low = 0.3;
  style.high = 0.9;
  check_faults(bcg, "a narrow axis", style);
  style.low = 0.4999;
  style.high = 0.5001;
  check_faults(bcg, "a very narrow axis", style);
  std::vector<StudyResult> rates;
  for (int i = 0; i < 12; ++i)
    rates.push_back(build::study("Study " + std::to_string(i), -2 + 0.1 * i, 0.02 + 0.01 * i,
                                 build::prevalence()));
  check_faults(
      judged(build::report(build::prevalence(), {build::pool(build::prevalence(), rates)})),
      "prevalence");
}

TEST_CASE("every study stands once in each figure, with the numbers of the report") {
  const Judged data = judged(with_tables(build::many(40, 3, build::risk_ratio())));
  for (const char* figure : {"funnel", "radial", "labbe"}) {
    const auto marks = marks_of(draw(figure, data));
    for (const Pooling& pool : data.analysis().pools)
      for (const StudyResult& study : pool.studies) {
        const std::string key = "study " + study.row.study + " " + *pool.horizon;
        int found = 0;
        for (const auto& mark : marks)
          if (mark["key"] == key) {
            ++found;
            CHECK(mark["data"]["estimate"].get<double>() == study.shown.estimate);
            CHECK(mark["data"]["lower"].get<double>() == study.shown.ci.lower);
            CHECK(mark["data"]["upper"].get<double>() == study.shown.ci.upper);
            CHECK(mark["shapes"].size() == 1);
          }
        INFO(figure << ": " << key);
        CHECK(found == 1);
      }
  }
}

TEST_CASE("the lines of a funnel are the numbers of the pool and of `weald bias`") {
  const Judged data = judged(build::bcg());
  const PoolBias& bias = data.bias.front();
  REQUIRE(bias.trim_fill);
  REQUIRE_FALSE(bias.trim_fill->added.empty());
  const Scene scene = draw("funnel", data);
  const auto marks = marks_of(scene);
  int found = 0;
  for (const auto& mark : marks)
    for (const AdjustedEstimate& row : bias.panel)
      if (mark["key"] == row.key) {
        ++found;
        CHECK(mark["data"]["estimate"].get<double>() == row.value->shown.estimate);
        CHECK(mark["data"]["lower"].get<double>() == row.value->shown.ci.lower);
        CHECK(mark["data"]["upper"].get<double>() == row.value->shown.ci.upper);
      }
  CHECK(found == 3);
  CHECK(count_marks(scene, "mirror image of ") == static_cast<int>(bias.trim_fill->added.size()));
}

TEST_CASE("the contours of a funnel meet the axis where a study's p is what they say") {
  // In points: no effect and one more value of the log axis tell the place of every other.
  const Judged data = judged(build::bcg());
  const Scene scene = draw("funnel", data);
  const Mark* none = find_mark(scene, "no effect");
  const Mark* pooled = find_mark(scene, "pooled");
  const Mark* ring = find_mark(scene, "p 0.01 to 0.05 left");
  const Mark* axes = find_mark(scene, "axes");
  REQUIRE((none && pooled && ring && axes));
  const Line at_none = std::get<Line>(none->shapes[0]),
             at_pooled = std::get<Line>(pooled->shapes[0]);
  const double mu = data.analysis().pools[0].pooled->estimate.estimate;
  const double points_per_log = (at_pooled.from.x - at_none.from.x) / mu;
  double most = 0;
  for (const StudyResult& study : data.analysis().pools[0].studies) most = std::max(most, study.v);
  const double bottom = 1.06 * std::sqrt(most);
  const Polygon& outline = std::get<Polygon>(ring->shapes[0]);
  double nearest = -1e9;
  for (const Point& point : outline.points)
    if (std::abs(point.y - std::max(at_none.from.y, at_none.to.y)) < 0.01)
      nearest = std::max(nearest, point.x);
  CHECK(nearest == Approx(at_none.from.x - 1.959963984540054 * bottom * points_per_log));
}

TEST_CASE("a funnel below ten studies is said not to be interpreted, one of ten is tested") {
  const auto text = [](int rows) {
    return all_text(draw("funnel", judged(build::many(rows, 1, build::risk_ratio()))));
  };
  CHECK(text(9).find("Not interpreted:") != std::string::npos);
  CHECK(text(20).find("Not interpreted:") == std::string::npos);
  CHECK(text(20).find("asymmetry") != std::string::npos);
  CHECK(text(2).find("needs 3 at least") != std::string::npos);
}

TEST_CASE("a funnel by size draws no significance and names studies whose size is not known") {
  AnalysisReport report = build::bcg();
  report.pools[0].studies[2].row.data = Generic{};
  report.pools[0].studies[2].row.arms.clear();
  const Scene scene = draw("funnel", judged(report), styled("n"));
  CHECK(count_marks(scene, "p 0") == 0);
  CHECK(count_marks(scene, "study ") == 12);
  CHECK(all_text(scene).find("Rosenthal et al 1960") != std::string::npos);
  CHECK(count_marks(draw("funnel", judged(build::bcg()), styled("precision")), "p 0") == 6);
}

TEST_CASE("a study of hardly any precision gets an arrow and does not flatten the funnel") {
  AnalysisReport report = build::bcg();
  report.pools[0].studies[0].v *= 1e4;
  const Scene scene = draw("funnel", judged(report));
  const Mark* outlier = find_mark(scene, "study " + report.pools[0].studies[0].row.study);
  const Mark* other = find_mark(scene, "study " + report.pools[0].studies[2].row.study);
  REQUIRE((outlier && other));
  CHECK(std::holds_alternative<Polygon>(outlier->shapes[0]));
  CHECK(std::holds_alternative<Circle>(other->shapes[0]));
}

TEST_CASE("a ray of the radial plot meets the right edge at the effect that it shows") {
  const Judged data = judged(build::bcg());
  const Scene scene = draw("radial", data);
  const Mark* pooled = find_mark(scene, "pooled");
  const Mark* axes = find_mark(scene, "axes");
  REQUIRE((pooled && axes));
  const Polyline& ray = std::get<Polyline>(pooled->shapes[0]);
  // The scale at the right edge is even in the logarithm: two of its ticks tell the rest.
  std::vector<std::pair<double, double>> ticks;
  for (const Shape& shape : axes->shapes)
    if (const Text* text = std::get_if<Text>(&shape);
        text != nullptr && text->at.x > ray.points.back().x)
      ticks.emplace_back(std::log(std::stod(text->text)), text->at.y);
  REQUIRE(ticks.size() >= 3);
  const double slope =
      (ticks.back().second - ticks.front().second) / (ticks.back().first - ticks.front().first);
  for (const auto& [effect, y] : ticks)
    CHECK(y == Approx(ticks.front().second + slope * (effect - ticks.front().first)));
  const double mu = data.analysis().pools[0].pooled->estimate.estimate;
  const double letter = fixed_text_measure("0", Role::axis_text).ascent -
                        fixed_text_measure("0", Role::axis_text).descent;
  CHECK(ray.points.back().y ==
        Approx(ticks.front().second - letter / 2 + slope * (mu - ticks.front().first)));
}

TEST_CASE("L'Abbé's plot needs counts, and draws equal risks and the pooled effect through them") {
  const Scene without = draw("labbe", judged(build::many(12, 1, build::generic())));
  CHECK(all_text(without).find("needs how many") != std::string::npos);
  CHECK(count_marks(without, "study ") == 0);
  const Scene scene = draw("labbe", judged(build::bcg()));
  const Mark* pooled = find_mark(scene, "pooled");
  const Mark* none = find_mark(scene, "no effect");
  REQUIRE((pooled && none));
  // Equal axes: no effect is the diagonal; RR 0.49 rises less steeply, and both begin at 0.
  const auto rise = [](const Mark& mark) {
    const Polyline& line = std::get<Polyline>(mark.shapes[0]);
    return (line.points.front().y - line.points.back().y) /
           (line.points.back().x - line.points.front().x);
  };
  const double shown = build::bcg().pools[0].pooled->shown.estimate;
  CHECK(rise(*none) == Approx(1));
  CHECK(rise(*pooled) == Approx(shown));
}
