// SPDX-License-Identifier: MIT
// Graphs in XML: the walk over nodes and edges that GraphML and GEXF share. Only for the .cpp files
// of this folder: it shows the XML library.
#pragma once

#include <string_view>

#include "engine/interchange/record_graph.h"
#include "engine/interchange/xml_tools.h"

namespace weald {

/// A format says what its other elements declare, and what a node or an edge holds beside its ids.
class XmlGraphReader {
 public:
  explicit XmlGraphReader(std::string_view text) : text_(text), lines_(text), closed_(text) {}
  virtual ~XmlGraphReader() = default;

  /// `format` as records_of() takes it; `direction` is the attribute of <graph> that says whether
  /// its edges have one.
  Reading read(std::string_view format, const char* direction);

 protected:
  virtual void declare(pugi::xml_node element, std::string_view name) = 0;
  virtual void fill(GraphNode& node, pugi::xml_node element) = 0;
  virtual void fill(GraphEdge& edge, pugi::xml_node element) = 0;

 private:
  std::size_t line_of(pugi::xml_node element) const;
  void read_node(pugi::xml_node element);
  void read_edge(pugi::xml_node element);

  std::string_view text_;
  Lines lines_;
  Closed closed_;
  Reading reading_{};
  RecordGraph graph_{};
};

}  // namespace weald
