// SPDX-License-Identifier: MIT
#include "engine/citations/overlap.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/citations/parts.h"
#include "engine/expects.h"

namespace weald {
namespace {

using Matrix = std::vector<std::vector<int>>;

/// The bands of Pieper et al. 2014.
std::string_view band_of(double cca) {
  return cca <= 0.05 ? "slight" : cca <= 0.10 ? "moderate" : cca <= 0.15 ? "high" : "very high";
}

/// Where the results of the review's studies stand: the scopes after the whole.
struct Place {
  std::string key, label;
  std::set<std::uint32_t> rows{};  ///< of the matrix
};

const std::string& label_or_key(const std::string& label, const std::string& key) {
  return label.empty() ? key : label;
}

OverlapScope scope_of(std::string key, std::string label, const Matrix& matrix,
                      const std::vector<std::uint32_t>& reviews) {
  OverlapScope scope{
      .key = std::move(key), .label = std::move(label), .area = covered_area(matrix)};
  for (std::size_t a = 0; a < reviews.size(); ++a)
    for (std::size_t b = a + 1; b < reviews.size(); ++b) {
      Matrix two;
      OverlapPair pair{.a = reviews[a], .b = reviews[b]};
      for (const std::vector<int>& row : matrix) {
        two.push_back({row[a], row[b]});
        pair.shared += row[a] == 1 && row[b] == 1;
      }
      pair.area = covered_area(two);
      scope.pairs.push_back(pair);
    }
  return scope;
}

/// The reviews that a review includes, directly or through others, itself left out.
std::vector<std::uint32_t> all_within(const std::vector<std::vector<std::uint32_t>>& inner,
                                      std::uint32_t outer) {
  std::set<std::uint32_t> seen{outer};
  std::vector<std::uint32_t> queue{outer};
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (const std::uint32_t next : inner[queue[i]])
      if (seen.insert(next).second) queue.push_back(next);
  seen.erase(outer);
  return {seen.begin(), seen.end()};
}

}  // namespace

CoveredArea covered_area(const Matrix& matrix) {
  CoveredArea area;
  area.reviews = matrix.empty() ? 0 : matrix.front().size();
  for (const std::vector<int>& row : matrix) {
    EXPECTS(row.size() == area.reviews);
    const auto ones = static_cast<std::size_t>(std::ranges::count(row, 1));
    if (ones == 0) continue;
    area.n += ones;
    ++area.studies;
    area.structural_zeros += static_cast<std::size_t>(std::ranges::count(row, -1));
  }
  const std::size_t cells = area.studies * area.reviews,
                    taken = area.studies + area.structural_zeros;
  if (area.reviews < 2 || area.studies == 0 || cells <= taken) return area;
  area.cca = static_cast<double>(area.n - area.studies) / static_cast<double>(cells - taken);
  area.band = band_of(*area.cca);
  return area;
}

Overlap overlap(const CitationGraph& graph, const Review& review) {
  Overlap result;
  const auto n = static_cast<std::uint32_t>(graph.nodes.size());
  // One study: a trial, all papers that report it and their versions. (A paper that reports two
  // trials makes them one: more often two registrations are one trial's.)
  Classes study(n);
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::reports || edge.kind == EdgeKind::version_of)
      study.join(edge.from, edge.to);

  std::vector<std::set<std::uint32_t>> includes(n);
  std::vector<std::vector<std::uint32_t>> inner(n);  // the reviews that a review includes
  std::set<std::uint32_t> rows;
  for (const Edge& edge : graph.edges) {
    const NodeKind from = graph.nodes[edge.from].kind, to = graph.nodes[edge.to].kind;
    if (edge.kind != EdgeKind::includes) continue;
    if (from != NodeKind::review && from != NodeKind::guideline) continue;
    if (to == NodeKind::review || to == NodeKind::guideline) inner[edge.from].push_back(edge.to);
    if (to != NodeKind::report && to != NodeKind::study) continue;
    includes[edge.from].insert(study.of(edge.to));
    rows.insert(study.of(edge.to));
  }
  const auto direct = includes;
  std::vector<std::string> nested;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (inner[i].empty()) continue;
    const std::vector<std::uint32_t> within = all_within(inner, i);
    std::vector<std::string> lists, silent;
    for (const std::uint32_t other : within) {
      includes[i].insert(direct[other].begin(), direct[other].end());
      (direct[other].empty() && inner[other].empty() ? silent : lists)
          .push_back(graph.nodes[other].key);
    }
    if (!lists.empty())
      nested.push_back(fmt::format("{} includes {}, whose studies count as its own",
                                   graph.nodes[i].key, fmt::join(lists, " and ")));
    if (!silent.empty())
      nested.push_back(fmt::format("{} includes {}, whose studies are not known",
                                   graph.nodes[i].key, fmt::join(silent, " and ")));
  }
  result.studies.assign(rows.begin(), rows.end());
  std::size_t without_list = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (!includes[i].empty())
      result.reviews.push_back(i);
    else if (graph.nodes[i].kind == NodeKind::review && graph.nodes[i].origin == Origin::descriptor)
      ++without_list;
  }

  // When a study first appeared, and until when a review can have seen it.
  std::map<std::uint32_t, long> appeared;
  for (std::uint32_t i = 0; i < n; ++i)
    if (const auto days = days_of(graph.nodes[i].date); days && rows.contains(study.of(i))) {
      const auto [at, is_new] = appeared.try_emplace(study.of(i), days->from);
      if (!is_new) at->second = std::min(at->second, days->from);
    }
  std::vector<std::optional<long>> seen_until;
  std::vector<std::string> undated;
  for (const std::uint32_t r : result.reviews) {
    const Node& node = graph.nodes[r];
    auto days = days_of(node.searched);
    if (!days) {
      days = days_of(node.date);
      undated.push_back(node.key);
    }
    seen_until.push_back(days ? std::optional(days->to) : std::nullopt);
  }
  for (const std::uint32_t s : result.studies) {
    std::vector<int> row;
    for (std::size_t c = 0; c < result.reviews.size(); ++c) {
      const auto date = appeared.find(s);
      const bool too_late =
          date != appeared.end() && seen_until[c] && date->second > *seen_until[c];
      row.push_back(includes[result.reviews[c]].contains(s) ? 1 : too_late ? -1 : 0);
    }
    result.matrix.push_back(std::move(row));
  }

  result.scopes.push_back(scope_of("all", "All", result.matrix, result.reviews));
  std::map<std::string, std::uint32_t, std::less<>> row_of;  // by the key of an included study
  for (std::uint32_t i = 0; i < n; ++i)
    if (graph.nodes[i].included)
      if (const auto at = std::ranges::lower_bound(result.studies, study.of(i));
          at != result.studies.end() && *at == study.of(i))
        row_of[graph.nodes[i].key] = static_cast<std::uint32_t>(at - result.studies.begin());
  std::vector<Place> places;
  for (const Horizon& horizon : review.horizons)
    places.push_back({horizon.key, label_or_key(horizon.label, horizon.key)});
  for (const Outcome& outcome : review.outcomes)
    for (const Horizon& horizon : review.horizons)
      places.push_back({outcome.key + "/" + horizon.key,
                        fmt::format("{}, {}", label_or_key(outcome.label, outcome.key),
                                    label_or_key(horizon.label, horizon.key))});
  std::set<std::string> with_results;
  const std::size_t horizons = review.horizons.size();
  for (const Study& one : review.studies)
    for (const Result& r : one.results)
      for (std::size_t h = 0; h < horizons; ++h) {
        if (!lies_in(r, review.horizons[h])) continue;
        const auto outcome = std::ranges::find(review.outcomes, r.outcome.value, &Outcome::key);
        const auto o = static_cast<std::size_t>(outcome - review.outcomes.begin());
        std::vector<std::size_t> here{h};
        if (outcome != review.outcomes.end()) here.push_back(horizons + o * horizons + h);
        for (const std::size_t p : here) {
          with_results.insert(places[p].key);
          if (const auto at = row_of.find(one.key); at != row_of.end())
            places[p].rows.insert(at->second);
        }
      }
  for (Place& place : places) {
    if (!with_results.contains(place.key)) continue;
    Matrix part;
    for (const std::uint32_t row : place.rows) part.push_back(result.matrix[row]);
    result.scopes.push_back(
        scope_of(std::move(place.key), std::move(place.label), part, result.reviews));
    result.scopes.back().area.reviews = result.reviews.size();
  }

  if (without_list > 0)
    result.notes.push_back(fmt::format(
        "{} no list of included studies (`includes:`) and {} left out",
        counted(without_list, "review has", "reviews have"), without_list == 1 ? "is" : "are"));
  for (const std::string& key : undated)
    result.notes.push_back(
        fmt::format("{0} gives no date of its search (`searched:`); its own date stands for it, so "
                    "a study that came between the two counts as one that {0} left out",
                    key));
  result.notes.insert(result.notes.end(), nested.begin(), nested.end());
  for (const std::uint32_t r : result.reviews)
    if (graph.nodes[r].kind == NodeKind::guideline)
      result.notes.push_back(
          fmt::format("{} is a guideline, and counts as a review here", graph.nodes[r].key));
  if (result.reviews.size() < 2)
    result.notes.push_back("overlap needs at least two reviews that say what they include");
  return result;
}

}  // namespace weald
