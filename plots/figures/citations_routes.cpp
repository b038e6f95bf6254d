// SPDX-License-Identifier: MIT
// The ways of the arcs: of several curves from the citing to the cited paper, the one that runs
// through the fewest labels and other papers' marks.
#include <algorithm>
#include <cmath>

#include "plots/figures/citations.h"

namespace weald::timeline {
namespace {

Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
Point operator*(double f, Point p) { return {f * p.x, f * p.y}; }
double length(Point p) { return std::hypot(p.x, p.y); }
Point unit(Point p) {
  const double l = length(p);
  return l > 0 ? (1 / l) * p : Point{-1, 0};
}

Point on_curve(const Curve& c, double t) {
  const double s = 1 - t;
  return s * s * s * c.from + 3 * s * s * t * c.bend_from + 3 * s * t * t * c.bend_to +
         t * t * t * c.to;
}

/// Something that an arc had better not cross.
struct Obstacle {
  Box box{};
  std::uint32_t item = 0;
  bool mark = false;  ///< otherwise a label
};

/// Obstacles by cells of a grid, so that each point asks few of them.
class Grid {
 public:
  Grid(const Plan& plan, const TextMeasure& measure)
      : columns_(static_cast<std::size_t>(plan.size.width / cell) + 1),
        rows_(static_cast<std::size_t>(std::max(0.0, plan.bottom) / cell) + 1),
        cells_(columns_ * rows_) {
    for (std::uint32_t i = 0; i < plan.slots.size(); ++i) {
      const Slot& s = plan.slots[i];
      add({{s.x - s.half_width, s.y - s.half_height, s.x + s.half_width, s.y + s.half_height},
           i,
           true});
      const double half = line_height(s.role, measure) / 2 - 1;
      add({{s.label_x, s.y - half, s.right - 3, s.y + half}, i, false});
    }
  }

  template <class Visit>
  void at(Point p, const Visit& visit) const {
    if (p.x < 0 || p.y < 0) return;
    const auto column = static_cast<std::size_t>(p.x / cell),
               row = static_cast<std::size_t>(p.y / cell);
    if (column >= columns_ || row >= rows_) return;
    for (const Obstacle& o : cells_[row * columns_ + column])
      if (o.box.left <= p.x && p.x <= o.box.right && o.box.top <= p.y && p.y <= o.box.bottom)
        visit(o);
  }

 private:
  static constexpr double cell = 24;

  void add(const Obstacle& obstacle) {
    const auto index = [](double v, std::size_t most) {
      return std::min(most - 1, static_cast<std::size_t>(std::max(0.0, v) / cell));
    };
    for (std::size_t r = index(obstacle.box.top, rows_); r <= index(obstacle.box.bottom, rows_);
         ++r)
      for (std::size_t c = index(obstacle.box.left, columns_);
           c <= index(obstacle.box.right, columns_); ++c)
        cells_[r * columns_ + c].push_back(obstacle);
  }

  std::size_t columns_, rows_;
  std::vector<std::vector<Obstacle>> cells_;
};

/// Where a ray from the middle of a mark leaves it.
Point edge_of(const Slot& slot, Point way, double beyond) {
  const double across = std::abs(way.x) > 1e-9 ? slot.half_width / std::abs(way.x) : 1e9;
  const double along = std::abs(way.y) > 1e-9 ? slot.half_height / std::abs(way.y) : 1e9;
  return Point{slot.x, slot.y} + (std::min(across, along) + beyond) * way;
}

/// A curve that leaves `a` in one direction and enters `b` from another.
Route route(const Slot& a, const Slot& b, Point leaving, Point entering_from, double pull_a,
            double pull_b) {
  const Point from = edge_of(a, leaving, 0.5), to = edge_of(b, entering_from, 1);
  const double span = length(to - from);
  return {{from, from + pull_a * span * leaving, to + pull_b * span * entering_from, to},
          -1.0 * entering_from};
}

/// A small loop over a paper that cites itself.
Route loop(const Slot& s) {
  const double top = s.y - s.half_height;
  const Point from{s.x - 1, top - 0.5}, to{s.x - s.half_width - 1, s.y - 1.5};
  return {{from, {s.x - 1, top - 9}, {s.x - s.half_width - 10, s.y - 6}, to}, unit({1, 0.5})};
}

std::vector<Route> candidates(const Slot& a, const Slot& b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const Point across{dx < 0 ? -1.0 : 1.0, 0}, along{0, dy < 0 ? -1.0 : 1.0};
  const Point straight = unit({dx, dy});
  const Point normal =
      straight.x < 0 ? Point{-straight.y, straight.x} : Point{straight.y, -straight.x};  // upwards
  std::vector<Route> out;
  const Point back = -1.0 * across, down = -1.0 * along;
  if (std::abs(dy) > 14 && std::abs(dx) > 14) {
    out.push_back(route(a, b, across, down, 0.55, 0.5));
    out.push_back(route(a, b, across, unit(down + 0.5 * back), 0.45, 0.4));
    out.push_back(route(a, b, across, back, 0.5, 0.5));
    out.push_back(route(a, b, along, back, 0.5, 0.55));
    out.push_back(route(a, b, along, down, 0.5, 0.5));
    out.push_back(route(a, b, unit(across + along), down, 0.35, 0.6));
    out.push_back(route(a, b, across, down, 0.85, 0.2));
    out.push_back(route(a, b, along, back, 0.85, 0.2));
    out.push_back(route(a, b, unit(across + along), unit(down + back), 0.4, 0.4));
    out.push_back(route(a, b, across, unit(down + across), 0.5, 0.45));
    out.push_back(route(a, b, unit(across + -1.0 * along), down, 0.4, 0.6));
  }
  for (const double bow : {0.3, -0.3, 0.12, -0.12, 0.6, -0.6, 1.0, -1.0}) {
    const Point leaving = unit(straight + bow * normal);
    const Point entering = unit(-1.0 * straight + bow * normal);
    out.push_back(route(a, b, leaving, entering, 0.36, 0.36));
  }
  return out;
}

}  // namespace

std::vector<Route> routes_of(const Timeline& timeline, const Plan& plan,
                             const TextMeasure& measure) {
  const Grid grid{plan, measure};
  std::vector<Route> out;
  for (const Arc& arc : timeline.arcs) {
    if (arc.citing == arc.cited) {
      out.push_back(loop(plan.slots[arc.citing]));
      continue;
    }
    const Slot& a = plan.slots[arc.citing];
    const Slot& b = plan.slots[arc.cited];
    const double apart = std::hypot(a.x - b.x, a.y - b.y);
    double least = 1e300;
    Route best{};
    double preference = 0;
    for (const Route& each : candidates(a, b)) {
      const int samples = static_cast<int>(std::clamp(apart / 4, 12.0, 150.0));
      double cost = preference, walked = 0;
      preference += 0.3;
      Point last = each.curve.from;
      for (int s = 1; s < samples; ++s) {
        const Point p = on_curve(each.curve, static_cast<double>(s) / samples);
        walked += length(p - last);
        last = p;
        if (p.y < plan.top + 1 || p.y > plan.bottom - 1 || p.x < plan.margin + plan.gutter - 8 ||
            p.x > plan.size.width - plan.margin)
          cost += 12;
        grid.at(p, [&](const Obstacle& o) {
          const bool end = o.item == arc.citing || o.item == arc.cited;
          if (o.mark)
            cost += end ? 0 : 5;
          else
            cost += 1.2;
        });
      }
      cost += 0.06 * (walked - apart);
      if (cost < least) {
        least = cost;
        best = each;
      }
    }
    out.push_back(best);
  }
  return out;
}

}  // namespace weald::timeline
