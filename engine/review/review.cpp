// SPDX-License-Identifier: MIT
#include "engine/review/review.h"

#include "engine/review/by_key.h"

namespace weald {

const Horizon* Review::horizon(std::string_view key) const { return by_key(horizons, key); }
const Treatment* Review::treatment(std::string_view key) const { return by_key(treatments, key); }
const Outcome* Review::outcome(std::string_view key) const { return by_key(outcomes, key); }
const Analysis* Review::analysis(std::string_view key) const { return by_key(analyses, key); }
const Reference* Review::reference(std::string_view key) const { return by_key(references, key); }

// Studies are many and sorted by key: checks of ten thousand citations must not take ten thousand
// squared.
const Study* Review::study(std::string_view key) const {
  const auto at = std::ranges::lower_bound(
      studies, key, {}, [](const Study& s) -> std::string_view { return s.key; });
  return at != studies.end() && at->key == key ? &*at : nullptr;
}

}  // namespace weald
