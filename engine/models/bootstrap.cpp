// SPDX-License-Identifier: MIT
#include "engine/models/bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/expects.h"
#include "engine/models/moments.h"
#include "engine/models/tau2_of_many.h"
#include "engine/numerics/parallel.h"
#include "engine/numerics/quantiles.h"
#include "engine/numerics/random.h"

namespace weald {
namespace {

Interval percentiles(const std::vector<double>& values, double level) {
  const std::array<double, 2> tails{0.5 - level / 2, 0.5 + level / 2};
  const std::vector<double> ends = quantiles(values, tails);
  return {ends[0], ends[1]};
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x - values[0];
  return values[0] + sum / static_cast<double>(values.size());
}

}  // namespace

Bootstrap bootstrap(const Sample& sample, const Fit& fit, const BootstrapOptions& options) {
  EXPECTS(sample.k() >= 2 && options.replicates >= 2);
  const Eigen::Index k = sample.k();
  const Eigen::VectorXd sd = (sample.v.array() + fit.tau2).sqrt();
  const double df = static_cast<double>(k - 1), tau = std::sqrt(fit.tau2);
  const Tau2OfMany many(sample.v, 16 * sd.squaredNorm() / df, options.pool);
  Bootstrap result{.replicates = options.replicates, .seed = options.seed};
  result.estimates.resize(options.replicates);
  result.tau2.resize(options.replicates);
  std::vector<double> t(options.replicates), new_study(options.replicates);

  constexpr std::uint64_t size = 256;
  const auto block = [&](std::uint64_t b) {
    Sample drawn{.y = Eigen::VectorXd(k), .v = sample.v};
    LikelihoodGrid::Sums sums, none;
    if (many.grid() != nullptr) sums = none = many.grid()->none();
    LikelihoodGrid::Scratch scratch;
    for (std::uint64_t r = b * size; r < std::min((b + 1) * size, options.replicates); ++r) {
      Random random = random_stream(options.seed, r);
      if (many.grid() != nullptr) sums = none;
      for (Eigen::Index i = 0; i < k; ++i) {
        const double e = sd[i] * random.normal();
        drawn.y[i] = fit.mu + e;
        if (many.grid() != nullptr) many.grid()->add(sums, i, 1, e, e * e, sums);
      }
      const double theta = fit.mu + tau * random.normal();
      MomentsOf moments(drawn);
      const double tau2 = many.tau2(&sums, moments, scratch);
      const Moments m = moments.at(tau2);
      result.estimates[r] = m.mu;
      result.tau2[r] = tau2;
      t[r] = (m.mu - fit.mu) * std::sqrt(m.s1);
      new_study[r] = (theta - m.mu) / std::sqrt(tau2 + 1 / m.s1);
    }
  };
  for_each_index((options.replicates + size - 1) / size, options.progress, 64, block);

  const double level = options.pool.level, centre = mean(result.estimates);
  double squares = 0, zeros = 0;
  for (const double x : result.estimates) squares += (x - centre) * (x - centre);
  for (const double x : result.tau2) zeros += x == 0 ? 1 : 0;
  const double n = static_cast<double>(options.replicates);
  result.bias = centre - fit.mu;
  result.se = std::sqrt(squares / (n - 1));
  result.ci = percentiles(result.estimates, level);
  const Interval tails = percentiles(t, level);
  result.ci_t = {fit.mu - tails.upper * fit.se_z, fit.mu - tails.lower * fit.se_z};
  result.tau2_mean = mean(result.tau2);
  result.tau2_zero = zeros / n;
  if (options.pool.model == Model::random) {
    result.tau2_ci = percentiles(result.tau2, level);
    const Interval next = percentiles(new_study, level);
    const double spread = std::sqrt(fit.tau2 + fit.se_z * fit.se_z);
    result.pi = Interval{fit.mu + next.lower * spread, fit.mu + next.upper * spread};
  }
  return result;
}

}  // namespace weald
