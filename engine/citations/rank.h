// SPDX-License-Identifier: MIT
// Which papers carry the literature (`weald cite rank`): counts, PageRank, betweenness, main path.
// For display only: no rank ever weighs an effect.
#pragma once

#include <optional>
#include <vector>

#include "engine/citations/graph.h"

namespace weald {

/// PageRank of every node, summing to 1: PR(v) = (1-d)/N + d (Σ PR(u)/out(u) over u citing v +
/// D/N) with D the rank of nodes that cite nothing. (Brin & Page 1998; Boost 1.74 keeps neither 1/N
/// nor D.) Iterated until the largest change is below 1e-15 or 1000 times. Empty for no nodes.
std::vector<double> page_rank(const Links& cites, double d = 0.85);

/// Rescaled by age: (x - mean) / sd (that of the window, divided by its size) over the up to
/// `window` papers nearest in date to each, itself among them (Mariani, Medo & Zhang 2016, J
/// Informetrics 10:1207). Nothing where the date is unknown, fewer than 3 papers are at hand or
/// their sd is 0.
std::vector<std::optional<double>> rescale_by_age(const std::vector<double>& x,
                                                  const std::vector<std::optional<double>>& date,
                                                  std::size_t window);

/// Betweenness (Brandes 2001), directed, as counts of shortest paths; divide by (n-1)(n-2) to
/// normalise.
std::vector<double> betweenness(const Links& cites);

/// A count of paths, which may leave the range of any number type.
struct PathCount {
  double log10 = 0;                      ///< -infinity for none
  std::optional<std::uint64_t> exact{};  ///< where it fits
};

/// Main paths of the graph with its cycles shrunk to one node each.
struct MainPath {
  std::vector<int> criticality{};     ///< of each node: L - depth - height; 0: on some longest path
                                      ///< (Price & Evans 2025, arXiv 2512.12355)
  int longest = 0;                    ///< L, links on the longest path
  std::vector<std::uint32_t> path{};  ///< one longest path from citing to cited: of the critical
                                      ///< ones that with the largest sum of search path counts,
                                      ///< ties by node; through a cycle on a shortest way
  std::vector<PathCount> spc{};       ///< search path count of each link, in the order of
                                      ///< links.targets (Batagelj 2003); 0 inside a cycle
  PathCount total{};                  ///< all source-to-sink paths
  std::size_t cycles = 0;             ///< strongly connected components that were shrunk
};
/// O(n + m), no recursion. Nodes without links have criticality L (they are on no path).
MainPath main_path(const Links& cites);

struct RankRow {
  std::uint32_t node = 0;
  std::size_t local = 0;         ///< local citation score: cited by how many other papers
  std::optional<long> global{};  ///< citations in the world, where an index says so
  double page_rank = 0;
  std::optional<double> rescaled{};
  std::optional<double> betweenness{};  ///< normalised, 0…1
  int criticality = 0;
};
struct Ranking {
  std::vector<RankRow> rows{};  ///< papers alone (no studies, results, recommendations), by
                                ///< PageRank, then local score, then key
  MainPath main_path{};         ///< over all nodes of the graph
  double damping = 0.85;
  std::size_t window = 0;
  bool betweenness_skipped = false;  ///< nodes × links above 2e9: it would take minutes
};
Ranking rank(const CitationGraph& graph, double damping = 0.85);

}  // namespace weald
