// SPDX-License-Identifier: MIT
// τ² of one sample after another by whatever estimator the model asks for: REML and ML by a grid
// that they share, the others by their own row, a common effect as 0.
#pragma once

#include <optional>

#include "engine/models/likelihood_grid.h"
#include "engine/models/pool.h"

namespace weald {

class Tau2OfMany {
 public:
  /// For samples with variances among `v` and τ² up to about `upper` (larger ones only take
  /// longer).
  Tau2OfMany(const Eigen::VectorXd& v, double upper, const PoolOptions& options);

  /// Whether tau2() wants the sums of the grid.
  const LikelihoodGrid* grid() const { return grid_ ? &*grid_ : nullptr; }

  /// τ² of `sample`, 0 for one study. `sums` belong to it where there is a grid, else null.
  double tau2(const LikelihoodGrid::Sums* sums, MomentsOf& sample,
              LikelihoodGrid::Scratch& scratch) const;

 private:
  std::optional<LikelihoodGrid> grid_{};
  const Tau2Estimator* estimator_ = nullptr;  ///< null: τ² is fixed
  double fixed_ = 0;
};

}  // namespace weald
