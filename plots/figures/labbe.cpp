// SPDX-License-Identifier: MIT
// L'Abbé's plot (L'Abbé, Detsky & O'Rourke 1987, Ann Intern Med 107:224): the risk in the treated
// by the risk in the controls of every study, with the curve of the pooled effect; one panel a
// horizon.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/study_curves.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

constexpr std::size_t fewest = 2;

/// A study's two risks, in percent.
struct Risks {
  double treated = 0, control = 0;
};

const TwoByTwo* table_of(const StudyResult& study) {
  const auto* table = std::get_if<TwoByTwo>(&study.row.data);
  return table != nullptr && table->n1() > 0 && table->n2() > 0 ? table : nullptr;
}

Risks risks_of(const TwoByTwo& table) {
  return {100 * table.a / table.n1(), 100 * table.c / table.n2()};
}

std::vector<const StudyResult*> with_tables(const Pooling& pool) {
  std::vector<const StudyResult*> studies;
  for (const StudyResult& study : pool.studies)
    if (table_of(study) != nullptr) studies.push_back(&study);
  // Small dots over large ones.
  std::ranges::stable_sort(
      studies, [](const StudyResult* a, const StudyResult* b) { return a->weight > b->weight; });
  return studies;
}

struct Arms {
  std::string treated = "treated", control = "controls";
};

Arms arms_of(const AnalysisReport& report) {
  if (report.arm_labels.size() != 2) return {};
  return {report.arm_labels[0], report.arm_labels[1]};
}

/// The end of both axes of every panel, in percent.
double end_of(const std::vector<const Pooling*>& pools) {
  double most = 0;
  for (const Pooling* pool : pools)
    for (const StudyResult* study : with_tables(*pool)) {
      const Risks risks = risks_of(*table_of(*study));
      most = std::max({most, risks.treated, risks.control});
    }
  return most > 0 ? std::min(1.06 * most, 103.0) : 100;
}

void add_pooled(Panel& panel, const Pooling& pool, double end) {
  const auto curve = [&](double effect, Role role, Tag tag) {
    Path path{.role = role, .tag = std::move(tag)};
    constexpr int count = 120;
    for (int i = 0; i <= count; ++i) {
      const double control = std::min(end, 100.0) * i / count;
      const auto treated = treated_risk(*pool.measure, effect, control / 100);
      if (treated && *treated >= 0 && *treated <= 1)
        path.points.push_back({control, 100 * *treated});
    }
    if (path.points.size() > 1) panel.paths.push_back(std::move(path));
  };
  panel.paths.push_back({.points = {{0, 0}, {std::min(end, 100.0), std::min(end, 100.0)}},
                         .role = Role::null_line,
                         .tag = {.key = "no effect" + suffix_of(pool)}});
  if (!pool.pooled) return;
  const Shown& shown = pool.pooled->shown;
  const std::string text = pooled_text(*pool.measure, shown);
  curve(pool.pooled->estimate.estimate, Role::curve,
        {.key = "pooled" + suffix_of(pool),
         .title = fmt::format("{}: {}", forest::pooled_label(pool), text),
         .data = {
             {"estimate", shown.estimate}, {"lower", shown.ci.lower}, {"upper", shown.ci.upper}}});
  curve(pool.pooled->estimate.ci.lower, Role::curve_dashed,
        {.key = "pooled lower" + suffix_of(pool), .data = {{"estimate", shown.ci.lower}}});
  curve(pool.pooled->estimate.ci.upper, Role::curve_dashed,
        {.key = "pooled upper" + suffix_of(pool), .data = {{"estimate", shown.ci.upper}}});
}

void add_studies(Panel& panel, const Pooling& pool, const Arms& arms) {
  const std::vector<const StudyResult*> studies = with_tables(pool);
  constexpr std::size_t all_named = 15, most_named = 10;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const StudyResult& study = *studies[i];
    const TwoByTwo& table = *table_of(study);
    const Risks risks = risks_of(table);
    const double heaviest = studies.front()->weight;
    Dot dot{.at = {risks.control, risks.treated},
            .radius = radius_of(heaviest > 0 ? study.weight / heaviest : 1),
            .tag = study_tag(pool, study),
            .importance = study.weight};
    dot.tag.title +=
        fmt::format("; {} of {} ({}), {} of {} ({})", forest::count_text(table.a),
                    forest::count_text(table.n1()), arms.treated, forest::count_text(table.c),
                    forest::count_text(table.n2()), arms.control);
    const Data more{{"events1", table.a},        {"n1", table.n1()},
                    {"events2", table.c},        {"n2", table.n2()},
                    {"percent1", risks.treated}, {"percent2", risks.control},
                    {"weight", study.weight}};
    dot.tag.data.insert(dot.tag.data.end(), more.begin(), more.end());
    if (i < (studies.size() > all_named ? most_named : all_named)) dot.label = study.row.label;
    panel.dots.push_back(std::move(dot));
  }
}

Panel panel_for(const AnalysisReport& report, const Pooling& pool, double end) {
  Panel panel = panel_of(pool, fewest, "L'Abbé's plot");
  if (panel.words.empty() && with_tables(pool).empty())
    panel.words =
        "L'Abbé's plot shows risks: it needs how many of how many people had the event in two "
        "groups, and no study here says so.";
  if (!panel.words.empty()) return panel;
  const Arms arms = arms_of(report);
  // Dots at 0 stand clear of the axes and of their numbers.
  const double low = -0.035 * end;
  panel.x = {.label = fmt::format("Risk, {} (%)", arms.control), .low = low, .high = end};
  panel.y = {.label = fmt::format("Risk, {} (%)", arms.treated), .low = low, .high = end};
  add_pooled(panel, pool, end);
  add_studies(panel, pool, arms);
  return panel;
}

void add_words(Chart& chart, const AnalysisReport& report,
               const std::vector<const Pooling*>& drawn) {
  const Pooling& first = *drawn.front();
  const Arms arms = arms_of(report);
  chart.legend.push_back({.text = "A study; area by its weight"});
  chart.legend.push_back({Swatch::line, Role::null_line, "Equal risks"});
  if (first.pooled && treated_risk(*first.measure, 0, 0.5)) {
    chart.legend.push_back({Swatch::line, Role::curve,
                            drawn.size() > 1
                                ? forest::pooled_label(first)
                                : fmt::format("{}: {}", forest::pooled_label(first),
                                              pooled_text(*first.measure, first.pooled->shown))});
    chart.legend.push_back(
        {Swatch::line, Role::curve_dashed,
         fmt::format("Ends of its {} interval", forest::level_text(first.choices.level))});
  } else {
    chart.notes.push_back(
        fmt::format("{}: no curve of risks follows from the pooled effect.", first.measure->label));
  }
  chart.notes.push_back(fmt::format(
      "Above the line of equal risks a larger share had the event in the group “{}”, below it a "
      "smaller one. Risks are as counted, nothing added to zero cells. That studies with higher "
      "risks lie farther from "
      "the line need not mean that the effect grows with risk: chance moves both axes.",
      arms.treated));
  std::string without;
  for (const Pooling* pool : drawn)
    for (const StudyResult& study : pool->studies)
      if (table_of(study) == nullptr)
        without += fmt::format("{}{}", without.empty() ? "" : "; ", study_tag(*pool, study).title);
  if (!without.empty())
    chart.notes.push_back(fmt::format("Not drawn, counts are not given: {}.", without));
  for (std::string& note : method_notes(report)) chart.notes.push_back(std::move(note));
}

}  // namespace

Scene draw_labbe(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "L'Abbé's plot");
  const std::vector<const Pooling*> pools = whole_pools(report);
  std::vector<const Pooling*> drawn;
  for (const Pooling* pool : pools)
    if (pool->studies.size() >= fewest && !with_tables(*pool).empty()) drawn.push_back(pool);
  const double end = end_of(drawn);
  for (const Pooling* pool : pools) chart.panels.push_back(panel_for(report, *pool, end));
  chart.frame_width = chart.frame_height = pools.size() == 1                        ? 350
                                           : pools.size() == 2 || pools.size() == 4 ? 270
                                                                                    : 215;
  if (!drawn.empty()) add_words(chart, report, drawn);
  describe_panels(chart);
  return draw_chart(chart, style, measure);
}

}  // namespace weald
