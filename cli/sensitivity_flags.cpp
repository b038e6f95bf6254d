// SPDX-License-Identifier: MIT
#include "cli/sensitivity_flags.h"

#include <cmath>

#include <fmt/format.h>

#include "cli/terminal.h"
#include "engine/text/number.h"

namespace weald {

bool read_count(const Call& call, std::string_view flag, double least, double most,
                std::uint64_t& target) {
  if (!call.has(flag)) return true;
  const auto value = read_number(call.value(flag)).value;
  if (value && *value >= least && *value <= most && *value == std::floor(*value)) {
    target = static_cast<std::uint64_t>(*value);
    return true;
  }
  say_usage(*call.streams, fmt::format("`--{}` cannot be `{}`", flag, call.value(flag)),
            fmt::format("a whole number from {} to {}", shortest(least), shortest(most)));
  return false;
}

bool read_sensitivity_flags(const Call& call, SensitivityRequest& request) {
  request.unit = call.value("unit", "study");
  request.by = call.value("by");
  request.descending = call.has("descending");
  request.multiverse = call.value("multiverse");
  constexpr double largest_whole = 9007199254740992.0;  // 2^53
  return read_count(call, "seed", 0, largest_whole, request.seed) &&
         read_count(call, "iterations", 1, 1e9, request.iterations) &&
         read_count(call, "subsets", 1, 1e8, request.subsets) &&
         read_count(call, "replicates", 100, 1e8, request.replicates);
}

}  // namespace weald
