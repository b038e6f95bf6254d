// SPDX-License-Identifier: MIT
// The drapery plot (Rücker & Schwarzer 2021, Res Synth Methods 12:73): for every value of the
// effect the p of the hypothesis that it is the true one, of each study and of the pooled effect;
// cut at p = 0.05 the curves are the 95 % intervals, cut elsewhere the intervals of other levels.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/curves.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

/// A little below the last number of the axis, so that it stands clear of those of the other axis.
constexpr double least_p = 0.0008;
/// Above p = 1 the peaks have room for names.
constexpr double top = 2.4;
/// With so few studies every peak is named, with more those that the pooled effect is apart from.
constexpr std::size_t all_named = 8;

std::vector<Point> points_of(const PValueCurve& curve) {
  std::vector<Point> points;
  for (std::size_t i = curve.p.size(); i-- > 0;)
    points.push_back({curve.shown[i].lower, curve.p[i]});
  for (std::size_t i = 1; i < curve.p.size(); ++i)
    points.push_back({curve.shown[i].upper, curve.p[i]});
  return points;
}

/// Whether that p is so near to the one of the level that their numbers would meet.
bool near_own(double p, double own) { return std::abs(std::log(p / own)) < std::log(1.4); }

/// The p of the axis, the one of the pool's level among them.
std::vector<Tick> ticks_of(double level) {
  const double own = 1 - level;
  std::vector<Tick> ticks{{own, fmt::format("{:.4g}", own)}};
  for (const double p : {1.0, 0.5, 0.2, 0.1, 0.05, 0.01, 0.001})
    if (!near_own(p, own)) ticks.push_back({p, fmt::format("{:.4g}", p)});
  return ticks;
}

/// At the other side, the level of the intervals that are cut there.
std::vector<Tick> levels_of(double level) {
  std::vector<Tick> ticks;
  for (const Tick& tick : ticks_of(level))
    if (tick.value < 0.15 || tick.value == 1 - level)
      ticks.push_back({tick.value, forest::level_text(1 - tick.value)});
  return ticks;
}

/// Whether the study's own interval leaves out the pooled effect.
bool apart(const Pooling& pool, const StudyResult& study) {
  const double mu = pool.pooled->estimate.estimate;
  return mu < study.ci.lower || mu > study.ci.upper;
}

/// «the 95 % intervals of 7 of 13 studies leave out the pooled effect».
std::string found_apart(const Pooling& pool) {
  if (!pool.pooled || pool.studies.size() < 2) return "";
  const auto count = std::ranges::count_if(
      pool.studies, [&](const StudyResult& study) { return apart(pool, study); });
  return fmt::format("{} of {} studies {} a {} interval that leaves out the pooled effect", count,
                     pool.studies.size(), count == 1 ? "has" : "have",
                     forest::level_text(pool.choices.level));
}

void add_study(Panel& panel, const Pooling& pool, const StudyResult& study) {
  const Estimate own = own_estimate(study);
  if (!(own.se > 0) || !std::isfinite(own.se)) return;
  const bool marked = pool.pooled && apart(pool, study);
  Tag tag = study_tag(pool, study);
  if (pool.pooled)
    tag.data.emplace_back("p of the pooled effect",
                          p_of_value(own, pool.pooled->estimate.estimate));
  Dot peak{.at = {study.shown.estimate, 1},
           .radius = 1.8,
           .role = marked ? Role::dot_marked : Role::dot_muted,
           .tag = {.key = "peak of " + tag.key, .title = tag.title, .data = tag.data}};
  if (marked || pool.studies.size() <= all_named) peak.label = study.row.label;
  peak.importance = (marked ? 10 : 0) + study.weight;
  panel.paths.push_back({.points = points_of(study_curve(pool, study, least_p)),
                         .role = marked ? Role::curve_muted : Role::curve_faint,
                         .tag = std::move(tag)});
  panel.dots.push_back(std::move(peak));
}

void add_pooled(Panel& panel, const Pooling& pool, double none) {
  const Estimate& e = pool.pooled->estimate;
  const Shown& shown = pool.pooled->shown;
  const std::string suffix = pool.horizon ? " " + *pool.horizon : "";
  if (const auto prediction = prediction_curve(pool, least_p)) {
    Area area{.outline = points_of(*prediction),
              .role = Role::area_faint,
              .tag = {.key = "prediction" + suffix,
                      .title = "Where a new study's true effect lies, by level"}};
    if (shown.pi)
      area.tag.data = {
          {"lower", shown.pi->lower}, {"upper", shown.pi->upper}, {"level", pool.choices.level}};
    panel.areas.push_back(std::move(area));
  }
  Path path{.points = points_of(pooled_curve(pool, least_p)),
            .role = Role::curve,
            .tag = {.key = "pooled" + suffix,
                    .title = "Pooled: " + pooled_text(*pool.measure, shown),
                    .data = {{"estimate", shown.estimate},
                             {"lower", shown.ci.lower},
                             {"upper", shown.ci.upper},
                             {"level", pool.choices.level},
                             {"estimate, analysis scale", e.estimate},
                             {"se", e.se}}}};
  if (e.df) path.tag.data.emplace_back("df", *e.df);
  if (std::isfinite(none)) path.tag.data.emplace_back("p of no effect", p_of_value(e, none));
  panel.paths.push_back(std::move(path));
}

Panel panel_for(const AnalysisReport& report, const Pooling& pool, const PlotStyle& style,
                const Range& range) {
  Panel panel = panel_of(pool, 2, "a drapery plot");
  panel.x = effect_scale(report, style);
  panel.x.low = range.low;
  panel.x.high = range.high;
  panel.y = {.label = "p of each value of the effect",
             .logarithmic = true,
             .low = least_p,
             .high = top,
             .ticks = ticks_of(pool.choices.level),
             .lines = true};
  if (!panel.words.empty()) return panel;
  panel.edge = levels_of(pool.choices.level);
  panel.edge_label = "Interval";
  if (const std::string found = found_apart(pool); !found.empty()) panel.lines.push_back(found);
  const std::string suffix = pool.horizon ? " " + *pool.horizon : "";
  const double none = pool.measure->none, own = 1 - pool.choices.level;
  panel.guides.push_back(
      {.of_x = false,
       .at = own,
       .role = Role::pooled_line,
       .tag = {.key = "level" + suffix,
               .title = fmt::format("{} intervals", forest::level_text(pool.choices.level)),
               .data = {{"p", own}}}});
  if (!panel.x.holds.empty())
    panel.guides.push_back({.at = panel.x.holds.front(),
                            .role = Role::null_line,
                            .tag = {.key = "no effect" + suffix, .title = "No effect"}});
  // Those that stand apart are painted over the others, the pooled effect over all.
  for (const bool marked : {false, true})
    for (const StudyResult& study : pool.studies)
      if (marked == (pool.pooled && apart(pool, study))) add_study(panel, pool, study);
  if (pool.pooled) add_pooled(panel, pool, none);
  return panel;
}

/// One range for all panels: that of the intervals, but for enormous ones.
Range range_of(const AnalysisReport& report, const chart::AxisScale& scale) {
  std::vector<Extent> rows;
  for (const Pooling* pool : whole_pools(report)) {
    for (const StudyResult& study : pool->studies)
      rows.push_back({study.shown.estimate, study.shown.ci.lower, study.shown.ci.upper});
    if (pool->pooled)
      rows.push_back({pool->pooled->shown.estimate, pool->pooled->shown.ci.lower,
                      pool->pooled->shown.ci.upper});
  }
  const double none =
      scale.holds.empty() ? (rows.empty() ? 1 : rows.front().estimate) : scale.holds.front();
  return robust_range(rows, none, scale.logarithmic);
}

std::string sentence(const Pooling& pool) {
  const std::string place = forest::place_of(pool), found = found_apart(pool);
  if (found.empty()) return "";
  return fmt::format(" {}pooled {}{}; {}.", place.empty() ? "" : place + ": ",
                     pooled_text(*pool.measure, pool.pooled->shown),
                     std::isfinite(pool.measure->none)
                         ? ", " + forest::p_text(pool.pooled->estimate.log_p) + " of no effect"
                         : "",
                     found);
}

}  // namespace

Scene draw_drapery(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Drapery plot");
  const Range range = range_of(report, effect_scale(report, style));
  bool any = false, prediction = false, marked = false;
  for (const Pooling* pool : whole_pools(report)) {
    Panel panel = panel_for(report, *pool, style, range);
    any |= panel.words.empty();
    prediction |= !panel.areas.empty();
    for (const Path& path : panel.paths) marked |= path.role == Role::curve_muted;
    chart.description += sentence(*pool);
    chart.panels.push_back(std::move(panel));
  }
  if (any) {
    chart.legend.push_back({Swatch::line, Role::curve, "Pooled effect"});
    chart.legend.push_back({Swatch::line, Role::curve_faint, "Study"});
    if (marked)
      chart.legend.push_back(
          {Swatch::line, Role::curve_muted, "Study whose interval leaves out the pooled effect"});
    if (prediction)
      chart.legend.push_back({Swatch::area, Role::area_faint, "True effect of a new study"});
    chart.notes.push_back(
        "Each curve peaks at its estimate; where a line at some p cuts it are the ends of its "
        "interval of level 1 − p. A high p at a value does not show that the value is true, only "
        "that the data do not speak against it.");
    for (const std::string& note : method_notes(report)) chart.notes.push_back(note);
  }
  return draw_chart(chart, style, measure);
}

}  // namespace weald
