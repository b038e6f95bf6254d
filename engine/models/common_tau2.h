// SPDX-License-Identifier: MIT
// One τ² for several subgroups, each with its own mean: the model with a factor as its only
// moderator. Because X'WX is diagonal there, sums over the groups are all it takes.
#pragma once

#include <optional>
#include <span>

#include "engine/models/sample.h"
#include "engine/models/tau2.h"

namespace weald {

/// τ² common to `groups` (each with k >= 1, together at least one group with k >= 2). DL
/// (Borenstein et al. 2009, ch. 19), PM and EB (ΣQ_g*(τ²) = Σ(k_g - 1)), ML and REML (the sum of
/// the groups' log-likelihoods). Nothing for other estimators.
std::optional<Tau2> common_tau2(std::span<const Sample> groups, const Tau2Estimator& estimator);

}  // namespace weald
