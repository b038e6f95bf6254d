// SPDX-License-Identifier: MIT
// The scene as JSON. Written by hand: fields in a fixed order, numbers as the shortest text that
// reads back.
#include <array>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "plots/scene.h"

namespace weald {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string pair(Point p) { return fmt::format("[{}, {}]", shortest(p.x), shortest(p.y)); }

std::string pairs(const std::vector<Point>& points) {
  std::string out;
  for (const Point& p : points) out += (out.empty() ? "" : ", ") + pair(p);
  return out;
}

std::string head(std::string_view kind, Role role) {
  return fmt::format("{{\"kind\": \"{}\", \"role\": \"{}\"", kind, role_name(role));
}

struct AsJson {
  std::string operator()(const Line& s) const {
    return head("line", s.role) + ", \"from\": " + pair(s.from) + ", \"to\": " + pair(s.to) + "}";
  }
  std::string operator()(const Rect& s) const {
    return head("rect", s.role) + ", \"at\": " + pair(s.at) +
           ", \"size\": " + pair({s.size.width, s.size.height}) + "}";
  }
  std::string operator()(const Polygon& s) const {
    return head("polygon", s.role) + ", \"points\": [" + pairs(s.points) + "]}";
  }
  std::string operator()(const Polyline& s) const {
    return head("polyline", s.role) + ", \"points\": [" + pairs(s.points) + "]}";
  }
  std::string operator()(const Circle& s) const {
    return head("circle", s.role) + ", \"centre\": " + pair(s.centre) +
           ", \"radius\": " + shortest(s.radius) + "}";
  }
  std::string operator()(const Curve& s) const {
    return head("curve", s.role) + ", \"points\": [" + pair(s.from) + ", " + pair(s.bend_from) +
           ", " + pair(s.bend_to) + ", " + pair(s.to) + "]}";
  }
  std::string operator()(const Text& s) const {
    static constexpr std::array<std::string_view, 3> names{"left", "middle", "right"};
    return head("text", s.role) + ", \"at\": " + pair(s.at) + ", \"align\": \"" +
           std::string{names[static_cast<std::size_t>(s.align)]} +
           "\", \"text\": " + quoted(s.text) + "}";
  }
};

std::string datum(const Datum& value) {
  if (const double* number = std::get_if<double>(&value)) return shortest(*number);
  return quoted(std::get<std::string>(value));
}

std::string mark_json(const Mark& mark) {
  std::string out =
      "{\"key\": " + quoted(mark.key) + ", \"title\": " + quoted(mark.title) + ", \"data\": {";
  for (std::size_t i = 0; i < mark.data.size(); ++i)
    out += (i ? ", " : "") + quoted(mark.data[i].first) + ": " + datum(mark.data[i].second);
  out += "}, \"shapes\": [";
  for (std::size_t i = 0; i < mark.shapes.size(); ++i)
    out += (i ? ",\n       " : "\n       ") + std::visit(AsJson{}, mark.shapes[i]);
  return out + "]}";
}

}  // namespace

std::string to_json(const Scene& scene) {
  std::string out = "{\"format\": \"weald.plot/1\",\n \"title\": " + quoted(scene.title) +
                    ",\n \"description\": " + quoted(scene.description) +
                    ",\n \"size\": " + pair({scene.size.width, scene.size.height}) +
                    ",\n \"pages\": [";
  for (std::size_t p = 0; p < scene.pages.size(); ++p) {
    out += p ? ",\n  {\"marks\": [" : "\n  {\"marks\": [";
    const std::vector<Mark>& marks = scene.pages[p].marks;
    for (std::size_t i = 0; i < marks.size(); ++i)
      out += (i ? ",\n    " : "\n    ") + mark_json(marks[i]);
    out += "]}";
  }
  return out + "]}\n";
}

}  // namespace weald
