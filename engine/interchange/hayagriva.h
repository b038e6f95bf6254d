// SPDX-License-Identifier: MIT
// Hayagriva (github.com/typst/hayagriva): bibliographies of Typst in YAML, an entry a key, what it
// appeared in nested under `parent`.
#pragma once

#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_hayagriva(std::string_view text);

/// Each entry is read alone, so that a fault in the YAML costs the entry that it stands in.
/// Journal, volume, publisher, … are taken from the parents where the entry does not say them;
/// persons in other roles are kept under their role, other members as `hayagriva:name`.
Reading read_hayagriva(std::string_view text);

}  // namespace weald
