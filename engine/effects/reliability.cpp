// SPDX-License-Identifier: MIT
// Measures of reliability: Cronbach's alpha of an instrument of m items in n people, as it is or
// transformed.
#include <cmath>

#include "engine/effects/families.h"

namespace weald::effects {
namespace {

/// Why there is no variance; empty where there is one.
std::string_view lacking(const Reliability& r) {
  if (!(r.items > 1)) return "alpha needs two items at least";
  if (!(r.n > 2)) return "too few people for the variance of alpha";
  return r.alpha <= 1 ? "" : "alpha is 1 at most";
}

EffectOrReason alpha(const Reliability& r) {
  if (const auto why = lacking(r); !why.empty()) return not_defined(why);
  const double left = 1 - r.alpha;
  return Effect{.y = r.alpha, .v = 2 * r.items * left * left / ((r.items - 1) * (r.n - 2))};
}

EffectOrReason hakstian_whalen(const Reliability& r) {
  if (const auto why = lacking(r); !why.empty()) return not_defined(why);
  const double root = std::cbrt(1 - r.alpha), size = 9 * r.n - 11;
  return Effect{.y = 1 - root,
                .v = 18 * r.items * (r.n - 1) * root * root / ((r.items - 1) * size * size)};
}

EffectOrReason bonett(const Reliability& r) {
  if (const auto why = lacking(r); !why.empty()) return not_defined(why);
  if (!(r.alpha < 1)) return not_defined("the logarithm of 1 - alpha needs an alpha below 1");
  return Effect{.y = -std::log1p(-r.alpha), .v = 2 * r.items / ((r.items - 1) * (r.n - 2))};
}

const Measure table[] = {
    {.key = "ARAW",
     .label = "Cronbach's alpha",
     .short_label = "alpha",
     .scale = identity_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::reliability),
     .formula = "y = α; v = 2m(1-α)²/((m-1)(n-2))",
     .source = "van Zyl, Neudecker & Nel 2000",
     .adds_to_zero_cells = false,
     .compute = on<alpha>},
    {.key = "AHW",
     .label = "Cronbach's alpha (Hakstian-Whalen)",
     .short_label = "alpha",
     .scale = hakstian_whalen_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::reliability),
     .formula = "y = 1 - (1-α)^(1/3); v = 18m(n-1)(1-α)^(2/3)/((m-1)(9n-11)²)",
     .source = "Hakstian & Whalen 1976",
     .adds_to_zero_cells = false,
     .compute = on<hakstian_whalen>},
    {.key = "ABT",
     .label = "Cronbach's alpha (Bonett)",
     .short_label = "alpha",
     .scale = bonett_scale,
     .none = no_null,
     .ratio = false,
     .two_groups = false,
     .kinds = bit(DataKind::reliability),
     .formula = "y = -ln(1-α); v = 2m/((m-1)(n-2))",
     .source = "Bonett 2002",
     .adds_to_zero_cells = false,
     .compute = on<bonett>},
};

}  // namespace

std::span<const Measure> reliabilities() { return table; }

}  // namespace weald::effects
