// SPDX-License-Identifier: MIT
#include "plots/figures/chart_words.h"

#include <algorithm>
#include <cmath>

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

Scale effect_scale(const AnalysisReport& report, const PlotStyle& style) {
  forest::Sheet sheet;
  forest::add_captions(sheet, report, style);
  Scale scale{.label = sheet.axis_label, .logarithmic = sheet.logarithmic};
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

double radius_of(double share) {
  return std::max(1.8, 5.5 * std::sqrt(std::clamp(share, 0.0, 1.0)));
}

}  // namespace weald::chart
