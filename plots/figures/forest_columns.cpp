// SPDX-License-Identifier: MIT
// The columns of a forest plot, one row a kind; any other name is a field of the studies.
#include "plots/figures/forest_columns.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"

namespace weald::forest {
namespace {

std::vector<Column> study_column(const Context& context) {
  return {{.head = context.revman ? "Study or subgroup" : "Study",
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
  return {{.head = "Weight",
           .align = Align::right,
           .shared = false,
           .right = !context.revman,
           .cell = [](const StudyResult& study) { return typeset(show_weight(study.weight)); },
           .total =
               [](const Pooling& pool) {
                 return pool.studies.size() > 1 ? std::string{"100 %"} : std::string{};
               }}};
}

std::vector<Column> effect_column(const Context& context) {
  const Measure* measure = measure_of(context.report);
  if (measure == nullptr) return {};
  const std::string level = context.report.pools.empty()
                                ? "95 %"
                                : level_text(context.report.pools.front().choices.level);
  const std::string name = measure_name(*measure);
  const bool revman = context.revman;
  return {{.head = name + (revman ? " [" : " (") + level + " CI" + (revman ? "]" : ")"),
           .align = Align::right,
           .max_width = 200,
           .shared = false,
           .right = !revman,
           .effect = true,
           .cell =
               [measure, revman](const StudyResult& s) {
                 return effect_text(*measure, s.shown.estimate, s.shown.ci, revman);
               },
           .total =
               [measure, revman](const Pooling& pool) {
                 return pool.pooled ? effect_text(*measure, pool.pooled->shown.estimate,
                                                  pool.pooled->shown.ci, revman)
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
  if (a.revman && style.weights) names.emplace_back("weight");
  names.emplace_back("effect");
  if (!a.revman && style.weights) names.emplace_back("weight");
  for (const Pooling& pool : report.pools)
    for (const StudyResult& study : pool.studies)
      if (study.row.risk_of_bias && !study.row.risk_of_bias->domains.empty()) {
        names.emplace_back("risk-of-bias");
        return names;
      }
  return names;
}

}  // namespace

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
  const Context context{report, arrangement.revman, legend};
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
  const auto is_study = [](const Column& c) {
    return c.head == "Study" || c.head == "Study or subgroup";
  };
  if (const auto study = std::ranges::find_if(out, is_study); study != out.end()) {
    study->right = false;
    std::rotate(out.begin(), study, study + 1);
  }
  return out;
}

}  // namespace weald::forest
