// SPDX-License-Identifier: MIT
#include "plots/backends/backends.h"

#include <array>

#include "plots/backends/cairo.h"
#include "plots/backends/svg.h"

namespace weald {
namespace {

std::string paint_json(const Scene& scene, const Theme&) { return to_json(scene); }

constexpr std::array<ImageFormat, 4> table{
    ImageFormat{"pdf", "Portable document, several pages where needed", true, paint_pdf},
    ImageFormat{"svg", "Scalable drawing for the web, text kept as text", false, paint_svg},
    ImageFormat{"png", "Picture at 144 dots an inch", false, paint_png},
    ImageFormat{"json", "Exactly what is drawn, as data (weald.plot/1)", true, paint_json}};

}  // namespace

std::span<const ImageFormat> image_formats() { return table; }

const ImageFormat* find_image_format(std::string_view key) {
  for (const ImageFormat& format : table)
    if (format.key == key) return &format;
  return nullptr;
}

}  // namespace weald
