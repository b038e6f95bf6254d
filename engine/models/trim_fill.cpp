// SPDX-License-Identifier: MIT
#include "engine/models/trim_fill.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/expects.h"
#include "engine/models/key.h"
#include "engine/models/moments.h"
#include "engine/models/small_study_line.h"

namespace weald {
namespace {

constexpr TrimFillEstimator rows[] = {
    {"L0", "linear in the rank sum", "Duval & Tweedie 2000, Biometrics 56:455"},
    {"R0", "from the longest run of extreme ranks", "Duval & Tweedie 2000, Biometrics 56:455"},
    {"Q0", "quadratic in the rank sum", "Duval & Tweedie 2000, J Am Stat Assoc 95:89"},
};

double mean_of(const Sample& sample, const Tau2Estimator* tau2) {
  const double t = tau2 != nullptr && sample.k() > 1 ? tau2->estimate(sample).value : 0;
  return MomentsOf(sample).at(t).mu;
}

/// The estimate of the number missing before it is rounded; `signed_ranks` of the centred
/// estimates. NaN where Q0 has none.
double missing(std::string_view key, const Eigen::VectorXd& signed_ranks) {
  const double k = static_cast<double>(signed_ranks.size());
  if (key == "R0") return k - signed_ranks.cwiseMin(0).cwiseAbs().maxCoeff() - 1;
  const double sum = signed_ranks.cwiseMax(0).sum();
  if (key == "L0") return (4 * sum - k * (k + 1)) / (2 * k - 1);
  return k - 0.5 - std::sqrt(2 * k * k - 4 * sum + 0.25);
}

}  // namespace

std::span<const TrimFillEstimator> trim_fill_estimators() { return rows; }
const TrimFillEstimator* find_trim_fill(std::string_view key) {
  return row_with_key(trim_fill_estimators(), key);
}

std::variant<TrimFill, std::string_view> trim_and_fill(const Sample& sample,
                                                       const Tau2Estimator* tau2,
                                                       const TrimFillEstimator& estimator) {
  const Eigen::Index k = sample.k();
  EXPECTS(k >= 3);
  TrimFill result;
  const auto line = mixed_line(sample, sample.v.cwiseSqrt(), tau2, LineTest::z);
  result.right = line && line->slope < 0;
  const double sign = result.right ? -1 : 1;  // studies are missing on the left of sign·y

  std::vector<Eigen::Index> order(static_cast<std::size_t>(k)), by_size(order.size());
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    return sign * sample.y[a] < sign * sample.y[b];
  });
  Sample sorted{Eigen::VectorXd(k), Eigen::VectorXd(k)};
  for (Eigen::Index i = 0; i < k; ++i) {
    sorted.y[i] = sign * sample.y[order[static_cast<std::size_t>(i)]];
    sorted.v[i] = sample.v[order[static_cast<std::size_t>(i)]];
  }

  Eigen::Index filled = 0;
  Eigen::VectorXd signed_ranks(k);
  for (;;) {
    if (++result.iterations > 100) return "its rounds go back and forth without settling";
    const Sample kept{sorted.y.head(k - filled), sorted.v.head(k - filled)};
    result.axis = mean_of(kept, tau2);
    std::iota(by_size.begin(), by_size.end(), Eigen::Index{0});
    std::stable_sort(by_size.begin(), by_size.end(), [&](Eigen::Index a, Eigen::Index b) {
      return std::fabs(sorted.y[a] - result.axis) < std::fabs(sorted.y[b] - result.axis);
    });
    for (std::size_t r = 0; r < by_size.size(); ++r) {
      const double off = sorted.y[by_size[r]] - result.axis;
      signed_ranks[by_size[r]] = static_cast<double>(r + 1) * (off > 0   ? 1.0
                                                               : off < 0 ? -1.0
                                                                         : 0.0);
    }
    const double raw = missing(estimator.key, signed_ranks);
    if (!std::isfinite(raw)) return "the estimator asks for the root of a negative number";
    const double rounded = std::max(0.0, std::nearbyint(raw));
    if (rounded >= static_cast<double>(k)) return "it would trim every study";
    const auto next = static_cast<Eigen::Index>(rounded);
    if (next == filled) break;
    filled = next;
  }
  // What lies furthest from the missing side is mirrored at the axis.
  result.filled = {Eigen::VectorXd(k + filled), Eigen::VectorXd(k + filled)};
  result.filled.y.head(k) = sample.y;
  result.filled.v.head(k) = sample.v;
  result.axis *= sign;
  for (Eigen::Index i = 0; i < filled; ++i) {
    const Eigen::Index original = order[static_cast<std::size_t>(k - filled + i)];
    result.mirrored.push_back(original);
    result.filled.y[k + i] = 2 * result.axis - sample.y[original];
    result.filled.v[k + i] = sample.v[original];
  }
  return result;
}

}  // namespace weald
