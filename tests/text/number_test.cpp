// SPDX-License-Identifier: MIT
#include "engine/text/number.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include <catch2/catch.hpp>

using namespace weald;

TEST_CASE("decimal numbers are read exactly") {
  CHECK(read_number("0").value == 0.0);
  CHECK(read_number("-12").value == -12.0);
  CHECK(read_number("0.5").value == 0.5);
  CHECK(read_number(".5").value == 0.5);
  CHECK(read_number("5.").value == 5.0);
  CHECK(read_number("-.25").value == -0.25);
  CHECK(read_number("1e-3").value == 0.001);
  CHECK(read_number("1E+3").value == 1000.0);
  CHECK(read_number("0.1").value == 0.1);
  CHECK(read_number("0e5").value == 0.0);
  CHECK(read_number("3e-310").value == 3e-310);
  CHECK(read_number("9007199254740993").value == 9007199254740992.0);
}

TEST_CASE("the typographic minus sign is a minus sign") {
  CHECK(read_number("\u22120.35").value == -0.35);
  CHECK(read_number("\u2212-1").problem == NumberProblem::not_a_number);
  CHECK(read_number("--1").problem == NumberProblem::not_a_number);
}

TEST_CASE("a negative zero is zero") {
  const auto zero = read_number("-0.00").value;
  REQUIRE(zero);
  CHECK_FALSE(std::signbit(*zero));
}

TEST_CASE("what is no number is refused with the reason") {
  const auto problem = [](std::string_view text) {
    const NumberReading reading = read_number(text);
    CHECK_FALSE(reading.value);
    return reading.problem;
  };
  using P = NumberProblem;
  for (const char* text : {"",      "-",      ".",    "abc",   "12 %",   "1e",  "1e+", "e5",
                           "1.2.3", "12abc",  " 1",   "1 ",    "011x",   "1-2", "0x",  "0b2",
                           "08:30", "\u2212", "null", "1,2,3", "1.5.10", "-+1", "++1"}) {
    INFO(text);
    CHECK(problem(text) == P::not_a_number);
  }
  for (const char* text : {"0,75", "-0,75", "12,5", "1,2345", "0,750", "1,5e3", "1.234,56"}) {
    INFO(text);
    CHECK(problem(text) == P::decimal_comma);
  }
  for (const char* text : {"1,234,567", "1,234", "-1,234.5", "1 234", "1'234", "1.234.567",
                           "1\u202F234\u202F567", "1\u00A0234,5"}) {
    INFO(text);
    CHECK(problem(text) == P::thousands);
  }
  for (const char* text : {"010", "-007", "00", "00.5", "01e3"})
    CHECK(problem(text) == P::leading_zero);
  for (const char* text : {"0x1F", "0X1f", "0b101", "0o17", "-0x1F"}) {
    CHECK(problem(text) == P::radix_prefix);
  }
  for (const char* text :
       {".inf", "-.inf", "inf", "Infinity", "NaN", ".nan", "1e999", "-1e999", "1e-999", "+inf"}) {
    INFO(text);
    CHECK(problem(text) == P::not_finite);
  }
  for (const char* text : {"+3", "+.5", "+1e3"}) CHECK(problem(text) == P::plus_sign);
  for (const char* text : {"1_000", "1_000.5"}) CHECK(problem(text) == P::underscore);
}

TEST_CASE("every problem has a description, and none has not") {
  for (int i = 1; i <= static_cast<int>(NumberProblem::underscore); ++i) {
    CHECK_FALSE(describe(static_cast<NumberProblem>(i)).empty());
  }
  CHECK(describe(NumberProblem::none).empty());
  CHECK(describe(NumberProblem::decimal_comma) == "a decimal point, not a comma");
}

TEST_CASE("the shortest text reads back to the same double") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(1) == "1");
  CHECK(shortest(100000) == "100000");
  CHECK(shortest(2e-26) == "2e-26");
  CHECK(shortest(std::numeric_limits<double>::quiet_NaN()) == "null");
  CHECK(shortest(-std::numeric_limits<double>::infinity()) == "null");
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    REQUIRE(read_number(shortest(value)).value == value);
  }
}

TEST_CASE("an exponential is printed where it underflows and overflows a double") {
  CHECK(exp_text(-2302.585, 2) == "1.0e-1000");
  CHECK(exp_text(-11512.925464970229, 3) == "1.00e-5000");
  CHECK(exp_text(std::log(3.0) - 310 * std::log(10.0), 2) == "3.0e-310");
  CHECK(exp_text(std::log(2.0) + 400 * std::log(10.0), 3) == "2.00e400");
  CHECK(exp_text(std::log(9.96) - 400 * std::log(10.0), 2) == "1.0e-399");
  CHECK(exp_text(-1e9, 3) == "1.25e-434294482");
}

TEST_CASE("an exponential of ordinary size is printed like any number") {
  CHECK(exp_text(0, 1) == "1");
  CHECK(exp_text(std::log(0.05), 2) == "0.050");
  CHECK(exp_text(std::log(0.0161), 2) == "0.016");
  CHECK(exp_text(std::log(2.04e-26), 2) == "2.0e-26");
  CHECK(exp_text(-std::numeric_limits<double>::infinity(), 2) == "0");
  CHECK(exp_text(std::numeric_limits<double>::infinity(), 2) == "n/a");
  CHECK(exp_text(std::numeric_limits<double>::quiet_NaN(), 2) == "n/a");
}

TEST_CASE("fixed decimals never show a negative zero, nor NaN") {
  CHECK(fixed(1.005, 1) == "1.0");
  CHECK(fixed(-0.001, 2) == "0.00");
  CHECK(fixed(-0.0, 0) == "0");
  CHECK(fixed(-0.006, 2) == "-0.01");
  CHECK(fixed(2.5, 0) == "2");
  CHECK(fixed(1e20, 1) == "100000000000000000000.0");
  CHECK(fixed(std::numeric_limits<double>::quiet_NaN(), 2) == "n/a");
}

TEST_CASE("significant digits are kept, plain from 1e-5 to 1e15 and scientific beyond") {
  CHECK(significant(0.5, 3) == "0.500");
  CHECK(significant(1234.5, 2) == "1200");
  CHECK(significant(1234.5, 6) == "1234.50");
  CHECK(significant(-0.0123456, 3) == "-0.0123");
  CHECK(significant(9.996, 3) == "10.0");
  CHECK(significant(0.00001, 2) == "0.000010");
  CHECK(significant(0.0000099, 2) == "9.9e-6");
  CHECK(significant(1e15, 2) == "1000000000000000");
  CHECK(significant(1e16, 2) == "1.0e16");
  CHECK(significant(3e-310, 1) == "3e-310");
  CHECK(significant(0, 3) == "0.00");
  CHECK(significant(-0.0, 3) == "0.00");
  CHECK(significant(std::numeric_limits<double>::infinity(), 3) == "n/a");
}
