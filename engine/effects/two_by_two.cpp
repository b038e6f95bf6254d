// SPDX-License-Identifier: MIT
// Measures of two groups of counts: a events and b non-events of n1, c and d of n2.
#include <cmath>

#include "engine/effects/families.h"

namespace weald::effects {
namespace {

constexpr std::string_view empty_group = "a group has nobody in it";
constexpr std::string_view zero_ratio =
    "no events in one group leave the ratio undefined when nothing is added to zero cells";
constexpr std::string_view zero_odds =
    "a zero cell leaves the odds ratio undefined when nothing is added to it";

bool has_empty_group(const TwoByTwo& t) { return !(t.n1() > 0 && t.n2() > 0); }

EffectOrReason risk_ratio(const TwoByTwo& t) {
  if (has_empty_group(t)) return not_defined(empty_group);
  if (t.a == 0 && t.c == 0) return no_events("no events in either group");
  if (t.a == 0 || t.c == 0) return not_defined(zero_ratio);
  // 1/a - 1/n1 = b / (a n1), without the cancellation.
  return Effect{.y = std::log((t.a / t.n1()) / (t.c / t.n2())),
                .v = t.b / (t.a * t.n1()) + t.d / (t.c * t.n2())};
}

EffectOrReason odds_ratio(const TwoByTwo& t) {
  if (has_empty_group(t)) return not_defined(empty_group);
  if (t.a == 0 && t.c == 0) return no_events("no events in either group");
  if (t.b == 0 && t.d == 0) return no_events("only events in both groups");
  if (t.a == 0 || t.b == 0 || t.c == 0 || t.d == 0) return not_defined(zero_odds);
  return Effect{.y = std::log((t.a * t.d) / (t.b * t.c)),
                .v = 1 / t.a + 1 / t.b + 1 / t.c + 1 / t.d};
}

EffectOrReason risk_difference(const TwoByTwo& t) {
  if (has_empty_group(t)) return not_defined(empty_group);
  const double p1 = t.a / t.n1(), p2 = t.c / t.n2();
  return Effect{.y = p1 - p2, .v = p1 * (t.b / t.n1()) / t.n1() + p2 * (t.d / t.n2()) / t.n2()};
}

EffectOrReason peto_odds_ratio(const TwoByTwo& t) {
  if (has_empty_group(t)) return not_defined(empty_group);
  const double events = t.a + t.c, others = t.b + t.d, n = t.n1() + t.n2();
  if (events == 0) return no_events("no events in either group");
  if (others == 0) return no_events("only events in both groups");
  const double expected = t.n1() * events / n;
  const double v = (t.n1() * t.n2() / (n * n)) * (events * others / (n - 1));
  return Effect{.y = (t.a - expected) / v, .v = 1 / v};
}

EffectOrReason peto_observed_expected(const ObservedExpected& d) {
  if (!(d.v > 0)) return not_defined("the variance of observed minus expected must be above 0");
  return Effect{.y = d.oe / d.v, .v = 1 / d.v};
}

EffectOrReason arcsine_difference(const TwoByTwo& t) {
  if (has_empty_group(t)) return not_defined(empty_group);
  return Effect{.y = std::asin(std::sqrt(t.a / t.n1())) - std::asin(std::sqrt(t.c / t.n2())),
                .v = 1 / (4 * t.n1()) + 1 / (4 * t.n2())};
}

const Measure table[] = {
    {.key = "RR",
     .label = "Risk ratio",
     .short_label = "RR",
     .scale = log_scale,
     .none = 0,
     .ratio = true,
     .two_groups = true,
     .kinds = bit(DataKind::two_by_two),
     .formula = "y = log((a/n1) / (c/n2)); v = 1/a - 1/n1 + 1/c - 1/n2",
     .source = "Katz et al. 1978",
     .adds_to_zero_cells = true,
     .compute = on<risk_ratio>},
    {.key = "OR",
     .label = "Odds ratio",
     .short_label = "OR",
     .scale = log_scale,
     .none = 0,
     .ratio = true,
     .two_groups = true,
     .kinds = bit(DataKind::two_by_two),
     .formula = "y = log(ad / bc); v = 1/a + 1/b + 1/c + 1/d",
     .source = "Woolf 1955",
     .adds_to_zero_cells = true,
     .compute = on<odds_ratio>},
    {.key = "RD",
     .label = "Risk difference",
     .short_label = "RD",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = bit(DataKind::two_by_two),
     .formula = "y = p1 - p2, p = events/n; v = p1(1-p1)/n1 + p2(1-p2)/n2",
     .source = "DerSimonian & Laird 1986",
     .adds_to_zero_cells = true,
     .compute = on<risk_difference>},
    {.key = "PETO",
     .label = "Peto odds ratio",
     .short_label = "Peto OR",
     .scale = log_scale,
     .none = 0,
     .ratio = true,
     .two_groups = true,
     .kinds = bit(DataKind::two_by_two) | bit(DataKind::observed_expected),
     .formula = "y = (O - E)/V, E = n1(a+c)/N, V = n1 n2 (a+c)(b+d) / (N²(N-1)); v = 1/V",
     .source = "Yusuf et al. 1985",
     .adds_to_zero_cells = true,
     .compute = on<peto_odds_ratio, peto_observed_expected>},
    {.key = "AS",
     .label = "Arcsine difference",
     .short_label = "AS",
     .scale = identity_scale,
     .none = 0,
     .ratio = false,
     .two_groups = true,
     .kinds = bit(DataKind::two_by_two),
     .formula = "y = asin √p1 - asin √p2; v = 1/(4 n1) + 1/(4 n2)",
     .source = "Rücker et al. 2009",
     .adds_to_zero_cells = false,
     .compute = on<arcsine_difference>},
};

}  // namespace

std::span<const Measure> two_by_two() { return table; }

}  // namespace weald::effects
