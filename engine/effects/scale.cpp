// SPDX-License-Identifier: MIT
#include "engine/effects/scale.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace weald {
namespace {

constexpr double outside = std::numeric_limits<double>::quiet_NaN();
constexpr double right_angle = std::numbers::pi / 2;

double inverse_logit(double y, double) { return 1 / (1 + std::exp(-y)); }
double logit(double p) { return p > 0 && p < 1 ? std::log(p / (1 - p)) : outside; }

double sine_squared(double y, double) {
  const double s = std::sin(std::clamp(y, 0.0, right_angle));
  return s * s;
}
double arcsine_root(double p) { return p >= 0 && p <= 1 ? std::asin(std::sqrt(p)) : outside; }

double squared(double y, double) { return y > 0 ? y * y : 0; }
double root(double rate) { return rate >= 0 ? std::sqrt(rate) : outside; }

/// Miller (1978, The American Statistician 32:138), for the average of the two arcsines; 0 and 1
/// where y lies at or beyond the transforms of 0/n and n/n.
double miller(double y, double n) {
  if (!(n > 0)) return sine_squared(y, n);
  const double least = std::asin(std::sqrt(1 / (n + 1))) / 2;
  if (y <= least) return 0;
  if (y >= right_angle - least) return 1;
  const double sine = std::sin(2 * y);
  const double inner = sine + (sine - 1 / sine) / n;
  const double cosine = std::sqrt(std::max(0.0, 1 - inner * inner));
  return (1 - std::copysign(cosine, std::cos(2 * y))) / 2;
}

/// From 2y = √(x/t) + √((x+1)/t): √(x/t) = y - 1/(4ty).
double freeman_tukey_rate(double y, double t) {
  if (!(t > 0)) return squared(y, t);
  if (y <= std::sqrt(1 / t) / 2) return 0;
  const double r = y - 1 / (4 * t * y);
  return r * r;
}

}  // namespace

const Scale& identity_scale() {
  static constexpr Scale scale{"identity", [](double y, double) { return y; },
                               [](double shown) { return shown; }};
  return scale;
}

const Scale& log_scale() {
  static constexpr Scale scale{"log", [](double y, double) { return std::exp(y); },
                               [](double shown) { return shown > 0 ? std::log(shown) : outside; }};
  return scale;
}

const Scale& logit_scale() {
  static constexpr Scale scale{"logit", inverse_logit, logit};
  return scale;
}

const Scale& arcsine_scale() {
  static constexpr Scale scale{"arcsine", sine_squared, arcsine_root};
  return scale;
}

const Scale& square_root_scale() {
  static constexpr Scale scale{"sqrt", squared, root};
  return scale;
}

const Scale& fisher_scale() {
  static constexpr Scale scale{
      "fisher-z", [](double y, double) { return std::tanh(y); },
      [](double shown) { return std::fabs(shown) < 1 ? std::atanh(shown) : outside; }};
  return scale;
}

const Scale& bonett_scale() {
  static constexpr Scale scale{
      "bonett", [](double y, double) { return -std::expm1(-y); },
      [](double shown) { return shown < 1 ? -std::log1p(-shown) : outside; }};
  return scale;
}

const Scale& hakstian_whalen_scale() {
  static constexpr Scale scale{
      "hakstian-whalen", [](double y, double) { return 1 - (1 - y) * (1 - y) * (1 - y); },
      [](double shown) { return shown <= 1 ? 1 - std::cbrt(1 - shown) : outside; }};
  return scale;
}

const Scale& freeman_tukey_scale() {
  static constexpr Scale scale{"freeman-tukey", miller, arcsine_root};
  return scale;
}

const Scale& freeman_tukey_rate_scale() {
  static constexpr Scale scale{"freeman-tukey-rate", freeman_tukey_rate, root};
  return scale;
}

}  // namespace weald
