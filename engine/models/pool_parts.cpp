// SPDX-License-Identifier: MIT
#include "engine/models/pool_parts.h"

#include <algorithm>
#include <cmath>

#include "engine/numerics/distributions.h"

namespace weald {
namespace {

double i2_at(double tau2, double typical) { return 100 * tau2 / (tau2 + typical); }
double h2_at(double tau2, double typical) { return tau2 / typical + 1; }

}  // namespace

Heterogeneity heterogeneity_of(double q, double trace_p, double df, double tau2, bool from_q) {
  if (!(df > 0)) return {.tau2 = tau2};
  const double typical = df / trace_p;
  return {.tau2 = tau2,
          .q = q,
          .df = df,
          .log_p = chi2_log_upper(q, df),
          .i2 = from_q ? (q > df ? 100 * (q - df) / q : 0) : i2_at(tau2, typical),
          .h2 = from_q ? q / df : h2_at(tau2, typical)};
}

void set_intervals(Heterogeneity& h, const Tau2Interval& tau2, double trace_p) {
  h.tau2_ci_empty = tau2.empty;
  if (tau2.empty) return;
  const double typical = h.df / trace_p;
  h.tau2_ci = Interval{tau2.lower, tau2.upper};
  h.i2_ci = Interval{i2_at(tau2.lower, typical), i2_at(tau2.upper, typical)};
  h.h2_ci = Interval{h2_at(tau2.lower, typical), h2_at(tau2.upper, typical)};
}

Likelihood criteria(double loglik, double deviance, double n, double parameters) {
  const double enough = std::max(n, parameters + 2);
  return {.loglik = loglik,
          .deviance = deviance,
          .aic = -2 * loglik + 2 * parameters,
          .bic = -2 * loglik + parameters * std::log(n),
          .aicc = -2 * loglik + 2 * parameters * enough / (enough - parameters - 1)};
}

}  // namespace weald
