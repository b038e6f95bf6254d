// SPDX-License-Identifier: MIT
#include "engine/models/pool.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/expects.h"
#include "engine/models/key.h"
#include "engine/models/likelihood.h"
#include "engine/models/moments.h"
#include "engine/models/pool_parts.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

/// Residual degrees of freedom.
double degrees(const Sample& sample) { return static_cast<double>(sample.k() - 1); }

/// All that intervals need at the estimated τ². Kenward-Roger by the expected information, with the
/// adjusted variance in the degrees of freedom (Partlett & Riley 2017 as in meta).
Fit fit_at(const Moments& m, const Sample& sample, bool restricted) {
  const double df = degrees(sample);
  Fit fit{.mu = m.mu, .se_z = std::sqrt(1 / m.s1), .tau2 = m.tau2, .k = sample.k()};
  if (sample.k() < 2) return fit;
  fit.se_hk = std::sqrt(m.q / (df * m.s1));
  if (restricted) {
    const double information = m.trace_pp / 2;
    // Σw³ - (Σw²)²/Σw is not negative, but for rounding.
    const double extra = std::max(0.0, m.s3 - m.s2 * (m.s2 / m.s1));
    const double variance = 1 / m.s1 + 2 * extra / information / m.s1 / m.s1;
    fit.se_kr = std::sqrt(variance);
    fit.df_kr = 2 * information / (variance * m.s2) / (variance * m.s2);
  }
  return fit;
}

/// `m` at the estimated τ²; `restricted` REML, otherwise ML with `p` parameters.
Likelihood likelihood_at(const Moments& m, const Sample& sample, bool restricted, double p) {
  const double k = static_cast<double>(sample.k()), log_2pi = std::log(2 * std::numbers::pi);
  const double logs = sum_log_variance(sample, m.tau2);
  if (restricted) {
    const double loglik = -0.5 * ((k - 1) * log_2pi - std::log(k) + logs + std::log(m.s1) + m.q);
    return criteria(loglik, -2 * loglik, k - 1, p);
  }
  // The saturated model has y as its means and no τ²: its part in Q is 0, its logarithms those of
  // v.
  const double above_saturated = m.tau2 > 0 ? logs - sum_log_variance(sample, 0) : 0;
  return criteria(-0.5 * (k * log_2pi + logs + m.q), m.q + above_saturated, k, p);
}

}  // namespace

PoolFit pool(const Sample& sample, const PoolOptions& options) {
  EXPECTS(sample.k() >= 1 && sample.v.size() == sample.k() && options.ci != nullptr);
  const bool random = options.model == Model::random, several = sample.k() > 1;
  const bool estimated = random && several && !options.fixed_tau2;
  EXPECTS(!estimated || options.tau2 != nullptr);
  const bool likelihood = estimated && options.tau2->likelihood;
  const bool restricted = likelihood && same_key(options.tau2->key, "REML");

  PoolFit result;
  if (estimated) result.tau2 = options.tau2->estimate(sample);
  if (random && options.fixed_tau2) result.tau2.value = *options.fixed_tau2;
  const double tau2 = result.tau2.value;

  MomentsOf moments(sample);
  const Moments common = moments.at(0);
  const Moments m = tau2 > 0 ? moments.at(tau2) : common;
  result.fit = fit_at(m, sample, restricted);
  result.pooled = options.ci->infer(result.fit, options.level);
  if (random && several && options.pi != nullptr)
    result.pi = options.pi->predict(result.fit, options.level);

  const bool from_q = !random || options.i2_from == I2From::q;
  Heterogeneity& h = result.heterogeneity;
  h = heterogeneity_of(common.q, common.trace_p, degrees(sample), several ? tau2 : 0, from_q);
  h.tau2 = tau2;  // of one study too, where it is given from outside (a τ² common to subgroups)
  if (estimated) {
    h.tau2_se = result.tau2.se;
    if (options.tau2_ci != nullptr)
      set_intervals(h, options.tau2_ci->interval(sample, *options.tau2, result.tau2, options.level),
                    common.trace_p);
  }
  if (likelihood) result.likelihood = likelihood_at(m, sample, restricted, 2);
  if (!random) result.likelihood = likelihood_at(m, sample, false, 1);
  return result;
}

Eigen::VectorXd weights(const Sample& sample, double tau2) {
  const Eigen::ArrayXd w = (sample.v.array() + tau2).inverse();
  return w / w.sum();
}

QTest subgroup_difference(std::span<const double> mu, std::span<const double> se) {
  EXPECTS(mu.size() == se.size());
  if (mu.size() < 2) return {};
  const auto m = static_cast<Eigen::Index>(mu.size());
  Sample sample{Eigen::Map<const Eigen::VectorXd>(mu.data(), m),
                Eigen::Map<const Eigen::VectorXd>(se.data(), m).array().square()};
  const double q = generalised_q(sample, 0), df = degrees(sample);
  return {.q = q, .df = df, .log_p = chi2_log_upper(q, df)};
}

}  // namespace weald
