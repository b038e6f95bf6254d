// SPDX-License-Identifier: MIT
#include "plots/figures/figures.h"

#include <array>

namespace weald {
namespace {

constexpr std::array<Figure, 1> table{Figure{
    "forest", "Estimates and intervals of studies with the pooled effect, horizons side by side",
    draw_forest}};

}  // namespace

std::span<const Figure> figures() { return table; }

const Figure* find_figure(std::string_view key) {
  for (const Figure& figure : table)
    if (figure.key == key) return &figure;
  return nullptr;
}

}  // namespace weald
