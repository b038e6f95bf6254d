// SPDX-License-Identifier: MIT
#include "engine/review/table_check.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/review/table_columns.h"
#include "engine/text/number.h"

namespace weald {
namespace {

using Place = ShapeInTable::Place;

/// Columns that say the same as one of the shape's (sei beside vi), and are not read in its place.
std::vector<Place> second_names(const ShapeInTable& found, const csv::Sheet& sheet) {
  std::vector<Place> out;
  for (std::size_t i = 0; i < found.needs.size(); ++i) {
    const ColumnNeed& need = found.shape->needs[i];
    if (found.needs[i].alternative || need.alternative.empty()) continue;
    if (const auto column = sheet.column(need.alternative))
      out.push_back({*column, true, need.alternative_rule});
  }
  return out;
}

void warn_of_no_variance(const csv::Cell& cell, std::string_view column, Diagnostics& diagnostics) {
  const auto value = cell.missing() ? std::nullopt : read_number(cell.text).value;
  if (value != 0.0) return;
  diagnostics.warning("zero-variance", cell.span,
                      fmt::format("`{}` is 0: such a study cannot be weighed, and is left out of "
                                  "every pool",
                                  column),
                      "type the number as it was printed, or NA where it is not known");
}

}  // namespace

void check_table(const Table& table, Diagnostics& diagnostics) {
  const csv::Sheet& sheet = table.sheet;
  if (sheet.header.empty()) return;  // it could not be read, which has been said
  warn_of_times(sheet, diagnostics);
  std::vector<ShapeInTable> shapes;
  for (const TableShape& shape : table_shapes())
    if (auto found = find_shape(shape, sheet)) shapes.push_back(std::move(*found));
  if (shapes.empty()) {
    complain_of_header(sheet, diagnostics);
    return;
  }
  warn_of_names(sheet, diagnostics);
  for (const auto& line : sheet.rows) {
    std::set<std::uint32_t> seen;  // a cell that serves two kinds of data is wrong once
    const auto keep = [&](const Diagnostics& some) {
      for (const Diagnostic& one : some.all())
        if (seen.insert(one.primary.span.begin).second) diagnostics.add(one);
    };
    for (const ShapeInTable& shape : shapes) {
      Diagnostics found;
      read_line(shape, sheet, line, found);
      for (const Place& place : second_names(shape, sheet))
        read_cell(line[place.column], sheet.header[place.column].text, place.rule, found);
      for (const Place& place : shape.needs)
        if (place.rule == CellRule::variance)
          warn_of_no_variance(line[place.column], sheet.header[place.column].text, found);
      keep(found);
    }
  }
}

}  // namespace weald
