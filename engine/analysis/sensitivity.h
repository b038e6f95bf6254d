// SPDX-License-Identifier: MIT
// What a pooled result depends on: one study, the order of studies, the method, chance. Each kind
// of question is a row of a table; each answer stands beside the pool it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analysis/report.h"
#include "engine/analysis/run.h"
#include "engine/models/bootstrap.h"
#include "engine/models/gosh.h"
#include "engine/models/influence.h"
#include "engine/models/permutation.h"

namespace weald {

/// The pool fitted anew to other studies or by another method.
struct Refit {
  std::string study{}, label{};  ///< the study (or cluster) left out, or added last
  std::size_t k = 0;
  std::optional<Estimate> estimate{};  ///< nothing: nothing left, or not estimable
  std::optional<Interval> pi{};
  Shown shown{};  ///< where there is an estimate
  double tau2 = 0, i2 = 0, q = 0, log_q_p = 0;
  std::string ci_used{};
  std::string by{};  ///< cumulative: the value of the field the studies are ordered by
};

struct InfluenceRow {
  std::string study{}, label{};
  StudyInfluence values{};
};

struct BaujatRow {
  std::string study{}, label{};
  BaujatPoint point{};
};

struct FiveNumbers {
  double min = 0, q1 = 0, median = 0, q3 = 0, max = 0;
};

struct GoshResult {
  Gosh points{};
  FiveNumbers estimate{}, i2{};
  std::vector<std::string> studies{};      ///< keys, in the order of the bits of a subset
  std::vector<WithAndWithout> by_study{};  ///< mean estimates with and without each study
};

/// Studies whose interval misses that of the pool, and which studies make the heterogeneity.
struct Outliers {
  std::vector<std::string> studies{}, labels{};
  std::optional<Refit> without{};  ///< the pool without all of them, where some are left
  /// One study after another is left out, each time the one whose loss lowers I² most, until I² is
  /// below 25 % or half of the studies are gone.
  std::vector<Refit> steps{};
};

/// The pool at a τ² that is given instead of estimated.
struct SweepRow {
  double tau2 = 0, i2 = 0;
  bool estimated = false;  ///< this is the estimate
  std::string what{};      ///< «I² 25 %», «lower end of the interval of τ²»
  Refit at{};
};

/// How few people whose outcome were another would turn the conclusion.
struct Fragility {
  bool significant = false;     ///< the result now
  std::optional<int> events{};  ///< nothing: not within the bound
  int looked_up_to = 0;
  std::vector<std::string> changes{};  ///< «Aronson 1948: 3 more events in the treated group»
  std::optional<Refit> after{};
};

/// One analysis of the multiverse.
struct Universe {
  std::vector<std::pair<std::string, std::string>> choices{};  ///< name, value
  bool primary = false;  ///< the analysis as it stands in the review or on the command line
  const Measure* measure = nullptr;
  Refit result{};
  std::string reason{};                          ///< why there is no result
  bool direction = false, significance = false;  ///< the same as the primary's
  std::optional<bool> importance{};  ///< the same, where the outcome says what difference matters
};

struct Multiverse {
  std::vector<std::pair<std::string, std::vector<std::string>>> lists{};  ///< what was combined
  std::vector<Universe> universes{};
  std::size_t estimable = 0, direction = 0, significance = 0, importance = 0, judged_importance = 0;
};

/// All answers to what was asked of one pool. `notes` say what could not be answered, and why.
struct PoolSensitivity {
  const AnalysisReport* analysis = nullptr;
  const Pooling* pool = nullptr;
  std::optional<std::vector<Refit>> leave_one_out{}, cumulative{};
  std::optional<std::vector<InfluenceRow>> influence{};
  std::optional<std::vector<BaujatRow>> baujat{};
  std::optional<GoshResult> gosh{};
  std::optional<Permutation> permutation{};
  std::optional<Bootstrap> bootstrap{};
  std::optional<Outliers> outliers{};
  std::optional<std::vector<SweepRow>> sweep{};
  std::optional<Fragility> fragility{};
  std::optional<Multiverse> multiverse{};
  std::string order{};  ///< cumulative: «table order», «year, descending»
  std::string unit{};   ///< leave-one-out: «study», «cluster» or a field
  std::vector<Note> notes{};
};

struct SensitivityRequest {
  std::vector<std::string_view> kinds{};  ///< keys of sensitivity_kinds()
  std::string unit = "study";             ///< what is left out at once: study, cluster, or a field
  std::string by{};  ///< order of the cumulative pool: year, precision, effect, a field
  bool descending = false;
  std::uint64_t seed = 1, iterations = 100000, subsets = 1000000, replicates = 10000;
  std::string multiverse{};  ///< «measure=RR,OR; tau2=REML,DL»: lists instead of the review's and
                             ///< the usual ones
  const Loaded* loaded = nullptr;  ///< the source, for choices that need its data again
  std::vector<Setting> options{};  ///< of the command line, for the same
  Progress progress{};
};

struct SensitivityContext;

/// A kind of sensitivity analysis is a row.
struct SensitivityKind {
  std::string_view key, help, source;
  bool inverse_variance;  ///< has a meaning only where studies are pooled by inverse variance
  Eigen::Index fewest;    ///< studies it needs
  void (*run)(const SensitivityContext&, PoolSensitivity&);
};
std::span<const SensitivityKind> sensitivity_kinds();
const SensitivityKind* find_sensitivity_kind(std::string_view key);

/// The answers for every pool of the report, whole ones and subgroups, in its order; overviews have
/// none. The result points into `report`.
std::vector<PoolSensitivity> sensitivity(const Report& report, const SensitivityRequest& request,
                                         Diagnostics& diagnostics);

}  // namespace weald
