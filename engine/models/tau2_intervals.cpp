// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "engine/models/generalised_q.h"
#include "engine/models/key.h"
#include "engine/models/likelihood.h"
#include "engine/models/tau2.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

Tau2Interval q_profile(const Sample& sample, const Tau2Estimator&, const Tau2&, double level) {
  const double df = static_cast<double>(sample.k() - 1), alpha = 1 - level;
  const double small = chi2_quantile(alpha / 2, df), large = chi2_quantile(1 - alpha / 2, df);
  MomentsOf moments(sample);
  const Moments zero = moments.at(0);
  if (zero.q < small) return {.lower = 0, .upper = 0, .empty = true};
  return {.lower = solve_generalised_q(moments, zero, large).x,
          .upper = solve_generalised_q(moments, zero, small).x};
}

/// The outermost τ² whose likelihood has dropped from its maximum by χ²(1)/2: where it has several
/// peaks, the smallest interval that holds all that are high enough.
Tau2Interval profile_likelihood(const Sample& sample, const Tau2Estimator& estimator, const Tau2&,
                                double level) {
  const auto kind = same_key(estimator.key, "REML") ? LikelihoodKind::REML : LikelihoodKind::ML;
  MomentsOf moments(sample);
  const Maxima maxima = likelihood_maxima(moments, kind);
  const double peak = maxima.global;
  const double highest = maxima.others.empty() ? peak : std::max(peak, maxima.others.back());
  moments.at(0);
  const double smallest = spread(moments).smallest_v / 16;
  const double drop = chi2_quantile(level, 1);
  // Not negative within the interval; its slope is the score.
  const auto height = [&](double t) { return twice_gain(moments, peak, t, kind) + drop; };
  const auto crossing = [&](double a, double b) {
    const auto f = [&](double t) {
      return ValueSlope{height(t), score(moments.at(t), kind).value};
    };
    return newton_in_bracket(f, a, b, 0).x;
  };
  constexpr double factor = 1.25;

  Tau2Interval result{.lower = 0, .upper = peak};
  if (height(0) < 0) {
    double outside = 0, next = std::min(smallest, peak);
    while (next < peak && height(next) < 0) {
      outside = next;
      next = std::min(next * factor, peak);
    }
    result.lower = crossing(outside, next);
  }
  // Beyond the last peak the likelihood falls without end, at last like -½(k-1) ln τ².
  double inside = peak, outside = std::max(peak, smallest) * factor;
  for (double t = outside;; t *= factor) {
    if (height(t) >= 0) {
      inside = t;
      outside = t * factor;
    } else if (t > highest) {
      break;
    }
  }
  result.upper = crossing(inside, outside);
  return result;
}

constexpr Tau2IntervalMethod rows[] = {
    {.key = "QP",
     .label = "Q-profile",
     .source = "Viechtbauer 2007, Stat Med 26:37",
     .interval = q_profile},
    {.key = "PL",
     .label = "profile likelihood",
     .source = "Hardy & Thompson 1996, Stat Med 15:619",
     .interval = profile_likelihood},
};

}  // namespace

std::span<const Tau2IntervalMethod> tau2_intervals() { return rows; }
const Tau2IntervalMethod* find_tau2_interval(std::string_view key) {
  return row_with_key(tau2_intervals(), key);
}

}  // namespace weald
