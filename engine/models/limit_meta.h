// SPDX-License-Identifier: MIT
// Limit meta-analysis: the effect that studies of unlimited precision would show.
#pragma once

#include <optional>

#include "engine/models/pool.h"

namespace weald {

struct LimitMeta {
  Estimate adjusted{};
  double g2 = 0;       ///< percent: heterogeneity that small-study effects do not explain
  double q_small = 0;  ///< Q explained by them, on 1 df
  double q_resid = 0;  ///< what is left, on k-2 df
  double slope = 0;    ///< of the generalised radial plot's intercept: bias per standard error
  Eigen::VectorXd shrunken{};  ///< the studies' limit estimates
};

/// Rücker et al. 2011 (Biostatistics 12:122), expectation of the limit, β₀ (their equation for
/// μ + τα); variances of the coefficients with dispersion 1. k >= 3; nothing where the precisions
/// do not differ. With τ² = 0 it is the line through the radial plot.
std::optional<LimitMeta> limit_meta(const Sample& sample, double tau2, double level);

}  // namespace weald
