// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/expects.h"
#include "engine/models/counts.h"
#include "engine/numerics/distributions.h"

namespace weald {

double harmonic_size(const std::vector<StudyResult>& studies) {
  double sum = 0;
  for (const StudyResult& study : studies) {
    const double n = size_for_back_transform(study.row.data);
    if (!(n > 0)) return 0;
    sum += 1 / n;
  }
  return studies.empty() ? 0 : static_cast<double>(studies.size()) / sum;
}

namespace {

Shown shown(const Pooling& pooling, const Estimate& estimate, const std::optional<Interval>& pi) {
  const Scale& scale = pooling.measure->scale();
  const double n = harmonic_size(pooling.studies);
  const auto both = [&](const Interval& i) {
    return Interval{scale.shown(i.lower, n), scale.shown(i.upper, n)};
  };
  Shown result{.estimate = scale.shown(estimate.estimate, n), .ci = both(estimate.ci)};
  if (pi) result.pi = both(*pi);
  return result;
}

/// The raw data of all studies where all are of that kind, else nothing.
template <class Kind>
std::optional<std::vector<Kind>> data_of(const std::vector<StudyResult>& studies) {
  std::vector<Kind> rows;
  for (const StudyResult& study : studies) {
    const auto* row = std::get_if<Kind>(&study.row.data);
    if (row == nullptr) return {};
    rows.push_back(*row);
  }
  return rows;
}

std::optional<CountMeasure> count_measure(std::string_view key) {
  if (key == "OR") return CountMeasure::OR;
  if (key == "RR") return CountMeasure::RR;
  if (key == "RD") return CountMeasure::RD;
  return {};
}

/// Takes out the studies whose data a model of counts cannot use, with the reason.
template <class... Kinds>
void keep_only(Pooling& pooling, const char* reason) {
  const auto usable = [](const StudyResult& study) {
    return (std::holds_alternative<Kinds>(study.row.data) || ...);
  };
  for (const StudyResult& study : pooling.studies)
    if (!usable(study))
      pooling.excluded.push_back({.study = study.row.study,
                                  .group = study.row.group,
                                  .label = study.row.label,
                                  .code = "wrong-data",
                                  .reason = reason,
                                  .span = study.row.span});
  std::erase_if(pooling.studies, [&](const StudyResult& study) { return !usable(study); });
}

void take(Pooling& pooling, const CountFit& fit) {
  pooling.ci_used = "z";
  pooling.heterogeneity = fit.heterogeneity;
  for (std::size_t i = 0; i < pooling.studies.size(); ++i)
    pooling.studies[i].weight = fit.weight[i];
  if (fit.pooled)
    pooling.pooled =
        PooledResult{.estimate = *fit.pooled, .shown = shown(pooling, *fit.pooled, {})};
  else
    pooling.notes.push_back({"not-estimable", std::string(fit.reason)});
}

void pool_mantel_haenszel(Pooling& pooling) {
  const std::string_view key = pooling.measure->key;
  const double level = pooling.choices.level;
  if (const auto measure = count_measure(key)) {
    keep_only<TwoByTwo>(pooling, "Mantel-Haenszel needs the counts of both groups");
    if (pooling.studies.empty()) return;
    take(pooling, mantel_haenszel(*data_of<TwoByTwo>(pooling.studies), *measure,
                                  pooling.choices.mh_add, level));
  } else if (key == "IRR" || key == "IRD") {
    keep_only<TwoRates>(pooling, "Mantel-Haenszel needs the events and person-time of both groups");
    if (pooling.studies.empty()) return;
    take(pooling, mantel_haenszel(*data_of<TwoRates>(pooling.studies),
                                  key == "IRR" ? RateMeasure::IRR : RateMeasure::IRD, level));
  } else {
    pooling.notes.push_back(
        {"not-estimable",
         "Mantel-Haenszel pools OR, RR, RD, IRR and IRD, not " + std::string(key)});
  }
}

void pool_peto(Pooling& pooling) {
  keep_only<TwoByTwo, ObservedExpected>(
      pooling, "Peto's method needs the counts of both groups, or O-E and V");
  if (pooling.studies.empty()) return;
  if (pooling.measure->key != "OR" && pooling.measure->key != "PETO") {
    pooling.notes.push_back({"not-estimable", "Peto's method gives an odds ratio, not " +
                                                  std::string(pooling.measure->key)});
    return;
  }
  std::vector<ObservedExpected> rows;
  for (const StudyResult& study : pooling.studies) {
    const auto* table = std::get_if<TwoByTwo>(&study.row.data);
    rows.push_back(table != nullptr ? observed_expected(*table)
                                    : std::get<ObservedExpected>(study.row.data));
  }
  take(pooling, peto(rows, pooling.choices.level));
}

/// Review Manager's heterogeneity: Q around the Mantel-Haenszel estimate, and DerSimonian-Laird's
/// τ² from it (Deeks & Higgins 2010).
struct AroundMantelHaenszel {
  double q = 0, tau2 = 0;
};
std::optional<AroundMantelHaenszel> around_mantel_haenszel(const Pooling& pooling) {
  const auto tables = data_of<TwoByTwo>(pooling.studies);
  const auto measure = count_measure(pooling.measure->key);
  if (!tables || !measure) return {};
  const CountFit fixed =
      mantel_haenszel(*tables, *measure, pooling.choices.effect.add, pooling.choices.level);
  if (!fixed.pooled) return {};
  double q = 0, s1 = 0, s2 = 0;
  for (const StudyResult& study : pooling.studies) {
    const double w = 1 / study.v, distance = study.y - fixed.pooled->estimate;
    q += w * distance * distance;
    s1 += w;
    s2 += w * w;
  }
  const double df = static_cast<double>(pooling.studies.size()) - 1;
  return AroundMantelHaenszel{.q = q, .tau2 = std::max(0.0, (q - df) / (s1 - s2 / s1))};
}

/// Puts Q around another estimate, and I² and H² from it, in place of those around the pooled
/// effect.
void take_q(Heterogeneity& heterogeneity, double q) {
  const double df = heterogeneity.df;
  heterogeneity.q = q;
  heterogeneity.log_p = chi2_log_upper(q, df);
  heterogeneity.i2 = q > df ? 100 * (q - df) / q : 0;
  heterogeneity.h2 = q / df;
}

void pool_inverse_variance(Pooling& pooling, std::optional<double> fixed_tau2) {
  const Choices& c = pooling.choices;
  const Sample sample = sample_of(pooling.studies);
  const Eigen::Index k = sample.k();
  std::optional<AroundMantelHaenszel> around;
  if (!fixed_tau2 && c.dl_around_mh && c.model == Model::random && k > 1)
    around = around_mantel_haenszel(pooling);
  if (around) fixed_tau2 = around->tau2;
  PoolOptions options{.model = c.model,
                      .tau2 = c.tau2,
                      .fixed_tau2 = fixed_tau2,
                      .ci = c.ci,
                      .pi = c.model == Model::random ? c.pi : nullptr,
                      .tau2_ci = c.model == Model::random ? c.tau2_ci : nullptr,
                      .i2_from = c.model == Model::random ? c.i2_from : I2From::q,
                      .level = c.level};
  PoolFit fit = pool(sample, options);
  // Cochrane's rule needs τ² before it can choose; the second fit starts from the τ² just found.
  const bool falls_back = c.ci_falls_back && !(k > 2 && fit.heterogeneity.tau2 > 0);
  if (falls_back || !fit.pooled) {
    if (!fit.pooled && !falls_back)
      pooling.notes.push_back(
          {"ci-unavailable", fmt::format("{} has no answer here ({}); z is shown", c.ci->key,
                                         k < 2               ? "one study"
                                         : c.ci->key == "KR" ? "it needs REML's τ²"
                                                             : "the estimates do not differ")});
    options.ci = find_mean_interval("z");
    fit = pool(sample, options);
  }
  EXPECTS(fit.pooled.has_value());
  pooling.ci_used = options.ci->key;
  if (c.model == Model::random) {
    pooling.tau2_used = c.tau2->key;
    if (fit.pi) pooling.pi_used = c.pi->key;
  }
  const Eigen::VectorXd w = weights(sample, fit.heterogeneity.tau2);
  for (std::size_t i = 0; i < pooling.studies.size(); ++i)
    pooling.studies[i].weight = w[static_cast<Eigen::Index>(i)];
  pooling.pooled = PooledResult{
      .estimate = *fit.pooled, .pi = fit.pi, .shown = shown(pooling, *fit.pooled, fit.pi)};
  pooling.heterogeneity = fit.heterogeneity;
  if (around) take_q(*pooling.heterogeneity, around->q);
  pooling.likelihood = fit.likelihood;
  pooling.convergence = fit.tau2.convergence;
  pooling.other_optima = fit.tau2.other_optima;
}

}  // namespace

Sample sample_of(const std::vector<StudyResult>& studies) {
  const auto k = static_cast<Eigen::Index>(studies.size());
  Sample sample{.y = Eigen::VectorXd(k), .v = Eigen::VectorXd(k)};
  for (Eigen::Index i = 0; i < k; ++i) {
    sample.y[i] = studies[static_cast<std::size_t>(i)].y;
    sample.v[i] = studies[static_cast<std::size_t>(i)].v;
  }
  return sample;
}

void pool_studies(Pooling& pooling, std::optional<double> fixed_tau2) {
  if (pooling.choices.method == Method::mh)
    pool_mantel_haenszel(pooling);
  else if (pooling.choices.method == Method::peto)
    pool_peto(pooling);
  else if (!pooling.studies.empty())
    pool_inverse_variance(pooling, fixed_tau2);
  if (!pooling.choices.mods.empty())
    pooling.notes.push_back({"option-ignored",
                             "moderators belong to `weald regress`; this pool is not adjusted for "
                             "them"});
  add_notes(pooling);
  pooling.methods_line = methods_line(pooling);
}

}  // namespace weald
