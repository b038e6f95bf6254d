// SPDX-License-Identifier: MIT
// Pools fitted again to some of their studies: leave-one-out, cumulative, influence, Baujat,
// outliers, and at a given τ².
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/analysis/sensitivity_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

using Indices = std::vector<Eigen::Index>;

const StudyResult& study(const SensitivityContext& context, Eigen::Index i) {
  return context.pool->studies[static_cast<std::size_t>(i)];
}

/// Harmonic mean of the sizes, which the inverse of Freeman-Tukey asks for; 0 where there are none.
double harmonic_size(const std::vector<const StudyResult*>& studies) {
  double sum = 0;
  for (const StudyResult* each : studies) {
    const double n = size_for_back_transform(each->row.data);
    if (!(n > 0)) return 0;
    sum += 1 / n;
  }
  return studies.empty() ? 0 : static_cast<double>(studies.size()) / sum;
}

Indices all_but(Eigen::Index k, const Indices& part) {
  Indices rest;
  for (Eigen::Index i = 0; i < k; ++i)
    if (!std::binary_search(part.begin(), part.end(), i)) rest.push_back(i);
  return rest;
}

std::vector<const StudyResult*> those(const SensitivityContext& context, const Indices& members) {
  std::vector<const StudyResult*> studies;
  for (const Eigen::Index i : members) studies.push_back(&study(context, i));
  return studies;
}

/// The value of a field of a study, for ordering and for people.
struct FieldValue {
  std::optional<double> number{};
  std::string text{};
};

FieldValue value_of(const SensitivityContext& context, Eigen::Index i, std::string_view field) {
  const StudyResult& s = study(context, i);
  const auto found = s.row.fields.find(std::string(field));
  if (field == "precision") return {1 / s.v, significant(std::sqrt(s.v), 3)};
  if (field == "effect") return {s.y, significant(s.y, 3)};
  if (field == "year" && s.row.year) return {s.row.year, shortest(*s.row.year)};
  if (found == s.row.fields.end()) return {};
  return {read_number(found->second.text).value, found->second.text};
}

/// The order of a cumulative pool: those without a value come last, ties as in the table.
Indices order_of(const SensitivityContext& context, std::vector<FieldValue>& values) {
  const SensitivityRequest& request = *context.request;
  Indices order(static_cast<std::size_t>(context.k()));
  std::iota(order.begin(), order.end(), 0);
  values.resize(order.size());
  if (request.by.empty()) {
    if (request.descending) std::reverse(order.begin(), order.end());
    return order;
  }
  for (const Eigen::Index i : order)
    values[static_cast<std::size_t>(i)] = value_of(context, i, request.by);
  const bool numbers =
      std::ranges::all_of(values, [](const FieldValue& v) { return v.number || v.text.empty(); });
  std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    const FieldValue &x = values[static_cast<std::size_t>(a)],
                     &y = values[static_cast<std::size_t>(b)];
    if (x.text.empty() != y.text.empty()) return y.text.empty();
    if (x.text.empty()) return false;
    const FieldValue &first = request.descending ? y : x, &second = request.descending ? x : y;
    return numbers ? *first.number < *second.number : first.text < second.text;
  });
  return order;
}

/// Groups of studies that are left out together, in the order of their first study, with names.
struct Part {
  std::string key{}, label{};
  Indices members{};
};

std::vector<Part> parts_of(const SensitivityContext& context, std::string_view unit) {
  std::vector<Part> parts;
  std::map<std::string, std::size_t> known;
  for (Eigen::Index i = 0; i < context.k(); ++i) {
    const Row& row = study(context, i).row;
    std::string name;
    if (unit == "cluster")
      name = row.cluster;
    else if (unit == "study")
      name = row.study;
    else if (const auto found = row.fields.find(std::string(unit)); found != row.fields.end())
      name = found->second.text;
    // A table may bear the same label twice: those are two studies.
    const bool alone = name.empty() || unit == "study";
    if (!alone) {
      const auto [at, added] = known.emplace(name, parts.size());
      if (!added) {
        parts[at->second].members.push_back(i);
        continue;
      }
    }
    parts.push_back({alone ? row.study : name, alone ? row.label : name, {i}});
  }
  return parts;
}

std::vector<RuledFit> fits_without_each(const SensitivityContext& context) {
  // One interval for all: HK with and z without a study would not compare.
  PoolRule rule = context.rule;
  rule.options.ci = find_mean_interval(context.pool->ci_used);
  rule.z_unless_heterogeneous = false;
  return leave_one_out(context.sample, rule);
}

PoolFit fit_to_all(const SensitivityContext& context) {
  PoolRule rule = context.rule;
  rule.options.ci = find_mean_interval(context.pool->ci_used);
  rule.z_unless_heterogeneous = false;
  return pool_by_rule(context.sample, rule).fit;
}

}  // namespace

PoolRule rule_of(const Choices& c, std::optional<double> fixed_tau2) {
  const bool random = c.model == Model::random;
  return {.options = {.model = c.model,
                      .tau2 = c.tau2,
                      .fixed_tau2 = fixed_tau2,
                      .ci = c.ci,
                      .pi = random ? c.pi : nullptr,
                      .i2_from = random ? c.i2_from : I2From::q,
                      .level = c.level},
          .z_unless_heterogeneous = c.ci_falls_back};
}

bool plain_inverse_variance(const Choices& c) {
  return c.method == Method::iv && !(c.dl_around_mh && c.model == Model::random);
}

Refit refit_of(const RuledFit& fit, const PoolRule& rule, const Measure& measure,
               const std::vector<const StudyResult*>& studies) {
  Refit row{.k = studies.size()};
  if (!fit.fit.pooled) return row;
  const Scale& scale = measure.scale();
  const double n = harmonic_size(studies);
  const auto both = [&](const Interval& i) {
    return Interval{scale.shown(i.lower, n), scale.shown(i.upper, n)};
  };
  row.estimate = fit.fit.pooled;
  row.pi = fit.fit.pi;
  row.shown = {.estimate = scale.shown(row.estimate->estimate, n), .ci = both(row.estimate->ci)};
  if (row.pi) row.shown.pi = both(*row.pi);
  const Heterogeneity& h = fit.fit.heterogeneity;
  row.tau2 = h.tau2;
  row.i2 = h.i2;
  row.q = h.q;
  row.log_q_p = h.log_p;
  row.ci_used = fit.fell_back ? "z" : rule.options.ci->key;
  return row;
}

Refit refit(const SensitivityContext& context, const Indices& members) {
  if (members.empty()) return {};
  if (plain_inverse_variance(context.pool->choices)) {
    const auto k = static_cast<Eigen::Index>(members.size());
    Sample some{.y = Eigen::VectorXd(k), .v = Eigen::VectorXd(k)};
    for (Eigen::Index i = 0; i < k; ++i) {
      some.y[i] = context.sample.y[members[static_cast<std::size_t>(i)]];
      some.v[i] = context.sample.v[members[static_cast<std::size_t>(i)]];
    }
    return refit_of(pool_by_rule(some, context.rule), context.rule, *context.pool->measure,
                    those(context, members));
  }
  Pooling some{.measure = context.pool->measure, .choices = context.pool->choices};
  for (const Eigen::Index i : members) some.studies.push_back(study(context, i));
  pool_studies(some, context.rule.options.fixed_tau2);
  Refit row{.k = some.studies.size()};
  if (!some.pooled) return row;
  row.estimate = some.pooled->estimate;
  row.pi = some.pooled->pi;
  row.shown = some.pooled->shown;
  row.tau2 = some.heterogeneity->tau2;
  row.i2 = some.heterogeneity->i2;
  row.q = some.heterogeneity->q;
  row.log_q_p = some.heterogeneity->log_p;
  row.ci_used = some.ci_used;
  return row;
}

Refit refit_without(const SensitivityContext& context, const Indices& part) {
  return refit(context, all_but(context.k(), part));
}

bool significant(const Estimate& estimate, double none) {
  return !(estimate.ci.lower <= none && none <= estimate.ci.upper);
}

void leave_one_out_of(const SensitivityContext& context, PoolSensitivity& out) {
  out.unit = context.request->unit;
  const std::vector<Part> parts = parts_of(context, out.unit);
  std::vector<Refit> rows;
  for (const Part& part : parts) {
    Refit row = refit_without(context, part.members);
    row.study = part.key;
    row.label = part.label;
    rows.push_back(std::move(row));
  }
  if (out.unit != "study" && static_cast<Eigen::Index>(parts.size()) == context.k())
    out.notes.push_back(
        {"field-not-stated",
         fmt::format("no two studies share a value of `{}`: each is left out by itself",
                     out.unit)});
  out.leave_one_out = std::move(rows);
}

void cumulative_of(const SensitivityContext& context, PoolSensitivity& out) {
  const SensitivityRequest& request = *context.request;
  std::vector<FieldValue> values;
  const Indices order = order_of(context, values);
  out.order = fmt::format("{}{}", request.by.empty() ? "as listed" : request.by,
                          request.descending ? ", descending" : "");
  std::vector<std::string> without;
  std::vector<Refit> rows;
  Indices members;
  for (const Eigen::Index i : order) {
    members.push_back(i);
    Refit row = refit(context, members);
    row.study = study(context, i).row.study;
    row.label = study(context, i).row.label;
    row.by = values[static_cast<std::size_t>(i)].text;
    if (!request.by.empty() && row.by.empty()) without.push_back(row.label);
    rows.push_back(std::move(row));
  }
  if (!without.empty())
    out.notes.push_back({"field-not-stated", fmt::format("no `{}` is stated for {}: added last",
                                                         request.by, fmt::join(without, ", "))});
  out.cumulative = std::move(rows);
}

void influence_of(const SensitivityContext& context, PoolSensitivity& out) {
  const auto values = influence(context.sample, fit_to_all(context), fits_without_each(context));
  std::vector<InfluenceRow> rows;
  for (Eigen::Index i = 0; i < context.k(); ++i)
    rows.push_back({study(context, i).row.study, study(context, i).row.label,
                    values[static_cast<std::size_t>(i)]});
  out.influence = std::move(rows);
}

void baujat_of(const SensitivityContext& context, PoolSensitivity& out) {
  const auto points = baujat(context.sample, fit_to_all(context), fits_without_each(context));
  std::vector<BaujatRow> rows;
  for (Eigen::Index i = 0; i < context.k(); ++i)
    rows.push_back({study(context, i).row.study, study(context, i).row.label,
                    points[static_cast<std::size_t>(i)]});
  out.baujat = std::move(rows);
}

void outliers_of(const SensitivityContext& context, PoolSensitivity& out) {
  Outliers result;
  const Interval& pooled = context.pool->pooled->estimate.ci;
  Indices apart;
  for (Eigen::Index i = 0; i < context.k(); ++i) {
    const StudyResult& s = study(context, i);
    if (s.ci.lower <= pooled.upper && s.ci.upper >= pooled.lower) continue;
    apart.push_back(i);
    result.studies.push_back(s.row.study);
    result.labels.push_back(s.row.label);
  }
  if (!apart.empty() && static_cast<Eigen::Index>(apart.size()) < context.k())
    result.without = refit_without(context, apart);

  Indices gone;
  double i2 = context.pool->heterogeneity->i2;
  while (i2 >= 25 && 2 * (static_cast<Eigen::Index>(gone.size()) + 1) <= context.k()) {
    std::optional<Refit> best;
    Eigen::Index which = 0;
    for (Eigen::Index i = 0; i < context.k(); ++i) {
      if (std::ranges::find(gone, i) != gone.end()) continue;
      Indices part = gone;
      part.insert(std::ranges::upper_bound(part, i), i);
      Refit row = refit_without(context, part);
      if (!row.estimate || (best && best->i2 <= row.i2)) continue;
      best = std::move(row);
      which = i;
    }
    if (!best) break;
    best->study = study(context, which).row.study;
    best->label = study(context, which).row.label;
    gone.insert(std::ranges::upper_bound(gone, which), which);
    i2 = best->i2;
    result.steps.push_back(std::move(*best));
  }
  out.outliers = std::move(result);
}

void sweep_of(const SensitivityContext& context, PoolSensitivity& out) {
  if (context.pool->choices.model == Model::common || context.rule.options.fixed_tau2) {
    out.notes.push_back({"sensitivity-unavailable",
                         "sweep: τ² is not estimated here (a common effect, or a τ² common to "
                         "subgroups)"});
    return;
  }
  const Heterogeneity& h = *context.pool->heterogeneity;
  const double s1 = context.sample.v.array().inverse().sum(),
               s2 = context.sample.v.array().inverse().square().sum();
  const double typical = static_cast<double>(context.k() - 1) / (s1 - s2 / s1);
  std::vector<SweepRow> rows;
  const auto add = [&](double tau2, std::string what, bool estimated) {
    SweepRow row{.tau2 = tau2,
                 .i2 = 100 * tau2 / (tau2 + typical),
                 .estimated = estimated,
                 .what = std::move(what)};
    PoolRule rule = context.rule;
    rule.options.fixed_tau2 = tau2;
    Indices all(static_cast<std::size_t>(context.k()));
    std::iota(all.begin(), all.end(), 0);
    row.at = refit_of(pool_by_rule(context.sample, rule), rule, *context.pool->measure,
                      those(context, all));
    rows.push_back(std::move(row));
  };
  for (const double i2 : {0.0, 25.0, 50.0, 75.0, 90.0})
    add(typical * i2 / (100 - i2), fmt::format("I² {} %", shortest(i2)), false);
  if (h.tau2_ci) {
    add(h.tau2_ci->lower, "lower end of the interval of τ²", false);
    add(h.tau2_ci->upper, "upper end of the interval of τ²", false);
  }
  add(h.tau2, fmt::format("estimate, {}", context.pool->tau2_used.value_or("")), true);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const SweepRow& a, const SweepRow& b) { return a.tau2 < b.tau2; });
  out.sweep = std::move(rows);
}

}  // namespace weald
