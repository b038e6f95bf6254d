// SPDX-License-Identifier: MIT
#include "engine/models/limit_meta.h"

#include <cmath>

#include "engine/models/moments.h"
#include "engine/models/small_study_line.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

/// y√w on √w: intercept α is the slope of y on 1/√w, slope β its intercept.
std::optional<FittedLine> radial(const Eigen::VectorXd& y, const Eigen::VectorXd& variance) {
  return mixed_line({y, variance}, variance.cwiseSqrt(), nullptr, LineTest::z);
}

}  // namespace

std::optional<LimitMeta> limit_meta(const Sample& sample, double tau2, double level) {
  if (sample.k() < 3) return {};
  const Eigen::VectorXd variance = (sample.v.array() + tau2).matrix();
  const auto line = radial(sample.y, variance), common = radial(sample.y, sample.v);
  if (!line || !common) return {};
  const double tau = std::sqrt(tau2), alpha = line->slope, beta = line->intercept;
  // With x = 1/√w and weights w the sums are Σw, Σ√w, k: variances of α and β and their covariance.
  const Eigen::ArrayXd root = variance.array().sqrt().inverse();
  const double mean = root.mean();
  const double spread = (root - mean).square().sum();
  const double var_beta = 1 / spread, var_alpha = root.square().mean() / spread,
               covariance = -mean / spread;

  LimitMeta result;
  const double se = std::sqrt(var_beta + tau2 * var_alpha + 2 * tau * covariance);
  const double half = normal_quantile(0.5 + level / 2) * se;
  result.adjusted = {.estimate = beta + tau * alpha, .se = se};
  Estimate& e = result.adjusted;
  e.statistic = e.estimate / se;
  e.log_p = normal_log_two_sided(e.statistic);
  e.ci = {e.estimate - half, e.estimate + half};
  result.slope = alpha;

  result.shrunken = (beta + (tau2 / variance.array()).sqrt() * (sample.y.array() - beta)).matrix();
  // G² = 1 - R² of the radial plot of the limit estimates, √w·y on √w with w = 1/v.
  const Eigen::ArrayXd precision = sample.v.array().sqrt().inverse();
  const Eigen::ArrayXd scaled = result.shrunken.array() * precision;
  const double mean_y = scaled.mean(), mean_x = precision.mean();
  const double syy = (scaled - mean_y).square().sum(), sxx = (precision - mean_x).square().sum(),
               sxy = ((scaled - mean_y) * (precision - mean_x)).sum();
  result.g2 = syy > 0 && sxx > 0 ? 100 * std::fmax(0.0, 1 - sxy / sxx * (sxy / syy)) : 0;
  result.q_resid = common->squares;
  result.q_small = MomentsOf(sample).at(0).q - result.q_resid;
  return result;
}

}  // namespace weald
