// SPDX-License-Identifier: MIT
// Formulas: Viechtbauer 2005 (J Educ Behav Stat 30:261) and 2007 (Stat Med 26:37), Veroniki et al.
// 2016 (Res Synth Methods 7:55). All traces over P = W - ww'/Σw are sums over studies.
#include "engine/models/tau2.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/expects.h"
#include "engine/models/generalised_q.h"
#include "engine/models/key.h"
#include "engine/models/likelihood.h"
#include "engine/models/moments.h"
#include "engine/models/tau2_parts.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

double degrees(const MomentsOf& moments) { return static_cast<double>(moments.k() - 1); }

Tau2 dersimonian_laird(const Sample& sample) {
  MomentsOf moments(sample);
  const Moments m = moments.at(0);
  const double df = degrees(moments);
  Tau2 result = truncated((m.q - df) / m.trace_p);
  result.se = sd_of_quadratic_form(m.trace_p, m.trace_pp, df, result.value) / m.trace_p;
  return result;
}

Tau2 hedges(const Sample& sample) {
  const double k = static_cast<double>(sample.k()), df = k - 1;
  // Taken about the first estimate, then about the mean: equal estimates differ by exactly 0.
  const double origin = sample.y[0] + (sample.y.array() - sample.y[0]).sum() / k;
  const auto r = sample.y.array() - origin;
  const double off = r.sum() / k, squares = (r - off).square().sum();
  const double sum_v = sample.v.sum(), sum_vv = sample.v.squaredNorm();
  Tau2 result = truncated(squares / df - sum_v / k);
  const double trace_pv = sum_v * df / k,
               trace_pvpv = sum_vv * (1 - 2 / k) + (sum_v / k) * (sum_v / k);
  const double t = result.value;
  result.se = std::sqrt(2 * trace_pvpv + 4 * t * trace_pv + 2 * t * t * df) / df;
  return result;
}

Tau2 hunter_schmidt_times(const Sample& sample, double factor) {
  MomentsOf moments(sample);
  const Moments m = moments.at(0);
  Tau2 result = truncated((factor * m.q - static_cast<double>(sample.k())) / m.s1);
  result.se =
      factor * sd_of_quadratic_form(m.trace_p, m.trace_pp, degrees(moments), result.value) / m.s1;
  return result;
}

Tau2 hunter_schmidt(const Sample& sample) { return hunter_schmidt_times(sample, 1); }

Tau2 hunter_schmidt_small(const Sample& sample) {
  const double k = static_cast<double>(sample.k());
  return hunter_schmidt_times(sample, k / (k - 1));
}

Tau2 sidik_jonkman(const Sample& sample) {
  MomentsOf moments(sample);
  const double k = static_cast<double>(sample.k());
  const double origin = sample.y[0] + (sample.y.array() - sample.y[0]).sum() / k;
  const auto r = sample.y.array() - origin;
  const double off = r.sum() / k, crude = (r - off).square().sum() / k;
  if (!(crude > 0)) return truncated(0);
  // Weights 1/(v/τ₀² + 1) are τ₀²/(v + τ₀²).
  const Moments m = moments.at(crude);
  Tau2 result = truncated(crude * m.q / (k - 1));
  result.se =
      crude / (k - 1) * sd_of_quadratic_form(m.trace_p, m.trace_pp, k - 1, result.value - crude);
  return result;
}

Tau2 of_likelihood(const Sample& sample, LikelihoodKind kind) {
  MomentsOf moments(sample);
  Maxima maxima = likelihood_maxima(moments, kind);
  Tau2 result;
  result.value = maxima.global;
  result.convergence = {maxima.ok, maxima.iterations, maxima.global == 0};
  result.other_optima = std::move(maxima.others);
  // Expected information: ½Σw² (ML), ½ tr PP (REML).
  const Moments m = moments.at(result.value);
  result.se = std::sqrt(2 / (kind == LikelihoodKind::ML ? m.s2 : m.trace_pp));
  return result;
}

Tau2 maximum_likelihood(const Sample& s) { return of_likelihood(s, LikelihoodKind::ML); }
Tau2 restricted_likelihood(const Sample& s) { return of_likelihood(s, LikelihoodKind::REML); }

Tau2 root_of_q(const Sample& sample, double target) {
  MomentsOf moments(sample);
  const Root root = solve_generalised_q(moments, moments.at(0), target);
  Tau2 result;
  result.value = root.x;
  result.convergence = {root.ok, root.iterations, root.x == 0};
  const Moments m = moments.at(root.x);
  result.se = static_cast<double>(sample.k()) * std::sqrt(2 / degrees(moments)) / m.s1;
  return result;
}

Tau2 paule_mandel(const Sample& sample) {
  return root_of_q(sample, static_cast<double>(sample.k() - 1));
}

Tau2 paule_mandel_median(const Sample& sample) {
  return root_of_q(sample, chi2_quantile(0.5, static_cast<double>(sample.k() - 1)));
}

constexpr Tau2Estimator rows[] = {
    {.key = "REML",
     .label = "restricted maximum likelihood",
     .source = "Viechtbauer 2005, J Educ Behav Stat 30:261",
     .likelihood = true,
     .estimate = restricted_likelihood},
    {.key = "DL",
     .label = "DerSimonian-Laird",
     .source = "DerSimonian & Laird 1986, Control Clin Trials 7:177",
     .likelihood = false,
     .estimate = dersimonian_laird},
    {.key = "PM",
     .label = "Paule-Mandel",
     .source = "Paule & Mandel 1982, J Res Natl Bur Stand 87:377",
     .likelihood = false,
     .estimate = paule_mandel},
    {.key = "EB",
     .label = "empirical Bayes",
     .source = "Morris 1983, J Am Stat Assoc 78:47",
     .likelihood = false,
     .estimate = paule_mandel},
    {.key = "PMM",
     .label = "median-unbiased Paule-Mandel",
     .source = "Viechtbauer 2021, Stat Methods Med Res 30:1",
     .likelihood = false,
     .estimate = paule_mandel_median},
    {.key = "ML",
     .label = "maximum likelihood",
     .source = "Hardy & Thompson 1996, Stat Med 15:619",
     .likelihood = true,
     .estimate = maximum_likelihood},
    {.key = "HE",
     .label = "Hedges",
     .source = "Hedges & Olkin 1985, Statistical Methods for Meta-Analysis",
     .likelihood = false,
     .estimate = hedges},
    {.key = "HS",
     .label = "Hunter-Schmidt",
     .source = "Hunter & Schmidt 1990, Methods of Meta-Analysis; Viechtbauer 2005",
     .likelihood = false,
     .estimate = hunter_schmidt},
    {.key = "HSk",
     .label = "Hunter-Schmidt for few studies",
     .source = "Brannick et al. 2019, Res Synth Methods 10:1",
     .likelihood = false,
     .estimate = hunter_schmidt_small},
    {.key = "SJ",
     .label = "Sidik-Jonkman",
     .source = "Sidik & Jonkman 2005, J R Stat Soc C 54:367",
     .likelihood = false,
     .estimate = sidik_jonkman},
};

}  // namespace

std::span<const Tau2Estimator> tau2_estimators() { return rows; }
const Tau2Estimator* find_tau2(std::string_view key) {
  return row_with_key(tau2_estimators(), key);
}

double ml_loglik(const Sample& sample, double tau2) {
  MomentsOf moments(sample);
  const double k = static_cast<double>(sample.k());
  return -0.5 *
         (k * std::log(2 * std::numbers::pi) + sum_log_variance(sample, tau2) + moments.at(tau2).q);
}

double reml_loglik(const Sample& sample, double tau2) {
  MomentsOf moments(sample);
  const Moments m = moments.at(tau2);
  const double k = static_cast<double>(sample.k());
  return -0.5 * ((k - 1) * std::log(2 * std::numbers::pi) - std::log(k) +
                 sum_log_variance(sample, tau2) + std::log(m.s1) + m.q);
}

double generalised_q(const Sample& sample, double tau2) { return MomentsOf(sample).at(tau2).q; }

}  // namespace weald
