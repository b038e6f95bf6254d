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

/// The pool without each study in turn, and as study after study is added: forest plots of pools
/// fitted again.
Scene draw_leave_one_out(const FigureSource& source, const PlotStyle& style,
                         const TextMeasure& measure);
Scene draw_cumulative(const FigureSource& source, const PlotStyle& style,
                      const TextMeasure& measure);

/// Studies by effect and standard error (or precision, or size), with contours of significance,
/// the estimates of trim and fill and of the limit meta-analysis.
Scene draw_funnel(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// Studies in units of their standard errors by precision; rays from the origin are effects.
Scene draw_radial(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// The risk in the treated by the risk in the controls, with the curve of the pooled effect.
Scene draw_labbe(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// The pooled effect over follow-up time with its interval and prediction bar; a study's results at
/// several horizons as a thin line.
Scene draw_horizons(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// Effects against a moderator with the fitted meta-regression, its bands and the studies' weights.
Scene draw_bubble(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// The p of every value of the effect, of each study and of the pooled effect.
Scene draw_drapery(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// Studies' deleted residuals against normal quantiles, with an envelope.
Scene draw_qq(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// The likelihood of τ² with its peaks, the estimate in use and its intervals.
Scene draw_profile(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// Baujat's plot: what each study adds to heterogeneity, against how far it pulls the result.
Scene draw_baujat(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// Case-deletion diagnostics: a study a line, a small plot each of what it does to the result.
Scene draw_influence(const FigureSource& source, const PlotStyle& style,
                     const TextMeasure& measure);

/// GOSH: the density of all subsets of studies by estimate and I², with and without one study.
Scene draw_gosh(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure);

/// The specification curve: analyses of the multiverse by the size of their effect, over a matrix
/// of their choices.
Scene draw_multiverse(const FigureSource& source, const PlotStyle& style,
                      const TextMeasure& measure);

}  // namespace weald
