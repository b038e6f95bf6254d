// SPDX-License-Identifier: MIT
// What a pool and a meta-regression say of heterogeneity and likelihood alike. Nothing outside
// engine/models needs it.
#pragma once

#include "engine/models/pool.h"

namespace weald {

/// Q with its p on `df` (k-1, with moderators k-p), and I² (percent) and H²: from Q, or at a τ²
/// with the typical within-study variance df/tr P, `trace_p` at τ² = 0 (Higgins & Thompson 2002,
/// Stat Med 21:1539, equation 9). Of no degrees of freedom nothing but τ².
Heterogeneity heterogeneity_of(double q, double trace_p, double df, double tau2, bool from_q);

/// The interval of τ² and those of I² and H² that follow from it.
void set_intervals(Heterogeneity& h, const Tau2Interval& tau2, double trace_p);

/// AIC, BIC and AICc of `parameters` from n observations (under REML those less the coefficients),
/// as metafor counts them.
Likelihood criteria(double loglik, double deviance, double n, double parameters);

}  // namespace weald
