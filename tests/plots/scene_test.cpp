// SPDX-License-Identifier: MIT
// Scenes against their expected text in tests/scenes/; WEALD_UPDATE=1 rewrites them.
#include "plots/scene.h"

#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;

namespace {

Scene draw(const AnalysisReport& report, PlotStyle style = {}) {
  style.theme = find_theme("default");
  return find_figure("forest")->draw({.analysis = &report}, style, fixed_text_measure);
}

PlotStyle layout(const std::string& name) {
  PlotStyle style;
  style.layout = name;
  return style;
}

bool has(const Scene& scene, Role role) {
  for (const Page& page : scene.pages)
    for (const Mark& mark : page.marks)
      for (const Shape& shape : mark.shapes)
        if (std::visit([&](const auto& s) { return s.role == role; }, shape)) return true;
  return false;
}

}  // namespace

TEST_CASE("forest plots are drawn as they were") {
  build::check_scene("single", draw(build::bcg()));
  build::check_scene("subgroups", draw(build::bcg(true)));
  build::check_scene("revman", draw(build::bcg(true), layout("revman")));
  build::check_scene("bmj", draw(build::bcg(true), layout("bmj")));
  build::check_scene("jama", draw(build::bcg(true), layout("jama")));
  build::check_scene("horizons", draw(build::many(9, 3, build::generic())));
  build::check_scene("overview", draw(build::overview()));
}

TEST_CASE("one study is shown once, without a diamond, and said not to be pooled") {
  const Scene scene = draw(build::report(
      build::risk_ratio(),
      {build::pool(build::risk_ratio(), {build::trial("Nguyen 2017", 36, 65, 21, 63)})}));
  CHECK_FALSE(has(scene, Role::diamond));
  CHECK(has(scene, Role::square));
  CHECK(all_text(scene).find("one study, not pooled") != std::string::npos);
}

TEST_CASE("a pool without studies keeps its panel and says so, a finding is shown in its words") {
  Pooling early = build::pool(build::risk_ratio(), {build::trial("Nguyen 2017", 36, 65, 21, 63)},
                              "short", "Short term");
  Pooling late = build::pool(build::risk_ratio(), {}, "long", "Long term");
  late.findings.push_back({.study = "nguyen-2017",
                           .label = "Nguyen 2017",
                           .text = "pain did not differ",
                           .time = "12 months"});
  const std::string text = all_text(draw(build::report(build::risk_ratio(), {early, late})));
  CHECK(text.find("Short term") != std::string::npos);
  CHECK(text.find("Long term") != std::string::npos);
  CHECK(text.find("no study with numbers") != std::string::npos);
  CHECK(text.find("pain did not differ") != std::string::npos);
}

TEST_CASE(
    "nothing left out disappears: every excluded study stands in the figure with its reason") {
  for (const char* name : {"", "single", "revman", "subgroups", "bmj", "jama"}) {
    const AnalysisReport report = build::many(23, 2, build::risk_ratio());
    std::string said;
    const Scene scene = draw(report, layout(name));
    for (const Page& page : scene.pages)
      for (const Mark& mark : page.marks) said += mark.title + "\n";
    for (const Pooling& pool : report.pools) {
      for (const ExcludedRow& row : pool.excluded)
        CHECK(said.find(row.label + ", " + pool.horizon_label + ": left out: " + row.reason) !=
              std::string::npos);
      for (const FindingRow& row : pool.findings) CHECK(said.find(row.text) != std::string::npos);
      for (const StudyResult& study : pool.studies)
        CHECK(said.find(study.row.label + ", " + pool.horizon_label) != std::string::npos);
    }
  }
}

TEST_CASE("an interval that leaves the axis has an arrow") {
  AnalysisReport report = build::bcg();
  PlotStyle style;
  const auto arrows = [](const Scene& scene) {
    int count = 0;
    for (const Mark& mark : scene.pages[0].marks)
      for (const Shape& shape : mark.shapes)
        if (const Polygon* p = std::get_if<Polygon>(&shape))
          count += p->role == Role::interval ? 1 : 0;
    return count;
  };
  CHECK(arrows(draw(report, style)) == 0);
  style.low = 0.3;
  style.high = 2;
  int outside = 0;
  for (const StudyResult& study : report.pools[0].studies) {
    if (study.shown.estimate < 0.3 || study.shown.estimate > 2)
      ++outside;
    else
      outside += (study.shown.ci.lower < 0.3 ? 1 : 0) + (study.shown.ci.upper > 2 ? 1 : 0);
  }
  REQUIRE(outside > 3);
  CHECK(arrows(draw(report, style)) == outside);
}

TEST_CASE("published results are drawn without a diamond of ours") {
  const Scene scene = draw(build::overview());
  CHECK_FALSE(has(scene, Role::diamond));
  CHECK_FALSE(has(scene, Role::diamond_sub));
  CHECK(all_text(scene).find("not pooled again") != std::string::npos);
}

TEST_CASE("favours labels name the arm that lower or higher values favour") {
  AnalysisReport report = build::bcg();
  CHECK(all_text(draw(report)).find("← Favours BCG vaccine") != std::string::npos);
  report.better = Better::higher;
  CHECK(all_text(draw(report)).find("Favours BCG vaccine →") != std::string::npos);
  report.better = Better::unknown;
  CHECK(all_text(draw(report)).find("Favours") == std::string::npos);
}

TEST_CASE("the journals' layouts bear their journals' words and orders of columns") {
  const std::string bmj = all_text(draw(build::bcg(), layout("bmj"))),
                    jama = all_text(draw(build::bcg(), layout("jama")));
  CHECK(bmj.find("Weight\u00A0(%)") < bmj.find("Risk ratio (95%\u00A0CI)"));
  CHECK(bmj.find("No of events/total") != std::string::npos);
  CHECK(bmj.find("Favours BCG vaccine ") != std::string::npos);
  CHECK(bmj.find("Favours BCG vaccine →") == std::string::npos);
  CHECK(bmj.find("0.41 (0.13 to 1.26)") != std::string::npos);
  CHECK(bmj.find("P<0.001, I²=") != std::string::npos);
  CHECK(jama.find("Source ") != std::string::npos);
  CHECK(jama.find("RR (95%\u00A0CI)") < jama.find("Weight,\u00A0%"));
  CHECK(jama.find("Favors BCG") < jama.find("Aronson 1948"));
  CHECK(jama.find("0.41 (0.13-1.26)") != std::string::npos);
  CHECK(jama.find("χ²₁₂\u00A0=") != std::string::npos);
  for (const char* name : {"bmj", "jama"}) {
    const Scene scene = draw(build::bcg(), layout(name));
    for (const Role role : {Role::interval, Role::square, Role::diamond, Role::prediction})
      CHECK_FALSE(has(scene, role));
    CHECK(has(scene, Role::journal_mark));
  }
}

TEST_CASE("in JAMA's layout a range of negative numbers has no hyphen") {
  const std::string text = all_text(draw(build::many(5, 1, build::generic()), layout("jama")));
  CHECK(text.find("-−") == std::string::npos);
  CHECK(text.find(" to −") != std::string::npos);
}

TEST_CASE("the zone of unimportant differences is drawn where it is known") {
  AnalysisReport report = build::many(5, 1, build::generic());
  CHECK_FALSE(has(draw(report), Role::zone));
  report.important_difference = 1;
  CHECK(has(draw(report), Role::zone));
}

TEST_CASE("a measure without a value of no effect has no null line and no favours labels") {
  AnalysisReport report = build::report(
      build::prevalence(),
      {build::pool(build::prevalence(), {build::study("A", -1, 0.1, build::prevalence()),
                                         build::study("B", -2, 0.1, build::prevalence())})});
  report.better = Better::lower;
  const Scene scene = draw(report);
  CHECK_FALSE(has(scene, Role::null_line));
  CHECK(to_text(scene).find("nan") == std::string::npos);
}

TEST_CASE("the numbers of every mark are those of the report") {
  const AnalysisReport report = build::many(20, 4, build::risk_ratio());
  const auto json = nlohmann::json::parse(to_json(draw(report)));
  CHECK(json["format"] == "weald.plot/1");
  std::size_t found = 0, expected = 0;
  for (const Pooling& pool : report.pools) expected += pool.studies.size();
  for (const auto& mark : json["pages"][0]["marks"]) {
    if (!mark["key"].get<std::string>().starts_with("row ") || !mark["data"].contains("estimate"))
      continue;
    for (const Pooling& pool : report.pools)
      for (const StudyResult& study : pool.studies)
        if (mark["data"]["study"] == study.row.study && mark["data"]["horizon"] == *pool.horizon) {
          ++found;
          CHECK(mark["data"]["estimate"].get<double>() == study.shown.estimate);
          CHECK(mark["data"]["lower"].get<double>() == study.shown.ci.lower);
          CHECK(mark["data"]["upper"].get<double>() == study.shown.ci.upper);
          CHECK(mark["data"]["weight"].get<double>() == study.weight);
          CHECK(mark["data"]["y"].get<double>() == study.y);
          CHECK(mark["data"]["v"].get<double>() == study.v);
          CHECK(mark["title"].get<std::string>().starts_with(study.row.label));
        }
  }
  CHECK(found == expected);
}

TEST_CASE("200 studies are paginated with title, heads and axis on every page that has rows") {
  PlotStyle style;
  style.paginate = true;
  const Scene scene = draw(build::many(200, 2, build::risk_ratio(), true), style);
  REQUIRE(scene.pages.size() > 3);
  CHECK(scene.size.height == 842);
  std::size_t rows = 0;
  for (const Page& page : scene.pages) {
    bool row = false, head = false, axis = false, title = false;
    for (const Mark& mark : page.marks) {
      row |= mark.key.starts_with("label s");
      rows += mark.key.starts_with("label s") ? 1 : 0;
      head |= mark.key == "head";
      axis |= mark.key == "axis";
      title |= mark.key == "title";
    }
    CHECK(title);
    CHECK(head == row);
    CHECK(axis == row);
  }
  CHECK(rows == 200);
}

TEST_CASE("tables of figures and themes have unique keys and help") {
  for (const Figure& figure : figures()) CHECK(find_figure(figure.key) == &figure);
  for (const Theme& theme : themes()) {
    CHECK(find_theme(theme.key) == &theme);
    CHECK_FALSE(theme.help.empty());
  }
  CHECK(find_theme("no such") == nullptr);
}
