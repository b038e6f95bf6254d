// SPDX-License-Identifier: MIT
#include "engine/interchange/loose_date.h"

#include <array>
#include <vector>

#include "engine/interchange/text_lines.h"

namespace weald {
namespace {

using text::is_digit;
using text::is_letter;

struct Token {
  std::string_view text{};
  bool digits = false;
  int value = 0;  ///< of digits, up to eight of them
};

/// Numbers and words; nothing beyond the twelfth, which no date has.
std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t i = 0;
  while (i < text.size() && tokens.size() < 12) {
    const std::size_t begin = i;
    if (is_digit(text[i])) {
      while (i < text.size() && is_digit(text[i])) ++i;
      Token t{text.substr(begin, i - begin), true};
      if (t.text.size() <= 8)
        for (char c : t.text) t.value = t.value * 10 + (c - '0');
      tokens.push_back(t);
    } else if (is_letter(text[i])) {
      while (i < text.size() && is_letter(text[i])) ++i;
      tokens.push_back({text.substr(begin, i - begin), false});
    } else {
      ++i;
    }
  }
  return tokens;
}

bool is_year(const Token& t) { return t.digits && t.text.size() == 4 && t.value >= 1; }
bool may_be_month(const Token& t) {
  return t.digits && t.text.size() <= 2 && t.value >= 1 && t.value <= 12;
}
bool may_be_day(const Token& t) {
  return t.digits && t.text.size() <= 2 && t.value >= 1 && t.value <= 31;
}
int month_of(const Token& t) { return t.digits ? 0 : month_number(t.text); }

}  // namespace

int month_number(std::string_view word) {
  static constexpr std::array<std::string_view, 12> names{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (word.size() < 3) return 0;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (text::after(names[i], word)) return static_cast<int>(i) + 1;
  return text::after("sept", word) ? 9 : 0;
}

bool in_calendar(const PartialDate& date) {
  static constexpr std::array<int, 12> days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto [year, month, day] = date;
  if (year < 1 || year > 9999 || month < 0 || month > 12 || day < 0) return false;
  if (month == 0) return day == 0;
  if (month == 2 && day == 29) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= days[static_cast<std::size_t>(month) - 1];
}

LooseDate read_loose_date(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  const std::size_t n = tokens.size();
  std::size_t used = 0;
  LooseDate read;
  PartialDate& date = read.date;
  std::size_t year = 0;
  while (year < n && !is_year(tokens[year]) &&
         !(tokens[year].digits && tokens[year].text.size() == 8))
    ++year;
  if (year < n && tokens[year].text.size() == 8) {  // 20160901
    const int all = tokens[year].value;
    date = {all / 10000, all / 100 % 100, all % 100};
    if (date.year < 1000 || date.year > 2999 || !in_calendar(date)) return {};  // some other number
    read.whole = n == 1;
    return read;
  }
  // 1 September 2016 · September 2016 · Sep 1, 2016 · SEP 1
  const std::size_t before = year;
  for (std::size_t i = 0; i < before && !date.month; ++i) {
    date.month = month_of(tokens[i]);
    if (!date.month) continue;
    ++used;
    if (i > 0 && may_be_day(tokens[i - 1])) {
      date.day = tokens[i - 1].value;
      ++used;
    } else if (i + 1 < before && may_be_day(tokens[i + 1])) {
      date.day = tokens[i + 1].value;
      ++used;
    }
  }
  if (year < n) {
    date.year = tokens[year].value;
    ++used;
    std::size_t next = year + 1;
    if (!date.month && next < n && (month_of(tokens[next]) || may_be_month(tokens[next]))) {
      date.month = month_of(tokens[next]) ? month_of(tokens[next]) : tokens[next].value;
      ++used;
      ++next;
      if (next < n && may_be_day(tokens[next])) {
        date.day = tokens[next].value;
        ++used;
      }
    }
  }
  if (!date.month) date.day = 0;
  read.whole = used == n && n > 0;
  const PartialDate tested{date.year ? date.year : 2000, date.month, date.day};
  if (!in_calendar(tested)) {
    date.day = 0;
    read.whole = false;
  }
  return read;
}

}  // namespace weald
