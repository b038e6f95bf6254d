// SPDX-License-Identifier: MIT
// Meta-regressions as text: tables for people, a flat table, the contract's JSON. Computes nothing.
#pragma once

#include "engine/analysis/regression.h"
#include "engine/output/output.h"

namespace weald {

/// Coefficients, tests, what is left of heterogeneity, predictions, contrasts, comparison.
std::vector<TextTable> regress_tables(const RegressionReport& report);

/// One flat table, a row a coefficient, numbers to the last bit.
std::vector<TextTable> regress_records(const RegressionReport& report);

/// weald.regress/1. Ends with a line break.
std::string regress_json(const RegressionReport& report);

}  // namespace weald
