// SPDX-License-Identifier: MIT
// Mixed-effects meta-regression y_i ~ N(x_i'β, v_i + τ²): coefficients, tests, heterogeneity that
// is left, predictions. Knows vectors and a design, no studies and no names. Everything is computed
// in an orthonormal basis of the design (X = ZR), and covariances are kept as a root S, V = SS', so
// that nothing depends on the units of a moderator.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/models/pool.h"
#include "engine/models/regression_moments.h"
#include "engine/numerics/linear.h"

namespace weald {

/// τ² of a meta-regression by an estimator of tau2_estimators(); nothing where the estimator has no
/// form with moderators. k-1 becomes k-p and sums become traces over P (Viechtbauer 2005;
/// Raudenbush 2009, Handbook of Research Synthesis, chapter 16; DerSimonian & Kacker 2007).
std::optional<Tau2> regression_tau2(RegressionMomentsOf& moments, const Tau2Estimator& estimator);

/// Interval of τ² by a method of tau2_intervals() (Q-profile: Viechtbauer 2007; profile likelihood:
/// Hardy & Thompson 1996); nothing where the method has no form with moderators.
std::optional<Tau2Interval> regression_tau2_interval(RegressionMomentsOf& moments,
                                                     const Tau2IntervalMethod& method,
                                                     const Tau2Estimator& estimator, double tau2,
                                                     double level);

/// Log-likelihoods at τ², maximised over β; the restricted one with metafor's constant ½ln|X'X|.
double regression_loglik(RegressionMomentsOf& moments, double tau2, bool restricted);

struct RegressionOptions {
  Model model = Model::random;
  const Tau2Estimator* tau2 = nullptr;  ///< random effects
  const Tau2IntervalMethod* tau2_ci = nullptr;
  bool intercept = true;  ///< the model has one (or spans one): R² has a meaning
  I2From i2_from = I2From::tau2;
  double level = 0.95;
};

struct RegressionFit {
  Eigen::Index k = 0, p = 0;
  Eigen::VectorXd beta{};
  Eigen::MatrixXd root{};  ///< p × p, root·root' is the covariance of beta (z)
  double dispersion = 0;   ///< Q*(τ²)/(k-p), the factor of Hartung & Knapp (Knapp & Hartung 2003)
  Tau2 tau2{};
  Heterogeneity heterogeneity{};  ///< what is left: q is the residual QE on k-p
  std::optional<double> r2{};     ///< percent of τ² explained (Raudenbush 1994); may be nothing
  std::optional<Likelihood> likelihood{};
};

/// Fits k > p estimates to a design of full column rank (`basis` with nothing dependent). Nothing
/// where the estimator has no form with moderators.
std::optional<RegressionFit> regress(const Sample& sample, const OrthonormalBasis& basis,
                                     const RegressionOptions& options);

/// The linear combination x'β with its z and Hartung-Knapp standard errors, in the form that rows
/// of mean_intervals() and prediction_intervals() take; k-1 in them is then k-p.
Fit combination(const RegressionFit& fit, const Eigen::VectorXd& x);

/// Wald test that all rows of `l` (m × p, of full rank) times β are 0. With a test on `df` degrees
/// of freedom it is F with m and df, else χ² with m; `factor` multiplies the covariance (1 for z
/// and t, the dispersion for Hartung-Knapp).
struct WaldTest {
  double statistic = 0, df1 = 0;
  std::optional<double> df2{};
  double log_p = 0;
};
WaldTest wald_test(const RegressionFit& fit, const Eigen::MatrixXd& l, double factor,
                   std::optional<double> df);

/// Generalised variance inflation of the coefficients in `set` among those in `all` (a superset):
/// |C₁₁||C₂₂|/|C| of their correlation matrix C (Fox & Monette 1992, J Am Stat Assoc 87:178); of a
/// single coefficient the usual VIF.
double variance_inflation(const RegressionFit& fit, std::span<const Eigen::Index> set,
                          std::span<const Eigen::Index> all);

/// Likelihood-ratio test of nested designs on the same studies, both fitted by ML (the restricted
/// likelihoods of different fixed effects cannot be compared).
struct LikelihoodRatio {
  Likelihood full{}, reduced{};
  double tau2_full = 0, tau2_reduced = 0;
  double statistic = 0, df = 0, log_p = 0;
};
LikelihoodRatio likelihood_ratio(const Sample& sample, const OrthonormalBasis& full,
                                 const OrthonormalBasis& reduced, Model model);

/// Whether every column of `inner` lies in the space of `outer`.
bool nested(const OrthonormalBasis& inner, const OrthonormalBasis& outer);

}  // namespace weald
