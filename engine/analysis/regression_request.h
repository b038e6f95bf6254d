// SPDX-License-Identifier: MIT
// The small languages of a meta-regression's request: values to predict at, linear contrasts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include "engine/analysis/formula.h"

namespace weald {

/// Values by field, one combination: {dose, 10}, {design, cohort}.
using AtValues = std::vector<std::pair<std::string, std::string>>;

/// Reads `dose = 0, 10; design = cohort` into every combination, the last field fastest.
std::variant<std::vector<AtValues>, FormulaProblem> read_at(std::string_view text);

/// Reads `designcohort - 2 * year` into a weight for each of the named coefficients. The longest
/// name that fits is taken, so names may hold blanks and signs.
std::variant<Eigen::VectorXd, FormulaProblem> read_contrast(std::string_view text,
                                                            const std::vector<std::string>& names);

}  // namespace weald
