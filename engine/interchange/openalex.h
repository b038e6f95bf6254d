// SPDX-License-Identifier: MIT
// OpenAlex works (openalex.org), as its service answers them and as dumps hold them: {meta,
// results}, a list, one work, or NDJSON.
#pragma once

#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_openalex(std::string_view text);

/// `referenced_works` that is empty means unknown, and so does a count of 0, which OpenAlex takes
/// from that list: works with fifty references have neither. `is_retracted` becomes a notice
/// without date and with the reason «OpenAlex», which has it from Retraction Watch, late. The
/// abstract is put together from its index.
Reading read_openalex(std::string_view text);

}  // namespace weald
