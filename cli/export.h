// SPDX-License-Identifier: MIT
// Out again: the rows of an analysis as a table with the contract's columns, and its results as an
// R script.
#pragma once

#include <string>

#include "engine/analysis/report.h"
#include "engine/review/dataset.h"

namespace weald {

/// The rows of one analysis (all its horizons) as CSV: the raw columns where all rows have the same
/// kind of data, else yi and vi on the scale of `measure`. What has no numbers keeps its row, with
/// NA. Reads back through a table to the same numbers.
std::string export_csv(const std::vector<Dataset>& datasets, const Measure& measure,
                       const EffectOptions& options);

/// An R script that reproduces every pool of the report with metafor and prints one line a pool:
/// id, estimate, lower, upper, tau2, separated by tabs.
std::string export_r(const Report& report);

}  // namespace weald
