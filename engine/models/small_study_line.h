// SPDX-License-Identifier: MIT
// A straight line through estimates, y = intercept + slope·x: what Egger-type tests, PET and PEESE
// fit.
#pragma once

#include <optional>

#include "engine/models/pool.h"
#include "engine/models/sample.h"

namespace weald {

/// A fitted line. Degrees of freedom are nothing where the test is normal.
struct FittedLine {
  double intercept = 0, intercept_se = 0;
  double slope = 0, slope_se = 0;
  std::optional<double> df{};
  double tau2 = 0;     ///< of the mixed-effects form
  double squares = 0;  ///< Σw(y - fit)², w as used in the fit
  Convergence convergence{};
};

/// Weighted least squares with an estimated dispersion, t on k-2 (Egger et al. 1997, BMJ 315:629;
/// Sterne & Egger 2005). k >= 3, w > 0; nothing where x does not vary.
std::optional<FittedLine> weighted_line(const Eigen::VectorXd& y, const Eigen::VectorXd& x,
                                        const Eigen::VectorXd& w);

enum class LineTest { z, t, hartung_knapp };

/// Mixed-effects regression on one moderator, weights 1/(v + τ²), τ² the residual heterogeneity by
/// the estimator of that name (Thompson & Sharp 1999, Stat Med 18:2693; Sterne & Egger 2005);
/// null is τ² = 0. z, t on k-2, or t with Knapp and Hartung's (2003) standard errors. k >= 3;
/// nothing where x does not vary.
std::optional<FittedLine> mixed_line(const Sample& sample, const Eigen::VectorXd& x,
                                     const Tau2Estimator* tau2, LineTest test);

/// Inference on the intercept, where the predictor is 0, and on the slope.
Estimate at_intercept(const FittedLine& line, double level);
Estimate of_slope(const FittedLine& line, double level);

}  // namespace weald
