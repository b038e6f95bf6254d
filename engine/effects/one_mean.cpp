// SPDX-License-Identifier: MIT
// Measures of one group's mean: m, sd, n.
#include <cmath>

#include "engine/effects/families.h"

namespace weald::effects {
namespace {

constexpr std::string_view nobody = "nobody is in the group";

EffectOrReason mean(const Mean& g) {
  if (!(g.n > 0)) return not_defined(nobody);
  return Effect{.y = g.m, .v = g.sd * g.sd / g.n};
}

EffectOrReason log_mean(const Mean& g) {
  if (!(g.n > 0)) return not_defined(nobody);
  if (!(g.m > 0)) return not_defined("the logarithm of a mean needs a mean above 0");
  const double ratio = g.sd / g.m;
  return Effect{.y = std::log(g.m), .v = ratio * ratio / g.n};
}

const Measure table[] = {
    {.key = "MN",
     .label = "Mean",
     .short_label = "Mean",
     .scale = identity_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::mean),
     .formula = "y = m; v = sd²/n",
     .source = "variance of a mean",
     .adds_to_zero_cells = false,
     .compute = on<mean>},
    {.key = "MNLN",
     .label = "Mean (log)",
     .short_label = "Mean",
     .scale = log_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::mean),
     .formula = "y = log m; v = sd²/(n m²)",
     .source = "delta method",
     .adds_to_zero_cells = false,
     .compute = on<log_mean>},
};

}  // namespace

std::span<const Measure> one_mean() { return table; }

}  // namespace weald::effects
