// SPDX-License-Identifier: MIT
// The subsets of GOSH counted in the cells of a grid over estimate and I², those with a study and
// those without it apart: a million points become a picture in one pass.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/models/gosh.h"

namespace weald {

/// Equal steps of the estimate (analysis scale) from `low` to `high`, and of I² from 0 to 100 %.
struct GoshGrid {
  double low = 0, high = 1;
  std::size_t columns = 90, rows = 60;

  double left_of(std::size_t column) const;  ///< estimate; column = columns: the right end
  double bottom_of(std::size_t row) const;   ///< I² in percent; row = rows: 100
};

/// The steps for some subsets: all estimates, or their central 99.8 % with some room where a few
/// far ones would take half of the picture; fewer cells where there are few subsets.
GoshGrid gosh_grid(const Gosh& gosh);

/// Counts of subsets. Σ cells + below + above = subsets.
struct GoshCounts {
  std::vector<std::uint64_t> cells{};    ///< row by row from I² 0; within a row from `low`
  std::vector<std::uint64_t> columns{};  ///< sums over the rows
  std::uint64_t subsets = 0, below = 0, above = 0;  ///< below, above: outside the grid
};

struct GoshDensity {
  GoshGrid grid{};
  GoshCounts with{}, without{};
};

/// Counts subsets that hold at least one of `studies` (indices into the pool's) as `with`, all
/// others as `without`. A value at an edge belongs to the cell that begins there; those at the high
/// ends to the last cells.
GoshDensity gosh_density(const Gosh& gosh, const GoshGrid& grid,
                         std::span<const Eigen::Index> studies);

/// The study whose presence moves the mean estimate of the subsets most. `by_study` is not empty.
std::size_t most_moving(std::span<const WithAndWithout> by_study);

}  // namespace weald
