// SPDX-License-Identifier: MIT
// REML or ML of very many samples that share one set of variances: subsets of studies (GOSH), signs
// turned (permutation), estimates drawn anew (bootstrap). The weights on a grid of τ² are computed
// once; the score of a sample on the whole grid is then a few sums, which shows every peak of its
// likelihood. The peak is refined on the sample itself, to the digits of a single fit.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/models/likelihood.h"
#include "engine/models/sample.h"

namespace weald {

class LikelihoodGrid {
 public:
  /// For samples of studies with variances among `v`. Spans τ² up to at least `upper` on a grid of
  /// factor 1.75 as the search of a single fit does; samples that reach beyond are fitted singly.
  LikelihoodGrid(const Eigen::VectorXd& v, double upper, LikelihoodKind kind);

  /// Sums over the studies of one sample, at every τ² of the grid.
  class Sums {
    friend class LikelihoodGrid;
    std::vector<double> at_{};  ///< Σw … one row of the grid's width each
    double squares_ = 0;        ///< Σe²
  };
  Sums none() const;

  /// after = before + study i, `n` times its weight, with Σe and Σe² of its estimate e (as a
  /// distance from whatever centre the caller keeps to). `before` and `after` may be the same.
  void add(const Sums& before, Eigen::Index i, double n, double e, double ee, Sums& after) const;

  /// τ² at the highest peak of the likelihood of `sample`, k >= 2, whose sums these are. `scratch`
  /// is room for the score; give each thread its own.
  struct Scratch {
    std::vector<double> value{}, slope{}, noise{};
  };
  double tau2(const Sums& sums, MomentsOf& sample, Scratch& scratch) const;

 private:
  std::size_t width_ = 0;       ///< points of the grid, a multiple of 8
  std::size_t points_ = 0;      ///< those in use
  std::vector<double> grid_{};  ///< τ², the first 0
  std::vector<double> w_{};     ///< of each study: w, w², w³, `width_` each
  double largest_v_ = 0;
  LikelihoodKind kind_;
};

}  // namespace weald
