// SPDX-License-Identifier: MIT
#include "plots/figures/figures.h"

#include <array>

namespace weald {
namespace {

constexpr std::array table{
    Figure{
        .key = "forest",
        .help = "Estimates and intervals of studies with the pooled effect, horizons side by side",
        .draw = draw_forest},
    Figure{.key = "citations",
           .help = "Papers by year with their references as arcs, and what included studies found",
           .draw_citations = draw_citations}};

}  // namespace

std::span<const Figure> figures() { return table; }

const Figure* find_figure(std::string_view key) {
  for (const Figure& figure : table)
    if (figure.key == key) return &figure;
  return nullptr;
}

}  // namespace weald
