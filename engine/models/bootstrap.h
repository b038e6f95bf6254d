// SPDX-License-Identifier: MIT
// Parametric bootstrap: what the estimates would do if the fitted model were true and the studies
// were done again and again with the same variances (Efron & Tibshirani 1993, chapters 6, 12, 13).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/models/gosh.h"

namespace weald {

struct BootstrapOptions {
  PoolOptions pool{};
  std::uint64_t replicates = 10000;
  std::uint64_t seed = 1;
  Progress progress{};
};

struct Bootstrap {
  std::uint64_t replicates = 0, seed = 0;
  double bias = 0, se = 0;  ///< of μ: mean of the replicates - μ̂, their standard deviation
  Interval ci{};            ///< of μ, percentiles
  Interval ci_t{};          ///< of μ, studentised: μ̂ - quantiles of (μ* - μ̂)/se* times se
  double tau2_mean = 0;     ///< mean of τ²*
  double tau2_zero = 0;     ///< share of the replicates with τ²* = 0
  std::optional<Interval> tau2_ci{};  ///< percentiles; nothing under a common effect
  /// For the effect of a new study: μ̂ + quantiles of (θ* - μ*)/√(τ²* + se*²) times √(τ̂² + se²).
  std::optional<Interval> pi{};
  std::vector<double> estimates{}, tau2{};  ///< μ*, τ²* of every replicate
};

/// Draws y*ᵢ ~ N(μ̂, vᵢ + τ̂²), fits every replicate by the model of `options` and looks at the
/// spread. `fit` is the fit to the studies themselves; k >= 2. Replicate r has its own stream of
/// the seed.
Bootstrap bootstrap(const Sample& sample, const Fit& fit, const BootstrapOptions& options);

}  // namespace weald
