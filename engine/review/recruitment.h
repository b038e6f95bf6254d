// SPDX-License-Identifier: MIT
// Where and when a study recruited, from its `site:`, to suspect that people are counted twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weald {

/// Where and in which years people were recruited, as `site:` says: «Spine Centre, 2007-2008».
struct Recruitment {
  std::string place;  ///< letters alone, lower case, of what stands before the first year
  int first = 0, last = 0;
};

/// Reads a `site:`; nothing where it names no place or no year.
std::optional<Recruitment> recruitment(std::string_view site);

}  // namespace weald
