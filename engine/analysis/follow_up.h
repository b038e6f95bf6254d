// SPDX-License-Identifier: MIT
// When the results of pools were measured: the places of studies and of whole pools in time, for
// what shows effects over follow-up.
#pragma once

#include <span>
#include <vector>

#include "engine/analysis/report.h"

namespace weald {

/// One pool in time.
struct PoolTime {
  double at = 0;                  ///< where its estimate stands
  std::vector<double> studies{};  ///< in the pool's order
};

/// Pools in time, in days; or in their order (1, 2, …) where times are lacking.
struct FollowUp {
  bool in_days = true;
  std::vector<PoolTime> pools{};               ///< as many as were given, in their order
  std::size_t of_ranges = 0, without_end = 0;  ///< results whose time is such
  std::size_t without_time =
      0;  ///< results without a time of their own: they stand at their pool's
};

/// A study stands at its own time: a range at its middle, what has no end («after 12 months») half
/// as late again as its beginning, a convention of drawing. A pool stands at the median of its
/// studies' times; where none has one, at its window's middle, or at the time that its horizon is
/// named by. Where a pool has none of these, or the pools would not follow each other, all stand in
/// their order.
FollowUp follow_up(std::span<const Pooling* const> pools);

}  // namespace weald
