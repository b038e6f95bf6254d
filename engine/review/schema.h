// SPDX-License-Identifier: MIT
// JSON Schema (2020-12) of review, study and reference files, from the same declarations that read
// them.
#pragma once

#include <string>
#include <string_view>

namespace weald {

/// `kind` is "review", "study" or "references".
std::string json_schema(std::string_view kind);

}  // namespace weald
