// SPDX-License-Identifier: MIT
#include "tests/support/scene_text.h"

namespace weald::build {

std::string all_text(const Scene& scene) {
  std::string out;
  for (const Page& page : scene.pages)
    for (const Mark& mark : page.marks)
      for (const Shape& shape : mark.shapes)
        if (const Text* text = std::get_if<Text>(&shape)) out += text->text + " ";
  return out;
}

}  // namespace weald::build
