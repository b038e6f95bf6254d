// SPDX-License-Identifier: MIT
// Citations against time. A date is the range of days that it may mean, widened to the dates of
// the paper's versions: a revision may cite what came after the preprint, and a preprint may be
// cited before the paper it became.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/citations/anomalies_parts.h"
#include "engine/citations/parts.h"

namespace weald {
namespace {

constexpr long year = 365;  // days: 12 months of online-first publication and revisions

/// The days in which each paper or any of its versions may have appeared.
std::vector<std::optional<DayRange>> days_of_versions(const CitationGraph& graph) {
  Classes versions = paper_versions(graph);
  std::vector<std::optional<DayRange>> days(graph.nodes.size());
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (const auto own = days_of(graph.nodes[i].date)) {
      auto& all = days[versions.of(i)];
      all = all ? DayRange{std::min(all->from, own->from), std::max(all->to, own->to)} : *own;
    }
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) days[i] = days[versions.of(i)];
  return days;
}

/// «9 years», «5 months», «12 days»: whole units, as far as the days surely go.
std::string how_long(long days) {
  if (days >= year) return counted(static_cast<std::size_t>(days / year), "year", "years");
  if (days >= 31) return counted(static_cast<std::size_t>(days / 31), "month", "months");
  return counted(static_cast<std::size_t>(days), "day", "days");
}

/// Between two dates in the terms in which they are known: years where a month lacks.
std::string gap(const Node& early, const Node& late, long days) {
  const int years = late.date.year - early.date.year;
  if ((early.date.month == 0 || late.date.month == 0) && years > 0)
    return counted(static_cast<std::size_t>(years), "year", "years");
  return how_long(std::max(days, 1L));
}

template <class F>
void each_dated_citation(const CitationGraph& graph, F&& f) {
  const auto days = days_of_versions(graph);
  for (std::uint32_t u = 0; u < graph.nodes.size(); ++u) {
    if (!days[u]) continue;
    for (const std::uint32_t v : graph.cites.of(u))
      if (u != v && days[v]) f(u, v, *days[u], *days[v]);
  }
}

/// When a paper was retracted, and when that was taken back.
struct Retraction {
  DayRange days{};
  PartialDate date{};
  std::optional<DayRange> reinstated{};
};

std::vector<std::optional<Retraction>> retractions(const CitationGraph& graph) {
  std::vector<std::optional<Retraction>> found(graph.nodes.size());
  const auto retracted = [&](std::uint32_t node, const PartialDate& date) {
    const auto days = days_of(date);
    if (days && (!found[node] || days->to < found[node]->days.to))
      found[node] = Retraction{*days, date, {}};
  };
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    for (const PublishedNotice& notice : graph.nodes[i].notices)
      if (notice.kind == "retraction") retracted(i, notice.date);
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::retracts) retracted(edge.to, graph.nodes[edge.from].date);
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    for (const PublishedNotice& notice : graph.nodes[i].notices)
      if (const auto days = days_of(notice.date);
          days && found[i] && notice.kind == "reinstatement" && days->from >= found[i]->days.from)
        found[i]->reinstated = days;
  return found;
}

}  // namespace

void find_cites_later(const CitationGraph& graph, const Review&, std::vector<Anomaly>& anomalies) {
  each_dated_citation(graph, [&](std::uint32_t u, std::uint32_t v, DayRange citing,
                                 DayRange cited) {
    if (cited.from <= citing.to) return;
    const Node &a = graph.nodes[u], &b = graph.nodes[v];
    const bool near = cited.from <= citing.to + year;
    anomalies.push_back(
        {.nodes = {u, v},
         .message = fmt::format("{} cites {}, which appeared {} later", named(a), named(b),
                                gap(a, b, cited.from - citing.to)),
         .advice = near ? "a paper seen online first or as a preprint explains up to a year; else "
                          "one of the two dates is wrong, or another paper is meant"
                        : "one of the two dates is wrong, or the reference means another paper: "
                          "compare the identifier with the printed list of references"});
  });
}

void find_cites_later_suspicious(const CitationGraph& graph, const Review&,
                                 std::vector<Anomaly>& anomalies) {
  each_dated_citation(
      graph, [&](std::uint32_t u, std::uint32_t v, DayRange citing, DayRange cited) {
        if (cited.from > citing.to || cited.from <= citing.from + year) return;
        const Node &a = graph.nodes[u], &b = graph.nodes[v];
        anomalies.push_back(
            {.nodes = {u, v},
             .message = fmt::format("{} cites {}, which appeared {} after the first version of {}",
                                    named(a), named(b), how_long(cited.from - citing.from), a.key),
             .advice = "a later version may have added the reference; else one of the two dates is "
                       "wrong, or another paper is meant"});
      });
}

void find_cites_retracted(const CitationGraph& graph, const Review&,
                          std::vector<Anomaly>& anomalies) {
  const auto retraction = retractions(graph);
  for (std::uint32_t v = 0; v < graph.nodes.size(); ++v) {
    if (!retraction[v]) continue;
    const Retraction& r = *retraction[v];
    for (const std::uint32_t u : graph.cited_by.of(v)) {
      const Node &citing = graph.nodes[u], &cited = graph.nodes[v];
      const auto days = days_of(citing.date);
      if (u == v || citing.kind == NodeKind::notice || !days || days->to <= r.days.from) continue;
      if (r.reinstated && days->from >= r.reinstated->from) continue;
      const bool sure = days->from > r.days.to;
      anomalies.push_back(
          {.nodes = {u, v},
           .message = sure ? fmt::format("{} cites {}, which was retracted on {}: {} before",
                                         named(citing), named(cited), date_text(r.date),
                                         how_long(days->from - r.days.to))
                           : fmt::format("{} cites {}, which was retracted on {}: perhaps before, "
                                         "the dates do not say",
                                         named(citing), named(cited), date_text(r.date)),
           .advice = "read how it is cited: as evidence, or as a retracted paper; `weald cite "
                     "impact` says what rests on it"});
    }
  }
}

void find_includes_retracted(const CitationGraph& graph, const Review&,
                             std::vector<Anomaly>& anomalies) {
  const auto retraction = retractions(graph);
  std::map<std::uint32_t, std::vector<std::uint32_t>> reports;  // of a trial or cohort, retracted
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::reports && retraction[edge.from])
      reports[edge.to].push_back(edge.from);
  std::set<std::pair<std::uint32_t, std::uint32_t>> said;
  for (const Edge& edge : graph.edges) {
    const Node& review = graph.nodes[edge.from];
    if (edge.kind != EdgeKind::includes || edge.from == edge.to) continue;
    const auto searched = days_of(review.searched);
    const auto days = searched ? searched : days_of(review.date);
    if (!days) continue;
    std::vector<std::uint32_t> papers{edge.to};
    if (const auto at = reports.find(edge.to); at != reports.end()) papers = at->second;
    for (const std::uint32_t v : papers) {
      if (!retraction[v] || days->to <= retraction[v]->days.from) continue;
      const Retraction& r = *retraction[v];
      if (r.reinstated && days->from >= r.reinstated->from) continue;
      if (!said.insert({edge.from, v}).second) continue;
      const std::string what = v == edge.to
                                   ? named(graph.nodes[v])
                                   : fmt::format("{}, reported by {}", named(graph.nodes[edge.to]),
                                                 named(graph.nodes[v]));
      const std::string_view when = searched ? "its search" : "it appeared";
      anomalies.push_back(
          {.nodes = {edge.from, v},
           .message = days->from > r.days.to
                          ? fmt::format("{} includes {}, which was retracted on {}: {} before {}",
                                        named(review), what, date_text(r.date),
                                        how_long(days->from - r.days.to), when)
                          : fmt::format("{} includes {}, which was retracted on {}: perhaps before "
                                        "{}, the dates do not say",
                                        named(review), what, date_text(r.date), when),
           .advice =
               "its results may rest on the retracted data: see whether it says so, and run it "
               "again without them where the numbers are known; `weald cite impact` says what "
               "rests on the study"});
    }
  }
}

}  // namespace weald
