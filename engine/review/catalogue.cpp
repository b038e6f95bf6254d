// SPDX-License-Identifier: MIT
// The parts of the catalogue as one list.
#include "engine/review/catalogue.h"

#include <algorithm>
#include <vector>

#include "engine/review/catalogue_parts.h"

namespace weald {

std::span<const Explanation> catalogue() {
  static const std::vector<Explanation> all = [] {
    std::vector<Explanation> rows;
    for (auto* part : {reading_explanations, check_explanations, lint_explanations,
                       left_out_explanations, note_explanations}) {
      const std::span<const Explanation> some = part();
      rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
  }();
  return all;
}

const Explanation* find_explanation(std::string_view code) {
  const auto all = catalogue();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Explanation& row) { return row.code == code; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace weald
