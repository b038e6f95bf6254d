// SPDX-License-Identifier: MIT
#include "cli/yaml_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

/// Words that YAML readers take for something else than text.
bool reserved(std::string_view text) {
  for (const std::string_view word :
       {"null", "true", "false", "yes", "no", "on", "off", "~", "y", "n", "NA"}) {
    if (same_word(word, text)) return true;
  }
  return false;
}

bool plain_is_safe(std::string_view text) {
  if (text.empty() || reserved(text) || text.front() == ' ' || text.back() == ' ' ||
      text.back() == ':')
    return false;
  if (read_number(text).value || read_number(text).problem != NumberProblem::not_a_number)
    return false;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`+.0123456789=<").find(text.front()) !=
      std::string_view::npos)
    return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
    return false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == ',' || c == '[' || c == ']' ||
        c == '{' || c == '}')
      return false;
  }
  return true;
}

/// The ASCII letters of U+00C0 to U+017F, two characters each (a space: none or one).
constexpr std::string_view latin =
    "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thss"
    "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thy "
    "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g "
    "g g g g h h h h i i i i i i i i i i ijijj j k k k l l l l l l l "
    "l l l n n n n n n n n n o o o o o o oeoer r r r r r s s s s s s "
    "s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s ";
static_assert(latin.size() == std::size_t{2} * (0x180 - 0xC0));

/// One code point from the front of valid UTF-8.
std::uint32_t take(std::string_view& text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t point = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length && i < text.size(); ++i)
    point = point << 6 | (byte(i) & 0x3Fu);
  text.remove_prefix(std::min(length, text.size()));
  return point;
}

}  // namespace

std::string yaml_text(std::string_view text) {
  if (plain_is_safe(text)) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else if (c == '\t')
      quoted += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      quoted += fmt::format("\\x{:02X}", static_cast<unsigned>(c));
    else
      quoted += c;
  }
  return quoted + '"';
}

std::string yaml_word(std::string_view text) {
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const auto simple = [&](char c) {
    return letter_or_digit(c) || c == '-' || c == '.' || c == '/' || c == '_' || c == '(' ||
           c == ')';
  };
  const NumberReading number = read_number(text);
  if (!text.empty() && letter_or_digit(text.front()) && std::ranges::all_of(text, simple) &&
      !reserved(text) && (number.value || number.problem == NumberProblem::not_a_number))
    return std::string(text);
  const auto printable = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; };
  if (!std::ranges::all_of(text, printable)) return yaml_text(text);
  const bool marked = text.find_first_of("\"\\") != std::string_view::npos;
  if (marked && text.find('\'') == std::string_view::npos) return '\'' + std::string(text) + '\'';
  // Some readers take the colon of a plain `doi:10.…` for that of a key.
  if (!marked && text.find(':') != std::string_view::npos) return '"' + std::string(text) + '"';
  return yaml_text(text);
}

std::string key_of_label(std::string_view label) {
  std::string key;
  bool joined = true;  // no hyphen at the beginning, never two
  while (!label.empty()) {
    const std::uint32_t point = take(label);
    std::string letters;
    if (point >= 'A' && point <= 'Z')
      letters = static_cast<char>(point - 'A' + 'a');
    else if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9'))
      letters = static_cast<char>(point);
    else if (point >= 0xC0 && point < 0x180)
      letters = latin.substr(std::size_t{2} * (point - 0xC0), 2);
    else if (point == '\'' || point == 0x2019 || (point >= 0x300 && point < 0x370))
      continue;  // O'Neill; combining accents
    while (!letters.empty() && letters.back() == ' ') letters.pop_back();
    if (!letters.empty()) {
      key += letters;
      joined = false;
    } else if (!joined) {
      key += '-';
      joined = true;
    }
  }
  while (!key.empty() && key.back() == '-') key.pop_back();
  return key;
}

std::string study_key_of_label(std::string_view label) {
  std::string key = key_of_label(label);
  for (const std::string_view taken : {"review", "references", "published"}) {
    if (key == taken) return key + "-study";
  }
  return key;
}

}  // namespace weald
