// SPDX-License-Identifier: MIT
// From a loaded SOURCE to a Report: datasets -> effects -> samples -> pools -> contrasts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/analysis/report.h"

namespace weald {

/// What to analyse, as the command line gives it.
struct Request {
  std::vector<std::string> analyses{};  ///< keys; empty: all of the review
  std::vector<Setting> options{};       ///< in the order given
  bool effects_only =
      false;  ///< `weald effects`: studies with a variance of 0 stay, nothing is pooled
};

/// Runs the analyses asked for, in the order of review.yaml. Wrong names and options become
/// diagnostics (unknown-analysis, bad-option, …); the report then holds what could be done.
Report analyse(const Loaded& loaded, const Request& request, Diagnostics& diagnostics);

/// Everything of `check` that needs more than reading: options of every analysis, results that
/// enter pools.
void check_analyses(const Loaded& loaded, Diagnostics& diagnostics);

/// One pool from one dataset (of one horizon and subgroup level). Public for tests.
Pooling pool_dataset(const Dataset& dataset, const Choices& choices);

/// The first half of that: the effect of every row, and what was left out. With
/// `keep_zero_variance` such rows stay.
Pooling effects_of(const Dataset& dataset, const Choices& choices, bool keep_zero_variance);

}  // namespace weald
