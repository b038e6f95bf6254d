// SPDX-License-Identifier: MIT
// Permutation tests of meta-regression: how often moderators dealt to the studies at random give a
// test as extreme as that of the data.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/models/regression.h"
#include "engine/numerics/progress.h"

namespace weald {

struct PermutationTest {
  bool exact = false;            ///< every different order was taken, not a sample
  std::uint64_t iterations = 0;  ///< orders taken, that of the data included
  std::vector<double> p{};       ///< of each coefficient, by the size of its z or t
  double p_moderators = 0;  ///< of the coefficients in `tested` together, by the Wald statistic
};

/// Rows of the design are dealt to the studies in every different order where there are at most
/// `iterations` of them, else in that many orders drawn from `seed` (the first is that of the
/// data); each time the model is fitted anew with the same estimator (Follmann & Proschan 1999,
/// Biometrics 55:732; Higgins & Thompson 2004, Stat Med 23:1663). With `knapp_hartung` statistics
/// are divided by the root of the dispersion. The result does not depend on the number of threads.
/// Nothing where the estimator has no form with moderators.
std::optional<PermutationTest> permutation_test(const Sample& sample, const OrthonormalBasis& basis,
                                                const RegressionOptions& options,
                                                bool knapp_hartung, const Eigen::MatrixXd& tested,
                                                std::uint64_t iterations, std::uint64_t seed,
                                                const Progress& progress = {});

}  // namespace weald
