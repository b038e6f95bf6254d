// SPDX-License-Identifier: MIT
#include "plots/chart/chart.h"

#include <algorithm>

#include <fmt/format.h>

#include "plots/chart/chart_parts.h"

namespace weald::chart {
namespace {

Mark paint_title(const Plan& plan, double& y, const TextMeasure& measure) {
  Mark mark{.key = "title"};
  for (const TextBlock* block : {&plan.title, &plan.subtitle}) {
    if (block->lines.empty()) continue;
    set_block(mark.shapes, *block, plan.margin, y, Align::left, measure);
    y += block->height + 3;
  }
  return mark;
}

/// A row with its panels moved down by `y`.
PanelRow moved(PanelRow row, double y) {
  for (PlacedPanel& placed : row.panels) {
    placed.top += y;
    placed.frame.top += y;
    placed.frame.bottom += y;
    for (double* end : {&placed.y.from, &placed.y.to}) *end += y;
  }
  return row;
}

double notes_height(const Plan& plan) {
  double height = 0;
  for (const TextBlock& note : plan.notes) height += note.height + 2;
  return height;
}

std::string left_out_note(std::size_t count) {
  return fmt::format("{} no room beside {}; as SVG the figure names every mark under the pointer.",
                     count == 1 ? "One label found" : fmt::format("{} labels found", count),
                     count == 1 ? "its mark" : "their marks");
}

}  // namespace

Scene draw_chart(const Chart& chart, const PlotStyle& style, const TextMeasure& measure) {
  Plan plan = plan_of(chart, style, measure);
  Scene scene{.title = chart.title, .description = chart.description};
  const double room = style.paginate ? style.page_height - plan.margin : 1e300;
  std::size_t left_out = 0;
  std::vector<double> ends;
  Page page;
  double y = plan.margin;
  page.marks.push_back(paint_title(plan, y, measure));
  const auto turn = [&] {
    ends.push_back(y);
    scene.pages.push_back(std::move(page));
    page = {};
    y = plan.margin;
    page.marks.push_back(paint_title(plan, y, measure));
  };
  bool fresh = true;
  for (const PanelRow& row : plan.rows) {
    if (!fresh && y + row.height > room) turn();
    for (const PlacedPanel& placed : moved(row, y + 8).panels)
      paint_panel(page, placed, measure, left_out);
    y += row.height + 12;
    fresh = false;
  }
  if (left_out > 0)
    plan.notes.push_back(
        wrap(left_out_note(left_out), Role::note, plan.width - 2 * plan.margin, 4, measure));
  if (y + plan.legend_height + notes_height(plan) > room && plan.rows.size() > 1) turn();
  if (!plan.legend.empty()) {
    page.marks.push_back(paint_legend(chart, plan, y, measure));
    y += plan.legend_height + 8;
  }
  Mark notes{.key = "notes"};
  for (const TextBlock& note : plan.notes) {
    set_block(notes.shapes, note, plan.margin, y, Align::left, measure);
    y += note.height + 2;
  }
  if (!notes.shapes.empty()) page.marks.push_back(std::move(notes));
  ends.push_back(y);
  scene.pages.push_back(std::move(page));
  scene.size = {plan.width, *std::ranges::max_element(ends) + plan.margin};
  for (Page& one : scene.pages)
    one.marks.insert(
        one.marks.begin(),
        Mark{.key = "background", .shapes = {Rect{{0, 0}, scene.size, Role::background}}});
  return scene;
}

}  // namespace weald::chart
