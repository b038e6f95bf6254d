// SPDX-License-Identifier: MIT
// What the tests of figures share: what is read of a scene, and what holds of every figure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plots/figure.h"
#include "plots/scene.h"

namespace weald::build {

/// Every text of every page, in the order it is drawn, a blank after each.
std::string all_text(const Scene& scene);

/// The marks whose key begins so, of every page, in the order they are drawn.
std::vector<const Mark*> marks_of(const Scene& scene, std::string_view begins);

/// A number that a mark carries; fails the test where it has none of that name.
double datum(const Mark& mark, std::string_view name);

/// Checks a scene against tests/scenes/NAME.txt; WEALD_UPDATE=1 rewrites that.
void check_scene(const std::string& name, const Scene& scene);

/// Checks that a figure has no fault (overlap.h) and prints no number that is none: in every theme,
/// measured with the fonts that draw it, on one page and on several.
void check_faults(std::string_view figure, const FigureSource& source, const std::string& what,
                  PlotStyle style = {});

}  // namespace weald::build
