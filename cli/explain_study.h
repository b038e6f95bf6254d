// SPDX-License-Identifier: MIT
// The arithmetic of one study: its raw numbers, the formula, y, v and the interval, for every pool
// it is in.
#pragma once

#include <string>
#include <string_view>

#include "engine/analysis/report.h"

namespace weald {

/// Nothing (an empty text) where no analysis of the report knows the study.
std::string explain_study(const Report& report, std::string_view study);

}  // namespace weald
