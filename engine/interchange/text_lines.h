// SPDX-License-Identifier: MIT
// What the readers of line formats share: lines with their numbers, blanks, names, dates. ASCII
// rules only, so nothing depends on a locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/record.h"
#include "engine/interchange/text_tools.h"

namespace weald::text {

/// What no reader of records goes beyond: a longer field is rejected with its reason, a file is not
/// read on after that many records.
constexpr std::size_t longest_field = std::size_t{1} << 20;
constexpr std::size_t most_records = 1'000'000;

/// «a field is longer than 1 MiB» and «…», as every reader words them.
inline constexpr std::string_view field_too_long =
    "a field holds more than 1 MiB; a bracket or a line end is probably missing";
inline constexpr std::string_view too_many_records =
    "the file holds more than 1,000,000 records; split it and import the parts";

inline bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_letter(char c) { return is_upper(c) || is_lower(c); }
inline char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

bool all_digits(std::string_view text);  ///< and not empty
/// `text` without `prefix`, regardless of case; nothing where it begins otherwise.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix);
bool contains(std::string_view text, std::string_view part);  ///< regardless of case
/// Without blanks at its ends, runs of blanks and line breaks as one blank.
std::string one_line(std::string_view text);
/// At most that many bytes, cut between characters of UTF-8.
std::string_view beginning(std::string_view text, std::size_t bytes);
/// Dashes of every kind (U+2010…U+2015, U+2212) and runs of hyphens as one `-`, no blanks around:
/// «67 – 76» and «67--76» are 67-76.
std::string plain_pages(std::string_view text);

/// `text` without a byte order mark.
std::string_view without_mark(std::string_view text);

struct Line {
  std::string_view text{};  ///< without its line break
  std::size_t number = 0;   ///< 1-based
};

/// The lines of a text one after the other; LF, CRLF and a lone CR end a line.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(without_mark(text)) {}
  std::optional<Line> next();

 private:
  std::string_view rest_{};
  std::size_t number_ = 0;
};

/// «Nguyen, Christelle» of «Nguyen,Christelle»; «Nguyen, C» of the indexes' «Nguyen C»; anything
/// else, groups above all, as it is.
std::string person(std::string_view text);

/// ISSN (`0003-4819`) and ISBN in a text like «20964129 (ISSN) 1539-3704 (Electronic)», as pairs of
/// the neutral tag and the number. Empty where one word of it is neither.
std::vector<std::pair<std::string, std::string>> serial_numbers(std::string_view text);

}  // namespace weald::text
