// SPDX-License-Identifier: MIT
// Solving Q*(τ²) = target, where Q* falls in τ²: Paule-Mandel and the Q-profile.
#pragma once

#include "engine/models/moments.h"
#include "engine/numerics/roots.h"

namespace weald {

/// τ² with Q*(τ²) = `target` > 0, or 0 where Q*(0) <= target; `zero` holds the moments at τ² = 0.
Root solve_generalised_q(MomentsOf& moments, const Moments& zero, double target);

}  // namespace weald
