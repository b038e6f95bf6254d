// SPDX-License-Identifier: MIT
// Permutation test of μ = 0: were there no effect, the sign of every estimate might as well be the
// other (Follmann & Proschan 1999, Biometrics 55:732).
#pragma once

#include <cstdint>

#include "engine/models/gosh.h"

namespace weald {

struct PermutationOptions {
  PoolOptions pool{};                 ///< model, estimator of τ², interval: its statistic is used
  int exact_up_to = 20;               ///< studies up to which all 2^k signs are taken
  std::uint64_t iterations = 100000;  ///< else: signs drawn, the observed ones among them
  std::uint64_t seed = 1;
  Progress progress{};
};

struct Permutation {
  double p = 1;          ///< share of the signs whose |statistic| is at least the observed one
  double statistic = 0;  ///< observed
  bool hartung_knapp = false;  ///< the statistic is that of HK, else z
  bool exact = true;
  std::uint64_t iterations = 0, seed = 0;
};

/// Statistics within a 10⁻⁹ of the observed one (relative, at least absolute) count as equal to it.
/// Where the interval is HK or HK-se the statistic is t, otherwise z = μ/√(1/Σw*), with τ²
/// estimated anew for every choice of signs. k >= 1.
Permutation permutation_test(const Sample& sample, const PermutationOptions& options);

}  // namespace weald
