// SPDX-License-Identifier: MIT
// The one reader and the one printer of numbers. Independent of any locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weald {

/// Why a text is not a number (or `none`).
enum class NumberProblem {
  none,
  not_a_number,   ///< "abc", "", "12 %"
  decimal_comma,  ///< "0,75"
  thousands,      ///< "1,234,567"
  leading_zero,   ///< "010": octal elsewhere
  radix_prefix,   ///< "0x1F", "0b1", "0o7"
  not_finite,     ///< ".inf", "NaN", "1e999"
  plus_sign,      ///< "+3"
  underscore,     ///< "1_000"
};

struct NumberReading {
  std::optional<double> value;
  NumberProblem problem = NumberProblem::none;
};

/// Reads a decimal number (`-12`, `0.5`, `.5`, `1e-3`, with U+2212 as a minus sign too) that fills
/// the whole text. Writes nothing where it does not.
NumberReading read_number(std::string_view text);

/// The text that `problem` deserves in a diagnostic, e.g. "a decimal point, not a comma".
std::string_view describe(NumberProblem problem);

/// The shortest text that reads back to the same double; "null" where it is not finite.
std::string shortest(double value);

/// e^log_value as decimal text with `digits` (1…17) significant digits, laid out as by
/// significant(), also where that underflows a double: 1.0e-1000. "0" below e^(-9e15); "n/a" where
/// it is not finite.
std::string exp_text(double log_value, int digits);

/// Fixed decimals, never "-0.00"; "n/a" where the value is not finite.
std::string fixed(double value, int decimals);

/// `digits` significant digits, trailing zeros kept, plain where the exponent is within -5…15, else
/// scientific (2.0e-26); "n/a" where the value is not finite.
std::string significant(double value, int digits);

}  // namespace weald
