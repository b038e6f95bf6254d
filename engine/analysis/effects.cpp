// SPDX-License-Identifier: MIT
#include <cmath>

#include "engine/analysis/parts.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

ExcludedRow excluded(const Row& row, std::string_view code, std::string_view reason) {
  return {.study = row.study,
          .group = row.group,
          .label = row.label,
          .code = code,
          .reason = std::string(reason),
          .span = row.span};
}

StudyResult study_result(Row row, const Effect& effect, const Scale& scale, double z) {
  const double n = size_for_back_transform(row.data);
  const double half = z * std::sqrt(effect.v);
  StudyResult study{.row = std::move(row),
                    .y = effect.y,
                    .v = effect.v,
                    .ci = {effect.y - half, effect.y + half}};
  study.shown = {.estimate = scale.shown(study.y, n),
                 .ci = {scale.shown(study.ci.lower, n), scale.shown(study.ci.upper, n)}};
  return study;
}

}  // namespace

Pooling effects_of(const Dataset& dataset, const Choices& choices, bool keep_zero_variance) {
  Pooling pooling{.id = dataset.analysis,
                  .analysis = dataset.analysis,
                  .title = dataset.title,
                  .measure = dataset.measure,
                  .choices = choices,
                  .excluded = dataset.excluded,
                  .findings = dataset.findings,
                  .notes = dataset.notes};
  if (dataset.horizon != nullptr) {
    pooling.horizon = dataset.horizon->key;
    pooling.horizon_label = dataset.horizon->label;
    pooling.window = {dataset.horizon->after, dataset.horizon->to};
    pooling.id += "/" + dataset.horizon->key;
  }
  std::vector<OutcomeData> data;
  data.reserve(dataset.rows.size());
  for (const Row& row : dataset.rows) data.push_back(row.data);
  const std::vector<EffectOrReason> effects =
      compute_effects(*dataset.measure, data, choices.effect);

  const double z = normal_quantile(0.5 + choices.level / 2);
  pooling.studies.reserve(dataset.rows.size());
  for (std::size_t i = 0; i < dataset.rows.size(); ++i) {
    const Row& row = dataset.rows[i];
    if (const auto* none = std::get_if<NoEffect>(&effects[i])) {
      pooling.excluded.push_back(excluded(row, none->code, none->reason));
      continue;
    }
    const Effect& effect = std::get<Effect>(effects[i]);
    if (!(effect.v > 0) && !keep_zero_variance) {
      pooling.excluded.push_back(
          excluded(row, "zero-variance", "its sampling variance is 0, so it has no weight"));
      continue;
    }
    pooling.studies.push_back(study_result(row, effect, dataset.measure->scale(), z));
  }
  return pooling;
}

Pooling pool_dataset(const Dataset& dataset, const Choices& choices) {
  Pooling pooling = effects_of(dataset, choices, false);
  pool_studies(pooling, {});
  return pooling;
}

}  // namespace weald
