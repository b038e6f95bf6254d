// SPDX-License-Identifier: MIT
// The forest plot: content, then measurements, then shapes.
#include "plots/figures/forest.h"

#include "engine/expects.h"
#include "plots/figures/figures.h"

namespace weald {

Scene draw_forest(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  EXPECTS(source.analysis != nullptr);
  const AnalysisReport& report = *source.analysis;
  const forest::Sheet sheet =
      report.overview ? forest::overview_sheet(report, style) : forest::sheet_of(report, style);
  return forest::paginate(sheet, forest::plan_of(sheet, style, measure), style, measure);
}

}  // namespace weald
