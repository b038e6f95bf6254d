// SPDX-License-Identifier: MIT
#include "engine/interchange/record_graph.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/interchange/loose_date.h"
#include "engine/interchange/record_members.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/identifier.h"

namespace weald {

namespace {

constexpr std::string_view made_up = "_:";  // ids that are no keys, as blank nodes of RDF
constexpr std::string_view placeholder = "placeholder";

/// The prefixed identifiers of a record, best known first.
std::vector<std::string> identifiers(const Record& record) {
  std::vector<std::string> ids;
  const auto add = [&](std::string_view prefix, const std::string& id) {
    if (!id.empty()) ids.push_back(std::string(prefix) + id);
  };
  add("doi:", record.doi);
  add("pmid:", record.pmid);
  add("pmc:", record.pmc);
  add("openalex:", record.openalex);
  return ids;
}

/// The key or identifier that a node's id is; empty for one that was made up.
std::string own_id(const std::string& id) { return id.starts_with(made_up) ? "" : id; }

/// «Nguyen 2017», or the title, for people.
std::string label_of(const Record& record) {
  if (record.authors.empty()) return record.title;
  const std::string& author = record.authors[0];
  std::string label = author.substr(0, author.find(','));
  if (record.date.known()) label += fmt::format(" {}", record.date.year);
  return label;
}

class Builder {
 public:
  RecordGraph build(std::span<const Record> given) {
    records_.reserve(given.size());
    for (const Record& record : given) records_.push_back(cleaned(record));
    for (const Record& record : records_) add_record(record);
    // An identifier stands for the first record that has it, after all keys.
    for (std::size_t i = 0; i < records_.size(); ++i) {
      for (const std::string& id : identifiers(records_[i])) targets_.emplace(id, i);
    }
    for (std::size_t i = 0; i < records_.size(); ++i) add_edges(i);
    return std::move(graph_);
  }

 private:
  std::string fresh_id(const std::string& wanted) {
    if (!wanted.empty() && !wanted.starts_with(made_up) && used_.insert(wanted).second)
      return wanted;
    return fmt::format("{}{}", made_up, ++made_);
  }

  void add_record(const Record& record) {
    GraphNode node{.id = fresh_id(record.key), .label = label_of(record)};
    for (const RecordMember& row : record_members()) {
      if (row.edges) continue;
      std::string value = row.get(record);
      const bool said = row.name == "key" && own_id(node.id) == value;
      if (!value.empty() && !said) node.attributes.emplace_back(row.name, std::move(value));
      if (row.name == "date" && record.date.known())
        node.attributes.emplace_back("year", fmt::format("{}", record.date.year));
    }
    if (!record.key.empty()) targets_.emplace(record.key, graph_.nodes.size());
    names_.push_back(record.key);
    graph_.nodes.push_back(std::move(node));
  }

  /// The node that an identifier or key stands for; a placeholder where no record does.
  std::size_t target(const std::string& id, const std::string& text) {
    if (!id.empty()) {
      const auto found = targets_.find(id);
      if (found != targets_.end()) return found->second;
    }
    const std::size_t at = graph_.nodes.size();
    GraphNode node{.id = fresh_id(id), .label = id.empty() ? text : ""};
    node.attributes.emplace_back(placeholder, "true");
    names_.push_back(own_id(node.id));
    graph_.nodes.push_back(std::move(node));
    if (!id.empty()) targets_.emplace(id, at);
    return at;
  }

  void add_edges(std::size_t from) {
    const auto add = [&](std::string_view kind, const std::string& id, const std::string& text,
                         const std::string& status) {
      const std::size_t to = target(id, text);
      GraphEdge edge{
          .from = graph_.nodes[from].id, .to = graph_.nodes[to].id, .kind = std::string(kind)};
      if (!status.empty()) edge.attributes.emplace_back("status", status);
      if (!text.empty()) edge.attributes.emplace_back("text", text);
      if (id != names_[to]) edge.attributes.emplace_back("cited_as", id);
      graph_.edges.push_back(std::move(edge));
    };
    for (const CitedRecord& cited : records_[from].cites)
      add("cites", cited.id, cited.text, cited.status);
    for (const Relation& relation : records_[from].relations)
      add(relation.kind, relation.id, "", "");
  }

  std::vector<Record> records_{};
  RecordGraph graph_{};
  std::vector<std::string> names_{};  ///< of each node, what a reader takes it for; empty: nothing
  std::map<std::string, std::size_t> targets_{};
  std::set<std::string> used_{};
  std::size_t made_ = 0;
};

// ---- reading

/// Names that other programs give to what records know, and what they mean.
struct Synonym {
  std::string_view name, member;
};
constexpr std::array synonyms{
    Synonym{"journal", "container"},
    Synonym{"venue", "container"},
    Synonym{"source", "container"},
    Synonym{"author", "authors"},
    Synonym{"pmcid", "pmc"},
    Synonym{"citations", "cited_by_count"},
    Synonym{"cited_by", "cited_by_count"},
    Synonym{"references", "reference_count"},
    Synonym{"page", "pages"},
    Synonym{"number", "issue"},
};

/// Kinds of edges that are no citations.
constexpr std::array<std::string_view, 7> relations{
    "retracts", "corrects", "concerns", "version-of", "reports", "includes", "informs"};

/// Attributes that say again what stands elsewhere.
bool redundant(std::string_view name) {
  return name == "year" || name == "label" || name == "name" || name == "id" || name == placeholder;
}

/// A node of another program.
void read_foreign(const GraphNode& node, std::string_view format, Record& record) {
  record.key = node.id;
  const auto value = [&](std::string_view name) {
    const std::string* found = attribute(node.attributes, name);
    return found ? *found : std::string();
  };
  for (const auto& [given, text] : node.attributes) {
    const std::string name = lower_case(given);
    const RecordMember* row = find_record_member(name);
    for (const Synonym& synonym : synonyms) {
      if (!row && synonym.name == name) row = find_record_member(synonym.member);
    }
    if (redundant(name) || text.empty()) continue;
    if (!row || row->edges || row->type == RecordMember::Type::json) {
      record.extra.emplace_back(fmt::format("{}:{}", format, given), text);
      continue;
    }
    row->set(record, text);
  }
  if (const std::string date = value("date"); !date.empty() && !record.date.known())
    record.date = read_loose_date(date).date;
  if (!record.date.known()) record.date = read_loose_date(value("year")).date;
  if (!record.date.known()) record.date = {};
  std::string name = node.label.empty() ? value("label") : node.label;
  if (name.empty()) name = value("name");
  if (record.title.empty() && name != node.id) record.title = name;

  record.doi = normal_doi(record.doi);
  record.pmid = normal_pmid(record.pmid);
  record.pmc = normal_pmc(record.pmc);
  record.openalex = normal_openalex(record.openalex);
  const std::string id = normal_identifier(node.id);
  if (record.doi.empty() && id.starts_with("doi:")) record.doi = id.substr(4);
  if (record.pmid.empty() && id.starts_with("pmid:")) record.pmid = id.substr(5);
  if (record.openalex.empty() && id.starts_with("openalex:")) record.openalex = id.substr(9);
}

/// A node that we wrote: exactly what it says.
void read_own(const GraphNode& node, Record& record) {
  record.key = own_id(node.id);
  for (const auto& [name, text] : node.attributes) {
    const RecordMember* row = find_record_member(name);
    if (row && !row->edges) row->set(record, text);
  }
}

}  // namespace

const std::string* attribute(const Attributes& attributes, std::string_view name) {
  for (const auto& [given, value] : attributes) {
    if (given == name) return &value;
  }
  return nullptr;
}

std::span<const GraphAttribute> node_attributes() {
  static const std::vector<GraphAttribute> all = [] {
    std::vector<GraphAttribute> list;
    for (const RecordMember& row : record_members()) {
      using Type = RecordMember::Type;
      if (!row.edges) {
        list.push_back({row.name, row.type == Type::whole  ? "long"
                                  : row.type == Type::flag ? "boolean"
                                                           : "string"});
      }
      if (row.name == "date") list.push_back({"year", "long"});
    }
    list.push_back({placeholder, "boolean"});
    return list;
  }();
  return all;
}

std::span<const GraphAttribute> edge_attributes() {
  static constexpr GraphAttribute all[] = {
      {"status", "string"}, {"text", "string"}, {"cited_as", "string"}};
  return all;
}

RecordGraph graph_of(std::span<const Record> records) { return Builder().build(records); }

Attributes own_attributes(const Record& record, std::string_view format) {
  Attributes own;
  for (const auto& [tag, value] : record.extra) {
    if (!tag.starts_with(format) || tag.size() < format.size() + 2 || tag[format.size()] != ':')
      continue;
    std::string name = tag.substr(format.size() + 1);
    if (!find_record_member(name) && !redundant(name) && !attribute(own, name))
      own.emplace_back(std::move(name), value);
  }
  return own;
}

void records_of(const RecordGraph& graph, std::string_view format, Reading& reading) {
  std::set<std::string_view> speaking;  // nodes that cite are records, whatever they say
  for (const GraphEdge& edge : graph.edges) speaking.insert(edge.from);

  constexpr std::size_t no_record = SIZE_MAX;
  struct Known {
    std::size_t record;
    std::string id;  // what an edge to it cites
  };
  std::map<std::string_view, Known> nodes;
  std::set<std::string_view> own;  // as we write them: their kinds of edges mean what they say
  for (const GraphNode& node : graph.nodes) {
    if (nodes.contains(node.id)) {
      reading.rejected.push_back(
          {node.line, node.id, "another node has the same id; give each node an id of its own"});
      continue;
    }
    const std::string* mark = attribute(node.attributes, placeholder);
    if (mark && *mark == "true" && !speaking.contains(node.id)) {
      nodes.emplace(node.id, Known{no_record, own_id(node.id)});
      continue;
    }
    Record record;
    record.line = node.line;
    if (attribute(node.attributes, "kind")) {
      own.insert(node.id);
      read_own(node, record);
    } else {
      read_foreign(node, format, record);
    }
    nodes.emplace(node.id, Known{reading.records.size(), record.key});
    reading.records.push_back(std::move(record));
  }

  for (const GraphEdge& edge : graph.edges) {
    const auto from = nodes.find(edge.from);
    if (from == nodes.end()) {
      reading.remarks.push_back(
          {edge.line,
           fmt::format("an edge begins at «{}», which is no node, and is left out", edge.from)});
      continue;
    }
    Record& record = reading.records[from->second.record];
    const auto to = nodes.find(edge.to);
    std::string id = to != nodes.end() ? to->second.id : "";
    if (to == nodes.end()) {
      id = normal_identifier(edge.to);
      if (id.empty()) id = edge.to;
      reading.remarks.push_back(
          {edge.line, fmt::format("an edge ends at «{}», which is no node; kept as a reference to "
                                  "something that nobody describes",
                                  edge.to)});
    }
    const auto said = [&](std::string_view name) {
      const std::string* value = attribute(edge.attributes, name);
      return value ? *value : std::string();
    };
    if (attribute(edge.attributes, "cited_as")) id = said("cited_as");
    const bool other = !own.contains(edge.from) &&
                       std::find(relations.begin(), relations.end(), edge.kind) == relations.end();
    if (edge.kind.empty() || edge.kind == "cites" || other) {
      record.cites.push_back({id, said("text"), said("status")});
    } else {
      record.relations.push_back({edge.kind, id});
    }
  }
  // A graph of another program has the references that it knows of.
  for (const GraphNode& node : graph.nodes) {
    const auto found = nodes.find(node.id);
    if (found == nodes.end() || found->second.record == no_record) continue;
    Record& record = reading.records[found->second.record];
    if (!own.contains(node.id)) record.cites_known = !record.cites.empty();
  }
}

}  // namespace weald
