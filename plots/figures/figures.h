// SPDX-License-Identifier: MIT
// The drawing functions behind the rows of figures.cpp, one file a figure.
#pragma once

#include "plots/figure.h"

namespace weald {

/// The forest plot in its layouts: horizons, single, subgroups, revman, and the overview of
/// published pools.
Scene draw_forest(const AnalysisReport& report, const PlotStyle& style, const TextMeasure& measure);

/// The citation timeline: papers by year, references as arcs, what included studies found.
Scene draw_citations(const CitationPicture& picture, const PlotStyle& style,
                     const TextMeasure& measure);

}  // namespace weald
