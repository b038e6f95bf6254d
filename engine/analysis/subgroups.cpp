// SPDX-License-Identifier: MIT
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/models/common_tau2.h"

namespace weald {
namespace {

/// The studies of each level; std::map orders levels by code point (UTF-8 keeps that order
/// bytewise).
std::map<std::string, std::vector<StudyResult>> by_level(Pooling& whole, const std::string& field) {
  std::map<std::string, std::vector<StudyResult>> levels;
  std::vector<std::string> without;
  for (const StudyResult& study : whole.studies) {
    const auto found = study.row.fields.find(field);
    if (found == study.row.fields.end() || found->second.text.empty())
      without.push_back(study.row.label);
    else
      levels[found->second.text].push_back(study);
  }
  if (!without.empty() && !levels.empty())
    whole.notes.push_back({"subgroup-not-stated",
                           fmt::format("no `{}` is stated for {}: in the whole, in no subgroup",
                                       field, fmt::join(without, ", "))});
  if (levels.empty() && !whole.studies.empty())
    whole.notes.push_back({"subgroup-not-stated",
                           fmt::format("no study states `{}`: there are no subgroups", field)});
  return levels;
}

std::optional<double> shared_tau2(Pooling& whole,
                                  const std::map<std::string, std::vector<StudyResult>>& levels) {
  const Choices& c = whole.choices;
  if (!c.common_tau2 || c.model != Model::random || c.method != Method::iv) return {};
  std::vector<Sample> samples;
  for (const auto& [level, studies] : levels) samples.push_back(sample_of(studies));
  if (const auto tau2 = common_tau2(samples, *c.tau2)) return tau2->value;
  whole.notes.push_back(
      {"common-tau2-unavailable",
       fmt::format(
           "a τ² common to subgroups is available with DL, PM, EB, ML and REML, not with {}; "
           "each subgroup has its own",
           c.tau2->key)});
  return {};
}

/// Mean and z standard error of a level at the common τ², which counts for a single study too: the
/// test is that of the model with the subgroup as a factor.
Estimate at_shared_tau2(const std::vector<StudyResult>& studies, double tau2) {
  const Sample sample = sample_of(studies);
  const Eigen::ArrayXd w = 1 / (sample.v.array() + tau2);
  const double origin = sample.y[0];
  return {.estimate = origin + (w * (sample.y.array() - origin)).sum() / w.sum(),
          .se = 1 / std::sqrt(w.sum())};
}

}  // namespace

Subgroups split(Pooling& whole, const std::string& field) {
  Subgroups result;
  const auto levels = by_level(whole, field);
  const std::optional<double> tau2 = shared_tau2(whole, levels);
  std::vector<double> mu, se;
  for (const auto& [level, studies] : levels) {
    Pooling pool{.id = whole.id + "/" + level,
                 .analysis = whole.analysis,
                 .title = whole.title,
                 .horizon = whole.horizon,
                 .subgroup = level,
                 .horizon_label = whole.horizon_label,
                 .subgroup_label = level,
                 .measure = whole.measure,
                 .choices = whole.choices,
                 .studies = studies};
    pool.choices.common_tau2 = tau2.has_value();
    pool_studies(pool, tau2);
    if (tau2) {
      const Estimate shared = at_shared_tau2(studies, *tau2);
      mu.push_back(shared.estimate);
      se.push_back(shared.se);
    } else if (pool.pooled) {
      mu.push_back(pool.pooled->estimate.estimate);
      se.push_back(pool.pooled->estimate.se);
    }
    result.levels.push_back(std::move(pool));
  }
  if (mu.size() > 1) {
    const QTest test = subgroup_difference(mu, se);
    result.test = SubgroupTest{.analysis = whole.analysis,
                               .horizon = whole.horizon,
                               .by = field,
                               .common_tau2 = tau2.has_value(),
                               .q = test.q,
                               .df = test.df,
                               .log_p = test.log_p};
  }
  return result;
}

}  // namespace weald
