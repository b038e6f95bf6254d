// SPDX-License-Identifier: MIT
// Small-study effects and publication bias as tables for people and as the contract's JSON.
// Computes nothing.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/analysis/small_study.h"
#include "engine/output/output.h"

namespace weald {

/// For each pool: the tests, what each kind of answer found, the panel of adjusted estimates, and
/// what not to conclude.
std::vector<TextTable> bias_tables(std::span<const PoolBias> pools);

/// One flat table, a row a number, to the last bit: what CSV holds.
std::vector<TextTable> bias_records(std::span<const PoolBias> pools);

/// weald.bias/1. The fields at the root are those of the first pool; those of the others stand in
/// `others`.
std::string bias_json(std::span<const PoolBias> pools);

}  // namespace weald
