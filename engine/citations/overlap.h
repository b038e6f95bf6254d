// SPDX-License-Identifier: MIT
// How far reviews rest on the same studies (`weald cite overlap`): corrected covered area.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/citations/graph.h"

namespace weald {

/// CCA = (N - r) / (r c - r - X) (Pieper et al. 2014, J Clin Epidemiol 67:368).
struct CoveredArea {
  std::size_t n = 0;                 ///< N: inclusions
  std::size_t studies = 0;           ///< r: distinct studies
  std::size_t reviews = 0;           ///< c
  std::size_t structural_zeros = 0;  ///< X: the study appeared after the review's search (where
                                     ///< that is not dated: after the review itself)
  std::optional<double> cca{};       ///< a fraction; nothing where the denominator is not positive
  std::string_view band{};  ///< slight | moderate | high | very high; empty where undefined
};

/// A row a study, a column a review: 1 included, 0 not, -1 structurally impossible.
CoveredArea covered_area(const std::vector<std::vector<int>>& matrix);

struct OverlapPair {
  std::uint32_t a = 0, b = 0;  ///< reviews
  std::size_t shared = 0;
  CoveredArea area{};
};
struct OverlapScope {
  std::string key{}, label{};  ///< "all", or a horizon, or "outcome/horizon"
  CoveredArea area{};
  std::vector<OverlapPair> pairs{};
};
struct Overlap {
  std::vector<std::uint32_t> reviews{};  ///< with an `includes` list
  std::vector<std::uint32_t> studies{};  ///< rows of the matrix
  std::vector<std::vector<int>> matrix{};
  std::vector<OverlapScope> scopes{};  ///< the whole first, then each horizon, then each outcome
                                       ///< at each horizon for which the review has results
  std::vector<std::string> notes{};    ///< reviews without a list or without a search date, …
};
/// Over every review or guideline of the graph that says what it includes. A paper and the trial
/// that it reports count as one study; the studies of a review that another includes count for that
/// one, too. Horizons are those at which the included studies of `review`
/// have results; studies that are no descriptor stand in the whole alone.
Overlap overlap(const CitationGraph& graph, const Review& review);

}  // namespace weald
