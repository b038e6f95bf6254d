// SPDX-License-Identifier: MIT
#include "engine/analysis/run.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/analysis/sensitivity_parts.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

/// Pools, subgroups and contrasts of the datasets of one analysis.
void pool_all(AnalysisReport& report, const std::vector<Dataset>& sets, const Choices& choices,
              bool effects_only) {
  std::vector<Pooling> wholes;
  for (const Dataset& set : sets) {
    report.measure = set.measure;
    report.arm_labels = set.arm_labels;
    Pooling whole = effects_of(set, choices, effects_only);
    whole.title = report.title;
    if (effects_only) {
      report.pools.push_back(std::move(whole));
      continue;
    }
    pool_studies(whole, {});
    Subgroups subgroups;
    if (!choices.subgroup.empty()) subgroups = split(whole, choices.subgroup);
    wholes.push_back(whole);
    report.pools.push_back(std::move(whole));
    for (Pooling& level : subgroups.levels) report.pools.push_back(std::move(level));
    if (subgroups.test) report.subgroup_tests.push_back(*subgroups.test);
  }
  report.contrasts = contrasts(wholes, choices.correlation);
  const auto shares = [](const Contrast& c) { return c.shared > 0; };
  if (std::ranges::any_of(report.contrasts, shares))
    report.notes.push_back(
        {"contrast-correlation",
         fmt::format("studies stand on both sides of a contrast; one study's results at two "
                     "horizons are taken to correlate at {}{}",
                     choices.correlation.value_or(0),
                     choices.correlation.value_or(0) == 0 ? ", that is, as if they were independent"
                                                          : "")});
}

AnalysisReport report_of(const Review& review, const Analysis& analysis, const Request& request,
                         Diagnostics& diagnostics) {
  const Choices choices = resolve(&review, &analysis, request.options, diagnostics);
  if (analysis.overview) return overview_report(review, analysis, choices);
  AnalysisReport report = begun_report(review, analysis, analysis.outcome.value);
  const Selection selection{.measure = choices.measure, .horizons = choices.horizons};
  pool_all(report, datasets(review, analysis, selection, diagnostics), choices,
           request.effects_only);
  return report;
}

AnalysisReport report_of(const Table& table, const Request& request, Diagnostics& diagnostics) {
  const Choices choices = resolve(nullptr, nullptr, request.options, diagnostics);
  AnalysisReport report{.key = "table"};
  const Selection selection{.measure = choices.measure, .horizons = choices.horizons};
  const std::vector<Dataset> sets = datasets(table, selection, diagnostics);
  if (!sets.empty()) {
    report.title = sets.front().title;
    report.outcome_label = sets.front().outcome_label;
  }
  if (!choices.subgroup.empty() && !table.sheet.column(choices.subgroup)) {
    std::vector<std::string_view> names;
    for (const csv::Cell& cell : table.sheet.header) names.push_back(cell.text);
    const auto near = nearest(choices.subgroup, names);
    diagnostics.error("bad-option", {},
                      fmt::format("the table has no column `{}` to split by", choices.subgroup),
                      near ? fmt::format("did you mean `{}`?", *near)
                           : fmt::format("its columns are: {}", fmt::join(names, ", ")));
  }
  pool_all(report, sets, choices, request.effects_only);
  return report;
}

}  // namespace

AnalysisReport begun_report(const Review& review, const Analysis& analysis,
                            const std::string& outcome_key) {
  AnalysisReport report{.key = analysis.key, .title = analysis.title};
  if (const Outcome* outcome = review.outcome(outcome_key)) {
    report.outcome_label = outcome->label;
    report.unit = outcome->unit;
    report.better = outcome->better;
    report.important_difference = outcome->important_difference;
  }
  if (report.title.empty()) report.title = report.outcome_label;
  if (!analysis.note.empty()) report.notes.push_back({"analysis-note", analysis.note});
  for (const auto& column : analysis.columns) report.columns.push_back(column.value);
  return report;
}

Report analyse(const Loaded& loaded, const Request& request, Diagnostics& diagnostics) {
  Report report;
  if (const Table* table = loaded.table()) {
    report.source_title = table->name;
    report.analyses.push_back(report_of(*table, request, diagnostics));
    return report;
  }
  const Review& review = *loaded.review();
  report.source_title = review.title;
  std::vector<std::string_view> names;
  for (const Analysis& analysis : review.analyses) names.push_back(analysis.key);
  for (const std::string& key : request.analyses)
    if (review.analysis(key) == nullptr) {
      const auto near = nearest(key, names);
      diagnostics.error("unknown-analysis", {}, fmt::format("the review has no analysis `{}`", key),
                        near ? fmt::format("did you mean `{}`?", *near)
                             : fmt::format("there are: {}", fmt::join(names, " ")));
    }
  for (const Analysis& analysis : review.analyses)
    if (request.analyses.empty() ||
        std::ranges::find(request.analyses, analysis.key) != request.analyses.end())
      report.analyses.push_back(report_of(review, analysis, request, diagnostics));
  return report;
}

void check_analyses(const Loaded& loaded, Diagnostics& diagnostics) {
  const Review* review = loaded.review();
  if (review == nullptr) return;
  for (const Analysis& analysis : review->analyses) resolve(review, &analysis, {}, diagnostics);
  check_multiverse(*review, diagnostics);
}

}  // namespace weald
