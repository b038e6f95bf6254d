// SPDX-License-Identifier: MIT
// GraphML (graphml.graphdrawing.org): a directed graph of records, read by yEd, networkx, igraph,
// Gephi and Cytoscape.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_graphml(std::string_view text);

/// Also of other programs: attributes are found by the names that their keys declare, defaults of
/// keys and labels of yEd are read, nested graphs are flattened. A document type is refused.
Reading read_graphml(std::string_view text);

/// Every key is declared with its type; the edge's kind is an attribute.
std::string write_graphml(std::span<const Record> records);

}  // namespace weald
