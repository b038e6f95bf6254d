// SPDX-License-Identifier: MIT
// A figure as a display list in points: what backends paint and tests read. Shapes carry a role,
// not a colour; the theme gives each role its colour, width and font. Knows no study and no model.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace weald {

struct Point {
  double x = 0, y = 0;
};
struct Size {
  double width = 0, height = 0;
};

/// What a shape is for. The theme turns it into colour, stroke and font.
enum class Role {
  text,
  text_bold,
  text_italic,
  text_muted,
  title,
  axis_text,
  axis,
  tick,
  null_line,
  pooled_line,
  grid,
  zone,
  band,
  rule,
  header_rule,
  interval,
  interval_muted,
  square,
  square_muted,
  diamond,
  diamond_sub,
  prediction,
  contrast,
  favours,
  risk_low,
  risk_some,
  risk_high,
  risk_unclear,
  background,
  subtitle,
  heading,
  note,
  words,
  risk_symbol,
  pooled_text,
  paper_text,
  paper_text_included,
  paper_text_faint,
  paper_flag,
  paper,
  paper_faint,
  paper_pile,
  review,
  guideline,
  notice,
  found_favourable,
  found_unfavourable,
  found_inconclusive,
  found_different,
  found_words,
  found_none,
  found_symbol,
  found_symbol_dark,
  found_frame,
  retraction,
  arc,
  arc_in_text,
  arc_inferred,
  arc_thin,
  arc_in_text_thin,
  arc_inferred_thin,
  arc_head,
  arc_head_thin,
  main_path,
  main_path_head,
  halo,
  dot,
  dot_muted,
  dot_hollow,
  dot_marked,
  dot_text,
  curve,
  curve_muted,
  curve_faint,
  curve_marked,
  curve_dashed,
  curve_dotted,
  area,
  area_faint,
  contour_1,
  contour_2,
  contour_3,
  density_1,
  density_2,
  density_3,
  density_4,
  density_5,
  density_marked_1,
  density_marked_2,
  density_marked_3,
  density_marked_4,
  density_marked_5,
  journal_mark,
  journal_line,
  journal_pooled
};
std::string_view role_name(Role role);

enum class Align { left, middle, right };

struct Line {
  Point from{}, to{};
  Role role = Role::rule;
};
struct Rect {
  Point at{};  ///< top left
  Size size{};
  Role role = Role::square;
};
struct Polygon {
  std::vector<Point> points{};
  Role role = Role::diamond;
};
struct Circle {
  Point centre{};
  double radius = 0;
  Role role = Role::risk_low;
};
struct Text {
  Point at{};  ///< x by `align`, y of the baseline
  std::string text{};
  Align align = Align::left;
  Role role = Role::text;
};

/// A cubic Bézier curve, stroked.
struct Curve {
  Point from{}, bend_from{}, bend_to{}, to{};
  Role role = Role::arc;
};

/// Straight lines from point to point, stroked.
struct Polyline {
  std::vector<Point> points{};
  Role role = Role::curve;
};

using Shape = std::variant<Line, Rect, Polygon, Circle, Text, Curve, Polyline>;

/// What a mark says of itself: words or an exact number.
using Datum = std::variant<std::string, double>;

/// A run of shapes that belong to one thing, with what a reader program may want of it.
struct Mark {
  std::string key{};    ///< e.g. "row nguyen-2017 short"
  std::string title{};  ///< SVG <title>: «Nguyen 2017, short term: RR 1.66 (1.10 to 2.51)»
  std::vector<std::pair<std::string, Datum>>
      data{};  ///< data- attributes and JSON: {"study", …}, {"estimate", …}
  std::vector<Shape> shapes{};
};

/// One page.
struct Page {
  std::vector<Mark> marks{};
};

/// A whole figure. All pages have the same size.
struct Scene {
  Size size{};
  std::string title{}, description{};  ///< for screen readers and file metadata
  std::vector<Page> pages{};
};

/// The scene as text, one shape a line, coordinates to 0.1 point: what golden files hold.
std::string to_text(const Scene& scene);

/// The scene as JSON: exactly what is drawn (weald.plot/1).
std::string to_json(const Scene& scene);

/// Measures text as the backend will draw it.
struct TextExtent {
  double width = 0, ascent = 0, descent = 0;
};
using TextMeasure = std::function<TextExtent(std::string_view text, Role role)>;

/// A fixed letter width (6 points a code point at 10 points), for golden files on any machine.
TextExtent fixed_text_measure(std::string_view text, Role role);

/// The box that a text covers, for overlap tests: {left, top, right, bottom}.
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};
Box text_box(const Text& text, const TextMeasure& measure);

}  // namespace weald
