// SPDX-License-Identifier: MIT
// What the answers of `weald cite` share: names of nodes, numbers with their nouns, nodes as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/citations/graph.h"
#include "engine/citations/summary.h"
#include "engine/output/json_writer.h"
#include "engine/output/table_parts.h"
#include "engine/review/review.h"

namespace weald {

/// The key of what the review describes; for other papers what they are called and the identifier.
std::string node_name(const Node& node);
/// node_name() of each, with commas.
std::string node_names(const CitationGraph& graph, const std::vector<std::uint32_t>& nodes);
/// «2017», or a dash.
std::string year_text(const Node& node);
/// A row for each of `total`, at most `top` (0: all), and what to say of the others.
std::size_t shown_of(std::size_t total, std::size_t top);

/// «9 % of the literature: 40 of 52 papers …».
std::string completeness_text(const Completeness& completeness);

/// A result as the paper that published it prints it: «pain, 1 month: MD -12 (-20 to -4)».
std::string published_text(const PublishedPool& pool);

/// { "format": "weald.cite.<verb>/1", "engine": …; the object is left open.
void begin_answer(JsonWriter& json, std::string_view verb);
/// A node as an object of a list, with the fields that all answers give.
void begin_node(JsonWriter& json, const Node& node);
/// A list of nodes.
void write_nodes(JsonWriter& json, std::string_view key, const CitationGraph& graph,
                 const std::vector<std::uint32_t>& nodes);
void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts);
void write_notices(JsonWriter& json, const std::vector<PublishedNotice>& notices);
void write_completeness(JsonWriter& json, const Completeness& completeness);
void write_count(JsonWriter& json, std::string_view key, std::size_t n);
/// null where the text is empty.
void write_known(JsonWriter& json, std::string_view key, std::string_view text);

}  // namespace weald
