// SPDX-License-Identifier: MIT
// The columns of a forest plot, one row a kind; any other name is a field of
// the studies.
#include "plots/figures/forest_columns.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"

namespace weald::forest {
namespace {

std::vector<Column> study_column(const Context& context) {
  return {{.head = std::string{context.house.study},
           .max_width = 190,
           .cell = [](const StudyResult& study) {
             return study.row.label.empty() ? study.row.study : study.row.label;
           }}};
}

std::vector<Column> year_column(const Context&) {
  return {{.head = "Year", .align = Align::right, .cell = [](const StudyResult& study) {
             return number(study.row.year);
           }}};
}

std::vector<Column> weight_column(const Context& context) {
  const House& house = context.house;
  const std::string sign = house.bare_weights ? "" : " %";
  return {{.head = std::string{house.weight},
           .align = Align::right,
           .shared = false,
           .right = !house.weight_left,
           .cell =
               [bare = house.bare_weights](const StudyResult& study) {
                 const std::string text = typeset(show_weight(study.weight));
                 return bare ? text.substr(0, text.find(' ')) : text;
               },
           .total =
               [sign](const Pooling& pool) {
                 return pool.studies.size() > 1 ? "100" + sign : std::string{};
               }}};
}

std::vector<Column> effect_column(const Context& context) {
  const Measure* measure = measure_of(context.report);
  if (measure == nullptr) return {};
  const House* house = &context.house;
  return {{.head = effect_head(context.report, *measure, *house),
           .align = Align::right,
           .max_width = 200,
           .shared = false,
           .right = !house->effect_left,
           .effect = true,
           .cell =
               [measure, house](const StudyResult& s) {
                 return effect_text(*measure, s.shown.estimate, s.shown.ci, *house);
               },
           .total =
               [measure, house](const Pooling& pool) {
                 return pool.pooled ? effect_text(*measure, pool.pooled->shown.estimate,
                                                  pool.pooled->shown.ci, *house)
                                    : std::string{};
               }}};
}

std::vector<Column> time_column(const Context&) {
  return {{.head = "Time", .shared = false, .cell = [](const StudyResult& study) {
             return study.row.time;
           }}};
}

struct ColumnKind {
  std::string_view key;
  std::vector<Column> (*make)(const Context&);
};
constexpr std::array<ColumnKind, 11> kinds{{{"study", study_column},
                                            {"year", year_column},
                                            {"events", events_columns},
                                            {"events/n", events_columns},
                                            {"n", n_columns},
                                            {"mean", mean_columns},
                                            {"weight", weight_column},
                                            {"effect", effect_column},
                                            {"time", time_column},
                                            {"rob", risk_columns},
                                            {"risk-of-bias", risk_columns}}};

Column field_column(const std::string& name) {
  std::string head = name;
  std::ranges::replace(head, '-', ' ');
  if (!head.empty() && 'a' <= head[0] && head[0] <= 'z')
    head[0] = static_cast<char>(head[0] - 'a' + 'A');
  return {.head = head, .cell = [name](const StudyResult& study) {
            const auto found = study.row.fields.find(name);
            if (found == study.row.fields.end()) return std::string{};
            return found->second.number ? typeset(found->second.text) : found->second.text;
          }};
}

/// A column of numbers stands on its right edge, one of words on its left.
void align_field(Column& column, const AnalysisReport& report, const std::string& name) {
  bool numbers = false;
  for (const Pooling& pool : report.pools)
    for (const StudyResult& study : pool.studies)
      if (const auto found = study.row.fields.find(name); found != study.row.fields.end()) {
        if (!found->second.number) return;
        numbers = true;
      }
  if (numbers) column.align = Align::right;
}

std::vector<std::string> fitting_columns(const AnalysisReport& report, const PlotStyle& style,
                                         const Arrangement& a) {
  std::vector<std::string> names{"study"};
  if (a.panels.size() <= 2) {
    if (any_arm(report, [](const Arm& arm) { return arm.events.has_value(); }))
      names.emplace_back("events");
    else if (any_arm(report, [](const Arm& arm) { return arm.mean.has_value(); }))
      names.emplace_back("mean");
  }
  if (a.house->weight_first && style.weights) names.emplace_back("weight");
  names.emplace_back("effect");
  if (!a.house->weight_first && style.weights) names.emplace_back("weight");
  for (const Pooling& pool : report.pools)
    for (const StudyResult& study : pool.studies)
      if (study.row.risk_of_bias && !study.row.risk_of_bias->domains.empty()) {
        names.emplace_back("risk-of-bias");
        return names;
      }
  return names;
}

}  // namespace

std::string effect_head(const AnalysisReport& report, const Measure& measure, const House& house) {
  const std::string level =
      level_text(report.pools.empty() ? 0.95 : report.pools.front().choices.level, house);
  const std::string_view full = measure.label.substr(0, measure.label.find(" ("));
  const bool named = house.full_measure && measure.key != "GEN" && !full.empty();
  // What stands in brackets is never broken.
  return fmt::format("{}{}{}\u00A0CI{}", named ? std::string{full} : measure_name(measure),
                     house.before_ci, unbroken(level), house.after_ci);
}

std::vector<std::string_view> column_names() {
  std::vector<std::string_view> names;
  for (const ColumnKind& kind : kinds) names.push_back(kind.key);
  names.emplace_back("plot");
  return names;
}

std::vector<Column> columns_of(const AnalysisReport& report, const PlotStyle& style,
                               const Arrangement& arrangement, std::vector<std::string>& legend) {
  std::vector<std::string> names = style.columns.empty() ? report.columns : style.columns;
  if (names.empty()) names = fitting_columns(report, style, arrangement);
  // The first column names the row, whatever else is asked for.
  if (std::ranges::find(names, "study") == names.end()) names.insert(names.begin(), "study");
  const Context context{report, *arrangement.house, legend};
  const bool placed = std::ranges::find(names, "plot") != names.end();
  bool after_plot = false;
  std::vector<Column> out;
  for (const std::string& name : names) {
    if (name == "plot") {
      after_plot = true;
      continue;
    }
    const auto kind = std::ranges::find(kinds, name, &ColumnKind::key);
    std::vector<Column> made;
    if (kind != kinds.end()) {
      made = kind->make(context);
    } else {
      made.push_back(field_column(name));
      align_field(made.back(), report, name);
    }
    for (Column& column : made) {
      if (placed) column.right = after_plot;
      out.push_back(std::move(column));
    }
  }
  // A group of one column is part of its head.
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto same = [&](std::size_t j) { return j < out.size() && out[j].group == out[i].group; };
    if (out[i].group.empty() || out[i].lights || same(i + 1) || (i > 0 && same(i - 1))) continue;
    out[i].head = out[i].group + "\n" + out[i].head;
    out[i].group.clear();
  }
  // The name of the row always comes first, on the left.
  const auto is_study = [&](const Column& c) { return c.head == arrangement.house->study; };
  if (const auto study = std::ranges::find_if(out, is_study); study != out.end()) {
    study->right = false;
    std::rotate(out.begin(), study, study + 1);
  }
  return out;
}

}  // namespace weald::forest
