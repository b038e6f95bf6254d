// SPDX-License-Identifier: MIT
// Selection models: the chance that a study is published depends on its p-value (or its estimate)
// through a weight function, fitted together with μ and τ² by maximum likelihood. One row a weight
// function.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/models/pool.h"
#include "engine/models/sample.h"

namespace weald {

/// Which p-value decides: of the one-sided test for effects above 0, below 0, or two-sided.
enum class Alternative { greater, less, two_sided };

enum class StepUse { none, optional, required };

struct SelectionModel {
  std::string_view key, label;
  std::string_view assumes;  ///< in words, for the panel of adjusted estimates
  std::string_view source;
  StepUse steps;  ///< whether it knows p-values (stepfun) or a cut of the estimate (trunc)
};

/// stepfun beta halfnorm negexp logistic power trunc truncest.
std::span<const SelectionModel> selection_models();
const SelectionModel* find_selection_model(std::string_view key);

struct SelectionOptions {
  Alternative alternative = Alternative::greater;
  std::vector<double> steps{};  ///< p-values, ascending; of trunc one estimate
  bool common = false;          ///< τ² = 0 instead of estimated
  double level = 0.95;
};

struct SelectionFit {
  Estimate pooled{};  ///< z; standard error from the observed information
  double tau2 = 0;
  std::vector<double> weights{};  ///< the parameters δ of the weight function, in metafor's order
  double loglik = 0, loglik_without = 0;
  double lrt = 0, lrt_df = 0, lrt_log_p = 0;  ///< against no selection
  Convergence convergence{};                  ///< at_boundary: τ² = 0 or a weight at its bound
  bool weight_at_bound = false;
};

/// Fits one model to k >= 3 studies. Stepfun: Vevea & Hedges 1995 (Psychometrika 60:419); beta:
/// Citkowicz & Vevea 2017 (Psychol Methods 22:28); halfnorm, negexp, logistic, power: Preston et
/// al. 2004 (Res Synth: Stat Med 23:1351) as metafor parametrises them; trunc: Rust et al. 1990.
/// A reason where a weight cannot be estimated.
std::variant<SelectionFit, std::string_view> fit_selection(const Sample& sample,
                                                           const SelectionModel& model,
                                                           const SelectionOptions& options);

/// The log-likelihood at μ, τ² and δ. Public, so that it is tested at pinned parameters.
double selection_loglik(const Sample& sample, const SelectionModel& model,
                        const SelectionOptions& options, double mu, double tau2,
                        std::span<const double> delta);

}  // namespace weald
