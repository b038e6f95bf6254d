// SPDX-License-Identifier: MIT
#include "plots/backends/svg.h"

#include <cmath>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "engine/text/xml.h"
#include "plots/typeset.h"

namespace weald {
namespace {

/// Text that may stand in an attribute or an element: control characters and bytes that are no
/// UTF-8 are gone.
std::string escaped(std::string_view text) { return xml_escaped(drawable_text(text)); }

std::string coordinate(double value) {
  std::string text = fixed(value, 2);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string hex(const Color& c) {
  const auto byte = [](double x) { return static_cast<int>(std::lround(x * 255)); };
  return fmt::format("#{:02x}{:02x}{:02x}", byte(c.r), byte(c.g), byte(c.b));
}

std::string stroke(const Look& look) {
  return fmt::format(
      " stroke=\"{}\" stroke-width=\"{}\"{}{}", hex(look.stroke), coordinate(look.stroke_width),
      look.dotted   ? " stroke-dasharray=\"0.9 1.6\""
      : look.dashed ? " stroke-dasharray=\"3 2.2\""
                    : "",
      look.stroke.alpha < 1 ? fmt::format(" stroke-opacity=\"{}\"", coordinate(look.stroke.alpha))
                            : std::string{});
}

std::string fill(const Look& look) {
  return fmt::format(" fill=\"{}\"{}", hex(look.fill),
                     look.fill.alpha < 1
                         ? fmt::format(" fill-opacity=\"{}\"", coordinate(look.fill.alpha))
                         : std::string{});
}

struct AsSvg {
  const Theme& theme;
  double down;  ///< of the page

  std::string y(double value) const { return coordinate(value + down); }
  /// Of an area: its fill, and its outline where that role has one.
  std::string paint(Role role) const {
    const Look look = theme.look(role);
    return fill(look) + (is_outlined(role) ? stroke(look) : std::string{});
  }

  std::string operator()(const Line& s) const {
    return fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>", coordinate(s.from.x),
                       y(s.from.y), coordinate(s.to.x), y(s.to.y), stroke(theme.look(s.role)));
  }
  std::string operator()(const Rect& s) const {
    return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>", coordinate(s.at.x),
                       y(s.at.y), coordinate(s.size.width), coordinate(s.size.height),
                       paint(s.role));
  }
  std::string points(const std::vector<Point>& all) const {
    std::string out;
    for (const Point& p : all)
      out += fmt::format("{}{},{}", out.empty() ? "" : " ", coordinate(p.x), y(p.y));
    return out;
  }

  std::string operator()(const Polygon& s) const {
    return fmt::format("<polygon points=\"{}\"{}/>", points(s.points), paint(s.role));
  }
  std::string operator()(const Polyline& s) const {
    return fmt::format("<polyline points=\"{}\" fill=\"none\"{}/>", points(s.points),
                       stroke(theme.look(s.role)));
  }
  std::string operator()(const Circle& s) const {
    return fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>", coordinate(s.centre.x),
                       y(s.centre.y), coordinate(s.radius), paint(s.role));
  }
  std::string operator()(const Curve& s) const {
    return fmt::format("<path d=\"M{},{} C{},{} {},{} {},{}\" fill=\"none\"{}/>",
                       coordinate(s.from.x), y(s.from.y), coordinate(s.bend_from.x),
                       y(s.bend_from.y), coordinate(s.bend_to.x), y(s.bend_to.y),
                       coordinate(s.to.x), y(s.to.y), stroke(theme.look(s.role)));
  }
  std::string operator()(const Text& s) const {
    const Look look = theme.look(s.role);
    const char* anchor = s.align == Align::left    ? ""
                         : s.align == Align::right ? " text-anchor=\"end\""
                                                   : " text-anchor=\"middle\"";
    return fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}{}{}{}>{}</text>",
                       coordinate(s.at.x), y(s.at.y), coordinate(look.font_size), anchor,
                       look.bold ? " font-weight=\"bold\"" : "",
                       look.italic ? " font-style=\"italic\"" : "", fill(look), escaped(s.text));
  }
};

std::string data_attribute(const std::string& name, const Datum& value) {
  const double* number = std::get_if<double>(&value);
  // A number that is none (there is no such limit) has no attribute.
  if (number != nullptr && !std::isfinite(*number)) return "";
  return fmt::format(" data-{}=\"{}\"", name,
                     number != nullptr ? shortest(*number) : escaped(std::get<std::string>(value)));
}

}  // namespace

std::string paint_svg(const Scene& scene, const Theme& theme) {
  const double pages = static_cast<double>(scene.pages.size());
  const std::string width = coordinate(scene.size.width),
                    height = coordinate(scene.size.height * pages);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}pt\" height=\"{1}pt\" viewBox=\"0 0 "
      "{0} {1}\" role=\"img\" "
      "aria-labelledby=\"title description\" font-family=\"{2}\" xml:space=\"preserve\">\n",
      width, height, escaped(theme.font));
  out += fmt::format("<title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n",
                     escaped(scene.title), escaped(scene.description));
  out += fmt::format("<rect width=\"{}\" height=\"{}\"{}/>\n", width, height,
                     fill(theme.look(Role::background)));
  for (std::size_t p = 0; p < scene.pages.size(); ++p) {
    const AsSvg painter{theme, scene.size.height * static_cast<double>(p)};
    for (const Mark& mark : scene.pages[p].marks) {
      out += fmt::format("<g data-mark=\"{}\"", escaped(mark.key));
      for (const auto& [name, value] : mark.data) out += data_attribute(name, value);
      out += ">\n";
      if (!mark.title.empty()) out += fmt::format("<title>{}</title>\n", escaped(mark.title));
      for (const Shape& shape : mark.shapes) out += std::visit(painter, shape) + "\n";
      out += "</g>\n";
    }
  }
  return out + "</svg>\n";
}

}  // namespace weald
