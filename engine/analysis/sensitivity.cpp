// SPDX-License-Identifier: MIT
// The table of sensitivity analyses, and the walk over pools.
#include "engine/analysis/sensitivity.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/analysis/sensitivity_parts.h"
#include "engine/models/key.h"

namespace weald {
namespace {

constexpr std::array rows{
    SensitivityKind{"leave-one-out", "the pool without each study (or cluster) in turn",
                    "Greenhouse & Iyengar 1994, Handbook of Research Synthesis, 383", false, 2,
                    leave_one_out_of},
    SensitivityKind{"cumulative", "the pool as study after study is added",
                    "Lau et al. 1992, N Engl J Med 327:248", false, 2, cumulative_of},
    SensitivityKind{"influence", "what each study does to the result: case-deletion diagnostics",
                    "Viechtbauer & Cheung 2010, Res Synth Methods 1:112", true, 3, influence_of},
    SensitivityKind{"baujat", "each study's part in heterogeneity against its pull on the result",
                    "Baujat et al. 2002, Stat Med 21:2641", true, 3, baujat_of},
    SensitivityKind{"outliers", "studies apart from the pool, and which studies make I²",
                    "Patsopoulos, Evangelou & Ioannidis 2008, Int J Epidemiol 37:1148", false, 3,
                    outliers_of},
    SensitivityKind{"gosh", "the pool and I² of every subset of the studies",
                    "Olkin, Dahabreh & Trikalinos 2012, Res Synth Methods 3:214", true, 2, gosh_of},
    SensitivityKind{"permutation", "test of no effect by turning the signs of the estimates",
                    "Follmann & Proschan 1999, Biometrics 55:732", true, 2, permutation_of},
    SensitivityKind{"bootstrap", "the pool, τ² and a new study if the fitted model were true",
                    "Efron & Tibshirani 1993, An Introduction to the Bootstrap", true, 2,
                    bootstrap_of},
    SensitivityKind{"sweep", "the pool at other values of τ²",
                    "Cochrane Handbook 10.10.4.5; Rücker et al. 2008, BMC Med Res Methodol 8:79",
                    true, 2, sweep_of},
    SensitivityKind{"fragility", "how few events in other people would turn the conclusion",
                    "Atal et al. 2019, J Clin Epidemiol 111:32", false, 1, fragility_of},
    SensitivityKind{"multiverse", "every defensible combination of methods",
                    "Steegen et al. 2016, Perspect Psychol Sci 11:702; Voracek, Kossmeier & Tran "
                    "2019, Z Psychol 227:64",
                    false, 2, multiverse_of},
};

/// Why a kind has no answer for this pool; empty where it has one.
std::string unavailable(const SensitivityKind& kind, const Pooling& pool) {
  const std::size_t k = pool.studies.size();
  if (!pool.pooled) return "nothing is pooled here";
  if (static_cast<Eigen::Index>(k) < kind.fewest)
    return fmt::format("it needs {} studies; there {} {}", kind.fewest, k == 1 ? "is" : "are", k);
  if (kind.inverse_variance && pool.choices.method != Method::iv)
    return fmt::format("it has a meaning under inverse variance, not under {}",
                       pool.choices.method == Method::mh ? "Mantel-Haenszel" : "Peto's method");
  if (kind.inverse_variance && !plain_inverse_variance(pool.choices))
    return "Q is taken around the Mantel-Haenszel estimate here; choose another preset";
  return {};
}

/// About how many fits a kind makes of a pool: its share of the progress bar.
double effort(std::string_view kind, const Pooling& pool, const SensitivityRequest& request) {
  const auto k = static_cast<double>(pool.studies.size());
  if (kind == "gosh") return k <= 24 ? std::exp2(k) : static_cast<double>(request.subsets);
  if (kind == "permutation")
    return k <= 20 ? std::exp2(k) : static_cast<double>(request.iterations);
  if (kind == "bootstrap") return static_cast<double>(request.replicates);
  return 1 + k * k;
}

template <class F>
void for_each_pool(const Report& report, F&& f) {
  for (const AnalysisReport& analysis : report.analyses)
    if (!analysis.overview)
      for (const Pooling& pool : analysis.pools) f(analysis, pool);
}

}  // namespace

std::span<const SensitivityKind> sensitivity_kinds() { return rows; }
const SensitivityKind* find_sensitivity_kind(std::string_view key) {
  return row_with_key(sensitivity_kinds(), key);
}

std::vector<PoolSensitivity> sensitivity(const Report& report, const SensitivityRequest& request,
                                         Diagnostics& diagnostics) {
  double all = 0, done = 0;
  for_each_pool(report, [&](const AnalysisReport&, const Pooling& pool) {
    for (const std::string_view key : request.kinds) all += effort(key, pool, request);
  });
  std::vector<PoolSensitivity> results;
  for_each_pool(report, [&](const AnalysisReport& analysis, const Pooling& pool) {
    PoolSensitivity result{.analysis = &analysis, .pool = &pool};
    SensitivityContext context{.analysis = &analysis, .pool = &pool, .request = &request};
    context.diagnostics = &diagnostics;
    if (!pool.studies.empty()) {
      const bool shared_tau2 = pool.subgroup && pool.choices.common_tau2 && pool.heterogeneity;
      context.sample = sample_of(pool.studies);
      context.rule = rule_of(pool.choices,
                             shared_tau2 ? std::optional(pool.heterogeneity->tau2) : std::nullopt);
    }
    for (const std::string_view key : request.kinds) {
      const SensitivityKind& kind = *find_sensitivity_kind(key);
      const double before = done;
      done += effort(key, pool, request);
      context.progress = part_of(request.progress, before / all, done / all);
      const std::string reason = unavailable(kind, pool);
      if (reason.empty())
        kind.run(context, result);
      else
        result.notes.push_back({"sensitivity-unavailable", fmt::format("{}: {}", key, reason)});
      if (context.progress) context.progress(1);
    }
    results.push_back(std::move(result));
  });
  return results;
}

}  // namespace weald
