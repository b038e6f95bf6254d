// SPDX-License-Identifier: MIT
#include "engine/models/copas.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/models/moments.h"
#include "engine/models/tau2.h"
#include "engine/numerics/distributions.h"
#include "engine/numerics/minimise.h"

namespace weald {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

double log_cdf(double u) { return normal_log_upper(-u); }

/// φ(u)/Φ(u).
double mills(double u) {
  return std::exp(-0.5 * u * u - 0.5 * std::log(2 * std::numbers::pi) - log_cdf(u));
}

/// Minimises over (μ, τ, ρ), and the slope on se where `sloped`.
Minimum fit(const Sample& sample, double gamma0, double gamma1, bool sloped, double mu, double tau,
            double scale_y) {
  const Eigen::Index n = sloped ? 4 : 3;
  Point lower(n), upper(n), scale(n), start(n);
  lower.setConstant(-infinite);
  upper.setConstant(infinite);
  lower[1] = 0;
  lower[2] = -0.9999;
  upper[2] = 0.9999;
  scale.setConstant(1);
  scale[0] = scale[1] = scale_y;
  const Objective f = with_differences(
      [&](const Point& x) {
        return -copas_loglik(sample, gamma0, gamma1, x[0], sloped ? x[3] : 0, x[1], x[2]);
      },
      lower, upper, scale);
  Minimum best;
  best.f = infinite;
  for (const double rho : {0.0, 0.7, -0.7}) {
    start << mu, std::max(tau, 0.1 * scale_y), rho, Point::Zero(n - 3);
    Minimum found = minimise(f, start, lower, upper, scale);
    if (found.f < best.f - 1e-8) best = std::move(found);
  }
  return best;
}

}  // namespace

double copas_loglik(const Sample& sample, double gamma0, double gamma1, double mu, double slope,
                    double tau, double rho) {
  double sum = 0;
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const double se = std::sqrt(sample.v[i]), u = gamma0 + gamma1 / se;
    // The variance seen is that of published studies: σ² = s²/(1 - c²ρ²), c² = λ(λ + u).
    const double lambda = mills(u),
                 variance = sample.v[i] / (1 - lambda * (lambda + u) * rho * rho);
    const double total = variance + tau * tau;
    const double r = sample.y[i] - mu - slope * se;
    const double along = rho * std::sqrt(variance / total);
    const double v = (u + along * r / std::sqrt(total)) / std::sqrt(1 - along * along);
    sum +=
        -0.5 * (std::log(2 * std::numbers::pi * total) + r * r / total) - log_cdf(u) + log_cdf(v);
  }
  return sum;
}

std::optional<Copas> copas(const Sample& sample, double level) {
  if (sample.k() < 3) return {};
  const double smallest = std::sqrt(sample.v.minCoeff()), largest = std::sqrt(sample.v.maxCoeff());
  if (!(largest > smallest * (1 + 1e-9))) return {};
  const double tau2 = find_tau2("ML")->estimate(sample).value;
  const Moments m = MomentsOf(sample).at(tau2);
  const double scale = std::sqrt(static_cast<double>(sample.k()) / m.s1);
  Copas result;
  for (const double least : {0.99, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1}) {
    CopasFit at{.published_least = least, .published_most = 0.99};
    const double low = normal_quantile(least), high = normal_quantile(at.published_most);
    at.gamma1 = (high - low) / (1 / smallest - 1 / largest);
    at.gamma0 = high - at.gamma1 / smallest;
    const Minimum best = fit(sample, at.gamma0, at.gamma1, false, m.mu, std::sqrt(tau2), scale);
    const double variance = best.x.size() == 0 ? -1 : inverse_curvature(best, 0);
    at.ok = variance > 0 && best.ok;
    if (variance > 0) {
      at.tau2 = best.x[1] * best.x[1];
      at.rho = best.x[2];
      at.loglik = -best.f;
      Estimate& e = at.pooled;
      e.estimate = best.x[0];
      e.se = std::sqrt(variance);
      e.statistic = e.estimate / e.se;
      e.log_p = normal_log_two_sided(e.statistic);
      const double half = normal_quantile(0.5 + level / 2) * e.se;
      e.ci = {e.estimate - half, e.estimate + half};
      for (Eigen::Index i = 0; i < sample.k(); ++i) {
        const double p = normal_cdf(at.gamma0 + at.gamma1 / std::sqrt(sample.v[i]));
        at.unpublished += (1 - p) / p;
      }
      const Minimum sloped = fit(sample, at.gamma0, at.gamma1, true, best.x[0], best.x[1], scale);
      at.residual_log_p = chi2_log_upper(std::max(0.0, 2 * (best.f - sloped.f)), 1);
    }
    if (at.ok && !result.chosen && at.residual_log_p > std::log(0.1))
      result.chosen = result.path.size();
    result.path.push_back(at);
  }
  return result;
}

}  // namespace weald
