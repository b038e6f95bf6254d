// SPDX-License-Identifier: MIT
#include "plots/marks/marks.h"
#include "plots/typeset.h"

namespace weald {

std::vector<Shape> axis_mark(const Axis& axis, double y, const TextMeasure& measure) {
  std::vector<Shape> shapes{Line{{axis.from, y}, {axis.to, y}, Role::axis}};
  const double ascent = measure("0", Role::axis_text).ascent;
  for (const Tick& tick : axis.ticks) {
    const double x = axis.at(tick.value);
    shapes.push_back(Line{{x, y}, {x, y + 3}, Role::tick});
    shapes.push_back(
        Text{{x, y + 4 + ascent}, typeset(tick.label), Align::middle, Role::axis_text});
  }
  return shapes;
}

}  // namespace weald
