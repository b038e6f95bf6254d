// SPDX-License-Identifier: MIT
// Measures of events in person-time: x events in t, of one group or two.
#include <cmath>

#include "engine/effects/families.h"

namespace weald::effects {
namespace {

constexpr std::string_view no_time = "the person-time must be above 0";

EffectOrReason rate_ratio(const TwoRates& r) {
  if (!(r.t1 > 0 && r.t2 > 0)) return not_defined(no_time);
  if (r.x1 == 0 && r.x2 == 0) return no_events("no events in either group");
  if (r.x1 == 0 || r.x2 == 0)
    return not_defined("no events in one group leave the ratio undefined when nothing is added");
  return Effect{.y = std::log((r.x1 / r.t1) / (r.x2 / r.t2)), .v = 1 / r.x1 + 1 / r.x2};
}

EffectOrReason rate_difference(const TwoRates& r) {
  if (!(r.t1 > 0 && r.t2 > 0)) return not_defined(no_time);
  return Effect{.y = r.x1 / r.t1 - r.x2 / r.t2, .v = r.x1 / r.t1 / r.t1 + r.x2 / r.t2 / r.t2};
}

EffectOrReason root_rate_difference(const TwoRates& r) {
  if (!(r.t1 > 0 && r.t2 > 0)) return not_defined(no_time);
  return Effect{.y = std::sqrt(r.x1 / r.t1) - std::sqrt(r.x2 / r.t2),
                .v = 1 / (4 * r.t1) + 1 / (4 * r.t2)};
}

EffectOrReason rate(const Rate& r) {
  if (!(r.t > 0)) return not_defined(no_time);
  return Effect{.y = r.x / r.t, .v = r.x / r.t / r.t};
}

EffectOrReason log_rate(const Rate& r) {
  if (!(r.t > 0)) return not_defined(no_time);
  if (r.x == 0) return no_events("no events: their logarithm is not defined when nothing is added");
  return Effect{.y = std::log(r.x / r.t), .v = 1 / r.x};
}

EffectOrReason root_rate(const Rate& r) {
  if (!(r.t > 0)) return not_defined(no_time);
  return Effect{.y = std::sqrt(r.x / r.t), .v = 1 / (4 * r.t)};
}

EffectOrReason freeman_tukey_rate(const Rate& r) {
  if (!(r.t > 0)) return not_defined(no_time);
  return Effect{.y = (std::sqrt(r.x / r.t) + std::sqrt((r.x + 1) / r.t)) / 2, .v = 1 / (4 * r.t)};
}

constexpr unsigned two = bit(DataKind::two_rates), one = bit(DataKind::rate);

const Measure table[] = {
    {.key = "IRR",
     .label = "Incidence rate ratio",
     .short_label = "IRR",
     .scale = log_scale,
     .none = 0,
     .ratio = true,
     .two_groups = true,
     .kinds = two,
     .formula = "y = log((x1/t1) / (x2/t2)); v = 1/x1 + 1/x2",
     .source = "Rothman et al. 2008",
     .adds_to_zero_cells = true,
     .compute = on<rate_ratio>},
    {.key = "IRD",
     .label = "Incidence rate difference",
     .short_label = "IRD",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = two,
     .formula = "y = x1/t1 - x2/t2; v = x1/t1² + x2/t2²",
     .source = "Rothman et al. 2008",
     .adds_to_zero_cells = true,
     .compute = on<rate_difference>},
    {.key = "IRSD",
     .label = "Difference of square-root rates",
     .short_label = "IRSD",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = two,
     .formula = "y = √(x1/t1) - √(x2/t2); v = 1/(4 t1) + 1/(4 t2)",
     .source = "Bartlett 1936",
     .adds_to_zero_cells = false,
     .compute = on<root_rate_difference>},
    {.key = "IR",
     .label = "Incidence rate",
     .short_label = "Rate",
     .scale = identity_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = one,
     .formula = "y = x/t; v = x/t²",
     .source = "Poisson variance",
     .adds_to_zero_cells = true,
     .compute = on<rate>},
    {.key = "IRLN",
     .label = "Incidence rate (log)",
     .short_label = "Rate",
     .scale = log_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = one,
     .formula = "y = log(x/t); v = 1/x",
     .source = "delta method",
     .adds_to_zero_cells = true,
     .compute = on<log_rate>},
    {.key = "IRS",
     .label = "Incidence rate (square root)",
     .short_label = "Rate",
     .scale = square_root_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = one,
     .formula = "y = √(x/t); v = 1/(4t)",
     .source = "Bartlett 1936",
     .adds_to_zero_cells = false,
     .compute = on<root_rate>},
    {.key = "IRFT",
     .label = "Incidence rate (Freeman-Tukey)",
     .short_label = "Rate",
     .scale = freeman_tukey_rate_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = one,
     .formula = "y = (√(x/t) + √((x+1)/t))/2; v = 1/(4t)",
     .source = "Freeman & Tukey 1950",
     .adds_to_zero_cells = false,
     .compute = on<freeman_tukey_rate>},
};

}  // namespace

std::span<const Measure> rates() { return table; }

}  // namespace weald::effects
