// SPDX-License-Identifier: MIT
// A list of edges as CSV, for spreadsheets and for programs that know nothing else. One file holds
// edges and nodes: a row of the kind `node` describes the node whose id stands in `citing`, every
// other row is an edge. Columns: citing, cited, kind, status, text, cited_as, label, then those of
// a node (its own kind in `node_kind`).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_edges(std::string_view text);

/// Two columns are enough: citing and cited (or source and target, from and to). Nodes that cite
/// are records, also where no row describes them.
Reading read_edges(std::string_view text);

/// Texts that a spreadsheet would take for a formula (those that begin with = + - @, a tab or a
/// line break) get an apostrophe before them (CWE-1236), and so do those that begin with
/// apostrophes and then one of these; the reader takes one away again. Numbers never get one.
std::string write_edges(std::span<const Record> records);

}  // namespace weald
