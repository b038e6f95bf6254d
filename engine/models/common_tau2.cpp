// SPDX-License-Identifier: MIT
#include "engine/models/common_tau2.h"

#include <algorithm>
#include <cmath>

#include "engine/numerics/roots.h"

namespace weald {
namespace {

struct Sums {
  double s1 = 0, s2 = 0, q = 0, q2 = 0;  // Σw, Σw², Σw(y-μ)², Σw²(y-μ)²
};

Sums sums_at(const Sample& sample, double tau2) {
  const Eigen::ArrayXd w = 1 / (sample.v.array() + tau2);
  Sums s{.s1 = w.sum(), .s2 = w.square().sum()};
  // Centred before the mean is taken: effects near 1e6 with differences of 0.1 would lose their
  // digits.
  const Eigen::ArrayXd y = sample.y.array() - sample.y[0];
  const double mu = (w * y).sum() / s.s1;
  s.q = (w * (y - mu).square()).sum();
  s.q2 = (w.square() * (y - mu).square()).sum();
  return s;
}

double total_df(std::span<const Sample> groups) {
  double df = 0;
  for (const Sample& group : groups) df += static_cast<double>(group.k()) - 1;
  return df;
}

/// Twice the slope of the summed log-likelihood in τ².
double score(std::span<const Sample> groups, double tau2, bool restricted) {
  double sum = 0;
  for (const Sample& group : groups) {
    const Sums s = sums_at(group, tau2);
    sum += s.q2 - s.s1 + (restricted ? s.s2 / s.s1 : 0);
  }
  return sum;
}

double loglik(std::span<const Sample> groups, double tau2, bool restricted) {
  double sum = 0;
  for (const Sample& group : groups)
    sum += restricted ? reml_loglik(group, tau2) : ml_loglik(group, tau2);
  return sum;
}

/// No larger τ² is of interest: beyond the spread of all estimates and the largest variance every
/// score falls.
double upper_bound(std::span<const Sample> groups) {
  double bound = 0;
  for (const Sample& group : groups) {
    const double spread = group.y.maxCoeff() - group.y.minCoeff();
    bound = std::max(bound, static_cast<double>(group.k()) * spread * spread + group.v.maxCoeff());
  }
  return bound;
}

Tau2 dersimonian_laird(std::span<const Sample> groups) {
  double q = 0, c = 0;
  for (const Sample& group : groups) {
    const Sums s = sums_at(group, 0);
    q += s.q;
    c += s.s1 - s.s2 / s.s1;
  }
  const double raw = (q - total_df(groups)) / c;
  return {.value = std::max(0.0, raw), .convergence = {.at_boundary = raw <= 0}};
}

Tau2 paule_mandel(std::span<const Sample> groups) {
  const double df = total_df(groups);
  const auto excess = [&](double tau2) {
    double q = 0;
    for (const Sample& group : groups) q += sums_at(group, tau2).q;
    return q - df;
  };
  if (excess(0) <= 0) return {.convergence = {.at_boundary = true}};
  double high = upper_bound(groups);
  while (excess(high) > 0) high *= 2;
  const Root root = bracketed_root(excess, 0, high);
  return {.value = root.x, .convergence = {.iterations = root.iterations}};
}

Tau2 likelihood(std::span<const Sample> groups, bool restricted) {
  const auto slope = [&](double tau2) { return score(groups, tau2, restricted); };
  Tau2 best{.convergence = {.at_boundary = true}};
  double best_loglik = loglik(groups, 0, restricted);
  const double high = upper_bound(groups);
  constexpr int steps = 200;
  double left = 0, at_left = slope(0);
  for (int i = 1; i <= steps; ++i) {
    // Quartic spacing: fine near 0, where peaks lie close together, coarse towards the bound.
    const double right = high * std::pow(static_cast<double>(i) / steps, 4);
    const double at_right = slope(right);
    if (at_left > 0 && at_right <= 0) {
      const Root root = bracketed_root(slope, left, right);
      const double value = loglik(groups, root.x, restricted);
      if (value > best_loglik) {
        best = {.value = root.x, .convergence = {.iterations = root.iterations}};
        best_loglik = value;
      }
    }
    left = right;
    at_left = at_right;
  }
  return best;
}

}  // namespace

std::optional<Tau2> common_tau2(std::span<const Sample> groups, const Tau2Estimator& estimator) {
  if (total_df(groups) < 1) return Tau2{.convergence = {.at_boundary = true}};
  if (estimator.key == "DL") return dersimonian_laird(groups);
  if (estimator.key == "PM" || estimator.key == "EB") return paule_mandel(groups);
  if (estimator.key == "REML" || estimator.key == "ML")
    return likelihood(groups, estimator.key == "REML");
  return {};
}

}  // namespace weald
