// SPDX-License-Identifier: MIT
// Small-study effects and publication bias of every pool of a report: tests, estimates that correct
// for them, and how much unseen evidence a result could bear. Each question is a row of a table.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analysis/report.h"
#include "engine/analysis/run.h"
#include "engine/models/copas.h"
#include "engine/models/excess_significance.h"
#include "engine/models/fail_safe.h"
#include "engine/models/limit_meta.h"
#include "engine/models/p_uniform.h"
#include "engine/models/s_value.h"
#include "engine/models/selection.h"
#include "engine/models/small_study.h"
#include "engine/models/trim_fill.h"
#include "engine/numerics/progress.h"

namespace weald {

/// An estimate with what people read of it.
struct ShownEstimate {
  Estimate estimate{};
  Shown shown{};
};

struct BiasTest {
  const SmallStudyTest* test = nullptr;
  std::optional<SmallStudyResult> result{};
  std::string reason{};  ///< why there is none
};

struct TrimFillResult {
  const TrimFillEstimator* estimator = nullptr;
  bool right = false;
  std::vector<StudyResult> added{};  ///< the mirror images, labelled by their originals
  std::optional<PooledResult> pooled{};
  std::optional<Heterogeneity> heterogeneity{};
};

struct FailSafeN {
  const FailSafeRow* row = nullptr;
  double n = 0;  ///< may be infinite
};

struct ExcessResult {
  const ExcessTest* test = nullptr;
  ExcessSignificance values{};
};

struct SelectionResult {
  const SelectionModel* model = nullptr;
  Alternative alternative = Alternative::greater;
  std::vector<double> steps{};
  std::optional<SelectionFit> fit{};
  Shown shown{};
  std::string reason{};  ///< why there is no fit
};

struct CopasResult {
  Copas values{};
  std::optional<ShownEstimate> chosen{};
};

struct SValueResult {
  SValue values{};
  double sign = 1;
  Shown worst_case{};
};

/// One line of the panel: an estimate, how it was made, and what must be true for it to be right.
struct AdjustedEstimate {
  std::string key{}, label{};
  std::optional<ShownEstimate> value{};
  std::string assumes{};
  std::string remark{};      ///< «did not converge», why there is no value
  bool uncorrected = false;  ///< the pool itself, or what the others correct
};

/// All answers to what was asked of one pool. Reasons stand in `remarks`.
struct PoolBias {
  const AnalysisReport* analysis = nullptr;
  const Pooling* pool = nullptr;
  bool interpretable = false;  ///< ten studies or more
  std::vector<BiasTest> tests{};
  const SmallStudyTest* recommended = nullptr;
  std::string recommended_reason{};
  std::optional<TrimFillResult> trim_fill{};
  std::vector<FailSafeN> fail_safe{};
  std::optional<ExcessResult> excess{};
  std::vector<SelectionResult> selection{};
  std::optional<ShownEstimate> pet{}, peese{};
  std::optional<LimitMeta> limit{};
  std::optional<CopasResult> copas{};
  std::optional<PUniform> p_uniform{};
  std::optional<SValueResult> s_value{};
  std::vector<AdjustedEstimate> panel{};  ///< as pooled first, then in the order of bias_kinds()
  std::vector<std::string> remarks{};
};

struct BiasRequest {
  std::vector<std::string_view> kinds{};         ///< keys of bias_kinds()
  std::vector<const SmallStudyTest*> tests{};    ///< by name, beside those of `tests`
  const TrimFillEstimator* estimator = nullptr;  ///< null: L0
  const ExcessTest* excess = nullptr;            ///< null: chi2
  std::vector<const SelectionModel*> models{};   ///< empty: stepfun, or with `all` every one
  std::optional<Alternative> alternative{};      ///< nothing: the direction of the pool
  std::vector<double> steps{};                   ///< of selection models
  bool everything = false;  ///< `all`: what has no meaning here is passed over in silence
  Progress progress{};
};

/// Sizes of a study's two groups (or of its one), where they are known.
struct GroupSizes {
  std::optional<double> n1{}, n2{}, n{};
};
GroupSizes sizes_of(const Row& row);

struct BiasContext;

/// A kind of answer is a row.
struct BiasKind {
  std::string_view key, help;
  bool against_none;  ///< tests studies against no effect: has no meaning for a prevalence or mean
  void (*run)(const BiasContext&, PoolBias&);
};
std::span<const BiasKind> bias_kinds();
const BiasKind* find_bias_kind(std::string_view key);

/// `--what`: keys of kinds and of tests, `all`, with commas. A message where a word is none.
std::optional<std::string> read_bias_kinds(std::string_view words, BiasRequest& request);

/// The answers for every pool of the report that has studies, whole ones and subgroups, in its
/// order. `arcsine` is the report of the same source under the measure AS, effects alone, for
/// Rücker's tests; may be null. The result points into `report`.
std::vector<PoolBias> small_study_effects(const Report& report, const Report* arcsine,
                                          const BiasRequest& request);

}  // namespace weald
