// SPDX-License-Identifier: MIT
// Painters of scenes, one row a format. They know shapes and themes, never a study. Same scene,
// same bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "plots/scene.h"
#include "plots/theme.h"

namespace weald {

struct ImageFormat {
  std::string_view key, help;  // "pdf", "svg", "png"
  bool pages;                  ///< several pages in one file
  /// The file's bytes.
  std::string (*paint)(const Scene&, const Theme&);
};
std::span<const ImageFormat> image_formats();  ///< pdf svg png (144 dots an inch) json
const ImageFormat* find_image_format(std::string_view key);

/// Measures with Pango in that theme's fonts: the very engine that draws.
TextMeasure pango_measure(const Theme& theme);

}  // namespace weald
