// SPDX-License-Identifier: MIT
// From what a panel shows to its axes.
#include <algorithm>
#include <cmath>
#include <limits>

#include "plots/chart/chart_parts.h"

namespace weald::chart {
namespace {

/// Collects the values that a scale must hold.
struct Hull {
  bool logarithmic;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void hold(double value) {
    if (!std::isfinite(value) || (logarithmic && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

Hull hull_of(const Panel& panel, bool of_x) {
  const AxisScale& scale = of_x ? panel.x : panel.y;
  Hull hull{.logarithmic = scale.logarithmic};
  const auto hold = [&](const Point& p) { hull.hold(of_x ? p.x : p.y); };
  for (const double value : scale.holds) hull.hold(value);
  for (const Tick& tick : scale.ticks) hull.hold(tick.value);
  for (const Cell& cell : panel.cells) hold(cell.low), hold(cell.high);
  for (const Dot& dot : panel.dots) hold(dot.at);
  for (const Path& path : panel.paths)
    for (const Point& point : path.points) hold(point);
  for (const Whisker& whisker : panel.whiskers) hold(whisker.from), hold(whisker.to);
  return hull;
}

}  // namespace

Axis axis_of(const Chart& chart, const Panel& panel, bool of_x, const PlotStyle& style, double from,
             double to) {
  const AxisScale& scale = of_x ? panel.x : panel.y;
  Hull hull = hull_of(panel, of_x);
  if (of_x ? chart.same_x : chart.same_y)
    for (const Panel& other : chart.panels) {
      if (!other.words.empty()) continue;
      const Hull more = hull_of(other, of_x);
      hull.hold(more.low);
      hull.hold(more.high);
    }
  const bool log = scale.logarithmic;
  if (!(hull.low <= hull.high)) hull.low = log ? 0.5 : 0, hull.high = log ? 2 : 1;
  const auto inward = [&](double v) { return log ? std::log(v) : v; };
  const auto outward = [&](double v) { return log ? std::exp(v) : v; };
  double low = inward(hull.low), high = inward(hull.high);
  if (!(high - low > 1e-12 * std::max(std::abs(low), std::abs(high)))) {
    const double half = log ? std::log(2.0) : std::max(std::abs(low) / 2, 0.5);
    low -= half;
    high += half;
  }
  const double pad = 0.05 * (high - low);
  double first = scale.low ? *scale.low : outward(low - pad),
         last = scale.high ? *scale.high : outward(high + pad);
  if (of_x && style.low) first = *style.low;
  if (of_x && style.high) last = *style.high;
  if (!(first < last)) last = log ? 2 * first : first + 1;
  const bool flip = of_x ? scale.turned : !scale.turned;  // y grows downwards on the page
  const int count = static_cast<int>(std::clamp(std::abs(to - from) / 38, 4.0, 9.0));
  Axis axis = make_axis(first, last, log, flip ? to : from, flip ? from : to, count);
  if (!scale.ticks.empty()) axis.ticks = scale.ticks;
  if (scale.plain) axis.ticks.clear();
  std::erase_if(axis.ticks, [&](const Tick& tick) { return !axis.holds(tick.value); });
  return axis;
}

Point place(const PlacedPanel& placed, Point value) {
  const auto one = [](const Axis& axis, double v) {
    const bool up = axis.to > axis.from;
    // Far outside is all the same: cut at the frame.
    const double least = std::min(axis.from, axis.to) - 1e5,
                 most = std::max(axis.from, axis.to) + 1e5;
    if (axis.logarithmic && v <= 0) return up ? least : most;
    if (std::isinf(v)) return (v > 0) == up ? most : least;
    return std::clamp(axis.at(v), least, most);
  };
  return {one(placed.x, value.x), one(placed.y, value.y)};
}

std::vector<std::pair<double, double>> rooms_of_names(const PlacedPanel& placed) {
  constexpr double apart = 3;
  const std::vector<Stretch>& stretches = placed.panel->stretches;
  const double left = placed.frame.left, right = placed.frame.right;
  std::vector<double> middles;
  for (const Stretch& stretch : stretches) {
    const double a = std::isfinite(stretch.from) ? place(placed, {stretch.from, 0}).x : left,
                 b = std::isfinite(stretch.to) ? place(placed, {stretch.to, 0}).x : right;
    middles.push_back((std::clamp(a, left, right) + std::clamp(b, left, right)) / 2);
  }
  std::vector<std::pair<double, double>> rooms;
  for (std::size_t i = 0; i < middles.size(); ++i) {
    const double low = i == 0 ? left - 12 : (middles[i - 1] + middles[i]) / 2,
                 high = i + 1 == middles.size() ? right + 12 : (middles[i] + middles[i + 1]) / 2;
    // The name stands over the middle of its stretch: the nearer neighbour sets its width.
    const double half = std::max(std::min(middles[i] - low, high - middles[i]) - apart, 4.0);
    rooms.emplace_back(middles[i] - half, middles[i] + half);
  }
  return rooms;
}

}  // namespace weald::chart
