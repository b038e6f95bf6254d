// SPDX-License-Identifier: MIT
// What there is, as tables: the topics of `weald list`, read from the very tables that the program
// runs on.
#pragma once

#include <span>
#include <string_view>

#include "engine/output/output.h"

namespace weald {

struct Topic {
  std::string_view key, help;
  TextTable (*table)();
};

std::span<const Topic> topics();

/// The kinds of raw data that a measure is computed from, in words.
std::string data_of(const Measure& measure);

}  // namespace weald
