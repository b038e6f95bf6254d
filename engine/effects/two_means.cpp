// SPDX-License-Identifier: MIT
// Measures of two groups of means: m, sd, n of each, or d, t, p of their comparison.
#include <cmath>

#include "engine/effects/families.h"
#include "engine/numerics/distributions.h"

namespace weald::effects {
namespace {

double square(double x) { return x * x; }

constexpr std::string_view too_few = "a group has too few people for a standard deviation";
constexpr std::string_view no_spread = "the standard deviation must be above 0";

bool usable(const TwoMeans& t) { return t.n1 >= 1 && t.n2 >= 1 && t.sd1 >= 0 && t.sd2 >= 0; }

EffectOrReason mean_difference(const TwoMeans& t) {
  if (!usable(t)) return not_defined(too_few);
  return Effect{.y = t.m1 - t.m2, .v = square(t.sd1) / t.n1 + square(t.sd2) / t.n2};
}

/// g from Cohen's d, with the large-sample variance at the corrected g.
EffectOrReason from_d(double d, double n1, double n2) {
  const double m = n1 + n2 - 2;
  if (!(m > 1) || !(n1 > 0) || !(n2 > 0)) return not_defined(too_few);
  const double g = hedges_correction(m) * d;
  return Effect{.y = g, .v = 1 / n1 + 1 / n2 + square(g) / (2 * (n1 + n2))};
}

EffectOrReason standardised_difference(const TwoMeans& t) {
  if (!usable(t) || !(t.n1 + t.n2 > 2)) return not_defined(too_few);
  const double pooled =
      std::sqrt(((t.n1 - 1) * square(t.sd1) + (t.n2 - 1) * square(t.sd2)) / (t.n1 + t.n2 - 2));
  if (!(pooled > 0)) return not_defined(no_spread);
  return from_d((t.m1 - t.m2) / pooled, t.n1, t.n2);
}

EffectOrReason standardised_from_statistic(const StandardisedInput& s) {
  if (s.d) return from_d(*s.d, s.n1, s.n2);
  if (!(s.n1 + s.n2 > 2) || !(s.n1 > 0) || !(s.n2 > 0)) return not_defined(too_few);
  std::optional<double> t = s.t;
  if (!t && s.p) {
    const double size = std::fabs(*s.p);
    if (!(size > 0 && size <= 1)) return not_defined("a p-value of 0 gives no effect size");
    t = std::copysign(-student_quantile(size / 2, s.n1 + s.n2 - 2), *s.p);
  }
  if (!t) return NoEffect{"missing-data", "neither d nor t nor p is given"};
  return from_d(*t * std::sqrt(1 / s.n1 + 1 / s.n2), s.n1, s.n2);
}

EffectOrReason standardised_heteroscedastic(const TwoMeans& t) {
  if (!usable(t) || !(t.n1 > 1 && t.n2 > 1)) return not_defined(too_few);
  const double v1 = square(t.sd1), v2 = square(t.sd2), mean = (v1 + v2) / 2;
  if (!(mean > 0)) return not_defined(no_spread);
  const double g = hedges_correction(t.n1 + t.n2 - 2) * (t.m1 - t.m2) / std::sqrt(mean);
  const double spread = square(v1 / mean) / (t.n1 - 1) + square(v2 / mean) / (t.n2 - 1);
  return Effect{.y = g, .v = square(g) * spread / 8 + (v1 / (t.n1 - 1) + v2 / (t.n2 - 1)) / mean};
}

EffectOrReason standardised_by_control(const TwoMeans& t) {
  if (!usable(t) || !(t.n2 > 2)) return not_defined(too_few);
  if (!(t.sd2 > 0)) return not_defined(no_spread);
  const double y = hedges_correction(t.n2 - 1) * (t.m1 - t.m2) / t.sd2;
  return Effect{.y = y, .v = 1 / t.n1 + 1 / t.n2 + square(y) / (2 * t.n2)};
}

EffectOrReason standardised_by_control_heteroscedastic(const TwoMeans& t) {
  if (!usable(t) || !(t.n1 > 1 && t.n2 > 2)) return not_defined(too_few);
  if (!(t.sd2 > 0)) return not_defined(no_spread);
  const double y = hedges_correction(t.n2 - 1) * (t.m1 - t.m2) / t.sd2;
  return Effect{
      .y = y,
      .v = square(t.sd1 / t.sd2) / (t.n1 - 1) + 1 / (t.n2 - 1) + square(y) / (2 * (t.n2 - 1))};
}

EffectOrReason ratio_of_means(const TwoMeans& t) {
  if (!usable(t)) return not_defined(too_few);
  if (!(t.m1 * t.m2 > 0))
    return not_defined("a ratio of means needs means of the same sign, not 0");
  const double v1 = square(t.sd1 / t.m1) / t.n1, v2 = square(t.sd2 / t.m2) / t.n2;
  return Effect{.y = std::log(t.m1 / t.m2) + (v1 - v2) / 2, .v = v1 + v2};
}

constexpr unsigned means = bit(DataKind::two_means);

const Measure table[] = {
    {.key = "MD",
     .label = "Mean difference",
     .short_label = "MD",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = means,
     .formula = "y = m1 - m2; v = sd1²/n1 + sd2²/n2",
     .source = "Cochrane Handbook 6.5.1",
     .adds_to_zero_cells = false,
     .compute = on<mean_difference>},
    {.key = "SMD",
     .label = "Standardised mean difference",
     .short_label = "SMD",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = means | bit(DataKind::standardised),
     .formula = "y = g = J (m1 - m2)/sd, J = Γ(m/2) / (√(m/2) Γ((m-1)/2)), m = n1+n2-2; "
                "v = 1/n1 + 1/n2 + g²/(2(n1+n2))",
     .source = "Hedges 1981",
     .adds_to_zero_cells = false,
     .compute = on<standardised_difference, standardised_from_statistic>},
    {.key = "SMDH",
     .label = "Standardised mean difference, unequal variances",
     .short_label = "SMDH",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = means,
     .formula = "y = J (m1 - m2)/s, s² = (sd1² + sd2²)/2; v = y²(sd1⁴/(n1-1) + sd2⁴/(n2-1))/(8s⁴) "
                "+ (sd1²/(n1-1) + sd2²/(n2-1))/s²",
     .source = "Bonett 2009",
     .adds_to_zero_cells = false,
     .compute = on<standardised_heteroscedastic>},
    {.key = "SMD1",
     .label = "Standardised mean difference, control group's sd",
     .short_label = "SMD1",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = means,
     .formula = "y = J (m1 - m2)/sd2, J on n2-1; v = 1/n1 + 1/n2 + y²/(2 n2)",
     .source = "Glass 1976; Hedges 1981",
     .adds_to_zero_cells = false,
     .compute = on<standardised_by_control>},
    {.key = "SMD1H",
     .label = "Standardised mean difference, control group's sd, unequal variances",
     .short_label = "SMD1H",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = means,
     .formula = "y = J (m1 - m2)/sd2, J on n2-1; "
                "v = (sd1/sd2)²/(n1-1) + 1/(n2-1) + y²/(2 (n2-1))",
     .source = "Bonett 2008",
     .adds_to_zero_cells = false,
     .compute = on<standardised_by_control_heteroscedastic>},
    {.key = "ROM",
     .label = "Ratio of means",
     .short_label = "RoM",
     .scale = log_scale,
     .none = 0,
     .ratio = true,
     .two_groups = true,
     .kinds = means,
     .formula = "y = log(m1/m2) + (sd1²/(n1 m1²) - sd2²/(n2 m2²))/2; "
                "v = sd1²/(n1 m1²) + sd2²/(n2 m2²)",
     .source = "Hedges et al. 1999; Lajeunesse 2015",
     .adds_to_zero_cells = false,
     .compute = on<ratio_of_means>},
};

}  // namespace

double hedges_correction(double m) {
  // Γ(z+½)/Γ(z) at z = (m-1)/2: carried up by Γ(z+1) = zΓ(z) to where the series in 1/z (Tricomi &
  // Erdélyi 1951) is exact in double precision. A difference of lgamma would lose digits as m
  // grows.
  double z = (m - 1) / 2, carried = 1;
  while (z < 40) {
    carried *= z / (z + 0.5);
    z += 1;
  }
  const double x = 1 / z;
  const double series =
      1 + x * (-1. / 8 +
               x * (1. / 128 +
                    x * (5. / 1024 + x * (-21. / 32768 +
                                          x * (-399. / 262144 +
                                               x * (869. / 4194304 + x * (39325. / 33554432)))))));
  return carried * std::sqrt(z) * series / std::sqrt(m / 2);
}

std::span<const Measure> two_means() { return table; }

}  // namespace weald::effects
