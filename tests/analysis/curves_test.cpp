// SPDX-License-Identifier: MIT
// What figures draw as curves, against the numbers of the reports that they belong to.
#include "engine/analysis/curves.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "engine/analysis/run.h"
#include "engine/models/tau2.h"
#include "engine/numerics/distributions.h"

using namespace weald;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Report analysed(const std::string& table, const Pairs& settings, bool effects_only = false) {
  const Loaded loaded = load_source("tests/oracle/tables/" + table);
  Diagnostics diagnostics;
  Request request{.effects_only = effects_only};
  for (const auto& [key, value] : settings)
    request.options.push_back({.key = key, .value = {.value = value}});
  Report report = analyse(loaded, request, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  REQUIRE(report.analyses.size() == 1);
  return report;
}

Pooling pooled(const std::string& table, const Pairs& settings) {
  return analysed(table, settings).analyses.front().pools.front();
}

Regression regressed(const std::string& mods) {
  const Report report = analysed("bcg.csv", {{"measure", "RR"}, {"mods", mods}}, true);
  Diagnostics diagnostics;
  RegressionReport result = regress(report, {}, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  return result.entries.front();
}

}  // namespace

TEST_CASE("the p-value function cuts p = 1 - level at the ends of the interval, by every method") {
  for (const MeanInterval& method : mean_intervals())
    for (const char* level : {"0.95", "0.8", "0.999"}) {
      const Pooling pool =
          pooled("bcg.csv", {{"measure", "RR"}, {"ci", std::string(method.key)}, {"level", level}});
      const Estimate& e = pool.pooled->estimate;
      const Interval at = values_at_p(e, 1 - pool.choices.level);
      INFO(method.key << " " << level);
      CHECK(at.lower == Approx(e.ci.lower).epsilon(1e-9));
      CHECK(at.upper == Approx(e.ci.upper).epsilon(1e-9));
      CHECK(p_of_value(e, e.ci.lower) == Approx(1 - pool.choices.level).epsilon(1e-9));
      CHECK(p_of_value(e, 0) == Approx(std::exp(e.log_p)).epsilon(1e-12));
    }
}

TEST_CASE("a p-value curve falls from the estimate at p = 1 and is shown on the read scale") {
  const Pooling pool = pooled("bcg.csv", {{"measure", "RR"}});
  const PValueCurve curve = pooled_curve(pool, 0.001);
  CHECK(curve.p.front() == 1);
  CHECK(curve.p.back() == Approx(0.001));
  CHECK(curve.shown.front().lower == Approx(pool.pooled->shown.estimate));
  CHECK(curve.shown.front().upper == Approx(pool.pooled->shown.estimate));
  for (std::size_t i = 1; i < curve.p.size(); ++i) {
    CHECK(curve.p[i] < curve.p[i - 1]);
    CHECK(curve.at[i].lower < curve.at[i - 1].lower);
    CHECK(curve.at[i].upper > curve.at[i - 1].upper);
    CHECK(curve.shown[i].upper == Approx(std::exp(curve.at[i].upper)));
  }
  const StudyResult& study = pool.studies.front();
  const Interval own = values_at_p(own_estimate(study), 0.05);
  CHECK(own.lower == Approx(study.ci.lower).epsilon(1e-12));
  CHECK(own.upper == Approx(study.ci.upper).epsilon(1e-12));
}

TEST_CASE("the prediction curve holds the prediction interval of the report, by every method") {
  for (const PredictionInterval& method : prediction_intervals()) {
    // The grid has p = 0.1 exactly in its middle.
    const Pooling pool =
        pooled("bcg.csv", {{"measure", "RR"}, {"pi", std::string(method.key)}, {"level", "0.9"}});
    const auto curve = prediction_curve(pool, 0.01);
    INFO(method.key);
    REQUIRE(curve);
    const std::size_t middle = curve->p.size() / 2;
    REQUIRE(curve->p[middle] == Approx(0.1));
    CHECK(curve->at[middle].lower == Approx(pool.pooled->pi->lower).epsilon(1e-9));
    CHECK(curve->at[middle].upper == Approx(pool.pooled->pi->upper).epsilon(1e-9));
  }
  CHECK_FALSE(prediction_curve(pooled("bcg.csv", {{"measure", "RR"}, {"model", "common"}}), 0.01));
  CHECK_FALSE(prediction_curve(pooled("bcg.csv", {{"measure", "RR"}, {"pi", "none"}}), 0.01));
}

TEST_CASE("quantile points: ranks, medians of the beta distribution, what cannot be ranked") {
  const std::vector<double> residuals{0.3, -5, std::nan(""), 1.1, 0.2};
  const auto points = normal_quantiles(residuals, 0.95);
  REQUIRE(points.size() == 4);
  CHECK(points[0].index == 1);
  CHECK(points[1].index == 4);
  CHECK(points[2].index == 0);
  CHECK(points[3].index == 3);
  // Beta(1, n) has the quantile function 1 - (1 - p)^(1/n), beta(n, 1) p^(1/n).
  const double n = 4;
  CHECK(points[0].normal == Approx(normal_quantile(1 - std::pow(0.5, 1 / n))).epsilon(1e-10));
  CHECK(points[0].envelope.lower ==
        Approx(normal_quantile(1 - std::pow(0.975, 1 / n))).epsilon(1e-10));
  CHECK(points[3].envelope.upper == Approx(normal_quantile(std::pow(0.975, 1 / n))).epsilon(1e-10));
  CHECK(points[0].outside);
  CHECK_FALSE(points[3].outside);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(points[i].normal == Approx(-points[3 - i].normal).margin(1e-12));
    CHECK(points[i].envelope.lower == Approx(-points[3 - i].envelope.upper));
  }
  CHECK(normal_quantiles({}, 0.95).empty());
}

TEST_CASE("the profile is highest at the estimate that maximises it, and cut where PL ends") {
  for (const char* key : {"REML", "ML"}) {
    const Pooling pool = pooled("bcg.csv", {{"measure", "RR"}, {"tau2", key}, {"tau2-ci", "PL"}});
    const auto profile = tau2_profile(pool);
    REQUIRE(profile);
    CHECK(profile->restricted == (std::string(key) == "REML"));
    REQUIRE(profile->peaks.size() == 1);
    CHECK(profile->peaks[0].tau2 == Approx(pool.heterogeneity->tau2).epsilon(1e-9));
    CHECK(profile->used.height == Approx(0).margin(1e-12));
    CHECK(profile->cut == Approx(-3.841458820694124 / 2).epsilon(1e-12));
    CHECK(profile->interval.lower == Approx(pool.heterogeneity->tau2_ci->lower).epsilon(1e-9));
    CHECK(profile->interval.upper == Approx(pool.heterogeneity->tau2_ci->upper).epsilon(1e-9));
    bool lower = false, upper = false;
    for (const ProfilePoint& point : profile->curve) {
      CHECK(point.height <= 1e-12);
      const auto at_cut = [&](double end) {
        if (point.tau2 != end) return false;
        CHECK(point.height == Approx(profile->cut).epsilon(1e-9));
        return true;
      };
      lower |= at_cut(profile->interval.lower);
      upper |= at_cut(profile->interval.upper);
    }
    CHECK(lower);
    CHECK(upper);
  }
}

TEST_CASE("the profile is the log-likelihood of the models, less its maximum") {
  const Pooling pool = pooled("bcg.csv", {{"measure", "RR"}, {"tau2", "DL"}});
  const auto profile = tau2_profile(pool);
  REQUIRE(profile);
  CHECK(profile->restricted);
  CHECK(profile->used.tau2 == pool.heterogeneity->tau2);
  CHECK(profile->used.height < 0);
  Sample sample{Eigen::VectorXd(13), Eigen::VectorXd(13)};
  for (Eigen::Index i = 0; i < 13; ++i) {
    sample.y[i] = pool.studies[static_cast<std::size_t>(i)].y;
    sample.v[i] = pool.studies[static_cast<std::size_t>(i)].v;
  }
  const double top = reml_loglik(sample, profile->peaks[0].tau2);
  for (const ProfilePoint& point : profile->curve)
    CHECK(point.height == Approx(reml_loglik(sample, point.tau2) - top).margin(1e-9));
  CHECK(profile->curve.back().height < profile->cut);
}

TEST_CASE("every peak of a likelihood with several is found, the highest first") {
  const Pooling pool =
      pooled("multimodal-1.csv", {{"measure", "GEN"}, {"tau2", "REML"}, {"ci", "z"}});
  const auto profile = tau2_profile(pool);
  REQUIRE(profile);
  REQUIRE(profile->peaks.size() == 1 + pool.other_optima.size());
  REQUIRE(profile->peaks.size() == 2);
  CHECK(profile->peaks[0].tau2 == Approx(0.31206797).epsilon(1e-6));
  CHECK(profile->peaks[1].tau2 == Approx(7.2155184).epsilon(1e-6));
  CHECK(profile->peaks[1].height < 0);
  // Both stand on the curve, and it is lower on either side of them.
  for (const ProfilePoint& peak : profile->peaks) {
    const auto at = std::ranges::find(profile->curve, peak.tau2, &ProfilePoint::tau2);
    REQUIRE(at != profile->curve.end());
    CHECK((at - 1)->height < peak.height);
    CHECK((at + 1)->height < peak.height);
  }
}

TEST_CASE("a pool without an estimate of τ² by inverse variance has no profile") {
  CHECK_FALSE(tau2_profile(pooled("bcg.csv", {{"measure", "RR"}, {"model", "common"}})));
  CHECK_FALSE(tau2_profile(pooled("bcg.csv", {{"measure", "RR"}, {"method", "mh"}})));
}

TEST_CASE("the curve along a moderator is what predict() gives, from the first study to the last") {
  const Regression r = regressed("ablat + alloc");
  CHECK(leading_field(r) == "ablat");
  CHECK(is_category(r, "alloc"));
  const ModeratorCurve curve = moderator_curve(r, "ablat", 50);
  REQUIRE(curve.points.size() == 51);
  CHECK_FALSE(curve.category);
  REQUIRE(curve.held.size() == 1);
  CHECK(curve.held[0].first == "alloc");
  CHECK(curve.held_how[0] == "reference");
  const auto [low, high] = std::ranges::minmax_element(
      r.pool.studies, {}, [](const StudyResult& s) { return *s.row.fields.at("ablat").number; });
  CHECK(curve.points.front().x == *low->row.fields.at("ablat").number);
  CHECK(curve.points.back().x == *high->row.fields.at("ablat").number);
  // Linear on the analysis scale with the slope of the table.
  const auto slope = std::ranges::find(r.coefficients, "ablat", &CoefficientRow::name);
  REQUIRE(slope != r.coefficients.end());
  const auto &a = curve.points.front(), &b = curve.points.back();
  CHECK((b.row.estimate.estimate - a.row.estimate.estimate) / (b.x - a.x) ==
        Approx(slope->estimate.estimate).epsilon(1e-9));

  const ModeratorCurve levels = moderator_curve(r, "alloc", 50);
  REQUIRE(levels.category);
  REQUIRE(levels.points.size() == 3);
  CHECK(levels.points[2].x == 3);
  CHECK(levels.held_how[0] == "mean");
}

TEST_CASE("a moderator inside a function is drawn along its own values") {
  const Regression r = regressed("log(ablat - 12) + I(year^2)");
  CHECK(leading_field(r) == "ablat");
  const ModeratorCurve curve = moderator_curve(r, "ablat", 20);
  REQUIRE(curve.points.size() == 21);
  CHECK(curve.points.front().x == 13);
  CHECK(curve.points.back().x == 55);
  const double slope = r.coefficients[1].estimate.estimate;
  CHECK(curve.points.back().row.estimate.estimate - curve.points.front().row.estimate.estimate ==
        Approx(slope * std::log(43.0)).epsilon(1e-9));
}

TEST_CASE("standard residuals are those of the fitted line") {
  const Regression r = regressed("ablat");
  const std::vector<double> off = standard_residuals(r);
  REQUIRE(off.size() == r.pool.studies.size());
  double sum = 0;
  for (std::size_t i = 0; i < off.size(); ++i)
    sum += off[i] / std::sqrt(r.pool.studies[i].v + r.fit->tau2.value);
  // Weighted residuals about a line with an intercept add up to nothing.
  CHECK(sum == Approx(0).margin(1e-9));
}
