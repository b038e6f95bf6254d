// SPDX-License-Identifier: MIT
#include "engine/output/table_parts.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/text/number.h"

namespace weald {

std::string level_text(double level) { return shortest(std::round(1e6 * level) / 1e4) + " %"; }

std::string effect_text(const Measure& measure, const Shown& shown) {
  return fmt::format("{} ({})", show_effect(measure, shown.estimate),
                     show_interval(measure, shown.ci));
}

TextTable::Column effect_column(const Measure& measure, double level) {
  return {fmt::format("{} ({} CI)", measure.short_label, level_text(level)), true};
}

std::string note_text(const Note& note) { return fmt::format("{} [{}]", note.message, note.code); }

std::string count_of(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

TextTable table_of(std::string title, std::initializer_list<std::string_view> heads) {
  TextTable table{.title = std::move(title)};
  for (std::string_view head : heads) {
    const bool numeric = head.starts_with('#');
    if (numeric) head.remove_prefix(1);
    table.columns.push_back({.head = std::string(head), .numeric = numeric});
  }
  return table;
}

}  // namespace weald
