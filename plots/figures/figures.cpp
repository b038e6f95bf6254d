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
           .needs = FigureNeeds::citations,
           .draw = draw_citations},
    Figure{.key = "funnel",
           .help = "Studies by effect and precision, with contours of significance and what trim "
                   "and fill adds",
           .needs = FigureNeeds::bias,
           .kinds = "trim-fill,limit",
           .draw = draw_funnel}};

}  // namespace

std::span<const Figure> figures() { return table; }

const Figure* find_figure(std::string_view key) {
  for (const Figure& figure : table)
    if (figure.key == key) return &figure;
  return nullptr;
}

}  // namespace weald
