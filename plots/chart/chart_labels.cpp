// SPDX-License-Identifier: MIT
// Labels beside dots.
#include <algorithm>
#include <numeric>

#include "plots/chart/chart_parts.h"

namespace weald::chart {
namespace {

bool meet(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

bool within(const Box& a, const Box& b) {
  return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
}

Box padded(const Box& box, double pad) {
  return {box.left - pad, box.top - pad, box.right + pad, box.bottom + pad};
}

}  // namespace

std::vector<PlacedLabel> place_labels(const PlacedPanel& placed, std::vector<Box> taken,
                                      const TextMeasure& measure, std::size_t& left_out) {
  const std::vector<Dot>& dots = placed.panel->dots;
  const TextExtent letter = measure("0", Role::dot_text);
  const double middle = (letter.ascent - letter.descent) / 2;
  std::vector<std::size_t> order(dots.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return dots[a].importance > dots[b].importance; });
  std::vector<PlacedLabel> labels;
  for (const std::size_t i : order) {
    const Dot& dot = dots[i];
    if (dot.label.empty()) continue;
    const Point p = place(placed, dot.at);
    const double away = dot.radius + 2.5, aslant = 0.75 * dot.radius + 1.5;
    const double above = -aslant - letter.descent, below = aslant + letter.ascent;
    const std::pair<Point, Align> places[] = {{{p.x + away, p.y + middle}, Align::left},
                                              {{p.x - away, p.y + middle}, Align::right},
                                              {{p.x + aslant, p.y + above}, Align::left},
                                              {{p.x + aslant, p.y + below}, Align::left},
                                              {{p.x - aslant, p.y + above}, Align::right},
                                              {{p.x - aslant, p.y + below}, Align::right},
                                              {{p.x, p.y - away - letter.descent}, Align::middle},
                                              {{p.x, p.y + away + letter.ascent}, Align::middle}};
    bool found = false;
    for (const auto& [at, align] : places) {
      const Text text{at, typeset(dot.label), align, Role::dot_text};
      const Box box = text_box(text, measure);
      if (!within(padded(box, 1), placed.frame) ||
          std::ranges::any_of(taken,
                              [&](const Box& other) { return meet(padded(box, 0.5), other); }))
        continue;
      taken.push_back(box);
      labels.push_back({text, i});
      found = true;
      break;
    }
    left_out += found ? 0 : 1;
  }
  return labels;
}

}  // namespace weald::chart
