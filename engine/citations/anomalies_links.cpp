// SPDX-License-Identifier: MIT
// Citations that turn back on themselves, and one that should be there and is not.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/citations/anomalies_parts.h"
#include "engine/citations/parts.h"
#include "engine/citations/summary.h"

namespace weald {
namespace {

/// The trials and cohorts that each paper reports.
Links reported_studies(const CitationGraph& graph) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::reports) pairs.emplace_back(edge.from, edge.to);
  return make_links(static_cast<std::uint32_t>(graph.nodes.size()), pairs);
}

/// Why two papers may well cite each other, or empty.
std::string companions(const Node& a, const Node& b, std::span<const std::uint32_t> studies_a,
                       std::span<const std::uint32_t> studies_b) {
  if (!a.journal.empty() && a.journal == b.journal && a.date.known() && a.date.year == b.date.year)
    return fmt::format("both appeared in {} in {}", a.journal, a.date.year);
  for (const std::string& registration : a.registrations)
    if (std::ranges::find(b.registrations, registration) != b.registrations.end())
      return "both report " + registration;
  for (const std::uint32_t study : studies_a)
    if (std::ranges::binary_search(studies_b, study)) return "both report one study";
  return {};
}

/// How far a study's results go: the latest of the review's horizons, or nothing.
std::optional<std::size_t> latest_horizon(const Review& review, const Study& study) {
  std::optional<std::size_t> latest;
  for (const Result& result : study.results)
    for (std::size_t h = 0; h < review.horizons.size(); ++h)
      if (lies_in(result, review.horizons[h]) && (!latest || *latest < h)) latest = h;
  return latest;
}

}  // namespace

void find_citation_cycles(const CitationGraph& graph, const Review&,
                          std::vector<Anomaly>& anomalies) {
  const std::vector<std::uint32_t> component = strong_components(graph.cites);
  std::map<std::uint32_t, std::vector<std::uint32_t>> cycles;
  std::vector<std::uint32_t> size(component.size(), 0);
  for (const std::uint32_t c : component) ++size[c];
  for (std::uint32_t i = 0; i < component.size(); ++i)
    if (size[component[i]] > 1) cycles[component[i]].push_back(i);

  const Links studies = reported_studies(graph);
  for (auto& [number, nodes] : cycles) {
    Anomaly anomaly;
    if (nodes.size() == 2) {
      const Node &a = graph.nodes[nodes[0]], &b = graph.nodes[nodes[1]];
      const std::string why = companions(a, b, studies.of(nodes[0]), studies.of(nodes[1]));
      anomaly.message = fmt::format("{} and {} cite each other", named(a), named(b));
      if (!why.empty())
        anomaly.message += fmt::format("; they look like companion papers: {}", why);
      anomaly.advice = why.empty()
                           ? "check the identifiers of both: of two papers one is usually first"
                           : "companion papers often do; nothing to do where they are";
    } else {
      constexpr std::size_t shown = 6;
      std::string names;
      for (std::size_t i = 0; i < std::min(shown, nodes.size()); ++i)
        names += (i > 0 ? ", " : "") + named(graph.nodes[nodes[i]]);
      if (nodes.size() > shown) names += fmt::format(" and {} more", nodes.size() - shown);
      anomaly.message =
          fmt::format("{} papers cite each other in a circle: {}", nodes.size(), names);
      anomaly.advice =
          "check the identifiers and dates: somewhere in the circle a paper cites a later one";
    }
    anomaly.nodes = std::move(nodes);
    anomalies.push_back(std::move(anomaly));
  }
}

void find_cites_itself(const CitationGraph& graph, const Review&, std::vector<Anomaly>& anomalies) {
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (std::ranges::binary_search(graph.cites.of(i), i))
      anomalies.push_back(
          {.nodes = {i},
           .message = fmt::format("{} has itself in its list of references", named(graph.nodes[i])),
           .advice = "the reference means another paper, often one by the same authors: compare "
                     "the printed list"});
}

void find_cites_duplicate(const CitationGraph& graph, const Review&,
                          std::vector<Anomaly>& anomalies) {
  Classes versions = paper_versions(graph);
  for (std::uint32_t u = 0; u < graph.nodes.size(); ++u)
    for (const std::uint32_t v : graph.cites.of(u))
      if (u != v && versions.of(u) == versions.of(v))
        anomalies.push_back(
            {.nodes = {u, v},
             .message = fmt::format("{} cites {}, which is another version of the same paper",
                                    named(graph.nodes[u]), named(graph.nodes[v])),
             .advice = "a paper may cite its preprint; where they are one text, describe it once, "
                       "and where they are two, correct the identifiers"});
}

void find_long_without_short(const CitationGraph& graph, const Review& review,
                             std::vector<Anomaly>& anomalies) {
  struct Report {
    std::uint32_t node;
    std::optional<std::size_t> horizon;  // of its last result, where a descriptor says so
    long day;
  };
  // Of papers whose results nobody described, one that is half a year younger is a later report.
  constexpr long later = 182;
  std::map<std::string_view, const Study*> by_key;
  for (const Study& study : review.studies) by_key[study.key] = &study;
  std::map<std::uint32_t, std::vector<Report>> reports;  // by trial or cohort
  const Links studies = reported_studies(graph);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const auto days = days_of(graph.nodes[i].date);
    if (graph.nodes[i].kind != NodeKind::report || studies.of(i).empty() || !days) continue;
    const auto at = by_key.find(graph.nodes[i].key);
    const auto horizon =
        at != by_key.end() ? latest_horizon(review, *at->second) : std::optional<std::size_t>{};
    if (at != by_key.end() && !horizon) continue;
    for (const std::uint32_t study : studies.of(i))
      reports[study].push_back({i, horizon, days->from});
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> said;
  for (const auto& [study, of_study] : reports) {
    std::map<std::uint32_t, const Report*> by_node;
    for (const Report& report : of_study) by_node[report.node] = &report;
    for (const Report& late : of_study) {
      if (!graph.nodes[late.node].references_known) continue;
      const auto precedes = [&](const Report& early) {
        return early.horizon && late.horizon
                   ? *early.horizon < *late.horizon && early.day < late.day
                   : early.day + later < late.day;
      };
      const auto early = std::ranges::find_if(of_study, precedes);
      const bool cites_one = std::ranges::any_of(graph.cites.of(late.node), [&](std::uint32_t v) {
        const auto at = by_node.find(v);
        return at != by_node.end() && precedes(*at->second);
      });
      if (early == of_study.end() || cites_one || !said.insert({late.node, early->node}).second)
        continue;
      const auto window = [&](const Report& report) {
        if (!report.horizon) return date_text(graph.nodes[report.node].date);
        const Horizon& horizon = review.horizons[*report.horizon];
        return horizon.label.empty() ? horizon.key : horizon.label;
      };
      anomalies.push_back(
          {.nodes = {late.node, early->node},
           .message =
               fmt::format("{} ({}) does not cite {} ({}), though both report {}",
                           named(graph.nodes[late.node]), window(late),
                           named(graph.nodes[early->node]), window(*early), graph.nodes[study].key),
           .advice = "long-term reports cite the trial's first report: check that both belong to "
                     "this study, and that the list of references is complete"});
    }
  }
}

}  // namespace weald
