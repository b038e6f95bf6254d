// SPDX-License-Identifier: MIT
#include "tests/support/figure_checks.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "plots/backends/backends.h"
#include "tests/support/overlap.h"

namespace weald::build {

std::string all_text(const Scene& scene) {
  std::string out;
  for (const Page& page : scene.pages)
    for (const Mark& mark : page.marks)
      for (const Shape& shape : mark.shapes)
        if (const Text* text = std::get_if<Text>(&shape)) out += text->text + " ";
  return out;
}

std::vector<const Mark*> marks_of(const Scene& scene, std::string_view begins) {
  std::vector<const Mark*> marks;
  for (const Page& page : scene.pages)
    for (const Mark& mark : page.marks)
      if (mark.key.starts_with(begins)) marks.push_back(&mark);
  return marks;
}

double datum(const Mark& mark, std::string_view name) {
  for (const auto& [key, value] : mark.data)
    if (key == name) return std::get<double>(value);
  FAIL("no `" << name << "` of " << mark.key);
  return 0;
}

void check_scene(const std::string& name, const Scene& scene) {
  const std::string path = "tests/scenes/" + name + ".txt", text = to_text(scene);
  if (std::getenv("WEALD_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << text;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream expected;
  expected << in.rdbuf();
  INFO(path << " differs; WEALD_UPDATE=1 rewrites it");
  CHECK(expected.str() == text);
}

void check_faults(std::string_view figure, const FigureSource& source, const std::string& what,
                  PlotStyle style) {
  for (const Theme& theme : themes())
    for (const bool paginate : {false, true}) {
      style.theme = &theme;
      style.paginate = paginate;
      const TextMeasure measure = pango_measure(theme);
      const Scene scene = find_figure(figure)->draw(source, style, measure);
      const std::vector<std::string> found = faults(scene, measure);
      INFO(figure << ", " << what << ", " << theme.key << (paginate ? ", paginated" : ""));
      INFO("first: " << (found.empty() ? "" : found.front()) << "; faults: " << found.size());
      CHECK(found.empty());
      CHECK(to_text(scene).find("nan") == std::string::npos);
    }
}

}  // namespace weald::build
