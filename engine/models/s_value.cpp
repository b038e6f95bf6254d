// SPDX-License-Identifier: MIT
#include "engine/models/s_value.h"

#include <cmath>
#include <limits>

#include "engine/numerics/distributions.h"
#include "engine/numerics/roots.h"

namespace weald {
namespace {

bool is_affirmative(const Sample& sample, double sign, Eigen::Index i) {
  return sign * sample.y[i] > normal_quantile(0.975) * std::sqrt(sample.v[i]);
}

/// The smallest ratio in [1, ∞) at which `excess(ratio)` falls to 0; it falls or stays.
template <class F>
std::optional<double> where_gone(const F& excess, double in_worst_case) {
  if (!(excess(1) > 0)) return 1;
  if (!(in_worst_case < 0)) return {};
  double high = 2;
  while (excess(high) > 0) {
    high *= 2;
    if (high > 1e12) return {};
  }
  return bracketed_root(excess, high / 2, high).x;
}

}  // namespace

Estimate corrected_for_selection(const Sample& sample, double tau2, double sign, double ratio,
                                 double level) {
  // Weights 1/ratio for the affirmative, 1 for the others: finite in the worst case too.
  const double less = std::isinf(ratio) ? 0 : 1 / ratio;
  double sum = 0, sum_y = 0, sum_variance = 0;
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const double variance = sample.v[i] + tau2;
    const double w = (is_affirmative(sample, sign, i) ? less : 1) / variance;
    sum += w;
    sum_y += w * sample.y[i];
    sum_variance += w * w * variance;
  }
  Estimate e{.estimate = sum_y / sum, .se = std::sqrt(sum_variance) / sum};
  e.statistic = e.estimate / e.se;
  e.log_p = normal_log_two_sided(e.statistic);
  const double half = normal_quantile(0.5 + level / 2) * e.se;
  e.ci = {e.estimate - half, e.estimate + half};
  return e;
}

std::optional<SValue> s_value(const Sample& sample, double tau2, double sign, double target,
                              double level) {
  SValue result;
  for (Eigen::Index i = 0; i < sample.k(); ++i)
    ++(is_affirmative(sample, sign, i) ? result.affirmative : result.nonaffirmative);
  if (result.nonaffirmative == 0) return {};
  const auto at = [&](double ratio) {
    return corrected_for_selection(sample, tau2, sign, ratio, level);
  };
  const auto beyond = [&](const Estimate& e) { return sign * (e.estimate - target); };
  const auto limit_beyond = [&](const Estimate& e) {
    return sign * ((sign > 0 ? e.ci.lower : e.ci.upper) - target);
  };
  result.worst_case = at(std::numeric_limits<double>::infinity());
  result.estimate =
      where_gone([&](double ratio) { return beyond(at(ratio)); }, beyond(result.worst_case));
  result.limit = where_gone([&](double ratio) { return limit_beyond(at(ratio)); },
                            limit_beyond(result.worst_case));
  return result;
}

}  // namespace weald
