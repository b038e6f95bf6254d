// SPDX-License-Identifier: MIT
#include "engine/models/excess_significance.h"

#include <cmath>
#include <vector>

#include "engine/models/key.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

constexpr ExcessTest rows[] = {
    {"chi2", "normal approximation"},
    {"binom", "binomial at the mean power"},
    {"exact", "exact, each study with its own power"},
};

/// log P(X >= o) of a binomial: the incomplete beta I_p(o, n - o + 1), by the F distribution.
double binomial_log_upper(double o, double n, double p) {
  if (o <= 0 || p >= 1) return 0;
  const double b = n - o + 1;
  return f_log_upper(o / b * (1 - p) / p, 2 * b, 2 * o);
}

/// log P(X >= o) of a sum of Bernoulli trials: the distribution built trial by trial.
double poisson_binomial_log_upper(double o, const std::vector<double>& powers) {
  std::vector<double> q{1};
  q.reserve(powers.size() + 1);
  for (const double p : powers) {
    q.push_back(0);
    for (std::size_t i = q.size(); i-- > 1;) q[i] = q[i] * (1 - p) + q[i - 1] * p;
    q[0] *= 1 - p;
  }
  double sum = 0;
  for (std::size_t i = q.size(); i-- > static_cast<std::size_t>(o);) sum += q[i];
  return std::log(std::fmin(1.0, sum));
}

}  // namespace

std::span<const ExcessTest> excess_tests() { return rows; }
const ExcessTest* find_excess_test(std::string_view key) {
  return row_with_key(excess_tests(), key);
}

ExcessSignificance excess_significance(const Sample& sample, double mu, double tau2,
                                       const ExcessTest& test) {
  const double critical = normal_quantile(0.975), k = static_cast<double>(sample.k());
  ExcessSignificance result;
  std::vector<double> powers;
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const double se = std::sqrt(sample.v[i]), spread = std::sqrt(sample.v[i] + tau2);
    const double power =
        normal_cdf((mu - critical * se) / spread) + normal_cdf((-critical * se - mu) / spread);
    powers.push_back(power);
    result.expected += power;
    if (std::fabs(sample.y[i]) >= critical * se) result.observed += 1;
  }
  const double p = result.expected / k;
  if (test.key == "chi2")
    result.log_p = p < 1 ? normal_log_upper((result.observed - result.expected) /
                                            std::sqrt(result.expected * (1 - p)))
                         : 0;
  else if (test.key == "binom")
    result.log_p = binomial_log_upper(result.observed, k, p);
  else
    result.log_p = poisson_binomial_log_upper(result.observed, powers);
  return result;
}

}  // namespace weald
