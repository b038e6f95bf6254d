// SPDX-License-Identifier: MIT
// Sensitivity analyses that fit very many samples: GOSH, permutation test, parametric bootstrap.
#include <array>
#include <cmath>

#include "engine/analysis/sensitivity_parts.h"
#include "engine/numerics/quantiles.h"

namespace weald {
namespace {

FiveNumbers five_numbers(const std::vector<double>& values) {
  constexpr std::array probabilities{0.0, 0.25, 0.5, 0.75, 1.0};
  const std::vector<double> q = quantiles(values, probabilities);
  return {q[0], q[1], q[2], q[3], q[4]};
}

/// The interval that the pool itself has, so that a statistic means the same throughout.
PoolOptions own_interval(const SensitivityContext& context) {
  PoolOptions options = context.rule.options;
  options.ci = find_mean_interval(context.pool->ci_used);
  return options;
}

}  // namespace

void gosh_of(const SensitivityContext& context, PoolSensitivity& out) {
  GoshResult result;
  result.points = gosh(context.sample, {.pool = own_interval(context),
                                        .sample = context.request->subsets,
                                        .seed = context.request->seed,
                                        .progress = context.progress});
  result.estimate = five_numbers(result.points.estimate);
  result.i2 = five_numbers(result.points.i2);
  for (const StudyResult& study : context.pool->studies) result.studies.push_back(study.row.study);
  result.by_study = with_and_without(result.points);
  out.gosh = std::move(result);
}

void permutation_of(const SensitivityContext& context, PoolSensitivity& out) {
  const double none = context.pool->measure->none;
  if (std::isnan(none)) {
    out.notes.push_back({"sensitivity-unavailable",
                         "permutation: a quantity of one group has no value of «no effect» that "
                         "could be tested"});
    return;
  }
  Sample from_none = context.sample;
  if (none != 0) from_none.y.array() -= none;
  out.permutation = permutation_test(from_none, {.pool = own_interval(context),
                                                 .iterations = context.request->iterations,
                                                 .seed = context.request->seed,
                                                 .progress = context.progress});
}

void bootstrap_of(const SensitivityContext& context, PoolSensitivity& out) {
  const PoolOptions options = own_interval(context);
  const PoolFit fit = pool_by_rule(context.sample, {.options = options}).fit;
  out.bootstrap = bootstrap(context.sample, fit.fit,
                            {.pool = options,
                             .replicates = context.request->replicates,
                             .seed = context.request->seed,
                             .progress = context.progress});
}

}  // namespace weald
