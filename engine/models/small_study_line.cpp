// SPDX-License-Identifier: MIT
// Sums over studies at one τ² after another, with P = W - WX(X'WX)⁻¹X'W for X = (1, x). Formulas of
// the estimators: Viechtbauer 2005 (J Educ Behav Stat 30:261), Raudenbush 2009, with p = 2.
#include "engine/models/small_study_line.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/LU>

#include "engine/expects.h"
#include "engine/models/key.h"
#include "engine/numerics/distributions.h"
#include "engine/numerics/roots.h"

namespace weald {
namespace {

/// All that estimators and inference need at one τ². x is taken about its weighted mean.
struct At {
  double mean_x = 0, intercept = 0, slope = 0;  ///< y = intercept + slope (x - mean_x)
  double s1 = 0, sxx = 0;                       ///< Σw, Σw(x - mean)²
  double q = 0, wwrr = 0;                       ///< Σwr², Σw²r²
  double s2 = 0, trace_p = 0;
  double log_v = 0;  ///< Σ ln(v + τ²)
};

At sums_at(const Sample& sample, const Eigen::VectorXd& x, double tau2) {
  const Eigen::Index k = sample.k();
  At at;
  double sy = 0, sx = 0;
  for (Eigen::Index i = 0; i < k; ++i) {
    const double w = 1 / (sample.v[i] + tau2);
    at.s1 += w;
    sx += w * (x[i] - x[0]);
    sy += w * (sample.y[i] - sample.y[0]);
  }
  at.mean_x = x[0] + sx / at.s1;
  at.intercept = sample.y[0] + sy / at.s1;
  double sxy = 0;
  for (Eigen::Index i = 0; i < k; ++i) {
    const double w = 1 / (sample.v[i] + tau2), d = x[i] - at.mean_x;
    at.sxx += w * d * d;
    sxy += w * d * (sample.y[i] - at.intercept);
  }
  at.slope = sxy / at.sxx;
  // The hat value of a study is w(1/Σw + d²/Σwd²).
  for (Eigen::Index i = 0; i < k; ++i) {
    const double w = 1 / (sample.v[i] + tau2), d = x[i] - at.mean_x;
    const double r = sample.y[i] - at.intercept - at.slope * d;
    at.q += w * r * r;
    at.wwrr += w * w * r * r;
    at.s2 += w * w;
    at.trace_p += w * (1 - w * (1 / at.s1 + d * d / at.sxx));
    at.log_v += std::log(sample.v[i] + tau2);
  }
  return at;
}

struct Found {
  double tau2 = 0;
  Convergence convergence{};
};

Found not_below_zero(double raw) { return {std::max(0.0, raw), {.at_boundary = !(raw > 0)}}; }

/// Above this no likelihood and no Q* has anything left to find.
double largest_tau2(const Sample& sample) {
  const double mean = sample.y.mean();
  return 100 * ((sample.y.array() - mean).square().sum() + sample.v.maxCoeff());
}

/// τ² with Q*(τ²) = target; Q* falls.
Found where_q_is(const Sample& sample, const Eigen::VectorXd& x, double target) {
  const auto f = [&](double t) { return sums_at(sample, x, t).q - target; };
  if (!(f(0) > 0)) return {0, {.at_boundary = true}};
  double upper = sample.v.maxCoeff();
  while (f(upper) > 0) upper *= 4;
  const Root root = bracketed_root(f, 0, upper, 4e-16);
  return {root.x, {root.ok, root.iterations, false}};
}

/// The highest maximum of the (restricted) likelihood: its score is looked at on a geometric grid
/// and every fall through 0 refined.
Found likelihood(const Sample& sample, const Eigen::VectorXd& x, bool restricted) {
  const auto score = [&](double t) {
    const At at = sums_at(sample, x, t);
    return at.wwrr - (restricted ? at.trace_p : at.s1);
  };
  const auto twice_loglik = [&](double t) {
    const At at = sums_at(sample, x, t);
    return -(at.log_v + at.q + (restricted ? std::log(at.s1) + std::log(at.sxx) : 0));
  };
  const double smallest = sample.v.minCoeff() / 64, largest = largest_tau2(sample);
  Found best{0, {.at_boundary = true}};
  double height = twice_loglik(0), before = 0, score_before = score(0);
  for (double t = smallest;; t *= 2) {
    const double s = score(t);
    if (score_before > 0 && s <= 0) {
      const Root root = bracketed_root(score, before, t, 4e-16);
      const double here = twice_loglik(root.x);
      if (here > height) {
        best = {root.x, {root.ok, root.iterations, false}};
        height = here;
      }
    }
    before = t;
    score_before = s;
    if (t > largest) return best;
  }
}

Found estimate(const Sample& sample, const Eigen::VectorXd& x, std::string_view key) {
  const double k = static_cast<double>(sample.k()), df = k - 2;
  if (same_key(key, "REML")) return likelihood(sample, x, true);
  if (same_key(key, "ML")) return likelihood(sample, x, false);
  if (same_key(key, "PM") || same_key(key, "EB")) return where_q_is(sample, x, df);
  if (same_key(key, "PMM")) return where_q_is(sample, x, chi2_quantile(0.5, df));
  if (same_key(key, "HE") || same_key(key, "SJ")) {
    // Ordinary least squares: equal weights.
    const Sample equal{sample.y, Eigen::VectorXd::Ones(sample.k())};
    const At at = sums_at(equal, x, 0);
    if (same_key(key, "SJ")) {
      const double crude = at.q / k;
      if (!(crude > 0)) return {0, {.at_boundary = true}};
      return not_below_zero(crude * sums_at(sample, x, crude).q / df);
    }
    double trace = 0;
    for (Eigen::Index i = 0; i < sample.k(); ++i) {
      const double d = x[i] - at.mean_x;
      trace += sample.v[i] * (1 - 1 / at.s1 - d * d / at.sxx);
    }
    return not_below_zero((at.q - trace) / df);
  }
  const At at = sums_at(sample, x, 0);
  if (same_key(key, "HS")) return not_below_zero((at.q - k) / at.s1);
  if (same_key(key, "HSk")) return not_below_zero((k / df * at.q - k) / at.s1);
  return not_below_zero((at.q - df) / at.trace_p);  // DL
}

bool varies(const Eigen::VectorXd& x) {
  return x.allFinite() && x.maxCoeff() - x.minCoeff() > 1e-12 * x.cwiseAbs().maxCoeff();
}

FittedLine line_from(const At& at, double dispersion) {
  return {.intercept = at.intercept - at.slope * at.mean_x,
          .intercept_se = std::sqrt(dispersion * (1 / at.s1 + at.mean_x * at.mean_x / at.sxx)),
          .slope = at.slope,
          .slope_se = std::sqrt(dispersion / at.sxx),
          .squares = at.q};
}

Estimate inference(double value, double se, std::optional<double> df, double level) {
  const double p = 0.5 + level / 2;
  const double half = (df ? student_quantile(p, *df) : normal_quantile(p)) * se;
  const double statistic = value / se;
  return {.estimate = value,
          .se = se,
          .statistic = statistic,
          .df = df,
          .log_p = df ? student_log_two_sided(statistic, *df) : normal_log_two_sided(statistic),
          .ci = {value - half, value + half}};
}

}  // namespace

std::optional<FittedLine> weighted_line(const Eigen::VectorXd& y, const Eigen::VectorXd& x,
                                        const Eigen::VectorXd& w) {
  EXPECTS(y.size() == x.size() && y.size() == w.size());
  if (y.size() < 3 || !varies(x)) return {};
  const double df = static_cast<double>(y.size() - 2);
  const At at = sums_at({y, w.cwiseInverse()}, x, 0);
  if (!(at.q > 0)) return {};
  FittedLine line = line_from(at, at.q / df);
  line.df = df;
  return line;
}

std::optional<FittedLine> mixed_line(const Sample& sample, const Eigen::VectorXd& x,
                                     const Tau2Estimator* tau2, LineTest test) {
  EXPECTS(sample.k() == x.size());
  if (sample.k() < 3 || !varies(x)) return {};
  const Found found = tau2 == nullptr ? Found{} : estimate(sample, x, tau2->key);
  const At at = sums_at(sample, x, found.tau2);
  const double df = static_cast<double>(sample.k() - 2);
  if (test == LineTest::hartung_knapp && !(at.q > 0)) return {};
  FittedLine line = line_from(at, test == LineTest::hartung_knapp ? at.q / df : 1);
  if (test != LineTest::z) line.df = df;
  line.tau2 = found.tau2;
  line.convergence = found.convergence;
  return line;
}

Estimate at_intercept(const FittedLine& line, double level) {
  return inference(line.intercept, line.intercept_se, line.df, level);
}

Estimate of_slope(const FittedLine& line, double level) {
  return inference(line.slope, line.slope_se, line.df, level);
}

}  // namespace weald
