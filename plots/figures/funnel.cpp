// SPDX-License-Identifier: MIT
// The funnel plot, contour-enhanced (Light & Pillemer 1984; Sterne & Egger 2001, J Clin Epidemiol
// 54:1046; Peters et al. 2008, J Clin Epidemiol 61:991), one panel a horizon.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

void add_studies(Panel& panel, const Pooling& pool) {
  for (const StudyResult& study : pool.studies)
    panel.dots.push_back({.at = {study.shown.estimate, std::sqrt(study.v)},
                          .tag = study_tag(pool, study),
                          .label = study.row.label,
                          .importance = std::sqrt(study.v)});
}

Panel panel_for(const AnalysisReport& report, const Pooling& pool, const PlotStyle& style) {
  Panel panel = panel_of(pool, 3, "a funnel plot");
  panel.x = effect_scale(report, style);
  panel.y = {.label = "Standard error", .turned = true, .low = 0.0};
  if (!panel.words.empty()) return panel;
  add_studies(panel, pool);
  if (pool.pooled)
    panel.guides.push_back({.at = pool.pooled->shown.estimate, .role = Role::pooled_line});
  return panel;
}

}  // namespace

Scene draw_funnel(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Funnel plot");
  chart.same_x = chart.same_y = true;
  for (const Pooling* pool : whole_pools(report))
    chart.panels.push_back(panel_for(report, *pool, style));
  return draw_chart(chart, style, measure);
}

}  // namespace weald
