// SPDX-License-Identifier: MIT
// UTF-8 and the room that characters take on a terminal. Independent of any locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace weald {

/// One character of a UTF-8 text. Where the bytes are no UTF-8, `value` is U+FFFD and `bytes` is 1.
struct CodePoint {
  char32_t value = 0;
  unsigned char bytes = 0;
  bool valid = false;
};

/// The first code point of `text`, which must not be empty. Overlong forms, surrogates and values
/// above U+10FFFF are not valid (RFC 3629).
CodePoint decode_utf8(std::string_view text);

/// Number of code points; each invalid byte counts as one.
std::size_t count_code_points(std::string_view text);

/// Columns that a character takes on a terminal: 0 for combining and invisible ones, 2 for wide
/// ones (East Asian Wide and Fullwidth, UAX #11), else 1.
int display_width(char32_t character);

/// Columns that a text takes, the sum over its code points.
std::size_t display_width(std::string_view text);

/// True of what must not reach a terminal: controls (line breaks and tabs among them) and the marks
/// that reorder text.
bool is_control(char32_t character);

}  // namespace weald
