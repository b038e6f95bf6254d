// SPDX-License-Identifier: MIT
// Crossref works (api.crossref.org): {message}, {message: {items}}, a list, one work, or NDJSON.
#pragma once

#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_crossref(std::string_view text);

/// References without a DOI keep their place as text, so that the list is as long as the paper's;
/// an empty list means unknown, whatever is counted. `update-to` makes the work a notice about
/// another paper; `updated-by` are notices about this one, with their source as the reason.
Reading read_crossref(std::string_view text);

}  // namespace weald
