// SPDX-License-Identifier: MIT
#include "engine/analysis/impact.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/text/identifier.h"

namespace weald {
namespace {

Report report_without(const Review& review, const std::vector<std::string>& studies,
                      const Request& request) {
  Review reduced = review;
  for (Analysis& analysis : reduced.analyses)
    for (const std::string& key : studies) analysis.exclude.push_back({.value = key});
  Loaded loaded;
  loaded.content = std::move(reduced);
  Diagnostics said_already;  // the same as of the whole review
  return analyse(loaded, request, said_already);
}

PoolState state_of(const Pooling& pool) {
  return {.k = pool.studies.size(), .pooled = pool.pooled, .ci_used = pool.ci_used};
}

bool same(const std::optional<PooledResult>& a, const std::optional<PooledResult>& b) {
  if (!a || !b) return !a && !b;
  return a->estimate.estimate == b->estimate.estimate && a->estimate.se == b->estimate.se &&
         a->estimate.ci == b->estimate.ci && a->estimate.log_p == b->estimate.log_p &&
         a->pi == b->pi;
}

bool holds(const Interval& interval, double value) {
  return interval.lower <= value && value <= interval.upper;
}

void compare(PoolChange& change, double none) {
  change.emptied = change.before.k > 0 && change.after.k == 0;
  if (std::isnan(none) || !change.before.pooled || !change.after.pooled) return;
  const PooledResult& before = *change.before.pooled;
  const PooledResult& after = *change.after.pooled;
  const auto side = [&](const PooledResult& result) {
    return result.estimate.estimate > none ? 1 : result.estimate.estimate < none ? -1 : 0;
  };
  change.direction = side(before) != side(after);
  change.significance = holds(before.estimate.ci, none) != holds(after.estimate.ci, none);
  change.prediction = before.pi && after.pi && holds(*before.pi, none) != holds(*after.pi, none);
}

/// The change of one pool; nothing where it is the same to the last bit. `after` may be missing: a
/// subgroup that has no study left.
std::optional<PoolChange> change_of(const Pooling& before, const Pooling* after,
                                    const std::vector<std::string>& studies) {
  const auto falls = [&](const std::string& key) {
    return std::ranges::find(studies, key) != studies.end();
  };
  PoolChange change{.id = before.id,
                    .analysis = before.analysis,
                    .title = before.title,
                    .horizon = before.horizon,
                    .subgroup = before.subgroup,
                    .horizon_label = before.horizon_label,
                    .subgroup_label = before.subgroup_label,
                    .measure = before.measure,
                    .level = before.choices.level,
                    .before = state_of(before)};
  if (after != nullptr) change.after = state_of(*after);
  for (const StudyResult& study : before.studies)
    if (falls(study.row.study)) {
      change.lost.push_back(study.row.label);
      change.weight += study.weight;
    }
  for (const FindingRow& finding : before.findings)
    if (falls(finding.study)) change.words.push_back(finding.label);
  if (change.lost.empty() && change.words.empty() && change.before.k == change.after.k &&
      same(change.before.pooled, change.after.pooled))
    return {};
  compare(change, before.measure->none);
  return change;
}

bool same(const Contrast& a, const Contrast& b) {
  return a.estimate == b.estimate && a.se == b.se && a.shared == b.shared;
}

const Contrast* find_contrast(const AnalysisReport& report, const Contrast& like) {
  const auto found = std::ranges::find_if(report.contrasts, [&](const Contrast& contrast) {
    return contrast.from == like.from && contrast.to == like.to;
  });
  return found == report.contrasts.end() ? nullptr : &*found;
}

void compare_analysis(Impact& impact, const AnalysisReport& before, const AnalysisReport& after) {
  for (const Pooling& pool : before.pools) {
    const auto again =
        std::ranges::find_if(after.pools, [&](const Pooling& p) { return p.id == pool.id; });
    auto change = change_of(pool, again == after.pools.end() ? nullptr : &*again, impact.studies);
    if (change)
      impact.changes.push_back(std::move(*change));
    else if (!pool.studies.empty() || !pool.findings.empty())
      ++impact.unchanged;
  }
  for (const Contrast& contrast : before.contrasts) {
    const Contrast* again = find_contrast(after, contrast);
    if (again != nullptr && same(contrast, *again)) continue;
    impact.contrasts.push_back({.analysis = contrast.analysis,
                                .from = contrast.from,
                                .to = contrast.to,
                                .measure = before.measure,
                                .before = contrast,
                                .after = again != nullptr ? std::optional(*again) : std::nullopt});
  }
}

/// The recommendations that rest on a pool that changed, and their guidelines.
void add_recommendations(Impact& impact, const CitationGraph& graph) {
  std::map<std::uint32_t, std::vector<std::string>> rests_on;
  for (const PoolChange& change : impact.changes) {
    if (change.subgroup) continue;
    std::vector<std::string> names{change.id};
    if (change.analysis != change.id) names.push_back(change.analysis);
    for (const std::string& name : names)
      for (const std::uint32_t node : recommendations_on(graph, "result:" + name)) {
        std::vector<std::string>& results = rests_on[node];
        if (std::ranges::find(results, change.id) == results.end()) results.push_back(change.id);
      }
  }
  for (auto& [node, results] : rests_on) {
    if (graph.nodes[node].kind == NodeKind::recommendation)
      impact.recommendations.push_back({.node = node, .results = std::move(results)});
    else if (std::ranges::find(impact.reach.guidelines, node) == impact.reach.guidelines.end())
      impact.reach.guidelines.push_back(node);
  }
  std::ranges::sort(impact.reach.guidelines);
}

/// Published results of the reviews that include a flagged paper, and the reviews of which it is
/// not known.
void add_published(Impact& impact, const CitationGraph& graph, const Review& review) {
  for (const auto* nodes : {&impact.reach.reviews, &impact.reach.guidelines})
    for (const std::uint32_t node : *nodes)
      if (const Reference* reference = review.reference(graph.nodes[node].key))
        for (const PublishedPool& pool : reference->pooled)
          impact.published.push_back({.node = node, .pool = &pool});
  std::vector<bool> lists(graph.nodes.size(), false);
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::includes) lists[edge.from] = true;
  for (std::uint32_t node = 0; node < graph.nodes.size(); ++node)
    if (graph.nodes[node].kind == NodeKind::review && !lists[node] &&
        graph.nodes[node].origin == Origin::descriptor)
      impact.unlisted.push_back(node);
}

/// Other descriptors of the flagged papers: one DOI or PubMed number.
std::vector<std::uint32_t> other_descriptors(const CitationGraph& graph,
                                             const std::vector<std::uint32_t>& flagged) {
  std::set<std::string_view> dois, pmids;
  for (const std::uint32_t node : flagged) {
    dois.insert(graph.nodes[node].doi);
    pmids.insert(graph.nodes[node].pmid);
  }
  std::vector<std::uint32_t> others;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.origin != Origin::descriptor || std::ranges::binary_search(flagged, i)) continue;
    if ((!node.doi.empty() && dois.contains(node.doi)) ||
        (!node.pmid.empty() && pmids.contains(node.pmid)))
      others.push_back(i);
  }
  return others;
}

}  // namespace

Impact impact(const Review& review, const Report& before, const Request& request,
              const CitationGraph& graph, std::vector<std::uint32_t> flagged) {
  std::ranges::sort(flagged);
  flagged.erase(std::unique(flagged.begin(), flagged.end()), flagged.end());
  Impact result{.flagged = flagged, .reach = reach(graph, flagged)};
  result.same_paper = other_descriptors(graph, flagged);
  for (auto* list : {&result.reach.related, &result.reach.citing_only})
    std::erase_if(*list, [&](std::uint32_t node) {
      return std::ranges::binary_search(result.same_paper, node);
    });
  for (const std::uint32_t node : result.reach.studies)
    if (review.study(graph.nodes[node].key) != nullptr)
      result.studies.push_back(graph.nodes[node].key);
  const Report after = report_without(review, result.studies, request);
  for (const AnalysisReport& analysis : before.analyses) {
    if (analysis.overview) continue;
    const auto again = std::ranges::find_if(
        after.analyses, [&](const AnalysisReport& other) { return other.key == analysis.key; });
    if (again != after.analyses.end()) compare_analysis(result, analysis, *again);
  }
  add_recommendations(result, graph);
  add_published(result, graph, review);
  return result;
}

std::vector<std::uint32_t> nodes_named(const CitationGraph& graph, std::string_view word) {
  const auto found = graph.find(word);
  if (found && graph.nodes[*found].key == word) return {*found};
  std::string id = normal_identifier(word);
  if (id.empty() && !found && !normal_pmid(word).empty()) id = "pmid:" + normal_pmid(word);
  std::vector<std::uint32_t> nodes;
  if (found) nodes.push_back(*found);
  if (id.empty()) return nodes;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const bool bears = node.key == id || (!node.doi.empty() && id == "doi:" + node.doi) ||
                       (!node.pmid.empty() && id == "pmid:" + node.pmid) ||
                       (!node.pmc.empty() && id == "pmc:" + node.pmc) ||
                       (!node.openalex.empty() && id == "openalex:" + node.openalex) ||
                       std::ranges::find(node.registrations, id) != node.registrations.end();
    if (bears && node.kind != NodeKind::result && node.kind != NodeKind::recommendation)
      nodes.push_back(i);
  }
  std::ranges::sort(nodes);
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

std::vector<PublishedNotice> notices_on(const CitationGraph& graph, std::uint32_t paper) {
  static constexpr std::pair<EdgeKind, std::string_view> kinds[] = {
      {EdgeKind::retracts, "retraction"},
      {EdgeKind::corrects, "correction"},
      {EdgeKind::concerns, "concern"}};
  const std::vector<PublishedNotice>& own = graph.nodes[paper].notices;
  std::vector<PublishedNotice> notices = own;
  for (const Edge& edge : graph.edges)
    for (const auto& [kind, word] : kinds)
      // The notice that its descriptor tells of is this one.
      if (edge.kind == kind && edge.to == paper &&
          std::ranges::find(own, word, &PublishedNotice::kind) == own.end())
        notices.push_back({.kind = std::string(word),
                           .date = graph.nodes[edge.from].date,
                           .notice = graph.nodes[edge.from].key});
  return notices;
}

std::vector<std::uint32_t> papers_of(const CitationGraph& graph, std::uint32_t node) {
  std::vector<std::uint32_t> papers{node};
  const NodeKind kind = graph.nodes[node].kind;
  for (const Edge& edge : graph.edges) {
    if (kind == NodeKind::study && edge.kind == EdgeKind::reports && edge.to == node)
      papers.push_back(edge.from);
    if (kind == NodeKind::notice && edge.from == node &&
        (edge.kind == EdgeKind::retracts || edge.kind == EdgeKind::corrects ||
         edge.kind == EdgeKind::concerns))
      papers.push_back(edge.to);
  }
  std::ranges::sort(papers);
  papers.erase(std::unique(papers.begin(), papers.end()), papers.end());
  return papers;
}

std::string standing(std::vector<PublishedNotice> notices) {
  if (notices.empty()) return {};
  std::ranges::stable_sort(notices, {}, &PublishedNotice::date);
  // A correction does not lift a retraction; only a reinstatement does.
  std::string state;
  for (const PublishedNotice& notice : notices) {
    const bool heavier = notice.kind == "retraction" || notice.kind == "reinstatement" ||
                         (notice.kind == "concern" && state != "retraction") ||
                         (notice.kind == "correction" && state.empty());
    if (heavier) state = notice.kind;
  }
  return state;
}

FlaggedPapers flagged_papers(const Flags& flags) {
  std::map<std::uint32_t, std::vector<PublishedNotice>> notices;
  for (const RetractionFlag& flag : flags.flags) notices[flag.node].push_back(flag.notice);
  FlaggedPapers papers;
  for (const auto& [node, of_paper] : notices) {
    const std::string state = standing(of_paper);
    auto& group = state == "retraction"      ? papers.retracted
                  : state == "concern"       ? papers.concerned
                  : state == "reinstatement" ? papers.reinstated
                                             : papers.corrected;
    group.push_back(node);
  }
  return papers;
}

}  // namespace weald
