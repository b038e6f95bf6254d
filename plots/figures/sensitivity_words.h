// SPDX-License-Identifier: MIT
// What figures of sensitivity analyses share: which pools have an answer, and what is said where
// there is none. Internal to plots/figures/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plots/chart/chart.h"

namespace weald::chart {

/// The answers for the pools that are no subgroup's, in the order of horizons.
std::vector<const PoolSensitivity*> whole_answers(const FigureSource& source);

/// Why a pool has no answer of that kind: «it needs 3 studies; there is 1».
std::string why_none(const PoolSensitivity& answer, std::string_view kind);

/// A panel named after the pool, with what was pooled as its line; in place of a picture the reason
/// where it has none. `what` is «Baujat plot».
Panel answer_panel(const PoolSensitivity& answer, bool answered, std::string_view kind,
                   std::string_view what);

/// Adds a panel that says why a figure has none: for analyses whose results are not pooled here.
void say_nothing_pooled(Chart& chart, std::string_view what);

/// A sentence of the description: «Short term: 13 studies, RR 0.49 (0.34 to 0.70). ».
std::string sentence_of(const Pooling& pool);

/// «Aronson 1948, Short term», and the study's key with the horizon, for the tag of one of its
/// marks.
std::string name_of(const Pooling& pool, const std::string& label);
std::string key_of(const Pooling& pool, const StudyResult& study);

}  // namespace weald::chart
