// SPDX-License-Identifier: MIT
// The checks of a table that need no measure: what `weald check TABLE` says.
#pragma once

#include "engine/review/review.h"

namespace weald {

/// Reports every cell that no pool could take, under every kind of data that the header makes
/// (table_shapes()), each cell once; columns that make none; and what reading would pass over: a
/// `time` column with a cell that is no time, column names in capitals, variances of 0.
void check_table(const Table& table, Diagnostics& diagnostics);

}  // namespace weald
