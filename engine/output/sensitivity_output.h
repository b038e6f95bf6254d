// SPDX-License-Identifier: MIT
// `weald sensitivity` as tables for people, flat records, the contract's JSON, and the points of
// GOSH. Computes nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/sensitivity.h"
#include "engine/output/output.h"

namespace weald {

/// For each pool and each kind of analysis a table, with what was done, what it found and what it
/// does not show.
std::vector<TextTable> sensitivity_tables(std::span<const PoolSensitivity> pools);

/// What leaving out each study, or adding one after another, found: a sentence each, for tables and
/// figures. The pool has that answer.
std::vector<std::string> leave_one_out_findings(const PoolSensitivity& p);
std::vector<std::string> cumulative_findings(const PoolSensitivity& p);

/// How many analyses keep the conclusion of the primary one: «Of 36 analyses 36 keep the direction
/// of the primary one and 27 its significance.»
std::string multiverse_shares(const Multiverse& m);

/// One flat table of everything that has rows of estimates (leave-one-out, cumulative, outliers,
/// sweep, multiverse), numbers to the last bit.
std::vector<TextTable> sensitivity_records(std::span<const PoolSensitivity> pools);

/// weald.sensitivity/1: one field a kind that was asked for, null where it has no answer. One pool:
/// at the root, beside what the pool is; several: a list `analyses` of the same.
std::string sensitivity_json(std::span<const PoolSensitivity> pools,
                             std::span<const std::string_view> kinds);

/// Every subset of every pool as CSV: id, studies as 0 and 1 in the order of the pool, k, estimate,
/// I². Empty where GOSH was not asked for.
std::string gosh_points(std::span<const PoolSensitivity> pools);

}  // namespace weald
