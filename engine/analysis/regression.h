// SPDX-License-Identifier: MIT
// Meta-regression of the studies of a pool: from a formula and fields to coefficients, tests,
// predictions, contrasts and a comparison of models, all computed; what was left out and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/analysis/design_matrix.h"
#include "engine/analysis/report.h"
#include "engine/models/regression.h"
#include "engine/models/regression_permutation.h"

namespace weald {

/// What to compute beyond the model of `Choices::mods`, as the command line gives it.
struct RegressionRequest {
  std::vector<std::string> at{};         ///< `dose = 0, 10; design = cohort`: every combination
  std::vector<std::string> contrasts{};  ///< `designcohort - 2 * year`
  std::string compare{};                 ///< formula of a smaller model; empty: none
  std::uint64_t permutations = 0;        ///< as many orders at most; 0: no permutation test
  std::uint64_t seed = 1;
  Progress progress{};  ///< of the permutation tests
};

struct CoefficientRow {
  std::string name{};
  Estimate estimate{};
  std::optional<double> vif{};  ///< nothing for the intercept and where there is one
  std::optional<double> permutation_p{};
};

/// The coefficients of one term of the formula tested together.
struct TermRow {
  std::string name{};
  WaldTest test{};
  std::optional<double> gvif{};
};

struct PredictionRow {
  std::vector<std::pair<std::string, std::string>> at{};  ///< field, value
  std::string label{};                                    ///< `dose = 10, design = cohort`
  Estimate estimate{};
  std::optional<Interval> pi{};
  Shown shown{};
};

struct ContrastRow {
  std::string label{};
  Estimate estimate{};
};

struct ComparisonRow {
  std::string formula{};
  LikelihoodRatio test{};
};

/// One meta-regression: one analysis, one horizon.
struct Regression {
  Pooling pool{};  ///< names, choices, the studies used (weights included), what was left out
  std::string formula{};
  std::vector<std::string> references{};  ///< `design: against cohort`
  std::vector<double> fitted{};           ///< of each study, on the analysis scale
  std::vector<CoefficientRow> coefficients{};
  std::vector<TermRow> terms{};
  std::optional<WaldTest> moderators{};
  std::optional<double> r2{};
  std::vector<PredictionRow> predictions{};
  std::vector<ContrastRow> contrasts{};
  std::optional<ComparisonRow> comparison{};
  std::optional<PermutationTest> permutation{};
  std::optional<std::uint64_t> seed{};  ///< of a sampled permutation test

  /// For predictions at further values; nothing where no model could be fitted.
  DesignPlan plan{};
  std::vector<std::size_t> kept{};  ///< columns of the plan that have a coefficient
  std::optional<RegressionFit> fit{};
  const MeanInterval* interval = nullptr;
};

struct RegressionReport {
  std::string source_title{};
  std::vector<Regression> entries{};
};

/// Meta-regressions of all pools of a report made with `Request::effects_only`. What is wrong with
/// the formula or the request becomes a diagnostic (bad-option) where no pool could heed it, a note
/// of the pool where another could.
RegressionReport regress(const Report& effects, const RegressionRequest& request,
                         Diagnostics& diagnostics);

/// The expected effect, its interval and prediction interval where the fields have these values;
/// nothing with a reason where one is missing or unknown. `regression.fit` must be there.
std::variant<PredictionRow, NoRow> predict(const Regression& regression, const Scalars& fields);

/// What fields are held at where they are not named: numbers at their mean over the studies,
/// categories at their reference.
Scalars usual_values(const Regression& regression);

}  // namespace weald
