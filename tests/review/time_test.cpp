// SPDX-License-Identifier: MIT
#include "engine/review/time.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace weald;

namespace {
constexpr double month = 365.25 / 12;
constexpr double forever = std::numeric_limits<double>::infinity();

Horizon window(double after, double to) { return {.key = "w", .after = after, .to = to}; }
}  // namespace

TEST_CASE("lengths of time are read in days, exactly for hours, days and weeks") {
  const std::pair<const char*, double> cases[] = {
      {"48 hours", 2},       {"30 min", 30.0 / 1440},   {"1 hour", 1.0 / 24},
      {"14 days", 14},       {"2 weeks", 14},           {"1 week", 7},
      {"1 month", month},    {"14 months", 14 * month}, {"1.5 years", 547.875},
      {"2 YEARS", 730.5},    {" 3 months ", 3 * month}, {"6wk", 42},
      {"0.5 years", 182.625}};
  for (const auto& [text, days] : cases) {
    INFO(text);
    REQUIRE(read_duration(text));
    CHECK(read_duration(text)->days == days);
  }
}

TEST_CASE("what is no length of time is none") {
  for (const char* text :
       {"", "soon", "3", "3 moths", "0 weeks", "-2 weeks", "2-3 years", "after 2 years", "baseline",
        "1,5 years", "< 3 months", "months", "3 months or so", "1e3 days", "infinity years"}) {
    INFO(text);
    CHECK_FALSE(read_duration(text));
  }
}

TEST_CASE("times are points, ranges, open ranges or baseline") {
  struct Row {
    const char* text;
    double from, to;
    bool after;
  };
  const Row rows[] = {
      {"1 month", month, month, false},
      {"2-3 years", 730.5, 1095.75, false},
      {"2 – 3 years", 730.5, 1095.75, false},
      {"2 to 3 years", 730.5, 1095.75, false},
      {"14 months to 3 years", 14 * month, 1095.75, false},
      {"1 week-3 months", 7, 3 * month, false},
      {"12-14 months", 12 * month, 14 * month, false},
      {"after 12 months", 12 * month, forever, true},
      {"After 12 months", 12 * month, forever, true},
      {"> 6 months", 6 * month, forever, true},
      {">6 months", 6 * month, forever, true},
      {"more than 2 years", 730.5, forever, true},
      {">= 6 months", 6 * month, forever, false},
      {"≥ 6 months", 6 * month, forever, false},
      {"at least 1 year", 365.25, forever, false},
      {"< 3 months", 0, std::nextafter(3 * month, 0.0), true},
      {"up to 3 months", 0, 3 * month, true},
      {"3 to < 6 months", 3 * month, std::nextafter(6 * month, 0.0), false},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto time = read_time(row.text);
    REQUIRE(time);
    CHECK(time->text == row.text);
    CHECK(time->from == row.from);
    CHECK(time->to == row.to);
    CHECK(time->after == row.after);
    CHECK_FALSE(time->baseline);
    CHECK(time->point() == (row.from == row.to));
  }
  REQUIRE(read_time("baseline"));
  CHECK(read_time("Baseline")->baseline);
  CHECK_FALSE(read_time("baseline")->point());
}

TEST_CASE("impossible times are refused with what to write instead") {
  struct Row {
    const char *text, *message, *help;
  };
  const Row rows[] = {
      {"13 moths", "`moths` is no unit of time", "did you mean `months`?"},
      {"12", "the time `12` has no unit", "write `12 days`, `12 weeks`, `12 months` or `12 years`"},
      {"3-2 years", "the range `3-2 years` ends before it begins",
       "write the earlier time first, such as `2-3 years`"},
      {"1 year to 2 weeks", "the range `1 year to 2 weeks` ends before it begins",
       "write the earlier time first, such as `2-3 years`"},
      {"1,5 years", "`1,5` is written with a decimal comma",
       "write a decimal point, such as `1.5 years`"},
      {"0 weeks", "a time of zero is no follow-up",
       "write `baseline` for the time before treatment"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK_FALSE(read_time(row.text));
    CHECK(time_problem(row.text).message == row.message);
    CHECK(time_problem(row.text).help == row.help);
  }
  for (const char* text : {"", "soon", "-3 months", "3 months to", "to 3 months", "after",
                           "after 3-6 months", "2--3 years", "3 months 5"}) {
    INFO(text);
    CHECK_FALSE(read_time(text));
    CHECK_FALSE(time_problem(text).message.empty());
    CHECK_FALSE(time_problem(text).help.empty());
  }
  CHECK(time_problem("3 months").message.empty());
}

TEST_CASE("a window excludes the edge that it begins after and includes the one it ends with") {
  const Horizon short_term = window(-forever, 3 * month), middle = window(3 * month, 6 * month),
                late = window(6 * month, forever);
  struct Row {
    const char* text;
    Within in_short, in_middle, in_late;
  };
  using enum Within;
  const Row rows[] = {
      {"3 months", inside, outside, outside},       {"13 weeks", inside, outside, outside},
      {"14 weeks", outside, inside, outside},       {"6 months", outside, inside, outside},
      {"7 months", outside, outside, inside},       {"2-4 months", astride, astride, outside},
      {"3-6 months", astride, astride, outside},    {"1 week-3 months", inside, outside, outside},
      {"after 6 months", outside, outside, inside}, {"> 6 months", outside, outside, inside},
      {">= 6 months", outside, astride, astride},   {"after 3 months", outside, astride, astride},
      {"< 3 months", inside, outside, outside},     {"up to 6 months", astride, astride, outside},
      {"2-3 years", outside, outside, inside},      {"baseline", outside, outside, outside},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const Time time = read_time(row.text).value();
    CHECK(within(time, short_term) == row.in_short);
    CHECK(within(time, middle) == row.in_middle);
    CHECK(within(time, late) == row.in_late);
  }
  CHECK(within(Time{}, short_term) == outside);
}
