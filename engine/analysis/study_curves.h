// SPDX-License-Identifier: MIT
// Curves and places against which single studies of a pool are read in figures: the funnel of
// chance, the radial plot, risks of the treated by risks of the controls.
#pragma once

#include <optional>
#include <vector>

#include "engine/analysis/report.h"

namespace weald {

/// How many standard errors the ends of an interval of that level lie from its middle: 1.96 of
/// 0.95.
double reach_of_level(double level);

/// Where a study with that standard error would lie with a chance of `level` if `centre` were the
/// true effect of all and nothing but chance moved it: centre ± z se, on the read scale. `centre`
/// and `se` are of the analysis scale. Around the pooled effect it is the funnel (Light & Pillemer
/// 1984, Summing Up), around no effect it ends where p = 1 - level (Peters et al. 2008, J Clin
/// Epidemiol 61:991).
Interval chance_interval(const Pooling& pool, double centre, double se, double level);

/// A study in units of its standard error.
struct RadialStudy {
  double precision = 0;     ///< 1/√(v + τ²)
  double standardised = 0;  ///< y/√(v + τ²)
};

/// The studies as the fitted model weights them, in the order of the pool: the weighted mean is the
/// slope of the line through the origin (Galbraith 1988, Stat Med 7:889; under random effects with
/// v + τ² for v).
struct RadialPlot {
  double tau2 = 0;  ///< 0 under the common effect
  std::vector<RadialStudy> studies{};
};
RadialPlot radial_plot(const Pooling& pool);

/// The risk in the treated where the controls have that risk and the effect (analysis scale) is
/// that of RR, OR, Peto's OR, RD or AS: L'Abbé et al. 1987, Ann Intern Med 107:224. It may leave
/// [0, 1]; nothing for other measures.
std::optional<double> treated_risk(const Measure& measure, double effect, double control);

}  // namespace weald
