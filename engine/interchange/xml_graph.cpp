// SPDX-License-Identifier: MIT
#include "engine/interchange/xml_graph.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace weald {

Reading XmlGraphReader::read(std::string_view format, const char* direction) {
  pugi::xml_document document;
  const bool any = parse_xml(text_, document, reading_);
  const bool broken = !reading_.rejected.empty();
  if (!any) return std::move(reading_);
  for (pugi::xml_node at = document.first_child(); at; at = next_in(document, at)) {
    const std::string_view name = local_name(at);
    if (name == "graph") {
      if (std::string_view(at.attribute(direction).value()) == "undirected")
        reading_.remarks.push_back({line_of(at),
                                    "the edges have no direction; each is read as if its source "
                                    "cites its target"});
    } else if (name == "node" || name == "edge") {
      if (broken && !closed_(at)) continue;  // the fault is told already
      name == "node" ? read_node(at) : read_edge(at);
    } else {
      declare(at, name);
    }
  }
  records_of(graph_, format, reading_);
  return std::move(reading_);
}

std::size_t XmlGraphReader::line_of(pugi::xml_node element) const {
  return lines_.at(static_cast<std::size_t>(std::max<std::ptrdiff_t>(element.offset_debug(), 0)));
}

void XmlGraphReader::read_node(pugi::xml_node element) {
  GraphNode node{.id = xml_attribute(element, "id"), .line = line_of(element)};
  fill(node, element);
  if (node.id.empty())
    reading_.rejected.push_back({node.line, node.label, "the node has no id"});
  else
    graph_.nodes.push_back(std::move(node));
}

void XmlGraphReader::read_edge(pugi::xml_node element) {
  GraphEdge edge{.from = xml_attribute(element, "source"),
                 .to = xml_attribute(element, "target"),
                 .line = line_of(element)};
  fill(edge, element);
  if (const std::string* kind = attribute(edge.attributes, "kind")) edge.kind = *kind;
  graph_.edges.push_back(std::move(edge));
}

}  // namespace weald
