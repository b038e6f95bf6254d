// SPDX-License-Identifier: MIT
// Records as a graph of texts and back: what GraphML, GEXF, DOT and the list of edges have in
// common. Each of them only says it in its syntax.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/interchange/formats.h"

namespace weald {

using Attributes = std::vector<std::pair<std::string, std::string>>;

/// The value of an attribute, or null.
const std::string* attribute(const Attributes& attributes, std::string_view name);

struct GraphNode {
  std::string id{};     ///< unique: the record's key, else `_:1`, `_:2`, …
  std::string label{};  ///< «Nguyen 2017», for people; empty: the id
  Attributes attributes{};
  std::size_t line = 0;
};

struct GraphEdge {
  std::string from{}, to{};  ///< ids of nodes
  std::string kind{};        ///< cites, or the kind of a relation; empty: cites
  Attributes attributes{};
  std::size_t line = 0;
};

struct RecordGraph {
  std::vector<GraphNode> nodes{};
  std::vector<GraphEdge> edges{};
};

/// What a node or an edge may carry, for formats that declare it: `type` is string, long or
/// boolean.
struct GraphAttribute {
  std::string_view name, type;
};
/// The members of a record that are no edges, `year` and `placeholder`.
std::span<const GraphAttribute> node_attributes();
/// status (in-text, inferred; none: explicit), text (the reference as printed) and cited_as (the
/// identifier that is cited, where the node has another id).
std::span<const GraphAttribute> edge_attributes();

/// Nodes in the order of the records, then everything that they cite or relate to and that is no
/// record, each once, with the attribute `placeholder`. An entry that identifies nothing gets a
/// placeholder of its own. Edges in the order of the records, each with its references first.
RecordGraph graph_of(std::span<const Record> records);

/// The reverse. Nodes of other programs, which have no `kind`, are understood as far as their
/// attributes have names that records know, or common ones (label, name, journal, …); attributes
/// that are not become extras `format:name`. Edges to unknown nodes are kept and remarked upon.
void records_of(const RecordGraph& graph, std::string_view format, Reading& reading);

/// The extras of a record that its reader in that format called `format:name`.
Attributes own_attributes(const Record& record, std::string_view format);

}  // namespace weald
