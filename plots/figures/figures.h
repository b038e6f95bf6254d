// SPDX-License-Identifier: MIT
// The drawing functions behind the rows of figures.cpp, one file a figure.
#pragma once

#include "plots/figure.h"

namespace weald {

/// The forest plot in its layouts: horizons, single, subgroups, revman, bmj, jama, and the overview
/// of published pools.
Scene draw_forest(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// The citation timeline: papers by year, references as arcs, what included studies found.
Scene draw_citations(const FigureSource& source, const PlotStyle& style,
                     const TextMeasure& measure);

/// Studies by effect and standard error (or precision, or size), with contours of significance,
/// the estimates of trim and fill and of the limit meta-analysis.
Scene draw_funnel(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

}  // namespace weald
