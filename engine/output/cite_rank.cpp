// SPDX-License-Identifier: MIT
// `weald cite rank` and `weald cite missing`.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/output/cite_output.h"
#include "engine/output/cite_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string or_dash(const std::optional<double>& value, int decimals) {
  return value ? fixed(*value, decimals) : "-";
}

std::string or_empty(const std::optional<double>& value) { return value ? shortest(*value) : ""; }

std::string paths_text(const PathCount& count) {
  if (count.exact) return fmt::format("{}", *count.exact);
  return std::isinf(count.log10) ? "0" : fmt::format("10^{}", fixed(count.log10, 1));
}

std::string path_text(const CitationGraph& graph, const MainPath& main) {
  if (main.longest == 0) return "Main path: none, as nothing cites.";
  std::string text;
  for (const std::uint32_t node : main.path) {
    if (!text.empty()) text += " -> ";
    text += node_name(graph.nodes[node]);
  }
  return fmt::format("Main path, from citing to cited ({}, of {} from newest to oldest): {}.",
                     count_of(static_cast<std::size_t>(main.longest), "link", "links"),
                     main.total.exact == std::uint64_t{1} ? std::string("1 path")
                                                          : paths_text(main.total) + " paths",
                     text);
}

void say_top(TextTable& table, std::size_t shown, std::size_t total, std::string_view what) {
  if (shown < total)
    table.below.push_back(
        fmt::format("The first {} of {} {}: --top {} lists all.", shown, total, what, total));
}

std::string candidate_name(const Node& node) {
  std::string text = node_name(node);
  if (!node.title.empty()) text += ": " + node.title;
  return text;
}

/// What a candidate is to the review already.
std::string_view known_as(const Node& node) {
  return node.origin == Origin::descriptor ? "references.yaml"
         : node.origin == Origin::index    ? "index"
                                           : "identifier alone";
}

}  // namespace

std::vector<TextTable> cite_rank_tables(const CitationGraph& graph, const Ranking& ranking,
                                        std::size_t top) {
  TextTable table =
      table_of("Papers by how they are cited", {"Paper", "#Year", "#LCS", "#GCS", "#PageRank",
                                                "#for its age", "#Betweenness", "#Criticality"});
  const std::size_t n = shown_of(ranking.rows.size(), top);
  for (std::size_t i = 0; i < n; ++i) {
    const RankRow& row = ranking.rows[i];
    const Node& node = graph.nodes[row.node];
    table.rows.push_back({node_name(node), year_text(node), fmt::format("{}", row.local),
                          row.global ? fmt::format("{}", *row.global) : "-",
                          fixed(row.page_rank, 4), or_dash(row.rescaled, 2),
                          or_dash(row.betweenness, 4), fmt::format("{}", row.criticality)});
  }
  say_top(table, n, ranking.rows.size(), "papers");
  table.below.push_back(path_text(graph, ranking.main_path));
  if (ranking.main_path.cycles > 0)
    table.below.push_back(
        fmt::format("{} of papers that cite each other were taken as one step of the path "
                    "(`weald cite anomalies` names them).",
                    count_of(ranking.main_path.cycles, "circle", "circles")));
  if (ranking.betweenness_skipped)
    table.below.push_back(
        "Betweenness was not computed: the graph is so large that it would take minutes.");
  table.below.push_back(fmt::format(
      "LCS: cited by how many papers of this graph. GCS: in the world, where an index says so. "
      "PageRank with damping {} sums to 1 over the graph; for its age: its distance from the {} "
      "papers nearest in date, in standard deviations, because old papers always lead. "
      "Betweenness: the share of shortest paths that run through it. Criticality 0: it lies on a "
      "longest path.",
      shortest(ranking.damping), ranking.window));
  table.below.push_back("Ranks say who is read, not who is right: no rank ever weighs an effect.");
  return {table};
}

std::vector<TextTable> cite_rank_records(const CitationGraph& graph, const Ranking& ranking,
                                         std::size_t top) {
  TextTable table = table_of("", {"key", "label", "year", "lcs", "gcs", "page_rank", "rescaled",
                                  "betweenness", "criticality"});
  const std::size_t n = shown_of(ranking.rows.size(), top);
  for (std::size_t i = 0; i < n; ++i) {
    const RankRow& row = ranking.rows[i];
    const Node& node = graph.nodes[row.node];
    table.rows.push_back(
        {node.key, node.label, node.date.known() ? fmt::format("{}", node.date.year) : "",
         fmt::format("{}", row.local), row.global ? fmt::format("{}", *row.global) : "",
         shortest(row.page_rank), or_empty(row.rescaled), or_empty(row.betweenness),
         fmt::format("{}", row.criticality)});
  }
  return {table};
}

std::string cite_rank_json(const CitationGraph& graph, const Ranking& ranking, std::size_t top) {
  JsonWriter json;
  begin_answer(json, "rank");
  json.number("damping", ranking.damping);
  write_count(json, "window", ranking.window);
  write_count(json, "papers", ranking.rows.size());
  json.begin_list("nodes");
  const std::size_t n = shown_of(ranking.rows.size(), top);
  for (std::size_t i = 0; i < n; ++i) {
    const RankRow& row = ranking.rows[i];
    begin_node(json, graph.nodes[row.node]);
    write_count(json, "lcs", row.local);
    json.number(
        "gcs", row.global ? std::optional<double>(static_cast<double>(*row.global)) : std::nullopt);
    json.number("page_rank", row.page_rank);
    json.number("rescaled", row.rescaled);
    json.number("betweenness", row.betweenness);
    json.number("criticality", static_cast<double>(row.criticality));
    json.end_object();
  }
  json.end_list();
  json.flag("betweenness_skipped", ranking.betweenness_skipped);
  json.begin_object("main_path");
  json.number("links", static_cast<double>(ranking.main_path.longest));
  json.begin_list("path");
  for (const std::uint32_t node : ranking.main_path.path) json.text({}, graph.nodes[node].key);
  json.end_list();
  const PathCount& total = ranking.main_path.total;
  json.number("paths", total.exact ? std::optional<double>(static_cast<double>(*total.exact))
                                   : std::nullopt);
  json.number("paths_log10", total.log10);
  write_count(json, "cycles", ranking.main_path.cycles);
  json.end_object();
  json.end_object();
  return json.take();
}

std::vector<TextTable> cite_missing_tables(const CitationGraph& graph, const Chase& chase,
                                           const Completeness& completeness, std::size_t top) {
  TextTable table = table_of("Papers that the included studies point at",
                             {"#", "Paper", "#Year", "Known as", "#Score", "Why"});
  table.columns.front() = {.head = "No.", .numeric = true};
  const std::size_t n = shown_of(chase.candidates.size(), top);
  for (std::size_t i = 0; i < n; ++i) {
    const Candidate& candidate = chase.candidates[i];
    const Node& node = graph.nodes[candidate.node];
    table.rows.push_back({fmt::format("{}", i + 1), candidate_name(node), year_text(node),
                          std::string(known_as(node)), fixed(candidate.score, 3), candidate.why});
  }
  if (chase.candidates.empty()) {
    table.columns.clear();
    table.below.push_back(
        "No candidate: no included study cites, is cited by, or is cited beside a paper outside "
        "the review. Give files with lists of references: --with FILE.");
  }
  say_top(table, n, chase.candidates.size(), "candidates");
  table.below.push_back(
      fmt::format("Seeds: {} of {} have any link.", chase.seeds.size(),
                  count_of(chase.included, "included study", "included studies")));
  table.below.push_back(
      "Citation chasing in the words of TARCiS (Hirt et al. 2024): backward, what the seeds cite; "
      "forward, what cites the seeds; co-cited, cited beside a seed by a third paper; co-citing, "
      "citing what a seed cites. The score is the sum of the four ranks as fractions, 0 to 4; it "
      "orders, it does not decide.");
  table.below.push_back(completeness_text(completeness));
  for (const std::string& limit : chase.limits) table.below.push_back("Limit: " + limit);
  return {table};
}

std::vector<TextTable> cite_missing_records(const CitationGraph& graph, const Chase& chase,
                                            std::size_t top) {
  TextTable table = table_of(
      "", {"key", "label", "title", "year", "doi", "known_as", "score", "backward", "forward",
           "co_cited", "co_citing", "salton_co_cited", "salton_co_citing", "why"});
  const std::size_t n = shown_of(chase.candidates.size(), top);
  for (std::size_t i = 0; i < n; ++i) {
    const Candidate& c = chase.candidates[i];
    const Node& node = graph.nodes[c.node];
    table.rows.push_back({node.key, node.label, node.title,
                          node.date.known() ? fmt::format("{}", node.date.year) : "", node.doi,
                          std::string(known_as(node)), shortest(c.score),
                          fmt::format("{}", c.backward), fmt::format("{}", c.forward),
                          fmt::format("{}", c.co_cited), fmt::format("{}", c.co_citing),
                          shortest(c.salton_co_cited), shortest(c.salton_co_citing), c.why});
  }
  return {table};
}

std::string cite_missing_json(const CitationGraph& graph, const Chase& chase,
                              const Completeness& completeness, std::size_t top) {
  JsonWriter json;
  begin_answer(json, "missing");
  write_count(json, "included", chase.included);
  json.begin_list("seeds");
  for (const std::uint32_t seed : chase.seeds) json.text({}, graph.nodes[seed].key);
  json.end_list();
  write_count(json, "found", chase.candidates.size());
  json.begin_list("nodes");
  const std::size_t n = shown_of(chase.candidates.size(), top);
  for (std::size_t i = 0; i < n; ++i) {
    const Candidate& c = chase.candidates[i];
    begin_node(json, graph.nodes[c.node]);
    json.text("known_as", known_as(graph.nodes[c.node]));
    json.number("score", c.score);
    write_count(json, "backward", c.backward);
    write_count(json, "forward", c.forward);
    write_count(json, "co_cited", c.co_cited);
    write_count(json, "co_citing", c.co_citing);
    json.number("salton_co_cited", c.salton_co_cited);
    json.number("salton_co_citing", c.salton_co_citing);
    json.text("why", c.why);
    json.end_object();
  }
  json.end_list();
  write_completeness(json, completeness);
  write_texts(json, "limits", chase.limits);
  write_count(json, "cap", chase.cap);
  write_count(json, "capped", chase.capped);
  json.end_object();
  return json.take();
}

}  // namespace weald
