// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "plots/scene.h"
#include "plots/theme.h"

namespace weald {

/// The scene as SVG 1.1 with text as text, a title and a description for screen readers, and every
/// mark as a group with its own title and data- attributes. Coordinates have at most two decimals;
/// pages stand below each other.
std::string paint_svg(const Scene& scene, const Theme& theme);

}  // namespace weald
