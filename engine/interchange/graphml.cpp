// SPDX-License-Identifier: MIT
#include "engine/interchange/graphml.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/interchange/xml_graph.h"

namespace weald {

namespace {

/// What a key of the file stands for.
struct Key {
  std::string name{}, fallback{};
  bool of_edges = false, of_nodes = false;
};

class Reader : public XmlGraphReader {
 public:
  using XmlGraphReader::XmlGraphReader;

 private:
  void declare(pugi::xml_node node, std::string_view element) override {
    if (element != "key") return;
    const std::string id = xml_attribute(node, "id"), of = xml_attribute(node, "for");
    Key key{.name = xml_attribute(node, "attr.name")};
    if (key.name.empty() && !node.attribute("yfiles.type")) key.name = id;
    for (const pugi::xml_node child : node) {
      if (local_name(child) == "default") key.fallback = text_under(child);
    }
    key.of_edges = of == "edge" || of == "all" || of.empty();
    key.of_nodes = of == "node" || of == "all" || of.empty();
    keys_[id] = std::move(key);
  }

  /// The data of a node or an edge by name; defaults of the keys where nothing is said.
  Attributes data_of(pugi::xml_node node, bool edge, std::string& label) {
    Attributes attributes;
    for (const pugi::xml_node data : node) {
      if (local_name(data) != "data") continue;
      const std::string id = xml_attribute(data, "key");
      const auto key = keys_.find(id);
      const std::string name = key == keys_.end() ? id : key->second.name;
      if (name.empty()) {  // graphics of yEd
        for (pugi::xml_node at = next_in(data, data); at; at = next_in(data, at)) {
          const bool is_label = local_name(at) == (edge ? "EdgeLabel" : "NodeLabel");
          if (is_label && label.empty()) label = trimmed(text_under(at));
        }
        continue;
      }
      if (!attribute(attributes, name)) attributes.emplace_back(name, text_under(data));
    }
    for (const auto& [id, key] : keys_) {
      const bool fits = edge ? key.of_edges : key.of_nodes;
      if (fits && !key.fallback.empty() && !attribute(attributes, key.name))
        attributes.emplace_back(key.name, key.fallback);
    }
    return attributes;
  }

  void fill(GraphNode& node, pugi::xml_node element) override {
    node.attributes = data_of(element, false, node.label);
  }

  void fill(GraphEdge& edge, pugi::xml_node element) override {
    std::string label;
    edge.attributes = data_of(element, true, label);
  }

  std::map<std::string, Key> keys_{};
};

std::string data_line(std::string_view key, std::string_view value) {
  return fmt::format("      <data key=\"{}\">{}</data>\n", xml_text(key), xml_text(value));
}

std::string key_line(std::string_view id, std::string_view of, std::string_view name,
                     std::string_view type) {
  return fmt::format("  <key id=\"{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n",
                     xml_text(id), of, xml_text(name), type);
}

}  // namespace

bool looks_like_graphml(std::string_view text) { return first_element_is(text, "graphml"); }

Reading read_graphml(std::string_view text) { return Reader(text).read("graphml", "edgedefault"); }

std::string write_graphml(std::span<const Record> records) {
  RecordGraph graph = graph_of(records);
  // Attributes that another program's file had, back under their names.
  std::set<std::string> others;
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (auto& [name, value] : own_attributes(records[i], "graphml")) {
      others.insert(name);
      graph.nodes[i].attributes.emplace_back("x-" + name, value);
    }
  }

  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  out += key_line("label", "node", "label", "string");
  for (const GraphAttribute& row : node_attributes())
    out += key_line(row.name, "node", row.name, row.type);
  for (const std::string& name : others) out += key_line("x-" + name, "node", name, "string");
  out += key_line("edge-kind", "edge", "kind", "string");
  for (const GraphAttribute& row : edge_attributes())
    out += key_line(fmt::format("edge-{}", row.name), "edge", row.name, row.type);
  out += "  <graph edgedefault=\"directed\">\n";
  for (const GraphNode& node : graph.nodes) {
    out += fmt::format("    <node id=\"{}\">\n", xml_text(node.id));
    out += data_line("label", node.label.empty() ? node.id : node.label);
    for (const auto& [name, value] : node.attributes) out += data_line(name, value);
    out += "    </node>\n";
  }
  for (const GraphEdge& edge : graph.edges) {
    out += fmt::format("    <edge source=\"{}\" target=\"{}\">\n", xml_text(edge.from),
                       xml_text(edge.to));
    out += data_line("edge-kind", edge.kind);
    for (const auto& [name, value] : edge.attributes) out += data_line("edge-" + name, value);
    out += "    </edge>\n";
  }
  return out + "  </graph>\n</graphml>\n";
}

}  // namespace weald
