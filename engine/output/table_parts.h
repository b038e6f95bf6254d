// SPDX-License-Identifier: MIT
// What the tables for people share: levels, effects with their intervals, numbers with their nouns.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/output/output.h"

namespace weald {

/// «95 %», «99.9 %»: no digit that says nothing.
std::string level_text(double level);
/// «0.49 (0.34 to 0.70)»
std::string effect_text(const Measure& measure, const Shown& shown);
/// The column of such effects: «RR (95 % CI)».
TextTable::Column effect_column(const Measure& measure, double level);
/// «the estimates do not differ [ci-unavailable]»
std::string note_text(const Note& note);
/// «1 paper», «2 papers».
std::string count_of(std::size_t n, std::string_view one, std::string_view many);
/// An empty table with those heads; a head that begins with # is of numbers.
TextTable table_of(std::string title, std::initializer_list<std::string_view> heads);

}  // namespace weald
