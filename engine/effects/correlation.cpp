// SPDX-License-Identifier: MIT
// Measures of correlation: r among n, or the t or signed p of its test.
#include <cmath>

#include "engine/effects/families.h"
#include "engine/numerics/distributions.h"

namespace weald::effects {
namespace {

constexpr std::string_view too_few = "too few people for the variance of a correlation";

/// r = t / √(t² + n - 2), t from the signed two-sided p where that is what is given; NaN where
/// nothing is.
double correlation_of(const Correlation& c) {
  if (c.r) return *c.r;
  const double df = c.n - 2;
  if (!(df > 0)) return no_null;
  double t = no_null;
  if (c.t) {
    t = *c.t;
  } else if (c.p && std::fabs(*c.p) > 0 && std::fabs(*c.p) <= 1) {
    t = std::copysign(-student_quantile(std::fabs(*c.p) / 2, df), *c.p);
  }
  return t / std::sqrt(t * t + df);
}

EffectOrReason correlation(const Correlation& c) {
  if (!(c.n > 1)) return not_defined(too_few);
  const double r = correlation_of(c), left = 1 - r * r;
  if (!(left >= 0)) return not_defined("a correlation lies between -1 and 1");
  return Effect{.y = r, .v = left * left / (c.n - 1)};
}

EffectOrReason fisher_z(const Correlation& c) {
  if (!(c.n > 3)) return not_defined(too_few);
  const double r = correlation_of(c);
  if (!(std::fabs(r) < 1)) return not_defined("Fisher's z needs a correlation between -1 and 1");
  return Effect{.y = std::atanh(r), .v = 1 / (c.n - 3)};
}

const Measure table[] = {
    {.key = "COR",
     .label = "Correlation",
     .short_label = "r",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::correlation),
     .formula = "y = r; v = (1-r²)²/(n-1)",
     .source = "Fisher 1915",
     .adds_to_zero_cells = false,
     .compute = on<correlation>},
    {.key = "ZCOR",
     .label = "Correlation (Fisher's z)",
     .short_label = "r",
     .scale = fisher_scale,
     .none = 0,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::correlation),
     .formula = "y = atanh r; v = 1/(n-3)",
     .source = "Fisher 1921",
     .adds_to_zero_cells = false,
     .compute = on<fisher_z>},
};

}  // namespace

std::span<const Measure> correlations() { return table; }

}  // namespace weald::effects
