// SPDX-License-Identifier: MIT
#include <cmath>

#include <fmt/format.h>

#include "engine/output/table_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::vector<const Pooling*> wholes(const AnalysisReport& analysis) {
  std::vector<const Pooling*> result;
  for (const Pooling& pool : analysis.pools)
    if (!pool.subgroup) result.push_back(&pool);
  return result;
}

std::string pool_name(const Pooling& pool) {
  const std::string horizon = pool.horizon ? pool.horizon_label : "";
  if (!pool.subgroup) return horizon.empty() ? "All studies" : horizon;
  return (horizon.empty() ? "" : horizon + ": ") + pool.subgroup_label;
}

/// The results of each pool: one row a horizon (and subgroup), what a reader compares first.
TextTable results_table(const AnalysisReport& analysis) {
  TextTable table;
  const Measure& measure = *analysis.measure;
  const double level = analysis.pools.front().choices.level;
  table.columns = {{analysis.pools.front().horizon ? "Horizon" : "Pool"},
                   {"k", true},
                   effect_column(measure, level),
                   {"p", true},
                   {fmt::format("{} prediction interval", level_text(level)), true},
                   {"τ² (CI)", true},
                   {"I²", true},
                   {"Q (df), p", true}};
  for (const Pooling& pool : analysis.pools) {
    std::vector<std::string> row{pool_name(pool), fmt::format("{}", pool.studies.size())};
    if (!pool.pooled) {
      row.insert(row.end(),
                 {pool.studies.empty() ? "no number" : "not estimable", "", "", "", "", ""});
    } else {
      const Heterogeneity& h = *pool.heterogeneity;
      const bool several = pool.studies.size() > 1;
      row.push_back(effect_text(measure, pool.pooled->shown));
      // A proportion or a mean of one group has no «no effect» to be tested against.
      row.push_back(std::isnan(measure.none) ? "-" : show_p(pool.pooled->estimate.log_p));
      row.push_back(pool.pooled->shown.pi ? show_interval(measure, *pool.pooled->shown.pi) : "-");
      std::string tau2 = several && pool.tau2_used ? show_tau2(h.tau2) : "-";
      if (h.tau2_ci && several)
        tau2 +=
            fmt::format(" ({} to {})", show_tau2(h.tau2_ci->lower), show_tau2(h.tau2_ci->upper));
      row.push_back(tau2);
      row.push_back(several ? show_percent(h.i2) : "-");
      row.push_back(several ? fmt::format("{} ({}), {}", fixed(h.q, 2), h.df, show_p(h.log_p))
                            : "-");
    }
    table.rows.push_back(std::move(row));
  }
  for (const SubgroupTest& test : analysis.subgroup_tests)
    table.below.push_back(fmt::format("Test of subgroup differences by {}{}{}: Q {} on {} df, p {}",
                                      test.by, test.horizon ? ", " + *test.horizon : "",
                                      test.common_tau2 ? " (common τ²)" : "", fixed(test.q, 2),
                                      test.df, show_p(test.log_p)));
  return table;
}

std::string horizon_label(const AnalysisReport& analysis, const std::string& key) {
  for (const Pooling& pool : analysis.pools)
    if (pool.horizon == key && !pool.horizon_label.empty()) return pool.horizon_label;
  return key;
}

TextTable contrasts_table(const AnalysisReport& analysis) {
  TextTable table{.title = "Later against earlier"};
  const Measure& measure = *analysis.measure;
  table.columns = {{"Contrast"},
                   {measure.ratio ? fmt::format("Ratio of {}s (CI)", measure.short_label)
                                  : fmt::format("Difference of {} (CI)", measure.short_label),
                    true},
                   {"p", true},
                   {"studies in both", true},
                   {"assumed correlation", true}};
  for (const Contrast& c : analysis.contrasts) {
    const std::string name = fmt::format("{} against {}", horizon_label(analysis, c.to),
                                         horizon_label(analysis, c.from));
    table.rows.push_back({name, effect_text(measure, c.shown), show_p(c.log_p),
                          fmt::format("{}", c.shared), shortest(c.correlation)});
    if (c.sweep.empty()) continue;
    std::string line = fmt::format("{} by assumed correlation, SE (p):", name);
    for (const auto& at : c.sweep)
      if (at.correlation == 0 || at.correlation == 0.3 || at.correlation == 0.5 ||
          at.correlation == 0.7 || at.correlation == 0.9)
        line += fmt::format(" {}: {} ({});", shortest(at.correlation), significant(at.se, 3),
                            show_p(at.log_p));
    line.back() = '.';
    table.below.push_back(std::move(line));
  }
  return table;
}

/// Lines that several pools have in common are printed once, with the pools named (none where all
/// have it).
class Shared {
 public:
  void add(const std::string& text, const Pooling& pool) {
    for (auto& [line, pools] : lines_)
      if (line == text) return pools.push_back(pool_name(pool));
    lines_.push_back({text, {pool_name(pool)}});
  }
  void print(std::string_view head, const AnalysisReport& analysis, TextTable& table) const {
    for (const auto& [line, pools] : lines_)
      table.below.push_back(pools.size() == analysis.pools.size()
                                ? fmt::format("{}: {}", head, line)
                                : fmt::format("{}, {}: {}", head, fmt::join(pools, "; "), line));
  }

 private:
  std::vector<std::pair<std::string, std::vector<std::string>>> lines_;
};

/// What was said without numbers, what was left out and why, and how it was done.
void add_remarks(TextTable& table, const AnalysisReport& analysis) {
  const auto where = [](const Pooling& pool) {
    return pool.horizon || pool.subgroup ? pool_name(pool) + ": " : std::string();
  };
  for (const Pooling* pool : wholes(analysis)) {
    for (const FindingRow& finding : pool->findings)
      table.below.push_back(fmt::format("In words, {}{}: {} ({})", where(*pool), finding.label,
                                        finding.text, finding.source));
    for (const ExcludedRow& row : pool->excluded)
      table.below.push_back(fmt::format(
          "Left out, {}{}{}: {}", row.code == "outside-horizons" ? "" : where(*pool), row.label,
          row.group && row.label.find(*row.group) == std::string::npos ? " (" + *row.group + ")"
                                                                       : "",
          row.reason));
  }
  Shared notes, methods;
  for (const Pooling& pool : analysis.pools) {
    for (const Note& note : pool.notes) notes.add(note_text(note), pool);
    methods.add(pool.methods_line, pool);
  }
  notes.print("Note", analysis, table);
  for (const Note& note : analysis.notes) table.below.push_back("Note: " + note_text(note));
  methods.print("Methods", analysis, table);
}

TextTable overview_table(const AnalysisReport& analysis) {
  TextTable table{.title = analysis.title};
  const Measure* measure = analysis.measure;
  table.columns = {
      {"Horizon"},
      {"Review"},
      {"window as printed"},
      {fmt::format("{} (CI)", measure != nullptr ? measure->short_label : "effect"), true},
      {"in words"}};
  for (const PublishedResult& p : analysis.published)
    table.rows.push_back({p.horizon ? p.horizon_label : "-", p.label, p.as_printed,
                          p.has_estimate ? (p.ci ? effect_text(*measure, p.shown)
                                                 : show_effect(*measure, p.shown.estimate))
                                         : "no number",
                          p.text});
  for (const Pooling& pool : analysis.pools)
    for (const ExcludedRow& row : pool.excluded)
      table.below.push_back(fmt::format("Left out, {}: {}", row.label, row.reason));
  if (!analysis.pools.empty() && !analysis.pools.front().notes.empty())
    table.below.push_back("Note: " + note_text(analysis.pools.front().notes.front()));
  for (const Note& note : analysis.notes) table.below.push_back("Note: " + note_text(note));
  return table;
}

}  // namespace

std::vector<TextTable> pool_tables(const Report& report) {
  std::vector<TextTable> tables;
  for (const AnalysisReport& analysis : report.analyses) {
    if (analysis.overview) {
      tables.push_back(overview_table(analysis));
      continue;
    }
    if (analysis.pools.empty()) continue;
    TextTable results = results_table(analysis);
    results.title = fmt::format(
        "{}{}", analysis.title.empty() ? report.source_title : analysis.title,
        analysis.arm_labels.size() == 2
            ? fmt::format(" ({} against {})", analysis.arm_labels[0], analysis.arm_labels[1])
            : "");
    TextTable* last = &results;
    TextTable later;
    if (!analysis.contrasts.empty()) {
      later = contrasts_table(analysis);
      last = &later;
    }
    add_remarks(*last, analysis);
    tables.push_back(results);
    if (!analysis.contrasts.empty()) tables.push_back(later);
  }
  return tables;
}

std::vector<TextTable> effects_tables(const Report& report) {
  std::vector<TextTable> tables;
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools) {
      TextTable table{.title = fmt::format(
                          "{}{}", analysis.title.empty() ? report.source_title : analysis.title,
                          pool.horizon ? ", " + pool.horizon_label : "")};
      const Measure& measure = *pool.measure;
      const bool transformed = measure.scale().key != std::string_view("identity");
      table.columns = {{"Study"},
                       effect_column(measure, pool.choices.level),
                       {transformed ? fmt::format("y ({} scale)", measure.scale().key) : "y", true},
                       {"v", true},
                       {"se", true}};
      for (const StudyResult& study : pool.studies)
        table.rows.push_back({study.row.label, effect_text(measure, study.shown),
                              significant(study.y, 5), significant(study.v, 5),
                              significant(std::sqrt(study.v), 5)});
      for (const FindingRow& finding : pool.findings)
        table.below.push_back(
            fmt::format("In words: {}: {} ({})", finding.label, finding.text, finding.source));
      for (const ExcludedRow& row : pool.excluded)
        table.below.push_back(fmt::format("No effect: {}: {}", row.label, row.reason));
      tables.push_back(std::move(table));
    }
  return tables;
}

}  // namespace weald
