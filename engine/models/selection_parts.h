// SPDX-License-Identifier: MIT
// The two kinds of weight function, as objectives to minimise. For selection*.cpp alone.
#pragma once

#include <optional>
#include <vector>

#include "engine/models/selection.h"
#include "engine/numerics/gauss_legendre.h"
#include "engine/numerics/minimise.h"

namespace weald::selection {

/// Parameters in the order (μ, τ², δ…), or (μ, δ…) where τ² = 0 is fixed. Effects above 0 are the
/// ones that are preferred.
struct Problem {
  const Sample* sample = nullptr;
  bool common = false;
  Eigen::Index first_delta() const { return common ? 1 : 2; }
  double tau2(const Point& x) const { return common ? 0 : x[1]; }
};

/// Weights that are constant between cuts. Study i has its cut j at a[j]√v + b[j]; region r lies
/// below cut r. Index 0 is the weight 1, j > 0 is δ of that place.
struct Regions {
  std::vector<double> a{}, b{};
  std::vector<Eigen::Index> weight{};  ///< of each region, one more than there are cuts
  std::vector<Eigen::Index> own{};     ///< of each study
  Eigen::Index deltas = 0;
};

/// Minus the log-likelihood; exact by the normal distribution function.
double minus_loglik(const Problem& problem, const Regions& regions, const Point& x,
                    Point* gradient);

/// A smooth weight as its logarithm and the derivatives of that by δ.
using LogWeight = double (*)(double p, double step, const double* delta, double* slopes);

/// Smooth weights on a grid of standardised estimates u = y/√v, the same for all studies; beyond
/// the ends the weight is constant.
struct Smooth {
  LogWeight log_weight = nullptr;
  Eigen::Index deltas = 1;
  double step = 0;
  Quadrature grid{};
  double end = 0;                  ///< the grid runs from -end to end
  std::vector<double> p{};         ///< at the nodes
  double p_left = 1, p_right = 0;  ///< beyond the ends
  std::vector<double> own{};       ///< p of each study
};

/// Minus the log-likelihood by quadrature.
double minus_loglik(const Problem& problem, const Smooth& smooth, const Point& x, Point* gradient);

/// The grid and the p-values for smooth weights, p kept within [clip, 1 - clip].
Smooth smooth_weights(const Sample& sample, LogWeight log_weight, Eigen::Index deltas, double step,
                      double clip, bool two_sided);

}  // namespace weald::selection
