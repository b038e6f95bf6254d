// SPDX-License-Identifier: MIT
// For small_study*.cpp alone: what every kind of answer starts from.
#pragma once

#include <string>

#include "engine/analysis/small_study.h"

namespace weald {

/// One pool made ready: by inverse variance, whatever the method of the report.
struct BiasContext {
  const BiasRequest* request = nullptr;
  Pooling base{};  ///< the pool by inverse variance
  SmallStudyData data{};
  double sign = 1;  ///< the direction that is taken as preferred: that of the pool
  const Tau2Estimator* tau2 = nullptr;  ///< null: common effect
  Progress progress{};                  ///< of the kind that is at work

  double tau2_value() const { return base.heterogeneity ? base.heterogeneity->tau2 : 0; }
  double level() const { return base.choices.level; }
  ShownEstimate shown(const Estimate& estimate) const;
};

/// The pool of other studies by the same choices, inverse variance.
Pooling pooled_again(const Pooling& pool, std::vector<StudyResult> studies);

BiasContext bias_context(const Pooling& pool, const Pooling* arcsine, const BiasRequest& request);

/// The test that fits the measure and the data, and why.
void recommend(const BiasContext& context, PoolBias& result);

/// Estimates side by side, each with what it assumes.
void fill_panel(const BiasContext& context, PoolBias& result);

/// «12 studies», «1 study».
std::string studies_text(double n);

}  // namespace weald
