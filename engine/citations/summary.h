// SPDX-License-Identifier: MIT
// What the graph is, in numbers (`weald cite graph`).
#pragma once

#include <array>
#include <vector>

#include "engine/citations/graph.h"

namespace weald {

/// How much of the literature the graph knows: without it every other answer misleads.
struct Completeness {
  std::size_t expected = 0;         ///< papers described by the review
  std::size_t found = 0;            ///< of these, with an identifier or found in an index
  std::size_t with_references = 0;  ///< of these, with a list of references seen
  std::size_t references = 0;       ///< entries of those lists
  std::size_t matched = 0;          ///< entries that lead to a described paper
  /// found/expected · with_references/found · matched/references, a fraction; nothing where one of
  /// the three is undefined.
  std::optional<double> fraction{};
};

struct GraphSummary {
  std::vector<std::pair<NodeKind, std::size_t>> nodes{};  ///< kinds that occur
  std::vector<std::pair<EdgeKind, std::size_t>> edges{};
  std::vector<std::pair<EdgeStatus, std::size_t>> statuses{};  ///< of `cites`
  std::size_t placeholders = 0, included = 0;
  std::vector<std::vector<std::uint32_t>> components{};  ///< weakly connected over all edges,
                                                         ///< largest first, then by first node
  Completeness completeness{};
};
GraphSummary summarise(const CitationGraph& graph);

/// Weakly connected components of links, as the component's number of each node (0 for the one that
/// holds node 0, and so on). O(n + m), no recursion.
std::vector<std::uint32_t> weak_components(const Links& links);

/// Strongly connected components (Tarjan 1972), numbered so that links lead from higher to lower or
/// equal numbers. O(n + m), no recursion, so that long chains do not overflow the stack.
std::vector<std::uint32_t> strong_components(const Links& links);

}  // namespace weald
