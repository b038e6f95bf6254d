// SPDX-License-Identifier: MIT
// What every model sees: estimates and their variances, on the analysis scale. No studies, no
// names.
#pragma once

#include <Eigen/Core>

namespace weald {

/// k estimates y with known sampling variances v > 0, all finite.
struct Sample {
  Eigen::VectorXd y, v;
  Eigen::Index k() const { return y.size(); }
};

/// How an iteration ended.
struct Convergence {
  bool ok = true;
  int iterations = 0;
  bool at_boundary = false;  ///< the solution is τ² = 0 because the equation has no positive root
};

}  // namespace weald
