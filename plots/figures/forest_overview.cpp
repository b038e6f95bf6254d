// SPDX-License-Identifier: MIT
// Published pooled results by horizon, as printed: no weight, no diamond,
// nothing pooled again.
#include <algorithm>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

constexpr std::string_view not_again = "Published pooled results, not pooled again";

SheetRow row_of(const PublishedResult& result, const Measure& measure) {
  const std::string label = result.label.empty() ? result.reference : result.label;
  const std::string place =
      result.horizon_label.empty() ? result.horizon.value_or("") : result.horizon_label;
  const std::string i2 = result.i2 ? typeset(show_percent(*result.i2)) : "";
  SheetRow row{
      .kind = RowKind::study, .key = result.reference, .texts = {label, result.as_printed, i2}};
  Cell cell{.key = fmt::format("row {} {}", result.reference, result.horizon.value_or("")),
            .data = {{"study", result.reference}}};
  if (result.horizon) cell.data.emplace_back("horizon", *result.horizon);
  if (!result.has_estimate) {
    row.kind = RowKind::left_out;
    cell.words = result.text.empty() ? "no number given" : "“" + result.text + "”";
    cell.data.emplace_back("words", cell.words);
    cell.title = label + (place.empty() ? "" : ", " + place) + ": " + cell.words;
    row.cells.push_back(std::move(cell));
    return row;
  }
  const double estimate = result.shown.estimate;
  cell.mark = CellMark::square;
  cell.weight = 1;
  cell.shown = result.ci ? Extent{estimate, result.shown.ci.lower, result.shown.ci.upper}
                         : Extent{estimate, estimate, estimate};
  const std::string text = result.ci ? effect_text(measure, estimate, result.shown.ci)
                                     : typeset(show_effect(measure, estimate));
  cell.texts = {text};
  cell.title = fmt::format("{}{}: published {} {}, not pooled again", label,
                           place.empty() ? "" : ", " + place, measure_name(measure), text);
  cell.data.emplace_back("estimate", estimate);
  if (result.ci) {
    cell.data.emplace_back("lower", result.shown.ci.lower);
    cell.data.emplace_back("upper", result.shown.ci.upper);
  }
  cell.data.emplace_back("y", result.y);
  if (result.i2) cell.data.emplace_back("i2", *result.i2);
  row.cells.push_back(std::move(cell));
  return row;
}

}  // namespace

Sheet overview_sheet(const AnalysisReport& report, const PlotStyle& style) {
  Sheet sheet;
  add_captions(sheet, report, style);
  sheet.subtitle =
      std::string{not_again} + (sheet.subtitle.empty() ? "" : "  ·  " + sheet.subtitle);
  sheet.panels.emplace_back();
  const Measure* measure = measure_of(report);
  if (measure == nullptr) return sheet;
  const std::string name = measure_name(*measure);
  sheet.left = {{.head = "Published review", .max_width = 190},
                {.head = "Window as printed", .max_width = 130},
                {.head = "I²", .align = Align::right}};
  sheet.panel_right = {{.head = name + " (95 % CI)",
                        .align = Align::right,
                        .max_width = 200,
                        .shared = false,
                        .right = true}};
  // Sections: every horizon asked for, then what belongs to none.
  std::vector<std::pair<std::optional<std::string>, std::string>> sections;
  const auto add = [&](const std::optional<std::string>& key, const std::string& label) {
    if (std::ranges::find(sections, key,
                          &std::pair<std::optional<std::string>, std::string>::first) ==
        sections.end())
      sections.emplace_back(key, label.empty() ? key.value_or("No horizon") : label);
  };
  for (const Pooling& pool : report.pools)
    if (pool.horizon) add(pool.horizon, pool.horizon_label);
  for (const PublishedResult& result : report.published) add(result.horizon, result.horizon_label);
  sheet.description = fmt::format("Forest plot of published pooled results, not pooled again, {}. ",
                                  std::string{measure->label});
  for (const auto& [key, label] : sections) {
    SheetRow head{
        .kind = RowKind::section, .key = label, .texts = {label}, .cells = {Cell{}}, .sub = true};
    sheet.rows.push_back(std::move(head));
    bool any = false;
    for (const PublishedResult& result : report.published) {
      if (result.horizon != key) continue;
      any = true;
      sheet.rows.push_back(row_of(result, *measure));
      sheet.description += sheet.rows.back().cells[0].title + ". ";
    }
    if (any) continue;
    SheetRow none{.kind = RowKind::left_out, .key = "none " + label, .texts = {"None"}};
    none.cells.push_back({.words = "no published pooled result", .key = "row none " + label});
    sheet.rows.push_back(std::move(none));
  }
  while (sheet.description.ends_with(' ')) sheet.description.pop_back();
  if (std::ranges::any_of(report.published, [](const PublishedResult& result) {
        return !result.has_estimate && !result.text.empty();
      }))
    sheet.notes.emplace_back(quotation_note);
  add_notes(sheet, report);
  return sheet;
}

}  // namespace weald::forest
