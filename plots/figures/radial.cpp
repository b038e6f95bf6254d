// SPDX-License-Identifier: MIT
// The radial plot (Galbraith 1988, Stat Med 7:889; 1994, J Am Stat Assoc 89:1232): every study in
// units of its standard error by its precision, one panel a horizon. Rays from the origin are
// effects, read at the right edge.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/analysis/study_curves.h"
#include "engine/output/output.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

constexpr std::size_t fewest = 2;

/// Ends of the axes, the same in every panel.
struct RadialFrame {
  double right = 0;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void hold(double y) {
    if (!std::isfinite(y)) return;
    low = std::min(low, y);
    high = std::max(high, y);
  }
};

double reach_of(const Pooling& pool) { return reach_of_level(pool.choices.level); }

RadialFrame ends_of(const std::vector<const Pooling*>& pools, const PlotStyle& style) {
  RadialFrame ends;
  for (const Pooling* pool : pools)
    for (const RadialStudy& study : radial_plot(*pool).studies)
      if (std::isfinite(study.precision)) ends.right = std::max(ends.right, study.precision);
  ends.right *= 1.06;
  if (style.high) ends.right = *style.high;
  if (!(ends.right > 0)) ends.right = 1;
  for (const Pooling* pool : pools) {
    for (const RadialStudy& study : radial_plot(*pool).studies) ends.hold(study.standardised);
    for (const double sign : {-1.0, 1.0}) {
      ends.hold(sign * reach_of(*pool));
      if (pool->pooled)
        ends.hold(pool->pooled->estimate.estimate * ends.right + sign * reach_of(*pool));
    }
  }
  if (!(ends.low <= ends.high)) ends.low = -1, ends.high = 1;
  const double room = 0.04 * (ends.high - ends.low);
  ends.low -= room;
  ends.high += room;
  return ends;
}

/// Round values of the effect where their rays leave the frame at the right.
std::vector<Tick> effects_at_edge(const Pooling& pool, const RadialFrame& ends) {
  const Scale& scale = pool.measure->scale();
  // What Freeman and Tukey's scale shows depends on the sizes of the studies.
  if (scale.key.starts_with("freeman")) return {};
  const double first = scale.shown(ends.low / ends.right, 0),
               last = scale.shown(ends.high / ends.right, 0);
  if (!(first < last) || !std::isfinite(last) || (pool.measure->ratio && first <= 0)) return {};
  std::vector<Tick> ticks = make_axis(first, last, pool.measure->ratio, 0, 1, 8).ticks;
  for (Tick& tick : ticks) tick.value = scale.analysed(tick.value) * ends.right;
  std::erase_if(ticks, [](const Tick& tick) { return !std::isfinite(tick.value); });
  return ticks;
}

/// «log RR», «SMD»: the effect as it is analysed.
std::string analysed_name(const Measure& measure) {
  const std::string name = forest::measure_name(measure);
  if (measure.ratio) return "log " + name;
  const Scale& scale = measure.scale();
  return scale.key == "identity" ? name : fmt::format("{} ({})", name, scale.key);
}

std::string divisor_of(const Pooling& pool) {
  return pool.choices.model == Model::random ? "√(SE² + τ²)" : "SE";
}

void add_ray(Panel& panel, const Pooling& pool, const RadialFrame& ends) {
  if (!pool.pooled) return;
  const double mu = pool.pooled->estimate.estimate, half = reach_of(pool), end = mu * ends.right;
  const std::string title = fmt::format("{}: {}", forest::pooled_label(pool),
                                        pooled_text(*pool.measure, pool.pooled->shown));
  panel.areas.push_back(
      {.outline = {{0, -half}, {ends.right, end - half}, {ends.right, end + half}, {0, half}},
       .role = Role::area_faint,
       .tag = {.key = "band" + suffix_of(pool),
               .title = fmt::format("{} of studies would lie here if they shared the pooled effect",
                                    forest::level_text(pool.choices.level)),
               .data = {{"slope", mu}, {"half_width", half}}}});
  panel.paths.push_back({.points = {{0, 0}, {ends.right, end}},
                         .tag = {.key = "pooled" + suffix_of(pool),
                                 .title = title,
                                 .data = {{"slope", mu},
                                          {"estimate", pool.pooled->shown.estimate},
                                          {"lower", pool.pooled->shown.ci.lower},
                                          {"upper", pool.pooled->shown.ci.upper}}}});
  for (const double sign : {-1.0, 1.0})
    panel.paths.push_back(
        {.points = {{0, sign * half}, {ends.right, end + sign * half}},
         .role = Role::curve_dashed,
         .tag = {.key = (sign < 0 ? "band lower" : "band upper") + suffix_of(pool)}});
}

void add_studies(Panel& panel, const Pooling& pool, const RadialPlot& plot) {
  std::vector<double> away(plot.studies.size(), 0);
  for (std::size_t i = 0; i < away.size(); ++i)
    if (pool.pooled)
      away[i] = std::abs(plot.studies[i].standardised -
                         pool.pooled->estimate.estimate * plot.studies[i].precision) /
                reach_of(pool);
  const std::vector<double> worth = worth_naming(pool, away);
  for (std::size_t i = 0; i < plot.studies.size(); ++i) {
    const RadialStudy& at = plot.studies[i];
    if (!std::isfinite(at.precision) || std::isnan(at.standardised)) continue;
    Dot dot{.at = {at.precision, at.standardised},
            .radius = plot.studies.size() > 80 ? 2.3 : 3,
            .tag = study_tag(pool, pool.studies[i]),
            .importance = worth[i]};
    dot.tag.data.emplace_back("precision", at.precision);
    dot.tag.data.emplace_back("standardised", at.standardised);
    if (worth[i] > 0) dot.label = pool.studies[i].row.label;
    panel.dots.push_back(std::move(dot));
  }
}

Panel panel_for(const Pooling& pool, const RadialFrame& ends) {
  Panel panel = panel_of(pool, fewest, "a radial plot");
  if (!panel.words.empty()) return panel;
  const Measure& measure = *pool.measure;
  panel.x = {
      .label = fmt::format("Precision: 1 / {}", divisor_of(pool)), .low = 0, .high = ends.right};
  panel.y = {.label = fmt::format("{} / {}", analysed_name(measure), divisor_of(pool)),
             .low = ends.low,
             .high = ends.high};
  panel.edge = effects_at_edge(pool, ends);
  if (!panel.edge.empty()) panel.edge_label = forest::measure_name(measure);
  if (std::isfinite(measure.none))
    panel.paths.push_back({.points = {{0, 0}, {ends.right, measure.none * ends.right}},
                           .role = Role::null_line,
                           .tag = {.key = "no effect" + suffix_of(pool)}});
  add_ray(panel, pool, ends);
  add_studies(panel, pool, radial_plot(pool));
  return panel;
}

void add_words(Chart& chart, const AnalysisReport& report,
               const std::vector<const Pooling*>& drawn) {
  const Pooling& first = *drawn.front();
  const std::string level = forest::level_text(first.choices.level);
  const bool random = first.choices.model == Model::random;
  chart.legend.push_back({.text = "A study"});
  if (std::isfinite(first.measure->none))
    chart.legend.push_back({Swatch::line, Role::null_line, "No effect"});
  if (first.pooled)
    chart.legend.push_back({Swatch::line, Role::curve,
                            drawn.size() > 1
                                ? forest::pooled_label(first)
                                : fmt::format("{}: {}", forest::pooled_label(first),
                                              pooled_text(*first.measure, first.pooled->shown))});
  chart.legend.push_back(
      {Swatch::area, Role::area_faint,
       fmt::format("Where {} of studies would lie if {}", level,
                   random ? "the model were true" : "all shared the pooled effect")});
  chart.notes.emplace_back(
      "A line from the origin (0, 0) through a study meets the right edge at its effect; the "
      "farther right a study lies, the more it weighs. Studies outside the band pull away from the "
      "pooled effect; they are named, as are the two most precise.");
  if (random) {
    std::string taus;
    for (const Pooling* pool : drawn) {
      const std::string place = forest::place_of(*pool);
      taus += fmt::format("{}{}τ² {}", taus.empty() ? "" : "; ", place.empty() ? "" : place + ": ",
                          show_tau2(radial_plot(*pool).tau2));
    }
    chart.notes.push_back(
        fmt::format("Under random effects the differences between studies are part of each "
                    "standard error ({}), so the band holds most studies even where they differ "
                    "widely: it is no test of heterogeneity.",
                    taus));
  }
  for (std::string& note : method_notes(report)) chart.notes.push_back(std::move(note));
}

}  // namespace

Scene draw_radial(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Radial plot");
  std::vector<const Pooling*> drawn;
  for (const Pooling* pool : whole_pools(report))
    if (pool->studies.size() >= fewest) drawn.push_back(pool);
  const RadialFrame ends = ends_of(drawn, style);
  for (const Pooling* pool : whole_pools(report)) chart.panels.push_back(panel_for(*pool, ends));
  if (!drawn.empty()) add_words(chart, report, drawn);
  describe_panels(chart);
  return draw_chart(chart, style, measure);
}

}  // namespace weald
