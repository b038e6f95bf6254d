// SPDX-License-Identifier: MIT
#include "engine/numerics/quantiles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "engine/expects.h"

namespace weald {
namespace {

constexpr std::size_t bins = 4096;

/// The order statistics of those ranks (ascending, from 0), one a rank.
std::vector<double> order_statistics(std::span<const double> values,
                                     const std::vector<std::size_t>& ranks) {
  std::vector<double> found;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double least = *low, width = *high - *low;
  const double scale = static_cast<double>(bins) / width;
  if (values.size() < bins || !(width > 0) || !std::isfinite(scale) || !std::isfinite(width)) {
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    for (const std::size_t rank : ranks) found.push_back(sorted[rank]);
    return found;
  }
  // The bin of a value rises with it, whatever rounding does.
  const auto bin_of = [&](double x) {
    return std::min(bins - 1, static_cast<std::size_t>((x - least) * scale));
  };
  std::vector<std::size_t> count(bins, 0);
  for (const double x : values) ++count[bin_of(x)];

  // Which bins hold the ranks, and how many values lie below each.
  std::vector<std::int32_t> slot(bins, -1);
  struct Wanted {
    std::size_t below;
    std::vector<double> values{};
    std::size_t sorted_to = 0;
  };
  std::vector<Wanted> wanted;
  std::vector<std::size_t> of_rank;
  std::size_t below = 0, bin = 0;
  for (const std::size_t rank : ranks) {
    while (below + count[bin] <= rank) below += count[bin++];
    if (slot[bin] < 0) {
      slot[bin] = static_cast<std::int32_t>(wanted.size());
      wanted.push_back({.below = below});
      wanted.back().values.reserve(count[bin]);
    }
    of_rank.push_back(static_cast<std::size_t>(slot[bin]));
  }
  for (const double x : values)
    if (const std::int32_t s = slot[bin_of(x)]; s >= 0)
      wanted[static_cast<std::size_t>(s)].values.push_back(x);
  for (std::size_t r = 0; r < ranks.size(); ++r) {
    Wanted& in = wanted[of_rank[r]];
    const std::size_t at = ranks[r] - in.below;
    const auto begin = in.values.begin() + static_cast<std::ptrdiff_t>(in.sorted_to);
    const auto nth = in.values.begin() + static_cast<std::ptrdiff_t>(at);
    if (at >= in.sorted_to) {
      std::nth_element(begin, nth, in.values.end());
      in.sorted_to = at + 1;
    }
    found.push_back(*nth);
  }
  return found;
}

}  // namespace

std::vector<double> quantiles(std::span<const double> values,
                              std::span<const double> probabilities) {
  EXPECTS(!values.empty());
  const double last = static_cast<double>(values.size() - 1);
  std::vector<std::size_t> ranks;
  for (const double p : probabilities) {
    EXPECTS(p >= 0 && p <= 1);
    const auto rank = static_cast<std::size_t>(std::floor(last * p));
    ranks.push_back(rank);
    ranks.push_back(std::min(rank + 1, values.size() - 1));
  }
  std::vector<std::size_t> ordered = ranks;
  std::sort(ordered.begin(), ordered.end());
  ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
  const std::vector<double> statistics = order_statistics(values, ordered);
  const auto statistic = [&](std::size_t rank) {
    const auto at = std::lower_bound(ordered.begin(), ordered.end(), rank) - ordered.begin();
    return statistics[static_cast<std::size_t>(at)];
  };
  std::vector<double> result;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double part = last * probabilities[i] - std::floor(last * probabilities[i]);
    const double lower = statistic(ranks[2 * i]), upper = statistic(ranks[2 * i + 1]);
    result.push_back(part > 0 ? lower + part * (upper - lower) : lower);
  }
  return result;
}

}  // namespace weald
