// SPDX-License-Identifier: MIT
// The figures of single studies' influence: Baujat's plot and the panel of diagnostics.
#include <cmath>
#include <fstream>
#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/answers.h"
#include "tests/support/figure_checks.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;

namespace {

Scene draw(const build::Answered& data, const char* figure, PlotStyle style = {}) {
  style.theme = find_theme("default");
  return find_figure(figure)->draw(data.source(), style, fixed_text_measure);
}

/// A pool in which one study is far from all others.
AnalysisReport with_outlier() {
  std::vector<StudyResult> studies;
  for (int i = 0; i < 9; ++i)
    studies.push_back(build::study("Study " + std::to_string(i), 0.1 * i, 0.04, build::generic()));
  studies.push_back(build::study("Odd One 1999", 9, 0.02, build::generic()));
  return build::report(build::generic(), {build::pool(build::generic(), studies)});
}

}  // namespace

TEST_CASE("Baujat's plot and the influence panel are drawn as they were") {
  const build::Answered bcg = build::answered(build::bcg(), {"influence", "baujat"});
  build::check_scene("baujat", draw(bcg, "baujat"));
  build::check_scene("influence", draw(bcg, "influence"));
}

TEST_CASE("nothing meets in Baujat's plot and in the influence panel, at 2 to 200 studies") {
  for (const int rows : {2, 4, 12, 46, 200})
    for (const int horizons : {1, 2, 3, 4}) {
      const build::Answered data = build::answered(
          build::many(rows, horizons, build::risk_ratio(), true), {"influence", "baujat"});
      for (const char* figure : {"baujat", "influence"})
        build::check_faults(
            figure, data.source(),
            std::to_string(rows) + " studies, " + std::to_string(horizons) + " horizons");
    }
}

TEST_CASE("nothing meets in figures of influence with odd numbers and ends of the axis") {
  for (AnalysisReport report : {with_outlier(), build::overview(), build::bcg(true)})
    for (const char* figure : {"baujat", "influence"})
      build::check_faults(figure, build::answered(report, {"influence", "baujat"}).source(),
                          "small examples");
  AnalysisReport enormous =
      build::report(build::generic(),
                    {build::pool(build::generic(), {build::study("A", 1e3, 1e-3, build::generic()),
                                                    build::study("B", -1e3, 1e-3, build::generic()),
                                                    build::study("C", 0, 1e9, build::generic()),
                                                    build::study("D", 0, 1e9, build::generic())})});
  build::Answered data =
      build::answered(build::many(12, 2, build::generic()), {"influence", "baujat"});
  const double infinity = std::numeric_limits<double>::infinity();
  data.answers[0].influence->at(0).values.cook = infinity;
  data.answers[0].influence->at(1).values.rstudent = -infinity;
  data.answers[0].influence->at(2).values.dffits = std::nan("");
  data.answers[0].baujat->at(0).point.y = infinity;
  data.answers[0].baujat->at(1).point.x = std::nan("");
  PlotStyle narrow;
  narrow.low = 0.0;
  narrow.high = 0.5;
  for (const char* figure : {"baujat", "influence"}) {
    build::check_faults(figure, build::answered(enormous, {"influence", "baujat"}).source(),
                        "enormous numbers");
    build::check_faults(figure, data.source(), "infinite and missing numbers");
    build::check_faults(figure, data.source(), "a narrow axis", narrow);
  }
}

TEST_CASE("Baujat's plot shows every study once with the numbers of the table") {
  const build::Answered data = build::answered(build::many(40, 2, build::risk_ratio()), {"baujat"});
  std::map<std::string, int> seen;
  const auto json = nlohmann::json::parse(to_json(draw(data, "baujat")));
  for (const auto& mark : json["pages"][0]["marks"]) {
    const std::string key = mark["key"];
    if (!key.starts_with("study ")) continue;
    ++seen[key];
    bool found = false;
    for (const PoolSensitivity& answer : data.answers)
      for (const BaujatRow& row : *answer.baujat)
        found |= mark["data"]["study"] == row.study && mark["data"]["x"] == row.point.x &&
                 mark["data"]["y"] == row.point.y;
    CHECK(found);
  }
  std::size_t expected = 0;
  for (const PoolSensitivity& answer : data.answers) expected += answer.baujat->size();
  CHECK(seen.size() == expected);
  for (const auto& [key, count] : seen) CHECK(count == 1);
}

TEST_CASE("a study that cannot be placed in Baujat's plot is said to be missing") {
  build::Answered data = build::answered(build::bcg(), {"baujat"});
  CHECK(all_text(draw(data, "baujat")).find("Not drawn") == std::string::npos);
  data.answers[0].baujat->at(3).point.x = std::nan("");
  CHECK(all_text(draw(data, "baujat")).find("Not drawn: Hart & Sutherland 1977") !=
        std::string::npos);
}

TEST_CASE("the influence panel shows every diagnostic of every study once, as in the table") {
  const build::Answered data =
      build::answered(build::many(14, 2, build::risk_ratio()), {"influence"});
  const auto json = nlohmann::json::parse(to_json(draw(data, "influence")));
  std::map<std::string, double> values;
  std::size_t marks = 0;
  for (const auto& mark : json["pages"][0]["marks"])
    if (mark["data"].contains("diagnostic")) {
      ++marks;
      values[mark["key"]] = mark["data"]["value"];
    }
  CHECK(marks == values.size());
  std::size_t expected = 0;
  for (const PoolSensitivity& answer : data.answers)
    for (const InfluenceRow& row : *answer.influence) {
      const auto value = [&](const std::string& diagnostic) {
        return values.at(diagnostic + " " + row.study + " " + *answer.pool->horizon);
      };
      expected += 8;
      CHECK(value("rstudent") == row.values.rstudent);
      CHECK(value("dffits") == row.values.dffits);
      CHECK(value("cook") == row.values.cook);
      CHECK(value("dfbeta") == row.values.dfbeta);
      CHECK(value("cov_ratio") == row.values.cov_ratio);
      CHECK(value("tau2_deleted") == row.values.tau2_deleted);
      CHECK(value("q_deleted") == row.values.q_deleted);
      CHECK(value("weight") == row.values.weight);
    }
  CHECK(marks == expected);
}

TEST_CASE("an influential study differs in form and role and is named, in 200 studies too") {
  AnalysisReport report = with_outlier();
  for (int i = 0; i < 190; ++i)
    report.pools[0].studies.push_back(
        build::study("Small " + std::to_string(i), 0.01 * (i % 50), 0.2, build::generic()));
  report.pools[0] = build::pool(build::generic(), report.pools[0].studies);
  for (const AnalysisReport& each : {with_outlier(), report}) {
    const build::Answered data = build::answered(each, {"influence"});
    const Scene scene = draw(data, "influence");
    std::set<std::string> diamonds, expected;
    for (const Mark& mark : scene.pages[0].marks)
      for (const Shape& shape : mark.shapes)
        if (const Polygon* p = std::get_if<Polygon>(&shape);
            p != nullptr && p->role == Role::dot_marked && mark.key.starts_with("rstudent"))
          diamonds.insert(std::get<std::string>(mark.data.front().second));
    for (const InfluenceRow& row : *data.answers[0].influence)
      if (row.values.influential) expected.insert(row.study);
    CHECK(expected.contains("odd-one-1999"));
    CHECK(diamonds == expected);
    CHECK(all_text(scene).find("Odd One 1999") != std::string::npos);
  }
}

TEST_CASE("figures of influence say why they have nothing to draw") {
  const AnalysisReport two = build::report(
      build::risk_ratio(),
      {build::pool(build::risk_ratio(), {build::trial("Nguyen 2017", 36, 65, 21, 63),
                                         build::trial("Maas 2018", 36, 65, 31, 63)})});
  for (const char* figure : {"baujat", "influence"}) {
    CHECK(all_text(draw(build::answered(two, {"influence", "baujat"}), figure))
              .find("it needs 3 studies; there are 2") != std::string::npos);
    CHECK(all_text(draw(build::answered(build::overview(), {"influence", "baujat"}), figure))
              .find("nothing is pooled here") != std::string::npos);
  }
}
