// SPDX-License-Identifier: MIT
// Charts: panels with two axes, said in values and words. A figure that is a chart fills a Chart
// and knows no point of the page; draw_chart measures, places and paints it, so that no text meets
// another and nothing is cut without an arrow.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plots/axis.h"
#include "plots/figure.h"

namespace weald::chart {

using Data = std::vector<std::pair<std::string, Datum>>;

/// One axis of a panel, in values as people read them.
struct AxisScale {
  std::string label{};
  bool logarithmic = false;
  bool turned = false;                  ///< the low end at the right, or at the top
  std::optional<double> low{}, high{};  ///< nothing: what the data need, with some room
  std::vector<double> holds{};          ///< values that must be in view
  std::vector<Tick> ticks{};            ///< empty: round numbers
  bool plain = false;                   ///< no ticks and no numbers
  bool lines = false;                   ///< a faint line over the panel at every tick
};

/// What says of a mark who it is: its key in the scene, what a pointer over it shows, its numbers.
struct Tag {
  std::string key{}, title{};
  Data data{};
};

/// Coordinates below are values of the panel's scales, but where points are named.

/// A filled outline, cut at the frame. Areas are painted first, in their order.
struct Area {
  std::vector<Point> outline{};
  Role role = Role::area;
  Tag tag{};
};

/// A rectangle of a picture made of many (a density), from its low to its high corner. Cells come
/// after areas; all of a panel are one mark.
struct Cell {
  Point low{}, high{};
  Role role = Role::density_1;
};

/// A straight line over the whole panel at one value: of x, or of y.
struct Guide {
  bool of_x = true;
  double at = 0;
  Role role = Role::null_line;
  Tag tag{};
};

/// A line through points, cut at the frame. A point that is not finite breaks it.
struct Path {
  std::vector<Point> points{};
  Role role = Role::curve;
  Tag tag{};
  std::string label{};  ///< set beside its last point in view; empty: none
};

/// An interval; an end outside the frame becomes an arrow.
struct Whisker {
  Point from{}, to{};  ///< along x or along y
  Role role = Role::interval;
  Tag tag{};
  double width = 0;  ///< points; 0: a line, otherwise a bar
};

/// A named stretch of the x axis: light ground with its name above the frame, broken to the room
/// between its neighbours' names. Ends that are not finite reach the frame's edge; where both are
/// the same there is the name alone.
struct Stretch {
  double from = 0, to = 0;
  std::string name{};
  Tag tag{};
};

enum class DotForm { circle, square, diamond };

/// One thing at one place. Outside the frame it becomes an arrow at the edge.
struct Dot {
  Point at{};
  double radius = 3;  ///< points
  Role role = Role::dot;
  DotForm form = DotForm::circle;
  Tag tag{};
  std::string label{};    ///< set beside it where there is room; empty: none
  double importance = 0;  ///< labels of the most important dots are placed first
};

struct Panel {
  std::string heading{};  ///< over the row of panels that this one begins: what all of them share
  std::vector<std::string> under_heading{};
  std::string title{};
  std::vector<std::string> lines{};  ///< under the title
  AxisScale x{}, y{};
  std::string left{}, right{};       ///< under the x axis: what its two directions mean
  std::vector<Stretch> stretches{};  ///< from low to high
  std::vector<Area> areas{};
  std::vector<Cell> cells{};
  Tag of_cells{};
  std::vector<Guide> guides{};
  std::vector<Path> paths{};
  std::vector<Whisker> whiskers{};
  std::vector<Dot> dots{};
  std::vector<Tick> edge{};        ///< a second scale, at the right edge: words at values of y
  std::string edge_label{};        ///< over it
  std::string words{};             ///< instead of a picture: why there is none
  std::optional<double> height{};  ///< of the frame, points; nothing: the chart's
  bool head_over_frame = false;    ///< title and lines begin at the frame, not at its numbers
};

enum class Swatch { dot, square, diamond, line, area };

struct LegendEntry {
  Swatch swatch = Swatch::dot;
  Role role = Role::dot;
  std::string text{};
};

struct Chart {
  std::string title{}, subtitle{}, description{};
  std::vector<Panel> panels{};  ///< row by row
  std::vector<LegendEntry> legend{};
  std::vector<std::string> notes{};
  std::size_t columns = 0;                   ///< 0: up to three side by side (four: two by two)
  bool same_x = false, same_y = false;       ///< all panels show the same range
  double frame_width = 0, frame_height = 0;  ///< points; 0: what fits the number of columns
};

/// The chart on its pages. Ends of the x axis in `style` hold for every panel. Labels of dots that
/// find no room are left out; a note counts them.
Scene draw_chart(const Chart& chart, const PlotStyle& style, const TextMeasure& measure);

}  // namespace weald::chart
