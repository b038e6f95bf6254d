// SPDX-License-Identifier: MIT
// CSL-JSON, the exchange format of citation processors (schema csl-data.json of
// citation-style-language/schema 1.0.2). Names that it does not know are kept as extras
// `csl:name` holding their JSON, and written back. What CSL has no place for (references, notices,
// relations, counts, registrations, …) stands in `custom.weald`, so that any record comes back as
// it was.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_csl_json(std::string_view text);

/// Dates may be lists of parts (numbers or texts), EDTF texts, `raw` or `literal`; names may have
/// particles, suffixes or be literal. Where the writer would say an author list or a date with
/// less, the original is kept in `csl:author`, `csl:issued`.
Reading read_csl_json(std::string_view text);

/// A list of items with their members in a fixed order, one line a member.
std::string write_csl_json(std::span<const Record> records);

}  // namespace weald
