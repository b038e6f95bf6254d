// SPDX-License-Identifier: MIT
// The words of `weald cite impact`: papers, studies and lists of retractions, and what becomes of
// the review without them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/cite_work.h"
#include "engine/output/cite_output.h"

namespace weald {

/// The words sorted: the one that is a folder is SOURCE, files are lists, all else names something.
/// A word without an ending or slash that is a key too is the key, unless it is a folder and stands
/// last of several.
struct ImpactWords {
  std::vector<std::string> source{};  ///< at most one
  std::vector<std::string> lists{}, names{};
  std::optional<int> stop{};
};
ImpactWords sort_impact_words(const Call& call, const std::vector<std::string>& words);

/// Everything asked for. `stop` is an exit code where a word names nothing or a list cannot be read
/// (it has been said).
struct ImpactRun {
  ImpactAnswer answer{};
  std::optional<int> stop{};
};
ImpactRun run_impact(const Call& call, const CiteWork& work, const ImpactWords& words);

}  // namespace weald
