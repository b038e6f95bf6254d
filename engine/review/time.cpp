// SPDX-License-Identifier: MIT
#include "engine/review/time.h"

#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

/// A word for a unit; a length in days is amount * times / over, exact for whole hours, days,
/// weeks.
struct Unit {
  std::string_view word;
  double times, over = 1;
};

constexpr double month = 365.25 / 12;
constexpr Unit units[] = {
    {"minutes", 1, 1440}, {"minute", 1, 1440}, {"mins", 1, 1440}, {"min", 1, 1440},
    {"hours", 1, 24},     {"hour", 1, 24},     {"hrs", 1, 24},    {"hr", 1, 24},
    {"h", 1, 24},         {"days", 1},         {"day", 1},        {"d", 1},
    {"weeks", 7},         {"week", 7},         {"wks", 7},        {"wk", 7},
    {"months", month},    {"month", month},    {"mos", month},    {"mo", month},
    {"years", 365.25},    {"year", 365.25},    {"yrs", 365.25},   {"yr", 365.25},
};

const Unit* find_unit(std::string_view word) {
  for (const Unit& unit : units)
    if (unit.word == word) return &unit;
  return nullptr;
}

/// A word in front of one length of time and the range that it makes of it.
enum class Bound { after, from, before, up_to };
struct Opening {
  std::string_view word;
  Bound bound;
};
constexpr Opening openings[] = {
    {"after", Bound::after},      {"more than", Bound::after}, {"over", Bound::after},
    {">=", Bound::from},          {"≥", Bound::from},          {"at least", Bound::from},
    {">", Bound::after},          {"<=", Bound::up_to},        {"≤", Bound::up_to},
    {"up to", Bound::up_to},      {"within", Bound::up_to},    {"at most", Bound::up_to},
    {"less than", Bound::before}, {"under", Bound::before},    {"<", Bound::before},
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What is left of a text in lower case; every take_ skips the spaces behind what it takes.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) { skip(); }
  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    const bool cut =
        is_letter(word.back()) && rest_.size() > word.size() && is_letter(rest_[word.size()]);
    if (cut) return false;
    advance(word.size());
    return true;
  }
  std::string_view take_amount() {
    return take_while([](char c) { return is_digit(c) || c == '.' || c == ','; });
  }
  std::string_view take_word() {
    // Letters of any script; what begins with 0xE2 are dashes and signs.
    return take_while([](char c) { return is_letter(c) || (c & '\x80' && c != '\xE2'); });
  }
  bool take_dash() { return take("-") || take("–") || take("—") || take("to"); }

 private:
  template <class Test>
  std::string_view take_while(Test test) {
    std::size_t n = 0;
    while (n < rest_.size() && test(rest_[n])) ++n;
    const std::string_view taken = rest_.substr(0, n);
    advance(n);
    return taken;
  }
  void advance(std::size_t n) {
    rest_.remove_prefix(n);
    skip();
  }
  void skip() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
  }
  std::string_view rest_;
};

/// A time that was read, or what is wrong with the text.
struct Parsed {
  std::optional<Time> time{};
  TimeProblem problem{};
};

Parsed wrong(std::string message, std::string help) {
  return {.problem = {std::move(message), std::move(help)}};
}

constexpr std::string_view how =
    "write a number and a unit, such as `48 hours`, `2 weeks`, `1 month`, `2-3 years`, `after 12 "
    "months`, or `baseline`";

Parsed unreadable(std::string_view text) {
  return wrong(fmt::format("`{}` is no time", text), std::string(how));
}

Parsed unknown_unit(std::string_view word) {
  std::vector<std::string_view> words;
  for (const Unit& unit : units) words.push_back(unit.word);
  const auto near = nearest(word, words);
  return wrong(fmt::format("`{}` is no unit of time", word),
               near ? fmt::format("did you mean `{}`?", *near)
                    : "the units are minutes, hours, days, weeks, months and years");
}

Parsed no_unit(std::string_view amount) {
  return wrong(fmt::format("the time `{}` has no unit", amount),
               fmt::format("write `{0} days`, `{0} weeks`, `{0} months` or `{0} years`", amount));
}

Parsed bad_amount(std::string_view text, const NumberReading& reading) {
  if (reading.value)
    return wrong("a time of zero is no follow-up",
                 "write `baseline` for the time before treatment");
  if (reading.problem == NumberProblem::decimal_comma)
    return wrong(fmt::format("`{}` is written with a decimal comma", text),
                 "write a decimal point, such as `1.5 years`");
  return wrong(fmt::format("`{}` is no number", text), std::string(how));
}

/// `12 months`, or `12` where the unit stands at the end of a range.
struct Length {
  std::string_view written;
  double amount = 0;
  const Unit* unit = nullptr;

  double days(const Unit& in) const { return amount * in.times / in.over; }
};

std::optional<Length> take_length(Cursor& in, std::string_view whole, Parsed& failure) {
  const std::string_view written = in.take_amount();
  if (written.empty()) {
    failure = unreadable(whole);
    return std::nullopt;
  }
  const NumberReading reading = read_number(written);
  if (!reading.value || !(*reading.value > 0)) {
    failure = bad_amount(written, reading);
    return std::nullopt;
  }
  Length length{written, *reading.value};
  Cursor ahead = in;
  if (ahead.take("to")) return length;
  const std::string_view word = in.take_word();
  length.unit = find_unit(word);
  if (!word.empty() && !length.unit) {
    failure = unknown_unit(word);
    return std::nullopt;
  }
  return length;
}

Parsed bounded(Bound bound, Cursor in, std::string_view whole) {
  Parsed failure;
  const auto length = take_length(in, whole, failure);
  if (!length) return failure;
  if (!in.done()) return unreadable(whole);
  if (!length->unit) return no_unit(length->written);
  const double days = length->days(*length->unit);
  constexpr double forever = std::numeric_limits<double>::infinity();
  switch (bound) {
    case Bound::after:
      return {.time = Time{.from = days, .to = forever, .after = true}};
    case Bound::from:
      return {.time = Time{.from = days, .to = forever}};
    case Bound::before:
      return {.time = Time{.to = std::nextafter(days, 0.0), .after = true}};
    case Bound::up_to:
      return {.time = Time{.to = days, .after = true}};
  }
  return failure;
}

/// `1 month`, `2-3 years`, `14 months to 3 years`, `3 to < 6 months`.
Parsed point_or_range(Cursor in, std::string_view whole) {
  Parsed failure;
  const auto first = take_length(in, whole, failure);
  if (!first) return failure;
  if (in.done()) {
    if (!first->unit) return no_unit(first->written);
    const double days = first->days(*first->unit);
    return {.time = Time{.from = days, .to = days}};
  }
  if (!in.take_dash()) return unreadable(whole);
  const bool below = in.take("<");
  const auto last = take_length(in, whole, failure);
  if (!last) return failure;
  if (!in.done()) return unreadable(whole);
  if (!last->unit) return no_unit(last->written);
  const double from = first->days(first->unit ? *first->unit : *last->unit);
  const double to = last->days(*last->unit);
  if (from > to)
    return wrong(fmt::format("the range `{}` ends before it begins", whole),
                 "write the earlier time first, such as `2-3 years`");
  return {.time = Time{.from = from, .to = below ? std::nextafter(to, 0.0) : to}};
}

std::string trimmed_lower(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool negative(std::string_view text) {
  return text.starts_with("-") || text.starts_with("\u2212") || text.starts_with("–");
}

Parsed parse_time(std::string_view text) {
  const std::string lower = trimmed_lower(text);
  if (lower.empty()) return wrong("no time is given", std::string(how));
  if (lower == "baseline") return {.time = Time{.baseline = true}};
  if (negative(lower))
    return wrong(fmt::format("`{}` is before the start", text),
                 "a follow-up is longer than zero; write `baseline` for the time before treatment");
  Cursor in(lower);
  for (const Opening& opening : openings)
    if (in.take(opening.word)) return bounded(opening.bound, in, lower);
  return point_or_range(in, lower);
}

}  // namespace

std::optional<Duration> read_duration(std::string_view text) {
  const Parsed parsed = parse_time(text);
  if (!parsed.time || parsed.time->from == 0 || parsed.time->from != parsed.time->to)
    return std::nullopt;
  return Duration{parsed.time->from};
}

std::optional<Time> read_time(std::string_view text) {
  std::optional<Time> time = parse_time(text).time;
  if (time) time->text = std::string(text);
  return time;
}

TimeProblem time_problem(std::string_view text) { return parse_time(text).problem; }

Within within(const Time& time, const Horizon& horizon) {
  if (!time.given() || time.baseline) return Within::outside;
  const bool starts_inside = time.after ? time.from >= horizon.after : time.from > horizon.after;
  if (starts_inside && time.to <= horizon.to) return Within::inside;
  const bool all_before = time.to <= horizon.after;
  const bool all_behind = time.after ? time.from >= horizon.to : time.from > horizon.to;
  return all_before || all_behind ? Within::outside : Within::astride;
}

}  // namespace weald
