// SPDX-License-Identifier: MIT
// Trim and fill: how many studies a lopsided funnel lacks, and the funnel with their mirror images.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/models/sample.h"
#include "engine/models/tau2.h"

namespace weald {

struct TrimFillEstimator {
  std::string_view key, label, source;
};
std::span<const TrimFillEstimator> trim_fill_estimators();  ///< L0 R0 Q0
const TrimFillEstimator* find_trim_fill(std::string_view key);

struct TrimFill {
  bool right = false;                  ///< the side where studies are thought missing
  std::vector<Eigen::Index> mirrored;  ///< the studies whose mirror images were added
  double axis = 0;                     ///< the mean about which they were mirrored
  Sample filled{};                     ///< all studies, then the mirror images
  int iterations = 0;
};

/// Duval & Tweedie 2000 (Biometrics 56:455; J Am Stat Assoc 95:89). The side is that to which
/// small studies are rare: right where the slope of the estimates on their standard errors is
/// negative. τ² by `tau2` in every round; null: common effect. k >= 3. A reason where the rounds
/// do not settle or Q0 has no answer.
std::variant<TrimFill, std::string_view> trim_and_fill(const Sample& sample,
                                                       const Tau2Estimator* tau2,
                                                       const TrimFillEstimator& estimator);

}  // namespace weald
