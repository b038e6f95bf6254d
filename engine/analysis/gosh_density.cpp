// SPDX-License-Identifier: MIT
#include "engine/analysis/gosh_density.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/expects.h"

namespace weald {
namespace {

/// The ends of the central 99.8 % of values between `low` and `high`, to a thousandth of that
/// range.
std::pair<double, double> central(const std::vector<double>& values, double low, double high) {
  constexpr std::size_t steps = 1024;
  std::array<std::uint64_t, steps> counts{};
  const double scale = static_cast<double>(steps) / (high - low);
  for (const double value : values)
    ++counts[std::min(static_cast<std::size_t>((value - low) * scale), steps - 1)];
  const auto few = static_cast<std::uint64_t>(0.001 * static_cast<double>(values.size()));
  std::size_t first = 0, last = steps - 1;
  for (std::uint64_t seen = counts[first]; seen <= few && first < last; seen += counts[++first])
    continue;
  for (std::uint64_t seen = counts[last]; seen <= few && last > first; seen += counts[--last])
    continue;
  return {low + static_cast<double>(first) / scale, low + static_cast<double>(last + 1) / scale};
}

}  // namespace

double GoshGrid::left_of(std::size_t column) const {
  if (column >= columns) return high;
  return low + (high - low) * static_cast<double>(column) / static_cast<double>(columns);
}

double GoshGrid::bottom_of(std::size_t row) const {
  return 100 * static_cast<double>(row) / static_cast<double>(rows);
}

GoshGrid gosh_grid(const Gosh& gosh) {
  EXPECTS(gosh.subsets() > 0);
  GoshGrid grid;
  if (gosh.subsets() < 20000) grid.columns = 60, grid.rows = 40;
  if (gosh.subsets() < 500) grid.columns = 45, grid.rows = 30;
  const auto [least, most] = std::ranges::minmax(gosh.estimate);
  double low = least, high = most;
  if (!(high > low)) {
    const double half = std::max(std::abs(low) / 10, 0.1);
    grid.low = low - half;
    grid.high = high + half;
    return grid;
  }
  const auto [first, last] = central(gosh.estimate, low, high);
  if (last - first < 0.5 * (high - low)) {
    const double room = 0.1 * (last - first);
    low = std::max(low, first - room);
    high = std::min(high, last + room);
  }
  grid.low = low;
  grid.high = high;
  return grid;
}

GoshDensity gosh_density(const Gosh& gosh, const GoshGrid& grid,
                         std::span<const Eigen::Index> studies) {
  EXPECTS(grid.high > grid.low && grid.columns > 0 && grid.rows > 0);
  GoshDensity out{.grid = grid};
  for (GoshCounts* counts : {&out.with, &out.without}) {
    counts->cells.assign(grid.columns * grid.rows, 0);
    counts->columns.assign(grid.columns, 0);
  }
  const double across = static_cast<double>(grid.columns) / (grid.high - grid.low),
               up = static_cast<double>(grid.rows) / 100;
  for (std::uint64_t s = 0; s < gosh.subsets(); ++s) {
    bool holds = false;
    for (const Eigen::Index study : studies) holds |= gosh.holds(s, study);
    GoshCounts& counts = holds ? out.with : out.without;
    ++counts.subsets;
    const double estimate = gosh.estimate[s];
    if (!(estimate >= grid.low)) {
      ++counts.below;
    } else if (estimate > grid.high) {
      ++counts.above;
    } else {
      const auto column = std::min(static_cast<std::size_t>((estimate - grid.low) * across),
                                   grid.columns - 1),
                 row = std::min(static_cast<std::size_t>(gosh.i2[s] * up), grid.rows - 1);
      ++counts.cells[row * grid.columns + column];
      ++counts.columns[column];
    }
  }
  return out;
}

std::size_t most_moving(std::span<const WithAndWithout> by_study) {
  EXPECTS(!by_study.empty());
  const auto shift = [](const WithAndWithout& mean) { return std::fabs(mean.with - mean.without); };
  std::size_t which = 0;
  for (std::size_t i = 1; i < by_study.size(); ++i)
    if (shift(by_study[i]) > shift(by_study[which])) which = i;
  return which;
}

}  // namespace weald
