// SPDX-License-Identifier: MIT
#include "engine/interchange/text_lines.h"

#include <algorithm>

#include "engine/text/unicode.h"

namespace weald::text {
namespace {

/// Words between blanks.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t i = 0;
  while (i < text.size()) {
    while (i < text.size() && is_blank(text[i])) ++i;
    const std::size_t begin = i;
    while (i < text.size() && !is_blank(text[i])) ++i;
    if (i > begin) words.push_back(text.substr(begin, i - begin));
  }
  return words;
}

/// `C`, `JM`: initials as indexes write them after the family name.
bool are_initials(std::string_view word) {
  return !word.empty() && word.size() <= 3 && std::ranges::all_of(word, is_upper);
}

bool is_suffix(std::string_view word) {
  return word == "Jr" || word == "Sr" || word == "2nd" || word == "3rd" || word == "4th" ||
         word == "Jr." || word == "Sr.";
}

}  // namespace

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return std::nullopt;
  for (std::size_t i = 0; i < prefix.size(); ++i)
    if (lower(text[i]) != lower(prefix[i])) return std::nullopt;
  return text.substr(prefix.size());
}

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

std::string one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  bool blank = false;
  for (char c : text) {
    if (is_blank(c)) {
      blank = !line.empty();
      continue;
    }
    if (blank) line += ' ';
    blank = false;
    line += c;
  }
  return line;
}

std::string_view beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::string plain_pages(std::string_view text) {
  std::string pages;
  bool dash = false, blank = false;
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    const bool is_dash =
        c.value == '-' || (c.value >= 0x2010 && c.value <= 0x2015) || c.value == 0x2212;
    if (is_dash) {
      dash = true;
    } else if (c.bytes == 1 && is_blank(text.front())) {
      blank = true;
    } else {
      if (dash)
        pages += '-';
      else if (blank && !pages.empty())
        pages += ' ';
      dash = blank = false;
      pages += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  if (dash && !pages.empty()) pages += '-';
  return pages;
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

std::optional<Line> LineReader::next() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = rest_.find_first_of("\r\n");
  const Line line{rest_.substr(0, end), ++number_};
  if (end == std::string_view::npos)
    rest_ = {};
  else
    rest_.remove_prefix(end + (rest_.substr(end).starts_with("\r\n") ? 2 : 1));
  return line;
}

std::string person(std::string_view text) {
  std::string name = one_line(text);
  const std::size_t comma = name.find(',');
  if (comma != std::string::npos) {
    if (comma + 1 == name.size()) return name.substr(0, comma);
    std::string spaced;
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (name[i] == ',' && !spaced.empty() && spaced.back() == ' ') spaced.pop_back();
      spaced += name[i];
      if (name[i] == ',' && i + 1 < name.size() && name[i + 1] != ' ') spaced += ' ';
    }
    return spaced;
  }
  const auto words = words_of(name);
  std::size_t end = words.size();
  const bool suffix = end > 2 && is_suffix(words[end - 1]);
  if (suffix) --end;
  if (end < 2 || !are_initials(words[end - 1])) return name;
  // «Study Group II» is no person: before the initials stand one word, or particles and one word.
  const std::string_view family = words[end - 2];
  if (std::ranges::none_of(family, is_lower)) return name;
  for (std::size_t i = 0; i + 2 < end; ++i)
    if (!is_lower(words[i].front())) return name;
  std::string turned;
  for (std::size_t i = 0; i + 1 < end; ++i) turned += std::string(i ? " " : "").append(words[i]);
  turned.append(", ").append(words[end - 1]);
  if (suffix) turned.append(", ").append(words.back());
  return turned;
}

std::vector<std::pair<std::string, std::string>> serial_numbers(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> numbers;
  std::string plain(text);
  for (char& c : plain)
    if (c == ';' || c == ',') c = ' ';
  for (std::string_view word : words_of(plain)) {
    if (word.front() == '(' || word.back() == ')') continue;  // (ISSN) (Print) (Electronic)
    if (after(word, "issn") || after(word, "isbn")) continue;
    std::string digits;
    bool sound = true;
    for (char c : word) {
      if (is_digit(c) || c == 'X' || c == 'x')
        digits += c == 'x' ? 'X' : c;
      else if (c != '-')
        sound = false;
    }
    const std::size_t x = digits.find('X');
    if (x != std::string::npos && x + 1 != digits.size()) sound = false;
    if (sound && digits.size() == 8)
      numbers.emplace_back("issn", digits.substr(0, 4) + "-" + digits.substr(4));
    else if (sound && (digits.size() == 10 || digits.size() == 13))
      numbers.emplace_back("isbn", std::string(word));
    else
      return {};
  }
  return numbers;
}

}  // namespace weald::text
