// SPDX-License-Identifier: MIT
// The element of a list with a given key.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace weald {

/// The first with that key, or null.
template <class T>
const T* by_key(const std::vector<T>& list, std::string_view key) {
  const auto at = std::ranges::find_if(list, [&](const T& item) { return item.key == key; });
  return at == list.end() ? nullptr : &*at;
}

}  // namespace weald
