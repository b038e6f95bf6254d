// SPDX-License-Identifier: MIT
// From a pool to what tests of small-study effects look at.
#include <cmath>

#include "engine/analysis/parts.h"
#include "engine/analysis/small_study_parts.h"

namespace weald {
namespace {

std::optional<double> field(const Row& row, const char* name) {
  const auto found = row.fields.find(name);
  return found == row.fields.end() ? std::nullopt : found->second.number;
}

SmallStudyData data_of(const Pooling& pool, const Pooling* arcsine) {
  SmallStudyData data{.sample = sample_of(pool.studies), .risk_ratio = pool.measure->key == "RR"};
  const Eigen::Index k = data.sample.k();
  Eigen::VectorXd n(k), n1(k), n2(k);
  bool has_n = true, has_groups = true, has_tables = true;
  for (Eigen::Index i = 0; i < k; ++i) {
    const Row& row = pool.studies[static_cast<std::size_t>(i)].row;
    const GroupSizes sizes = sizes_of(row);
    has_n &= sizes.n && *sizes.n > 0;
    has_groups &= sizes.n1 && sizes.n2 && *sizes.n1 > 0 && *sizes.n2 > 0;
    n[i] = sizes.n.value_or(0);
    n1[i] = sizes.n1.value_or(0);
    n2[i] = sizes.n2.value_or(0);
    const auto* table = std::get_if<TwoByTwo>(&row.data);
    has_tables &= table != nullptr;
    if (table != nullptr) data.tables.push_back(*table);
  }
  if (has_n) data.n = n;
  if (has_groups) data.n1 = n1, data.n2 = n2;
  if (!has_tables) data.tables.clear();
  if (has_tables && arcsine != nullptr && arcsine->studies.size() >= pool.studies.size())
    data.arcsine = sample_of(arcsine->studies);
  return data;
}

}  // namespace

GroupSizes sizes_of(const Row& row) {
  GroupSizes s;
  if (const auto* t = std::get_if<TwoByTwo>(&row.data)) s = {t->n1(), t->n2(), {}};
  if (const auto* m = std::get_if<TwoMeans>(&row.data)) s = {m->n1, m->n2, {}};
  if (const auto* d = std::get_if<StandardisedInput>(&row.data)) s = {d->n1, d->n2, {}};
  if (const auto* p = std::get_if<Proportion>(&row.data)) s.n = p->n;
  if (const auto* m = std::get_if<Mean>(&row.data)) s.n = m->n;
  if (const auto* c = std::get_if<Correlation>(&row.data)) s.n = c->n;
  if (const auto* r = std::get_if<Reliability>(&row.data)) s.n = r->n;
  if (!s.n1 && !s.n && row.arms.size() == 2) s = {row.arms[0].n, row.arms[1].n, {}};
  if (!s.n1 && !s.n) s = {field(row, "n1i"), field(row, "n2i"), field(row, "ni")};
  if (!s.n && s.n1 && s.n2) s.n = *s.n1 + *s.n2;
  return s;
}

ShownEstimate BiasContext::shown(const Estimate& estimate) const {
  const Scale& scale = base.measure->scale();
  const double n = harmonic_size(base.studies);
  return {estimate,
          {.estimate = scale.shown(estimate.estimate, n),
           .ci = {scale.shown(estimate.ci.lower, n), scale.shown(estimate.ci.upper, n)}}};
}

Pooling pooled_again(const Pooling& pool, std::vector<StudyResult> studies) {
  Pooling again{.id = pool.id,
                .analysis = pool.analysis,
                .title = pool.title,
                .measure = pool.measure,
                .choices = pool.choices,
                .studies = std::move(studies)};
  again.choices.method = Method::iv;
  again.choices.dl_around_mh = false;
  pool_studies(again, {});
  return again;
}

BiasContext bias_context(const Pooling& pool, const Pooling* arcsine, const BiasRequest& request) {
  const bool as_it_is = pool.choices.method == Method::iv && !pool.choices.dl_around_mh;
  BiasContext context{.request = &request,
                      .base = as_it_is ? pool : pooled_again(pool, pool.studies),
                      .data = data_of(pool, arcsine)};
  if (context.base.choices.model == Model::random) context.tau2 = context.base.choices.tau2;
  if (context.base.pooled && context.base.pooled->estimate.estimate < 0) context.sign = -1;
  return context;
}

void recommend(const BiasContext& context, PoolBias& result) {
  const std::string_view measure = context.base.measure->key;
  const SmallStudyData& data = context.data;
  const auto choose = [&](std::string_view key, std::string reason) {
    result.recommended = find_small_study_test(key);
    result.recommended_reason = std::move(reason);
  };
  if ((measure == "OR" || measure == "PETO") && !data.tables.empty()) {
    if (context.tau2_value() > 0.1 && data.arcsine)
      return choose(
          "ruecker-thompson",
          "a log odds ratio and its standard error are correlated by construction, and "
          "heterogeneity is large (τ² above 0.1), which arcsine differences with additive "
          "heterogeneity bear best (Sterne et al. 2011, BMJ 343:d4002)");
    return choose("harbord",
                  "a log odds ratio and its standard error are correlated by construction, which "
                  "makes Egger's test find asymmetry too often; the score and its information are "
                  "not (Sterne et al. 2011, BMJ 343:d4002)");
  }
  if (measure.starts_with("SMD") && data.n1.size() > 0)
    return choose("pustejovsky",
                  "the standard error of a standardised mean difference contains the difference "
                  "itself; the group sizes do not (Pustejovsky & Rodgers 2019)");
  if (std::isnan(context.base.measure->none) && data.n.size() > 0)
    return choose("egger-lm-sqrtninv",
                  "the standard error of this measure depends on its size; the number of people "
                  "does not");
  if (measure == "RR" || measure == "RD")
    return choose("egger-lm-sei",
                  "guidance for risk ratios and differences is not settled (Sterne et al. 2011, "
                  "BMJ 343:d4002): read Egger's test beside those built on the counts");
  choose("egger-lm-sei",
         "the estimates and their standard errors are not tied to each other by construction, so "
         "the classical test holds (Egger et al. 1997)");
}

std::string studies_text(double n) {
  if (std::isinf(n)) return "no number of studies";
  const std::string number = std::to_string(static_cast<long long>(n));
  return number + (n == 1 ? " study" : " studies");
}

}  // namespace weald
