// SPDX-License-Identifier: MIT
// Cutting at the frame: outlines by Sutherland & Hodgman (1974), lines by Liang & Barsky (1984).
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "plots/chart/chart_parts.h"

namespace weald::chart {

std::vector<Point> cut_outline(std::vector<Point> outline, const Box& box) {
  struct Edge {
    bool of_x;
    double at, sign;  ///< inside: sign * (value - at) >= 0
  };
  for (const Edge& edge : {Edge{true, box.left, 1}, Edge{true, box.right, -1},
                           Edge{false, box.top, 1}, Edge{false, box.bottom, -1}}) {
    const auto inside = [&](const Point& p) {
      return edge.sign * ((edge.of_x ? p.x : p.y) - edge.at) >= 0;
    };
    const auto crossing = [&](const Point& a, const Point& b) {
      const double from = edge.of_x ? a.x : a.y, to = edge.of_x ? b.x : b.y;
      const double t = (edge.at - from) / (to - from);
      Point p{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
      (edge.of_x ? p.x : p.y) = edge.at;
      return p;
    };
    std::vector<Point> kept;
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const Point& a = outline[i];
      const Point& b = outline[(i + 1) % outline.size()];
      if (inside(a)) kept.push_back(a);
      if (inside(a) != inside(b)) kept.push_back(crossing(a, b));
    }
    outline = std::move(kept);
  }
  return outline;
}

std::vector<std::vector<Point>> cut_line(const std::vector<Point>& points, const Box& box) {
  std::vector<std::vector<Point>> parts;
  std::vector<Point> part;
  const auto end_part = [&] {
    if (part.size() > 1) parts.push_back(std::move(part));
    part.clear();
  };
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const Point a = points[i], b = points[i + 1];
    const double dx = b.x - a.x, dy = b.y - a.y;
    double first = 0, last = 1;
    bool seen = std::isfinite(dx) && std::isfinite(dy);
    const std::array<std::pair<double, double>, 4> sides{{{-dx, a.x - box.left},
                                                          {dx, box.right - a.x},
                                                          {-dy, a.y - box.top},
                                                          {dy, box.bottom - a.y}}};
    for (const auto& [p, q] : sides) {
      if (!seen) break;
      if (p == 0) {
        seen = q >= 0;
      } else if (p < 0) {
        first = std::max(first, q / p);
      } else {
        last = std::min(last, q / p);
      }
    }
    if (!seen || first > last) {
      end_part();
      continue;
    }
    if (part.empty() || first > 0) {
      end_part();
      part.push_back({a.x + first * dx, a.y + first * dy});
    }
    part.push_back({a.x + last * dx, a.y + last * dy});
    if (last < 1) end_part();
  }
  end_part();
  return parts;
}

}  // namespace weald::chart
