// SPDX-License-Identifier: MIT
// One panel of one row: its mark, its texts, what a reader program may want of
// it.
#include <fmt/format.h>

#include "engine/output/output.h"
#include "plots/figures/forest.h"

namespace weald::forest {

std::vector<const Column*> panel_columns(const Sheet& sheet) {
  std::vector<const Column*> out;
  for (const Column& c : sheet.panel_left) out.push_back(&c);
  for (const Column& c : sheet.panel_right) out.push_back(&c);
  return out;
}

std::string place_of(const Pooling& pool) {
  std::string out = pool.horizon_label.empty() ? pool.horizon.value_or("") : pool.horizon_label;
  if (pool.subgroup)
    out += (out.empty() ? "" : ", ") +
           (pool.subgroup_label.empty() ? *pool.subgroup : pool.subgroup_label);
  return out;
}

static Data data_of(const Pooling& pool) {
  Data data;
  if (pool.horizon) data.emplace_back("horizon", *pool.horizon);
  if (pool.subgroup) data.emplace_back("subgroup", *pool.subgroup);
  return data;
}

std::string said(const Pooling& pool, const std::string& label, const std::string& text) {
  const std::string where = place_of(pool);
  return label + (where.empty() ? "" : ", " + where) + ": " + text;
}

Cell study_cell(const Sheet& sheet, const Pooling& pool, const StudyResult& study,
                const std::string& key) {
  const Measure& measure = *pool.measure;
  const std::string effect =
      effect_text(measure, study.shown.estimate, study.shown.ci, *sheet.house);
  Cell cell{.mark = CellMark::square,
            .shown = {study.shown.estimate, study.shown.ci.lower, study.shown.ci.upper},
            .weight = study.weight,
            .key = fmt::format("row {} {}", key, pool.horizon.value_or("")),
            .title = said(pool, study.row.label,
                          fmt::format("{} {}, weight {}", measure_name(measure), effect,
                                      typeset(show_weight(study.weight)))),
            .data = {{"study", study.row.study}}};
  if (study.row.group) cell.data.emplace_back("group", *study.row.group);
  for (auto& item : data_of(pool)) cell.data.push_back(std::move(item));
  for (const auto& [name, value] :
       {std::pair<const char*, double>{"estimate", study.shown.estimate},
        {"lower", study.shown.ci.lower},
        {"upper", study.shown.ci.upper},
        {"weight", study.weight},
        {"y", study.y},
        {"v", study.v}})
    cell.data.emplace_back(name, value);
  for (const Column* column : panel_columns(sheet)) cell.texts.push_back(column->cell(study));
  return cell;
}

Cell words_cell(const Pooling* pool, const std::string& label, const std::string& key,
                std::string words) {
  Cell cell{.words = std::move(words), .key = "row " + key};
  if (pool == nullptr) return cell;
  if (pool->horizon) cell.key += " " + *pool->horizon;
  cell.title = said(*pool, label, cell.words);
  cell.data = {{"study", key}};
  for (auto& item : data_of(*pool)) cell.data.push_back(std::move(item));
  cell.data.emplace_back("words", cell.words);
  return cell;
}

Cell total_cell(const Sheet& sheet, const Pooling& pool, bool sub) {
  const std::string where = place_of(pool);
  const std::string key = fmt::format("pooled {}", pool.id);
  if (pool.studies.size() == 1)
    return {.words = "one study, not pooled",
            .key = key,
            .title = said(pool, "Pooled", "one study, not pooled")};
  if (!pool.pooled)
    return {.words = pool.studies.empty() ? "no study with numbers" : "not pooled",
            .key = key,
            .title = said(pool, "Pooled", "nothing to pool")};
  const Shown& shown = pool.pooled->shown;
  Cell cell{
      .mark = sub ? CellMark::diamond_sub : CellMark::diamond,
      .shown = {shown.estimate, shown.ci.lower, shown.ci.upper},
      .key = key,
      .title = fmt::format("{}: {} {}, {} studies", where.empty() ? "Pooled" : where + ", pooled",
                           measure_name(*pool.measure),
                           effect_text(*pool.measure, shown.estimate, shown.ci, *sheet.house),
                           pool.studies.size()),
      .data = data_of(pool)};
  cell.data.emplace_back("estimate", shown.estimate);
  cell.data.emplace_back("lower", shown.ci.lower);
  cell.data.emplace_back("upper", shown.ci.upper);
  cell.data.emplace_back("y", pool.pooled->estimate.estimate);
  cell.data.emplace_back("se", pool.pooled->estimate.se);
  cell.data.emplace_back("k", static_cast<double>(pool.studies.size()));
  for (const Column* column : panel_columns(sheet))
    cell.texts.push_back(column->total ? column->total(pool) : "");
  return cell;
}

Cell prediction_cell(const Sheet& sheet, const Pooling* pool) {
  if (pool == nullptr || !pool->pooled || !pool->pooled->shown.pi || pool->studies.size() < 2)
    return {};
  const Interval& pi = *pool->pooled->shown.pi;
  const Measure& measure = *pool->measure;
  const House& house = *sheet.house;
  const std::string text = interval_text(measure, pi, house);
  Cell cell{.mark = CellMark::prediction,
            .shown = {pool->pooled->shown.estimate, pi.lower, pi.upper},
            .key = "prediction " + pool->id,
            .title = "Prediction interval: " + text,
            .data = data_of(*pool)};
  cell.data.emplace_back("lower", pi.lower);
  cell.data.emplace_back("upper", pi.upper);
  for (const Column* column : panel_columns(sheet)) {
    cell.texts.push_back(
        column->effect ? fmt::format("{}{}{}", house.before_ci.substr(1), text, house.after_ci)
                       : "");
  }
  return cell;
}

}  // namespace weald::forest
