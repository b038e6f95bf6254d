// SPDX-License-Identifier: MIT
// The test of excess significance: more significant studies than their power lets expect.
#pragma once

#include <span>
#include <string_view>

#include "engine/models/pool.h"

namespace weald {

struct ExcessTest {
  std::string_view key, label;
};
std::span<const ExcessTest> excess_tests();  ///< chi2 binom exact
const ExcessTest* find_excess_test(std::string_view key);

struct ExcessSignificance {
  double observed = 0;  ///< studies significant at two-sided 0.05
  double expected = 0;  ///< the sum of their powers
  double log_p = 0;     ///< one-sided: more than expected
};

/// Ioannidis & Trikalinos 2007 (Clin Trials 4:245); power at the pooled effect with its
/// heterogeneity in closed form. chi2: normal approximation of a binomial of equal powers; binom:
/// that binomial; exact: the sum of unequal Bernoulli trials (Poisson-binomial), O(k²).
ExcessSignificance excess_significance(const Sample& sample, double mu, double tau2,
                                       const ExcessTest& test);

}  // namespace weald
