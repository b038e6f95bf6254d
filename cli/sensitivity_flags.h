// SPDX-License-Identifier: MIT
// The flags that ask for sensitivity analyses, shared by `weald sensitivity` and the figures of
// their results.
#pragma once

#include "cli/command.h"
#include "engine/analysis/sensitivity.h"

namespace weald {

/// Lays what the flags say (seed, iterations, subsets, replicates, unit, by, descending,
/// multiverse) over `request`; false where one is no good (it has been said).
bool read_sensitivity_flags(const Call& call, SensitivityRequest& request);

/// A whole number of a flag from `least` to `most`; `target` stays where it is not given. False
/// where it is no good (it has been said).
bool read_count(const Call& call, std::string_view flag, double least, double most,
                std::uint64_t& target);

inline constexpr Flag unit_flag{
    .key = "unit",
    .value = "NAME",
    .help = "what is left out at once: study, cluster, or the studies that share a field's value"};
inline constexpr Flag by_flag{
    .key = "by",
    .value = "FIELD",
    .help = "order of the cumulative pool: year, precision, effect, or any field (as listed)"};
inline constexpr Flag descending_flag{.key = "descending", .help = "the other way round"};
inline constexpr Flag multiverse_flag{
    .key = "multiverse",
    .value = "LISTS",
    .help = "lists instead of the usual ones: \"measure=RR,OR; tau2=REML,DL\""};

}  // namespace weald
