// SPDX-License-Identifier: MIT
#include "engine/numerics/roots.h"

#include <cstdint>

#include <boost/math/policies/policy.hpp>
#include <boost/math/tools/toms748_solve.hpp>

namespace weald {

Root bracketed_root(double (*f)(double, const void*), const void* context, double lower,
                    double upper, double relative) {
  namespace policies = boost::math::policies;
  using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                                 policies::evaluation_error<policies::ignore_error>>;
  const double low = f(lower, context), high = f(upper, context);
  if (low == 0) return {lower, 1, true};
  if (high == 0) return {upper, 2, true};
  EXPECTS((low > 0) != (high > 0));
  std::uintmax_t evaluations = 200;
  const auto close = [relative](double a, double b) {
    return std::fabs(b - a) <= relative * std::fmax(std::fabs(a), std::fabs(b));
  };
  const auto at = [&](double x) { return f(x, context); };
  const auto [a, b] =
      boost::math::tools::toms748_solve(at, lower, upper, low, high, close, evaluations, Quiet());
  const double middle = a + (b - a) / 2;
  return {middle, static_cast<int>(evaluations) + 2, evaluations < 200};
}

}  // namespace weald
