// SPDX-License-Identifier: MIT
// Words and numbers made ready for print: clean UTF-8, real minus signs, lines broken to a width.
// Measures with the TextMeasure that it is given; knows no font.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "plots/scene.h"

namespace weald {

/// The text with control characters, line breaks and bytes that are no UTF-8 replaced, so that any
/// backend can draw it.
std::string drawable_text(std::string_view text);

/// A number's text for print: U+2212 for a minus before a digit, «2.0e-26» as «2.0 × 10⁻²⁶».
std::string typeset(std::string_view text);

/// The text with spaces that no line may break at: around «=» and «×», before «%».
std::string unbroken(std::string_view text);

/// Lines of one role, measured.
struct TextBlock {
  std::vector<std::string> lines{};
  Role role = Role::text;
  double width = 0, height = 0;
};

/// The text broken into lines no wider than `width`: at spaces and hyphens, between ideographs,
/// inside a word only where it alone is too wide. What does not fit into `most` lines ends in an
/// ellipsis. Line breaks in `text` are kept.
TextBlock wrap(std::string_view text, Role role, double width, std::size_t most,
               const TextMeasure& measure);

/// The height of one line of that role: never less than what its usual letters need.
double line_height(Role role, const TextMeasure& measure);

/// Adds the block's lines to `shapes`, its top edge at `top`, aligned at `x`.
void set_block(std::vector<Shape>& shapes, const TextBlock& block, double x, double top,
               Align align, const TextMeasure& measure);

}  // namespace weald
