// SPDX-License-Identifier: MIT
#include "engine/models/p_uniform.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/models/moments.h"
#include "engine/models/tau2.h"
#include "engine/numerics/distributions.h"
#include "engine/numerics/minimise.h"
#include "engine/numerics/roots.h"

namespace weald {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// The highest log-likelihood over τ² at μ.
double profile(const Sample& sample, double sign, double mu, double tau2_start, double scale) {
  Point start(1), lower(1), upper(1), unit(1);
  start << tau2_start;
  lower << 0;
  upper << infinite;
  unit << scale;
  const Objective f =
      with_differences([&](const Point& x) { return -p_uniform_loglik(sample, sign, mu, x[0]); },
                       lower, upper, unit);
  return -minimise(f, start, lower, upper, unit).f;
}

}  // namespace

double p_uniform_loglik(const Sample& sample, double sign, double mu, double tau2) {
  const double critical = normal_quantile(0.975);
  double sum = 0;
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const double variance = sample.v[i] + tau2, sd = std::sqrt(variance);
    const double cut = critical * std::sqrt(sample.v[i]);
    const double r = sample.y[i] - mu, z = (cut - sign * mu) / sd;
    const bool significant = sign * sample.y[i] > cut;
    sum -= 0.5 * (std::log(2 * std::numbers::pi * variance) + r * r / variance) +
           normal_log_upper(significant ? z : -z);
  }
  return sum;
}

std::variant<PUniform, std::string_view> p_uniform_star(const Sample& sample, double sign,
                                                        double level) {
  if (sample.k() < 3) return "it needs three studies at least";
  PUniform result;
  for (Eigen::Index i = 0; i < sample.k(); ++i)
    ++(sign * sample.y[i] > normal_quantile(0.975) * std::sqrt(sample.v[i]) ? result.significant
                                                                            : result.others);
  const double tau2 = find_tau2("ML")->estimate(sample).value;
  const Moments m = MomentsOf(sample).at(tau2);
  const double typical = 1 / std::sqrt(m.s1 / static_cast<double>(sample.k()));
  Point start(2), lower(2), upper(2), scale(2);
  start << m.mu, std::max(tau2, 0.01 * typical * typical);
  lower << -infinite, 0;
  upper << infinite, infinite;
  scale << typical, typical * typical;
  const Objective f =
      with_differences([&](const Point& x) { return -p_uniform_loglik(sample, sign, x[0], x[1]); },
                       lower, upper, scale);
  const Minimum best = minimise(f, start, lower, upper, scale);
  const double variance = inverse_curvature(best, 0);
  if (!std::isfinite(best.f) || !(variance > 0)) return "its likelihood has no maximum";
  result.convergence = {best.ok, best.iterations, best.at_bound[1]};
  result.tau2 = best.x[1];
  Estimate& e = result.estimate;
  e.estimate = best.x[0];
  e.se = std::sqrt(variance);
  const auto loss = [&](double mu) {
    return 2 *
           (-best.f - profile(sample, sign, mu, std::max(result.tau2, 1e-3 * scale[1]), scale[1]));
  };
  const double ratio = std::max(0.0, loss(0));
  e.statistic = std::copysign(std::sqrt(ratio), e.estimate);
  e.log_p = chi2_log_upper(ratio, 1);
  const double allowed = chi2_quantile(level, 1);
  const auto end = [&](double side) {
    double step = 2 * e.se, inside = e.estimate;
    for (int round = 0; round < 12; ++round, step *= 2) {
      const double outside = e.estimate + side * step;
      if (loss(outside) > allowed)
        return bracketed_root([&](double mu) { return loss(mu) - allowed; },
                              std::min(inside, outside), std::max(inside, outside), 1e-10)
            .x;
      inside = outside;
    }
    return side * infinite;
  };
  e.ci = {end(-1), end(1)};
  return result;
}

}  // namespace weald
