// SPDX-License-Identifier: MIT
// What Boost.Graph computes for us. The rest of this folder does without it: its page_rank (1.74)
// keeps neither 1/N nor the rank of papers that cite nothing, relative_betweenness_centrality
// divides directed graphs by half of what it should, and its writers do not escape.
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

#include "engine/citations/rank.h"
#include "engine/citations/summary.h"

namespace weald {
namespace {

using Graph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, std::uint32_t, std::uint32_t>;

Graph as_boost(const Links& links) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  pairs.reserve(links.edges());
  for (std::uint32_t from = 0; from < links.size(); ++from)
    for (const std::uint32_t to : links.of(from)) pairs.emplace_back(from, to);
  return {boost::edges_are_sorted, pairs.begin(), pairs.end(), links.size()};
}

/// A map from node to a value of `values`.
template <class T>
auto map_of(std::vector<T>& values, const Graph& graph) {
  return boost::make_iterator_property_map(values.begin(), get(boost::vertex_index, graph));
}

}  // namespace

std::vector<std::uint32_t> strong_components(const Links& links) {
  // Boost walks with a stack of its own unless BOOST_RECURSIVE_DFS is defined, and numbers a
  // component when it leaves it: those that it leads to have their numbers by then.
  const Graph graph = as_boost(links);
  std::vector<std::uint32_t> component(links.size());
  if (!component.empty()) boost::strong_components(graph, map_of(component, graph));
  return component;
}

std::vector<double> betweenness(const Links& cites) {
  const Graph graph = as_boost(cites);
  const std::size_t n = cites.size();
  std::vector<double> centrality(n);
  std::vector<std::uint32_t> distance(n);
  std::vector<std::vector<Graph::edge_descriptor>> incoming(n);
  // Boost counts shortest paths as integers where it is left to choose, and 64 diamonds in a row
  // have 2^64 of them. The range of long double (2^16383) holds the count of every graph of at most
  // 2e9 nodes × links: layers of k papers that all cite the next have k per layer at n m = layers²
  // k³, most of all for k = 2, with 2^15811.
  // Boost divides counts as numbers of the type of the dependencies.
  std::vector<long double> paths(n), dependency(n);
  boost::brandes_betweenness_centrality(graph, map_of(centrality, graph),
                                        boost::dummy_property_map(), map_of(incoming, graph),
                                        map_of(distance, graph), map_of(dependency, graph),
                                        map_of(paths, graph), get(boost::vertex_index, graph));
  return centrality;
}

}  // namespace weald
