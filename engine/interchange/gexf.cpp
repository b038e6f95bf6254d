// SPDX-License-Identifier: MIT
#include "engine/interchange/gexf.h"

#include <map>

#include <fmt/format.h>

#include "engine/interchange/xml_graph.h"

namespace weald {

namespace {

/// An attribute that the file declares.
struct Declared {
  std::string title{}, fallback{};
};
using Declarations = std::map<std::string, Declared>;

class Reader : public XmlGraphReader {
 public:
  using XmlGraphReader::XmlGraphReader;

 private:
  void declare(pugi::xml_node attributes, std::string_view name) override {
    if (name != "attributes") return;
    const bool edges = std::string_view(attributes.attribute("class").value()) == "edge";
    for (const pugi::xml_node one : attributes) {
      if (local_name(one) != "attribute") continue;
      Declared declared{.title = xml_attribute(one, "title")};
      const std::string id = xml_attribute(one, "id");
      if (declared.title.empty()) declared.title = id;
      for (const pugi::xml_node child : one) {
        if (local_name(child) == "default") declared.fallback = text_under(child);
      }
      (edges ? of_edges_ : of_nodes_)[id] = std::move(declared);
    }
  }

  Attributes values_of(pugi::xml_node node, const Declarations& declared) const {
    Attributes attributes;
    for (const pugi::xml_node values : node) {
      if (local_name(values) != "attvalues") continue;
      for (const pugi::xml_node value : values) {
        if (local_name(value) != "attvalue") continue;
        std::string id = xml_attribute(value, "for");
        if (id.empty()) id = xml_attribute(value, "id");  // before 1.2
        const auto found = declared.find(id);
        const std::string& title = found == declared.end() ? id : found->second.title;
        if (!attribute(attributes, title))
          attributes.emplace_back(title, xml_attribute(value, "value"));
      }
    }
    for (const auto& [id, one] : declared) {
      if (!one.fallback.empty() && !attribute(attributes, one.title))
        attributes.emplace_back(one.title, one.fallback);
    }
    return attributes;
  }

  void fill(GraphNode& node, pugi::xml_node element) override {
    node.label = xml_attribute(element, "label");
    node.attributes = values_of(element, of_nodes_);
    if (const std::string start = xml_attribute(element, "start");
        !start.empty() && !attribute(node.attributes, "year")) {
      node.attributes.emplace_back("year", start);
    }
  }

  void fill(GraphEdge& edge, pugi::xml_node element) override {
    edge.kind = xml_attribute(element, "kind");
    edge.attributes = values_of(element, of_edges_);
  }

  Declarations of_nodes_{}, of_edges_{};
};

template <class Rows>
std::string declarations(std::string_view of, const Rows& rows) {
  std::string out = fmt::format("    <attributes class=\"{}\" mode=\"static\">\n", of);
  for (const auto& row : rows) {
    out += fmt::format("      <attribute id=\"{0}\" title=\"{0}\" type=\"{1}\"/>\n",
                       xml_text(row.name), row.type);
  }
  return out + "    </attributes>\n";
}

std::string values(const Attributes& attributes) {
  if (attributes.empty()) return "";
  std::string out = "        <attvalues>\n";
  for (const auto& [name, value] : attributes) {
    out += fmt::format("          <attvalue for=\"{}\" value=\"{}\"/>\n", xml_text(name),
                       xml_text(value));
  }
  return out + "        </attvalues>\n";
}

}  // namespace

bool looks_like_gexf(std::string_view text) { return first_element_is(text, "gexf"); }

Reading read_gexf(std::string_view text) { return Reader(text).read("gexf", "defaultedgetype"); }

std::string write_gexf(std::span<const Record> records) {
  RecordGraph graph = graph_of(records);
  const std::span<const GraphAttribute> known = node_attributes();
  std::vector<GraphAttribute> declared(known.begin(), known.end());
  std::map<std::string, GraphAttribute> others;
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (auto& [name, value] : own_attributes(records[i], "gexf")) {
      const auto at = others.try_emplace(name).first;
      at->second = {at->first, "string"};
      graph.nodes[i].attributes.emplace_back(name, value);
    }
  }
  for (const auto& [name, row] : others) declared.push_back(row);

  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
      "  <meta>\n    <creator>weald</creator>\n  </meta>\n"
      "  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"integer\">\n";
  out += declarations("node", declared) + declarations("edge", edge_attributes());
  out += "    <nodes>\n";
  for (const GraphNode& node : graph.nodes) {
    const std::string* year = attribute(node.attributes, "year");
    out += fmt::format("      <node id=\"{}\" label=\"{}\"{}>\n", xml_text(node.id),
                       xml_text(node.label.empty() ? node.id : node.label),
                       year ? fmt::format(" start=\"{}\"", *year) : "");
    out += values(node.attributes) + "      </node>\n";
  }
  out += "    </nodes>\n    <edges>\n";
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    const GraphEdge& edge = graph.edges[i];
    out += fmt::format(
        "      <edge id=\"{}\" source=\"{}\" target=\"{}\" kind=\"{}\" label=\"{}\">\n", i,
        xml_text(edge.from), xml_text(edge.to), xml_text(edge.kind), xml_text(edge.kind));
    out += values(edge.attributes) + "      </edge>\n";
  }
  return out + "    </edges>\n  </graph>\n</gexf>\n";
}

}  // namespace weald
