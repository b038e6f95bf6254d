// SPDX-License-Identifier: MIT
// What stands behind and below the rows: bands, zone, lines, the axis,
// contrasts.
#include <algorithm>

#include "plots/figures/forest.h"
#include "plots/marks/marks.h"

namespace weald::forest {
namespace {

Mark behind(const Sheet& sheet, const Plan& plan, double top, double bottom, double pooled_bottom) {
  Mark mark{.key = "lines"};
  for (std::size_t p = 0; p < plan.panel_x.size(); ++p) {
    const Axis axis = panel_axis(plan, p);
    if (sheet.zone) {
      const double from = axis.clamped(sheet.zone->low), to = axis.clamped(sheet.zone->high);
      if (to > from)
        mark.shapes.push_back(Rect{{from, top}, {to - from, bottom - top}, Role::zone});
    }
    if (sheet.none && axis.holds(*sheet.none))
      mark.shapes.push_back(
          Line{{axis.at(*sheet.none), top}, {axis.at(*sheet.none), bottom}, Role::null_line});
    if (sheet.panels[p].pooled && axis.holds(*sheet.panels[p].pooled)) {
      const double x = axis.at(*sheet.panels[p].pooled);
      mark.shapes.push_back(
          Line{{x, top}, {x, pooled_bottom}, role_in(*sheet.house, Role::pooled_line)});
    }
  }
  return mark;
}

}  // namespace

void paint_rows(Page& page, const Sheet& sheet, const Plan& plan,
                const std::vector<PlacedRow>& rows, double bottom, const TextMeasure& measure) {
  Mark bands{.key = "bands"};
  double pooled_bottom = bottom;
  for (const PlacedRow& at : rows) {
    const double height = plan.rows[at.row].height;
    if (at.banded)
      bands.shapes.push_back(Rect{{plan.margin - overhang, at.top},
                                  {plan.width - 2 * (plan.margin - overhang), height},
                                  Role::band});
    if (sheet.rows[at.row].kind == RowKind::total && !sheet.rows[at.row].sub)
      pooled_bottom = at.top + height / 2;
  }
  if (!bands.shapes.empty()) page.marks.push_back(std::move(bands));
  if (!rows.empty())
    page.marks.push_back(behind(sheet, plan, rows.front().top, bottom, pooled_bottom));
  for (const PlacedRow& at : rows) paint_row(page, sheet, plan, at, measure);
}

void paint_axis(Page& page, const Sheet& sheet, const Plan& plan, double y, bool last,
                const TextMeasure& measure) {
  for (std::size_t p = 0; p < plan.panel_x.size(); ++p) {
    const Axis axis = panel_axis(plan, p);
    Mark mark{.key = "axis", .title = sheet.axis_label, .shapes = axis_mark(axis, y, measure)};
    double top = y + 5 + line_height(Role::axis_text, measure);
    if (!sheet.favours_left.empty() && !sheet.house->favours_above) {
      set_block(mark.shapes, plan.favours_left, axis.from, top, Align::left, measure);
      const double below = plan.favours_stacked ? plan.favours_left.height + 1 : 0;
      set_block(mark.shapes, plan.favours_right, axis.to, top + below, Align::right, measure);
      top += favours_height(plan) + 2;
    }
    set_block(mark.shapes, plan.axis_label, (axis.from + axis.to) / 2, top, Align::middle, measure);
    page.marks.push_back(std::move(mark));
    if (!last || plan.panel_below[p].lines.empty()) continue;
    Mark below{.key = "heterogeneity " + sheet.panels[p].head};
    set_block(below.shapes, plan.panel_below[p], plan.panel_x[p], y + plan.axis_height + 4,
              Align::left, measure);
    page.marks.push_back(std::move(below));
  }
  if (!last || plan.below_left.empty()) return;
  Mark left{.key = "heterogeneity"};
  double top = y + 4;
  for (const TextBlock& block : plan.below_left) {
    set_block(left.shapes, block, plan.margin, top, Align::left, measure);
    top += block.height + 2;
  }
  page.marks.push_back(std::move(left));
}

double contrast_height(const Plan& plan, std::size_t line) {
  double height = 0;
  const std::size_t columns = plan.contrast_x.size();
  for (std::size_t c = 0; c < columns; ++c)
    height = std::max(height, plan.contrast_cells[line * columns + c].height);
  return height + 3;
}

void paint_contrast(Page& page, const Sheet& sheet, const Plan& plan, std::size_t line, double y,
                    const TextMeasure& measure) {
  Mark mark{.key = "contrasts"};
  if (line > 0) {
    const ContrastLine& said = sheet.contrasts[line - 1];
    mark.key = said.key;
    mark.title = said.title;
    mark.data = said.data;
  }
  const std::size_t columns = plan.contrast_x.size();
  const double height = contrast_height(plan, line);
  for (std::size_t c = 0; c < columns; ++c)
    set_block(mark.shapes, plan.contrast_cells[line * columns + c], plan.contrast_x[c], y + 1,
              Align::left, measure);
  if (line == 0)
    mark.shapes.push_back(
        Line{{plan.margin, y + height}, {plan.contrast_end, y + height}, Role::rule});
  page.marks.push_back(std::move(mark));
}

}  // namespace weald::forest
