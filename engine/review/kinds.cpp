// SPDX-License-Identifier: MIT
#include "engine/review/kinds.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using yaml::Node;

bool is_scalar(const Node& node) { return node.kind == Node::Kind::scalar; }

std::string_view code_of(NumberProblem problem) {
  switch (problem) {
    case NumberProblem::decimal_comma:
      return "decimal-comma";
    case NumberProblem::thousands:
    case NumberProblem::underscore:
      return "thousands-separator";
    case NumberProblem::leading_zero:
      return "leading-zero";
    case NumberProblem::radix_prefix:
      return "radix-number";
    case NumberProblem::not_finite:
      return "not-finite";
    case NumberProblem::none:
    case NumberProblem::not_a_number:
    case NumberProblem::plus_sign:
      break;
  }
  return "not-a-number";
}

std::string without(std::string_view text, std::string_view signs) {
  std::string rest;
  for (char c : text)
    if (signs.find(c) == std::string_view::npos) rest += c;
  return rest;
}

/// The right spelling of a text that was meant to be a number.
std::string spelling(NumberProblem problem, std::string_view text) {
  switch (problem) {
    case NumberProblem::decimal_comma: {
      std::string point(text);
      std::ranges::replace(point, ',', '.');
      return fmt::format("write a decimal point: `{}`", point);
    }
    case NumberProblem::thousands:
      return fmt::format("write the digits without separators: `{}`", without(text, ", '"));
    case NumberProblem::underscore:
      return fmt::format("write `{}`", without(text, "_"));
    case NumberProblem::leading_zero: {
      const bool minus = text.starts_with('-');
      text.remove_prefix(std::min(text.find_first_not_of("-0"), text.size()));
      return fmt::format("write `{}{}`", minus ? "-" : "", text.empty() ? "0" : text);
    }
    case NumberProblem::radix_prefix:
      return "write the number in decimal digits";
    case NumberProblem::not_finite:
      return "leave the key out where the number is not known; an interval without a limit on one "
             "side cannot be read as numbers";
    case NumberProblem::plus_sign:
      return fmt::format("write it without the plus sign: `{}`", without(text, "+"));
    case NumberProblem::none:
    case NumberProblem::not_a_number:
      break;
  }
  if (text.ends_with('%')) return "write the number alone, without the per cent sign";
  if (same_word(text, "NA") || same_word(text, "n/a") || text == "?" || text == "-")
    return "leave the key out where the number is not known";
  return "write a plain number, such as `12` or `0.75`, without a unit";
}

void bad_number(Reader& in, std::string_view key, const Node& node, NumberProblem problem) {
  in.diagnostics.error(code_of(problem), node.span,
                       fmt::format("`{}` needs a number, but has `{}`", key, node.text),
                       spelling(problem, node.text));
}

/// Digits after the point that a number's text stands for: 2 in 4.00, 3 in 1.5e-2, 0 in 1.5e3.
int written_decimals(std::string_view text) {
  const auto exponent = std::min(text.find_first_of("eE"), text.size());
  const auto point = text.substr(0, exponent).find('.');
  const auto places =
      point == std::string_view::npos ? 0.0 : static_cast<double>(exponent - point - 1);
  const double power =
      exponent < text.size() ? read_number(text.substr(exponent + 1)).value.value_or(0) : 0;
  return static_cast<int>(std::clamp(places - power, 0.0, 400.0));
}

/// The number in a scalar, or nothing after one complaint.
std::optional<Number> number_in(Reader& in, std::string_view key, const Node& node,
                                std::string_view expected) {
  if (!is_scalar(node)) {
    in.wrong_type(
        key, node, expected,
        node.kind == Node::Kind::null ? "write a number after the colon, or delete the line" : "");
    return std::nullopt;
  }
  const NumberReading reading = read_number(node.text);
  if (reading.value && !node.quoted)
    return Number{{*reading.value, node.span}, written_decimals(node.text)};
  if (reading.value)
    in.diagnostics.error("quoted-number", node.span,
                         fmt::format("`{}` is a number in quotes, which makes it a text", key),
                         fmt::format("write it without quotes: `{}`", node.text));
  else
    bad_number(in, key, node, reading.problem);
  return std::nullopt;
}

void impossible_time(Reader& in, std::string_view key, const Node& node, TimeProblem problem) {
  if (problem.message.empty())
    problem = {fmt::format("`{}` is no length of time", node.text),
               "write a number and a unit, such as `3 months`"};
  in.diagnostics.error("impossible-time", node.span, fmt::format("`{}`: {}", key, problem.message),
                       std::move(problem.help));
}

/// Of digits alone, or with a minus sign.
bool is_whole_number(const Node& node) {
  std::string_view text = node.text;
  if (text.starts_with('-')) text.remove_prefix(1);
  return is_scalar(node) && !node.quoted && !text.empty() &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Of digits alone, as the parts of a date are.
std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return value;
}

bool is_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)),
             day = digits(text.substr(8));
  if (!year || !month || !day) return false;
  return std::chrono::year_month_day(std::chrono::year(*year),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

}  // namespace

std::optional<Located<std::string>> TextValue::read(Reader& in, std::string_view key,
                                                    const Node& node) {
  if (is_scalar(node)) return Located<std::string>{node.text, node.span};
  in.wrong_type(key, node, type.name);
  return std::nullopt;
}

std::optional<Number> NumberValue::read(Reader& in, std::string_view key, const Node& node) {
  return number_in(in, key, node, type.name);
}

std::optional<Number> Year::read(Reader& in, std::string_view key, const Node& node) {
  const auto year = number_in(in, key, node, type.name);
  if (!year ||
      (std::floor(year->value) == year->value && year->value >= 1500 && year->value <= 2200))
    return year;
  in.diagnostics.error("impossible-date", node.span,
                       fmt::format("`{}` is no year of publication", node.text),
                       "write the year with four digits, such as `2017`");
  return std::nullopt;
}

std::optional<Ends> EndsValue::read(Reader& in, std::string_view key, const Node& node) {
  if (node.items.size() == 4 && std::ranges::all_of(node.items, is_whole_number)) {
    in.diagnostics.error("decimal-comma", node.span,
                         fmt::format("`{}` needs two numbers, but has four: decimal commas?", key),
                         fmt::format("write decimal points: `[{}.{}, {}.{}]`", node.items[0].text,
                                     node.items[1].text, node.items[2].text, node.items[3].text));
    return std::nullopt;
  }
  if (node.kind != Node::Kind::sequence || node.items.size() != 2) {
    in.wrong_type(key, node, type.name);
    return std::nullopt;
  }
  const auto lower = number_in(in, key, node.items[0], "two numbers");
  const auto upper = number_in(in, key, node.items[1], "two numbers");
  if (!lower || !upper) return std::nullopt;
  return Ends{*lower, *upper, node.span};
}

std::optional<bool> Truth::read(Reader& in, std::string_view key, const Node& node) {
  if (is_scalar(node) && !node.quoted && node.text == "true") return true;
  if (is_scalar(node) && !node.quoted && node.text == "false") return false;
  in.wrong_type(key, node, type.name, "write `true` or `false`, without quotes");
  return std::nullopt;
}

std::optional<Time> TimeValue::read(Reader& in, std::string_view key, const Node& node) {
  if (!is_scalar(node)) {
    in.wrong_type(key, node, type.name,
                  "write one time, such as `2 weeks`, `2-3 years` or `after 12 months`");
    return std::nullopt;
  }
  auto time = read_time(node.text);
  if (time)
    time->span = node.span;
  else
    impossible_time(in, key, node, time_problem(node.text));
  return time;
}

std::optional<Number> DurationValue::read(Reader& in, std::string_view key, const Node& node) {
  if (!is_scalar(node)) {
    in.wrong_type(key, node, type.name, "write a number and a unit, such as `3 months`");
    return std::nullopt;
  }
  if (const auto duration = read_duration(node.text)) return Number{{duration->days, node.span}};
  impossible_time(in, key, node, time_problem(node.text));
  return std::nullopt;
}

std::optional<Located<std::string>> PartialDateValue::read(Reader& in, std::string_view key,
                                                           const Node& node) {
  auto text = TextValue::read(in, key, node);
  if (!text) return text;
  // What is not said is taken as the first: 2017-04 is a date if 2017-04-01 is.
  std::string whole = text->value;
  if (whole.size() == 4) whole += "-01";
  if (whole.size() == 7) whole += "-01";
  if (is_iso_date(whole)) return text;
  in.diagnostics.error(
      "impossible-date", node.span, fmt::format("`{}` is no date", node.text),
      "write as much as is known: `2021-06-30`, `2021-06` or `2021`, of a day that exists");
  return std::nullopt;
}
std::optional<Located<std::string>> Date::read(Reader& in, std::string_view key, const Node& node) {
  auto text = TextValue::read(in, key, node);
  if (!text || is_iso_date(text->value)) return text;
  in.diagnostics.error("impossible-date", node.span, fmt::format("`{}` is no date", node.text),
                       "write year, month and day of a day that exists, such as `2021-06-30`");
  return std::nullopt;
}

std::optional<Scalar> ScalarValue::read(Reader& in, std::string_view key, const Node& node) {
  if (!is_scalar(node)) {
    in.wrong_type(key, node, type.name);
    return std::nullopt;
  }
  if (node.quoted) return Scalar{node.text, std::nullopt, node.span};
  const NumberReading reading = read_number(node.text);
  // What looks like a number and is none would silently become a category of its own.
  using enum NumberProblem;
  if (reading.problem == decimal_comma || reading.problem == not_finite ||
      reading.problem == radix_prefix) {
    bad_number(in, key, node, reading.problem);
    in.diagnostics.all().back().help += ", or put it in quotes if it is a text";
    return std::nullopt;
  }
  return Scalar{node.text, reading.value, node.span};
}

std::optional<Scalars> ScalarsValue::read(Reader& in, std::string_view key, const Node& node) {
  if (node.kind != Node::Kind::mapping) {
    in.wrong_type(key, node, type.name);
    return std::nullopt;
  }
  Scalars all;
  for (std::size_t i = 0; i < node.keys.size(); ++i)
    if (cut_by_comma(in, node, i))
      continue;
    else if (auto value = ScalarValue::read(in, node.keys[i].text, node.items[i]))
      all.try_emplace(node.keys[i].text, std::move(*value));
  return all;
}

std::optional<std::size_t> read_word(Reader& in, std::string_view key, const Node& node,
                                     std::span<const std::string_view> words) {
  if (!is_scalar(node)) {
    in.wrong_type(key, node, fmt::format("one of {}", fmt::join(words, ", ")));
    return std::nullopt;
  }
  const auto at = std::ranges::find(words, node.text);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  const auto near = nearest(node.text, words);
  in.diagnostics.error("unknown-word", node.span,
                       fmt::format("`{}` does not know the word `{}`; it is one of {}", key,
                                   node.text, fmt::join(words, ", ")),
                       near ? fmt::format("did you mean `{}`?", *near)
                            : fmt::format("write one of {}", fmt::join(words, ", ")));
  return std::nullopt;
}

std::span<const Node> names_in(Reader& in, std::string_view key, const Node& node) {
  if (node.kind == Node::Kind::mapping) return node.keys;
  const bool plain_list =
      node.kind == Node::Kind::sequence && std::ranges::all_of(node.items, is_scalar);
  in.wrong_type(key, node, "a map of keys");
  return plain_list ? std::span<const Node>(node.items) : std::span<const Node>();
}

}  // namespace weald
