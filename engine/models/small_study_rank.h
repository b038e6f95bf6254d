// SPDX-License-Identifier: MIT
// Kendall's rank correlation, for the rank tests of small-study effects.
#pragma once

#include <optional>

#include <Eigen/Core>

#include "engine/models/sample.h"

namespace weald {

struct Kendall {
  double score = 0;  ///< pairs in the same order minus pairs in the opposite order
  double tau = 0;    ///< τ_b: score over √((pairs not tied in x)(pairs not tied in y))
  double z = 0;      ///< score over its standard deviation with ties, no continuity correction
  double log_p_normal = 0;
  double log_p = 0;  ///< exact where nothing is tied and k <= 400, otherwise normal
  bool exact = false;
};

/// Kendall's τ of x and y (Kendall 1970, Rank Correlation Methods, 4 and 5; exact distribution by
/// counting inversions). O(k log k), with the exact p O(k³). Nothing for k < 3 or where all x or
/// all y are tied.
std::optional<Kendall> kendall(const Eigen::VectorXd& x, const Eigen::VectorXd& y);

/// (y - μ)/√(v - 1/Σw), about the common-effect mean: estimates standardised as Begg & Mazumdar
/// (1994, Biometrics 50:1088) do before ranking.
Eigen::VectorXd begg_standardised(const Sample& sample);

}  // namespace weald
