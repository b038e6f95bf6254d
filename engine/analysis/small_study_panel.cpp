// SPDX-License-Identifier: MIT
// The panel of adjusted estimates: none of them is the truth, each holds under its own assumption.
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/small_study_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

void add(PoolBias& result, std::string key, std::string label,
         const std::optional<ShownEstimate>& value, std::string assumes, std::string remark = {}) {
  result.panel.push_back({.key = std::move(key),
                          .label = std::move(label),
                          .value = value,
                          .assumes = std::move(assumes),
                          .remark = std::move(remark)});
}

void add_selection(const SelectionResult& row, PoolBias& result) {
  std::string label = fmt::format("Selection model, {}", row.model->label);
  if (row.model->key == "stepfun")
    label = fmt::format("Selection model, step{} at p {}", row.steps.size() == 1 ? "" : "s", [&] {
      std::string steps;
      for (const double step : row.steps) steps += (steps.empty() ? "" : ", ") + shortest(step);
      return steps;
    }());
  if (!row.fit) {
    add(result, std::string(row.model->key), label, {}, std::string(row.model->assumes),
        row.reason);
    return;
  }
  std::string remark;
  if (!row.fit->convergence.ok)
    remark = "the likelihood has no clear maximum: do not use";
  else if (row.fit->weight_at_bound)
    remark = row.fit->weights.size() == 1 && row.fit->weights[0] == 0 ? "δ is 0: no selection found"
                                                                      : "a weight is at its bound";
  else if (row.fit->convergence.at_boundary)
    remark = "τ² is 0";
  const bool usable = row.fit->convergence.ok && std::isfinite(row.fit->pooled.se);
  add(result, std::string(row.model->key), label,
      usable ? std::optional(ShownEstimate{row.fit->pooled, row.shown}) : std::nullopt,
      std::string(row.model->assumes), remark);
}

}  // namespace

void fill_panel(const BiasContext& context, PoolBias& result) {
  const bool as_it_is =
      result.pool->choices.method == Method::iv && !result.pool->choices.dl_around_mh;
  constexpr const char* fair = "the studies found are a fair sample of those done";
  if (const auto& own = result.pool->pooled; own && !as_it_is)
    add(result, "pooled", "As pooled", ShownEstimate{own->estimate, own->shown}, fair);
  if (const auto& base = context.base.pooled)
    add(result, as_it_is ? "pooled" : "inverse-variance",
        as_it_is ? "As pooled" : "By inverse variance", ShownEstimate{base->estimate, base->shown},
        as_it_is ? fair : "as above; this is what those below correct");
  for (AdjustedEstimate& row : result.panel) row.uncorrected = true;
  if (result.trim_fill) {
    const TrimFillResult& fill = *result.trim_fill;
    std::optional<ShownEstimate> value;
    if (fill.pooled) value = ShownEstimate{fill.pooled->estimate, fill.pooled->shown};
    add(result, "trim-fill",
        fmt::format("Trim and fill, {} ({} added)", fill.estimator->key, fill.added.size()), value,
        "the most extreme studies on one side are missing, and nothing but that makes the funnel "
        "lopsided; poor where studies differ");
  }
  if (result.pet)
    add(result, "pet", "PET", result.pet,
        "bias grows with the standard error and nothing else does; too near no effect where "
        "there is one");
  if (result.peese)
    add(result, "peese", "PEESE", result.peese,
        "bias grows with the variance and nothing else does; too far from no effect "
        "where there is none");
  if (result.limit)
    add(result, "limit", "Limit meta-analysis", context.shown(result.limit->adjusted),
        "bias grows with the standard error, whatever its cause; the estimate is that of "
        "a study without sampling error");
  for (const SelectionResult& row : result.selection) add_selection(row, result);
  if (result.copas)
    add(result, "copas", "Copas' selection model",
        result.copas->chosen ? std::optional(*result.copas->chosen) : std::nullopt,
        "publication becomes likelier with precision and with the estimate; the mildest selection "
        "that leaves no asymmetry",
        result.copas->chosen ? "" : "no strength of selection explains the asymmetry");
  if (result.p_uniform)
    add(result, "p-uniform", "p-uniform*", context.shown(result.p_uniform->estimate),
        "significant studies are published at one rate and the others at another, whatever they "
        "are",
        result.p_uniform->significant == 0 || result.p_uniform->others == 0
            ? "all studies are on one side of significance: unreliable"
        : result.p_uniform->convergence.ok ? ""
                                           : "the likelihood has no clear maximum: do not use");
  if (result.s_value)
    add(result, "s-value", "Worst case (S-value)",
        ShownEstimate{result.s_value->values.worst_case, result.s_value->worst_case},
        "studies that are not significant in the direction of the pool are a fair sample of all "
        "such; the others are not believed at all");
}

}  // namespace weald
