// SPDX-License-Identifier: MIT
// Pooling again without some studies, or study after study, and what each study does to the result.
#pragma once

#include <span>
#include <vector>

#include "engine/models/pool.h"

namespace weald {

/// How every one of many fits is made.
struct PoolRule {
  PoolOptions options{};
  bool z_unless_heterogeneous = false;  ///< the interval is z unless k > 2 and τ² > 0
};

struct RuledFit {
  PoolFit fit{};
  bool fell_back = false;  ///< to z: by the rule, or because the interval asked for has no answer
};

/// Pools k >= 1 studies; `pooled` of the result is never nothing.
RuledFit pool_by_rule(const Sample& sample, const PoolRule& rule);

/// One fit for every part of `parts`, without the studies of that part (indices, ascending). A fit
/// with no study left has k 0 and no `pooled`.
std::vector<RuledFit> leave_out(const Sample& sample, const PoolRule& rule,
                                std::span<const std::vector<Eigen::Index>> parts);

/// Fits to the first 1, 2, …, k studies of `order`, a permutation of 0 … k-1 (Lau et al. 1992,
/// N Engl J Med 327:248).
std::vector<RuledFit> cumulative(const Sample& sample, const PoolRule& rule,
                                 std::span<const Eigen::Index> order);

/// Case-deletion diagnostics of a study (Viechtbauer & Cheung 2010, Res Synth Methods 1:112). With
/// μ, τ² of all studies, μ₍ᵢ₎, τ²₍ᵢ₎ without the study, and s² the factor by which HK multiplies
/// the variance of z without it (1 under z):
struct StudyInfluence {
  double rstudent = 0;      ///< (y - μ₍ᵢ₎) / √(s²(v + τ²₍ᵢ₎) + Var μ₍ᵢ₎)
  double dffits = 0;        ///< (μ - μ₍ᵢ₎) / √(hat (v + τ²₍ᵢ₎)), s² as well
  double cook = 0;          ///< (μ - μ₍ᵢ₎)² / Var μ
  double cov_ratio = 0;     ///< Var μ₍ᵢ₎ / Var μ
  double tau2_deleted = 0;  ///< τ²₍ᵢ₎
  double q_deleted = 0;     ///< Cochran's Q without the study
  double hat = 0;           ///< leverage: here the weight, as a fraction of 1
  double weight = 0;
  double dfbeta = 0;  ///< (μ - μ₍ᵢ₎) / √(1/Σ 1/(v + τ²₍ᵢ₎)), in standard errors
  bool influential = false;
};

/// Beyond which a study of k counts as influential, by metafor's rule: |dffits| > 3√(1/(k-1)), or
/// Cook's distance beyond the median of chi-squared on 1 df, or hat > 3/k, or |dfbeta| > 1.
struct InfluenceLimits {
  double dffits = 0, cook = 0, hat = 0, dfbeta = 1;
};
InfluenceLimits influence_limits(Eigen::Index k);  ///< k >= 2

/// Diagnostics of every study from the fit to all and the fits without each. A study is influential
/// where it is beyond a limit of influence_limits. k >= 3.
std::vector<StudyInfluence> influence(const Sample& sample, const PoolFit& all,
                                      std::span<const RuledFit> without);

/// Where a study stands in Baujat's plot (Baujat et al. 2002, Stat Med 21:2641), of the model asked
/// for: x its squared Pearson residual (y - μ)²/(v + τ²), its part in heterogeneity; y the squared
/// change of μ without it, over the variance of μ₍ᵢ₎: its pull on the result.
struct BaujatPoint {
  double x = 0, y = 0;
};
std::vector<BaujatPoint> baujat(const Sample& sample, const PoolFit& all,
                                std::span<const RuledFit> without);

/// Σ without each single study: `leave_out` with parts {0}, {1}, …
std::vector<RuledFit> leave_one_out(const Sample& sample, const PoolRule& rule);

}  // namespace weald
