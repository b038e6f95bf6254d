// SPDX-License-Identifier: MIT
// Graphs by hand and by chance for the tests of the citation graph.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/citations/graph.h"
#include "engine/numerics/random.h"

namespace weald::test {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// The graph of citations-and-reporting 1.2: C and D cite A and B; E cites C and D; F cites D; G
/// cites E and F; H cites E.
enum Toy : std::uint32_t { A, B, C, D, E, F, G, H };
inline Pairs toy_pairs() {
  return {{C, A}, {C, B}, {D, A}, {D, B}, {E, C}, {E, D}, {F, D}, {G, E}, {G, F}, {H, E}};
}
inline Links toy() { return make_links(8, toy_pairs()); }

/// «p7».
inline std::string numbered(const char* name, std::size_t i) {
  return fmt::format("{}{}", name, i);
}

/// 0 cites 1 cites 2 …
inline Links chain(std::uint32_t links) {
  Pairs pairs;
  pairs.reserve(links);
  for (std::uint32_t i = 0; i < links; ++i) pairs.emplace_back(i, i + 1);
  return make_links(links + 1, pairs);
}

/// Diamonds in a row: 3 nodes and 4 links each, 2^n paths.
inline Links diamonds(std::uint32_t n) {
  Pairs pairs;
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint32_t top = 3 * i;
    pairs.insert(pairs.end(),
                 {{top, top + 1}, {top, top + 2}, {top + 1, top + 3}, {top + 2, top + 3}});
  }
  return make_links(3 * n + 1, pairs);
}

/// Each ordered pair is a link with that probability; without cycles where `acyclic`.
inline Links by_chance(Random& random, std::uint32_t n, double probability, bool acyclic) {
  Pairs pairs;
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t k = 0; k < n; ++k)
      if ((!acyclic || i > k) && random.uniform() < probability) pairs.emplace_back(i, k);
  return make_links(n, pairs);
}

/// An order of 0 … n-1 by chance.
inline std::vector<std::uint32_t> shuffled(Random& random, std::uint32_t n) {
  std::vector<std::uint32_t> order(n);
  for (std::uint32_t i = 0; i < n; ++i) order[i] = i;
  for (std::uint32_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

/// The same links between nodes that bear other numbers.
inline Links renamed(const Links& links, const std::vector<std::uint32_t>& name) {
  Pairs pairs;
  for (std::uint32_t from = 0; from < links.size(); ++from)
    for (const std::uint32_t to : links.of(from)) pairs.emplace_back(name[from], name[to]);
  return make_links(links.size(), pairs);
}

/// A graph built node by node and edge by edge.
struct Builder {
  CitationGraph graph{};
  std::map<std::string, std::uint32_t> number{};

  Node& node(const std::string& key, int year = 0, NodeKind kind = NodeKind::report) {
    const auto [at, is_new] =
        number.try_emplace(key, static_cast<std::uint32_t>(graph.nodes.size()));
    if (is_new) {
      Node made;
      made.key = key;
      made.kind = kind;
      made.date.year = year;
      graph.nodes.push_back(std::move(made));
    }
    return graph.nodes[at->second];
  }
  /// An included study with a known list of references.
  Node& included(const std::string& key, int year = 0) {
    Node& made = node(key, year);
    made.included = made.references_known = true;
    return made;
  }
  Builder& edge(const std::string& from, const std::string& to, EdgeKind kind = EdgeKind::cites) {
    node(from);
    node(to);
    Edge made;
    made.from = number[from];
    made.to = number[to];
    made.kind = kind;
    graph.edges.push_back(std::move(made));
    return *this;
  }
  const CitationGraph& done() {
    Pairs pairs;
    for (const Edge& one : graph.edges)
      if (one.kind == EdgeKind::cites) pairs.emplace_back(one.from, one.to);
    graph.cites = make_links(static_cast<std::uint32_t>(graph.nodes.size()), pairs);
    graph.cited_by = reversed(graph.cites);
    return graph;
  }
  std::uint32_t operator[](const std::string& key) const { return number.at(key); }
};

}  // namespace weald::test
