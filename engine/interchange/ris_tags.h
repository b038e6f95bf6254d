// SPDX-License-Identifier: MIT
// What reader and writer of RIS share: types, tags that carry over one to one, one record read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/formats.h"

namespace weald::ris {

/// A line «TAG  - value» with its continuation.
struct Field {
  std::string tag{}, value{};
  std::size_t line = 0;
};

/// The lines of one record.
struct RawRecord {
  std::size_t line = 0;
  std::vector<Field> fields{};
  std::string problem{};  ///< why it cannot be used, where that is clear already
};

struct Type {
  std::string_view ris, csl;  ///< the first row of a CSL type is how it is written
};
/// The CSL type of a TY, or empty.
std::string_view csl_type(std::string_view ty);
/// The TY of a CSL type, or empty.
std::string_view ris_type(std::string_view csl);

/// Tags that hold the container, the one that wins first.
std::vector<std::string_view> container_tags(std::string_view csl_type);

/// `publisher` of PB, …: neutral tags that bear their value as it is. Empty for other tags.
std::string_view neutral_tag(std::string_view ris);
/// The RIS tag of a neutral one, or empty.
std::string_view tag_of_neutral(std::string_view neutral);

/// The dialect that most records bear, or "generic".
std::string dialect_of(const std::vector<RawRecord>& records);

/// What the lines say, by the rules of a dialect. `problem` is set where that is no record.
Record interpret(const RawRecord& raw, std::string_view dialect, std::string& problem,
                 std::vector<Remark>& remarks);

/// Splits a text into the lines of records; garbage between them is a remark.
std::vector<RawRecord> raw_records(std::string_view text, std::vector<Remark>& remarks,
                                   bool& too_many);

}  // namespace weald::ris
