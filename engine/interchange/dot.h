// SPDX-License-Identifier: MIT
// DOT, the language of Graphviz (graphviz.org/doc/info/lang.html).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_dot(std::string_view text);

/// Nodes, edges (also in chains) and their attributes; ids in quotes, bare, or HTML; comments;
/// subgraphs are flattened, defaults of `node` and `edge` do not describe records and are left out.
/// A statement that cannot be understood is rejected, and reading goes on behind it.
Reading read_dot(std::string_view text);

/// Every id and every value stands in quotes with `"` and `\` escaped, line breaks as `\n`; nothing
/// of the data can end a text, and nothing of it is HTML.
std::string write_dot(std::span<const Record> records);

}  // namespace weald
