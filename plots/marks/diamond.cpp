// SPDX-License-Identifier: MIT
#include <algorithm>

#include "plots/marks/marks.h"

namespace weald {

std::vector<Shape> diamond_mark(const Axis& axis, double y, const Extent& shown, double height,
                                Role role) {
  if (shown.estimate < axis.low) return {arrow_head({axis.from, y}, false, role, 6)};
  if (shown.estimate > axis.high) return {arrow_head({axis.to, y}, true, role, 6)};
  const double x = axis.at(shown.estimate), half = height / 2;
  const bool left = shown.lower<axis.low, right = shown.upper> axis.high;
  // A cut corner stays open by this much and is closed by an arrow head, so that it cannot pass for
  // the interval's end.
  const double cut = half / 2;
  Polygon diamond{.role = role};
  const auto corner = [&](double value, bool is_cut, bool to_the_right) {
    if (!is_cut) {
      double end = axis.at(value);
      // Never thinner than can be seen.
      end = to_the_right ? std::max(end, x + 1) : std::min(end, x - 1);
      diamond.points.push_back({end, y});
      return;
    }
    const double edge = to_the_right ? axis.to - 4 : axis.from + 4;
    const double first = to_the_right ? -cut : cut;
    diamond.points.push_back({edge, y + first});
    diamond.points.push_back({edge, y - first});
  };
  corner(shown.lower, left, false);
  diamond.points.push_back({x, y - half});
  corner(shown.upper, right, true);
  diamond.points.push_back({x, y + half});
  std::vector<Shape> shapes{diamond};
  if (left) shapes.push_back(arrow_head({axis.from, y}, false, role, 6));
  if (right) shapes.push_back(arrow_head({axis.to, y}, true, role, 6));
  return shapes;
}

}  // namespace weald
