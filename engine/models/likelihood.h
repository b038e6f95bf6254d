// SPDX-License-Identifier: MIT
// The two likelihoods of the random-effects model y_i ~ N(μ, v_i + τ²) as functions of τ² alone:
// their scores, all their maxima, their differences. Scale-free inside: y -> cy, v -> c²v gives τ²
// -> c²τ², exactly so where c is a power of two.
#pragma once

#include <vector>

#include "engine/models/moments.h"
#include "engine/numerics/roots.h"

namespace weald {

enum class LikelihoodKind { ML, REML };

/// Twice the derivative of the log-likelihood in τ², and the derivative of that:
/// ML Σw²r² - Σw, REML Σw²r² - tr P (Viechtbauer 2005, equations 8 and 11).
ValueSlope score(const Moments& m, LikelihoodKind kind);

/// Twice the log-likelihood at `to` minus twice that at `from`.
double twice_gain(MomentsOf& moments, double from, double to, LikelihoodKind kind);

/// Σ ln(v_i + τ²).
double sum_log_variance(const Sample& sample, double tau2);

/// Spread of the sample, for bounds: v from smallest to largest, and Σ(y - c)² about some weighted
/// mean c.
struct Spread {
  double smallest_v = 0, largest_v = 0, squares = 0;
};
Spread spread(const MomentsOf& moments);

struct Maxima {
  double global = 0;  ///< τ² of the highest local maximum; 0 where the score at 0 is not positive
                      ///< and no other is higher
  int iterations = 0;  ///< that the refinement of it took
  bool ok = true;
  std::vector<double> others{};  ///< the other local maxima, ascending
};

/// How to look for changes of sign of the score: on all data, or first on studies binned by
/// variance.
enum class Scan { automatic, plain, binned };

/// All local maxima of the likelihood over τ² >= 0. The score is evaluated with its slope on a
/// geometric grid from below the smallest variance to a bound above which it is negative; between
/// points where it has one sign but its slope turns towards 0 its extremum is looked at too. Every
/// fall through 0 is refined to the last digits.
Maxima likelihood_maxima(MomentsOf& moments, LikelihoodKind kind, Scan scan = Scan::automatic);

}  // namespace weald
