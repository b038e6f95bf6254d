// SPDX-License-Identifier: MIT
// `weald cite graph`.
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "engine/output/cite_output.h"
#include "engine/output/cite_parts.h"

namespace weald {
namespace {

constexpr std::size_t components_listed = 10, members_listed = 8;

std::string_view meaning(EdgeStatus status) {
  switch (status) {
    case EdgeStatus::stated:
      return "read in a list of references";
    case EdgeStatus::in_text:
      return "in the text, the list was not seen";
    case EdgeStatus::inferred:
      return "concluded, not read";
  }
  return "";
}

std::string_view origin_name(Origin origin) {
  switch (origin) {
    case Origin::descriptor:
      return "descriptor";
    case Origin::index:
      return "index";
    case Origin::placeholder:
      return "placeholder";
  }
  return "";
}

TextTable counts_table(const CitationGraph& graph, const GraphSummary& summary) {
  TextTable table = table_of("What the graph holds", {"What", "#n", "Of these"});
  for (const auto& [kind, n] : summary.nodes) {
    std::size_t included = 0, placeholders = 0, index = 0;
    for (const Node& node : graph.nodes) {
      if (node.kind != kind) continue;
      included += node.included;
      placeholders += node.origin == Origin::placeholder;
      index += node.origin == Origin::index;
    }
    std::vector<std::string> parts;
    if (included > 0) parts.push_back(fmt::format("{} included", included));
    if (index > 0) parts.push_back(fmt::format("{} from files beside the review", index));
    if (placeholders > 0)
      parts.push_back(fmt::format("{} that nobody describes (placeholders)", placeholders));
    table.rows.push_back({fmt::format("node: {}", node_kind_name(kind)), fmt::format("{}", n),
                          fmt::format("{}", fmt::join(parts, ", "))});
  }
  for (const auto& [kind, n] : summary.edges) {
    std::string of;
    if (kind == EdgeKind::cites)
      for (const auto& [status, count] : summary.statuses)
        of += fmt::format("{}{} {} ({})", of.empty() ? "" : ", ", count, edge_status_name(status),
                          meaning(status));
    table.rows.push_back({fmt::format("edge: {}", edge_kind_name(kind)), fmt::format("{}", n), of});
  }
  return table;
}

void say_components(TextTable& table, const CitationGraph& graph, const GraphSummary& summary) {
  std::size_t alone = 0, listed = 0;
  for (const auto& component : summary.components) alone += component.size() == 1;
  table.below.push_back(
      fmt::format("{}, of which {} without any edge.",
                  count_of(summary.components.size(), "component", "components"),
                  alone == 1 ? "1 is a single node" : fmt::format("{} are single nodes", alone)));
  for (const auto& component : summary.components) {
    if (component.size() < 2) break;
    if (++listed > components_listed) {
      table.below.push_back("Smaller components are in --format json.");
      break;
    }
    std::vector<std::uint32_t> first(
        component.begin(), component.begin() + static_cast<std::ptrdiff_t>(
                                                   std::min(component.size(), members_listed)));
    table.below.push_back(
        fmt::format("Component of {}: {}{}.", count_of(component.size(), "node", "nodes"),
                    node_names(graph, first),
                    component.size() > first.size()
                        ? fmt::format(" and {} more", component.size() - first.size())
                        : ""));
  }
}

/// Edges of a kind in the order of the citing node, then of its list of references.
std::vector<const Edge*> sorted_edges(const CitationGraph& graph, bool citing) {
  std::vector<const Edge*> edges;
  for (const Edge& edge : graph.edges)
    if ((edge.kind == EdgeKind::cites) == citing) edges.push_back(&edge);
  std::ranges::stable_sort(edges, [&](const Edge* a, const Edge* b) {
    const auto place = [&](const Edge* e) {
      return std::tuple(e->from, e->number == 0, e->number);
    };
    return place(a) < place(b);
  });
  return edges;
}

TextTable citations_table(const CitationGraph& graph) {
  TextTable table = table_of("Who cites whom", {"Citing", "#No.", "Cited", "Status", "Seen in"});
  std::uint32_t last = UINT32_MAX;
  for (const Edge* edge : sorted_edges(graph, true)) {
    std::string cited = node_name(graph.nodes[edge->to]);
    if (!edge->as.empty() && edge->as != graph.nodes[edge->to].label)
      cited += fmt::format(": {}", edge->as);
    table.rows.push_back({edge->from == last ? "" : node_name(graph.nodes[edge->from]),
                          edge->number > 0 ? fmt::format("{}", edge->number) : "", cited,
                          std::string(edge_status_name(edge->status)), edge->source});
    last = edge->from;
  }
  if (table.rows.empty())
    return {.title = "Who cites whom",
            .below = {"No citation is known: say `cites:` in the descriptors, or give a file with "
                      "lists of references: --with FILE."}};
  return table;
}

TextTable relations_table(const CitationGraph& graph) {
  TextTable table = table_of("What belongs together", {"From", "How", "To", "Seen in"});
  for (const Edge* edge : sorted_edges(graph, false))
    table.rows.push_back({node_name(graph.nodes[edge->from]),
                          std::string(edge_kind_name(edge->kind)), node_name(graph.nodes[edge->to]),
                          edge->source});
  return table;
}

TextTable notices_table(const CitationGraph& graph) {
  TextTable table =
      table_of("Published notices", {"Paper", "Notice", "Date", "Its record", "Reason"});
  for (const Node& node : graph.nodes)
    for (const PublishedNotice& notice : node.notices)
      table.rows.push_back({node_name(node), notice.kind,
                            notice.date.known() ? date_text(notice.date) : "-",
                            notice.notice.empty() ? "-" : notice.notice, notice.reason});
  return table;
}

}  // namespace

std::vector<TextTable> cite_graph_tables(const CitationGraph& graph, const GraphSummary& summary) {
  TextTable counts = counts_table(graph, summary);
  say_components(counts, graph, summary);
  counts.below.push_back(completeness_text(summary.completeness));
  counts.below.push_back("A list that was not seen is unknown, not empty.");
  std::vector<TextTable> tables{counts, citations_table(graph)};
  if (TextTable relations = relations_table(graph); !relations.rows.empty())
    tables.push_back(std::move(relations));
  if (TextTable notices = notices_table(graph); !notices.rows.empty())
    tables.push_back(std::move(notices));
  if (!graph.merges.empty()) {
    TextTable merges = table_of("Taken for one paper", {"Paper", "Described again by", "Why"});
    for (const Merge& merge : graph.merges)
      merges.rows.push_back({node_name(graph.nodes[merge.node]), merge.what, merge.why});
    merges.below.push_back("Where that is wrong, say `distinct-from:` in the paper's descriptor.");
    tables.push_back(std::move(merges));
  }
  tables.back().below.push_back("`weald plot citations` draws this.");
  return tables;
}

std::vector<TextTable> cite_graph_records(const CitationGraph& graph) {
  TextTable table = table_of("", {"citing", "cited", "kind", "status", "number", "as", "source",
                                  "citing_year", "cited_year"});
  for (const bool citing : {true, false})
    for (const Edge* edge : sorted_edges(graph, citing)) {
      const Node &from = graph.nodes[edge->from], &to = graph.nodes[edge->to];
      const auto year = [](const Node& node) {
        return node.date.known() ? fmt::format("{}", node.date.year) : std::string();
      };
      table.rows.push_back({from.key, to.key, std::string(edge_kind_name(edge->kind)),
                            std::string(edge_status_name(edge->status)),
                            edge->number > 0 ? fmt::format("{}", edge->number) : "", edge->as,
                            edge->source, year(from), year(to)});
    }
  return {table};
}

std::string cite_graph_json(const CitationGraph& graph, const GraphSummary& summary) {
  JsonWriter json;
  begin_answer(json, "graph");
  json.begin_list("nodes");
  for (const Node& node : graph.nodes) {
    begin_node(json, node);
    json.text("origin", origin_name(node.origin));
    write_known(json, "journal", node.journal);
    write_texts(json, "authors", node.authors);
    write_known(json, "date", date_text(node.date));
    write_known(json, "searched", date_text(node.searched));
    write_known(json, "pmid", node.pmid);
    write_known(json, "pmc", node.pmc);
    write_known(json, "openalex", node.openalex);
    write_texts(json, "registrations", node.registrations);
    write_known(json, "cohort", node.cohort);
    json.flag("references_known", node.references_known);
    const auto count = [](const std::optional<long>& n) {
      return n ? std::optional<double>(static_cast<double>(*n)) : std::nullopt;
    };
    json.number("reference_count", count(node.reference_count));
    json.number("cited_by_count", count(node.cited_by_count));
    write_notices(json, node.notices);
    json.end_object();
  }
  json.end_list();
  json.begin_list("edges");
  for (const Edge* edge : sorted_edges(graph, true)) {
    json.begin_object();
    json.text("citing", graph.nodes[edge->from].key);
    json.text("cited", graph.nodes[edge->to].key);
    json.text("status", edge_status_name(edge->status));
    write_known(json, "source", edge->source);
    if (edge->number > 0)
      json.number("number", static_cast<double>(edge->number));
    else
      json.null("number");
    write_known(json, "as", edge->as);
    json.end_object();
  }
  json.end_list();
  json.begin_list("relations");
  for (const Edge* edge : sorted_edges(graph, false)) {
    json.begin_object();
    json.text("from", graph.nodes[edge->from].key);
    json.text("to", graph.nodes[edge->to].key);
    json.text("kind", edge_kind_name(edge->kind));
    json.text("status", edge_status_name(edge->status));
    write_known(json, "source", edge->source);
    json.end_object();
  }
  json.end_list();
  json.begin_list("components");
  for (const auto& component : summary.components) {
    json.begin_list();
    for (const std::uint32_t node : component) json.text({}, graph.nodes[node].key);
    json.end_list();
  }
  json.end_list();
  write_completeness(json, summary.completeness);
  json.begin_list("merges");
  for (const Merge& merge : graph.merges) {
    json.begin_object();
    json.text("key", graph.nodes[merge.node].key);
    json.text("what", merge.what);
    json.text("why", merge.why);
    json.end_object();
  }
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace weald
