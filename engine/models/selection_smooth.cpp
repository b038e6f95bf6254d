// SPDX-License-Identifier: MIT
// Smooth weight functions: the normalising constant is an integral over standardised estimates u =
// y/√v. The weight depends on u alone and varies on its unit scale, the density of u has a standard
// deviation of at least 1: panels of Gauss-Legendre nodes, the same for all studies, take it to
// about 1e-12.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/models/selection_parts.h"
#include "engine/numerics/distributions.h"

namespace weald::selection {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
const double root_2pi = std::sqrt(2 * std::numbers::pi);

double p_of(double u, bool two_sided) {
  return two_sided ? std::min(1.0, 2 * normal_cdf(-std::fabs(u))) : normal_cdf(-u);
}

}  // namespace

Smooth smooth_weights(const Sample& sample, LogWeight log_weight, Eigen::Index deltas, double step,
                      double clip, bool two_sided) {
  Smooth smooth{.log_weight = log_weight, .deltas = deltas, .step = step};
  smooth.end = clip > 0 ? -normal_quantile(two_sided ? clip / 2 : clip) : 8.3;
  const auto kept = [&](double u) { return std::clamp(p_of(u, two_sided), clip, 1 - clip); };
  std::vector<double> breaks{-smooth.end};
  if (step > 0) {
    const double cut = -normal_quantile(two_sided ? step / 2 : step);
    if (two_sided) breaks.push_back(-cut);
    if (two_sided) breaks.push_back(0);
    breaks.push_back(cut);
  } else if (two_sided) {
    breaks.push_back(0);
  }
  breaks.push_back(smooth.end);
  std::sort(breaks.begin(), breaks.end());
  smooth.grid = panels(breaks, 1.4, 12);
  for (const double u : smooth.grid.x) smooth.p.push_back(kept(u));
  smooth.p_left = kept(-smooth.end);
  smooth.p_right = kept(smooth.end);
  for (Eigen::Index i = 0; i < sample.k(); ++i)
    smooth.own.push_back(kept(sample.y[i] / std::sqrt(sample.v[i])));
  return smooth;
}

double minus_loglik(const Problem& problem, const Smooth& smooth, const Point& x, Point* gradient) {
  const Sample& sample = *problem.sample;
  const double mu = x[0], tau2 = problem.tau2(x);
  const Eigen::Index first = problem.first_delta(), deltas = smooth.deltas;
  const double* delta = x.data() + first;
  const std::size_t nodes = smooth.p.size();
  // What does not depend on the study: weight times quadrature weight, and its derivatives.
  thread_local std::vector<double> weight, slopes;
  weight.resize(nodes);
  slopes.resize(nodes * static_cast<std::size_t>(deltas));
  for (std::size_t j = 0; j < nodes; ++j)
    weight[j] = smooth.grid.w[j] *
                std::exp(smooth.log_weight(smooth.p[j], smooth.step, delta,
                                           &slopes[j * static_cast<std::size_t>(deltas)]));
  double left_slopes[8], right_slopes[8], own_slopes[8];
  const double left = std::exp(smooth.log_weight(smooth.p_left, smooth.step, delta, left_slopes));
  const double right =
      std::exp(smooth.log_weight(smooth.p_right, smooth.step, delta, right_slopes));

  if (gradient != nullptr) *gradient = Point::Zero(x.size());
  double sum = 0;
  Point by_delta(deltas);
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const double v = sample.v[i], variance = v + tau2, r = sample.y[i] - mu;
    const double se = std::sqrt(v), m = mu / se, s = std::sqrt(variance / v);
    double total = 0, by_m = 0, by_s = 0;
    by_delta.setZero();
    // All nodes whose density does not underflow: where the weight falls by 100 orders of
    // magnitude, the far ones count most.
    const auto begin = std::lower_bound(smooth.grid.x.begin(), smooth.grid.x.end(), m - 38 * s);
    const auto end = std::upper_bound(begin, smooth.grid.x.end(), m + 38 * s);
    for (auto at = begin; at != end; ++at) {
      const auto j = static_cast<std::size_t>(at - smooth.grid.x.begin());
      const double z = (*at - m) / s, f = weight[j] * std::exp(-0.5 * z * z);
      total += f;
      by_m += f * z;
      by_s += f * (z * z - 1);
      for (Eigen::Index t = 0; t < deltas; ++t)
        by_delta[t] +=
            f * slopes[j * static_cast<std::size_t>(deltas) + static_cast<std::size_t>(t)];
    }
    const double scale = 1 / (s * root_2pi);
    total *= scale;
    by_m *= scale / s;
    by_s *= scale / s;
    by_delta *= scale;
    const auto tail = [&](double w, double z, double side, const double* tail_slopes) {
      const double p = normal_cdf(z * side), d = std::exp(-0.5 * z * z) / root_2pi;
      total += w * p;
      by_m -= w * side * d / s;
      by_s -= w * side * d * z / s;
      for (Eigen::Index t = 0; t < deltas; ++t) by_delta[t] += w * p * tail_slopes[t];
    };
    tail(left, (-smooth.end - m) / s, 1, left_slopes);
    tail(right, (smooth.end - m) / s, -1, right_slopes);

    const double own =
        smooth.log_weight(smooth.own[static_cast<std::size_t>(i)], smooth.step, delta, own_slopes);
    sum += 0.5 * (std::log(2 * std::numbers::pi * variance) + r * r / variance) + std::log(total) -
           own;
    if (gradient == nullptr) continue;
    Point& g = *gradient;
    g[0] += -r / variance + by_m / total / se;
    if (!problem.common)
      g[1] += 0.5 * (1 - r * r / variance) / variance + by_s / total / (2 * s * v);
    for (Eigen::Index t = 0; t < deltas; ++t) g[first + t] += by_delta[t] / total - own_slopes[t];
  }
  return std::isnan(sum) ? infinite : sum;
}

}  // namespace weald::selection
