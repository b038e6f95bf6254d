// SPDX-License-Identifier: MIT
// What must hold between the values of a review that was read: errors first, then lints of
// extracted numbers, one row each. To add a check: a function, a row here, a row in the catalogue,
// a case in tests/cases.
#pragma once

#include <span>
#include <string_view>

#include "engine/review/review.h"

namespace weald {

struct Pool;  // one pool of an analysis, as engine/review/checks_parts.h has it

struct Check {
  std::string_view key;  ///< for `weald list checks`: the code it reports
  std::string_view summary;
  void (*run)(const Review&, Diagnostics&);
  void (*run_pool)(const Pool&, Diagnostics&) =
      nullptr;  ///< the same for one pool, where the check is about pools
};

std::span<const Check> checks();

/// Runs every row of checks(), in their order. The pools of the analyses are built once for all
/// rows about pools. A row that has an error, and an analysis that has one, takes no part in the
/// lints: what follows from a mistake is not reported beside it. Linear in the number of studies.
void run_checks(const Review& review, Diagnostics& diagnostics);

/// Marks the warnings that an `ack:` of their result, study or reference covers, and warns of those
/// that cover nothing (code ack-unused) or name no code (unknown-code). Runs after everything else
/// has been reported.
void apply_acknowledgements(const Review& review, Diagnostics& diagnostics);

}  // namespace weald
