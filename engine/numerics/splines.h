// SPDX-License-Identifier: MIT
// Natural cubic splines: cubic between knots, straight beyond the outermost.
#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

namespace weald {

/// A basis of the natural cubic splines with given knots, without the constant.
struct NaturalSpline {
  std::vector<double> knots{};     ///< boundary knots four times each, interior ones between
  Eigen::MatrixXd combinations{};  ///< B-splines without the first -> basis functions

  Eigen::Index df() const { return combinations.cols(); }
};

/// A basis with `df` >= 1 functions for values x (at least two different ones): boundary knots at
/// the smallest and largest x, df - 1 interior knots at its quantiles (type 7 of Hyndman & Fan
/// 1996). B-splines (de Boor 2001, A Practical Guide to Splines, chapter IX) combined so that the
/// second derivative is 0 at the boundary (Hastie, Tibshirani & Friedman 2009, section 5.2.1); the
/// same basis as `ns()` of R's package splines.
NaturalSpline natural_spline(std::span<const double> x, int df);

/// The df functions at x; straight lines beyond the boundary knots.
Eigen::VectorXd at(const NaturalSpline& spline, double x);

}  // namespace weald
