// SPDX-License-Identifier: MIT
// The citation graph at a million links: times in microseconds and the peak of memory in KiB,
// `name value`, one a line. A random graph has links both ways, so its cycles are large; the chain
// is as deep as a graph can be.
#include <algorithm>
#include <chrono>
#include <string>

#include <fmt/core.h>
#include <sys/resource.h>

#include "engine/citations/rank.h"
#include "engine/citations/summary.h"
#include "engine/numerics/random.h"

using namespace weald;

namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

double total = 0;  // µs

template <class F>
void measure(const std::string& name, F&& f) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  f();
  const double us = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
  total += us;
  fmt::print("{} {:.0f}\n", name, us);
}

/// Build, components, rank with its main path; the same for every graph.
void run(const std::string& name, std::uint32_t n, const Pairs& pairs) {
  total = 0;
  CitationGraph graph;
  measure(name + "_build", [&] {
    graph.nodes.resize(n);
    graph.edges.resize(pairs.size());
    for (std::uint32_t i = 0; i < n; ++i) {
      graph.nodes[i].key = fmt::format("paper-{}", i);
      graph.nodes[i].date.year = 1950 + static_cast<int>(i % 75);
      graph.by_id.emplace(graph.nodes[i].key, i);
    }
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      graph.edges[k].from = pairs[k].first;
      graph.edges[k].to = pairs[k].second;
    }
    graph.cites = make_links(n, pairs);
    graph.cited_by = reversed(graph.cites);
  });
  std::size_t components = 0;
  measure(name + "_components", [&] {
    components = summarise(graph).components.size() + strong_components(graph.cites).size();
  });
  MainPath path;
  measure(name + "_main_path", [&] { path = main_path(graph.cites); });
  Ranking ranking;
  measure(name + "_rank", [&] { ranking = rank(graph); });
  fmt::print("{}_all {:.0f}\n", name, total);
  // What is computed is used.
  if (components == 0 || ranking.rows.size() != n || path.criticality.size() != n)
    fmt::print("{}_wrong 1\n", name);
}

}  // namespace

int main() {
  const std::uint32_t n = 100'000, m = 1'000'000;
  Random random{.seed = 1};
  Pairs pairs;
  for (std::uint32_t k = 0; k < m; ++k)
    pairs.emplace_back(static_cast<std::uint32_t>(random.below(n)),
                       static_cast<std::uint32_t>(random.below(n)));
  run("random", n, pairs);
  for (auto& [from, to] : pairs)
    if (from < to) std::swap(from, to);  // citing backwards only, as papers do
  run("acyclic", n, pairs);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("random_kib {}\n", usage.ru_maxrss);

  pairs.clear();
  for (std::uint32_t i = 0; i < m; ++i) pairs.emplace_back(i, i + 1);
  run("chain", m + 1, pairs);
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("chain_kib {}\n", usage.ru_maxrss);
  return 0;
}
