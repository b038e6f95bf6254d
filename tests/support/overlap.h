// SPDX-License-Identifier: MIT
// The overlap test of every figure: what no figure may do, found in its scene.
#pragma once

#include <string>
#include <vector>

#include "plots/scene.h"

namespace weald::build {

/// Texts that meet another text, a square, dot, diamond, arrow, interval or light, or leave the
/// page; shapes that leave it; lights that meet. A sentence each.
std::vector<std::string> faults(const Scene& scene, const TextMeasure& measure);

}  // namespace weald::build
