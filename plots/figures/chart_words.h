// SPDX-License-Identifier: MIT
// What figures of pools share before they are charts: captions, scales, names of panels and
// studies. Internal to plots/figures/.
#pragma once

#include <string>
#include <vector>

#include "plots/chart/chart.h"
#include "plots/figures/forest.h"

namespace weald::chart {

/// The forest plot's title, subtitle, axis label and directions, as a chart's. `kind` begins the
/// description: «Funnel plot».
Chart captioned(const AnalysisReport& report, const PlotStyle& style, std::string_view kind);

/// The axis of effects: label, log scale, «no effect» in view.
AxisScale effect_scale(const AnalysisReport& report, const PlotStyle& style);

/// The pools that are no subgroup's, in the order of horizons.
std::vector<const Pooling*> whole_pools(const AnalysisReport& report);

/// A panel with the pool's horizon as its title and what was found as its line; `words` where it
/// has fewer than `fewest` studies.
Panel panel_of(const Pooling& pool, std::size_t fewest, std::string_view what);

/// «aronson-1948», «Aronson 1948, short term: RR 0.41 (0.13 to 1.26)», and the numbers.
Tag study_tag(const Pooling& pool, const StudyResult& study);

/// «RR 0.49 (0.34 to 0.70)».
std::string pooled_text(const Measure& measure, const Shown& shown);

/// «Methods: REML τ²; HK CI …», each once, with the places that it holds for where it does not hold
/// for all; of whole pools with two studies or more.
std::vector<std::string> method_notes(const AnalysisReport& report);

/// How much it matters that a study is named, 0: not at all. Named are the eight that lie farthest
/// outside, and the two most precise. `away`: how far each lies from what is expected, 1 at the end
/// of where chance alone takes it.
std::vector<double> worth_naming(const Pooling& pool, const std::vector<double>& away);

/// Adds to the description what stands in the panels' heads and in the notes.
void describe_panels(Chart& chart);

/// What the horizons' keys end in: « short», or nothing.
std::string suffix_of(const Pooling& pool);

/// Dots by weight: a radius in points, areas in proportion; `share` is the weight over the largest.
double radius_of(double share);

}  // namespace weald::chart
