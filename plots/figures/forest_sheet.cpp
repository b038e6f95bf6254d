// SPDX-License-Identifier: MIT
// All that a forest plot says, put together from the report; computes nothing
// but sums of printed counts.
#include <algorithm>

#include <fmt/format.h>

#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

void add_unique(std::vector<std::string>& lines, std::string line) {
  if (!line.empty() && 'a' <= line[0] && line[0] <= 'z')
    line[0] = static_cast<char>(line[0] - 'a' + 'A');
  if (!line.empty() && std::ranges::find(lines, line) == lines.end())
    lines.push_back(std::move(line));
}

/// Said elsewhere in the figure: in the cells, in the table of contrasts.
bool said_in_the_figure(const Note& note) {
  return note.code == "no-studies-to-pool" || note.code == "single-study" ||
         note.code.starts_with("contrast");
}

void split_columns(Sheet& sheet, std::vector<Column> columns) {
  for (Column& column : columns) {
    std::vector<Column>& place = column.shared
                                     ? (column.right ? sheet.right : sheet.left)
                                     : (column.right ? sheet.panel_right : sheet.panel_left);
    place.push_back(std::move(column));
  }
}

}  // namespace

void add_by_place(Sheet& sheet, const std::vector<std::pair<std::string, std::string>>& remarks,
                  std::size_t all) {
  std::vector<std::pair<std::string, std::vector<std::string>>> grouped;
  for (const auto& [place, text] : remarks) {
    auto found =
        std::ranges::find(grouped, text, &std::pair<std::string, std::vector<std::string>>::first);
    if (found == grouped.end()) found = grouped.insert(grouped.end(), {text, {}});
    if (std::ranges::find(found->second, place) == found->second.end())
      found->second.push_back(place);
  }
  for (const auto& [text, places] : grouped) {
    std::string head;
    if (places.size() < all)
      for (const std::string& place : places)
        head += (head.empty() || place.empty() ? "" : "; ") + place;
    add_unique(sheet.notes, head.empty() ? text : fmt::format("{}: {}", head, text));
  }
}

std::string sentence_of(const Pooling& pool, const Measure& measure) {
  std::string place = place_of(pool);
  std::string out = place.empty() ? "" : place + ": ";
  if (pool.studies.empty()) {
    out += "no study with numbers";
  } else if (pool.studies.size() == 1) {
    const StudyResult& only = pool.studies.front();
    out += fmt::format("one study, {}, {} {}", only.row.label, measure_name(measure),
                       effect_text(measure, only.shown.estimate, only.shown.ci));
  } else if (pool.pooled) {
    out += fmt::format("pooled {} {} from {} studies", measure_name(measure),
                       effect_text(measure, pool.pooled->shown.estimate, pool.pooled->shown.ci),
                       pool.studies.size());
  } else {
    out += fmt::format("{} studies, not pooled", pool.studies.size());
  }
  return out + ". ";
}

void add_notes(Sheet& sheet, const AnalysisReport& report) {
  std::vector<std::pair<std::string, std::string>> methods, remarks;
  std::size_t pooled = 0;
  for (const Pooling& pool : report.pools) {
    if (pool.studies.size() > 1 && !pool.methods_line.empty()) {
      ++pooled;
      methods.emplace_back(place_of(pool), "Methods: " + pool.methods_line + ".");
    }
    for (const Note& note : pool.notes)
      if (!said_in_the_figure(note)) remarks.emplace_back(place_of(pool), note.message + ".");
  }
  add_by_place(sheet, methods, pooled);
  add_by_place(sheet, remarks, report.pools.size());
  for (const Note& note : report.notes)
    if (!said_in_the_figure(note))
      add_unique(sheet.notes, note.message + (note.message.ends_with(".") ? "" : "."));
}

Sheet sheet_of(const AnalysisReport& report, const PlotStyle& style) {
  Sheet sheet;
  const Arrangement arrangement = arrange(report, style.layout);
  sheet.house = arrangement.house;
  add_captions(sheet, report, style);
  std::vector<std::string> legend, remarks;
  split_columns(sheet, columns_of(report, style, arrangement, legend));
  for (std::size_t p = 0; p < arrangement.panels.size(); ++p) {
    Panel panel{.head = arrangement.panels[p]};
    const Pooling* pool = p < arrangement.overall.size() ? arrangement.overall[p] : nullptr;
    if (pool != nullptr && pool->pooled && pool->studies.size() > 1)
      panel.pooled = pool->pooled->shown.estimate;
    if (pool != nullptr && arrangement.panels.size() > 1) {
      panel.below = heterogeneity_text(*pool, *sheet.house);
      if (!panel.below.empty() && sheet.house->key.empty())
        panel.below = studies_text(*pool) + "; " + panel.below;
      if (const std::string effect = overall_text(*pool, *sheet.house); !effect.empty())
        panel.below += "\n" + std::string{sheet.house->overall_head} + effect;
    }
    sheet.panels.push_back(std::move(panel));
  }
  add_rows(sheet, report, arrangement, style, remarks);
  if (arrangement.panels.size() == 1 && !arrangement.overall.empty() &&
      arrangement.overall[0] != nullptr) {
    const Pooling& pool = *arrangement.overall[0];
    if (const std::string text = heterogeneity_text(pool, *sheet.house); !text.empty())
      sheet.below_left.push_back(heterogeneity_head(pool, *sheet.house) + text);
    if (const std::string text = overall_text(pool, *sheet.house); !text.empty())
      sheet.below_left.push_back(std::string{sheet.house->overall_head} + text);
  }
  for (const SubgroupTest& test : report.subgroup_tests) {
    if (!arrangement.by_subgroup) break;
    std::string horizon;
    for (const Pooling& pool : report.pools)
      if (pool.horizon == test.horizon && !pool.horizon_label.empty() &&
          arrangement.panels.size() > 1)
        horizon = pool.horizon_label + ": ";
    if (arrangement.panels.size() == 1)
      sheet.below_left.push_back(test_text(test, *sheet.house));
    else
      add_unique(sheet.notes, horizon + test_text(test, *sheet.house) + ".");
  }
  add_contrasts(sheet, report);
  if (std::ranges::any_of(report.pools, [](const Pooling& pool) { return !pool.findings.empty(); }))
    sheet.notes.emplace_back(quotation_note);
  for (std::string& remark : remarks) add_unique(sheet.notes, std::move(remark) + ".");
  for (std::string& line : legend) add_unique(sheet.notes, std::move(line));
  add_notes(sheet, report);
  if (const Measure* measure = measure_of(report)) {
    sheet.description = fmt::format("Forest plot, {}. ", std::string{measure->label});
    for (const Pooling& pool : report.pools) sheet.description += sentence_of(pool, *measure);
  }
  for (const ContrastLine& line : sheet.contrasts) sheet.description += line.title + ". ";
  while (sheet.description.ends_with(' ')) sheet.description.pop_back();
  return sheet;
}

}  // namespace weald::forest
