// SPDX-License-Identifier: MIT
#include "engine/numerics/distributions.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "engine/expects.h"

namespace weald {
namespace {

namespace policies = boost::math::policies;
/// NaN or infinity where Boost would throw, and plain doubles: the same bits on machines without
/// long double.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>, policies::promote_double<false>>;
constexpr Quiet quiet;

const double half_log_2pi = 0.5 * std::log(2 * std::numbers::pi);
/// Below this a probability from Boost may have lost digits to underflow: the logarithm is found
/// directly.
constexpr double smallest_trusted = 1e-270;

/// log of a probability that is known with its complement, whichever is the smaller being exact.
double log_probability(double p, double complement) {
  return p < 0.5 ? std::log(p) : std::log1p(-complement);
}

/// δ(z) = ln Γ(z) - ((z - ½) ln z - z + ½ ln 2π), the error of Stirling's formula (Loader 2000).
double stirling_error(double z) {
  if (z < 16) return std::lgamma(z) - ((z - 0.5) * std::log(z) - z + half_log_2pi);
  const double r = 1 / (z * z);
  return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / z;
}

/// Continued fraction b0 + a1/(b1 + a2/(b2 + …)) by Lentz's method as modified by Thompson &
/// Barnett (1986). term(n) gives a_n and b_n, n from 1.
template <class Term>
double continued_fraction(double b0, Term term) {
  constexpr double tiny = 1e-300;
  double f = b0 == 0 ? tiny : b0, c = f, d = 0;
  for (int n = 1; n < 100000; ++n) {
    const auto [a, b] = term(n);
    d = b + a * d;
    if (d == 0) d = tiny;
    c = b + a / c;
    if (c == 0) c = tiny;
    d = 1 / d;
    f *= c * d;
    if (std::fabs(c * d - 1) < 1e-16) break;
  }
  return f;
}

struct Fraction {
  double a, b;
};

/// log of the regularised incomplete beta I_x(a, b), far below its mean; y = 1 - x is given as well
/// so that neither loses digits. Prefix by Stirling's formula as Loader (2000), fraction of
/// Abramowitz & Stegun 26.5.8.
double log_beta_tail(double a, double b, double x, double y) {
  const double n = a + b;
  const double prefix = 0.5 * std::log(a * b / n) - half_log_2pi + stirling_error(n) -
                        stirling_error(a) - stirling_error(b) + a * std::log(x * n / a) +
                        b * std::log(y * n / b);
  const double fraction = continued_fraction(1, [=](int i) {
    const int half = i / 2;
    const double m = half;
    const double d = i % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                                : -(a + m) * (n + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    return Fraction{d, 1};
  });
  return prefix - std::log(a) - std::log(fraction);
}

/// log I_x(a, b).
double log_beta(double a, double b, double x, double y) {
  if (x <= 0) return -std::numeric_limits<double>::infinity();
  if (y <= 0) return 0;
  // Boost takes one argument; the smaller of x and y is the one that carries the digits.
  const bool left = x <= y;
  const double p = left ? boost::math::ibeta(a, b, x, quiet) : boost::math::ibetac(b, a, y, quiet);
  if (!(p >= smallest_trusted)) return log_beta_tail(a, b, x, y);
  if (p < 0.5) return std::log(p);
  return std::log1p(
      -(left ? boost::math::ibetac(a, b, x, quiet) : boost::math::ibeta(b, a, y, quiet)));
}

/// log of the regularised upper incomplete gamma Q(a, x), far above its mean (Abramowitz &
/// Stegun 6.5.31).
double log_gamma_tail(double a, double x) {
  const double prefix =
      0.5 * std::log(a) - half_log_2pi - stirling_error(a) + a * std::log(x / a) + (a - x);
  const double fraction = continued_fraction(x + 1 - a, [=](int i) {
    return Fraction{-i * (i - a), x + 2 * i + 1 - a};
  });
  return prefix - std::log(fraction);
}

/// A quantile remembered by (p, df): the same few are asked for again and again.
template <class F>
double remembered(double p, double df, F&& compute) {
  struct Entry {
    double p = -1, df = -1, value = 0;
  };
  thread_local std::array<Entry, 64> entries;
  const std::uint64_t mixed =
      (std::bit_cast<std::uint64_t>(p) * 3 + std::bit_cast<std::uint64_t>(df)) *
      0x9E3779B97F4A7C15u;
  Entry& entry = entries[mixed >> 58];
  if (entry.p != p || entry.df != df) entry = {p, df, compute()};
  return entry.value;
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z * std::numbers::sqrt2 / 2); }

double normal_log_upper(double z) {
  if (z < 0) return std::log1p(-0.5 * std::erfc(-z * std::numbers::sqrt2 / 2));
  return normal_log_two_sided(z) - std::numbers::ln2;
}

double normal_log_two_sided(double z) {
  const double x = std::fabs(z) * std::numbers::sqrt2 / 2;
  if (x < 0.5) return std::log1p(-std::erf(x));
  if (x < 20) return std::log(std::erfc(x));
  // erfc(x) = exp(-x²)/(x√π) (1 - 1/2x² + 3/4x⁴ - …), Abramowitz & Stegun 7.1.23; eight terms are
  // exact here.
  const double r = 1 / (2 * x * x);
  double series = 1;
  for (int i = 8; i > 0; --i) series = 1 - (2 * i - 1) * r * series;
  return -x * x - std::log(x * std::sqrt(std::numbers::pi)) + std::log(series);
}

double normal_quantile(double p) {
  EXPECTS(p > 0 && p < 1);
  return p < 0.5 ? -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, quiet)
                 : std::numbers::sqrt2 * boost::math::erf_inv(2 * p - 1, quiet);
}

double student_quantile(double p, double df) {
  EXPECTS(p > 0 && p < 1 && df > 0);
  if (p == 0.5) return 0;
  return remembered(p, df, [&] {
    const double tail = p < 0.5 ? p : 1 - p;
    double y = 0;
    const double x = boost::math::ibeta_inv(df / 2, 0.5, 2 * tail, &y, quiet);
    const double t = std::sqrt(df * y / x);
    return p < 0.5 ? -t : t;
  });
}

double student_cdf(double t, double df) {
  const double tail = 0.5 * std::exp(student_log_two_sided(t, df));
  return t < 0 ? tail : 1 - tail;
}

double student_log_two_sided(double t, double df) {
  EXPECTS(df > 0);
  if (std::isinf(t)) return -std::numeric_limits<double>::infinity();
  const double square = t * t;
  if (square < 1e300 * df && square < 1e300) return f_log_upper(square, 1, df);
  // t² overflows: the first term of the tail, x^a/(a B(a, ½)) at x = df/t², is all of it.
  const double a = df / 2;
  return a * (std::log(df) - 2 * std::log(std::fabs(t))) - std::log(a) -
         std::log(boost::math::tgamma_delta_ratio(a, 0.5, quiet) * std::sqrt(std::numbers::pi));
}

double chi2_cdf(double x, double df) {
  EXPECTS(df > 0);
  return x <= 0 ? 0 : boost::math::gamma_p(df / 2, x / 2, quiet);
}

double chi2_log_upper(double x, double df) {
  EXPECTS(df > 0);
  if (x <= 0) return 0;
  if (std::isinf(x)) return -std::numeric_limits<double>::infinity();
  const double q = boost::math::gamma_q(df / 2, x / 2, quiet);
  if (!(q >= smallest_trusted)) return log_gamma_tail(df / 2, x / 2);
  return log_probability(q, q < 0.5 ? 0 : boost::math::gamma_p(df / 2, x / 2, quiet));
}

double chi2_quantile(double p, double df) {
  EXPECTS(p > 0 && p < 1 && df > 0);
  return remembered(p, df, [&] { return 2 * boost::math::gamma_p_inv(df / 2, p, quiet); });
}

double f_log_upper(double x, double df1, double df2) {
  EXPECTS(df1 > 0 && df2 > 0);
  if (x <= 0) return 0;
  const double ratio = df1 * x / df2;
  if (std::isinf(ratio)) return -std::numeric_limits<double>::infinity();
  // x = df2/(df2 + df1 x) and its complement, neither by subtraction.
  return log_beta(df2 / 2, df1 / 2, 1 / (1 + ratio),
                  ratio < 1 ? ratio / (1 + ratio) : 1 / (1 + 1 / ratio));
}

double beta_quantile(double a, double b, double p) {
  return boost::math::ibeta_inv(a, b, p, quiet);
}

}  // namespace weald
