// SPDX-License-Identifier: MIT
// Finding the row of a table by its key, without regard to the case of ASCII letters.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace weald {

inline bool same_key(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// The row with that key, or null.
template <class Row>
const Row* row_with_key(std::span<const Row> rows, std::string_view key) {
  for (const Row& row : rows)
    if (same_key(row.key, key)) return &row;
  return nullptr;
}

}  // namespace weald
