// SPDX-License-Identifier: MIT
#include "engine/text/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "engine/expects.h"
#include "engine/text/suggest.h"

namespace weald {

namespace {

constexpr std::string_view minus_sign = "\u2212";
/// What people put between thousands: apostrophe, blank, no-break, thin, narrow no-break blank, ’.
constexpr std::array<std::string_view, 6> thousands_marks = {"'",      " ",      "\u00A0",
                                                             "\u2009", "\u202F", "\u2019"};
constexpr std::string_view no_number = "n/a";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                  text.begin());
}

/// digits [. digits] [e [sign] digits] with a digit before or after the point, leading zeros
/// allowed.
bool is_decimal(std::string_view text) {
  const std::size_t whole = count_digits(text);
  text.remove_prefix(whole);
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    fraction = count_digits(text.substr(1));
    text.remove_prefix(1 + fraction);
  }
  if (whole + fraction == 0) return false;
  if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && count_digits(text) == text.size();
}

/// Groups of three digits after a first of one to three, split by `mark`; the last may have
/// decimals behind a `point`.
bool is_grouped(std::string_view text, std::string_view mark, char point, std::size_t at_least) {
  std::size_t groups = 0;
  while (true) {
    const std::size_t digits = count_digits(text);
    if (groups == 0 ? digits < 1 || digits > 3 : digits != 3) return false;
    ++groups;
    text.remove_prefix(digits);
    if (!text.starts_with(mark)) break;
    text.remove_prefix(mark.size());
  }
  if (groups < at_least) return false;
  return text.empty() || (text.front() == point && count_digits(text.substr(1)) == text.size() - 1);
}

bool has_separated_thousands(std::string_view text) {
  // "1,234" is taken for a thousand; "0,750" can only be a decimal comma.
  if (text.front() != '0' && is_grouped(text, ",", '.', 2)) return true;
  if (is_grouped(text, ".", ',', 3)) return true;
  return std::any_of(thousands_marks.begin(), thousands_marks.end(), [&](std::string_view mark) {
    return is_grouped(text, mark, '.', 2) || is_grouped(text, mark, ',', 2);
  });
}

bool has_decimal_comma(std::string_view text) {
  if (is_grouped(text, ".", ',', 2) && text.find(',') != std::string_view::npos) return true;
  if (std::count(text.begin(), text.end(), ',') != 1 || text.find('.') != std::string_view::npos) {
    return false;
  }
  std::string mended(text);
  mended[mended.find(',')] = '.';
  return is_decimal(mended);
}

bool has_radix_prefix(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return false;
  std::string_view digits;
  switch (text[1]) {
    case 'x':
    case 'X':
      digits = "0123456789abcdefABCDEF_";
      break;
    case 'o':
    case 'O':
      digits = "01234567_";
      break;
    case 'b':
    case 'B':
      digits = "01_";
      break;
    default:
      return false;
  }
  return text.find_first_not_of(digits, 2) == std::string_view::npos;
}

bool has_underscores(std::string_view text) {
  if (text.find('_') == std::string_view::npos || !is_digit(text.front())) return false;
  std::string mended(text);
  std::erase(mended, '_');
  return is_decimal(mended);
}

/// Why `text`, without its minus sign, is no number that is read; or `none`.
NumberProblem problem_of(std::string_view text) {
  if (text.starts_with('+')) {
    if (text.substr(1).starts_with('+')) return NumberProblem::not_a_number;
    const NumberProblem rest = problem_of(text.substr(1));
    return rest == NumberProblem::none ? NumberProblem::plus_sign : rest;
  }
  if (is_decimal(text)) {
    const bool leading = text[0] == '0' && text.size() > 1 && is_digit(text[1]);
    return leading ? NumberProblem::leading_zero : NumberProblem::none;
  }
  if (text.empty()) return NumberProblem::not_a_number;
  for (const std::string_view word : {"inf", ".inf", "infinity", "nan", ".nan", "\u221E"}) {
    if (same_word(text, word)) return NumberProblem::not_finite;
  }
  if (has_radix_prefix(text)) return NumberProblem::radix_prefix;
  if (has_separated_thousands(text)) return NumberProblem::thousands;
  if (has_decimal_comma(text)) return NumberProblem::decimal_comma;
  if (has_underscores(text)) return NumberProblem::underscore;
  return NumberProblem::not_a_number;
}

/// Digits and exponent of a number d.ddd × 10^exponent as text.
std::string layout(std::string_view digits, long long exponent) {
  const auto count = static_cast<long long>(digits.size());
  if (exponent < -5 || exponent > 15) {
    const std::string_view rest = digits.substr(1);
    return fmt::format("{}{}{}e{}", digits[0], rest.empty() ? "" : ".", rest, exponent);
  }
  if (exponent < 0) {
    return fmt::format("0.{}{}", std::string(static_cast<std::size_t>(-exponent - 1), '0'), digits);
  }
  if (exponent + 1 >= count) {
    return std::string(digits) + std::string(static_cast<std::size_t>(exponent + 1 - count), '0');
  }
  const auto whole = static_cast<std::size_t>(exponent + 1);
  return fmt::format("{}.{}", digits.substr(0, whole), digits.substr(whole));
}

/// |value| × 10^shift with so many significant digits.
std::string rounded(double value, int digits, long long shift) {
  const std::string text = fmt::format("{:.{}e}", std::fabs(value), digits - 1);
  const std::size_t e = text.find('e');
  std::string mantissa = text.substr(0, e);
  std::erase(mantissa, '.');
  int exponent = 0;
  const std::size_t start = e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(text.data() + start, text.data() + text.size(), exponent);
  return layout(mantissa, exponent + shift);
}

}  // namespace

NumberReading read_number(std::string_view text) {
  bool negative = false;
  for (const std::string_view sign : {std::string_view("-"), minus_sign}) {
    if (!negative && text.starts_with(sign)) {
      negative = true;
      text.remove_prefix(sign.size());
    }
  }
  if (negative && text.starts_with('+')) return {std::nullopt, NumberProblem::not_a_number};
  if (const NumberProblem problem = problem_of(text); problem != NumberProblem::none) {
    return {std::nullopt, problem};
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // A number too near to zero for a double is as unreadable as one too large: neither is rounded
  // away.
  const std::string_view mantissa = text.substr(0, text.find_first_of("eE"));
  const bool lost = value == 0 && mantissa.find_first_of("123456789") != std::string_view::npos;
  if (error != std::errc{} || lost || !std::isfinite(value)) {
    return {std::nullopt, NumberProblem::not_finite};
  }
  EXPECTS(end == text.data() + text.size());
  return {negative && value != 0 ? -value : value, NumberProblem::none};
}

std::string_view describe(NumberProblem problem) {
  switch (problem) {
    case NumberProblem::none:
      return "";
    case NumberProblem::not_a_number:
      return "a number";
    case NumberProblem::decimal_comma:
      return "a decimal point, not a comma";
    case NumberProblem::thousands:
      return "a number without separators between the thousands";
    case NumberProblem::leading_zero:
      return "a number without zeros in front";
    case NumberProblem::radix_prefix:
      return "a decimal number, not a hexadecimal, octal or binary one";
    case NumberProblem::not_finite:
      return "a finite number (between 1e-307 and 1e308 in size)";
    case NumberProblem::plus_sign:
      return "a number without a plus sign";
    case NumberProblem::underscore:
      return "a number without underscores";
  }
  UNREACHABLE("a problem without a description");
}

std::string shortest(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "null";
}

std::string exp_text(double log_value, int digits) {
  EXPECTS(digits >= 1 && digits <= 17);
  // Beyond this a double's logarithm holds no digit of the number.
  constexpr double limit = 9e15;
  if (log_value < -limit) return "0";
  if (!(log_value <= limit)) return std::string(no_number);
  if (std::fabs(log_value) < 700) return significant(std::exp(log_value), digits);
  // e^x = 10^whole · 10^fraction; the long double keeps the digits of the fraction that `whole`
  // takes.
  const long double ln10 = 2.302585092994045684017991454684364208L;
  const long double whole = std::floor(static_cast<long double>(log_value) / ln10);
  const long double mantissa = std::exp(static_cast<long double>(log_value) - whole * ln10);
  return rounded(static_cast<double>(mantissa), digits, static_cast<long long>(whole));
}

std::string fixed(double value, int decimals) {
  EXPECTS(decimals >= 0);
  if (!std::isfinite(value)) return std::string(no_number);
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.front() == '-' && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
  return text;
}

std::string significant(double value, int digits) {
  EXPECTS(digits >= 1);
  if (!std::isfinite(value)) return std::string(no_number);
  return fmt::format("{}{}", value < 0 ? "-" : "", rounded(value, digits, 0));
}

}  // namespace weald
