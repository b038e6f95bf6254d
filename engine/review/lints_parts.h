// SPDX-License-Identifier: MIT
// What the files of lints share: how a printed p is compared with one that was computed.
#pragma once

#include <string>

#include "engine/review/checks_parts.h"

namespace weald {

/// |z| that a printed two-sided p, 0 < p <= 1, may stand for, given its rounding.
Rounded z_of_p(const Number& p);
/// Whether two ranges of |z| differ by more than the choice of a test explains.
bool z_disagree(const Rounded& from_p, const Rounded& from_interval);
/// The two-sided p of a normal z, two digits.
std::string p_text(double z);

}  // namespace weald
