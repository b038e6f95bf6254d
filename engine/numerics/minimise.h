// SPDX-License-Identifier: MIT
// The lowest point of a smooth function of a few variables, each between bounds. No statistics
// here.
#pragma once

#include <functional>
#include <vector>

#include <Eigen/Core>

namespace weald {

/// At most eight variables, so that an iteration allocates nothing.
using Point = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, 8, 1>;
using Curvature = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, 8, 8>;

/// The value at x, +infinity where there is none; puts the gradient into `gradient` where that is
/// not null.
using Objective = std::function<double(const Point& x, Point* gradient)>;

struct Minimum {
  Point x{};
  double f = 0;
  bool ok = false;  ///< the gradient vanishes in every variable that is not held by a bound
  int iterations = 0;
  std::vector<bool> at_bound{};  ///< held by a bound, for each variable
  Curvature hessian{};           ///< second derivatives at x, of all variables
};

/// Newton's method with bounds (Bertsekas 1982, SIAM J Control Optim 20:221): the second
/// derivatives are central differences of the gradient, their eigenvalues taken by size so that
/// every step goes down, halved until it does. Variables pushed against a bound are held there.
/// `scale` is about how far each variable must move to matter; results do not depend on it beyond
/// rounding.
Minimum minimise(const Objective& f, const Point& start, const Point& lower, const Point& upper,
                 const Point& scale);

/// The gradient of a function that has only values, by central differences of step
/// 1e-5·scale, one-sided at a bound.
Objective with_differences(std::function<double(const Point&)> f, const Point& lower,
                           const Point& upper, const Point& scale);

/// The variance of variable `i` of the inverse of the second derivatives over the variables that
/// no bound holds; below 0 where these are not positive definite.
double inverse_curvature(const Minimum& minimum, Eigen::Index i);

}  // namespace weald
