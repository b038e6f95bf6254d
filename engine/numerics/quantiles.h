// SPDX-License-Identifier: MIT
// Exact quantiles of very many numbers in a few passes, without sorting them.
#pragma once

#include <span>
#include <vector>

namespace weald {

/// The quantiles at `probabilities` (each 0 … 1) of at least one finite number, by the definition
/// most programs use: linear between the order statistics at 1 + (n-1)p (Hyndman & Fan 1996, Am
/// Stat 50:361, type 7). Exact: values are counted into bins, and only the bins that matter are
/// ordered.
std::vector<double> quantiles(std::span<const double> values,
                              std::span<const double> probabilities);

}  // namespace weald
