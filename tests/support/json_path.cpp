// SPDX-License-Identifier: MIT
#include "tests/support/json_path.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace weald::test {
namespace {

using Json = nlohmann::json;

const Json* element(const Json& list, std::string_view inside) {
  const std::size_t equals = inside.find('=');
  if (equals == std::string_view::npos) {
    std::size_t index = 0;
    const char* end = inside.data() + inside.size();
    if (std::from_chars(inside.data(), end, index).ptr != end) return nullptr;
    return index < list.size() ? &list[index] : nullptr;
  }
  const std::string field(inside.substr(0, equals)), wanted(inside.substr(equals + 1));
  const Json* found = nullptr;
  for (const Json& item : list) {
    const auto value = item.find(field);
    if (value == item.end() || !value->is_string() ||
        value->get_ref<const std::string&>() != wanted)
      continue;
    if (found != nullptr) return nullptr;
    found = &item;
  }
  return found;
}

}  // namespace

const Json* walk(const Json& root, std::string_view path) {
  const Json* at = &root;
  while (at != nullptr && !path.empty()) {
    if (path.front() == '[') {
      const std::size_t close = path.find(']');
      if (close == std::string_view::npos || !at->is_array()) return nullptr;
      at = element(*at, path.substr(1, close - 1));
      path.remove_prefix(close + 1);
      continue;
    }
    if (path.front() == '.') path.remove_prefix(1);
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    const auto value = at->find(std::string(path.substr(0, end)));
    at = at->is_object() && value != at->end() ? &*value : nullptr;
    path.remove_prefix(end);
  }
  return at;
}

}  // namespace weald::test
