// SPDX-License-Identifier: MIT
// Tables of text: CSV and TSV by RFC 4180 (quoting, doubled quotes, line breaks in quotes), with a
// byte order mark, CRLF, LF or a lone CR, and comment-free. Every cell keeps its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/diagnostic.h"
#include "engine/text/source.h"

namespace weald::csv {

struct Cell {
  std::string text{};  ///< without the blanks around it, unless quoted
  Span span{};         ///< that text; of a quoted cell, with its quotes
  bool quoted = false;
  /// Empty or NA, not quoted: no value.
  bool missing() const { return !quoted && (text.empty() || text == "NA"); }
};

struct Sheet {
  std::vector<Cell> header{};
  std::vector<std::vector<Cell>> rows{};  ///< each as long as the header
  /// Index of the column with that name (exact), or nothing.
  std::optional<std::size_t> column(std::string_view name) const;
};

/// Reads a table. The separator is a tab where `tabs`, else a comma. Lines that are blank, or hold
/// nothing but separators, are skipped. A row of the wrong length (each is reported and left out of
/// the rows), an unclosed quote, an empty or doubled column name and a missing header are errors; a
/// file separated by semicolons is recognised and named. Gives nothing where the header or the
/// quoting is beyond use.
std::optional<Sheet> parse(const Sources& sources, std::uint32_t source, bool tabs,
                           Diagnostics& diagnostics);

/// A cell as RFC 4180 writes it: quoted where it holds a separator, a quote or a line break, or has
/// blanks at its ends.
std::string quote(std::string_view text, char separator = ',');

}  // namespace weald::csv
