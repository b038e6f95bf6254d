// SPDX-License-Identifier: MIT
#include "engine/models/fail_safe.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/models/moments.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// The smallest whole number not below n, a number that is whole but for rounding being so.
double whole(double n) {
  if (!(n > 0)) return 0;
  const double nearest = std::nearbyint(n);
  return std::fabs(n - nearest) < 1e-9 * std::max(1.0, n) ? nearest : std::ceil(n);
}

/// Rosenthal 1979 with Stouffer's sum: (Σz/z_α)² - k, one-sided α = 0.05.
double rosenthal(const Sample& sample, const FailSafeOptions&) {
  const double sum = (sample.y.array() / sample.v.array().sqrt()).sum() / normal_quantile(0.95);
  return whole(sum * sum - static_cast<double>(sample.k()));
}

/// Orwin 1983 with the inverse-variance mean: k(μ - target)/target.
double orwin(const Sample& sample, const FailSafeOptions& options) {
  const double fraction = options.target_fraction;
  return whole(static_cast<double>(sample.k()) * (1 - fraction) / fraction);
}

/// Rosenberg 2005 under the common effect: ((Σwy/z)² - Σw) / mean w, two-sided α = 0.05.
double rosenberg(const Sample& sample, const FailSafeOptions&) {
  const Moments m = MomentsOf(sample).at(0);
  const double sum = m.mu * m.s1 / normal_quantile(0.975);
  return whole((sum * sum - m.s1) / (m.s1 / static_cast<double>(sample.k())));
}

/// The smallest N whose p reaches 0.05. p rises with N but for the first steps, where τ² grows.
double general(const Sample& sample, const FailSafeOptions& options) {
  const bool common = options.tau2 == nullptr || sample.k() < 2;
  const double tau2 = common ? 0 : options.tau2->estimate(sample).value;
  const double estimate = MomentsOf(sample).at(tau2).mu;
  const double target = std::log(0.05);
  const auto undone = [&](double n) {
    return log_p_with_added(sample, estimate, tau2, common, n) >= target;
  };
  if (undone(0)) return 0;
  double low = 0, high = 1;
  while (!undone(high)) {
    low = high;
    high *= 2;
    if (high > 1e9) return infinite;
  }
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (undone(middle) ? high : low) = middle;
  }
  return high;
}

constexpr FailSafeRow rows[] = {
    {"rosenthal", "Rosenthal",
     "unseen studies averaging no effect that would bring the summed z below one-sided p = 0.05",
     "Rosenthal 1979, Psychol Bull 86:638", rosenthal},
    {"orwin", "Orwin", "unseen studies averaging no effect that would halve the common-effect mean",
     "Orwin 1983, J Educ Stat 8:157", orwin},
    {"rosenberg", "Rosenberg",
     "unseen studies of mean weight that would bring the common-effect result to p = 0.05",
     "Rosenberg 2005, Evolution 59:464", rosenberg},
    {"general", "General",
     "unseen studies averaging no effect that would bring the pooled result to p = 0.05",
     "Viechtbauer 2010, metafor: fsn(), type General", general},
};

}  // namespace

std::span<const FailSafeRow> fail_safe_rows() { return rows; }

double log_p_with_added(const Sample& sample, double estimate, double tau2, bool common, double n) {
  const double k = static_cast<double>(sample.k());
  const double v_new = k / sample.v.cwiseInverse().sum();
  double t = 0;
  if (!common && k + n > 1) {
    const double mean = k * estimate / (k + n), off = estimate - mean;
    t = ((k - 1) * tau2 + std::max(0.0, n - 1) * tau2 + k * off * off + n * mean * mean) /
        (k + n - 1);
  }
  const Moments m = MomentsOf(sample).at(t);
  return normal_log_two_sided(m.mu * m.s1 / std::sqrt(m.s1 + n / (v_new + t)));
}

}  // namespace weald
