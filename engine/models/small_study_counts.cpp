// SPDX-License-Identifier: MIT
#include "engine/models/small_study_counts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/expects.h"
#include "engine/models/counts.h"

namespace weald {
namespace {

Eigen::VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

struct MeanVariance {
  double mean = 0, variance = 0;
};

/// Mean and variance of the number of events in group 1 given the margins, at an odds ratio. The
/// probabilities are built from the mode outwards by the ratio of neighbours.
MeanVariance noncentral_hypergeometric(const TwoByTwo& t, double odds_ratio) {
  const double n1 = t.n1(), n2 = t.n2(), m = t.a + t.c;
  const double low = std::max(0.0, m - n2), high = std::min(n1, m);
  // P(x + 1)/P(x) = ψ (n1 - x)(m - x) / ((x + 1)(n2 - m + x + 1)).
  const auto ratio = [&](double x) {
    return odds_ratio * (n1 - x) * (m - x) / ((x + 1) * (n2 - m + x + 1));
  };
  // The mode: the largest x with ratio(x - 1) >= 1, by bisection as the ratio falls.
  double left = low, right = high;
  while (left < right) {
    const double middle = std::floor((left + right) / 2);
    if (ratio(middle) >= 1)
      left = middle + 1;
    else
      right = middle;
  }
  const double mode = left;
  double total = 1, first = 0, second = 0;  // moments about the mode
  double p = 1;
  for (double x = mode; x < high && p > 1e-20 * total; ++x) {
    p *= ratio(x);
    const double d = x + 1 - mode;
    total += p;
    first += p * d;
    second += p * d * d;
  }
  p = 1;
  for (double x = mode; x > low && p > 1e-20 * total; --x) {
    p /= ratio(x - 1);
    const double d = x - 1 - mode;
    total += p;
    first += p * d;
    second += p * d * d;
  }
  const double shift = first / total;
  return {mode + shift, second / total - shift * shift};
}

}  // namespace

Regressand harbord(std::span<const TwoByTwo> tables, bool risk_ratio) {
  std::vector<double> y, x, w;
  for (const TwoByTwo& t : tables) {
    const double n1 = t.n1(), n2 = t.n2(), n = n1 + n2, events = t.a + t.c, others = t.b + t.d;
    double score = t.a - events * n1 / n;
    double information = (n1 / n) * (n2 / n) * events * (others / (n - 1));
    if (risk_ratio) {
      score = (t.a * n - events * n1) / others;
      information = n / 4 * (events / others);  // as with groups of one size
    }
    if (!(information > 0) || !std::isfinite(information)) continue;
    y.push_back(score / information);
    x.push_back(1 / std::sqrt(information));
    w.push_back(information);
  }
  return {vector_of(y), vector_of(x), vector_of(w)};
}

Regressand peters(std::span<const TwoByTwo> tables, const Eigen::VectorXd& y) {
  EXPECTS(static_cast<Eigen::Index>(tables.size()) == y.size());
  std::vector<double> kept, x, w;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const TwoByTwo& t = tables[i];
    const double events = t.a + t.c, others = t.b + t.d, n = events + others;
    if (!(events > 0 && others > 0)) continue;
    kept.push_back(y[static_cast<Eigen::Index>(i)]);
    x.push_back(1 / n);
    w.push_back(events * others / n);
  }
  return {vector_of(kept), vector_of(x), vector_of(w)};
}

Regressand deeks(const Eigen::VectorXd& n1, const Eigen::VectorXd& n2, const Eigen::VectorXd& y) {
  const Eigen::VectorXd ess = (4 * n1.array() * n2.array() / (n1.array() + n2.array())).matrix();
  return {y, ess.cwiseSqrt().cwiseInverse(), ess};
}

std::optional<RankPairs> schwarzer(std::span<const TwoByTwo> tables) {
  const CountFit fixed = mantel_haenszel(tables, CountMeasure::OR, 0.5, 0.95);
  if (!fixed.pooled) return {};
  const double odds_ratio = std::exp(fixed.pooled->estimate);
  std::vector<double> x, y;
  for (const TwoByTwo& t : tables) {
    const MeanVariance moments = noncentral_hypergeometric(t, odds_ratio);
    if (!(moments.variance > 0)) continue;
    x.push_back((t.a - moments.mean) / std::sqrt(moments.variance));
    y.push_back(1 / moments.variance);
  }
  return RankPairs{vector_of(x), vector_of(y)};
}

}  // namespace weald
