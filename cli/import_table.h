// SPDX-License-Identifier: MIT
// A spreadsheet turned into descriptors: one file a study, one result a row. Numbers keep their
// text, digit for digit. Every row is accounted for: read = new + duplicate + rejected.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/review/review.h"
#include "engine/text/csv.h"

namespace weald {

/// What the table does not say itself.
struct ImportChoices {
  std::string table{};                                  ///< its name, for `source:`
  std::string outcome{}, measure{}, time{}, horizon{};  ///< where no column says so; may be empty
  std::string experimental{}, control{};                ///< keys of the treatments
};

/// A row that becomes no result, and why.
struct RefusedRow {
  std::size_t row = 0;  ///< index in the sheet
  std::string study{}, reason{};
};

/// One descriptor: its text, and where each row's result begins in it.
struct StudyFile {
  std::string key{}, label{};
  std::string text{};
  std::vector<std::size_t> rows{};   ///< indices in the sheet
  std::vector<std::size_t> lines{};  ///< 1-based first line of each row's result
};

/// What the descriptors need to find in review.yaml.
struct Needs {
  std::map<std::string, std::string> outcomes{}, treatments{}, horizons{};  ///< key -> label
};

struct Import {
  std::vector<StudyFile> files{};  ///< in the order of the table
  std::vector<RefusedRow> duplicates{}, rejected{};
  Needs needs{};
};

/// The kinds of data that an import understands, as column names, for messages.
std::vector<std::string_view> import_shapes();

/// Turns the rows of a sheet into descriptors. Rows whose index is in `refused` are rejected with
/// that reason. Studies that `review` has already are duplicates.
Import import_table(const csv::Sheet& sheet, const Review& review, const ImportChoices& choices,
                    const std::map<std::size_t, std::string>& refused);

/// What of `needs` the review lacks.
Needs lacking(const Needs& needs, const Review& review);

/// review.yaml with the entries added to its sections, comments and all else untouched; nothing
/// where a section is written in braces on one line (then a person must do it).
std::optional<std::string> extended_review(std::string_view text, const Needs& missing);

/// The same entries as lines to show to a person.
std::string lines_to_add(const Needs& missing);

}  // namespace weald
