// SPDX-License-Identifier: MIT
// Where a score, as a function of τ², falls through 0: the local maxima of a likelihood, bracketed.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/numerics/roots.h"

namespace weald {

/// A point of the grid.
struct ScorePoint {
  double tau2 = 0;
  ValueSlope score{};
  bool positive() const { return score.value > 0; }
};

/// Where the score falls through 0, and whether τ² = 0 is a local maximum.
struct ScoreFalls {
  bool at_zero = false;
  std::vector<std::pair<ScorePoint, ScorePoint>> brackets{};
};

/// Looks for falls of the score between two points. Where it has the same sign at both but bends
/// towards 0 and back, its slope is bisected until the sign turns or is seen not to.
template <class Score>
void look_between_points(const Score& score_at, const ScorePoint& a, const ScorePoint& b,
                         ScoreFalls& falls) {
  if (a.positive() != b.positive()) {
    if (a.positive()) falls.brackets.emplace_back(a, b);
    return;
  }
  const double sign = a.positive() ? 1 : -1;
  if (!(sign * a.score.slope < 0 && sign * b.score.slope > 0)) return;
  double low = a.tau2, high = b.tau2;
  for (int i = 0; i < 40; ++i) {
    const double t = low + (high - low) / 2;
    const ScorePoint middle{t, score_at(t)};
    if (middle.positive() != a.positive()) {
      look_between_points(score_at, a, middle, falls);
      look_between_points(score_at, middle, b, falls);
      return;
    }
    const double slope = sign * middle.score.slope;
    // Even along its tangent it would not get to 0.
    if (sign * middle.score.value > std::fabs(slope) * (high - low)) return;
    (slope < 0 ? low : high) = t;
  }
}

/// Scans [0, upper] in steps of a factor, from a sixteenth of the smallest variance, below which
/// the score is all but straight. As a function of ln τ² every weight falls once, over about four
/// units, so that the score cannot turn often between two points.
template <class Score>
ScoreFalls falls_of_score(const Score& score_at, double smallest_v, double upper) {
  constexpr double factor = 1.75;
  ScorePoint before{0, score_at(0)};
  ScoreFalls falls{.at_zero = !before.positive()};
  for (double next = smallest_v / 16; before.tau2 < upper; next *= factor) {
    const double t = std::min(next, upper);
    const ScorePoint point{t, score_at(t)};
    look_between_points(score_at, before, point, falls);
    before = point;
  }
  return falls;
}

}  // namespace weald
