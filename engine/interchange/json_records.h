// SPDX-License-Identifier: MIT
// A JSON text as the records that it holds, so that one bad record costs one record. Knows brackets
// and quotes only; each piece is then parsed alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weald {

/// Deepest nesting of lists and objects that is read.
inline constexpr std::size_t max_json_depth = 64;

/// The text of one record, as it stands in the file.
struct JsonPiece {
  std::size_t offset = 0;   ///< where it begins
  std::string_view text{};  ///< without what separates records
  std::string problem{};    ///< why it cannot be parsed; empty: nothing known against it
};

/// The records of a JSON text: the elements of a list, of the list `items` or `results` of an
/// object (also inside `message`), the object `message`, one object, or one object after another
/// (NDJSON). O(size), never recursive; a text that is no JSON gives pieces with problems, an empty
/// one none.
std::vector<JsonPiece> split_json_records(std::string_view text, std::size_t at_most = SIZE_MAX);

/// The records that may follow inside a piece that was not closed: objects that begin a line as far
/// in, and with the same first name, as the piece itself. The first is the piece, cut short.
std::vector<JsonPiece> split_unclosed(std::string_view text, const JsonPiece& piece);

}  // namespace weald
