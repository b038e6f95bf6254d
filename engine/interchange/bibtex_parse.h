// SPDX-License-Identifier: MIT
// BibTeX as entries and fields, before anything is understood of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/formats.h"

namespace weald::bibtex {

/// Letters of the type of an entry that count; no type has so many.
inline constexpr std::size_t longest_type = 40;

struct Field {
  std::string name{};   ///< lower case
  std::string value{};  ///< LaTeX, abbreviations put in, braces balanced, blanks collapsed
  std::size_t line = 0;
};

struct Entry {
  std::size_t line = 0;
  std::string type{};  ///< lower case
  std::string key{};
  std::vector<Field> fields{};
  std::string problem{};  ///< why it cannot be used

  const Field* field(std::string_view name) const;
};

struct Database {
  std::vector<Entry> entries{};  ///< in order, broken ones too
  bool too_many = false;
};

/// Reads every entry; @string is put in (also nested, within a budget), @comment, @preamble, lines
/// that begin with % and text between entries are passed over. After a broken entry it goes on at
/// the next line that begins one. Linear in the length of the text.
Database parse(std::string_view text, std::vector<Remark>& remarks);

/// Puts in what entries inherit by `crossref`, chained up to 16 times; the title of a parent is the
/// booktitle of its child. A loop or a missing parent is a remark; the field then stays.
void inherit(Database& database, std::vector<Remark>& remarks);

/// Authors or editors: `von Last, Jr, First`, `First von Last`, `{Group}`, joined by `and`.
std::vector<std::string> read_names(std::string_view latex);
/// True of «Archer, M and others»: the list names not all.
bool ends_with_others(std::string_view latex);
std::string write_names(const std::vector<std::string>& names);

/// Parts between separators that stand in no braces, trimmed, empty ones left out.
std::vector<std::string_view> split_outside_braces(std::string_view text, char separator);

}  // namespace weald::bibtex
