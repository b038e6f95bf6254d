// SPDX-License-Identifier: MIT
// Lints of spreads that are given twice: standard error beside interval, standard deviation beside
// standard error.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/numerics/distributions.h"
#include "engine/review/lints_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

constexpr const char* help_end =
    " Both say one thing: look them up again and keep the one that the paper prints. If it prints "
    "both so, acknowledge it: ack: [{code: spread-disagrees, why: …}]";

Rounded as_printed(const Number& number) { return rounded(number.value, decimals(number)); }

/// Whether two ranges of one spread are further apart than `slack`, as a part of it.
bool far_apart(const Rounded& a, const Rounded& b, double slack) {
  const double gap = std::max({0.0, a.low - b.high, b.low - a.high});
  return gap > slack * std::max(std::fabs(a.high), std::fabs(b.high));
}

/// Intervals by t instead of z are wider, those of small groups much: with twenty people by 7 %.
constexpr double by_t = 0.1;
/// Where nothing but rounding can differ.
constexpr double exact = 0.01;

void warn(Diagnostics& diagnostics, const Number& second, const Number& first, std::string message,
          std::string computation) {
  Diagnostic& d = diagnostics.warning("spread-disagrees", second.span, std::move(message),
                                      std::move(computation) + "." + help_end);
  d.primary.text = "printed " + shortest(second.value);
  d.secondary.push_back({first.span, "goes with another"});
}

}  // namespace

void effect_spread_disagrees(const EffectAt& effect, Diagnostics& diagnostics) {
  const PrintedEffect& p = effect.printed;
  if (!effect.measure || !sound(effect)) return;
  if (p.se && p.variance) {
    const Rounded v = as_printed(*p.variance);
    const double root = std::sqrt(p.variance->value);
    if (far_apart(as_printed(*p.se), {std::sqrt(std::max(v.low, 0.0)), std::sqrt(v.high)}, exact))
      return warn(diagnostics, *p.variance, *p.se,
                  fmt::format("a variance of {} does not go with a standard error of {}: its root "
                              "is {}",
                              show(*p.variance), show(*p.se), significant(root, 3)),
                  fmt::format("√{} = {}", show(*p.variance), significant(root, 3)));
  }
  if (!p.ci || (!p.se && !p.variance)) return;
  const Scale& scale = effect.measure->scale();
  const double low = scale.analysed(p.ci->lower.value), high = scale.analysed(p.ci->upper.value);
  if (!std::isfinite(low) || !std::isfinite(high) || low >= high) return;
  const double z = normal_quantile(0.5 + (p.level ? p.level->value : 0.95) / 2);
  const int places = std::max(decimals(p.ci->lower), decimals(p.ci->upper));
  const Rounded lower = rounded(p.ci->lower.value, places),
                upper = rounded(p.ci->upper.value, places);
  const double narrow = scale.analysed(upper.low) - scale.analysed(lower.high);
  double wide = scale.analysed(upper.high) - scale.analysed(lower.low);
  if (!std::isfinite(wide)) wide = std::numeric_limits<double>::infinity();
  if (!std::isfinite(narrow)) return;
  const Number& spread = p.se ? *p.se : *p.variance;
  Rounded printed = as_printed(spread);
  if (!p.se) printed = {std::sqrt(std::max(printed.low, 0.0)), std::sqrt(printed.high)};
  if (!far_apart(printed, {narrow / (2 * z), wide / (2 * z)}, by_t)) return;
  const std::string se = significant((high - low) / (2 * z), 3);
  warn(
      diagnostics, spread, p.ci->lower,
      fmt::format("a {} of {} does not go with the interval {}: that gives a standard error of {}",
                  p.se ? "standard error" : "variance", show(spread), show(*p.ci), se),
      fmt::format(
          "({} - {}) / (2 × {}) = {}{}", significant(high, 4), significant(low, 4), fixed(z, 2), se,
          scale.key == "identity" ? std::string{} : fmt::format(" on the {} scale", scale.key)));
}

void data_spread_disagrees(const GroupData& data, Diagnostics& diagnostics) {
  if (!data.mean || !data.n || !sound(data)) return;
  const double root = std::sqrt(data.n->value);
  if (data.sd && data.se) {
    const Rounded sd = as_printed(*data.sd);
    if (!far_apart(as_printed(*data.se), {sd.low / root, sd.high / root}, exact)) return;
    const std::string se = significant(data.sd->value / root, 3);
    return warn(diagnostics, *data.se, *data.sd,
                fmt::format("a standard error of {} does not go with sd {} and n {}: they give {}",
                            show(*data.se), show(*data.sd), show(*data.n), se),
                fmt::format("{} / √{} = {}", show(*data.sd), show(*data.n), se));
  }
  const std::optional<Number>& spread = data.sd ? data.sd : data.se;
  if (!spread || !data.ci || data.n->value < 2) return;
  const double level = 0.5 + (data.level ? data.level->value : 0.95) / 2;
  const double z = normal_quantile(level), t = student_quantile(level, data.n->value - 1);
  const int places = std::max(decimals(data.ci->lower), decimals(data.ci->upper));
  const double width = data.ci->upper.value - data.ci->lower.value,
               rounding = std::pow(10.0, -places);
  const double times = data.sd ? root : 1;
  const Rounded from_ci{(width - rounding) / (2 * t) * times, (width + rounding) / (2 * z) * times};
  if (!far_apart(as_printed(*spread), from_ci, 0.05)) return;
  const std::string given = significant(width / (2 * t) * times, 3);
  warn(diagnostics, *spread, data.ci->lower,
       fmt::format("a {} of {} does not go with the interval {} of {} people: that gives {}",
                   data.sd ? "standard deviation" : "standard error", show(*spread), show(*data.ci),
                   show(*data.n), given),
       fmt::format("({} - {}) / (2 × {}){} = {}", show(data.ci->upper), show(data.ci->lower),
                   fixed(t, 2), data.sd ? fmt::format(" × √{}", show(*data.n)) : std::string{},
                   given));
}

void sd_of_one(const GroupData& data, Diagnostics& diagnostics) {
  if (!data.sd || !data.n || data.n->value != 1 || !sound(data)) return;
  Diagnostic& d = diagnostics.warning(
      "sd-of-one", data.sd->span,
      fmt::format("one person has no standard deviation, but sd is {}", show(*data.sd)),
      "one of the two numbers is misread: look up how many people the mean is of; if the paper "
      "prints it so, acknowledge it: ack: [{code: sd-of-one, why: …}]");
  d.primary.text = "sd " + show(*data.sd);
  d.secondary.push_back({data.n->span, "n " + show(*data.n)});
}

}  // namespace weald
