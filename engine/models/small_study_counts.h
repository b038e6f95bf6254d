// SPDX-License-Identifier: MIT
// What the small-study tests for two-by-two tables put in place of the estimate and its standard
// error, so that the two are not correlated by construction.
#pragma once

#include <optional>
#include <span>

#include <Eigen/Core>

#include "engine/effects/data.h"

namespace weald {

/// Estimates, predictors and weights of a regression, over the tables that have a say in it.
struct Regressand {
  Eigen::VectorXd y, x, w;
};

/// Harbord's modified test: score over information of the odds ratio (Harbord et al. 2006, Stat
/// Med 25:3443), or of the risk ratio (Harbord et al. 2009, Stata J 9:197, with V as meta's
/// metabias() takes it: N/4 · events/non-events in place of n1·n2/N · events/non-events); x = 1/√V,
/// w = V.
Regressand harbord(std::span<const TwoByTwo> tables, bool risk_ratio);

/// Peters' test: the estimate on 1/N, weights events·non-events/N (Peters et al. 2006, JAMA
/// 295:676). `y` are the estimates of the tables.
Regressand peters(std::span<const TwoByTwo> tables, const Eigen::VectorXd& y);

/// Deeks' test: the estimate on 1/√ESS, weights ESS = 4·n1·n2/(n1+n2) (Deeks et al. 2005, J Clin
/// Epidemiol 58:882).
Regressand deeks(const Eigen::VectorXd& n1, const Eigen::VectorXd& n2, const Eigen::VectorXd& y);

/// Schwarzer's rank test: (a - E a)/√Var a and 1/Var a, moments of the non-central
/// hypergeometric distribution at the Mantel-Haenszel odds ratio (Schwarzer et al. 2007, Stat Med
/// 26:721; moments by Liao & Rosen 2001, Am Stat 55:366). Tables without variance are left out;
/// nothing where that odds ratio is not defined.
struct RankPairs {
  Eigen::VectorXd x, y;
};
std::optional<RankPairs> schwarzer(std::span<const TwoByTwo> tables);

}  // namespace weald
