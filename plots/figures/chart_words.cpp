// SPDX-License-Identifier: MIT
#include "plots/figures/chart_words.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace weald::chart {

Chart captioned(const AnalysisReport& report, const PlotStyle& style, std::string_view kind) {
  forest::Sheet sheet;
  forest::add_captions(sheet, report, style);
  Chart chart{.title = sheet.title,
              .subtitle = sheet.subtitle,
              .description = fmt::format("{}: {}. {}", kind, sheet.title, sheet.subtitle)};
  return chart;
}

AxisScale effect_scale(const AnalysisReport& report, const PlotStyle& style) {
  forest::Sheet sheet;
  forest::add_captions(sheet, report, style);
  AxisScale scale{.label = sheet.axis_label, .logarithmic = sheet.logarithmic};
  if (sheet.none) scale.holds.push_back(*sheet.none);
  return scale;
}

std::vector<const Pooling*> whole_pools(const AnalysisReport& report) {
  std::vector<const Pooling*> pools;
  for (const Pooling& pool : report.pools)
    if (!pool.subgroup) pools.push_back(&pool);
  return pools;
}

Panel panel_of(const Pooling& pool, std::size_t fewest, std::string_view what) {
  Panel panel{.title = forest::place_of(pool)};
  const std::size_t k = pool.studies.size();
  if (pool.pooled && k > 1)
    panel.lines.push_back(
        fmt::format("{} studies: {}", k, pooled_text(*pool.measure, pool.pooled->shown)));
  if (k < fewest)
    panel.words =
        k == 0 ? fmt::format("No study with numbers: {} needs {} at least.", what, fewest)
               : fmt::format("{}: {} needs {} at least.",
                             k == 1 ? "One study" : fmt::format("{} studies", k), what, fewest);
  return panel;
}

Tag study_tag(const Pooling& pool, const StudyResult& study) {
  const std::string place = forest::place_of(pool);
  const std::string effect =
      fmt::format("{} {}", forest::measure_name(*pool.measure),
                  forest::effect_text(*pool.measure, study.shown.estimate, study.shown.ci, false));
  return {
      .key = fmt::format("study {}{}{}", study.row.study,
                         study.row.group ? " " + *study.row.group : "",
                         pool.horizon ? " " + *pool.horizon : ""),
      .title = fmt::format("{}{}: {}", study.row.label, place.empty() ? "" : ", " + place, effect),
      .data = {{"study", study.row.study},
               {"estimate", study.shown.estimate},
               {"lower", study.shown.ci.lower},
               {"upper", study.shown.ci.upper},
               {"se", std::sqrt(study.v)}}};
}

std::string pooled_text(const Measure& measure, const Shown& shown) {
  return fmt::format("{} {}", forest::measure_name(measure),
                     forest::effect_text(measure, shown.estimate, shown.ci, false));
}

std::vector<std::string> method_notes(const AnalysisReport& report) {
  struct Line {
    std::string text{}, places{};
    std::size_t count = 0;
  };
  std::vector<Line> lines;
  std::size_t pooled = 0;
  for (const Pooling* pool : whole_pools(report)) {
    if (pool->studies.size() < 2 || pool->methods_line.empty()) continue;
    ++pooled;
    auto line = std::ranges::find(lines, pool->methods_line, &Line::text);
    if (line == lines.end()) line = lines.insert(lines.end(), {.text = pool->methods_line});
    line->places += (line->count++ > 0 ? "; " : "") + forest::place_of(*pool);
  }
  std::vector<std::string> notes;
  for (const Line& line : lines)
    notes.push_back(line.count == pooled ? fmt::format("Methods: {}.", line.text)
                                         : fmt::format("{}: {}.", line.places, line.text));
  return notes;
}

std::vector<double> worth_naming(const Pooling& pool, const std::vector<double>& away) {
  constexpr std::size_t most_outside = 8, most_precise = 2;
  const std::size_t k = pool.studies.size();
  std::vector<double> worth(k, 0);
  std::vector<std::size_t> order(k);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return away[a] > away[b]; });
  for (std::size_t i = 0; i < std::min(k, most_outside); ++i)
    if (away[order[i]] > 1) worth[order[i]] = away[order[i]];
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return pool.studies[a].v < pool.studies[b].v; });
  for (std::size_t i = 0; i < std::min(k, most_precise); ++i)
    worth[order[i]] = std::max(worth[order[i]], 1.0);
  return worth;
}

void describe_panels(Chart& chart) {
  for (const Panel& panel : chart.panels) {
    std::string said =
        panel.words.empty() ? fmt::format("{}.", fmt::join(panel.lines, ". ")) : panel.words;
    if (said == ".") continue;
    chart.description += fmt::format(" {}{}{}", panel.title, panel.title.empty() ? "" : ": ", said);
  }
  for (const std::string& note : chart.notes) chart.description += " " + note;
}

std::string suffix_of(const Pooling& pool) { return pool.horizon ? " " + *pool.horizon : ""; }

double radius_of(double share) {
  return std::max(1.8, 5.5 * std::sqrt(std::clamp(share, 0.0, 1.0)));
}

}  // namespace weald::chart
