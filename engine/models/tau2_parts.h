// SPDX-License-Identifier: MIT
// What the moment estimators of τ² share, with moderators and without. Nothing outside
// engine/models needs it.
#pragma once

#include <cmath>

#include "engine/models/tau2.h"

namespace weald {

/// √Var(y'Py) for y with variances v + τ² and weights 1/(v + t): with c = τ² - t that is
/// 2 df + 4c·tr P + 2c²·tr PP, because V + τ²I = W⁻¹ + cI and P W⁻¹ P = P.
inline double sd_of_quadratic_form(double trace_p, double trace_pp, double df, double c) {
  return std::sqrt(2 * df + 4 * c * trace_p + 2 * c * c * trace_pp);
}

/// An estimate that may not be negative.
inline Tau2 truncated(double raw) {
  Tau2 result;
  result.value = raw > 0 ? raw : 0;
  result.convergence.at_boundary = !(raw > 0);
  return result;
}

}  // namespace weald
