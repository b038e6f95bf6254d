// SPDX-License-Identifier: MIT
// What the tables of `weald sensitivity` share, and for each kind its table and what it found in a
// sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/output/sensitivity_output.h"

namespace weald {

const Measure& measure_of(const PoolSensitivity& p);
/// Whether the measure has a value of no effect to be tested against.
bool tested(const PoolSensitivity& p);
/// Whether the interval excludes the value of no effect; analysis scale.
bool is_significant(const Estimate& e, double none);
/// A number of the analysis scale as people read it.
std::string read_back(const PoolSensitivity& p, double y);
/// Title of the analysis, horizon, subgroup.
std::string pool_name(const PoolSensitivity& p);
/// «pool_name: what»
std::string title_of(const PoolSensitivity& p, std::string_view what);

/// The pool as it stands, as a row of its refits.
Refit whole(const PoolSensitivity& p);
/// The columns k, effect, p, τ², I², and a refit in them.
void add_refit_columns(TextTable& table, const PoolSensitivity& p);
std::vector<std::string> refit_cells(const PoolSensitivity& p, const Refit& row);
std::vector<std::string> row_with(std::string first, std::vector<std::string> rest);
/// Which rows have another interval than the pool, whose rule needs τ² > 0 or more studies; empty
/// where none has.
std::string interval_change(const PoolSensitivity& p, const std::vector<Refit>& rows);

// The pool has the answer that each of these shows.
TextTable leave_one_out_table(const PoolSensitivity& p);
TextTable cumulative_table(const PoolSensitivity& p);
TextTable influence_table(const PoolSensitivity& p);
TextTable baujat_table(const PoolSensitivity& p);
TextTable outliers_table(const PoolSensitivity& p);
TextTable fragility_table(const PoolSensitivity& p);
TextTable gosh_table(const PoolSensitivity& p);
TextTable permutation_table(const PoolSensitivity& p);
TextTable bootstrap_table(const PoolSensitivity& p);
TextTable sweep_table(const PoolSensitivity& p);
TextTable multiverse_table(const PoolSensitivity& p);

std::string leave_one_out_finding(const PoolSensitivity& p);
std::string influence_finding(const PoolSensitivity& p);
std::string outliers_finding(const PoolSensitivity& p);
std::string fragility_finding(const PoolSensitivity& p);
std::string gosh_finding(const PoolSensitivity& p);
std::string permutation_finding(const PoolSensitivity& p);
std::string sweep_finding(const PoolSensitivity& p);
std::string multiverse_finding(const PoolSensitivity& p);

}  // namespace weald
