// SPDX-License-Identifier: MIT
// The normal quantile plot of studies' standardised deleted residuals (Wang & Bushman 1998,
// Psychol Methods 3:46; Viechtbauer & Cheung 2010, Res Synth Methods 1:112), one panel a horizon.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/curves.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

constexpr std::size_t fewest = 3;

const StudyResult* study_of(const Pooling& pool, std::size_t i) {
  return i < pool.studies.size() ? &pool.studies[i] : nullptr;
}

void add_envelope(Panel& panel, const std::vector<QuantilePoint>& points,
                  const std::string& suffix) {
  Area area{.role = Role::area_faint,
            .tag = {.key = "envelope" + suffix,
                    .title = "Where each point lies if all residuals are normal"}};
  for (const QuantilePoint& point : points)
    area.outline.push_back({point.normal, point.envelope.upper});
  for (auto point = points.rbegin(); point != points.rend(); ++point)
    area.outline.push_back({point->normal, point->envelope.lower});
  panel.areas.push_back(std::move(area));
}

void add_line(Panel& panel, const std::vector<QuantilePoint>& points, const std::string& suffix) {
  const double far = 1.3 * std::max(std::abs(points.front().normal), points.back().normal);
  panel.paths.push_back({.points = {{-far, -far}, {far, far}},
                         .role = Role::curve_muted,
                         .tag = {.key = "line" + suffix,
                                 .title = "Residual equals normal quantile",
                                 .data = {{"intercept", 0.0}, {"slope", 1.0}}}});
}

Dot dot_of(const Pooling& pool, const StudyResult& study, const QuantilePoint& point) {
  Dot dot{.at = {point.normal, point.residual},
          .role = point.outside ? Role::dot_marked : Role::dot,
          .form = point.outside ? DotForm::square : DotForm::circle,
          .tag = study_tag(pool, study),
          .importance = std::abs(point.residual)};
  dot.tag.title =
      fmt::format("{}; residual {}", dot.tag.title, typeset(fmt::format("{:.2f}", point.residual)));
  if (point.outside) dot.label = study.row.label;
  dot.tag.data.emplace_back("residual", point.residual);
  dot.tag.data.emplace_back("normal quantile", point.normal);
  dot.tag.data.emplace_back("envelope lower", point.envelope.lower);
  dot.tag.data.emplace_back("envelope upper", point.envelope.upper);
  dot.tag.data.emplace_back("outside", point.outside ? "yes" : "no");
  return dot;
}

Panel panel_for(const PoolSensitivity& of, std::size_t& counted) {
  const Pooling& pool = *of.pool;
  Panel panel = panel_of(pool, fewest, "a normal quantile plot");
  panel.x = {.label = "Normal quantile of the study's rank"};
  panel.y = {.label = "Standardised deleted residual"};
  if (!panel.words.empty()) return panel;
  if (!of.influence) {
    panel.words = "No deleted residuals here.";
    for (const Note& note : of.notes)
      if (note.message.starts_with("influence: "))
        panel.words = "No deleted residuals: " + note.message.substr(11) + ".";
    return panel;
  }
  std::vector<double> residuals;
  for (const InfluenceRow& row : *of.influence) residuals.push_back(row.values.rstudent);
  const std::vector<QuantilePoint> points = normal_quantiles(residuals, pool.choices.level);
  if (points.size() < fewest) {
    panel.words = "Too few residuals exist.";
    return panel;
  }
  const std::string suffix = pool.horizon ? " " + *pool.horizon : "";
  add_envelope(panel, points, suffix);
  add_line(panel, points, suffix);
  for (const double end : {points.front().envelope.lower, points.back().envelope.upper})
    panel.y.holds.push_back(end);
  for (const QuantilePoint& point : points) {
    const StudyResult* study = study_of(pool, point.index);
    if (study == nullptr) continue;
    panel.dots.push_back(dot_of(pool, *study, point));
  }
  const auto outside =
      static_cast<std::size_t>(std::ranges::count_if(points, &QuantilePoint::outside));
  counted += outside;
  panel.lines.push_back(outside == 0 ? "No study lies outside of its envelope"
                                     : fmt::format("{} of {} outside of {} envelope", outside,
                                                   points.size(), outside == 1 ? "its" : "their"));
  return panel;
}

}  // namespace

Scene draw_qq(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Normal quantile plot of residuals");
  std::size_t counted = 0;
  bool any = false;
  double level = 0.95;
  for (const PoolSensitivity* of : source.sensitivity) {
    if (of->pool->subgroup) continue;
    Panel panel = panel_for(*of, counted);
    const std::string place = forest::place_of(*of->pool);
    if (panel.words.empty()) {
      any = true;
      level = of->pool->choices.level;
      chart.description +=
          fmt::format(" {}{}.", place.empty() ? "" : place + ": ", fmt::join(panel.lines, "; "));
    }
    chart.panels.push_back(std::move(panel));
  }
  if (any) {
    chart.legend.push_back({Swatch::dot, Role::dot, "Study"});
    if (counted > 0)
      chart.legend.push_back({Swatch::square, Role::dot_marked, "Study outside of its envelope"});
    chart.legend.push_back({Swatch::line, Role::curve_muted, "Normal residuals"});
    chart.legend.push_back(
        {Swatch::area, Role::area_faint, forest::level_text(level) + " envelope of each point"});
    chart.notes.push_back(fmt::format(
        "Residual: the study's effect less the pooled effect without it, over its standard error. "
        "Envelope: quantiles of the beta distribution of each rank, for independent normal "
        "residuals; it holds point by point, so that of many studies about {} lie outside by "
        "chance. Few studies can hide any shape: a straight line does not show that true effects "
        "are normal.",
        fmt::format("{:.4g} %", 100 * (1 - level))));
    for (const std::string& note : method_notes(report)) chart.notes.push_back(note);
  }
  return draw_chart(chart, style, measure);
}

}  // namespace weald
