// SPDX-License-Identifier: MIT
// The sums over studies that a meta-regression needs at a given τ², in one pass, O(k p²), in an
// orthonormal basis of the design, so that nothing depends on the units or the origin of a
// moderator.
#pragma once

#include <vector>

#include <Eigen/Core>

#include "engine/models/sample.h"

namespace weald {

/// With w = 1/(v + τ²), W = diag w, Z the basis, r the weighted residuals of y and
/// P = W - WZ(Z'WZ)⁻¹Z'W:
struct RegressionMoments {
  double tau2 = 0;
  double s1 = 0, s2 = 0;     ///< Σw, Σw²
  double q = 0;              ///< y'Py = Σwr², the residual Q
  double ypp = 0, yppp = 0;  ///< y'PPy = Σw²r² and y'PPPy
  double trace_p = 0;        ///< tr P
  double trace_pp = 0;       ///< tr PP
  double log_det = 0;        ///< ln|Z'WZ|
};

/// The sums behind them over the columns of the basis and the residual, as a triangle of products.
struct WeightedProducts {
  double n1 = 0, n2 = 0;             ///< Σw, Σw²
  Eigen::MatrixXd a1{}, a2{}, a3{};  ///< Σw·, Σw²·, Σw³· of the products of columns
};

/// Evaluates moments of one sample and design at one τ² after another. Residuals are taken about
/// the fit of an evaluation before, in a second pass about the new one where that is far away, so
/// that nothing cancels.
class RegressionMomentsOf {
 public:
  /// `z`: k × p with orthonormal columns, 1 <= p < k; both must outlive the object.
  RegressionMomentsOf(const Sample& sample, const Eigen::MatrixXd& z);
  RegressionMomentsOf(const Sample& sample, Eigen::MatrixXd&& z) = delete;

  RegressionMoments at(double tau2);

  Eigen::Index k() const { return sample_->k(); }
  Eigen::Index p() const { return z_->cols(); }
  double df() const { return static_cast<double>(k() - p()); }
  const Sample& sample() const { return *sample_; }
  const Eigen::MatrixXd& basis() const { return *z_; }
  const Eigen::VectorXd& residuals() const { return e_; }  ///< y - Z·centre
  double squares() const { return squares_; }              ///< Σ of squared unweighted residuals

  /// Coefficients in the basis, and the Cholesky factor L of Z'WZ = LL', of the latest evaluation.
  Eigen::VectorXd coefficients() const { return centre_ + shift_; }
  const Eigen::MatrixXd& cholesky() const { return l_; }

 private:
  friend class BinnedRegressionMoments;
  void sum(double tau2);
  RegressionMoments complete(double tau2);

  const Sample* sample_;
  const Eigen::MatrixXd* z_;
  Eigen::VectorXd e_, centre_, shift_, u_;
  double squares_ = 0;
  WeightedProducts sums_;
  Eigen::MatrixXd l_, work_;
};

/// The same over studies sorted into bins by variance: approximate (about 1e-4 of the size of the
/// terms), for looking where the roots of an equation are when k is large. A bin is as wide as
/// 1/128 of an octave, wider where the variances span more than 64 octaves.
class BinnedRegressionMoments {
 public:
  explicit BinnedRegressionMoments(RegressionMomentsOf& full);
  RegressionMoments at(double tau2);

 private:
  RegressionMomentsOf* full_;
  std::vector<double> v_, n_;     ///< mean variance, number of studies
  std::vector<double> products_;  ///< a bin after another, the lower triangle of its products
};

}  // namespace weald
