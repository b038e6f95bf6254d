// SPDX-License-Identifier: MIT
// The steps of draw_chart: scales to axes, panels to places, values to shapes. Internal to
// plots/chart/.
#pragma once

#include <vector>

#include "plots/chart/chart.h"
#include "plots/typeset.h"

namespace weald::chart {

/// A panel with its place: the frame in points and the axes over it.
struct PlacedPanel {
  const Panel* panel = nullptr;
  Box frame{};
  double edge = 0, top = 0;  ///< left and top of all that belongs to the panel
  double far_edge = 0;       ///< right of the scale at the right edge
  Axis x{}, y{};
  TextBlock title{}, x_label{}, y_label{}, edge_label{}, left{}, right{}, words{};
  std::vector<TextBlock> lines{};
  std::vector<TextBlock> names{};  ///< of stretches
  double names_height = 0;
  std::vector<TextBlock> heading{};  ///< of the row, over all of its panels
  double heading_height = 0;         ///< the same for every panel of the row
  bool ends_stacked = false;         ///< `left` over `right`: too wide side by side
};

/// A row of panels that stays on one page.
struct PanelRow {
  std::vector<PlacedPanel> panels{};  ///< y from the top of the row
  double height = 0;
};

/// The chart, measured.
struct Plan {
  double width = 0, margin = 20;
  TextBlock title{}, subtitle{};
  std::vector<PanelRow> rows{};
  std::vector<TextBlock> legend{}, notes{};
  std::vector<Point> legend_at{};  ///< from the legend's top left
  double legend_height = 0;
};

/// The type of a tick's number or name.
inline Role tick_role(const Tick& tick) { return tick.heading ? Role::heading : Role::axis_text; }

inline constexpr double swatch_width = 18, panel_gap = 22;

Plan plan_of(const Chart& chart, const PlotStyle& style, const TextMeasure& measure);

/// The axis of a scale over what the panel shows.
Axis axis_of(const Chart& chart, const Panel& panel, bool of_x, const PlotStyle& style, double from,
             double to);

/// Where a value stands, whichever side of the frame it is on; never not finite.
Point place(const PlacedPanel& placed, Point value);

/// Where the names of stretches stand: the room of each, in points along the x axis.
std::vector<std::pair<double, double>> rooms_of_names(const PlacedPanel& placed);

/// The part of an outline, or the parts of a line, inside a box.
std::vector<Point> cut_outline(std::vector<Point> outline, const Box& box);
std::vector<std::vector<Point>> cut_line(const std::vector<Point>& points, const Box& box);

/// A label with its place.
struct PlacedLabel {
  Text text{};
  std::size_t dot = 0;  ///< index into the panel's dots
};

/// Labels of dots, the most important first, each at the first place beside its dot that is free of
/// dots, arrows, whiskers and other labels. `taken` are boxes that are not free either.
std::vector<PlacedLabel> place_labels(const PlacedPanel& placed, std::vector<Box> taken,
                                      const TextMeasure& measure, std::size_t& left_out);

/// Everything inside the frame and around it. Adds to `left_out` the labels that found no room.
void paint_panel(Page& page, const PlacedPanel& placed, const TextMeasure& measure,
                 std::size_t& left_out);

Mark paint_legend(const Chart& chart, const Plan& plan, double y, const TextMeasure& measure);

}  // namespace weald::chart
