// SPDX-License-Identifier: MIT
#include "engine/citations/rank.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/citations/parts.h"
#include "engine/expects.h"

namespace weald {

std::vector<double> page_rank(const Links& cites, double d) {
  EXPECTS(d >= 0 && d < 1);
  const std::uint32_t n = cites.size();
  if (n == 0) return {};
  const Links cited_by = reversed(cites);
  const double everyone = 1.0 / n;
  std::vector<double> rank(n, everyone), passed(n), next(n);
  for (int round = 0; round < 1000; ++round) {
    double kept = 0;  // by those that cite nothing: shared by all
    for (std::uint32_t v = 0; v < n; ++v) {
      const std::size_t out = cites.of(v).size();
      if (out == 0) kept += rank[v];
      passed[v] = out == 0 ? 0 : rank[v] / static_cast<double>(out);
    }
    const double base = (1 - d) * everyone + d * kept * everyone;
    double change = 0, sum = 0;
    for (std::uint32_t v = 0; v < n; ++v) {
      double from_citing = 0;
      for (const std::uint32_t u : cited_by.of(v)) from_citing += passed[u];
      next[v] = base + d * from_citing;
      sum += next[v];
      change = std::max(change, std::fabs(next[v] - rank[v]));
    }
    // Rounding must not let the sum drift from 1.
    for (double& x : next) x /= sum;
    rank.swap(next);
    if (change < 1e-15) break;
  }
  return rank;
}

std::vector<std::optional<double>> rescale_by_age(const std::vector<double>& x,
                                                  const std::vector<std::optional<double>>& date,
                                                  std::size_t window) {
  EXPECTS(x.size() == date.size());
  std::vector<std::optional<double>> rescaled(x.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (date[i]) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return *date[i]; });
  const std::size_t wide = std::min(window, order.size());
  if (wide < 3) return rescaled;

  std::size_t first = 0;  // the window is [first, first + wide) of `order`
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto when = [&](std::size_t k) { return *date[order[k]]; };
    while (first + wide < order.size() &&
           (first + wide <= i || when(first + wide) - when(i) < when(i) - when(first)))
      ++first;
    double sum = 0, squares = 0, size = 0;
    for (std::size_t k = first; k < first + wide; ++k) {
      sum += x[order[k]];
      size = std::max(size, std::fabs(x[order[k]]));
    }
    const double mean = sum / static_cast<double>(wide);
    for (std::size_t k = first; k < first + wide; ++k)
      squares += (x[order[k]] - mean) * (x[order[k]] - mean);
    const double sd = std::sqrt(squares / static_cast<double>(wide));
    // Equal ranks differ by rounding: that is no spread.
    if (sd > 1e-9 * size) rescaled[order[i]] = (x[order[i]] - mean) / sd;
  }
  return rescaled;
}

Ranking rank(const CitationGraph& graph, double damping) {
  Ranking ranking;
  ranking.damping = damping;
  ranking.main_path = main_path(graph.cites);

  // Trials, pooled results and recommendations cite nothing: among papers they would only take a
  // share of every rank.
  std::vector<std::uint32_t> papers, number(graph.nodes.size(), UINT32_MAX);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (is_paper(graph.nodes[i].kind)) {
      number[i] = static_cast<std::uint32_t>(papers.size());
      papers.push_back(i);
    }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const std::uint32_t from : papers)
    for (const std::uint32_t to : graph.cites.of(from))
      if (number[to] != UINT32_MAX) pairs.emplace_back(number[from], number[to]);
  const auto n = static_cast<std::uint32_t>(papers.size());
  const Links cites = make_links(n, pairs);

  const std::vector<double> page = page_rank(cites, damping);
  std::vector<std::optional<double>> date;
  std::size_t dated = 0;
  for (const std::uint32_t i : papers) {
    const auto days = days_of(graph.nodes[i].date);
    date.push_back(days ? std::optional(0.5 * static_cast<double>(days->from + days->to))
                        : std::nullopt);
    dated += days.has_value();
  }
  // A fifth of the papers: enough for a mean, few enough to be of one age.
  ranking.window = std::clamp<std::size_t>(dated / 5, 10, 200);
  const auto rescaled = rescale_by_age(page, date, ranking.window);

  std::vector<double> between;
  ranking.betweenness_skipped = static_cast<double>(n) * static_cast<double>(cites.edges()) > 2e9;
  if (!ranking.betweenness_skipped && n > 2) between = betweenness(cites);

  std::vector<std::size_t> local(n, 0);
  for (const auto& [from, to] : pairs)
    if (from != to) ++local[to];  // to cite oneself is no score

  // Rows by key first, then by rank. The keys are copied: a million of them, each in its node,
  // would be sorted at the speed of memory.
  std::vector<std::pair<std::string, std::uint32_t>> by_key;
  by_key.reserve(n);
  for (std::uint32_t v = 0; v < n; ++v) by_key.emplace_back(graph.nodes[papers[v]].key, v);
  std::ranges::sort(by_key);
  ranking.rows.reserve(n);
  for (const auto& [key, v] : by_key) {
    RankRow row{.node = papers[v], .local = local[v], .page_rank = page[v]};
    row.global = graph.nodes[papers[v]].cited_by_count;
    row.rescaled = rescaled[v];
    row.criticality = ranking.main_path.criticality[papers[v]];
    if (!between.empty()) row.betweenness = between[v] / (double(n - 1) * double(n - 2));
    ranking.rows.push_back(row);
  }
  std::ranges::stable_sort(ranking.rows, std::greater{}, [](const RankRow& row) {
    // Ranks that differ by rounding alone are equal.
    return std::pair(std::llround(row.page_rank * 1e13), row.local);
  });
  return ranking;
}

}  // namespace weald
