// SPDX-License-Identifier: MIT
// Measures a sheet: how wide each column, how high each row, where each panel
// stands.
#include <algorithm>
#include <cmath>

#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

constexpr double row_padding = 2.6;

Role text_role(const SheetRow& row, std::size_t column) {
  switch (row.kind) {
    case RowKind::section:
      return Role::text_bold;
    case RowKind::total:
      return Role::pooled_text;
    case RowKind::left_out:
      return Role::text_muted;
    case RowKind::remark:
      return Role::note;
    case RowKind::prediction:
      return column == 0 ? Role::text_muted : Role::text;
    default:
      return Role::text;
  }
}

double mark_height(const SheetRow& row) {
  return row.kind == RowKind::section || row.kind == RowKind::remark || row.kind == RowKind::events
             ? 0
             : 9.5;
}

PlannedRow plan_row(const Plan& plan, const Sheet& sheet, const SheetRow& row,
                    const TextMeasure& measure) {
  PlannedRow out;
  double height = mark_height(row);
  for (std::size_t i = 0; i < row.texts.size(); ++i) {
    const bool over_all = row.kind == RowKind::remark || row.kind == RowKind::section;
    double width =
        i < plan.left.size() ? plan.left[i].width : plan.right[i - plan.left.size()].width;
    // A name that stands alone in its row may run over the columns beside it:
    // they are empty there.
    if (row.texts.size() == 1)
      width = (over_all && row.cells.size() == 1 ? plan.free_end : plan.left_end) - plan.margin;
    out.shared.push_back(wrap(row.texts[i], text_role(row, i), width, over_all ? 6 : 3, measure));
    height = std::max(height, out.shared.back().height);
  }
  for (const Cell& cell : row.cells) {
    PlannedRow::PlannedCell planned;
    const Role role = row.kind == RowKind::total        ? Role::pooled_text
                      : row.kind == RowKind::prediction ? Role::text_muted
                                                        : Role::text;
    for (std::size_t i = 0; i < cell.texts.size(); ++i) {
      const std::size_t left = sheet.panel_left.size();
      const PlacedColumn& column = i < left ? plan.panel_left[i] : plan.panel_right[i - left];
      const Column& kind = i < left ? sheet.panel_left[i] : sheet.panel_right[i - left];
      planned.texts.push_back(kind.lights ? TextBlock{}
                                          : wrap(cell.texts[i], role, column.width, 3, measure));
      height = std::max(height, kind.lights ? 2 * plan.light_radius : planned.texts.back().height);
    }
    if (!cell.words.empty()) {
      planned.words = wrap(cell.words, row.kind == RowKind::remark ? Role::note : Role::words,
                           plan.words_width, row.kind == RowKind::remark ? 5 : 3, measure);
      height = std::max(height, planned.words.height);
    }
    out.cells.push_back(std::move(planned));
  }
  out.height = height + 2 * row_padding;
  return out;
}

}  // namespace

double Plan::head_total() const { return panel_head_height + group_height + head_height; }

Axis panel_axis(const Plan& plan, std::size_t panel) {
  Axis axis = plan.axis;
  const double shift = plan.panel_x[panel] - plan.panel_x[0];
  axis.from += shift;
  axis.to += shift;
  return axis;
}

Plan plan_of(const Sheet& sheet, const PlotStyle& style, const TextMeasure& measure) {
  Plan plan;
  plan_columns(plan, sheet, measure);
  for (const SheetRow& row : sheet.rows) plan.rows.push_back(plan_row(plan, sheet, row, measure));
  plan_axis(plan, sheet, style, measure);
  bool clipped = false;
  for (const SheetRow& row : sheet.rows)
    for (const Cell& cell : row.cells) {
      plan.heaviest = std::max(plan.heaviest, cell.weight);
      clipped |= cell.mark != CellMark::none &&
                 (!plan.axis.holds(cell.shown.lower) || !plan.axis.holds(cell.shown.upper));
    }
  const double full = plan.width - 2 * plan.margin;
  plan.title = wrap(sheet.title, Role::title, full, 4, measure);
  plan.continued = wrap(sheet.title + " (continued)", Role::text_bold, full, 2, measure);
  plan.subtitle = wrap(sheet.subtitle, Role::subtitle, full, 4, measure);
  std::vector<std::string> notes = sheet.notes;
  if (clipped) notes.insert(notes.begin(), "Arrows: the interval goes on beyond the axis.");
  for (const std::string& note : notes)
    plan.notes.push_back(wrap(note, Role::note, std::min(full, 760.0), 12, measure));
  // Contrasts: a small table over the width; columns as wide as their longest
  // text.
  const std::size_t columns = sheet.contrast_heads.size();
  std::vector<double> widths(columns, 0);
  const auto cell_width = [&](std::size_t c) { return c == 0 ? full * 0.34 : full * 0.2; };
  const auto add = [&](const std::string& text, std::size_t c, Role role) {
    plan.contrast_cells.push_back(wrap(text, role, cell_width(c), 3, measure));
    widths[c] = std::max(widths[c], plan.contrast_cells.back().width);
  };
  for (std::size_t c = 0; c < columns; ++c) add(sheet.contrast_heads[c], c, Role::note);
  for (const ContrastLine& line : sheet.contrasts)
    for (std::size_t c = 0; c < columns; ++c) add(line.texts[c], c, Role::text);
  double natural = 0;
  for (const double width : widths) natural += width + 16;
  if (natural > full && columns > 0) {
    // Too wide: every column but the first gives way in proportion, the text
    // wraps.
    plan.contrast_cells.clear();
    const double each = (full - 16.0 * static_cast<double>(columns)) / static_cast<double>(columns);
    const auto again = [&](const std::string& text, std::size_t c, Role role) {
      plan.contrast_cells.push_back(wrap(text, role, each, 4, measure));
      widths[c] = each;
    };
    for (std::size_t c = 0; c < columns; ++c) again(sheet.contrast_heads[c], c, Role::note);
    for (const ContrastLine& line : sheet.contrasts)
      for (std::size_t c = 0; c < columns; ++c) again(line.texts[c], c, Role::text);
  }
  double x = plan.margin;
  for (std::size_t c = 0; c < columns; ++c) {
    plan.contrast_x.push_back(x);
    plan.contrast_end = x + widths[c];
    x += widths[c] + 16;
  }
  return plan;
}

}  // namespace weald::forest
