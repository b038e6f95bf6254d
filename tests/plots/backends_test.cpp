// SPDX-License-Identifier: MIT
#include "plots/backends/backends.h"

#include <cstdint>
#include <optional>

#include <catch2/catch.hpp>

#include "plots/figure.h"
#include "tests/support/report_builder.h"

using namespace weald;

namespace {

Scene draw(const AnalysisReport& report, bool paginate = false) {
  PlotStyle style;
  style.theme = find_theme("default");
  style.paginate = paginate;
  return find_figure("forest")->draw({.analysis = &report}, style, pango_measure(*style.theme));
}

std::string paint(const char* format, const Scene& scene, const char* theme = "default") {
  return find_image_format(format)->paint(scene, *find_theme(theme));
}

/// What is wrong with an XML text: tags that do not match, attributes without quotes, stray & or <,
/// control characters.
std::string xml_fault(const std::string& xml) {
  std::vector<std::string> open;
  std::size_t i = 0;
  const auto entity_ends = [&](std::size_t at) {
    const std::size_t end = xml.find(';', at);
    if (end == std::string::npos || end - at > 8) return false;
    const std::string name = xml.substr(at + 1, end - at - 1);
    return name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "#39";
  };
  while (i < xml.size()) {
    if (static_cast<unsigned char>(xml[i]) < 0x20 && xml[i] != '\n') return "control character";
    if (xml[i] == '&' && !entity_ends(i)) return "stray &";
    if (xml[i] != '<') {
      ++i;
      continue;
    }
    if (xml.compare(i, 2, "<?") == 0) {
      i = xml.find("?>", i) + 2;
      continue;
    }
    std::size_t end = i + 1;
    bool quoted = false;
    while (end < xml.size() && (quoted || xml[end] != '>')) {
      if (xml[end] == '"') quoted = !quoted;
      if (xml[end] == '<') return "stray <";
      if (xml[end] == '&' && !entity_ends(end)) return "stray & in a tag";
      ++end;
    }
    if (end == xml.size()) return "unclosed tag";
    const std::string tag = xml.substr(i + 1, end - i - 1);
    const std::string name =
        tag.substr(tag[0] == '/' ? 1 : 0, tag.find_first_of(" /", 1) - (tag[0] == '/' ? 1 : 0));
    if (tag[0] == '/') {
      if (open.empty() || open.back() != name) return "wrong end tag " + name;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(name);
    }
    i = end + 1;
  }
  return open.empty() ? "" : "open: " + open.back();
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + what.size()))
    ++n;
  return n;
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace

TEST_CASE("every format gives the same bytes on every run") {
  for (const ImageFormat& format : image_formats())
    for (const Theme& theme : themes()) {
      INFO(format.key << " " << theme.key);
      const Scene first = draw(build::many(12, 3, build::risk_ratio())),
                  second = draw(build::many(12, 3, build::risk_ratio()));
      const std::string bytes = format.paint(first, theme);
      CHECK(bytes.size() > 1000);
      CHECK(bytes == format.paint(second, theme));
    }
}

TEST_CASE("SVG is well-formed whatever the labels hold, and keeps text as text") {
  AnalysisReport report = build::bcg();
  report.title = "A & B < C > \"D\" 'E' \x01\x1f ]]> \xff </text><script>";
  report.pools[0].studies[0].row.label = "<b>Smith & Söhne\"'</b>\v";
  report.pools[0].studies[0].row.study = "smith\"&<>";
  const std::string svg = paint("svg", draw(report));
  CHECK(xml_fault(svg) == "");
  CHECK(svg.find("<script") == std::string::npos);
  CHECK(svg.find(">Ferguson &amp; Simes 1949</text>") != std::string::npos);
  CHECK(svg.find("role=\"img\"") != std::string::npos);
  CHECK(svg.find("<desc id=\"description\">Forest plot") != std::string::npos);
  CHECK(svg.find("data-estimate=\"") != std::string::npos);
  CHECK(svg.find("nan") == std::string::npos);
}

TEST_CASE("the check of SVG finds what is wrong") {
  CHECK(xml_fault("<a><b></a>") != "");
  CHECK(xml_fault("<a>&</a>") != "");
  CHECK(xml_fault("<a>\x01</a>") != "");
  CHECK(xml_fault("<a x=\"<\"/>") != "");
  CHECK(xml_fault("<a>") != "");
  CHECK(xml_fault("<?xml?>\n<a b=\"&lt;\">&amp;<c/></a>") == "");
}

TEST_CASE("PNG has two dots a point, and fewer where the picture would be too large") {
  const Scene scene = draw(build::bcg());
  const std::string png = paint("png", scene);
  REQUIRE(png.size() > 24);
  CHECK(png.substr(1, 3) == "PNG");
  CHECK(big_endian(png, 16) == Approx(2 * scene.size.width).margin(1));
  CHECK(big_endian(png, 20) == Approx(2 * scene.size.height).margin(1));
  const Scene tall{.size = {20, 40000}, .pages = {{}}};
  CHECK(big_endian(paint("png", tall), 20) <= 32767);
}

TEST_CASE("PDF has as many pages as the scene, a title and no date of its own") {
  const Scene scene = draw(build::many(200, 2, build::risk_ratio()), true);
  const std::string pdf = paint("pdf", scene);
  CHECK(scene.pages.size() > 3);
  CHECK(count(pdf, "/Type /Page ") == scene.pages.size());
  CHECK(pdf.find("20000101000000") != std::string::npos);
  CHECK(pdf.find("Acceptable pain") != std::string::npos);
}

TEST_CASE("text measured for the layout is as wide as Pango draws it, in any script") {
  const TextMeasure measure = pango_measure(*find_theme("default"));
  CHECK(measure("", Role::text).width == 0);
  CHECK(measure("mm", Role::text).width == Approx(2 * measure("m", Role::text).width));
  CHECK(measure("Study", Role::heading).width > measure("Study", Role::text).width);
  for (const char* name : {"王小明", "محمد", "क्षितिज", "Þór"})
    CHECK(measure(name, Role::text).width > 5);
}

TEST_CASE("image formats have unique keys and help") {
  for (const ImageFormat& format : image_formats()) {
    CHECK(find_image_format(format.key) == &format);
    CHECK_FALSE(format.help.empty());
  }
  CHECK(find_image_format("gif") == nullptr);
}
