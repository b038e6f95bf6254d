// SPDX-License-Identifier: MIT
#include "engine/output/sensitivity_parts.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/output/table_parts.h"

namespace weald {

const Measure& measure_of(const PoolSensitivity& p) { return *p.pool->measure; }

bool tested(const PoolSensitivity& p) { return !std::isnan(measure_of(p).none); }

bool is_significant(const Estimate& e, double none) {
  return e.ci.lower > none || e.ci.upper < none;
}

std::string read_back(const PoolSensitivity& p, double y) {
  return show_effect(measure_of(p), measure_of(p).scale().shown(y, 0));
}

std::string pool_name(const PoolSensitivity& p) {
  const Pooling& pool = *p.pool;
  std::string name = p.analysis->title.empty() ? pool.analysis : p.analysis->title;
  if (pool.horizon) name += ", " + pool.horizon_label;
  if (pool.subgroup) name += ", " + pool.subgroup_label;
  return name;
}

std::string title_of(const PoolSensitivity& p, std::string_view what) {
  return fmt::format("{}: {}", pool_name(p), what);
}

Refit whole(const PoolSensitivity& p) {
  Refit row{.k = p.pool->studies.size(),
            .estimate = p.pool->pooled->estimate,
            .pi = p.pool->pooled->pi,
            .shown = p.pool->pooled->shown};
  row.tau2 = p.pool->heterogeneity->tau2;
  row.i2 = p.pool->heterogeneity->i2;
  row.ci_used = p.pool->ci_used;
  return row;
}

void add_refit_columns(TextTable& table, const PoolSensitivity& p) {
  table.columns.push_back({"k", true});
  table.columns.push_back(effect_column(measure_of(p), p.pool->choices.level));
  table.columns.push_back({"p", true});
  table.columns.push_back({"τ²", true});
  table.columns.push_back({"I²", true});
}

std::vector<std::string> refit_cells(const PoolSensitivity& p, const Refit& row) {
  if (!row.estimate) return {fmt::format("{}", row.k), "not estimable", "-", "-", "-"};
  const bool several = row.k > 1;
  return {fmt::format("{}", row.k), effect_text(measure_of(p), row.shown),
          tested(p) ? show_p(row.estimate->log_p) : "-",
          several && p.pool->tau2_used ? show_tau2(row.tau2) : "-",
          several ? show_percent(row.i2) : "-"};
}

std::vector<std::string> row_with(std::string first, std::vector<std::string> rest) {
  rest.insert(rest.begin(), std::move(first));
  return rest;
}

std::string interval_change(const PoolSensitivity& p, const std::vector<Refit>& rows) {
  std::vector<std::string> fell;
  for (const Refit& row : rows)
    if (row.estimate && row.ci_used != p.pool->ci_used) fell.push_back(row.label);
  if (fell.empty()) return {};
  return fmt::format("The interval and p are by z instead of {} (k > 2, τ² > 0) for: {}.",
                     p.pool->ci_used, fmt::join(fell, ", "));
}

}  // namespace weald
