// SPDX-License-Identifier: MIT
// The paths of expectations (tests/oracle/README.md): `.field`, `[n]`, `[field=value]`.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace weald::test {

/// The value at `path`, or null where a step leads nowhere or a selector names more than one
/// element.
const nlohmann::json* walk(const nlohmann::json& root, std::string_view path);

}  // namespace weald::test
