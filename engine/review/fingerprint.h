// SPDX-License-Identifier: MIT
// What tells that two studies may be one group of people: their numbers, the names of their
// cohorts.
#pragma once

#include <string>
#include <string_view>

#include "engine/effects/data.h"

namespace weald {

/// The numbers of a row of a pool as text («36/65 and 21/63»), where they are many enough that two
/// studies do not share them by chance; else empty.
std::string fingerprint(const OutcomeData& data);

/// A cohort's name as it is compared: without regard to case, blanks or hyphens.
std::string plain_cohort(std::string_view text);

}  // namespace weald
