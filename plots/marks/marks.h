// SPDX-License-Identifier: MIT
// Marks of figures: from numbers on an axis to shapes. Each is one file; none knows a study.
#pragma once

#include <string_view>
#include <vector>

#include "plots/axis.h"
#include "plots/scene.h"

namespace weald {

/// A square of that side on its interval. An end outside the axis becomes an arrow; an estimate
/// outside, an arrow alone.
std::vector<Shape> interval_mark(const Axis& axis, double y, const Extent& shown, double side,
                                 bool muted);

/// The diamond of a pooled result: as wide as its interval. Cut at the ends of the axis, with
/// arrows.
std::vector<Shape> diamond_mark(const Axis& axis, double y, const Extent& shown, double height,
                                Role role);

/// The bar of a prediction interval, with arrows where it goes on.
std::vector<Shape> prediction_mark(const Axis& axis, double y, double lower, double upper,
                                   double height);

/// An arrow head with its tip at `tip`, pointing left or right.
Polygon arrow_head(Point tip, bool to_the_right, Role role, double length = 4.5);

/// The axis line at y with ticks below it and their labels.
std::vector<Shape> axis_mark(const Axis& axis, double y, const TextMeasure& measure);

/// The light of one judgement: colour and symbol (+ low, ? some concerns or unclear, − high).
std::vector<Shape> risk_light(std::string_view judgement, Point centre, double radius,
                              const TextMeasure& measure);

/// What a judgement means, whichever tool's word it is; background: not a judgement.
Role risk_role(std::string_view judgement);

}  // namespace weald
