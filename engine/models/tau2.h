// SPDX-License-Identifier: MIT
// Estimators of the between-study variance τ², one row each. Those that solve an equation bracket
// it, test τ² = 0 explicitly and never «do not converge»; likelihoods with several peaks give the
// highest and list the others. To add an estimator: a function and a row.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/models/sample.h"

namespace weald {

struct Tau2 {
  double value = 0;  ///< at least 0
  double se = 0;     ///< its asymptotic standard error (see the row's source)
  Convergence convergence{};
  std::vector<double>
      other_optima{};  ///< local maxima of the likelihood besides `value`, ascending
};

struct Tau2Estimator {
  std::string_view key, label, source;
  bool likelihood;                  ///< ML or REML: a log-likelihood goes with it
  Tau2 (*estimate)(const Sample&);  ///< k >= 2
};

std::span<const Tau2Estimator> tau2_estimators();

/// The estimator with that key, without regard to case, or null.
const Tau2Estimator* find_tau2(std::string_view key);

/// Restricted log-likelihood at τ², with metafor's constant ½ln|X'X| (Viechtbauer 2005). Public, so
/// that it is tested at pinned τ².
double reml_loglik(const Sample& sample, double tau2);
/// Log-likelihood at τ², maximised over μ.
double ml_loglik(const Sample& sample, double tau2);
/// Generalised Q*(τ²) = Σw*(y - μ̂)², w* = 1/(v + τ²) (DerSimonian & Kacker 2007).
double generalised_q(const Sample& sample, double tau2);

/// An interval of τ²; an end that does not exist is nothing (the set is empty, or the upper end is
/// not bounded).
struct Tau2Interval {
  double lower = 0, upper = 0;
  bool empty = false;  ///< Q-profile: even τ² = 0 is too large
};

struct Tau2IntervalMethod {
  std::string_view key, label, source;
  Tau2Interval (*interval)(const Sample&, const Tau2Estimator&, const Tau2&, double level);
};

/// QP (Q-profile, Viechtbauer 2007) and PL (profile likelihood, Hardy & Thompson 1996; of the
/// restricted likelihood for REML, of the likelihood otherwise).
std::span<const Tau2IntervalMethod> tau2_intervals();
const Tau2IntervalMethod* find_tau2_interval(std::string_view key);

}  // namespace weald
