// SPDX-License-Identifier: MIT
// Every diagnostic and note there is: what it means, why it matters, an example and the repair.
// `weald explain`, docs/diagnostics.md and the tests come from these rows; a code that is not here
// is a fault of ours.
#pragma once

#include <span>
#include <string_view>

#include "engine/text/diagnostic.h"

namespace weald {

struct Explanation {
  std::string_view code;
  Severity severity;
  std::string_view summary;  ///< one line
  std::string_view why;      ///< why it matters to a reviewer or a patient
  std::string_view example;  ///< YAML, CSV or a command that shows it; may be several lines
  std::string_view repair;   ///< the same, mended, or what to do
};

std::span<const Explanation> catalogue();
const Explanation* find_explanation(std::string_view code);

}  // namespace weald
