// SPDX-License-Identifier: MIT
// The sums over studies that every model of independent estimates needs at a given τ², in one pass,
// O(k), no memory. This is where the time goes: eight lanes of accumulators, added in a fixed
// order, let the compiler vectorise without changing a bit from machine to machine.
#pragma once

#include <vector>

#include <Eigen/Core>

#include "engine/models/sample.h"

namespace weald {

/// With w = 1/(v + τ²), r = y - μ, μ = Σwy/Σw and P = W - ww'/Σw:
struct Moments {
  double tau2 = 0;
  double mu = 0;
  double s1 = 0, s2 = 0, s3 = 0;        ///< Σw, Σw², Σw³
  double q = 0;                         ///< Σwr², the generalised Q
  double wwr = 0, wwrr = 0, wwwrr = 0;  ///< Σw²r, Σw²r², Σw³r²
  double trace_p = 0;                   ///< tr P = Σw - Σw²/Σw
  double trace_pp = 0;                  ///< tr PP = Σw² - 2Σw³/Σw + (Σw²/Σw)²
};

/// Evaluates moments of one sample at one τ² after another. Residuals are taken about the mean of
/// the evaluation before, in a second pass about the new mean where that is far away, so that
/// nothing cancels; the most precise study is kept apart from the sums over the others, so that
/// tr P keeps its digits where one study outweighs all others by 16 orders of magnitude.
class MomentsOf {
 public:
  explicit MomentsOf(const Sample& sample);
  Moments at(double tau2);

  Eigen::Index k() const { return sample_->k(); }
  const Sample& sample() const { return *sample_; }
  Eigen::Index most_precise() const { return heaviest_; }
  /// The mean of the latest evaluation.
  double centre() const { return centre_; }

 private:
  const Sample* sample_;
  Eigen::Index heaviest_ = 0;
  double centre_ = 0;
};

/// The same sums over studies sorted into bins by variance: approximate (about 1e-4 of the size of
/// the terms), for looking where the roots of an equation are when k is large. A bin is as wide as
/// 1/128 of an octave, wider where the variances span more than 64 octaves.
class BinnedMoments {
 public:
  BinnedMoments(const MomentsOf& full, double smallest_v, double largest_v);
  Moments at(double tau2) const;

 private:
  double y0_ = 0, v0_ = 0, centre_ = 0;  ///< the most precise study
  std::vector<double> v_, n_, e_, ee_;  ///< mean variance, number, Σ(y - centre), Σ(y - centre)²
};

}  // namespace weald
