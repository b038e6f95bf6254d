// SPDX-License-Identifier: MIT
// GEXF 1.3 (gexf.net), the format of Gephi: a directed graph of records on a time axis of years.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_gexf(std::string_view text);

/// Also of other programs and older versions: attributes by the titles that are declared, their
/// defaults, nested nodes; the year of `start` where nothing else says one.
Reading read_gexf(std::string_view text);

/// Nodes with a year get it as `start`, so that Gephi can play the timeline.
std::string write_gexf(std::span<const Record> records);

}  // namespace weald
