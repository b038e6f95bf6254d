// SPDX-License-Identifier: MIT
// The parts that catalogue() is put together from, one file a concern.
#pragma once

#include <span>

#include "engine/review/catalogue.h"

namespace weald {

/// Of the text layer and of reading descriptors (catalogue_reading.cpp).
std::span<const Explanation> reading_explanations();
/// Of the checks (catalogue_checks.cpp).
std::span<const Explanation> check_explanations();
/// Of the lints of extracted numbers and their acknowledgement (catalogue_lints.cpp).
std::span<const Explanation> lint_explanations();
/// Of rows left out of a pool, and of what was done to make a row (catalogue_rows.cpp).
std::span<const Explanation> left_out_explanations();
/// Of notes of analyses and the command line (catalogue_notes.cpp).
std::span<const Explanation> note_explanations();

}  // namespace weald
