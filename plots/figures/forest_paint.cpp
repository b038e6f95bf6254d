// SPDX-License-Identifier: MIT
// Title, heads and rows as shapes.
#include <algorithm>
#include <cmath>

#include "plots/figures/forest.h"
#include "plots/marks/marks.h"

namespace weald::forest {
namespace {

double anchor(double x, double width, Align align) {
  return align == Align::left ? x : align == Align::right ? x + width : x + width / 2;
}

void paint_heads(Mark& mark, const std::vector<Column>& columns,
                 const std::vector<PlacedColumn>& places, double shift, double group_bottom,
                 double bottom, const TextMeasure& measure) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const PlacedColumn& place = places[i];
    set_block(mark.shapes, place.head, anchor(shift + place.x, place.width, columns[i].align),
              bottom - 4 - place.head.height, columns[i].align, measure);
  }
  for (std::size_t i = 0; i < columns.size();) {
    std::size_t end = i + 1;
    while (end < columns.size() && !columns[i].group.empty() &&
           columns[end].group == columns[i].group)
      ++end;
    if (!columns[i].group.empty()) {
      const double from = shift + places[i].x,
                   to = shift + places[end - 1].x + places[end - 1].width;
      const TextBlock head =
          wrap(columns[i].group, Role::heading, std::max(to - from, 78.0), 3, measure);
      const bool alone = end == i + 1;
      const Align align = alone ? columns[i].align : Align::middle;
      set_block(mark.shapes, head, anchor(from, to - from, align), group_bottom - 5 - head.height,
                align, measure);
      if (!alone)
        mark.shapes.push_back(
            Line{{from, group_bottom - 2.5}, {to, group_bottom - 2.5}, Role::rule});
    }
    i = end;
  }
}

void paint_favours_above(Mark& mark, const Sheet& sheet, const Plan& plan, const Axis& axis,
                         double bottom, const TextMeasure& measure) {
  const TextBlock &left = plan.favours_left, &right = plan.favours_right;
  if (plan.favours_stacked) {
    const double top = bottom - favours_height(plan);
    set_block(mark.shapes, left, axis.from, top, Align::left, measure);
    set_block(mark.shapes, right, axis.to, bottom - right.height, Align::right, measure);
    return;
  }
  const double centre = axis.at(*sheet.none);
  set_block(mark.shapes, left, centre - favours_gap, bottom - left.height, Align::right, measure);
  set_block(mark.shapes, right, centre + favours_gap, bottom - right.height, Align::left, measure);
}

std::vector<Shape> mark_shapes(const Plan& plan, const Cell& cell, const Axis& axis, double y) {
  switch (cell.mark) {
    case CellMark::square:
    case CellMark::square_muted: {
      const double share = plan.heaviest > 0 ? std::sqrt(cell.weight / plan.heaviest) : 1;
      const double side = std::max(2.2, plan.square_most * std::clamp(share, 0.0, 1.0));
      return interval_mark(axis, y, cell.shown, side, cell.mark == CellMark::square_muted);
    }
    case CellMark::point:
    case CellMark::point_open: {
      std::vector<Shape> shapes = interval_mark(axis, y, cell.shown, 5, false);
      if (cell.mark == CellMark::point_open)
        for (Shape& shape : shapes)
          if (Rect* square = std::get_if<Rect>(&shape)) square->role = Role::dot_hollow;
      return shapes;
    }
    case CellMark::diamond:
      return diamond_mark(axis, y, cell.shown, 9.5, Role::diamond);
    case CellMark::diamond_sub:
      return diamond_mark(axis, y, cell.shown, 8.5, Role::diamond_sub);
    case CellMark::prediction:
      return prediction_mark(axis, y, cell.shown.lower, cell.shown.upper, 3.4);
    case CellMark::none:
      break;
  }
  return {};
}

void paint_cell(Page& page, const Sheet& sheet, const Plan& plan, const PlacedRow& at,
                std::size_t p, const TextMeasure& measure) {
  const Cell& cell = sheet.rows[at.row].cells[p];
  const PlannedRow::PlannedCell& planned = plan.rows[at.row].cells[p];
  const double height = plan.rows[at.row].height, middle = at.top + height / 2,
               shift = plan.panel_x[p];
  Mark mark{.key = cell.key, .title = cell.title, .data = cell.data};
  if (!planned.words.lines.empty()) {
    const double top = middle - planned.words.height / 2;
    if (plan.words_over_strip)
      mark.shapes.push_back(Rect{{shift + plan.words_at, at.top},
                                 {plan.words_width, height},
                                 at.banded ? Role::band : Role::background});
    // Short words stand where the numbers of other rows stand.
    const bool aligned = plan.words_at > 0 && planned.words.lines.size() == 1 &&
                         sheet.panel_right.front().align == Align::right &&
                         planned.words.width <= plan.panel_right.front().width;
    const double x = shift + plan.words_at + (aligned ? plan.panel_right.front().width : 0);
    set_block(mark.shapes, planned.words, x, top, aligned ? Align::right : Align::left, measure);
  }
  for (Shape& shape : mark_shapes(plan, cell, panel_axis(plan, p), middle)) {
    std::visit([&](auto& s) { s.role = role_in(*sheet.house, s.role); }, shape);
    mark.shapes.push_back(std::move(shape));
  }
  for (std::size_t i = 0; i < cell.texts.size(); ++i) {
    const std::size_t left = sheet.panel_left.size();
    const Column& column = i < left ? sheet.panel_left[i] : sheet.panel_right[i - left];
    const PlacedColumn& place = i < left ? plan.panel_left[i] : plan.panel_right[i - left];
    if (column.lights) {
      for (Shape& shape : risk_light(cell.texts[i], {shift + place.x + place.width / 2, middle},
                                     plan.light_radius, measure))
        mark.shapes.push_back(std::move(shape));
      continue;
    }
    set_block(mark.shapes, planned.texts[i], anchor(shift + place.x, place.width, column.align),
              middle - planned.texts[i].height / 2, column.align, measure);
  }
  if (!mark.shapes.empty()) page.marks.push_back(std::move(mark));
}

}  // namespace

Mark paint_title(const Plan& plan, double y, bool continued, const TextMeasure& measure) {
  Mark mark{.key = "title"};
  if (continued) {
    set_block(mark.shapes, plan.continued, plan.margin, y, Align::left, measure);
    return mark;
  }
  set_block(mark.shapes, plan.title, plan.margin, y, Align::left, measure);
  set_block(mark.shapes, plan.subtitle, plan.margin, y + plan.title.height + 2, Align::left,
            measure);
  return mark;
}

Mark paint_head(const Sheet& sheet, const Plan& plan, double y, const TextMeasure& measure) {
  Mark mark{.key = "head"};
  const double group_bottom = y + plan.panel_head_height + plan.group_height,
               bottom = y + plan.head_total();
  for (std::size_t p = 0; p < plan.panel_x.size(); ++p) {
    const double x = plan.panel_x[p];
    const TextBlock& head = plan.panel_heads[p];
    if (!head.lines.empty()) {
      set_block(mark.shapes, head, x + plan.panel_width / 2,
                y + plan.panel_head_height - 7 - head.height, Align::middle, measure);
      mark.shapes.push_back(Line{{x, y + plan.panel_head_height - 4},
                                 {x + plan.panel_width, y + plan.panel_head_height - 4},
                                 Role::rule});
    }
    if (sheet.house->favours_above && !sheet.favours_left.empty())
      paint_favours_above(mark, sheet, plan, panel_axis(plan, p), bottom - 5, measure);
    paint_heads(mark, sheet.panel_left, plan.panel_left, x, group_bottom, bottom, measure);
    paint_heads(mark, sheet.panel_right, plan.panel_right, x, group_bottom, bottom, measure);
  }
  paint_heads(mark, sheet.left, plan.left, 0, group_bottom, bottom, measure);
  paint_heads(mark, sheet.right, plan.right, 0, group_bottom, bottom, measure);
  mark.shapes.push_back(Line{{plan.margin - overhang, bottom},
                             {plan.width - plan.margin + overhang, bottom},
                             Role::header_rule});
  return mark;
}

void paint_row(Page& page, const Sheet& sheet, const Plan& plan, const PlacedRow& at,
               const TextMeasure& measure) {
  const SheetRow& row = sheet.rows[at.row];
  const PlannedRow& planned = plan.rows[at.row];
  const double middle = at.top + planned.height / 2;
  Mark name{.key = "label " + row.key,
            .title = row.texts.empty() ? "" : drawable_text(row.texts[0])};
  if (row.kind == RowKind::total && !row.sub)
    name.shapes.push_back(Line{{plan.margin - overhang, at.top},
                               {plan.width - plan.margin + overhang, at.top},
                               Role::rule});
  for (std::size_t i = 0; i < planned.shared.size(); ++i) {
    const bool left = i < plan.left.size();
    const PlacedColumn& place = left ? plan.left[i] : plan.right[i - plan.left.size()];
    const Align align = i == 0 ? Align::left
                        : left ? sheet.left[i].align
                               : sheet.right[i - plan.left.size()].align;
    // Studies of a section stand a little to the right of its head.
    set_block(name.shapes, planned.shared[i], anchor(place.x, place.width, align),
              middle - planned.shared[i].height / 2, align, measure);
  }
  page.marks.push_back(std::move(name));
  for (std::size_t p = 0; p < row.cells.size(); ++p) paint_cell(page, sheet, plan, at, p, measure);
}

}  // namespace weald::forest
