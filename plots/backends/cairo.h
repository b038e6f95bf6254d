// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "plots/scene.h"
#include "plots/theme.h"

namespace weald {

/// The scene as a PDF file, a page a page, with title and a fixed date.
std::string paint_pdf(const Scene& scene, const Theme& theme);

/// The scene as a PNG file at 144 dots an inch (less where the image would pass Cairo's 32,767
/// pixels); pages stand below each other.
std::string paint_png(const Scene& scene, const Theme& theme);

}  // namespace weald
