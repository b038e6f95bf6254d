// SPDX-License-Identifier: MIT
// Themes: what each role looks like. One row a theme; the default is safe for colour-blind readers.
#pragma once

#include <span>
#include <string_view>

#include "plots/scene.h"

namespace weald {

struct Color {
  double r = 0, g = 0, b = 0, alpha = 1;
};

struct Look {
  Color fill{}, stroke{};
  double stroke_width = 0;  ///< points; 0: no stroke
  bool dashed = false, dotted = false;
  double font_size = 0;  ///< points; text roles only
  bool bold = false, italic = false;
};

/// Whether areas of that role have an outline beside their fill, in every theme.
bool is_outlined(Role role);

struct Theme {
  std::string_view key, help;
  std::string_view font;  ///< family list for Pango and SVG
  Look (*look)(Role);
};

std::span<const Theme> themes();  ///< default, greyscale
const Theme* find_theme(std::string_view key);

}  // namespace weald
