// SPDX-License-Identifier: MIT
// Which columns of a table make which kind of raw data, and how a line becomes that data with every
// cell checked. Knows columns and cells; nothing of horizons or pools.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/effects/data.h"
#include "engine/effects/measure.h"
#include "engine/review/dataset.h"
#include "engine/text/csv.h"
#include "engine/text/diagnostic.h"

namespace weald {

/// What a cell must be.
enum class CellRule {
  number,
  count,
  people,
  positive,
  time,
  variance,
  p,
  correlation,
  level,
  alpha,
  items
};

/// A column that a kind of data needs, by either of two names (bi or n1i); `alternative` may be
/// empty.
struct ColumnNeed {
  std::string_view name;
  CellRule rule;
  std::string_view alternative{};
  CellRule alternative_rule = CellRule::number;
};

/// The columns of one kind of raw data. `any_of` are columns of which each line fills one (di, ti
/// or pi).
struct TableShape {
  unsigned kind;  ///< DataKind bit; 0 for printed estimates (estimate lower upper)
  std::array<ColumnNeed, 6> needs;  ///< unused ones have no name
  std::array<ColumnNeed, 3> any_of{};
};

std::span<const TableShape> table_shapes();

/// «`ai`, `bi` or `n1i`, …».
std::string columns_text(const TableShape& shape);

/// A shape found in a table: for each need, its column and which name it goes by.
struct ShapeInTable {
  struct Place {
    std::size_t column = 0;
    bool alternative = false;
    CellRule rule = CellRule::number;
  };
  const TableShape* shape = nullptr;
  std::vector<Place> needs{};
  std::array<std::optional<Place>, 3> any_of{};
};

/// The shape's columns in the table, or nothing where one is missing.
std::optional<ShapeInTable> find_shape(const TableShape& shape, const csv::Sheet& sheet);

/// A number of a cell, or the problem reported; nothing without a report where the cell is empty.
struct CellReading {
  std::optional<double> value{};
  bool bad = false;
};
CellReading read_cell(const csv::Cell& cell, std::string_view column, CellRule rule,
                      Diagnostics& diagnostics);

/// What a line says under a shape: its data (Missing where cells are empty: `missing` names their
/// columns), the arms for tables and figures, and whether a cell was refused.
struct LineReading {
  OutcomeData data{};
  std::vector<Arm> arms{};
  std::string missing{};
  bool bad = false;
};
LineReading read_line(const ShapeInTable& shape, const csv::Sheet& sheet,
                      const std::vector<csv::Cell>& line, Diagnostics& diagnostics);

/// The header as a span.
Span header_span(const csv::Sheet& sheet);

/// «column names are written in lower case: `study`, `yi`», where the header has known names in
/// another case; else empty.
std::string case_hint(const csv::Sheet& sheet);

/// Known names in another case become a warning: the columns would pass unread.
void warn_of_names(const csv::Sheet& sheet, Diagnostics& diagnostics);

/// A `time` column of which some cells are times and others are not becomes a warning at the first
/// that is none: the whole column is not read as follow-up then.
void warn_of_times(const csv::Sheet& sheet, Diagnostics& diagnostics);

/// No measure can be computed from the columns.
void complain_of_header(const csv::Sheet& sheet, Diagnostics& diagnostics);

}  // namespace weald
