// SPDX-License-Identifier: MIT
// Step functions and truncation: the normalising constant is a sum of normal probabilities.
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/models/selection_parts.h"
#include "engine/numerics/distributions.h"

namespace weald::selection {
namespace {

double density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi); }

/// P(from < Z < to), without cancellation in the upper tail.
double between(double from, double to) {
  return from > 0 ? normal_cdf(-from) - normal_cdf(-to) : normal_cdf(to) - normal_cdf(from);
}

}  // namespace

double minus_loglik(const Problem& problem, const Regions& regions, const Point& x,
                    Point* gradient) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const Sample& sample = *problem.sample;
  const double mu = x[0], tau2 = problem.tau2(x);
  const Eigen::Index first = problem.first_delta();
  const auto weight = [&](Eigen::Index j) { return j == 0 ? 1.0 : x[first + j - 1]; };
  if (gradient != nullptr) *gradient = Point::Zero(x.size());
  double sum = 0;
  Point by_delta(regions.deltas);
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const double variance = sample.v[i] + tau2, sd = std::sqrt(variance);
    const double se = std::sqrt(sample.v[i]), r = sample.y[i] - mu;
    double total = 0, by_mu = 0, by_variance = 0;
    by_delta.setZero();
    double from = -infinite, density_from = 0;
    for (std::size_t j = 0; j < regions.weight.size(); ++j) {
      const bool last = j == regions.a.size();
      const double to = last ? infinite : (regions.a[j] * se + regions.b[j] - mu) / sd;
      const double density_to = last ? 0 : density(to), p = between(from, to);
      const double w = weight(regions.weight[j]);
      total += w * p;
      by_mu += w * (density_from - density_to) / sd;
      by_variance +=
          w *
          ((density_from > 0 ? from * density_from : 0) - (density_to > 0 ? to * density_to : 0)) /
          (2 * variance);
      if (regions.weight[j] > 0) by_delta[regions.weight[j] - 1] += p;
      from = to;
      density_from = density_to;
    }
    const Eigen::Index own = regions.own[static_cast<std::size_t>(i)];
    sum += 0.5 * (std::log(2 * std::numbers::pi * variance) + r * r / variance) + std::log(total) -
           std::log(weight(own));
    if (gradient == nullptr) continue;
    Point& g = *gradient;
    g[0] += -r / variance + by_mu / total;
    if (!problem.common) g[1] += 0.5 * (1 - r * r / variance) / variance + by_variance / total;
    for (Eigen::Index j = 0; j < regions.deltas; ++j) g[first + j] += by_delta[j] / total;
    if (own > 0) g[first + own - 1] -= 1 / weight(own);
  }
  return std::isnan(sum) ? infinite : sum;
}

}  // namespace weald::selection
