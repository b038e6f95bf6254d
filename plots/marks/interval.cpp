// SPDX-License-Identifier: MIT
#include <algorithm>

#include "plots/marks/marks.h"

namespace weald {

Polygon arrow_head(Point tip, bool to_the_right, Role role, double length) {
  const double back = to_the_right ? tip.x - length : tip.x + length;
  const double half = length * 0.55;
  return {.points = {tip, {back, tip.y - half}, {back, tip.y + half}}, .role = role};
}

std::vector<Shape> interval_mark(const Axis& axis, double y, const Extent& shown, double side,
                                 bool muted) {
  const Role role = muted ? Role::interval_muted : Role::interval;
  std::vector<Shape> shapes;
  if (shown.estimate < axis.low) return {arrow_head({axis.from, y}, false, role)};
  if (shown.estimate > axis.high) return {arrow_head({axis.to, y}, true, role)};
  const bool left = shown.lower<axis.low, right = shown.upper> axis.high;
  const double from = axis.clamped(shown.lower) + (left ? 2 : 0),
               to = axis.clamped(shown.upper) - (right ? 2 : 0);
  shapes.push_back(Line{{from, y}, {to, y}, role});
  if (left) shapes.push_back(arrow_head({axis.from, y}, false, role));
  if (right) shapes.push_back(arrow_head({axis.to, y}, true, role));
  const double x = axis.at(shown.estimate);
  shapes.push_back(
      Rect{{x - side / 2, y - side / 2}, {side, side}, muted ? Role::square_muted : Role::square});
  return shapes;
}

std::vector<Shape> prediction_mark(const Axis& axis, double y, double lower, double upper,
                                   double height) {
  std::vector<Shape> shapes;
  const bool left = lower<axis.low, right = upper> axis.high;
  const double from = axis.clamped(lower) + (left ? 4 : 0),
               to = axis.clamped(upper) - (right ? 4 : 0);
  if (to > from)
    shapes.push_back(Rect{{from, y - height / 2}, {to - from, height}, Role::prediction});
  if (left) shapes.push_back(arrow_head({axis.from, y}, false, Role::prediction, 6));
  if (right) shapes.push_back(arrow_head({axis.to, y}, true, Role::prediction, 6));
  return shapes;
}

}  // namespace weald
