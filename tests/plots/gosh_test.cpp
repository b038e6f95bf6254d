// SPDX-License-Identifier: MIT
// The GOSH plot: counts of subsets in cells, with and without one study.
#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/analysis/gosh_density.h"
#include "tests/support/answers.h"
#include "tests/support/figure_checks.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;

namespace {

Scene draw(const build::Answered& data, PlotStyle style = {}) {
  style.theme = find_theme("default");
  return find_figure("gosh")->draw(data.source(), style, fixed_text_measure);
}

void check_faults(const build::Answered& data, const std::string& what,
                  const PlotStyle& style = {}) {
  build::check_faults("gosh", data.source(), what, style);
}

nlohmann::json marks_of(const Scene& scene) {
  return nlohmann::json::parse(to_json(scene))["pages"][0]["marks"];
}

std::uint64_t sum(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

AnalysisReport five() {
  std::vector<StudyResult> studies;
  for (int i = 0; i < 5; ++i)
    studies.push_back(
        build::study("Study " + std::to_string(i), i == 4 ? 2 : 0.1 * i, 0.05, build::generic()));
  return build::report(build::generic(), {build::pool(build::generic(), studies)});
}

}  // namespace

TEST_CASE("a GOSH plot is drawn as it was") {
  build::check_scene("gosh", draw(build::answered(five(), {"gosh"})));
}

TEST_CASE("nothing meets in a GOSH plot at 2 to 200 studies and one to four horizons") {
  for (const int rows : {2, 3, 10, 16, 40, 200})
    for (const int horizons : {1, 2, 3, 4})
      check_faults(build::answered(build::many(rows, horizons, build::risk_ratio()), {"gosh"}),
                   std::to_string(rows) + " studies, " + std::to_string(horizons) + " horizons");
}

TEST_CASE("nothing meets in a GOSH plot of odd numbers, with ends of the axis and a mark") {
  check_faults(build::answered(build::overview(), {"gosh"}), "overview");
  check_faults(build::answered(five(), {"gosh"}), "five");
  PlotStyle style;
  style.mark = "s004";
  const build::Answered some = build::answered(build::many(12, 2, build::generic()), {"gosh"});
  check_faults(some, "a mark", style);
  style.low = -1.9;
  style.high = -1.8;
  check_faults(some, "a narrow axis", style);
  const AnalysisReport same = build::report(
      build::risk_ratio(), {build::pool(build::risk_ratio(), {build::trial("A", 9, 65, 21, 63),
                                                              build::trial("B", 9, 65, 21, 63),
                                                              build::trial("C", 9, 65, 21, 63)})});
  check_faults(build::answered(same, {"gosh"}), "three studies alike");
  const AnalysisReport far =
      build::report(build::generic(),
                    {build::pool(build::generic(), {build::study("A", 1e7, 1e-9, build::generic()),
                                                    build::study("B", -1e7, 1e9, build::generic()),
                                                    build::study("C", 0, 1, build::generic())})});
  check_faults(build::answered(far, {"gosh"}), "enormous numbers");
}

TEST_CASE("every subset is counted once, with the study or without it") {
  for (const int rows : {9, 40}) {
    const build::Answered data =
        build::answered(build::many(rows, 1, build::risk_ratio()), {"gosh"});
    const Gosh& points = data.answers[0].gosh->points;
    CHECK(points.exhaustive == (rows == 9));
    const Eigen::Index study = 2;
    const GoshDensity density = gosh_density(points, gosh_grid(points), std::span(&study, 1));
    std::uint64_t with = 0;
    for (std::uint64_t s = 0; s < points.subsets(); ++s) with += points.holds(s, study) ? 1 : 0;
    CHECK(density.with.subsets == with);
    CHECK(density.with.subsets + density.without.subsets == points.subsets());
    for (const GoshCounts* counts : {&density.with, &density.without}) {
      CHECK(sum(counts->cells) + counts->below + counts->above == counts->subsets);
      CHECK(sum(counts->columns) == sum(counts->cells));
    }
  }
}

TEST_CASE("a subset lies in the cell of its estimate and I²") {
  Gosh points{.k = 2, .estimate = {0, 1, 0.5}, .i2 = {0, 100, 49.9}};
  const GoshGrid grid{.low = 0, .high = 1, .columns = 4, .rows = 2};
  const Eigen::Index second = 1;
  const GoshDensity density = gosh_density(points, grid, std::span(&second, 1));
  CHECK(density.without.cells == std::vector<std::uint64_t>{1, 0, 0, 0, 0, 0, 0, 0});
  CHECK(density.with.cells == std::vector<std::uint64_t>{0, 0, 1, 0, 0, 0, 0, 1});
  points.estimate = {-0.1, 1.1, 0.5};
  const GoshDensity outside = gosh_density(points, grid, std::span(&second, 1));
  CHECK(outside.without.below == 1);
  CHECK(outside.with.above == 1);
}

TEST_CASE("the grid holds every estimate, but for a few that are far from all others") {
  Gosh points{.k = 12};
  for (int i = 0; i < 4095; ++i) points.estimate.push_back(0.001 * (i % 100));
  points.i2.assign(4095, 50);
  const GoshGrid all = gosh_grid(points);
  CHECK(all.low == 0);
  CHECK(all.high == Approx(0.099));
  points.estimate[17] = 1000;
  const GoshGrid cut = gosh_grid(points);
  CHECK(cut.low == 0);
  CHECK(cut.high >= 0.099);
  CHECK(cut.high < 3);
  for (double& estimate : points.estimate) estimate = 3;
  const GoshGrid none = gosh_grid(points);
  CHECK(none.low < 3);
  CHECK(none.high > 3);
}

TEST_CASE("the figure's JSON holds the counts of every cell, and they add up to the subsets") {
  const build::Answered data = build::answered(build::many(9, 2, build::risk_ratio()), {"gosh"});
  std::size_t found = 0;
  for (const auto& mark : marks_of(draw(data))) {
    if (!mark["key"].get<std::string>().starts_with("subsets ") || !mark["data"].contains("counts"))
      continue;
    ++found;
    std::istringstream in(mark["data"]["counts"].get<std::string>());
    double total = mark["data"]["below"].get<double>() + mark["data"]["above"].get<double>();
    std::size_t cells = 0;
    for (double count = 0; in >> count; ++cells) {
      total += count;
      if (in.peek() == ';') in.get();
    }
    CHECK(total == mark["data"]["subsets"].get<double>());
    CHECK(static_cast<double>(cells) ==
          mark["data"]["columns"].get<double>() * mark["data"]["rows"].get<double>());
  }
  CHECK(found == 4);
}

TEST_CASE("what lies beyond the ends of the axis has an arrow and is counted") {
  const build::Answered data = build::answered(five(), {"gosh"});
  CHECK(all_text(draw(data)).find("Beyond the ends") == std::string::npos);
  PlotStyle style;
  style.low = 0.3;
  style.high = 0.5;
  const Scene scene = draw(data, style);
  std::size_t outside = 0, arrows = 0;
  for (const double estimate : data.answers[0].gosh->points.estimate)
    outside += estimate < 0.3 || estimate > 0.5 ? 1 : 0;
  for (const auto& mark : marks_of(scene))
    if (const std::string key = mark["key"]; key.ends_with(" below") || key.ends_with(" above"))
      arrows += static_cast<std::size_t>(mark["data"]["subsets"].get<double>());
  CHECK(outside > 5);
  CHECK(arrows == outside);
  CHECK(all_text(scene).find("(arrows): " + std::to_string(outside) + " subsets") !=
        std::string::npos);
}

TEST_CASE("the study that moves the subsets most is set apart, or the one asked for") {
  const build::Answered data = build::answered(five(), {"gosh"});
  CHECK(all_text(draw(data)).find("With Study 4: 16 subsets") != std::string::npos);
  PlotStyle style;
  style.mark = "study-1";
  CHECK(all_text(draw(data, style)).find("With Study 1: 16 subsets") != std::string::npos);
  style.mark = "elsewhere";
  const std::string text = all_text(draw(data, style));
  CHECK(text.find("has no result here") != std::string::npos);
  CHECK(text.find("All 31 subsets") != std::string::npos);
}

TEST_CASE("a GOSH plot says how many subsets it shows, and the seed where they were drawn") {
  CHECK(all_text(draw(build::answered(five(), {"gosh"})))
            .find("Every one of the 31 subsets of the 5 studies") != std::string::npos);
  const std::string text =
      all_text(draw(build::answered(build::many(40, 1, build::risk_ratio()), {"gosh"}, 1234)));
  CHECK(text.find("1234 subsets of the") != std::string::npos);
  CHECK(text.find("(seed 1)") != std::string::npos);
}

TEST_CASE("a GOSH plot of one study says why there is none") {
  const AnalysisReport one = build::report(
      build::risk_ratio(),
      {build::pool(build::risk_ratio(), {build::trial("Nguyen 2017", 36, 65, 21, 63)})});
  CHECK(all_text(draw(build::answered(one, {"gosh"}))).find("it needs 2 studies; there is 1") !=
        std::string::npos);
}
