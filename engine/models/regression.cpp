// SPDX-License-Identifier: MIT
#include "engine/models/regression.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Dense>

#include "engine/expects.h"
#include "engine/models/key.h"
#include "engine/models/likelihood.h"
#include "engine/models/pool_parts.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

/// `random`: τ² counts as a parameter.
Likelihood likelihood_at(RegressionMomentsOf& moments, double tau2, bool restricted, bool random) {
  const double loglik = regression_loglik(moments, tau2, restricted);
  const double parameters = static_cast<double>(moments.p()) + (random ? 1 : 0);
  if (restricted) return criteria(loglik, -2 * loglik, moments.df(), parameters);
  // The saturated model has y as its means and no τ²: its part in Q is 0.
  const Sample& sample = moments.sample();
  const double above_saturated =
      tau2 > 0 ? sum_log_variance(sample, tau2) - sum_log_variance(sample, 0) : 0;
  return criteria(loglik, moments.at(tau2).q + above_saturated, static_cast<double>(moments.k()),
                  parameters);
}

/// Rows of the root of those coefficients, each of length 1: their products are correlations.
Eigen::MatrixXd unit_rows(const RegressionFit& fit, std::span<const Eigen::Index> of) {
  Eigen::MatrixXd rows(static_cast<Eigen::Index>(of.size()), fit.p);
  for (std::size_t i = 0; i < of.size(); ++i)
    rows.row(static_cast<Eigen::Index>(i)) = fit.root.row(of[i]).normalized();
  return rows;
}

/// ln|C| of the correlation matrix whose root is `rows`.
double log_det(const Eigen::MatrixXd& rows) {
  if (rows.rows() == 0) return 0;
  const Eigen::MatrixXd qr = rows.transpose().householderQr().matrixQR();
  return 2 * qr.diagonal().head(rows.rows()).array().abs().log().sum();
}

double ml_tau2(RegressionMomentsOf& moments, Model model) {
  return model == Model::random ? regression_tau2(moments, *find_tau2("ML"))->value : 0;
}

}  // namespace

std::optional<RegressionFit> regress(const Sample& sample, const OrthonormalBasis& basis,
                                     const RegressionOptions& options) {
  const bool random = options.model == Model::random;
  EXPECTS(!random || options.tau2 != nullptr);
  RegressionMomentsOf moments(sample, basis.q);
  std::optional<Tau2> estimated = Tau2{};
  if (random) estimated = regression_tau2(moments, *options.tau2);
  if (!estimated) return std::nullopt;
  std::optional<RegressionFit> result(std::in_place);
  RegressionFit& fit = *result;
  fit.k = moments.k();
  fit.p = moments.p();
  fit.tau2 = *estimated;
  const double tau2 = fit.tau2.value, df = moments.df();
  const RegressionMoments common = moments.at(0);
  const RegressionMoments m = moments.at(tau2);
  const Eigen::MatrixXd back = inverse_of_upper(basis.r);
  fit.beta = back * moments.coefficients();
  // X'WX = R'LL'R, its inverse is (R⁻¹L⁻ᵀ)(R⁻¹L⁻ᵀ)'.
  const Eigen::MatrixXd upper = moments.cholesky().triangularView<Eigen::Lower>().transpose();
  fit.root = back * inverse_of_upper(upper);
  fit.dispersion = m.q / df;

  const bool from_q = !random || options.i2_from == I2From::q;
  Heterogeneity& h = fit.heterogeneity;
  h = heterogeneity_of(common.q, common.trace_p, df, tau2, from_q);
  const bool restricted = random && same_key(options.tau2->key, "REML");
  if (random) {
    h.tau2_se = fit.tau2.se;
    if (options.intercept && sample.k() > 1) {
      const double without = options.tau2->estimate(sample).value;
      if (without > 0) fit.r2 = std::max(0.0, 100 * (without - tau2) / without);
    }
  }
  if (!random || options.tau2->likelihood)
    fit.likelihood = likelihood_at(moments, tau2, restricted, random);
  if (random && options.tau2_ci != nullptr) {
    const auto ci =
        regression_tau2_interval(moments, *options.tau2_ci, *options.tau2, tau2, options.level);
    if (ci) set_intervals(h, *ci, common.trace_p);
  }
  return result;
}

Fit combination(const RegressionFit& fit, const Eigen::VectorXd& x) {
  EXPECTS(x.size() == fit.p);
  const double se = (fit.root.transpose() * x).norm();
  return {.mu = x.dot(fit.beta),
          .se_z = se,
          .se_hk = std::sqrt(fit.dispersion) * se,
          .tau2 = fit.tau2.value,
          .k = fit.k - fit.p + 1};
}

WaldTest wald_test(const RegressionFit& fit, const Eigen::MatrixXd& l, double factor,
                   std::optional<double> df) {
  const Eigen::Index m = l.rows();
  EXPECTS(m >= 1 && m <= fit.p && l.cols() == fit.p && factor > 0);
  // L V L' = (LS)(LS)' = R'R by QR of (LS)': the test is the length of R⁻ᵀLβ, nothing squared.
  const Eigen::MatrixXd qr = (l * fit.root).transpose().householderQr().matrixQR();
  const Eigen::MatrixXd r = qr.topRows(m).triangularView<Eigen::Upper>();
  const Eigen::VectorXd z = r.transpose().triangularView<Eigen::Lower>().solve(l * fit.beta);
  const double q = z.squaredNorm() / factor, df1 = static_cast<double>(m);
  if (!df) return {.statistic = q, .df1 = df1, .log_p = chi2_log_upper(q, df1)};
  return {.statistic = q / df1, .df1 = df1, .df2 = df, .log_p = f_log_upper(q / df1, df1, *df)};
}

double variance_inflation(const RegressionFit& fit, std::span<const Eigen::Index> set,
                          std::span<const Eigen::Index> all) {
  std::vector<Eigen::Index> rest;
  for (const Eigen::Index i : all)
    if (std::find(set.begin(), set.end(), i) == set.end()) rest.push_back(i);
  return std::exp(log_det(unit_rows(fit, set)) + log_det(unit_rows(fit, rest)) -
                  log_det(unit_rows(fit, all)));
}

LikelihoodRatio likelihood_ratio(const Sample& sample, const OrthonormalBasis& full,
                                 const OrthonormalBasis& reduced, Model model) {
  const bool random = model == Model::random;
  RegressionMomentsOf of_full(sample, full.q), of_reduced(sample, reduced.q);
  LikelihoodRatio result{.tau2_full = ml_tau2(of_full, model),
                         .tau2_reduced = ml_tau2(of_reduced, model)};
  result.full = likelihood_at(of_full, result.tau2_full, false, random);
  result.reduced = likelihood_at(of_reduced, result.tau2_reduced, false, random);
  result.statistic = std::max(0.0, 2 * (result.full.loglik - result.reduced.loglik));
  result.df = static_cast<double>(full.q.cols() - reduced.q.cols());
  if (result.df > 0) result.log_p = chi2_log_upper(result.statistic, result.df);
  return result;
}

bool nested(const OrthonormalBasis& inner, const OrthonormalBasis& outer) {
  const Eigen::MatrixXd left = inner.q - outer.q * (outer.q.transpose() * inner.q);
  return left.colwise().norm().maxCoeff() < 1e-6;
}

}  // namespace weald
