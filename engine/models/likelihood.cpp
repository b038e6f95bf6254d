// SPDX-License-Identifier: MIT
#include "engine/models/likelihood.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

#include "engine/models/score_scan.h"

namespace weald {
namespace {

/// Product of many positive doubles that never overflows: mantissas are multiplied, exponents
/// added.
class LogProduct {
 public:
  void times(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    exponent_ += static_cast<std::int64_t>(bits >> 52) - 1023;
    product_ *= std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFu) | 0x3FF0000000000000u);
    if (product_ > 0x1p900) fold();
  }
  double log() {
    fold();
    return std::log(product_) + static_cast<double>(exponent_) * std::numbers::ln2;
  }

 private:
  void fold() {
    int e = 0;
    product_ = std::frexp(product_, &e);
    exponent_ += e;
  }
  double product_ = 1;
  std::int64_t exponent_ = 0;
};

/// Σ ln(1 + to/v) - ln(1 + from/v), free of the scale of v.
double sum_log_ratio(const Eigen::VectorXd& v, double from, double to) {
  LogProduct product;
  for (const double x : v) product.times((x + to) / (x + from));
  return product.log();
}

/// τ² above which the score is negative. With S = Σ(y-c)², Σw²r² <= S/(v₁+τ²)² and, from τ² = the
/// largest variance on, tr P >= (k-1) τ²/(2τ²)²·(v₁+τ²) (REML), Σw >= k/(2τ²) (ML): both exceed it
/// beyond 4S/(k-1).
double score_bound(const Spread& s, Eigen::Index k) {
  return std::max(s.largest_v, 4 * s.squares / static_cast<double>(k - 1)) * 1.0625;
}

}  // namespace

ValueSlope score(const Moments& m, LikelihoodKind kind) {
  const double common = 2 * (m.wwr * m.wwr / m.s1 - m.wwwrr);
  return kind == LikelihoodKind::ML ? ValueSlope{m.wwrr - m.s1, common + m.s2}
                                    : ValueSlope{m.wwrr - m.trace_p, common + m.trace_pp};
}

double twice_gain(MomentsOf& moments, double from, double to, LikelihoodKind kind) {
  const Moments a = moments.at(from), b = moments.at(to);
  const double restricted = kind == LikelihoodKind::REML ? std::log(b.s1 / a.s1) : 0;
  return (a.q - b.q) - sum_log_ratio(moments.sample().v, from, to) - restricted;
}

double sum_log_variance(const Sample& sample, double tau2) {
  LogProduct product;
  for (const double v : sample.v) product.times(v + tau2);
  return product.log();
}

Spread spread(const MomentsOf& moments) {
  const Sample& sample = moments.sample();
  const Eigen::ArrayXd::ConstMapType v(sample.v.data(), sample.k());
  return {sample.v[moments.most_precise()], v.maxCoeff(),
          (sample.y.array() - moments.centre()).square().sum()};
}

Maxima likelihood_maxima(MomentsOf& moments, LikelihoodKind kind, Scan scan) {
  moments.at(0);
  const Spread extent = spread(moments);
  const double upper = score_bound(extent, moments.k());
  const auto exact = [&](double tau2) { return score(moments.at(tau2), kind); };

  const auto gain = [&](double from, double to) { return twice_gain(moments, from, to, kind); };
  constexpr Eigen::Index enough_to_bin = 4096;
  std::optional<BinnedMoments> bins;
  if (scan == Scan::binned || (scan == Scan::automatic && moments.k() >= enough_to_bin))
    bins.emplace(moments, extent.smallest_v, extent.largest_v);
  const auto binned = [&](double tau2) {
    const Moments m = bins->at(tau2);
    return BinnedScore{score(m, kind), m.wwrr + m.s1};
  };
  return maxima_of_score(exact, bins ? &binned : nullptr, gain, extent.smallest_v, upper);
}

}  // namespace weald
