// SPDX-License-Identifier: MIT
// Lints of finished estimates by themselves: is the estimate in the middle of its interval, does
// the p go with them.
#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "engine/numerics/distributions.h"
#include "engine/review/lints_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// A printed number on the analysis scale: what it may have been before it was rounded.
Rounded analysed(const Measure& measure, double value, int places) {
  const Rounded shown = rounded(value, places);
  const auto on_scale = [&](double x) {
    const double y = measure.scale().analysed(x);
    // Rounding can carry a ratio's limit to 0 or below: its logarithm then has no lower bound.
    return std::isnan(y) ? -std::numeric_limits<double>::infinity() : y;
  };
  return {on_scale(shown.low), on_scale(shown.high)};
}

double gap(const Rounded& a, const Rounded& b) {
  return std::max({0.0, a.low - b.high, b.low - a.high});
}

struct Printed {
  Rounded estimate, lower, upper;
  double low = 0, high = 0;  ///< the limits themselves, analysis scale
};

/// Estimate and interval on the analysis scale. The decimals of all three are those of the one with
/// most: papers print them alike, and whoever typed them may have left out a last zero.
std::optional<Printed> printed_on_scale(const EffectAt& effect) {
  const PrintedEffect& p = effect.printed;
  if (!effect.measure || !p.estimate || !p.ci || !sound(effect)) return std::nullopt;
  const double e = p.estimate->value, l = p.ci->lower.value, u = p.ci->upper.value;
  const int places =
      std::max({decimals(*p.estimate), decimals(p.ci->lower), decimals(p.ci->upper)});
  const Measure& m = *effect.measure;
  const Printed on{analysed(m, e, places), analysed(m, l, places), analysed(m, u, places),
                   m.scale().analysed(l), m.scale().analysed(u)};
  if (!std::isfinite(on.low) || !std::isfinite(on.high) || on.low >= on.high) return std::nullopt;
  return on;
}

/// Whether intervals of that measure are symmetric by construction: differences and ratios of
/// groups, means, and what a paper's model gives. Those of proportions, rates and correlations of
/// one group are not.
bool symmetric(const Measure& measure) {
  const auto takes = [&](DataKind kind) {
    return (measure.kinds & static_cast<unsigned>(kind)) != 0;
  };
  if (takes(DataKind::proportion) || takes(DataKind::rate) || takes(DataKind::correlation) ||
      takes(DataKind::reliability))
    return false;
  return true;
}

/// How far an estimate may lie from the middle beyond rounding, as a part of half the interval's
/// width: OR 7.2 (1.3 to 37) is off by 2 % because limits are rounded to digits, not to decimals;
/// the misprints that are known are off by 9 % and more.
constexpr double midpoint_slack = 0.05;

bool off_midpoint(const Printed& on) {
  const Rounded middle{(on.lower.low + on.upper.low) / 2, (on.lower.high + on.upper.high) / 2};
  return gap(middle, on.estimate) > midpoint_slack * (on.high - on.low) / 2;
}

}  // namespace

Rounded z_of_p(const Number& printed) {
  const double p = printed.value;
  const Rounded range = rounded(p, decimals(printed));
  // P < .001 is entered as 0.001: any smaller one goes with it.
  const double digits = -std::log10(p);
  const bool at_most = p <= 0.001 && std::fabs(digits - std::round(digits)) < 1e-9;
  const double infinity = std::numeric_limits<double>::infinity();
  return {range.high >= 1 ? 0 : normal_quantile(1 - range.high / 2),
          at_most || range.low <= 0 ? infinity : -normal_quantile(range.low / 2)};
}

bool z_disagree(const Rounded& from_p, const Rounded& from_interval) {
  // Papers use t, chi-squared or likelihood-ratio tests beside Wald's interval: a difference of an
  // eighth is theirs.
  return gap(from_p, from_interval) > 0.05 + 0.12 * std::min(from_p.high, from_interval.high);
}

std::string p_text(double z) { return exp_text(normal_log_two_sided(z), 2); }

void estimate_not_midpoint(const EffectAt& effect, Diagnostics& diagnostics) {
  const auto on = printed_on_scale(effect);
  if (!on || !symmetric(*effect.measure) || !off_midpoint(*on)) return;
  const PrintedEffect& p = effect.printed;
  const Measure& m = *effect.measure;
  const std::string middle = significant(m.scale().shown((on->low + on->high) / 2, 0), 3);
  const bool logarithms = m.scale().key == "log";
  Diagnostic& d = diagnostics.warning(
      "estimate-not-midpoint", p.estimate->span,
      fmt::format("{} {} is not the middle of its interval {}: that is {}", m.key,
                  show(*p.estimate), show(*p.ci), middle),
      fmt::format(
          "{}; an estimate lies in the middle{}, so one of the three numbers is misread or "
          "misprinted: look them up "
          "again. If the paper prints them so, or its interval is exact or bootstrapped, "
          "acknowledge it: ack: "
          "[{{code: estimate-not-midpoint, why: …}}]",
          logarithms ? fmt::format("√({} × {}) = {}", show(p.ci->lower), show(p.ci->upper), middle)
                     : fmt::format("the middle of {} is {}", show(*p.ci), middle),
          m.scale().key == "identity" ? "" : fmt::format(" on the {} scale", m.scale().key)));
  d.primary.text = "the estimate";
  d.secondary.push_back(
      {p.ci->span.known() ? p.ci->span : p.ci->lower.span, "its middle is " + middle});
}

bool p_goes_with(const EffectAt& effect) {
  Diagnostics scratch;
  p_disagrees(effect, scratch);
  return scratch.all().empty();
}

void p_disagrees(const EffectAt& effect, Diagnostics& diagnostics) {
  const PrintedEffect& p = effect.printed;
  if (!p.p || !p.estimate || !effect.measure || !(p.p->value > 0) ||
      !std::isfinite(effect.measure->none))
    return;
  const Measure& m = *effect.measure;
  Rounded se{}, y{};
  std::string from;
  if (p.ci) {
    const auto on = printed_on_scale(effect);
    // Where the estimate is off its interval, one of the three is wrong already: nothing to hold p
    // against.
    if (!on || !symmetric(m) || off_midpoint(*on)) return;
    const double z = normal_quantile(0.5 + (p.level ? p.level->value : 0.95) / 2);
    se = {(on->upper.low - on->lower.high) / (2 * z), (on->upper.high - on->lower.low) / (2 * z)};
    y = on->estimate;
    from = fmt::format("{} ({})", show(*p.estimate), show(*p.ci));
  } else if (p.se && sound(effect)) {
    se = rounded(p.se->value, decimals(*p.se));
    y = analysed(m, p.estimate->value, decimals(*p.estimate));
    from = fmt::format("{} with standard error {}", show(*p.estimate), show(*p.se));
  } else {
    return;
  }
  if (!(se.low > 0) || !std::isfinite(se.high)) return;
  const double low = y.low - m.none, high = y.high - m.none;
  const double nearest_0 = low <= 0 && high >= 0 ? 0 : std::min(std::fabs(low), std::fabs(high));
  const Rounded z{nearest_0 / se.high, std::max(std::fabs(low), std::fabs(high)) / se.low};
  if (!z_disagree(z_of_p(*p.p), z)) return;
  const double centre = std::fabs(low + high) / (se.low + se.high);
  Diagnostic& d = diagnostics.warning(
      "p-disagrees", p.p->span,
      fmt::format("p = {} does not go with {} {}: they give p = {}", show(*p.p), m.key, from,
                  p_text(centre)),
      fmt::format("z = |estimate| / standard error = {} on the {} scale, and p = P(|Z| > {}) = {}; "
                  "look the numbers up "
                  "again. If the paper prints them so (another test, an adjustment), acknowledge "
                  "it: ack: [{{code: "
                  "p-disagrees, why: …}}]",
                  fixed(centre, 2), m.scale().key, fixed(centre, 2), p_text(centre)));
  d.primary.text = "printed";
  d.secondary.push_back({p.estimate->span, "gives p = " + p_text(centre)});
}

}  // namespace weald
