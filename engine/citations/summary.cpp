// SPDX-License-Identifier: MIT
#include "engine/citations/summary.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/citations/parts.h"

namespace weald {
namespace {

/// The classes as numbers 0, 1, … in the order of their first nodes.
std::vector<std::uint32_t> numbered(Classes& classes, std::uint32_t n) {
  std::vector<std::uint32_t> component(n);
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint32_t first = classes.of(i);
    component[i] = first == i ? next++ : component[first];
  }
  return component;
}

template <class Kind>
std::vector<std::pair<Kind, std::size_t>> as_list(const std::map<Kind, std::size_t>& counts) {
  return {counts.begin(), counts.end()};
}

Completeness completeness(const CitationGraph& graph) {
  Completeness c;
  std::set<std::uint32_t> in_index;
  for (const Merge& merge : graph.merges) in_index.insert(merge.node);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.origin != Origin::descriptor || !is_paper(node.kind)) continue;
    ++c.expected;
    if (paper_identifiers(node).empty() && !in_index.contains(i)) continue;
    ++c.found;
    if (!node.references_known) continue;
    ++c.with_references;
    c.references += graph.cites.of(i).size() + node.unidentified;
    for (const std::uint32_t cited : graph.cites.of(i))
      c.matched += graph.nodes[cited].origin != Origin::placeholder;
  }
  const auto share = [](std::size_t part, std::size_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
  };
  if (c.expected > 0 && c.found > 0 && c.references > 0)
    c.fraction = share(c.found, c.expected) * share(c.with_references, c.found) *
                 share(c.matched, c.references);
  return c;
}

}  // namespace

std::vector<std::uint32_t> weak_components(const Links& links) {
  Classes classes(links.size());
  for (std::uint32_t from = 0; from < links.size(); ++from)
    for (const std::uint32_t to : links.of(from)) classes.join(from, to);
  return numbered(classes, links.size());
}

GraphSummary summarise(const CitationGraph& graph) {
  GraphSummary summary;
  std::map<NodeKind, std::size_t> nodes;
  for (const Node& node : graph.nodes) {
    ++nodes[node.kind];
    summary.placeholders += node.origin == Origin::placeholder;
    summary.included += node.included;
  }
  std::map<EdgeKind, std::size_t> edges;
  std::map<EdgeStatus, std::size_t> statuses;
  const auto n = static_cast<std::uint32_t>(graph.nodes.size());
  Classes classes(n);
  for (const Edge& edge : graph.edges) {
    ++edges[edge.kind];
    if (edge.kind == EdgeKind::cites) ++statuses[edge.status];
    classes.join(edge.from, edge.to);
  }
  summary.nodes = as_list(nodes);
  summary.edges = as_list(edges);
  summary.statuses = as_list(statuses);

  const std::vector<std::uint32_t> component = numbered(classes, n);
  for (std::uint32_t i = 0; i < n; ++i) {
    if (component[i] == summary.components.size()) summary.components.emplace_back();
    summary.components[component[i]].push_back(i);
  }
  std::ranges::stable_sort(summary.components, std::greater{},
                           [](const auto& nodes_of) { return nodes_of.size(); });
  summary.completeness = completeness(graph);
  return summary;
}

}  // namespace weald
