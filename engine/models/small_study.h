// SPDX-License-Identifier: MIT
// Tests for small-study effects (funnel asymmetry), one row each. To add one: a function and a row.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/effects/data.h"
#include "engine/models/pool.h"

namespace weald {

/// What tests may look at. `n`, `n1`, `n2` are empty where sizes are not known; `tables` holds the
/// two-by-two tables of the same studies, or nothing; `arcsine` the arcsine differences of all
/// tables, those without an event included, or nothing.
struct SmallStudyData {
  Sample sample{};
  Eigen::VectorXd n{}, n1{}, n2{};
  std::vector<TwoByTwo> tables{};
  std::optional<Sample> arcsine{};
  bool risk_ratio = false;  ///< the effect is RR: Harbord's score is that of RR
};

struct SmallStudyOptions {
  const Tau2Estimator* tau2 = nullptr;  ///< of the mixed-effects forms; null: common effect
  const MeanInterval* ci = nullptr;     ///< z, t or one of Hartung-Knapp
  double level = 0.95;
};

struct SmallStudyResult {
  double statistic = 0;
  std::optional<double> df{};
  double log_p = 0;
  struct Bias {
    double estimate = 0, se = 0;
  };
  std::optional<Bias> bias{};  ///< slope of a regression
  struct Limit {
    double estimate = 0;
    Interval ci{};
  };
  std::optional<Limit> limit{};  ///< where the predictor is 0: an endless study
  double tau2 = 0;
  bool exact = false;  ///< a rank test's exact p
};

/// A result, or the reason why there is none.
using SmallStudyAnswer = std::variant<SmallStudyResult, std::string_view>;

struct SmallStudyTest {
  std::string_view key, label;
  std::string_view statistic;  ///< "t", "z", "tau"
  std::string_view source;
  bool usual;        ///< part of `all`; the others must be named
  bool informative;  ///< leaves out tables that say nothing of a ratio, as meta's metabias() does
  SmallStudyAnswer (*run)(const SmallStudyData&, const SmallStudyOptions&);
};

/// Without the tables that have no event in either group, or for odds ratios only events.
SmallStudyData without_uninformative(const SmallStudyData& data, bool odds);

/// egger-lm-* and egger-rma-* over sei vi ni ninv sqrtni sqrtninv, rank, begg, thompson-sharp,
/// harbord, macaskill, peters, deeks, schwarzer, ruecker-rank, ruecker-egger, ruecker-thompson,
/// pustejovsky.
std::span<const SmallStudyTest> small_study_tests();

/// The test of that key; `egger` is egger-lm-sei.
const SmallStudyTest* find_small_study_test(std::string_view key);

}  // namespace weald
