// SPDX-License-Identifier: MIT
// What tests read of a figure.
#pragma once

#include <string>

#include "plots/scene.h"

namespace weald::build {

/// Every text of every page, in the order it is drawn, a blank after each.
std::string all_text(const Scene& scene);

}  // namespace weald::build
