// SPDX-License-Identifier: MIT
// Which pool stands where.
#include <algorithm>

#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

/// Distinct values in order of first appearance.
template <class Key>
std::vector<std::string> distinct(const std::vector<Pooling>& pools, Key key) {
  std::vector<std::string> out;
  for (const Pooling& pool : pools)
    if (const auto value = key(pool); value && std::ranges::find(out, *value) == out.end())
      out.push_back(*value);
  return out;
}

const Pooling* find_pool(const AnalysisReport& report, const std::string& horizon,
                         const std::optional<std::string>& subgroup) {
  for (const Pooling& pool : report.pools)
    if (pool.horizon.value_or("") == horizon && pool.subgroup == subgroup) return &pool;
  return nullptr;
}

std::string horizon_label(const Pooling& pool) {
  return pool.horizon_label.empty() ? pool.horizon.value_or("") : pool.horizon_label;
}

std::string subgroup_label(const Pooling& pool) {
  return pool.subgroup_label.empty() ? pool.subgroup.value_or("") : pool.subgroup_label;
}

bool in_some_level(const AnalysisReport& report, const Pooling& whole, const StudyResult& study) {
  return std::ranges::any_of(report.pools, [&](const Pooling& level) {
    return level.subgroup && level.horizon == whole.horizon &&
           std::ranges::any_of(level.studies, [&](const StudyResult& other) {
             return other.row.study == study.row.study && other.row.group == study.row.group;
           });
  });
}

}  // namespace

Arrangement arrange(const AnalysisReport& report, const std::string& layout) {
  const auto horizon_of = [](const Pooling& pool) {
    return std::optional(pool.horizon.value_or(""));
  };
  const std::vector<std::string> horizons = distinct(report.pools, horizon_of);
  const std::vector<std::string> levels =
      distinct(report.pools, [](const Pooling& pool) { return pool.subgroup; });
  Arrangement out;
  out.house = &house_of(layout);
  const bool wants_levels = layout.empty() || layout == "subgroups" || out.house->one_panel;
  out.by_subgroup = wants_levels && !levels.empty();
  // One panel a horizon, but where one panel is asked for: then one section a
  // horizon.
  const bool stacked = layout == "single" || (out.house->one_panel && !out.by_subgroup);
  std::vector<const Pooling*> wholes;
  for (const std::string& horizon : horizons) wholes.push_back(find_pool(report, horizon, {}));
  if (stacked) {
    out.panels = {""};
    for (const Pooling* whole : wholes)
      if (whole != nullptr)
        out.sections.push_back({.title = wholes.size() > 1 ? horizon_label(*whole) : "",
                                .pools = {whole},
                                .subtotals = wholes.size() > 1});
    if (wholes.size() == 1) out.overall = wholes;
    return out;
  }
  for (const Pooling* whole : wholes)
    out.panels.push_back(whole == nullptr ? "" : horizon_label(*whole));
  out.overall = wholes;
  if (!out.by_subgroup) {
    out.sections.push_back({.pools = wholes});
    return out;
  }
  for (const std::string& level : levels) {
    Section section{.title = level, .subtotals = true};
    for (const std::string& horizon : horizons) {
      section.pools.push_back(find_pool(report, horizon, level));
      if (section.pools.back() != nullptr) section.title = subgroup_label(*section.pools.back());
    }
    out.sections.push_back(std::move(section));
  }
  const bool loose = std::ranges::any_of(wholes, [&](const Pooling* whole) {
    return whole != nullptr && (!whole->excluded.empty() || !whole->findings.empty() ||
                                std::ranges::any_of(whole->studies, [&](const StudyResult& study) {
                                  return !in_some_level(report, *whole, study);
                                }));
  });
  if (loose) out.sections.push_back({.title = "In no subgroup", .pools = wholes, .loose = true});
  return out;
}

}  // namespace weald::forest
