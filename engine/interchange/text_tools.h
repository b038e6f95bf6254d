// SPDX-License-Identifier: MIT
// What readers of several formats need of texts: cleaning, places by line, lists, markup, names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weald {

/// Texts longer than this are refused by the readers that build a tree of the whole file.
inline constexpr std::size_t max_record_file = 64u << 20;

/// `text` as a record may hold it: valid UTF-8 (each bad byte becomes U+FFFD) without control
/// characters other than tab and line breaks, and without noncharacters that XML forbids; those
/// become blanks.
std::string clean_text(std::string_view text);

/// Without blanks and line breaks around it.
std::string_view trimmed(std::string_view text);

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// The parts between separators, without blanks around them; empty parts are left out.
std::vector<std::string> split_list(std::string_view text, char separator);

/// Parts with `separator` between them.
std::string join_list(const std::vector<std::string>& parts, std::string_view separator);

/// Text of an index without its markup: elements as `<i>`, `<sub>`, `<jats:p>` are dropped, the
/// named and numbered entities of HTML that occur there are resolved, runs of white space become
/// one blank. `p < 0.05` stays.
std::string without_markup(std::string_view text);

/// «Nguyen, Christelle» of «Christelle Nguyen», as indexes print names. Particles go with the
/// family name («van den Berg, Jan»), suffixes stay at the end («King, Martin L, Jr»). Groups
/// («GISSI Study Group»), names of one word and names with a comma stay as they are.
std::string inverted_name(std::string_view name);

/// A decimal number without sign that fills the text; -1 where it is none or too large.
long whole_number(std::string_view text);

/// Lines of a text by offset, 1-based.
class Lines {
 public:
  explicit Lines(std::string_view text);
  std::size_t at(std::size_t offset) const;

 private:
  std::vector<std::size_t> breaks_{};
};

}  // namespace weald
