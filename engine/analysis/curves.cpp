// SPDX-License-Identifier: MIT
#include "engine/analysis/curves.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/analysis/parts.h"
#include "engine/analysis/sensitivity_parts.h"
#include "engine/expects.h"
#include "engine/models/key.h"
#include "engine/models/likelihood.h"
#include "engine/numerics/distributions.h"
#include "engine/text/number.h"

namespace weald {
namespace {

constexpr int p_steps = 72, profile_steps = 320;

std::vector<double> grid_of_p(double least) {
  EXPECTS(least > 0 && least < 1);
  std::vector<double> p{1};
  for (int i = 1; i <= p_steps; ++i)
    p.push_back(std::exp(std::log(least) * i / static_cast<double>(p_steps)));
  return p;
}

double upper_quantile(std::optional<double> df, double p) {
  if (p >= 1) return 0;
  return -(df ? student_quantile(p / 2, *df) : normal_quantile(p / 2));
}

/// The fit that a pool's prediction interval stands on.
Fit fit_of(const Pooling& pool) {
  const Choices& c = pool.choices;
  const bool plain = plain_inverse_variance(c);
  const PoolRule rule = rule_of(c, plain ? std::nullopt : std::optional(pool.heterogeneity->tau2));
  return pool_by_rule(sample_of(pool.studies), rule).fit.fit;
}

void add_values(PValueCurve& curve, const Interval& at, const Measure& measure, double n) {
  curve.at.push_back(at);
  curve.shown.push_back({measure.scale().shown(at.lower, n), measure.scale().shown(at.upper, n)});
}

PValueCurve curve_of(const Estimate& estimate, const Measure& measure, double n, double least) {
  PValueCurve curve{.p = grid_of_p(least)};
  for (const double p : curve.p) add_values(curve, values_at_p(estimate, p), measure, n);
  return curve;
}

}  // namespace

Interval values_at_p(const Estimate& estimate, double p) {
  const double half = estimate.se * upper_quantile(estimate.df, p);
  return {estimate.estimate - half, estimate.estimate + half};
}

double p_of_value(const Estimate& estimate, double value) {
  const double statistic = (estimate.estimate - value) / estimate.se;
  return std::exp(estimate.df ? student_log_two_sided(statistic, *estimate.df)
                              : normal_log_two_sided(statistic));
}

Estimate own_estimate(const StudyResult& study) {
  return {.estimate = study.y, .se = std::sqrt(study.v)};
}

PValueCurve study_curve(const Pooling& pool, const StudyResult& study, double least) {
  return curve_of(own_estimate(study), *pool.measure, size_for_back_transform(study.row.data),
                  least);
}

PValueCurve pooled_curve(const Pooling& pool, double least) {
  EXPECTS(pool.pooled.has_value());
  return curve_of(pool.pooled->estimate, *pool.measure, harmonic_size(pool.studies), least);
}

std::optional<PValueCurve> prediction_curve(const Pooling& pool, double least) {
  if (!pool.pi_used || !pool.heterogeneity || pool.choices.pi == nullptr) return {};
  const Fit fit = fit_of(pool);
  const double n = harmonic_size(pool.studies);
  PValueCurve curve{.p = grid_of_p(least)};
  for (const double p : curve.p) {
    const auto at = pool.choices.pi->predict(fit, 1 - p);
    if (!at) return {};
    add_values(curve, *at, *pool.measure, n);
  }
  return curve;
}

std::vector<QuantilePoint> normal_quantiles(std::span<const double> residuals, double level) {
  std::vector<QuantilePoint> points;
  for (std::size_t i = 0; i < residuals.size(); ++i)
    if (std::isfinite(residuals[i])) points.push_back({.index = i, .residual = residuals[i]});
  std::ranges::stable_sort(points, {}, &QuantilePoint::residual);
  const auto n = static_cast<double>(points.size()), alpha = 1 - level;
  for (std::size_t i = 0; i < points.size(); ++i) {
    QuantilePoint& point = points[i];
    const double a = static_cast<double>(i) + 1, b = n + 1 - a;
    const auto at = [&](double p) { return normal_quantile(beta_quantile(a, b, p)); };
    point.normal = at(0.5);
    point.envelope = {at(alpha / 2), at(1 - alpha / 2)};
    point.outside = point.residual < point.envelope.lower || point.residual > point.envelope.upper;
  }
  return points;
}

std::optional<Tau2Profile> tau2_profile(const Pooling& pool) {
  const Choices& c = pool.choices;
  if (pool.studies.size() < 2 || !pool.tau2_used || !pool.heterogeneity || c.method != Method::iv)
    return {};
  const Tau2Estimator* estimator = find_tau2(*pool.tau2_used);
  EXPECTS(estimator != nullptr);
  Tau2Profile profile{.restricted = !same_key(estimator->key, "ML")};
  const auto kind = profile.restricted ? LikelihoodKind::REML : LikelihoodKind::ML;
  const Sample sample = sample_of(pool.studies);
  MomentsOf moments(sample);
  const Maxima maxima = likelihood_maxima(moments, kind);
  const auto point = [&](double tau2) {
    return ProfilePoint{tau2, twice_gain(moments, maxima.global, tau2, kind) / 2};
  };
  profile.peaks.push_back({maxima.global, 0});
  for (const double other : maxima.others) profile.peaks.push_back(point(other));
  profile.used = point(pool.heterogeneity->tau2);
  profile.cut = -chi2_quantile(c.level, 1) / 2;
  const Tau2Interval found = find_tau2_interval("PL")->interval(
      sample, *find_tau2(profile.restricted ? "REML" : "ML"), {.value = maxima.global}, c.level);
  profile.interval = {found.lower, found.upper};

  // To where the likelihood has fallen twice as far, and all that is marked is in view.
  double far = found.upper;
  for (const ProfilePoint& peak : profile.peaks) far = std::max(far, 1.2 * peak.tau2);
  far = std::max(far, 1.05 * profile.used.tau2);
  for (double limit = 3 * far; far < limit && point(far).height > 2 * profile.cut;) far *= 1.05;
  std::vector<double> grid{maxima.global, profile.used.tau2, found.lower, found.upper};
  grid.insert(grid.end(), maxima.others.begin(), maxima.others.end());
  // Even in τ, and even in log τ² for narrow peaks near 0.
  double small = far;
  for (const double tau2 : grid)
    if (tau2 > 0) small = std::min(small, tau2);
  small /= 30;
  for (int i = 0; i <= profile_steps; ++i) {
    const double part = static_cast<double>(i) / profile_steps;
    grid.push_back(far * part * part);
    grid.push_back(std::min(far, small * std::pow(far / small, part)));
  }
  std::ranges::sort(grid);
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
  for (const double tau2 : grid) profile.curve.push_back(point(tau2));
  return profile;
}

bool is_category(const Regression& regression, const std::string& field) {
  const DesignPlan& plan = regression.plan;
  for (std::size_t v = 0; v < plan.codings.size(); ++v)
    if (plan.codings[v].category && plan.formula.variables[v].field == field) return true;
  return false;
}

std::vector<double> standard_residuals(const Regression& regression) {
  EXPECTS(regression.fit && regression.fitted.size() == regression.pool.studies.size());
  std::vector<double> residuals;
  for (std::size_t i = 0; i < regression.fitted.size(); ++i) {
    const StudyResult& study = regression.pool.studies[i];
    residuals.push_back((study.y - regression.fitted[i]) /
                        std::sqrt(study.v + regression.fit->tau2.value));
  }
  return residuals;
}

std::string leading_field(const Regression& regression) {
  const std::vector<std::string> fields = fields_of(regression.plan.formula);
  for (const std::string& field : fields)
    if (!is_category(regression, field)) return field;
  return fields.empty() ? "" : fields.front();
}

namespace {

std::vector<std::string> levels_of(const Regression& regression, const std::string& field) {
  const DesignPlan& plan = regression.plan;
  for (std::size_t v = 0; v < plan.codings.size(); ++v)
    if (plan.codings[v].category && plan.formula.variables[v].field == field)
      return plan.codings[v].levels;
  return {};
}

/// Adds the prediction where there is one: log(x) has none at 0.
void add_point(ModeratorCurve& curve, const Regression& regression, const Scalars& fields, double x,
               const std::string& level) {
  auto row = predict(regression, fields);
  if (auto* found = std::get_if<PredictionRow>(&row))
    curve.points.push_back({x, level, std::move(*found)});
}

}  // namespace

ModeratorCurve moderator_curve(const Regression& regression, const std::string& field, int steps) {
  EXPECTS(regression.fit && steps > 0);
  ModeratorCurve curve{.field = field, .category = is_category(regression, field)};
  Scalars fields = usual_values(regression);
  EXPECTS(fields.contains(field));
  for (const std::string& other : fields_of(regression.plan.formula)) {
    if (other == field) continue;
    const Scalar& value = fields.at(other);
    curve.held.emplace_back(other, value.number ? significant(*value.number, 4) : value.text);
    curve.held_how.emplace_back(is_category(regression, other) ? "reference" : "mean");
  }
  if (curve.category) {
    double x = 0;
    for (const std::string& level : levels_of(regression, field)) {
      fields[field] = {.text = level, .number = read_number(level).value};
      add_point(curve, regression, fields, ++x, level);
    }
    return curve;
  }
  double low = *regression.pool.studies.front().row.fields.at(field).number, high = low;
  for (const StudyResult& study : regression.pool.studies) {
    const double x = *study.row.fields.at(field).number;
    low = std::min(low, x);
    high = std::max(high, x);
  }
  for (int i = 0; i <= steps; ++i) {
    const double x = i == steps ? high : low + (high - low) * i / steps;
    fields[field] = {.text = shortest(x), .number = x};
    add_point(curve, regression, fields, x, "");
  }
  return curve;
}

}  // namespace weald
