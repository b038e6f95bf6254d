// SPDX-License-Identifier: MIT
// «Did you mean»: the nearest of some names.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weald {

/// The candidate nearest to `word` (Damerau-Levenshtein distance without regard to case, at most a
/// third of its length and at least one), the first in the list where several are as near; nothing
/// if none is near or the nearest shares no letter.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates);

/// Equal without regard to the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);

/// A key: lower-case ASCII words and digits joined by single hyphens.
bool is_key(std::string_view text);

}  // namespace weald
