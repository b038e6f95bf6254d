// SPDX-License-Identifier: MIT
#include <cmath>

#include "engine/output/output.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// Proportions, risk differences, correlations and rates are read to three decimals, all else to
/// two.
int decimals_of(const Measure& measure) {
  const std::string_view scale = measure.scale().key;
  const bool fraction = measure.key == "RD" || measure.key == "AS" || measure.key == "PR" ||
                        measure.key == "COR" || measure.key == "PLN" || scale == "logit" ||
                        scale == "arcsine" || scale == "freeman-tukey" || scale == "fisher-z";
  const bool rate = measure.key.starts_with("IR") && measure.key != "IRR";
  return fraction || rate ? 3 : 2;
}

/// Fixed decimals in the usual range; significant digits where those would print nothing but zeros,
/// or too many digits.
std::string with_decimals(double value, int decimals) {
  const double size = std::fabs(value);
  if (size >= 1e7) return significant(value, 5);
  if (size >= 1000) return fixed(value, 0);
  if (size >= 100) return fixed(value, 1);
  if (size > 0 && size < 0.5 * std::pow(10.0, -decimals)) return significant(value, 2);
  return fixed(value, decimals);
}

}  // namespace

std::string show_effect(const Measure& measure, double shown) {
  return with_decimals(shown, decimals_of(measure));
}

std::string show_interval(const Measure& measure, const Interval& shown) {
  return show_effect(measure, shown.lower) + " to " + show_effect(measure, shown.upper);
}

std::string show_p(double log_p) {
  if (log_p < std::log(1e-4)) return exp_text(log_p, 2);
  const double p = std::exp(log_p);
  if (p >= 0.095) return fixed(p, 2);
  return significant(p, 2);
}

std::string show_percent(double percent) { return fixed(percent, 1) + " %"; }

std::string show_weight(double fraction) { return fixed(100 * fraction, 1) + " %"; }

std::string show_tau2(double tau2) { return tau2 == 0 ? "0" : significant(tau2, 3); }

std::string show_coefficient(double coefficient) {
  const double size = std::fabs(coefficient);
  if (size >= 1000) return significant(coefficient, 5);
  return size >= 0.1 || size == 0 ? fixed(coefficient, 3) : significant(coefficient, 3);
}

}  // namespace weald
