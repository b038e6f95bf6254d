// SPDX-License-Identifier: MIT
// Small-study effects and publication bias as tables for people and as the contract's JSON.
// Computes nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/small_study.h"
#include "engine/output/output.h"

namespace weald {

/// For each pool: the tests, what each kind of answer found, the panel of adjusted estimates, and
/// what not to conclude.
std::vector<TextTable> bias_tables(std::span<const PoolBias> pools);

/// One flat table, a row a number, to the last bit: what CSV holds.
std::vector<TextTable> bias_records(std::span<const PoolBias> pools);

/// What the test that fits says, in a sentence without its full stop, or that it must not be read;
/// empty where that test was not run.
std::string asymmetry_verdict(const PoolBias& bias);

/// What `weald bias` says of pools with fewer than ten studies.
inline constexpr std::string_view too_few_to_test =
    "Below ten, tests of asymmetry cannot tell chance from asymmetry (Sterne et al. 2011, BMJ "
    "343:d4002); neither a small nor a large p means anything here";
inline constexpr std::string_view too_few_to_correct =
    "With fewer than ten studies every one of them is too uncertain to replace the pooled result.";

/// weald.bias/1. The fields at the root are those of the first pool; those of the others stand in
/// `others`.
std::string bias_json(std::span<const PoolBias> pools);

}  // namespace weald
