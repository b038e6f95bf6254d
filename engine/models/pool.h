// SPDX-License-Identifier: MIT
// Pooling by inverse variance: the mean, its interval, the prediction interval and heterogeneity.
// Knows vectors, no studies. Intervals and prediction intervals are rows; to add one: a function
// and a row.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/models/sample.h"
#include "engine/models/tau2.h"

namespace weald {

struct Interval {
  double lower = 0, upper = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// A mean with its inference. `log_p` is the natural logarithm of the two-sided p-value, exact in
/// far tails.
struct Estimate {
  double estimate = 0, se = 0, statistic = 0;
  std::optional<double> df{};  ///< nothing: normal
  double log_p = 0;
  Interval ci{};
};

/// What is known at the estimated τ²: all that intervals need, computed once.
struct Fit {
  double mu = 0;
  double se_z = 0;   ///< √(1 / Σw*)
  double se_hk = 0;  ///< √(Σw*(y-μ)² / ((k-1) Σw*))
  double tau2 = 0;
  Eigen::Index k = 0;
  std::optional<double> se_kr{}, df_kr{};  ///< Kenward-Roger, where τ² is REML
};

struct MeanInterval {
  std::string_view key, label, source;
  /// Inference on μ at `level`; nothing where it has no answer (HK with k = 1).
  std::optional<Estimate> (*infer)(const Fit&, double level);
};
std::span<const MeanInterval> mean_intervals();  ///< z t HK HK-se HK-ci KR
const MeanInterval* find_mean_interval(std::string_view key);

struct PredictionInterval {
  std::string_view key, label, source;
  /// Interval of a new study's true effect; nothing where its degrees of freedom are not positive,
  /// where its standard error has no value, or where that and τ² are both 0.
  std::optional<Interval> (*predict)(const Fit&, double level);
};
std::span<const PredictionInterval> prediction_intervals();  ///< V HTS HK HK-PR KR KR-PR S
const PredictionInterval* find_prediction_interval(std::string_view key);

struct Heterogeneity {
  double tau2 = 0;
  std::optional<double> tau2_se{};
  std::optional<Interval> tau2_ci{};
  bool tau2_ci_empty = false;
  double q = 0, df = 0, log_p = 0;
  double i2 = 0;  ///< percent
  double h2 = 1;
  std::optional<Interval> i2_ci{}, h2_ci{};
};

/// Log-likelihood and what follows from it, counted as metafor does.
struct Likelihood {
  double loglik = 0, deviance = 0, aic = 0, bic = 0;
  std::optional<double> aicc{};  ///< nothing where its denominator is not positive
};

enum class Model { random, common };
enum class I2From { tau2, q };

struct PoolOptions {
  Model model = Model::random;
  const Tau2Estimator* tau2 = nullptr;  ///< random effects
  std::optional<double>
      fixed_tau2{};  ///< given from outside (a τ² common to subgroups) instead of estimated
  const MeanInterval* ci = nullptr;
  const PredictionInterval* pi = nullptr;  ///< nothing: none
  const Tau2IntervalMethod* tau2_ci = nullptr;
  I2From i2_from = I2From::tau2;
  double level = 0.95;
};

struct PoolFit {
  Fit fit{};
  std::optional<Estimate> pooled{};  ///< nothing where the interval method has no answer
  std::optional<Interval> pi{};
  Heterogeneity heterogeneity{};
  std::optional<Likelihood> likelihood{};
  Tau2 tau2{};
};

/// Pools k >= 1 estimates. O(k) time; beyond the sample it allocates only the list of other optima.
/// k = 1 has τ² 0 unless it is given, no interval of τ² and no prediction interval.
PoolFit pool(const Sample& sample, const PoolOptions& options);

/// Weights w*/Σw* as fractions of 1 at that τ².
Eigen::VectorXd weights(const Sample& sample, double tau2);

/// Difference of independent estimates on Q: Σ(μ_i - μ̄)²/se_i², chi-squared on m-1
/// (Handbook 10.11.3.1).
struct QTest {
  double q = 0, df = 0, log_p = 0;
};
QTest subgroup_difference(std::span<const double> mu, std::span<const double> se);

}  // namespace weald
