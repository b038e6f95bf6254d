// SPDX-License-Identifier: MIT
// What figures draw as curves: p-value functions, normal quantiles with their envelope, the
// likelihood of τ², the effect along a moderator. Computed here so that figures compute nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/analysis/regression.h"
#include "engine/analysis/report.h"

namespace weald {

/// The two values of the effect with a given two-sided p, for each p of a descending grid from 1:
/// at p = 1 - level they are the interval at that level, at p = 1 both are the estimate.
struct PValueCurve {
  std::vector<double> p{};
  std::vector<Interval> at{}, shown{};  ///< on the analysis scale, on the read scale
};

/// θ̂ ± se·q(p), q being the upper p/2 quantile of the distribution that the estimate was tested by:
/// t on its df, else normal (Rücker & Schwarzer 2021, Res Synth Methods 12:73).
Interval values_at_p(const Estimate& estimate, double p);
/// The two-sided p of the hypothesis that the effect is `value`.
double p_of_value(const Estimate& estimate, double value);
/// An estimate of a study (normal), tested on its own.
Estimate own_estimate(const StudyResult& study);

/// From p = 1 down to `least`, evenly in log p: of a study, of the pooled effect (which must be
/// there), and of a new study's true effect: prediction intervals of level 1 - p by the method of
/// the pool, nothing where it has none.
PValueCurve study_curve(const Pooling& pool, const StudyResult& study, double least);
PValueCurve pooled_curve(const Pooling& pool, double least);
std::optional<PValueCurve> prediction_curve(const Pooling& pool, double least);

/// One point of a normal quantile plot. The i-th smallest of n independent uniform numbers is
/// beta(i, n+1-i): its median gives `normal`, its outer quantiles the envelope of that one point
/// (Wang & Bushman 1998, Psychol Methods 3:46, for meta-analysis; Rosenkrantz 2000, Am Stat 54:249,
/// for the envelope).
struct QuantilePoint {
  std::size_t index = 0;  ///< among the residuals given
  double residual = 0, normal = 0;
  Interval envelope{};
  bool outside = false;
};
/// Ascending; residuals that are not finite are left out.
std::vector<QuantilePoint> normal_quantiles(std::span<const double> residuals, double level);

/// A value of τ² and its log-likelihood less that at the highest peak.
struct ProfilePoint {
  double tau2 = 0, height = 0;
};

/// The likelihood of τ² of a pool: the ordinary one for ML, the restricted one for REML and for
/// estimators that maximise none (Viechtbauer 2005, J Educ Behav Stat 30:261).
struct Tau2Profile {
  bool restricted = true;
  std::vector<ProfilePoint> curve{};  ///< ascending, peaks included
  std::vector<ProfilePoint> peaks{};  ///< the highest first, the others ascending
  ProfilePoint used{};                ///< the estimate of the pool
  double cut = 0;                     ///< -½χ²(1) at the level of the pool
  Interval interval{};                ///< the outermost τ² at that height (Hardy & Thompson 1996)
};
/// Nothing where a pool estimates no τ² by inverse variance, or has one study.
std::optional<Tau2Profile> tau2_profile(const Pooling& pool);

/// The effect along one moderator of a fitted meta-regression, the others held.
struct ModeratorCurve {
  std::string field{};
  bool category = false;
  struct At {
    double x = 0;         ///< of a category: the number of the level, from 1
    std::string level{};  ///< of a category
    PredictionRow row{};
  };
  std::vector<At> points{};  ///< ascending; of numbers from the smallest to the largest of a study
  std::vector<std::pair<std::string, std::string>> held{};  ///< other field, its value
  std::vector<std::string> held_how{};                      ///< «mean» or «reference», one each
};
/// `field` is one of the formula; `steps` intervals between numbers. `regression.fit` must be
/// there.
ModeratorCurve moderator_curve(const Regression& regression, const std::string& field, int steps);

/// (y - fitted)/√(v + τ²) of each study of a fitted meta-regression: how far it lies off the line.
std::vector<double> standard_residuals(const Regression& regression);

/// Whether a field of the formula is a category there.
bool is_category(const Regression& regression, const std::string& field);
/// The field that a figure sets along its axis unless told: the first that is a number, else the
/// first; empty where the formula has none.
std::string leading_field(const Regression& regression);

}  // namespace weald
