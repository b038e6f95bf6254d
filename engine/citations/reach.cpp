// SPDX-License-Identifier: MIT
#include "engine/citations/reach.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/citations/parts.h"

namespace weald {
namespace {

/// Edges of one kind as links, against their direction where `back`.
Links links_of(const CitationGraph& graph, EdgeKind kind, bool both_ways, bool back) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const Edge& edge : graph.edges) {
    if (edge.kind != kind) continue;
    if (!back || both_ways) pairs.emplace_back(edge.from, edge.to);
    if (back || both_ways) pairs.emplace_back(edge.to, edge.from);
  }
  return make_links(static_cast<std::uint32_t>(graph.nodes.size()), pairs);
}

/// Marks everything that `links` lead to from what is marked.
void spread(const Links& links, std::vector<char>& marked) {
  std::vector<std::uint32_t> queue;
  for (std::uint32_t i = 0; i < links.size(); ++i)
    if (marked[i]) queue.push_back(i);
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (const std::uint32_t next : links.of(queue[i]))
      if (!marked[next]) {
        marked[next] = 1;
        queue.push_back(next);
      }
}

}  // namespace

Reach reach(const CitationGraph& graph, std::vector<std::uint32_t> flagged) {
  Reach result;
  std::ranges::sort(flagged);
  flagged.erase(std::unique(flagged.begin(), flagged.end()), flagged.end());
  result.flagged = flagged;
  const std::size_t n = graph.nodes.size();
  const Links reports = links_of(graph, EdgeKind::reports, false, false),
              reported_by = reversed(reports),
              versions = links_of(graph, EdgeKind::version_of, true, false),
              included_by = links_of(graph, EdgeKind::includes, false, true);

  // What falls: the papers; of a trial or cohort, all papers that report it.
  std::vector<char> falls(n, 0);
  for (const std::uint32_t i : flagged) {
    falls[i] = 1;
    if (graph.nodes[i].kind == NodeKind::study)
      for (const std::uint32_t paper : reported_by.of(i)) falls[paper] = 1;
  }
  // Their versions are the same text; their trials are what reviews may include instead.
  std::vector<char> source = falls;
  spread(versions, source);
  std::vector<char> kin = source;
  for (std::uint32_t i = 0; i < n; ++i)
    if (source[i])
      for (const std::uint32_t trial : reports.of(i)) {
        kin[trial] = 1;
        for (const std::uint32_t paper : reported_by.of(trial)) kin[paper] = 1;
      }
  std::vector<char> uses = source;
  for (std::uint32_t i = 0; i < n; ++i)
    if (source[i])
      for (const std::uint32_t trial : reports.of(i)) uses[trial] = 1;
  std::vector<char> before = uses;
  spread(included_by, uses);

  std::vector<char> listed = falls;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Node& node = graph.nodes[i];
    if (falls[i]) {
      if (node.included) result.studies.push_back(i);
      continue;
    }
    if (kin[i] && is_paper(node.kind)) {
      result.related.push_back(i);
      listed[i] = 1;
    }
    if (!uses[i] || before[i]) continue;
    if (node.kind == NodeKind::review) result.reviews.push_back(i);
    if (node.kind == NodeKind::guideline) result.guidelines.push_back(i);
    listed[i] = 1;
  }
  // A notice that retracts a paper cites it, too: that is no use of it.
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::retracts || edge.kind == EdgeKind::corrects ||
        edge.kind == EdgeKind::concerns)
      listed[edge.from] = 1;
  std::set<std::uint32_t> citing;
  for (std::uint32_t i = 0; i < n; ++i)
    if (falls[i])
      for (const std::uint32_t paper : graph.cited_by.of(i))
        if (!listed[paper]) citing.insert(paper);
  result.citing_only.assign(citing.begin(), citing.end());
  return result;
}

std::vector<std::uint32_t> recommendations_on(const CitationGraph& graph, std::string_view result) {
  std::set<std::uint32_t> found;
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::informs && graph.nodes[edge.from].kind == NodeKind::result &&
        graph.nodes[edge.from].key == result)
      found.insert(edge.to);
  std::set<std::uint32_t> guidelines;
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::states && found.contains(edge.to)) guidelines.insert(edge.from);
  found.merge(guidelines);
  return {found.begin(), found.end()};
}

Flags match_retractions(const CitationGraph& graph, std::span<const Record> list) {
  Flags result;
  std::multimap<std::string_view, std::uint32_t> by_doi, by_pmid;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (!node.doi.empty()) by_doi.emplace(node.doi, i);
    if (!node.pmid.empty()) by_pmid.emplace(node.pmid, i);
  }
  for (const Record& row : list) {
    ++result.rows;
    const std::string_view pmid = row.pmid == "0" ? std::string_view{} : row.pmid;
    if (row.doi.empty() && pmid.empty()) {
      ++result.unidentified;
      continue;
    }
    std::map<std::uint32_t, std::string> matched;
    const auto [doi, doi_end] = by_doi.equal_range(row.doi);
    for (auto at = doi; at != doi_end; ++at)
      matched.try_emplace(at->second, fmt::format("DOI {}", row.doi));
    const auto [number, number_end] = by_pmid.equal_range(pmid);
    for (auto at = number; at != number_end; ++at)
      matched.try_emplace(at->second, fmt::format("PubMed {}", pmid));
    const std::size_t before = result.flags.size();
    for (const auto& [node, by] : matched) {
      const std::string& own = graph.nodes[node].doi;
      const bool doubtful = !row.doi.empty() && !own.empty() && row.doi != own;
      const std::string how =
          doubtful ? fmt::format("{}, but DOI {} there and {} here", by, row.doi, own) : by;
      for (const PublishedNotice& notice : row.notices)
        (doubtful ? result.doubtful : result.flags)
            .push_back({.node = node, .notice = notice, .by = how, .line = row.line});
    }
    if (result.flags.size() > before) ++result.matched;
  }
  return result;
}

}  // namespace weald
