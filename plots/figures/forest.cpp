// SPDX-License-Identifier: MIT
// The forest plot: content, then measurements, then shapes.
#include "plots/figures/forest.h"

#include "plots/figures/figures.h"

namespace weald {

Scene draw_forest(const AnalysisReport& report, const PlotStyle& style,
                  const TextMeasure& measure) {
  const forest::Sheet sheet =
      report.overview ? forest::overview_sheet(report, style) : forest::sheet_of(report, style);
  return forest::paginate(sheet, forest::plan_of(sheet, style, measure), style, measure);
}

}  // namespace weald
