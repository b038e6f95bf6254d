// SPDX-License-Identifier: MIT
// Fail-safe N: how many unseen studies without effect would undo a result.
#pragma once

#include <span>
#include <string_view>

#include "engine/models/pool.h"

namespace weald {

struct FailSafeOptions {
  const Tau2Estimator* tau2 = nullptr;  ///< for `general`; null: common effect
  double target_fraction = 0.5;         ///< Orwin: of the pooled estimate
};

struct FailSafeRow {
  std::string_view key, label;
  std::string_view meaning;  ///< «studies of mean effect 0 that …»
  std::string_view source;
  double (*n)(const Sample&, const FailSafeOptions&);  ///< a whole number, may be infinite
};

/// rosenthal orwin rosenberg general.
std::span<const FailSafeRow> fail_safe_rows();

/// The two-sided p of the pooled effect after `n` studies of mean effect 0 and the harmonic mean
/// variance have joined, τ² grown by the distance between the two groups (the model behind
/// `general`; Viechtbauer, metafor's fsn(), type «General»). Public, so that it is tested.
double log_p_with_added(const Sample& sample, double estimate, double tau2, bool common, double n);

}  // namespace weald
