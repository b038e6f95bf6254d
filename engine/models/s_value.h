// SPDX-License-Identifier: MIT
// How strong would the preference for affirmative results have to be to explain a pooled effect
// away? Worst case: affirmative studies are infinitely more likely to be published.
#pragma once

#include <optional>

#include "engine/models/pool.h"

namespace weald {

struct SValue {
  int affirmative = 0, nonaffirmative = 0;  ///< significant at 0.05 two-sided and in the direction
  Estimate worst_case{};                    ///< the nonaffirmative studies alone
  /// The selection ratio at which the corrected estimate, or the limit of its interval nearer to
  /// no effect, is at `target`; nothing where no ratio does it. 1 where it is there already.
  std::optional<double> estimate{}, limit{};
};

/// Mathur & VanderWeele 2020 (J R Stat Soc C 69:1091): studies that are not affirmative are
/// weighted `ratio` times more, w = ratio/(v + τ²), τ² as estimated without correction; normal
/// intervals with the model's variance. `sign` is +1 or -1, the direction that is preferred.
/// Nothing where every study is affirmative.
std::optional<SValue> s_value(const Sample& sample, double tau2, double sign, double target,
                              double level);

/// The estimate corrected for a selection ratio >= 1; infinity is the worst case.
Estimate corrected_for_selection(const Sample& sample, double tau2, double sign, double ratio,
                                 double level);

}  // namespace weald
