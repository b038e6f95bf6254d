// SPDX-License-Identifier: MIT
#include "engine/interchange/edges.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/interchange/csv_rows.h"
#include "engine/interchange/record_graph.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/csv.h"

namespace weald {

namespace {

constexpr std::string_view of_node = "node";  // the kind of rows that describe nodes
constexpr std::array<std::string_view, 3> from_names{"citing", "source", "from"};
constexpr std::array<std::string_view, 3> to_names{"cited", "target", "to"};

/// True of a text that means a formula, behind any apostrophes.
bool formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
}

std::string cell(std::string_view text, bool number) {
  std::string guarded = !number && formula(text) ? "'" : "";
  return csv::quote(guarded + std::string(text));
}

std::string unguarded(const std::string& text) {
  return text.starts_with('\'') && formula(text) ? text.substr(1) : text;
}

/// The name of a node's attribute as a column: `kind` is the row's.
std::string column_name(std::string_view attribute) {
  return attribute == "kind" ? "node_kind" : std::string(attribute);
}

template <std::size_t n>
std::size_t first_column(const CsvRows& table, const std::array<std::string_view, n>& names) {
  for (const std::string_view name : names) {
    if (table.column(name) < table.header.size()) return table.column(name);
  }
  return table.header.size();
}

}  // namespace

bool looks_like_edges(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string head =
      lower_case(text.substr(0, std::min<std::size_t>(text.find_first_of("\r\n"), 4096)));
  std::vector<std::string> names = split_list(head, ',');
  for (std::string& name : names) std::erase(name, '"');
  if (names.size() < 2) return false;
  for (std::size_t i = 0; i < from_names.size(); ++i) {
    if (names[0] == from_names[i] && names[1] == to_names[i]) return true;
  }
  return false;
}

Reading read_edges(std::string_view text) {
  Reading reading;
  const CsvRows table = read_csv_rows(text, reading);
  const std::size_t from = first_column(table, from_names), to = first_column(table, to_names);
  const std::size_t kind = table.column("kind"), none = table.header.size();
  if (from == none || to == none) {
    if (none > 0)
      reading.rejected.push_back({1, "", "the first line names no columns «citing» and «cited»"});
    return reading;
  }
  RecordGraph graph;
  std::set<std::string> described;
  for (const CsvRows::Row& row : table.rows) {
    const std::string id = unguarded(row.cells[from]), cited = unguarded(row.cells[to]);
    const std::string what = kind < none ? unguarded(row.cells[kind]) : "";
    if (id.empty() || (cited.empty() && what != of_node)) {
      reading.rejected.push_back({row.line, id + cited, "citing or cited is empty"});
      continue;
    }
    Attributes attributes;
    std::string label;
    for (std::size_t i = 0; i < none; ++i) {
      if (i == from || i == to || i == kind || row.cells[i].empty()) continue;
      const std::string& name = table.header[i];
      if (name == "label") {
        label = unguarded(row.cells[i]);
      } else {
        attributes.emplace_back(name == "node_kind" ? "kind" : name, unguarded(row.cells[i]));
      }
    }
    if (what == of_node) {
      graph.nodes.push_back({id, std::move(label), std::move(attributes), row.line});
      described.insert(id);
    } else {
      graph.edges.push_back({id, cited, what, std::move(attributes), row.line});
    }
  }
  for (const GraphEdge& edge : graph.edges) {
    if (described.insert(edge.from).second)
      graph.nodes.push_back({.id = edge.from, .line = edge.line});
  }
  for (const GraphEdge& edge : graph.edges) {
    if (described.insert(edge.to).second)
      graph.nodes.push_back(
          {.id = edge.to, .attributes = {{"placeholder", "true"}}, .line = edge.line});
  }
  records_of(graph, "edges", reading);
  sort_by_line(reading);
  return reading;
}

std::string write_edges(std::span<const Record> records) {
  const RecordGraph graph = graph_of(records);
  std::string out = "citing,cited,kind";
  for (const GraphAttribute& row : edge_attributes()) out += "," + std::string(row.name);
  out += ",label";
  for (const GraphAttribute& row : node_attributes()) out += "," + column_name(row.name);
  out += "\n";
  const auto cells = [&](std::span<const GraphAttribute> columns, const Attributes& attributes) {
    std::string line;
    for (const GraphAttribute& column : columns) {
      const std::string* value = attribute(attributes, column.name);
      line += "," + (value ? cell(*value, column.type != "string") : "");
    }
    return line;
  };
  for (const GraphNode& node : graph.nodes) {
    out += cell(node.id, false) + ",," + std::string(of_node) + cells(edge_attributes(), {}) + "," +
           cell(node.label.empty() ? node.id : node.label, false) +
           cells(node_attributes(), node.attributes) + "\n";
  }
  for (const GraphEdge& edge : graph.edges) {
    out += cell(edge.from, false) + "," + cell(edge.to, false) + "," + cell(edge.kind, false) +
           cells(edge_attributes(), edge.attributes) + "," + cells(node_attributes(), {}) + "\n";
  }
  return out;
}

}  // namespace weald
