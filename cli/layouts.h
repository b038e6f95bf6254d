// SPDX-License-Identifier: MIT
// Layouts of the forest plot, for help, completion and `weald list layouts`.
#pragma once

#include <span>
#include <string_view>

namespace weald {

struct LayoutName {
  std::string_view key, help;
};

inline std::span<const LayoutName> layouts() {
  static constexpr LayoutName table[] = {
      {"horizons",
       "one row a study, one panel a horizon, side by side on one scale (what several horizons "
       "get)"},
      {"single", "one panel: study, numbers, plot, effect"},
      {"subgroups", "the studies of each subgroup with its subtotal, then the whole"},
      {"revman", "as in a Cochrane review: raw numbers and weight to the left of the plot"},
      {"bmj",
       "as in The BMJ: events/total of each group, plot, weight, then the full measure's name over "
       "the effects"},
      {"jama",
       "as in JAMA: numbers and effects before the plot, over which stands whom each side favors"},
  };
  return table;
}

}  // namespace weald
