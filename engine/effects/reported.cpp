// SPDX-License-Identifier: MIT
// Estimates that come finished: hazard ratios, generic estimates with variances, and any measure as
// a paper prints it.
#include <cmath>

#include "engine/effects/families.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace effects {
namespace {

EffectOrReason log_hazard_ratio(const ObservedExpected& d) {
  if (!(d.v > 0)) return not_defined("the variance of observed minus expected must be above 0");
  return Effect{.y = d.oe / d.v, .v = 1 / d.v};
}

const Measure table[] = {
    {.key = "HR",
     .label = "Hazard ratio",
     .short_label = "HR",
     .scale = log_scale,
     .none = 0,
     .ratio = true,
     .two_groups = true,
     .kinds = bit(DataKind::observed_expected),
     .formula = "y = log HR with v from its interval, se or p; or y = (O - E)/V, v = 1/V",
     .source = "Parmar et al. 1998",
     .adds_to_zero_cells = false,
     .compute = on<log_hazard_ratio>},
    {.key = "GEN",
     .label = "Effect (as given)",
     .short_label = "Effect",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::generic),
     .formula = "y and v as given",
     .source = "generic inverse variance, Cochrane Handbook 10.3.3",
     .adds_to_zero_cells = false,
     .compute = on<generic>},
};

}  // namespace

EffectOrReason generic(const Generic& data) {
  if (data.v < 0) return not_defined("a variance is not negative");
  return checked(Effect{.y = data.y, .v = data.v});
}

std::span<const Measure> reported() { return table; }

}  // namespace effects

EffectOrReason reported_effect(const Measure& measure, const Reported& reported) {
  using effects::not_defined;
  const Scale& scale = measure.scale();
  const double y = scale.analysed(reported.estimate);
  if (!std::isfinite(y)) {
    if (&scale == &log_scale())
      return not_defined(
          "the estimate must be above 0 for a measure that is analysed as a logarithm");
    if (&scale == &fisher_scale()) return not_defined("a correlation lies between -1 and 1");
    return not_defined("the estimate lies outside what this measure can be");
  }
  double v = 0;
  if (reported.variance) {
    v = *reported.variance;
  } else if (reported.se) {
    v = *reported.se * *reported.se;
  } else if (reported.lower && reported.upper) {
    if (!(reported.level > 0 && reported.level < 1))
      return not_defined("the level of an interval lies between 0 and 1");
    const double lower = scale.analysed(*reported.lower), upper = scale.analysed(*reported.upper);
    if (!std::isfinite(lower) || !std::isfinite(upper))
      return not_defined("a limit of the interval lies outside what this measure can be");
    const double se = (upper - lower) / (-2 * normal_quantile((1 - reported.level) / 2));
    if (se < 0) return not_defined("the limits of the interval are swapped");
    v = se * se;
  } else if (reported.p) {
    if (!(*reported.p > 0 && *reported.p < 1))
      return not_defined("a p-value of exactly 0 or 1 tells no standard error");
    const double distance = std::isnan(measure.none) ? y : y - measure.none;
    if (distance == 0)
      return not_defined("a p-value tells no standard error of an estimate of no effect");
    const double se = distance / normal_quantile(*reported.p / 2);
    v = se * se;
  } else {
    return NoEffect{"missing-data", "no standard error, interval or p-value is given"};
  }
  if (v < 0) return not_defined("a variance is not negative");
  return effects::checked(Effect{.y = y, .v = v});
}

}  // namespace weald
