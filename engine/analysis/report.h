// SPDX-License-Identifier: MIT
// The result of an analysis: everything that tables, JSON and figures show, already computed. After
// analysis/ nothing is computed. Numbers are on the analysis scale unless they stand in a `Shown`.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/choices.h"
#include "engine/models/pool.h"
#include "engine/review/dataset.h"

namespace weald {

/// What people read: an estimate and its interval on the read scale.
struct Shown {
  double estimate = 0;
  Interval ci{};
  std::optional<Interval> pi{};
};

/// One study (or group of a study) in a pool.
struct StudyResult {
  Row row{};  ///< names, raw data, fields, risk of bias
  double y = 0, v = 0;
  Interval ci{};      ///< z at the pool's level
  double weight = 0;  ///< fraction of 1 in its own pool
  Shown shown{};
};

struct PooledResult {
  Estimate estimate{};
  std::optional<Interval> pi{};
  Shown shown{};
};

/// One pool: one analysis, one horizon, one subgroup level.
struct Pooling {
  std::string id{};  ///< analysis[/horizon][/subgroup]
  std::string analysis{}, title{};
  std::optional<std::string> horizon{}, subgroup{};
  std::string horizon_label{}, subgroup_label{};
  /// Of follow-up, in days: after its lower end, to its upper one. Not finite: open, or not given.
  Interval window{-std::numeric_limits<double>::infinity(),
                  std::numeric_limits<double>::infinity()};
  const Measure* measure = nullptr;
  Choices choices{};
  std::string ci_used{};                              ///< key of the method after a fall-back
  std::optional<std::string> pi_used{}, tau2_used{};  ///< nothing under the common effect
  std::vector<StudyResult> studies{};
  std::vector<ExcludedRow> excluded{};
  std::vector<FindingRow> findings{};
  std::optional<PooledResult> pooled{};
  std::optional<Heterogeneity> heterogeneity{};
  std::optional<Likelihood> likelihood{};
  Convergence convergence{};
  std::vector<double> other_optima{};  ///< τ² at the other local maxima of the likelihood
  std::vector<Note> notes{};
  std::string methods_line{};  ///< «REML τ²; HK CI (k > 2, τ² > 0); PI t(k-1); …; preset cochrane»
};

/// Test of subgroup differences.
struct SubgroupTest {
  std::string analysis{};
  std::optional<std::string> horizon{};
  std::string by{};
  bool common_tau2 = false;
  double q = 0, df = 0, log_p = 0;
};

/// Later minus earlier horizon.
struct Contrast {
  std::string analysis{}, from{}, to{};
  int shared = 0;
  double correlation = 0;  ///< assumed
  double estimate = 0, se = 0, log_p = 0;
  Interval ci{};
  Shown shown{};
  /// The standard error at other assumed correlations (0, 0.1 … 0.9), for the note.
  struct AtCorrelation {
    double correlation, se, log_p;
    Interval ci;
  };
  std::vector<AtCorrelation> sweep{};
};

/// A published pooled result, shown and never pooled again.
struct PublishedResult {
  std::string reference{}, label{}, text{};  ///< text: a finding in words, where there is no number
  std::optional<std::string> horizon{};
  std::string horizon_label{}, as_printed{}, source{};
  const Measure* measure = nullptr;
  bool has_estimate = false;
  double y = 0;
  std::optional<double> se{};
  std::optional<Interval> ci{};  ///< as printed, on the analysis scale
  Shown shown{};
  std::optional<double> i2{};
};

/// One analysis of a review with all its pools: for each horizon the whole, then its subgroup
/// levels.
struct AnalysisReport {
  std::string key{}, title{};  ///< title: the analysis's, or the outcome's label
  std::string outcome_label{}, unit{};
  std::vector<std::string> arm_labels{};
  Better better = Better::unknown;
  std::optional<double> important_difference{};
  const Measure* measure = nullptr;
  std::vector<std::string> columns{};  ///< asked for in review.yaml
  std::vector<Pooling> pools{};
  std::vector<SubgroupTest> subgroup_tests{};
  std::vector<Contrast> contrasts{};
  bool overview = false;
  std::vector<PublishedResult> published{};
  std::vector<Note> notes{};
};

struct Report {
  std::string source_title{};  ///< the review's title, or the table's name
  std::vector<AnalysisReport> analyses{};
};

}  // namespace weald
