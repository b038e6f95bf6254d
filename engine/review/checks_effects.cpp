// SPDX-License-Identifier: MIT
// Errors in finished estimates: `effect:`, `reported:` and the pooled results of references.
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

bool swapped(const Ends& ends) { return ends.lower.value > ends.upper.value; }

bool holds(double lower, double upper, double estimate) {
  return lower <= estimate && estimate <= upper;
}

/// What the interval would be if one limit had lost its minus sign, where that holds the estimate.
std::string lost_minus(const PrintedEffect& printed) {
  if (!printed.estimate || !printed.ci) return {};
  const double lower = printed.ci->lower.value, upper = printed.ci->upper.value;
  const double estimate = printed.estimate->value;
  const auto offer = [&](double low, double high) {
    return fmt::format(
        "did a limit lose its minus sign? [{}, {}] holds the estimate {}; look it up again",
        shortest(low), shortest(high), shortest(estimate));
  };
  if (lower > 0 && holds(-lower, upper, estimate)) return offer(-lower, upper);
  if (lower > 0 && upper > 0 && holds(-lower, -upper, estimate)) return offer(-lower, -upper);
  if (lower > 0 && upper > 0 && holds(-upper, -lower, estimate)) return offer(-upper, -lower);
  return {};
}

bool has_precision(const PrintedEffect& printed) {
  return printed.se || printed.ci || printed.p || printed.variance;
}

void must_be_positive(const std::optional<Number>& number, const char* what,
                      Diagnostics& diagnostics) {
  if (!number || number->value > 0) return;
  diagnostics.error(
      "sd-not-positive", number->span,
      fmt::format("{} of {}: it must be above 0", what, show(*number)),
      "it says how uncertain the estimate is, on the analysis scale (for ratios that of the "
      "logarithm); look it up again, or give the interval: ci: [lower, upper]");
}

enum class Domain { any, above_zero, fraction, plus_minus_one, one_at_most };

/// What the read scale of a measure allows.
Domain domain(const Measure& measure) {
  const auto takes = [&](DataKind kind) {
    return (measure.kinds & static_cast<unsigned>(kind)) != 0;
  };
  if (measure.ratio) return Domain::above_zero;
  if (!measure.two_groups && takes(DataKind::proportion)) return Domain::fraction;
  if (takes(DataKind::correlation) || measure.key == "RD") return Domain::plus_minus_one;
  if (takes(DataKind::reliability)) return Domain::one_at_most;
  return Domain::any;
}

}  // namespace

void effect_incomplete(const EffectAt& effect, Diagnostics& diagnostics) {
  if (effect.misread) return;
  const PrintedEffect& printed = effect.printed;
  std::string wants;
  if (effect.role == EffectRole::reported) {
    if (printed.estimate && printed.measure.value.empty()) wants = "`measure`";
  } else if (printed.oe || printed.v) {
    if (!printed.oe) wants = "`oe`, observed minus expected, beside its variance `v`";
    if (!printed.v) wants = "`v`, the variance of `oe`";
    if (printed.measure.value.empty()) wants = "`measure` (HR or PETO)";
  } else if (!printed.estimate) {
    // A pooled result without a number says what it found in words: pooled_empty() looks after
    // those.
    if (effect.role == EffectRole::effect || has_precision(printed)) wants = "`estimate`";
  } else if (printed.measure.value.empty()) {
    wants = "`measure`";
  } else if (!has_precision(printed)) {
    wants = "its uncertainty: `ci`, `se`, `variance` or `p`";
  }
  if (wants.empty()) return;
  diagnostics.error(
      "effect-incomplete", effect.span(), fmt::format("the effect lacks {}", wants),
      effect.role == EffectRole::reported
          ? "type e.g. reported: {measure: RD, estimate: 0.221, ci: [0.055, 0.387]}"
          : "type e.g. {measure: OR, estimate: 7.2, ci: [1.3, 37]}; an estimate that the paper "
            "gives without any uncertainty goes into `finding:` as words");
}

void effect_interval_swapped(const EffectAt& effect, Diagnostics& diagnostics) {
  if (!effect.printed.ci || !swapped(*effect.printed.ci)) return;
  const Ends& ci = *effect.printed.ci;
  std::string help = lost_minus(effect.printed);
  if (help.empty())
    help = fmt::format("type the lower limit first: [{}, {}]", show(ci.upper), show(ci.lower));
  Diagnostic& d =
      diagnostics.error("interval-swapped", ci.lower.span,
                        fmt::format("the interval runs backwards: {}", show(ci)), std::move(help));
  d.primary.text = "the lower limit";
  d.secondary.push_back({ci.upper.span, "is above the upper limit"});
}

void effect_interval_misses(const EffectAt& effect, Diagnostics& diagnostics) {
  const PrintedEffect& printed = effect.printed;
  if (!printed.ci || !printed.estimate || swapped(*printed.ci)) return;
  if (holds(printed.ci->lower.value, printed.ci->upper.value, printed.estimate->value)) return;
  std::string help = lost_minus(printed);
  if (help.empty())
    help =
        "estimate and interval are given on one scale, as people read them (OR 7.2, not its "
        "logarithm); look the three numbers up again";
  Diagnostic& d = diagnostics.error("interval-misses-estimate", printed.estimate->span,
                                    fmt::format("the interval {} does not hold its estimate {}",
                                                show(*printed.ci), show(*printed.estimate)),
                                    std::move(help));
  d.primary.text = "the estimate";
  d.secondary.push_back(
      {printed.ci->span.known() ? printed.ci->span : printed.ci->lower.span, show(*printed.ci)});
}

void effect_se_not_positive(const EffectAt& effect, Diagnostics& diagnostics) {
  must_be_positive(effect.printed.se, "a standard error", diagnostics);
  must_be_positive(effect.printed.variance, "a variance", diagnostics);
  must_be_positive(effect.printed.v, "a variance of observed minus expected", diagnostics);
}

void effect_no_width(const EffectAt& effect, Diagnostics& diagnostics) {
  const PrintedEffect& printed = effect.printed;
  if (effect.role == EffectRole::reported || !printed.ci || printed.se || printed.variance) return;
  if (printed.ci->lower.value != printed.ci->upper.value) return;
  diagnostics.error(
      "sd-not-positive", printed.ci->span.known() ? printed.ci->span : printed.ci->lower.span,
      fmt::format("the interval {} has no width: its standard error would be 0", show(*printed.ci)),
      "it says how uncertain the estimate is; look it up again. Limits that round "
      "to one number need more decimals, or `se`");
}

void p_out_of_range(const EffectAt& effect, Diagnostics& diagnostics) {
  const PrintedEffect& printed = effect.printed;
  if (!printed.p) return;
  const double p = printed.p->value;
  if (p < 0 || p > 1) {
    diagnostics.error("p-out-of-range", printed.p->span,
                      fmt::format("p = {}: a probability lies between 0 and 1", show(*printed.p)),
                      p > 1 && p <= 100
                          ? fmt::format("type {} for {} %", shortest(p / 100), show(*printed.p))
                          : "look it up again; P < .001 is typed as p: 0.001");
    return;
  }
  const bool alone =
      effect.role != EffectRole::reported && !printed.ci && !printed.se && !printed.variance;
  if (alone && (p == 0 || p == 1))
    diagnostics.error(
        "p-out-of-range", printed.p->span,
        fmt::format("p = {} tells nothing of the estimate's uncertainty", show(*printed.p)),
        "give the interval or the standard error; P < .001 is typed as p: 0.001, and its "
        "standard error is then the largest that it can be");
}

void level_out_of_range(const EffectAt& effect, Diagnostics& diagnostics) {
  const auto& level = effect.printed.level;
  if (!level || (level->value > 0 && level->value < 1)) return;
  diagnostics.error(
      "level-out-of-range", level->span,
      fmt::format("a confidence level of {}: it lies between 0 and 1", show(*level)),
      level->value > 1 && level->value < 100
          ? fmt::format("type {} for {} %", shortest(level->value / 100), show(*level))
          : std::string("type e.g. 0.95, or leave it out for 0.95"));
}

void estimate_out_of_range(const EffectAt& effect, Diagnostics& diagnostics) {
  const PrintedEffect& printed = effect.printed;
  if (!effect.measure || !printed.estimate) return;
  const Domain allowed = domain(*effect.measure);
  const bool pooled_from_it = effect.role == EffectRole::effect && !printed.se && !printed.variance;
  const auto fits = [&](double x, bool limit) {
    switch (allowed) {
      // A lower limit printed as 0.0 is rounded, not wrong; but no standard error follows from it.
      case Domain::above_zero:
        return limit && !pooled_from_it ? x >= 0 : x > 0;
      case Domain::fraction:
        return limit || (x >= 0 && x <= 1);
      case Domain::plus_minus_one:
        return limit || std::fabs(x) <= 1;
      case Domain::one_at_most:
        return limit || x <= 1;
      case Domain::any:
        break;
    }
    return true;
  };
  const Number* wrong = !fits(printed.estimate->value, false) ? &*printed.estimate : nullptr;
  if (!wrong && printed.ci && !fits(printed.ci->lower.value, true)) wrong = &printed.ci->lower;
  if (!wrong) return;
  static constexpr std::string_view between[] = {"", "it lies above 0", "it lies between 0 and 1",
                                                 "it lies between -1 and 1", "it is 1 at most"};
  const std::string percent =
      std::fabs(wrong->value) <= 100
          ? fmt::format("; type {} for {} %", shortest(wrong->value / 100), show(*wrong))
          : std::string{};
  diagnostics.error(
      "estimate-out-of-range", wrong->span,
      fmt::format("{} {}: {}", effect.measure->key, show(*wrong),
                  between[static_cast<int>(allowed)]),
      allowed == Domain::above_zero
          ? "ratios are typed as people read them (OR 0.45), not as their logarithm (-0.8); a "
            "limit that rounds to 0 needs more decimals, or `se`"
          : "fractions are typed as fractions, not as percentages or percentage points" + percent);
}

bool sound(const EffectAt& effect) {
  if (effect.misread) return false;
  Diagnostics scratch;
  for (auto* check : {effect_incomplete, effect_interval_swapped, effect_interval_misses,
                      effect_se_not_positive, effect_no_width, p_out_of_range, level_out_of_range,
                      estimate_out_of_range, unknown_measure})
    check(effect, scratch);
  return !scratch.has_errors();
}

}  // namespace weald
