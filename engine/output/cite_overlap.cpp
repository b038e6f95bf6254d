// SPDX-License-Identifier: MIT
// `weald cite overlap`.
#include <fmt/format.h>

#include "engine/output/cite_output.h"
#include "engine/output/cite_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string area_text(const CoveredArea& area) {
  return area.cca ? show_percent(100 * *area.cca) : "undefined";
}

std::string band_text(const CoveredArea& area) {
  return area.band.empty() ? "-" : std::string(area.band);
}

void write_area(JsonWriter& json, const CoveredArea& area) {
  write_count(json, "n", area.n);
  write_count(json, "studies", area.studies);
  write_count(json, "reviews", area.reviews);
  write_count(json, "structural_zeros", area.structural_zeros);
  json.number("cca", area.cca);
  write_known(json, "band", area.band);
}

std::vector<std::string> area_cells(const CoveredArea& area) {
  return {fmt::format("{}", area.reviews), fmt::format("{}", area.studies),
          fmt::format("{}", area.n), fmt::format("{}", area.structural_zeros)};
}

}  // namespace

std::vector<TextTable> cite_overlap_tables(const CitationGraph& graph, const Overlap& overlap) {
  TextTable whole = table_of("How far reviews rest on the same studies",
                             {"Evidence", "#Reviews c", "#Studies r", "#Inclusions N",
                              "#Impossible X", "#CCA", "Overlap"});
  for (const OverlapScope& scope : overlap.scopes) {
    std::vector<std::string> row{scope.label.empty() ? scope.key : scope.label};
    for (std::string& cell : area_cells(scope.area)) row.push_back(std::move(cell));
    row.push_back(area_text(scope.area));
    row.push_back(band_text(scope.area));
    whole.rows.push_back(std::move(row));
  }
  TextTable pairs = table_of("Pairs of reviews", {"Evidence", "First review", "Second review",
                                                  "#Shared", "#Studies", "#CCA", "Overlap"});
  for (const OverlapScope& scope : overlap.scopes)
    for (const OverlapPair& pair : scope.pairs)
      pairs.rows.push_back({scope.label.empty() ? scope.key : scope.label,
                            node_name(graph.nodes[pair.a]), node_name(graph.nodes[pair.b]),
                            fmt::format("{}", pair.shared), fmt::format("{}", pair.area.studies),
                            area_text(pair.area), band_text(pair.area)});
  if (overlap.reviews.size() < 2) {
    whole.columns.clear();
    whole.rows.clear();
    whole.below.push_back(fmt::format(
        "Overlap is undefined: {} of the graph says what it includes, and two are needed. Say "
        "`includes:` in references.yaml.",
        overlap.reviews.empty() ? "no review" : "only one review"));
  } else {
    whole.below.push_back(
        "Corrected covered area (N - r) / (r c - r - X) (Pieper 2014): to 5 % slight, to 10 % "
        "moderate, to 15 % high, above very high. X: the study appeared after the review's "
        "search, so it could not have been included.");
  }
  for (const std::string& note : overlap.notes) whole.below.push_back("Note: " + note);
  std::vector<TextTable> tables{whole};
  if (!pairs.rows.empty()) tables.push_back(std::move(pairs));
  return tables;
}

std::vector<TextTable> cite_overlap_records(const CitationGraph& graph, const Overlap& overlap) {
  TextTable table = table_of("", {"scope", "review_a", "review_b", "shared", "reviews", "studies",
                                  "n", "structural_zeros", "cca", "band"});
  const auto add = [&](const std::string& scope, const std::string& a, const std::string& b,
                       const std::string& shared, const CoveredArea& area) {
    std::vector<std::string> row{scope, a, b, shared};
    for (std::string& cell : area_cells(area)) row.push_back(std::move(cell));
    row.push_back(area.cca ? shortest(*area.cca) : "");
    row.emplace_back(area.band);
    table.rows.push_back(std::move(row));
  };
  for (const OverlapScope& scope : overlap.scopes) {
    add(scope.key, "", "", "", scope.area);
    for (const OverlapPair& pair : scope.pairs)
      add(scope.key, graph.nodes[pair.a].key, graph.nodes[pair.b].key,
          fmt::format("{}", pair.shared), pair.area);
  }
  return {table};
}

std::string cite_overlap_json(const CitationGraph& graph, const Overlap& overlap) {
  JsonWriter json;
  begin_answer(json, "overlap");
  write_nodes(json, "reviews", graph, overlap.reviews);
  write_nodes(json, "studies", graph, overlap.studies);
  json.begin_list("matrix");
  for (const std::vector<int>& row : overlap.matrix) {
    json.begin_list();
    for (const int cell : row) json.number({}, static_cast<double>(cell));
    json.end_list();
  }
  json.end_list();
  json.begin_list("scopes");
  for (const OverlapScope& scope : overlap.scopes) {
    json.begin_object();
    json.text("key", scope.key);
    json.text("label", scope.label);
    write_area(json, scope.area);
    json.begin_list("pairs");
    for (const OverlapPair& pair : scope.pairs) {
      json.begin_object();
      json.text("a", graph.nodes[pair.a].key);
      json.text("b", graph.nodes[pair.b].key);
      write_count(json, "shared", pair.shared);
      write_area(json, pair.area);
      json.end_object();
    }
    json.end_list();
    json.end_object();
  }
  json.end_list();
  write_texts(json, "notes", overlap.notes);
  json.end_object();
  return json.take();
}

}  // namespace weald
