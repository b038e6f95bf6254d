// SPDX-License-Identifier: MIT
// What the kinds of sensitivity analysis share. Nothing outside engine/analysis needs it.
#pragma once

#include <string>
#include <vector>

#include "engine/analysis/sensitivity.h"

namespace weald {

/// One pool and how it is fitted.
struct SensitivityContext {
  const AnalysisReport* analysis;
  const Pooling* pool;
  const SensitivityRequest* request;
  Sample sample{};  ///< of the pool's studies
  PoolRule rule{};  ///< of the pool, without an interval of τ²
  Diagnostics* diagnostics = nullptr;
  Progress progress{};  ///< of the kind that is at work

  Eigen::Index k() const { return sample.k(); }
};

/// The rule by which a pool with these choices is fitted by inverse variance. `fixed_tau2`: a τ²
/// common to subgroups.
PoolRule rule_of(const Choices& choices, std::optional<double> fixed_tau2);

/// Whether pools with these choices are fitted by that rule alone (not Mantel-Haenszel, Peto, or Q
/// around Mantel-Haenszel).
bool plain_inverse_variance(const Choices& choices);

/// A fit as a row, on both scales. `studies` are those in it.
Refit refit_of(const RuledFit& fit, const PoolRule& rule, const Measure& measure,
               const std::vector<const StudyResult*>& studies);

/// The pool fitted to those of its studies (indices), by whatever method it has.
Refit refit(const SensitivityContext& context, const std::vector<Eigen::Index>& members);

/// The same, without those of `part` (ascending).
Refit refit_without(const SensitivityContext& context, const std::vector<Eigen::Index>& part);

/// Whether the interval leaves no effect out.
bool significant(const Estimate& estimate, double none);

/// Values of the `multiverse:` lists of review.yaml that are no good whatever the data.
void check_multiverse(const Review& review, Diagnostics& diagnostics);

void leave_one_out_of(const SensitivityContext& context, PoolSensitivity& out);
void cumulative_of(const SensitivityContext& context, PoolSensitivity& out);
void influence_of(const SensitivityContext& context, PoolSensitivity& out);
void baujat_of(const SensitivityContext& context, PoolSensitivity& out);
void gosh_of(const SensitivityContext& context, PoolSensitivity& out);
void permutation_of(const SensitivityContext& context, PoolSensitivity& out);
void bootstrap_of(const SensitivityContext& context, PoolSensitivity& out);
void outliers_of(const SensitivityContext& context, PoolSensitivity& out);
void sweep_of(const SensitivityContext& context, PoolSensitivity& out);
void fragility_of(const SensitivityContext& context, PoolSensitivity& out);
void multiverse_of(const SensitivityContext& context, PoolSensitivity& out);

}  // namespace weald
