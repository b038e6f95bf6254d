// SPDX-License-Identifier: MIT
// Tables of records: CSV of which every row that can be read is read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/formats.h"

namespace weald {

struct CsvRows {
  struct Row {
    std::size_t line = 0;
    std::vector<std::string> cells{};  ///< clean, as many as the header has
  };
  std::vector<std::string> header{};
  std::vector<Row> rows{};

  /// The index of the column with that name (regardless of case), or the number of columns.
  std::size_t column(std::string_view name) const;
};

/// Reads a table. Rows of the wrong length and what an unclosed quotation mark swallows are added
/// to `rejected` with their lines; rows before it are kept.
CsvRows read_csv_rows(std::string_view text, Reading& reading);

/// Losses and remarks in the order of the file.
void sort_by_line(Reading& reading);

}  // namespace weald
