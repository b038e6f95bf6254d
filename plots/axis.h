// SPDX-License-Identifier: MIT
// Axes: from values on the read scale to points, linear or logarithmic, with sensible ticks.
#pragma once

#include <string>
#include <vector>

namespace weald {

struct Tick {
  double value = 0;
  std::string label{};
  bool heading = false;  ///< names the ticks after it, at no place of its own
};

struct Axis {
  double low = 0, high = 1;  ///< ends, read scale
  bool logarithmic = false;
  double from = 0, to = 1;  ///< points
  std::vector<Tick> ticks{};

  /// Position of a value; values outside the ends give positions outside.
  double at(double value) const;
  bool holds(double value) const { return low <= value && value <= high; }
  /// The position, kept between the ends; infinite values and zero on a log axis go to an end.
  double clamped(double value) const;
};

/// An axis over [low, high] with ticks at round numbers (1, 2, 5; on a log axis 0.1 0.2 0.5 1 2 5
/// …), about `count`.
Axis make_axis(double low, double high, bool logarithmic, double from, double to, int count = 5);

/// The range to draw for some values and intervals: robust to one enormous interval (which then
/// gets an arrow), holds every estimate and `none`.
struct Range {
  double low = 0, high = 1;
};
struct Extent {
  double estimate = 0, lower = 0, upper = 0;
};
Range robust_range(const std::vector<Extent>& rows, double none, bool logarithmic);

}  // namespace weald
