// SPDX-License-Identifier: MIT
// GOSH: the pooled effect and I² of every subset of the studies, or of a seeded sample of subsets
// where there are too many (Olkin, Dahabreh & Trikalinos 2012, Res Synth Methods 3:214).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/models/pool.h"
#include "engine/numerics/progress.h"

namespace weald {

struct GoshOptions {
  PoolOptions pool{};              ///< model, estimator of τ², source of I²
  int every_up_to = 24;            ///< studies up to which every subset is taken
  std::uint64_t sample = 1000000;  ///< subsets drawn beyond that
  std::uint64_t seed = 1;
  Progress progress{};
};

struct Gosh {
  Eigen::Index k = 0;
  bool exhaustive = true;
  std::uint64_t seed = 0;
  std::vector<double> estimate{}, i2{};  ///< one a subset; I² in percent, 0 of one study

  std::uint64_t subsets() const { return estimate.size(); }
  /// Whether a subset holds a study. Exhaustive: bit `study` of subset + 1. Drawn: every study with
  /// probability ½, so that all subsets are equally likely (an empty draw counts as all studies).
  bool holds(std::uint64_t subset, Eigen::Index study) const;
};

/// All non-empty subsets of k >= 1 studies, or a sample of them. The result does not depend on the
/// number of threads.
Gosh gosh(const Sample& sample, const GoshOptions& options);

/// Mean of the estimates of the subsets with and without each study.
struct WithAndWithout {
  double with = 0, without = 0;
};
std::vector<WithAndWithout> with_and_without(const Gosh& gosh);

}  // namespace weald
