// SPDX-License-Identifier: MIT
// Where a score, as a function of τ², falls through 0: the local maxima of a likelihood. And how
// far around the highest the likelihood has not dropped too much.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/models/likelihood.h"
#include "engine/models/tau2.h"
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

/// A score from binned studies, beside a size by which to judge whether its sign can be trusted.
struct BinnedScore {
  ValueSlope score{};
  double size = 0;
};

/// All local maxima of a likelihood over [0, upper], refined to the last digits. `score_at` is its
/// score; `binned`, where there is one, is scanned instead, and only what it finds is refined on
/// the score itself; `gain(from, to)` has the sign of the likelihood at `to` less that at `from`.
template <class Score, class Binned, class Gain>
Maxima maxima_of_score(const Score& score_at, const Binned* binned, const Gain& gain,
                       double smallest_v, double upper) {
  ScoreFalls falls;
  if (binned != nullptr) {
    const auto trusted = [&](double tau2) {
      const BinnedScore rough = (*binned)(tau2);
      return std::fabs(rough.score.value) > 1e-3 * rough.size ? rough.score : score_at(tau2);
    };
    falls = falls_of_score(trusted, smallest_v, upper);
    for (const auto& [a, b] : falls.brackets)
      if (!(score_at(a.tau2).value > 0 && score_at(b.tau2).value <= 0)) binned = nullptr;
  }
  if (binned == nullptr) falls = falls_of_score(score_at, smallest_v, upper);

  Maxima found;
  bool first = true;
  const auto take = [&](double tau2, int iterations) {
    if (first || gain(found.global, tau2) > 0) {
      if (!first) found.others.push_back(found.global);
      found.global = tau2;
      found.iterations = iterations;
    } else {
      found.others.push_back(tau2);
    }
    first = false;
  };
  if (falls.at_zero) take(0, 0);
  for (const auto& [a, b] : falls.brackets) {
    double start = a.tau2 - a.score.value / a.score.slope;
    if (binned != nullptr)
      start =
          falling_root([&](double t) { return (*binned)(t).score; }, a.tau2, b.tau2, start, 1e-5).x;
    const Root root = falling_root(score_at, a.tau2, b.tau2, start);
    found.ok = found.ok && root.ok;
    take(root.x, root.iterations);
  }
  std::sort(found.others.begin(), found.others.end());
  return found;
}

/// The smallest interval that holds every τ² whose likelihood is high enough, where it has several
/// peaks too. `height` is the likelihood over what is enough; `crossing(a, b)` is where it passes 0
/// between two points on either side; `smallest` is a step below which it hardly bends.
template <class Height, class Crossing>
Tau2Interval profile_interval(const Maxima& maxima, const Height& height, const Crossing& crossing,
                              double smallest) {
  constexpr double factor = 1.25;
  const double peak = maxima.global;
  const double last = maxima.others.empty() ? peak : std::max(peak, maxima.others.back());
  Tau2Interval result{.lower = 0, .upper = peak};
  if (height(0) < 0) {
    double outside = 0, next = std::min(smallest, peak);
    while (next < peak && height(next) < 0) {
      outside = next;
      next = std::min(next * factor, peak);
    }
    result.lower = crossing(outside, next);
  }
  // Beyond the last peak the likelihood falls without end, at last like -½(k-1) ln τ².
  double inside = peak, outside = std::max(peak, smallest) * factor;
  for (double t = outside;; t *= factor) {
    if (height(t) >= 0) {
      inside = t;
      outside = t * factor;
    } else if (t > last) {
      break;
    }
  }
  result.upper = crossing(inside, outside);
  return result;
}

}  // namespace weald
