// SPDX-License-Identifier: MIT
// Measures of one group of counts: x events among n.
#include <cmath>

#include "engine/effects/families.h"

namespace weald::effects {
namespace {

constexpr std::string_view nobody = "nobody is in the group";

EffectOrReason proportion(const Proportion& d) {
  if (!(d.n > 0)) return not_defined(nobody);
  const double p = d.x / d.n;
  return Effect{.y = p, .v = p * ((d.n - d.x) / d.n) / d.n};
}

EffectOrReason log_proportion(const Proportion& d) {
  if (!(d.n > 0)) return not_defined(nobody);
  if (d.x == 0) return no_events("no events: their logarithm is not defined when nothing is added");
  return Effect{.y = std::log(d.x / d.n), .v = (d.n - d.x) / (d.x * d.n)};
}

EffectOrReason logit_proportion(const Proportion& d) {
  if (!(d.n > 0)) return not_defined(nobody);
  if (d.x == 0) return no_events("no events: the logit is not defined when nothing is added");
  if (d.x == d.n) return no_events("only events: the logit is not defined when nothing is added");
  return Effect{.y = std::log(d.x / (d.n - d.x)), .v = 1 / d.x + 1 / (d.n - d.x)};
}

EffectOrReason arcsine_proportion(const Proportion& d) {
  if (!(d.n > 0)) return not_defined(nobody);
  return Effect{.y = std::asin(std::sqrt(d.x / d.n)), .v = 1 / (4 * d.n)};
}

EffectOrReason freeman_tukey(const Proportion& d) {
  if (!(d.n > 0)) return not_defined(nobody);
  return Effect{
      .y =
          (std::asin(std::sqrt(d.x / (d.n + 1))) + std::asin(std::sqrt((d.x + 1) / (d.n + 1)))) / 2,
      .v = 1 / (4 * d.n + 2)};
}

constexpr unsigned counts = bit(DataKind::proportion);

const Measure table[] = {
    {.key = "PR",
     .label = "Proportion",
     .short_label = "Proportion",
     .scale = identity_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = counts,
     .formula = "y = p = x/n; v = p(1-p)/n",
     .source = "binomial variance",
     .adds_to_zero_cells = true,
     .compute = on<proportion>},
    {.key = "PLN",
     .label = "Proportion (log)",
     .short_label = "Proportion",
     .scale = log_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = counts,
     .formula = "y = log(x/n); v = 1/x - 1/n",
     .source = "delta method",
     .adds_to_zero_cells = true,
     .compute = on<log_proportion>},
    {.key = "PLO",
     .label = "Proportion (logit)",
     .short_label = "Proportion",
     .scale = logit_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = counts,
     .formula = "y = log(x/(n-x)); v = 1/x + 1/(n-x)",
     .source = "Berkson 1944",
     .adds_to_zero_cells = true,
     .compute = on<logit_proportion>},
    {.key = "PAS",
     .label = "Proportion (arcsine)",
     .short_label = "Proportion",
     .scale = arcsine_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = counts,
     .formula = "y = asin √(x/n); v = 1/(4n)",
     .source = "Fisher 1922",
     .adds_to_zero_cells = false,
     .compute = on<arcsine_proportion>},
    {.key = "PFT",
     .label = "Proportion (Freeman-Tukey)",
     .short_label = "Proportion",
     .scale = freeman_tukey_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = counts,
     .formula = "y = (asin √(x/(n+1)) + asin √((x+1)/(n+1)))/2; v = 1/(4n+2)",
     .source = "Freeman & Tukey 1950; inverse: Miller 1978",
     .adds_to_zero_cells = false,
     .compute = on<freeman_tukey>},
};

}  // namespace

std::span<const Measure> proportions() { return table; }

}  // namespace weald::effects
