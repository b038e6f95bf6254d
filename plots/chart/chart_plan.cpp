// SPDX-License-Identifier: MIT
// Measuring: gutters for tick labels, frames, texts around them.
#include <algorithm>
#include <cmath>

#include "plots/chart/chart_parts.h"

namespace weald::chart {
namespace {

constexpr double tick_length = 3, gap = 4;

double widest_label(const Axis& axis, const TextMeasure& measure) {
  double width = 0;
  for (const Tick& tick : axis.ticks)
    width = std::max(width, measure(typeset(tick.label), tick_role(tick)).width);
  return width;
}

/// Drops every other tick until no two labels of a horizontal axis meet.
void thin_ticks(Axis& axis, const TextMeasure& measure) {
  const auto meets = [&] {
    std::vector<std::pair<double, double>> spans;
    for (const Tick& tick : axis.ticks) {
      const double half = measure(typeset(tick.label), Role::axis_text).width / 2 + 2;
      spans.emplace_back(axis.at(tick.value) - half, axis.at(tick.value) + half);
    }
    std::ranges::sort(spans);
    for (std::size_t i = 0; i + 1 < spans.size(); ++i)
      if (spans[i].second > spans[i + 1].first) return true;
    return false;
  };
  while (axis.ticks.size() > 1 && meets()) {
    std::vector<Tick> kept;
    for (std::size_t i = 0; i < axis.ticks.size(); i += 2) kept.push_back(axis.ticks[i]);
    axis.ticks = std::move(kept);
  }
}

/// Names of stretches, wrapped; the frame's sides and the x axis are known.
void measure_names(PlacedPanel& placed, const TextMeasure& measure) {
  const std::vector<std::pair<double, double>> rooms = rooms_of_names(placed);
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    placed.names.push_back(wrap(typeset(placed.panel->stretches[i].name), Role::axis_text,
                                rooms[i].second - rooms[i].first, 3, measure));
    placed.names_height = std::max(placed.names_height, placed.names.back().height + 4);
  }
}

/// Texts of a panel whose frame is `width` wide; returns the height above the frame.
double measure_head(PlacedPanel& placed, double gutter, double width, const TextMeasure& measure) {
  const Panel& panel = *placed.panel;
  double height = 0;
  if (panel.head_over_frame) gutter = 0;
  const auto add = [&](const std::string& text, Role role, double room) {
    TextBlock block = text.empty() ? TextBlock{} : wrap(typeset(text), role, room, 4, measure);
    if (!block.lines.empty()) height += block.height + 2;
    return block;
  };
  placed.title = add(panel.title, Role::heading, gutter + width);
  for (const std::string& line : panel.lines)
    placed.lines.push_back(add(line, Role::note, gutter + width));
  if (height > 0) height += 4;
  const bool shared = !panel.edge_label.empty();
  placed.y_label = add(panel.y.label, Role::axis_text, (gutter + width) * (shared ? 0.65 : 1));
  if (shared) {
    placed.edge_label = wrap(typeset(panel.edge_label), Role::axis_text, 0.3 * width, 4, measure);
    height += std::max(0.0, placed.edge_label.height - placed.y_label.height);
  }
  return height + (placed.y_label.lines.empty() ? 0 : 5) + placed.names_height;
}

/// The texts over a whole row of panels; returns their height.
double measure_heading(PlacedPanel& first, double room, const TextMeasure& measure) {
  const Panel& panel = *first.panel;
  double height = 0;
  const auto add = [&](const std::string& text, Role role) {
    if (text.empty()) return;
    first.heading.push_back(wrap(typeset(text), role, room, 4, measure));
    height += first.heading.back().height + 2;
  };
  add(panel.heading, Role::heading);
  for (const std::string& line : panel.under_heading) add(line, Role::note);
  return height > 0 ? height + 4 : 0;
}

/// The height under the frame: numbers, label and ends of the x axis.
double measure_foot(PlacedPanel& placed, double width, const TextMeasure& measure) {
  const Panel& panel = *placed.panel;
  double height = placed.x.ticks.empty() ? tick_length
                                         : tick_length + 1 + line_height(Role::axis_text, measure);
  if (!panel.x.label.empty()) {
    placed.x_label = wrap(typeset(panel.x.label), Role::axis_text, width, 3, measure);
    height += placed.x_label.height + 3;
  }
  if (!panel.left.empty() || !panel.right.empty()) {
    placed.left = wrap(panel.left, Role::favours, width / 2 - 6, 3, measure);
    placed.right = wrap(panel.right, Role::favours, width / 2 - 6, 3, measure);
    height += std::max(placed.left.height, placed.right.height) + 3;
  }
  return height;
}

void plan_legend(Plan& plan, const Chart& chart, const TextMeasure& measure) {
  const double room = plan.width - 2 * plan.margin;
  double x = 0, y = 0, height = 0;
  for (const LegendEntry& entry : chart.legend) {
    TextBlock block = wrap(typeset(entry.text), Role::note, room - swatch_width, 3, measure);
    const double width = swatch_width + block.width + 14;
    if (x > 0 && x + width - 14 > room) {
      x = 0;
      y += height + 3;
      height = 0;
    }
    plan.legend_at.push_back({x, y});
    x += width;
    height = std::max(height, block.height);
    plan.legend.push_back(std::move(block));
  }
  plan.legend_height = y + height;
}

}  // namespace

Plan plan_of(const Chart& chart, const PlotStyle& style, const TextMeasure& measure) {
  Plan plan;
  const std::size_t count = chart.panels.size();
  const std::size_t columns = std::max<std::size_t>(chart.columns ? chart.columns
                                                    : count == 4  ? 2
                                                                  : std::min<std::size_t>(count, 3),
                                                    1);
  const double width = chart.frame_width > 0 ? chart.frame_width
                       : columns == 1        ? 440
                       : columns == 2        ? 290
                                             : 215,
               height = chart.frame_height > 0 ? chart.frame_height
                        : columns == 1         ? 320
                        : columns == 2         ? 250
                                               : 210;
  // Frames of one column stand under each other: the widest labels of the column make its gutter.
  std::vector<double> gutters(columns, 0), edges(columns, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const Panel& panel = chart.panels[i];
    if (!panel.words.empty()) continue;
    const Axis y = axis_of(chart, panel, false, style, 0, panel.height.value_or(height));
    double& gutter = gutters[i % columns];
    gutter = std::max(gutter, widest_label(y, measure) + tick_length + gap);
    if (!panel.edge.empty())
      edges[i % columns] = std::max(
          edges[i % columns], widest_label({.ticks = panel.edge}, measure) + tick_length + gap);
  }
  std::vector<double> lefts;
  double x = plan.margin;
  for (std::size_t i = 0; i < columns; ++i) {
    lefts.push_back(x + gutters[i]);
    x += gutters[i] + width + edges[i] + panel_gap;
  }
  // Half of the last number of an x axis may stand right of its frame.
  plan.width = x - panel_gap + plan.margin + 6;
  for (std::size_t i = 0; i < count; i += columns) {
    PanelRow row;
    double head = 0;
    for (std::size_t j = i; j < std::min(i + columns, count); ++j) {
      PlacedPanel placed{.panel = &chart.panels[j]};
      if (placed.panel->words.empty() && !placed.panel->stretches.empty()) {
        const double left = lefts[j - i];
        placed.frame = {left, 0, left + width, 0};
        placed.x = axis_of(chart, *placed.panel, true, style, left, left + width);
        placed.y = {.from = 1, .to = 0};
        measure_names(placed, measure);
      }
      head = std::max(head, measure_head(placed, gutters[j - i], width, measure));
      row.panels.push_back(std::move(placed));
    }
    const double heading =
        measure_heading(row.panels.front(), plan.width - 2 * plan.margin, measure);
    head += heading;
    for (std::size_t j = 0; j < row.panels.size(); ++j) {
      PlacedPanel& placed = row.panels[j];
      const Panel& panel = *placed.panel;
      placed.top = placed.heading_height = heading;
      const double bottom = head + panel.height.value_or(height);
      placed.edge = lefts[j] - gutters[j];
      placed.frame = {lefts[j], head, lefts[j] + width, bottom};
      placed.far_edge = lefts[j] + width + edges[j];
      placed.x = axis_of(chart, panel, true, style, placed.frame.left, placed.frame.right);
      placed.y = axis_of(chart, panel, false, style, head, bottom);
      thin_ticks(placed.x, measure);
      if (!panel.words.empty())
        placed.words = wrap(panel.words, Role::words, width - 20, 8, measure);
      const double foot = panel.words.empty() ? measure_foot(placed, width, measure) : 0;
      row.height = std::max(row.height, bottom + foot);
    }
    plan.rows.push_back(std::move(row));
  }
  const double room = plan.width - 2 * plan.margin;
  if (!chart.title.empty()) plan.title = wrap(typeset(chart.title), Role::title, room, 4, measure);
  if (!chart.subtitle.empty())
    plan.subtitle = wrap(typeset(chart.subtitle), Role::subtitle, room, 4, measure);
  plan_legend(plan, chart, measure);
  for (const std::string& note : chart.notes)
    plan.notes.push_back(wrap(typeset(note), Role::note, room, 8, measure));
  return plan;
}

}  // namespace weald::chart
