// SPDX-License-Identifier: MIT
#include "plots/scene.h"

#include <fmt/format.h>

#include "engine/text/number.h"
#include "engine/text/unicode.h"
#include "plots/theme.h"

namespace weald {

std::string_view role_name(Role role) {
  switch (role) {
    case Role::text:
      return "text";
    case Role::text_bold:
      return "text-bold";
    case Role::text_italic:
      return "text-italic";
    case Role::text_muted:
      return "text-muted";
    case Role::title:
      return "title";
    case Role::axis_text:
      return "axis-text";
    case Role::axis:
      return "axis";
    case Role::tick:
      return "tick";
    case Role::null_line:
      return "null-line";
    case Role::pooled_line:
      return "pooled-line";
    case Role::grid:
      return "grid";
    case Role::zone:
      return "zone";
    case Role::band:
      return "band";
    case Role::rule:
      return "rule";
    case Role::header_rule:
      return "header-rule";
    case Role::interval:
      return "interval";
    case Role::interval_muted:
      return "interval-muted";
    case Role::square:
      return "square";
    case Role::square_muted:
      return "square-muted";
    case Role::diamond:
      return "diamond";
    case Role::diamond_sub:
      return "diamond-sub";
    case Role::prediction:
      return "prediction";
    case Role::contrast:
      return "contrast";
    case Role::favours:
      return "favours";
    case Role::risk_low:
      return "risk-low";
    case Role::risk_some:
      return "risk-some";
    case Role::risk_high:
      return "risk-high";
    case Role::risk_unclear:
      return "risk-unclear";
    case Role::background:
      return "background";
    case Role::subtitle:
      return "subtitle";
    case Role::heading:
      return "heading";
    case Role::note:
      return "note";
    case Role::words:
      return "words";
    case Role::risk_symbol:
      return "risk-symbol";
    case Role::pooled_text:
      return "pooled-text";
    case Role::paper_text:
      return "paper-text";
    case Role::paper_text_included:
      return "paper-text-included";
    case Role::paper_text_faint:
      return "paper-text-faint";
    case Role::paper_flag:
      return "paper-flag";
    case Role::paper:
      return "paper";
    case Role::paper_faint:
      return "paper-faint";
    case Role::paper_pile:
      return "paper-pile";
    case Role::review:
      return "review";
    case Role::guideline:
      return "guideline";
    case Role::notice:
      return "notice";
    case Role::found_favourable:
      return "found-favourable";
    case Role::found_unfavourable:
      return "found-unfavourable";
    case Role::found_inconclusive:
      return "found-inconclusive";
    case Role::found_different:
      return "found-different";
    case Role::found_words:
      return "found-words";
    case Role::found_none:
      return "found-none";
    case Role::found_symbol:
      return "found-symbol";
    case Role::found_symbol_dark:
      return "found-symbol-dark";
    case Role::found_frame:
      return "found-frame";
    case Role::retraction:
      return "retraction";
    case Role::arc:
      return "arc";
    case Role::arc_in_text:
      return "arc-in-text";
    case Role::arc_inferred:
      return "arc-inferred";
    case Role::arc_head:
      return "arc-head";
    case Role::arc_thin:
      return "arc-thin";
    case Role::arc_in_text_thin:
      return "arc-in-text-thin";
    case Role::arc_inferred_thin:
      return "arc-inferred-thin";
    case Role::arc_head_thin:
      return "arc-head-thin";
    case Role::main_path:
      return "main-path";
    case Role::main_path_head:
      return "main-path-head";
    case Role::halo:
      return "halo";
    case Role::dot:
      return "dot";
    case Role::dot_muted:
      return "dot-muted";
    case Role::dot_hollow:
      return "dot-hollow";
    case Role::dot_marked:
      return "dot-marked";
    case Role::dot_text:
      return "dot-text";
    case Role::curve:
      return "curve";
    case Role::curve_muted:
      return "curve-muted";
    case Role::curve_faint:
      return "curve-faint";
    case Role::curve_marked:
      return "curve-marked";
    case Role::curve_dashed:
      return "curve-dashed";
    case Role::curve_dotted:
      return "curve-dotted";
    case Role::area:
      return "area";
    case Role::area_faint:
      return "area-faint";
    case Role::contour_1:
      return "contour-1";
    case Role::contour_2:
      return "contour-2";
    case Role::contour_3:
      return "contour-3";
    case Role::density_1:
      return "density-1";
    case Role::density_2:
      return "density-2";
    case Role::density_3:
      return "density-3";
    case Role::density_4:
      return "density-4";
    case Role::density_5:
      return "density-5";
    case Role::density_marked_1:
      return "density-marked-1";
    case Role::density_marked_2:
      return "density-marked-2";
    case Role::density_marked_3:
      return "density-marked-3";
    case Role::density_marked_4:
      return "density-marked-4";
    case Role::density_marked_5:
      return "density-marked-5";
    case Role::journal_mark:
      return "journal-mark";
    case Role::journal_line:
      return "journal-line";
    case Role::journal_pooled:
      return "journal-pooled";
  }
  return "";
}

namespace {

std::string at(Point p) { return fmt::format("{},{}", fixed(p.x, 1), fixed(p.y, 1)); }

struct AsText {
  std::string operator()(const Line& s) const {
    return fmt::format("line {} {} {}", role_name(s.role), at(s.from), at(s.to));
  }
  std::string operator()(const Rect& s) const {
    return fmt::format("rect {} {} {}x{}", role_name(s.role), at(s.at), fixed(s.size.width, 1),
                       fixed(s.size.height, 1));
  }
  std::string operator()(const Polygon& s) const {
    std::string out = fmt::format("polygon {}", role_name(s.role));
    for (const Point& p : s.points) out += fmt::format(" {}", at(p));
    return out;
  }
  std::string operator()(const Circle& s) const {
    return fmt::format("circle {} {} r{}", role_name(s.role), at(s.centre), fixed(s.radius, 1));
  }
  std::string operator()(const Curve& s) const {
    return fmt::format("curve {} {} {} {} {}", role_name(s.role), at(s.from), at(s.bend_from),
                       at(s.bend_to), at(s.to));
  }
  std::string operator()(const Polyline& s) const {
    std::string out = fmt::format("polyline {}", role_name(s.role));
    for (const Point& p : s.points) out += fmt::format(" {}", at(p));
    return out;
  }
  std::string operator()(const Text& s) const {
    const char* align = s.align == Align::left    ? "left"
                        : s.align == Align::right ? "right"
                                                  : "middle";
    return fmt::format("text {} {} {} «{}»", role_name(s.role), align, at(s.at), s.text);
  }
};

}  // namespace

std::string to_text(const Scene& scene) {
  std::string out =
      fmt::format("scene {} x {}\ntitle {}\ndescription {}\n", fixed(scene.size.width, 1),
                  fixed(scene.size.height, 1), scene.title, scene.description);
  for (std::size_t i = 0; i < scene.pages.size(); ++i) {
    out += fmt::format("page {}\n", i + 1);
    for (const Mark& mark : scene.pages[i].marks) {
      out += fmt::format("mark {}", mark.key);
      if (!mark.title.empty()) out += fmt::format(" «{}»", mark.title);
      out += "\n";
      for (const Shape& shape : mark.shapes)
        out += fmt::format("  {}\n", std::visit(AsText{}, shape));
    }
  }
  return out;
}

TextExtent fixed_text_measure(std::string_view text, Role role) {
  const double size = find_theme("default")->look(role).font_size;
  return {.width = 0.6 * size * static_cast<double>(count_code_points(text)),
          .ascent = 0.8 * size,
          .descent = 0.2 * size};
}

Box text_box(const Text& text, const TextMeasure& measure) {
  const TextExtent extent = measure(text.text, text.role);
  const double left = text.align == Align::left    ? text.at.x
                      : text.align == Align::right ? text.at.x - extent.width
                                                   : text.at.x - extent.width / 2;
  return {left, text.at.y - extent.ascent, left + extent.width, text.at.y + extent.descent};
}

}  // namespace weald
