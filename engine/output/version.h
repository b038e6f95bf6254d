// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace weald {

/// The engine's version; CMakeLists.txt holds the same (a test compares them).
constexpr std::string_view version() { return "0.1.0"; }

}  // namespace weald
