// SPDX-License-Identifier: MIT
// A fast reader of the YAML that descriptors mostly are. Used by yaml.cpp alone.
#pragma once

#include <optional>
#include <string_view>

#include "engine/text/yaml.h"

namespace weald::yaml {

/// The tree of a text without fault and without refusals, exactly as the full parser gives it;
/// nothing where the text needs that parser: for texts of several lines, escapes, quoted keys,
/// tabs, carriage returns, anything that might be wrong. Five to ten times as fast. The text must
/// be UTF-8 without control characters.
std::optional<Node> parse_plain(std::string_view text, std::uint32_t source);

}  // namespace weald::yaml
