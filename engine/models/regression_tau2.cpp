// SPDX-License-Identifier: MIT
// Formulas as in tau2.cpp, with P = W - WX(X'WX)⁻¹X'W (Viechtbauer 2005, J Educ Behav Stat 30:261).
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/models/key.h"
#include "engine/models/likelihood.h"
#include "engine/models/regression.h"
#include "engine/models/score_scan.h"
#include "engine/models/tau2_parts.h"
#include "engine/numerics/distributions.h"
#include "engine/numerics/roots.h"

namespace weald {
namespace {

using Sums = RegressionMoments;

Tau2 dersimonian_laird(RegressionMomentsOf& moments) {
  const Sums m = moments.at(0);
  Tau2 result = truncated((m.q - moments.df()) / m.trace_p);
  result.se = sd_of_quadratic_form(m.trace_p, m.trace_pp, moments.df(), result.value) / m.trace_p;
  return result;
}

Tau2 hedges(RegressionMomentsOf& moments) {
  const Eigen::VectorXd& v = moments.sample().v;
  const Eigen::MatrixXd& z = moments.basis();
  const double df = moments.df();
  const Eigen::VectorXd leverage = z.rowwise().squaredNorm();
  const double trace_pv = (v.array() * (1 - leverage.array())).sum();
  const Eigen::MatrixXd zvz = z.transpose() * (z.array().colwise() * v.array()).matrix();
  const double trace_pvpv =
      (v.array().square() * (1 - 2 * leverage.array())).sum() + zvz.squaredNorm();
  Tau2 result = truncated((moments.squares() - trace_pv) / df);
  const double t = result.value;
  result.se = std::sqrt(2 * trace_pvpv + 4 * t * trace_pv + 2 * t * t * df) / df;
  return result;
}

Tau2 hunter_schmidt_times(RegressionMomentsOf& moments, double factor) {
  const Sums m = moments.at(0);
  Tau2 result = truncated((factor * m.q - static_cast<double>(moments.k())) / m.s1);
  result.se =
      factor * sd_of_quadratic_form(m.trace_p, m.trace_pp, moments.df(), result.value) / m.s1;
  return result;
}

Tau2 hunter_schmidt(RegressionMomentsOf& moments) { return hunter_schmidt_times(moments, 1); }

Tau2 hunter_schmidt_small(RegressionMomentsOf& moments) {
  return hunter_schmidt_times(moments, static_cast<double>(moments.k()) / moments.df());
}

/// The crude first value is the variance of the estimates about their mean, moderators or not.
Tau2 sidik_jonkman(RegressionMomentsOf& moments) {
  const Eigen::VectorXd& y = moments.sample().y;
  const Eigen::ArrayXd r = y.array() - y[0];
  const double crude = (r - r.mean()).square().mean(), df = moments.df();
  if (!(crude > 0)) return truncated(0);
  const Sums m = moments.at(crude);
  Tau2 result = truncated(crude * m.q / df);
  result.se = crude / df * sd_of_quadratic_form(m.trace_p, m.trace_pp, df, result.value - crude);
  return result;
}

/// τ² with Q*(τ²) = target, or 0 where Q*(0) is no larger.
Root root_of_residual_q(RegressionMomentsOf& moments, double target) {
  // 1/Q* is nearly straight in τ², Q* is not: Newton's steps are taken on 1/target - 1/Q*.
  const auto difference = [&](double tau2) {
    const Sums m = moments.at(tau2);
    return ValueSlope{1 / target - 1 / m.q, -m.ypp / m.q / m.q};
  };
  if (!(moments.at(0).q > target)) return {0, 0, true};
  const ValueSlope start = difference(0);
  // Q*(τ²) is at most the sum of squared unweighted residuals over τ².
  return falling_root(difference, 0, moments.squares() / target * 1.0625,
                      -start.value / start.slope);
}

Tau2 from_root_of_q(RegressionMomentsOf& moments, double target) {
  const Root root = root_of_residual_q(moments, target);
  Tau2 result;
  result.value = root.x;
  result.convergence = {root.ok, root.iterations, root.x == 0};
  result.se =
      static_cast<double>(moments.k()) * std::sqrt(2 / moments.df()) / moments.at(root.x).s1;
  return result;
}

Tau2 paule_mandel(RegressionMomentsOf& moments) { return from_root_of_q(moments, moments.df()); }

Tau2 paule_mandel_median(RegressionMomentsOf& moments) {
  return from_root_of_q(moments, chi2_quantile(0.5, moments.df()));
}

ValueSlope score_of(const Sums& m, LikelihoodKind kind) {
  return kind == LikelihoodKind::ML ? ValueSlope{m.ypp - m.s1, -2 * m.yppp + m.s2}
                                    : ValueSlope{m.ypp - m.trace_p, -2 * m.yppp + m.trace_pp};
}

/// All local maxima of the likelihood. Where k is large, the grid is scanned on bins and only what
/// was found there is refined on all data.
Maxima maxima_of(RegressionMomentsOf& moments, LikelihoodKind kind) {
  constexpr Eigen::Index enough_to_bin = 4096;
  const Eigen::VectorXd& v = moments.sample().v;
  // With S the sum of squared residuals, y'PPy <= S/τ⁴ and, from τ² = the largest variance on,
  // tr P >= (k-p)/2τ²: the score is negative beyond 2S/(k-p).
  const double upper = std::max(v.maxCoeff(), 4 * moments.squares() / moments.df()) * 1.0625;
  const auto exact = [&](double tau2) { return score_of(moments.at(tau2), kind); };
  const auto gain = [&](double from, double to) {
    const bool restricted = kind == LikelihoodKind::REML;
    return regression_loglik(moments, to, restricted) -
           regression_loglik(moments, from, restricted);
  };
  std::optional<BinnedRegressionMoments> bins;
  if (moments.k() >= enough_to_bin) {
    moments.at(0);
    bins.emplace(moments);
  }
  const auto binned = [&](double tau2) {
    const Sums m = bins->at(tau2);
    return BinnedScore{score_of(m, kind), m.ypp + m.s1};
  };
  return maxima_of_score(exact, bins ? &binned : nullptr, gain, v.minCoeff(), upper);
}

Tau2 of_likelihood(RegressionMomentsOf& moments, LikelihoodKind kind) {
  Maxima maxima = maxima_of(moments, kind);
  Tau2 result;
  result.value = maxima.global;
  result.convergence = {maxima.ok, maxima.iterations, maxima.global == 0};
  result.other_optima = std::move(maxima.others);
  const Sums m = moments.at(result.value);
  result.se = std::sqrt(2 / (kind == LikelihoodKind::ML ? m.s2 : m.trace_pp));
  return result;
}

Tau2 maximum_likelihood(RegressionMomentsOf& m) { return of_likelihood(m, LikelihoodKind::ML); }
Tau2 restricted_likelihood(RegressionMomentsOf& m) {
  return of_likelihood(m, LikelihoodKind::REML);
}

/// The form with moderators of an estimator of tau2_estimators().
struct WithModerators {
  std::string_view key;
  Tau2 (*estimate)(RegressionMomentsOf&);
};

constexpr WithModerators rows[] = {
    {"REML", restricted_likelihood},
    {"ML", maximum_likelihood},
    {"DL", dersimonian_laird},
    {"PM", paule_mandel},
    {"EB", paule_mandel},
    {"PMM", paule_mandel_median},
    {"HE", hedges},
    {"HS", hunter_schmidt},
    {"HSk", hunter_schmidt_small},
    {"SJ", sidik_jonkman},
};

Tau2Interval q_profile(RegressionMomentsOf& moments, double level) {
  const double df = moments.df(), alpha = 1 - level;
  const double small = chi2_quantile(alpha / 2, df), large = chi2_quantile(1 - alpha / 2, df);
  if (moments.at(0).q < small) return {.lower = 0, .upper = 0, .empty = true};
  return {.lower = root_of_residual_q(moments, large).x,
          .upper = root_of_residual_q(moments, small).x};
}

/// The outermost τ² whose likelihood has dropped from its maximum by χ²(1)/2.
Tau2Interval profile_likelihood(RegressionMomentsOf& moments, bool restricted, double level) {
  const Maxima maxima = maxima_of(moments, restricted ? LikelihoodKind::REML : LikelihoodKind::ML);
  const double enough =
      regression_loglik(moments, maxima.global, restricted) - chi2_quantile(level, 1) / 2;
  const auto height = [&](double t) { return regression_loglik(moments, t, restricted) - enough; };
  const auto crossing = [&](double a, double b) { return bracketed_root(height, a, b).x; };
  return profile_interval(maxima, height, crossing, moments.sample().v.minCoeff() / 16);
}

}  // namespace

std::optional<Tau2> regression_tau2(RegressionMomentsOf& moments, const Tau2Estimator& estimator) {
  for (const WithModerators& row : rows)
    if (same_key(row.key, estimator.key)) return row.estimate(moments);
  return std::nullopt;
}

std::optional<Tau2Interval> regression_tau2_interval(RegressionMomentsOf& moments,
                                                     const Tau2IntervalMethod& method,
                                                     const Tau2Estimator& estimator, double,
                                                     double level) {
  if (same_key(method.key, "QP")) return q_profile(moments, level);
  if (same_key(method.key, "PL"))
    return profile_likelihood(moments, same_key(estimator.key, "REML"), level);
  return std::nullopt;
}

double regression_loglik(RegressionMomentsOf& moments, double tau2, bool restricted) {
  const Sums m = moments.at(tau2);
  const double n = restricted ? moments.df() : static_cast<double>(moments.k());
  // ½ln|X'X| and the part of X in ½ln|X'WX| cancel, X = ZR with Z orthonormal.
  return -0.5 * (n * std::log(2 * std::numbers::pi) + sum_log_variance(moments.sample(), tau2) +
                 (restricted ? m.log_det : 0) + m.q);
}

}  // namespace weald
