// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "engine/models/generalised_q.h"
#include "engine/models/key.h"
#include "engine/models/likelihood.h"
#include "engine/models/score_scan.h"
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

/// The outermost τ² whose likelihood has dropped from its maximum by χ²(1)/2.
Tau2Interval profile_likelihood(const Sample& sample, const Tau2Estimator& estimator, const Tau2&,
                                double level) {
  const auto kind = same_key(estimator.key, "REML") ? LikelihoodKind::REML : LikelihoodKind::ML;
  MomentsOf moments(sample);
  const Maxima maxima = likelihood_maxima(moments, kind);
  moments.at(0);
  const double smallest = spread(moments).smallest_v / 16;
  const double drop = chi2_quantile(level, 1);
  // Its slope is the score.
  const auto height = [&](double t) { return twice_gain(moments, maxima.global, t, kind) + drop; };
  const auto crossing = [&](double a, double b) {
    const auto f = [&](double t) {
      return ValueSlope{height(t), score(moments.at(t), kind).value};
    };
    return newton_in_bracket(f, a, b, 0).x;
  };
  return profile_interval(maxima, height, crossing, smallest);
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
