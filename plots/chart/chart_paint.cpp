// SPDX-License-Identifier: MIT
// From placed panels to shapes.
#include <algorithm>
#include <cmath>

#include "plots/chart/chart_parts.h"
#include "plots/marks/marks.h"

namespace weald::chart {
namespace {

Mark mark_of(const Tag& tag, std::vector<Shape> shapes) {
  return {.key = tag.key, .title = tag.title, .data = tag.data, .shapes = std::move(shapes)};
}

bool outside(const Box& box, Point p) {
  return p.x < box.left - 0.01 || p.x > box.right + 0.01 || p.y < box.top - 0.01 ||
         p.y > box.bottom + 0.01;
}

Point nearest_inside(const Box& box, Point p) {
  return {std::clamp(p.x, box.left, box.right), std::clamp(p.y, box.top, box.bottom)};
}

/// An arrow head at the edge of the frame that points to `p`, which is outside.
Polygon edge_arrow(const Box& box, Point p, Role role) {
  const Point tip = nearest_inside(box, p);
  const double length = 5.5, half = 3;
  if (p.x < box.left || p.x > box.right) return arrow_head(tip, p.x > box.right, role, length);
  const double back = p.y < box.top ? tip.y + length : tip.y - length;
  return {.points = {tip, {tip.x - half, back}, {tip.x + half, back}}, .role = role};
}

Shape dot_shape(DotForm form, Point p, double radius, Role role) {
  switch (form) {
    case DotForm::circle:
      return Circle{p, radius, role};
    case DotForm::square:
      return Rect{{p.x - radius, p.y - radius}, {2 * radius, 2 * radius}, role};
    case DotForm::diamond:
      return Polygon{
          {{p.x - radius, p.y}, {p.x, p.y - radius}, {p.x + radius, p.y}, {p.x, p.y + radius}},
          role};
  }
  return Circle{p, radius, role};
}

/// A line of `taken` boxes along a straight line, so that labels keep off it.
void take_line(std::vector<Box>& taken, Point a, Point b) {
  const int steps = std::max(1, static_cast<int>(std::hypot(b.x - a.x, b.y - a.y) / 4));
  for (int i = 0; i < steps; ++i) {
    const auto at = [&](int step) {
      const double t = static_cast<double>(step) / steps;
      return Point{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    };
    const Point p = at(i), q = at(i + 1);
    taken.push_back({std::min(p.x, q.x) - 0.6, std::min(p.y, q.y) - 0.6, std::max(p.x, q.x) + 0.6,
                     std::max(p.y, q.y) + 0.6});
  }
}

Rect bar(Point a, Point b, const Whisker& whisker) {
  const double half = whisker.width / 2;
  const bool upright = std::abs(b.y - a.y) > std::abs(b.x - a.x);
  const Point low{std::min(a.x, b.x) - (upright ? half : 0),
                  std::min(a.y, b.y) - (upright ? 0 : half)},
      high{std::max(a.x, b.x) + (upright ? half : 0), std::max(a.y, b.y) + (upright ? 0 : half)};
  return {low, {high.x - low.x, high.y - low.y}, whisker.role};
}

struct PanelPainter {
  Page& page;
  const PlacedPanel& placed;
  const TextMeasure& measure;
  std::vector<Box> taken{};

  const Panel& panel() const { return *placed.panel; }
  const Box& frame() const { return placed.frame; }
  void add(const Tag& tag, std::vector<Shape> shapes) {
    if (!shapes.empty()) page.marks.push_back(mark_of(tag, std::move(shapes)));
  }

  void stretches() {
    const std::vector<std::pair<double, double>> rooms = rooms_of_names(placed);
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      const Stretch& stretch = panel().stretches[i];
      const double a = std::isfinite(stretch.from) ? place(placed, {stretch.from, placed.y.low}).x
                                                   : frame().left - 1,
                   b = std::isfinite(stretch.to) ? place(placed, {stretch.to, placed.y.low}).x
                                                 : frame().right + 1;
      const double from = std::max(a + 0.75, frame().left), to = std::min(b - 0.75, frame().right);
      std::vector<Shape> shapes;
      if (to > from)
        shapes.push_back(
            Rect{{from, frame().top}, {to - from, frame().bottom - frame().top}, Role::band});
      const TextBlock& name = placed.names[i];
      set_block(shapes, name, (rooms[i].first + rooms[i].second) / 2, frame().top - name.height - 3,
                Align::middle, measure);
      add(stretch.tag, std::move(shapes));
    }
  }

  void areas() {
    for (const Area& area : panel().areas) {
      std::vector<Point> outline;
      for (const Point& point : area.outline) outline.push_back(place(placed, point));
      if (outline = cut_outline(std::move(outline), frame()); outline.size() > 2)
        add(area.tag, {Polygon{std::move(outline), area.role}});
    }
  }

  void cells() {
    std::vector<Shape> shapes;
    for (const Cell& cell : panel().cells) {
      const Point a = nearest_inside(frame(), place(placed, cell.low)),
                  b = nearest_inside(frame(), place(placed, cell.high));
      const double left = std::min(a.x, b.x), top = std::min(a.y, b.y);
      const Size size{std::abs(b.x - a.x), std::abs(b.y - a.y)};
      if (size.width > 0 && size.height > 0) shapes.push_back(Rect{{left, top}, size, cell.role});
    }
    Tag tag = panel().of_cells;
    if (tag.key.empty()) tag.key = "density";
    add(tag, std::move(shapes));
  }

  void ruler() {
    std::vector<Shape> shapes;
    if (panel().x.lines)
      for (const Tick& tick : placed.x.ticks) {
        const double x = placed.x.at(tick.value);
        shapes.push_back(Line{{x, frame().top}, {x, frame().bottom}, Role::grid});
      }
    if (panel().y.lines)
      for (const Tick& tick : placed.y.ticks) {
        const double y = placed.y.at(tick.value);
        shapes.push_back(Line{{frame().left, y}, {frame().right, y}, Role::grid});
      }
    add({.key = "grid"}, std::move(shapes));
  }

  void guides() {
    for (const Guide& guide : panel().guides) {
      const Point p =
          place(placed, guide.of_x ? Point{guide.at, placed.y.low} : Point{placed.x.low, guide.at});
      if (outside(frame(), p)) continue;
      const Line line = guide.of_x ? Line{{p.x, frame().top}, {p.x, frame().bottom}, guide.role}
                                   : Line{{frame().left, p.y}, {frame().right, p.y}, guide.role};
      take_line(taken, line.from, line.to);
      add(guide.tag, {line});
    }
  }

  void paths() {
    for (const Path& path : panel().paths) {
      std::vector<Point> points;
      for (const Point& point : path.points)
        points.push_back(std::isfinite(point.x) && std::isfinite(point.y)
                             ? place(placed, point)
                             : Point{std::nan(""), std::nan("")});
      std::vector<Shape> shapes;
      for (std::vector<Point>& part : cut_line(points, frame())) {
        for (std::size_t i = 0; i + 1 < part.size(); ++i) take_line(taken, part[i], part[i + 1]);
        shapes.push_back(Polyline{std::move(part), path.role});
      }
      add(path.tag, std::move(shapes));
    }
  }

  void whiskers() {
    for (const Whisker& whisker : panel().whiskers) {
      const Point from = place(placed, whisker.from), to = place(placed, whisker.to);
      std::vector<Shape> shapes;
      for (const std::vector<Point>& part : cut_line({from, to}, frame())) {
        if (whisker.width > 0)
          shapes.push_back(bar(part.front(), part.back(), whisker));
        else
          shapes.push_back(Line{part.front(), part.back(), whisker.role});
        take_line(taken, part.front(), part.back());
      }
      for (const Point& end : {from, to})
        if (outside(frame(), end)) shapes.push_back(edge_arrow(frame(), end, whisker.role));
      add(whisker.tag, std::move(shapes));
    }
  }

  void dots() {
    for (const Dot& dot : panel().dots) {
      const Point p = place(placed, dot.at);
      const double r = dot.radius + 0.5;
      const Point seen = nearest_inside(frame(), p);
      taken.push_back({seen.x - r, seen.y - r, seen.x + r, seen.y + r});
      add(dot.tag, {outside(frame(), p) ? Shape{edge_arrow(frame(), p, dot.role)}
                                        : dot_shape(dot.form, p, dot.radius, dot.role)});
    }
  }

  /// At the end of each line that has a label, where there is room; such labels come before those
  /// of dots.
  void path_labels(std::size_t& left_out) {
    std::vector<Shape> shapes;
    const TextExtent letter = measure("0", Role::dot_text);
    for (const Path& path : panel().paths) {
      if (path.label.empty() || path.points.empty()) continue;
      const Point end = nearest_inside(frame(), place(placed, path.points.back()));
      const double base = end.y - 3 - letter.descent;
      bool found = false;
      for (const Text& text :
           {Text{{end.x - 2, base}, typeset(path.label), Align::right, Role::dot_text},
            Text{{end.x - 2, end.y + 3 + letter.ascent},
                 typeset(path.label),
                 Align::right,
                 Role::dot_text}}) {
        const Box box = text_box(text, measure);
        const auto meets = [&](const Box& other) {
          return box.left < other.right && other.left < box.right && box.top < other.bottom &&
                 other.top < box.bottom;
        };
        if (box.left < frame().left || box.top < frame().top || box.bottom > frame().bottom ||
            std::ranges::any_of(taken, meets))
          continue;
        taken.push_back(box);
        shapes.push_back(text);
        found = true;
        break;
      }
      left_out += found ? 0 : 1;
    }
    add({.key = "labels of lines"}, std::move(shapes));
  }

  void labels(std::size_t& left_out) {
    std::vector<Shape> shapes;
    for (PlacedLabel& label : place_labels(placed, taken, measure, left_out))
      shapes.push_back(std::move(label.text));
    add({.key = "labels"}, std::move(shapes));
  }

  void head() {
    std::vector<Shape> shapes;
    double y = placed.top - placed.heading_height, x = placed.edge;
    const auto set = [&](const TextBlock& block) {
      if (block.lines.empty()) return;
      set_block(shapes, block, x, y, Align::left, measure);
      y += block.height + 2;
    };
    for (const TextBlock& line : placed.heading) set(line);
    y = placed.top;
    if (panel().head_over_frame) x = frame().left;
    set(placed.title);
    for (const TextBlock& line : placed.lines) set(line);
    if (!placed.y_label.lines.empty())
      set_block(shapes, placed.y_label, placed.edge,
                frame().top - placed.names_height - placed.y_label.height - 7, Align::left,
                measure);
    if (!placed.edge_label.lines.empty())
      set_block(shapes, placed.edge_label, placed.far_edge,
                frame().top - placed.names_height - placed.edge_label.height - 7, Align::right,
                measure);
    add({.key = panel().title.empty() ? "panel" : "panel " + panel().title}, std::move(shapes));
  }

  /// The second scale: a line along the right edge, ticks and words; words that would meet are left
  /// out.
  void edge(std::vector<Shape>& shapes) {
    if (panel().edge.empty()) return;
    const TextExtent letter = measure("0", Role::axis_text);
    const double x = frame().right;
    shapes.push_back(Line{{x, frame().top}, {x, frame().bottom}, Role::axis});
    double last = 1e9;
    std::vector<Tick> ticks = panel().edge;
    std::ranges::sort(ticks, {}, &Tick::value);
    for (const Tick& tick : ticks) {
      if (!placed.y.holds(tick.value)) continue;
      const double y = placed.y.at(tick.value);
      shapes.push_back(Line{{x, y}, {x + 3, y}, Role::tick});
      if (std::abs(last - y) < letter.ascent + letter.descent + 1) continue;
      shapes.push_back(Text{{x + 6, y + (letter.ascent - letter.descent) / 2},
                            typeset(tick.label),
                            Align::left,
                            Role::axis_text});
      last = y;
    }
  }

  void axes() {
    std::vector<Shape> shapes = axis_mark(placed.x, frame().bottom, measure);
    shapes.push_back(Line{{frame().left, frame().top}, {frame().left, frame().bottom}, Role::axis});
    const TextExtent letter = measure("0", Role::axis_text);
    for (const Tick& tick : placed.y.ticks) {
      const double y = placed.y.at(tick.value);
      if (!tick.heading)
        shapes.push_back(Line{{frame().left - 3, y}, {frame().left, y}, Role::tick});
      shapes.push_back(Text{{frame().left - 6, y + (letter.ascent - letter.descent) / 2},
                            typeset(tick.label),
                            Align::right,
                            tick_role(tick)});
    }
    edge(shapes);
    double y = frame().bottom + 3;
    if (!placed.x.ticks.empty()) y += 1 + line_height(Role::axis_text, measure);
    if (!placed.x_label.lines.empty()) {
      set_block(shapes, placed.x_label, (frame().left + frame().right) / 2, y + 3, Align::middle,
                measure);
      y += placed.x_label.height + 3;
    }
    if (!placed.left.lines.empty())
      set_block(shapes, placed.left, frame().left, y + 3, Align::left, measure);
    if (!placed.right.lines.empty())
      set_block(shapes, placed.right, frame().right, y + 3, Align::right, measure);
    add({.key = "axes"}, std::move(shapes));
  }

  void words() {
    std::vector<Shape> shapes;
    set_block(shapes, placed.words, (frame().left + frame().right) / 2,
              (frame().top + frame().bottom - placed.words.height) / 2, Align::middle, measure);
    add({.key = "words"}, std::move(shapes));
  }
};

}  // namespace

void paint_panel(Page& page, const PlacedPanel& placed, const TextMeasure& measure,
                 std::size_t& left_out) {
  PanelPainter painter{page, placed, measure};
  painter.head();
  if (!placed.words.lines.empty()) {
    painter.words();
    return;
  }
  painter.stretches();
  painter.areas();
  painter.cells();
  painter.ruler();
  painter.guides();
  painter.paths();
  painter.whiskers();
  painter.dots();
  painter.path_labels(left_out);
  painter.labels(left_out);
  painter.axes();
}

Mark paint_legend(const Chart& chart, const Plan& plan, double y, const TextMeasure& measure) {
  Mark mark{.key = "legend"};
  const double middle = line_height(Role::note, measure) / 2;
  for (std::size_t i = 0; i < chart.legend.size(); ++i) {
    const LegendEntry& entry = chart.legend[i];
    const Point at{plan.margin + plan.legend_at[i].x, y + plan.legend_at[i].y};
    const Point centre{at.x + 6, at.y + middle};
    switch (entry.swatch) {
      case Swatch::dot:
        mark.shapes.push_back(dot_shape(DotForm::circle, centre, 3, entry.role));
        break;
      case Swatch::square:
        mark.shapes.push_back(dot_shape(DotForm::square, centre, 3, entry.role));
        break;
      case Swatch::diamond:
        mark.shapes.push_back(dot_shape(DotForm::diamond, centre, 4, entry.role));
        break;
      case Swatch::line:
        mark.shapes.push_back(Line{{at.x, centre.y}, {at.x + 13, centre.y}, entry.role});
        break;
      case Swatch::area:
        mark.shapes.push_back(Rect{{at.x, centre.y - 4}, {13, 8}, entry.role});
        break;
    }
    set_block(mark.shapes, plan.legend[i], at.x + swatch_width, at.y, Align::left, measure);
  }
  return mark;
}

}  // namespace weald::chart
