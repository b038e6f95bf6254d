// SPDX-License-Identifier: MIT
// The citation timeline: content, then places, then shapes.
#include "plots/figures/citations.h"

#include <fmt/format.h>

#include "engine/expects.h"
#include "plots/figures/figures.h"

namespace weald {
namespace timeline {
namespace {

/// More arcs than this are drawn thinner.
constexpr std::size_t many_arcs = 150;

Role role_of(EdgeStatus status, bool thin) {
  switch (status) {
    case EdgeStatus::stated:
      return thin ? Role::arc_thin : Role::arc;
    case EdgeStatus::in_text:
      return thin ? Role::arc_in_text_thin : Role::arc_in_text;
    case EdgeStatus::inferred:
      return thin ? Role::arc_inferred_thin : Role::arc_inferred;
  }
  return Role::arc;
}

std::string_view status_words(EdgeStatus status) {
  switch (status) {
    case EdgeStatus::stated:
      return "explicit";
    case EdgeStatus::in_text:
      return "in-text";
    case EdgeStatus::inferred:
      return "inferred";
  }
  return "";
}

Mark arc_mark(const Timeline& timeline, const Arc& arc, const Route& route) {
  const Item& citing = timeline.items[arc.citing];
  const Item& cited = timeline.items[arc.cited];
  Mark mark{.key = fmt::format("arc {} {}", citing.key, cited.key),
            .title = fmt::format("{} cites {}", citing.label, cited.label),
            .data = {{"citing", citing.key},
                     {"cited", cited.key},
                     {"status", std::string{status_words(arc.status())}}}};
  if (arc.count() > 1) {
    mark.title += fmt::format(": {} references, {}", arc.count(), status_counts(arc.by_status));
    mark.data.emplace_back("references", static_cast<double>(arc.count()));
  } else {
    mark.title += fmt::format(" ({})", status_words(arc.status()));
  }
  if (arc.on_path) {
    mark.title += ", on the main path";
    mark.data.emplace_back("main-path", "yes");
    Curve under = route.curve;
    under.role = Role::main_path;
    mark.shapes.push_back(under);
    paint_arrow(mark.shapes, route, Role::main_path_head, 6.5);
  }
  Curve curve = route.curve;
  const bool thin = timeline.arcs.size() > many_arcs && !arc.on_path;
  curve.role = role_of(arc.status(), thin);
  mark.shapes.push_back(curve);
  paint_arrow(mark.shapes, route, thin ? Role::arc_head_thin : Role::arc_head, thin ? 2.6 : 3.6);
  return mark;
}

Mark item_mark(const Item& item, const Slot& slot, const TextMeasure& measure) {
  Mark mark{.key = "paper " + item.key, .title = item.title, .data = item.data};
  const Point centre{slot.x, slot.y};
  const double height = line_height(slot.role, measure);
  const double right =
      slot.flag_width > 0 ? slot.flag_x + slot.flag_width : slot.label_x + slot.label_width;
  mark.shapes.push_back(Rect{{slot.label_x - 0.8, slot.y - height / 2 + 0.6},
                             {right - slot.label_x + 1.6, height - 1.2},
                             Role::halo});
  if (item.on_path)
    mark.shapes.push_back(Rect{{slot.x - slot.half_width - 1.8, slot.y - slot.half_height - 1.8},
                               {2 * slot.half_width + 3.6, 2 * slot.half_height + 3.6},
                               Role::main_path_head});
  for (Shape& shape : paint_form(item.form, item.findings, item.retracted, centre))
    mark.shapes.push_back(std::move(shape));
  const auto set = [&](const std::string& text, Role role, double x) {
    if (text.empty()) return;
    const TextExtent extent = measure(text, role);
    mark.shapes.push_back(
        Text{{x, slot.y + (extent.ascent - extent.descent) / 2}, text, Align::left, role});
  };
  set(slot.label, slot.role, slot.label_x);
  set(item.flag, Role::paper_flag, slot.flag_x);
  return mark;
}

}  // namespace

void paint_arrow(std::vector<Shape>& shapes, const Route& route, Role role, double size) {
  const Point tip = route.curve.to, way = route.towards;
  const double half = size * 0.36;
  const Point back{tip.x - way.x * size, tip.y - way.y * size};
  shapes.push_back(Polygon{{tip,
                            {back.x - way.y * half, back.y + way.x * half},
                            {back.x + way.y * half, back.y - way.x * half}},
                           role});
}

Scene scene_of(const Timeline& timeline, const Plan& plan, const TextMeasure& measure) {
  Scene scene{.size = plan.size, .title = timeline.title, .description = timeline.description};
  Page page;
  Mark head{.key = "title"};
  set_block(head.shapes, plan.title, plan.margin, plan.margin, Align::left, measure);
  set_block(head.shapes, plan.counts, plan.margin, plan.margin + plan.title.height + 2, Align::left,
            measure);
  page.marks.push_back(std::move(head));

  if (plan.axis_above) page.marks.push_back(paint_axis(plan, plan.top, true, measure));
  if (!plan.lanes.empty()) page.marks.push_back(paint_axis(plan, plan.bottom, false, measure));
  for (std::size_t i = 0; i < plan.lanes.size(); ++i) {
    const PlacedLane& lane = plan.lanes[i];
    Mark mark{.key = fmt::format("lane {}", lane.label.lines.front())};
    if (i > 0)
      mark.shapes.push_back(
          Line{{plan.margin, lane.top}, {plan.size.width - plan.margin, lane.top}, Role::rule});
    set_block(mark.shapes, lane.label, plan.margin, lane.top + 5, Align::left, measure);
    set_block(mark.shapes, lane.count, plan.margin, lane.top + 5 + lane.label.height, Align::left,
              measure);
    page.marks.push_back(std::move(mark));
  }
  // The main path last, so that no other arc hides it.
  for (const bool on_path : {false, true})
    for (std::size_t i = 0; i < timeline.arcs.size(); ++i)
      if (timeline.arcs[i].on_path == on_path)
        page.marks.push_back(arc_mark(timeline, timeline.arcs[i], plan.routes[i]));
  for (std::size_t i = 0; i < timeline.items.size(); ++i)
    page.marks.push_back(item_mark(timeline.items[i], plan.slots[i], measure));

  double y = plan.bottom + plan.axis_height + 6;
  if (plan.lanes.empty()) y = plan.bottom;
  Legend legend =
      paint_legend(timeline, plan.margin, y, plan.size.width - 2 * plan.margin, measure);
  y += legend.height;
  if (!legend.mark.shapes.empty()) page.marks.push_back(std::move(legend.mark));
  if (!plan.notes.empty()) {
    Mark notes{.key = "notes"};
    y += 4;
    for (const TextBlock& note : plan.notes) {
      set_block(notes.shapes, note, plan.margin, y, Align::left, measure);
      y += note.height + 1;
    }
    page.marks.push_back(std::move(notes));
  }
  scene.size.height = y + plan.margin;
  scene.pages.push_back(std::move(page));
  return scene;
}

}  // namespace timeline

Scene draw_citations(const FigureSource& source, const PlotStyle&, const TextMeasure& measure) {
  EXPECTS(source.citations != nullptr && source.citations->graph != nullptr);
  const CitationPicture& picture = *source.citations;
  const timeline::Timeline content = timeline::timeline_of(picture);
  return timeline::scene_of(content, timeline::plan_of(content, measure), measure);
}

}  // namespace weald
