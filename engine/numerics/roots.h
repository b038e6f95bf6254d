// SPDX-License-Identifier: MIT
// Roots of functions of one variable between two ends of opposite sign. Templates, so that an
// iteration calls nothing through a pointer and allocates nothing. No statistics here.
#pragma once

#include <cmath>
#include <utility>

#include "engine/expects.h"

namespace weald {

struct Root {
  double x = 0;
  int iterations = 0;
  bool ok = false;  ///< the bracket or the step closed to the tolerance
};

/// The value and slope of a function.
struct ValueSlope {
  double value = 0, slope = 0;
};

/// Root of a function that is positive at `lower` and negative at `upper`, both known by the caller
/// and not evaluated: Newton's steps kept inside a shrinking bracket, bisection where they leave it
/// or slow down (Press et al. 2007, Numerical Recipes, 9.4). f(x) -> ValueSlope. Stops when f is 0,
/// when the step is below `relative` times |x|, or when Newton's quadratic convergence says that
/// the next step would be. At most 200 evaluations.
template <class F>
Root falling_root(F&& f, double lower, double upper, double start, double relative = 2e-16) {
  double x = start > lower && start < upper ? start : lower + (upper - lower) / 2;
  double last = upper - lower;
  bool newton_before = false;
  for (int n = 1; n <= 200; ++n) {
    const ValueSlope at = f(x);
    if (at.value == 0) return {x, n, true};
    (at.value > 0 ? lower : upper) = x;
    double next = x - at.value / at.slope;
    double step = std::fabs(next - x);
    const bool newton = next >= lower && next <= upper && step < 0.5 * last;
    if (newton) {
      // Errors square: after this step about step · (step/last)² is left. The bracket can close in
      // no further than rounding lets the sign of f be told, so that is the end as well.
      const double left = newton_before ? step * (step / last) * (step / last) : step;
      if (left <= relative * std::fabs(next) || step <= 4e-15 * std::fabs(next))
        return {next, n, true};
    } else {
      // Where rounding decides the sign of f, Newton's steps stop shrinking: that is as near as it
      // gets.
      if (newton_before && step <= 1e-12 * std::fabs(x)) return {x, n, true};
      next = lower + (upper - lower) / 2;
      step = std::fabs(next - x);
      if (next == lower || next == upper || step <= relative * std::fabs(next))
        return {next, n, true};
    }
    newton_before = newton;
    last = step;
    x = next;
  }
  return {x, 200, false};
}

/// Root of f in [lower, upper] whatever its direction; the signs at the ends must differ (an end
/// that is 0 is the root). Evaluates both ends, then goes as falling_root.
template <class F>
Root newton_in_bracket(F&& f, double lower, double upper, double start, double relative = 2e-16) {
  const double low = f(lower).value, high = f(upper).value;
  if (low == 0) return {lower, 1, true};
  if (high == 0) return {upper, 2, true};
  EXPECTS((low > 0) != (high > 0));
  const double sign = low > 0 ? 1 : -1;
  Root root = falling_root(
      [&](double x) {
        const ValueSlope at = f(x);
        return ValueSlope{sign * at.value, sign * at.slope};
      },
      lower, upper, start, relative);
  root.iterations += 2;
  return root;
}

/// Root of f in [lower, upper] without a slope (Alefeld, Potra & Shi 1995, TOMS 748, by
/// Boost.Math).
Root bracketed_root(double (*f)(double, const void*), const void* context, double lower,
                    double upper, double relative = 1e-15);

/// The same for anything that can be called with a double.
template <class F>
Root bracketed_root(const F& f, double lower, double upper, double relative = 1e-15) {
  return bracketed_root([](double x, const void* c) { return (*static_cast<const F*>(c))(x); }, &f,
                        lower, upper, relative);
}

}  // namespace weald
