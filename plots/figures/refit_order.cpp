// SPDX-License-Identifier: MIT
// One order of rows for panels that have each their own (Kahn 1962, Commun ACM 5:558).
#include <algorithm>
#include <set>

#include "engine/text/number.h"
#include "plots/figures/refits.h"

namespace weald::forest {

CommonOrder common_order(const std::vector<RefitPanel>& panels,
                         const std::map<RefitKey, std::string>& values, bool descending) {
  const bool numbers = std::ranges::all_of(values, [](const auto& item) {
    return item.second.empty() || read_number(item.second).value.has_value();
  });
  const bool by_name = std::ranges::all_of(
      panels, [](const RefitPanel& panel) { return std::ranges::is_sorted(panel.keys); });
  const auto value_of = [&](const RefitKey& key) {
    const auto found = values.find(key);
    return found == values.end() ? std::string{} : found->second;
  };
  const auto before = [&](const RefitKey& a, const RefitKey& b) {
    const std::string x = value_of(a), y = value_of(b);
    if (x.empty() != y.empty()) return y.empty();
    if (x == y) return by_name && a < b;
    const std::string &first = descending ? y : x, &second = descending ? x : y;
    return numbers ? *read_number(first).value < *read_number(second).value : first < second;
  };
  std::vector<std::set<RefitKey>> left;
  for (const RefitPanel& panel : panels) left.emplace_back(panel.keys.begin(), panel.keys.end());
  std::vector<std::size_t> next(panels.size(), 0);
  const auto front = [&](std::size_t p) -> const RefitKey* {
    while (next[p] < panels[p].keys.size() && !left[p].contains(panels[p].keys[next[p]])) ++next[p];
    return next[p] < panels[p].keys.size() ? &panels[p].keys[next[p]] : nullptr;
  };
  CommonOrder out;
  while (true) {
    const RefitKey *best = nullptr, *any = nullptr;
    for (std::size_t p = 0; p < panels.size(); ++p) {
      const RefitKey* key = front(p);
      if (key == nullptr) continue;
      if (any == nullptr) any = key;
      bool ready = true;
      for (std::size_t other = 0; other < panels.size(); ++other)
        ready = ready && (!left[other].contains(*key) || *front(other) == *key);
      if (ready && (best == nullptr || before(*key, *best))) best = key;
    }
    if (any == nullptr) return out;
    out.agreed = out.agreed && best != nullptr;
    const RefitKey taken = best != nullptr ? *best : *any;
    out.keys.push_back(taken);
    for (std::set<RefitKey>& rest : left) rest.erase(taken);
  }
}

}  // namespace weald::forest
