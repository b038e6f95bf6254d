// SPDX-License-Identifier: MIT
// The specification curve: every analysis once, sorted, over the choices that made it.
#include <cmath>
#include <fstream>
#include <limits>
#include <memory>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "plots/backends/backends.h"
#include "plots/figure.h"
#include "tests/support/figure_checks.h"
#include "tests/support/overlap.h"
#include "tests/support/report_builder.h"

using namespace weald;
using build::all_text;

namespace {

/// A report with a multiverse that was made up: `count` analyses of three lists, every seventh
/// without an answer; of two measures where asked.
struct Made {
  AnalysisReport report = build::bcg();
  std::vector<PoolSensitivity> pools{};
  FigureSource source() const {
    FigureSource out{.analysis = &report};
    for (const PoolSensitivity& pool : pools) out.sensitivity.push_back(&pool);
    return out;
  }
};

std::unique_ptr<Made> made(int count, bool measures = false) {
  auto out = std::make_unique<Made>();
  const Pooling& pool = out->report.pools.front();
  PoolSensitivity answer{.analysis = &out->report, .pool = &pool};
  Multiverse m;
  const std::vector<std::string> estimators{"REML", "PM", "DL"}, intervals{"HK", "HK-ci", "z"},
      countries{"all", "not United Kingdom of Great Britain and Northern Ireland"};
  m.lists = {
      {"tau2", estimators}, {"ci", intervals}, {"country", countries}, {"model", {"random"}}};
  if (measures) m.lists.push_back({"measure", {"RR", "GEN"}});
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    Universe u{.choices = {{"tau2", estimators[at % 3]},
                           {"ci", intervals[at / 3 % 3]},
                           {"country", countries[at / 9 % 2]},
                           {"model", "random"}},
               .primary = i == 0,
               .measure = measures && i % 2 == 1 ? &build::generic() : pool.measure};
    if (measures) u.choices.emplace_back("measure", std::string(u.measure->key));
    if (i % 7 == 6) {
      u.reason = "no study is left";
      m.universes.push_back(u);
      continue;
    }
    const double y = i == 0 ? pool.pooled->estimate.estimate : -0.9 + 0.37 * (i * 13 % 23) / 7.0,
                 half = i == 5 ? std::numeric_limits<double>::infinity() : 0.4 + 0.01 * (i % 9);
    u.result.estimate = Estimate{.estimate = y, .se = half / 2, .ci = {y - half, y + half}};
    const auto read = u.measure->scale().shown;
    u.result.shown = {.estimate = read(y, 0), .ci = {read(y - half, 0), read(y + half, 0)}};
    u.direction = y < 0;
    u.significance = y + half < 0;
    ++m.estimable;
    m.direction += u.direction ? 1u : 0u;
    m.significance += u.significance ? 1u : 0u;
    m.universes.push_back(u);
  }
  answer.multiverse = std::move(m);
  out->pools.push_back(std::move(answer));
  return out;
}

Scene draw(const FigureSource& source, PlotStyle style = {}) {
  style.theme = find_theme("default");
  return find_figure("multiverse")->draw(source, style, fixed_text_measure);
}

}  // namespace

TEST_CASE("a specification curve is drawn as it was") {
  build::check_scene("multiverse", draw(made(18)->source()));
}

TEST_CASE("every analysis with an answer stands once on the curve, those without are counted") {
  const auto asked = made(60);
  const Multiverse& m = *asked->pools.front().multiverse;
  const Scene scene = draw(asked->source());
  const auto marks = nlohmann::json::parse(to_json(scene))["pages"][0]["marks"];
  std::size_t found = 0;
  for (const auto& mark : marks) {
    const auto key = mark["key"].get<std::string>();
    if (!key.starts_with("analysis analysis ")) continue;
    ++found;
    const Universe& u = m.universes[std::stoul(key.substr(18)) - 1];
    REQUIRE(u.result.estimate);
    CHECK(mark["data"]["estimate"].get<double>() == u.result.shown.estimate);
    CHECK(mark["data"]["choice tau2"] == u.choices[0].second);
    CHECK(mark["data"]["keeps significance"] == (u.significance ? "yes" : "no"));
  }
  CHECK(found == m.estimable);
  CHECK(all_text(scene).find("8 of 60 analyses have no answer") != std::string::npos);
  CHECK(all_text(scene).find("no study is left") != std::string::npos);
}

TEST_CASE("the curve rises, and each analysis has one mark for each list of several values") {
  const auto asked = made(54);
  const Scene scene = draw(asked->source());
  double before = -1e9;
  std::vector<double> heights;
  std::size_t cells = 0;
  for (const Mark& mark : scene.pages[0].marks) {
    for (const Shape& shape : mark.shapes) {
      if (mark.key.starts_with("choices ")) cells += std::holds_alternative<Rect>(shape) ? 1 : 0;
      const Circle* c = std::get_if<Circle>(&shape);
      if (c == nullptr || !mark.key.starts_with("analysis analysis ")) continue;
      CHECK(c->centre.x > before);
      before = c->centre.x;
      heights.push_back(c->centre.y);
    }
  }
  REQUIRE(heights.size() > 20);
  for (std::size_t i = 1; i < heights.size(); ++i) CHECK(heights[i] <= heights[i - 1]);
  CHECK(cells == 3 * asked->pools.front().multiverse->estimable);
}

TEST_CASE("the shares are those of the multiverse, and it is said that they are no vote") {
  const std::string text = all_text(draw(made(18)->source()));
  CHECK(text.find("Primary analysis") != std::string::npos);
  CHECK(text.find("keep the direction of the primary one") != std::string::npos);
  CHECK(text.find("Not a vote") != std::string::npos);
  CHECK(text.find("The same in all: Model: random.") != std::string::npos);
}

TEST_CASE("a pool without a multiverse says why") {
  const auto asked = made(6);
  asked->pools.front().multiverse.reset();
  asked->pools.front().notes.push_back(
      {"sensitivity-unavailable", "multiverse: choose another preset"});
  CHECK(all_text(draw(asked->source())).find("choose another preset") != std::string::npos);
}

TEST_CASE("nothing meets in a specification curve of 1 to 500 analyses, of one measure or two") {
  for (const int count : {1, 2, 6, 36, 120, 500})
    for (const bool measures : {false, true})
      for (const Theme& theme : themes())
        for (const bool paginate : {false, true}) {
          const auto asked = made(count, measures);
          const TextMeasure measure = pango_measure(theme);
          PlotStyle style{.theme = &theme, .paginate = paginate};
          for (const bool narrow : {false, true}) {
            if (narrow) style.low = 0.5, style.high = 0.6;
            const Scene scene = find_figure("multiverse")->draw(asked->source(), style, measure);
            const std::vector<std::string> found = build::faults(scene, measure);
            INFO(count << " analyses, " << theme.key << (measures ? ", two measures" : ""));
            INFO("first: " << (found.empty() ? "" : found.front()) << "; faults: " << found.size());
            CHECK(found.empty());
            CHECK(to_text(scene).find("nan") == std::string::npos);
          }
        }
}
