// SPDX-License-Identifier: MIT
// Descriptions that disagree with themselves or with each other.
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/citations/anomalies_parts.h"
#include "engine/citations/parts.h"

namespace weald {

void find_one_paper_two_nodes(const CitationGraph& graph, const Review&,
                              std::vector<Anomaly>& anomalies) {
  std::map<std::pair<std::string_view, std::string>, std::vector<std::uint32_t>> holders;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (is_paper(graph.nodes[i].kind))
      for (auto& id : paper_identifiers(graph.nodes[i])) holders[std::move(id)].push_back(i);
  std::map<std::vector<std::uint32_t>, std::vector<std::string>> shared;
  for (const auto& [id, nodes] : holders)
    if (nodes.size() > 1) shared[nodes].push_back(fmt::format("{} {}", id.first, id.second));
  for (const auto& [nodes, ids] : shared) {
    std::vector<std::string> names;
    for (const std::uint32_t node : nodes) names.push_back(named(graph.nodes[node]));
    anomalies.push_back(
        {.nodes = nodes,
         .message =
             fmt::format("{} have one {}", fmt::join(names, " and "), fmt::join(ids, " and ")),
         .advice = "where they are one paper, describe it once; where they are two, correct the "
                   "identifier of one"});
  }
}

void find_reference_counts(const CitationGraph& graph, const Review&,
                           std::vector<Anomaly>& anomalies) {
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const std::size_t listed = graph.cites.of(i).size() + node.unidentified;
    if (!node.reference_count || *node.reference_count < 0 ||
        static_cast<std::size_t>(*node.reference_count) == listed)
      continue;
    anomalies.push_back(
        {.nodes = {i},
         .message = listed == 0
                        ? fmt::format("{} says that it has {}, but its list is empty", named(node),
                                      counted(static_cast<std::size_t>(*node.reference_count),
                                              "reference", "references"))
                        : fmt::format("{} says that it has {}, its list here has {}", named(node),
                                      counted(static_cast<std::size_t>(*node.reference_count),
                                              "reference", "references"),
                                      listed),
         .advice = listed == 0
                       ? "an empty list means unknown here, not none: take the references "
                         "from another index or from the paper"
                       : "what the list lacks cannot be chased: compare it with the paper's"});
  }
}

}  // namespace weald
