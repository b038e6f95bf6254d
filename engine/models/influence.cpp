// SPDX-License-Identifier: MIT
#include "engine/models/influence.h"

#include <cmath>
#include <vector>

#include "engine/expects.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

/// Var μ by the interval's own standard error, and its ratio to that of z.
double variance(const PoolFit& fit) { return fit.pooled->se * fit.pooled->se; }
double scale(const PoolFit& fit) { return variance(fit) / (fit.fit.se_z * fit.fit.se_z); }

/// Copies all studies but those of `part` to the front of `rest`, which is as long as what is left.
void copy_without(const Sample& sample, const std::vector<Eigen::Index>& part, Sample& rest) {
  const Eigen::Index left = sample.k() - static_cast<Eigen::Index>(part.size());
  if (rest.k() != left) {
    rest.y.resize(left);
    rest.v.resize(left);
  }
  auto skip = part.begin();
  Eigen::Index to = 0;
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    if (skip != part.end() && *skip == i) {
      ++skip;
      continue;
    }
    rest.y[to] = sample.y[i];
    rest.v[to++] = sample.v[i];
  }
  EXPECTS(to == left);
}

}  // namespace

RuledFit pool_by_rule(const Sample& sample, const PoolRule& rule) {
  RuledFit result{.fit = pool(sample, rule.options)};
  const bool by_rule =
      rule.z_unless_heterogeneous && !(sample.k() > 2 && result.fit.heterogeneity.tau2 > 0);
  if (by_rule || !result.fit.pooled) {
    result.fit.pooled = find_mean_interval("z")->infer(result.fit.fit, rule.options.level);
    result.fell_back = rule.options.ci->key != "z";
  }
  EXPECTS(result.fit.pooled.has_value());
  return result;
}

std::vector<RuledFit> leave_out(const Sample& sample, const PoolRule& rule,
                                std::span<const std::vector<Eigen::Index>> parts) {
  std::vector<RuledFit> fits;
  fits.reserve(parts.size());
  Sample rest;
  for (const auto& part : parts) {
    copy_without(sample, part, rest);
    fits.push_back(rest.k() > 0 ? pool_by_rule(rest, rule) : RuledFit{});
  }
  return fits;
}

std::vector<RuledFit> leave_one_out(const Sample& sample, const PoolRule& rule) {
  std::vector<RuledFit> fits;
  fits.reserve(static_cast<std::size_t>(sample.k()));
  Sample rest;
  std::vector<Eigen::Index> part(1);
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    part[0] = i;
    copy_without(sample, part, rest);
    fits.push_back(rest.k() > 0 ? pool_by_rule(rest, rule) : RuledFit{});
  }
  return fits;
}

std::vector<RuledFit> cumulative(const Sample& sample, const PoolRule& rule,
                                 std::span<const Eigen::Index> order) {
  EXPECTS(static_cast<Eigen::Index>(order.size()) == sample.k());
  std::vector<RuledFit> fits;
  fits.reserve(order.size());
  for (std::size_t n = 1; n <= order.size(); ++n) {
    const auto k = static_cast<Eigen::Index>(n);
    Sample first{.y = Eigen::VectorXd(k), .v = Eigen::VectorXd(k)};
    for (Eigen::Index i = 0; i < k; ++i) {
      first.y[i] = sample.y[order[static_cast<std::size_t>(i)]];
      first.v[i] = sample.v[order[static_cast<std::size_t>(i)]];
    }
    fits.push_back(pool_by_rule(first, rule));
  }
  return fits;
}

InfluenceLimits influence_limits(Eigen::Index k) {
  EXPECTS(k >= 2);
  const double n = static_cast<double>(k);
  return {.dffits = 3 * std::sqrt(1 / (n - 1)), .cook = chi2_quantile(0.5, 1), .hat = 3 / n};
}

std::vector<StudyInfluence> influence(const Sample& sample, const PoolFit& all,
                                      std::span<const RuledFit> without) {
  const Eigen::Index k = sample.k();
  EXPECTS(k >= 3 && static_cast<Eigen::Index>(without.size()) == k);
  const InfluenceLimits limits = influence_limits(k);
  const Eigen::VectorXd w = weights(sample, all.fit.tau2);
  std::vector<StudyInfluence> rows;
  rows.reserve(without.size());
  for (Eigen::Index i = 0; i < k; ++i) {
    const PoolFit& rest = without[static_cast<std::size_t>(i)].fit;
    const double tau2 = rest.fit.tau2, moved = all.fit.mu - rest.fit.mu;
    const double total_weight = (sample.v.array() + tau2).inverse().sum();
    StudyInfluence row;
    row.rstudent = (sample.y[i] - rest.fit.mu) /
                   std::sqrt(scale(rest) * (sample.v[i] + tau2) + variance(rest));
    row.dffits = moved / std::sqrt(scale(rest) * w[i] * (sample.v[i] + tau2));
    row.cook = moved * moved / variance(all);
    row.cov_ratio = variance(rest) / variance(all);
    row.tau2_deleted = tau2;
    row.q_deleted = rest.heterogeneity.q;
    row.hat = row.weight = w[i];
    row.dfbeta = moved / std::sqrt(scale(rest) / total_weight);
    row.influential = std::fabs(row.dffits) > limits.dffits || row.cook > limits.cook ||
                      row.hat > limits.hat || std::fabs(row.dfbeta) > limits.dfbeta;
    rows.push_back(row);
  }
  return rows;
}

std::vector<BaujatPoint> baujat(const Sample& sample, const PoolFit& all,
                                std::span<const RuledFit> without) {
  EXPECTS(static_cast<Eigen::Index>(without.size()) == sample.k());
  std::vector<BaujatPoint> points;
  points.reserve(without.size());
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const PoolFit& rest = without[static_cast<std::size_t>(i)].fit;
    const double residual = sample.y[i] - all.fit.mu, moved = all.fit.mu - rest.fit.mu;
    points.push_back({.x = residual * residual / (sample.v[i] + all.fit.tau2),
                      .y = moved * moved / variance(rest)});
  }
  return points;
}

}  // namespace weald
