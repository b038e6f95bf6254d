// SPDX-License-Identifier: MIT
// The marks of papers and the legend that says what each of them means.
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "plots/figures/citations.h"

namespace weald::timeline {
namespace {

constexpr double cell_width = 6.6, cell_height = 10.5;

void paint_symbol(std::vector<Shape>& shapes, const VerdictLook& look, Point c) {
  const auto stroke = [&](double x0, double y0, double x1, double y1) {
    shapes.push_back(Line{{c.x + x0, c.y + y0}, {c.x + x1, c.y + y1}, look.stroke});
  };
  const double r = 2.1;
  if (look.symbol == "plus") {
    stroke(-r, 0, r, 0);
    stroke(0, -r, 0, r);
  } else if (look.symbol == "minus") {
    stroke(-r, 0, r, 0);
  } else if (look.symbol == "slash") {
    stroke(-r * 0.8, r, r * 0.8, -r);
  } else if (look.symbol == "dot") {
    shapes.push_back(Circle{c, 1.1, look.stroke});
  } else if (look.symbol == "lines") {
    for (const double y : {-2.2, 0.0, 2.2}) stroke(-r, y, r, y);
  }
}

void paint_cells(std::vector<Shape>& shapes, const std::vector<Verdict>& findings, Point centre) {
  const double width = form_size(Form::included, findings.size()).width;
  const double left = centre.x - width / 2, top = centre.y - cell_height / 2;
  const double each = width / static_cast<double>(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const VerdictLook& look = look_of(findings[i]);
    const double x = left + each * static_cast<double>(i);
    shapes.push_back(Rect{{x, top}, {each, cell_height}, look.fill});
    paint_symbol(shapes, look, {x + each / 2, centre.y});
  }
  const auto frame = [&](double x0, double y0, double x1, double y1) {
    shapes.push_back(Line{{x0, y0}, {x1, y1}, Role::found_frame});
  };
  const double right = left + width, bottom = top + cell_height;
  for (std::size_t i = 0; i <= findings.size(); ++i) {
    const double x = left + each * static_cast<double>(i);
    frame(x, top, x, bottom);
  }
  frame(left - 0.4, top, right + 0.4, top);
  frame(left - 0.4, bottom, right + 0.4, bottom);
}

Polygon regular(Point c, double r, int corners, double turn, Role role) {
  Polygon out{.role = role};
  for (int i = 0; i < corners; ++i) {
    const double angle = turn + 2 * M_PI * i / corners;
    out.points.push_back({c.x + r * std::cos(angle), c.y + r * std::sin(angle)});
  }
  return out;
}

/// An entry of the legend: something to see and its words.
struct Entry {
  std::vector<Shape> shapes{};  ///< about the middle (0, 0)
  double width = 0;
  std::string words{};
};

Entry form_entry(Form form, const std::vector<Verdict>& findings, bool retracted,
                 std::string words) {
  const Size size = form_size(form, findings.size());
  return {paint_form(form, findings, retracted, {0, 0}), size.width, std::move(words)};
}

Entry arc_entry(Role role, bool on_path, std::string words) {
  Entry entry{.width = 26, .words = std::move(words)};
  Route route{{{13, 2}, {5, -5}, {-5, -5}, {-12, 1}, role}, {-0.76, 0.65}};
  if (on_path) {
    route.curve.role = Role::main_path;
    entry.shapes.push_back(route.curve);
    paint_arrow(entry.shapes, route, Role::main_path_head, 6.5);
    route.curve.role = role;
  }
  entry.shapes.push_back(route.curve);
  paint_arrow(entry.shapes, route, Role::arc_head, 3.6);
  return entry;
}

std::vector<Entry> entries_of(const Timeline& timeline) {
  std::vector<Entry> out;
  std::set<Form> forms;
  std::set<Verdict> verdicts;
  bool retracted = false, on_path = false;
  std::set<EdgeStatus> statuses;
  for (const Item& item : timeline.items) {
    forms.insert(item.form);
    verdicts.insert(item.findings.begin(), item.findings.end());
    retracted |= item.retracted && item.form != Form::pile;
  }
  for (const Arc& arc : timeline.arcs) {
    statuses.insert(arc.status());
    on_path |= arc.on_path;
  }
  if (forms.contains(Form::included)) {
    std::string words = "included study";
    if (timeline.cells.size() > 1) {
      words += ", what it found, left to right: ";
      for (std::size_t i = 0; i < timeline.cells.size(); ++i)
        words += fmt::format("{}{}", i > 0 ? " | " : "", timeline.cells[i]);
    } else if (timeline.cells.size() == 1) {
      words += ", what it found: " + timeline.cells.front();
    } else {
      words += ", what it found";
    }
    out.push_back(form_entry(
        Form::included,
        std::vector<Verdict>(std::max<std::size_t>(1, timeline.cells.size()), Verdict::none), false,
        words));
    for (const VerdictLook& look : verdict_looks())
      if (verdicts.contains(look.verdict))
        out.push_back(form_entry(Form::included, {look.verdict}, false, std::string{look.words}));
  }
  const auto add = [&](Form form, const char* words) {
    if (forms.contains(form)) out.push_back(form_entry(form, {}, false, words));
  };
  add(Form::review, "review");
  add(Form::guideline, "guideline");
  add(Form::notice, "notice");
  add(Form::report, "other paper");
  add(Form::cited_only, "known only as cited");
  add(Form::pile, "several papers, with their number");
  if (retracted) out.push_back(form_entry(Form::report, {}, true, "retracted"));
  if (statuses.contains(EdgeStatus::stated))
    out.push_back(arc_entry(Role::arc, false, "cites, from a list of references"));
  if (statuses.contains(EdgeStatus::in_text))
    out.push_back(arc_entry(Role::arc_in_text, false, "cites in its text, list not seen"));
  if (statuses.contains(EdgeStatus::inferred))
    out.push_back(arc_entry(Role::arc_inferred, false, "inferred"));
  if (on_path) out.push_back(arc_entry(Role::arc, true, "main path"));
  return out;
}

}  // namespace

Size form_size(Form form, std::size_t cells) {
  switch (form) {
    case Form::included:
      return {cells <= 1 ? cell_height : cell_width * static_cast<double>(cells), cell_height};
    case Form::review:
    case Form::guideline:
    case Form::notice:
      return {9.4, 9.4};
    case Form::report:
      return {7.2, 7.2};
    case Form::cited_only:
      return {5.6, 5.6};
    case Form::pile:
      return {10, 9};
  }
  return {};
}

std::vector<Shape> paint_form(Form form, const std::vector<Verdict>& findings, bool retracted,
                              Point c) {
  std::vector<Shape> shapes;
  switch (form) {
    case Form::included:
      paint_cells(shapes, findings, c);
      break;
    case Form::review:
      shapes.push_back(regular(c, 4.7, 4, 0, Role::review));
      break;
    case Form::guideline:
      shapes.push_back(regular(c, 4.7, 6, 0, Role::guideline));
      break;
    case Form::notice:
      shapes.push_back(regular({c.x, c.y + 0.8}, 4.6, 3, -M_PI / 2, Role::notice));
      break;
    case Form::report:
      shapes.push_back(Circle{c, 3.4, Role::paper});
      break;
    case Form::cited_only:
      shapes.push_back(Circle{c, 2.5, Role::paper_faint});
      break;
    case Form::pile:
      for (const double shift : {-2.2, 0.0, 2.2})
        shapes.push_back(Circle{{c.x + shift, c.y - shift * 0.4}, 2.9, Role::paper_pile});
      break;
  }
  if (retracted) {
    const Size size = form_size(form, findings.size());
    const double x = size.width / 2 + 0.6, y = size.height / 2 + 0.6;
    shapes.push_back(Line{{c.x - x, c.y - y}, {c.x + x, c.y + y}, Role::retraction});
    shapes.push_back(Line{{c.x - x, c.y + y}, {c.x + x, c.y - y}, Role::retraction});
  }
  return shapes;
}

Legend paint_legend(const Timeline& timeline, double left, double top, double width,
                    const TextMeasure& measure) {
  Legend legend{.mark = {.key = "legend"}};
  const double least = 15;
  double x = left, y = top, row = least;
  const auto moved = [](Shape shape, double dx, double dy) {
    const auto move = [&](Point& p) { p = {p.x + dx, p.y + dy}; };
    if (Line* l = std::get_if<Line>(&shape)) {
      move(l->from);
      move(l->to);
    } else if (Rect* r = std::get_if<Rect>(&shape)) {
      move(r->at);
    } else if (Polygon* p = std::get_if<Polygon>(&shape)) {
      for (Point& point : p->points) move(point);
    } else if (Circle* c = std::get_if<Circle>(&shape)) {
      move(c->centre);
    } else if (Curve* b = std::get_if<Curve>(&shape)) {
      for (Point* point : {&b->from, &b->bend_from, &b->bend_to, &b->to}) move(*point);
    }
    return shape;
  };
  for (const Entry& entry : entries_of(timeline)) {
    TextBlock words = wrap(entry.words, Role::axis_text, width - entry.width - 8, 4, measure);
    double needed = entry.width + 5 + words.width;
    if (x > left && x + needed > left + width) {
      x = left;
      y += row;
      row = least;
    }
    row = std::max(row, words.height + 4);
    const double middle = y + std::max(least, words.height + 4) / 2;
    for (const Shape& shape : entry.shapes)
      legend.mark.shapes.push_back(moved(shape, x + entry.width / 2, middle));
    set_block(legend.mark.shapes, words, x + entry.width + 5, middle - words.height / 2,
              Align::left, measure);
    x += needed + 16;
  }
  legend.height = legend.mark.shapes.empty() ? 0 : y + row - top;
  return legend;
}

}  // namespace weald::timeline
