// SPDX-License-Identifier: MIT
// Where the papers stand: each in the band of its year and in the first row of its lane in which
// its mark and its label, measured, are free.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plots/figures/citations.h"

namespace weald::timeline {
namespace {

constexpr double gap_to_label = 3, pad = 3;
/// Labels are cut shorter where many papers have to share the room.
constexpr double widest_label = 108, widest_of_many = 76;
constexpr std::size_t many = 80;
constexpr double page_at_most = 1500;

Role label_role(const Item& item) {
  if (item.lane == Lane::included) return Role::paper_text_included;
  return item.lane == Lane::cited_only ? Role::paper_text_faint : Role::paper_text;
}

/// Sizes of an item, as if its mark stood at x = 0.
Slot measured(const Item& item, double label_room, const TextMeasure& measure) {
  Slot slot{.role = label_role(item)};
  const Size size = form_size(item.form, item.findings.size());
  slot.half_width = size.width / 2;
  slot.half_height = size.height / 2;
  const TextBlock block = wrap(item.label, slot.role, label_room, 1, measure);
  slot.label = block.lines.empty() ? "" : block.lines.front();
  slot.label_width = block.width;
  slot.label_x = slot.half_width + gap_to_label;
  slot.right = slot.label_x + slot.label_width;
  if (!item.flag.empty()) {
    slot.flag_x = slot.right + 4;
    slot.flag_width = measure(item.flag, Role::paper_flag).width;
    slot.right = slot.flag_x + slot.flag_width;
  }
  slot.left = -slot.half_width - pad;
  slot.right += pad;
  return slot;
}

void move_to(Slot& slot, double x) {
  const double by = x - slot.x;
  for (double* each : {&slot.x, &slot.label_x, &slot.flag_x, &slot.left, &slot.right}) *each += by;
}

double row_height(const Item& item, const Slot& slot, const TextMeasure& measure) {
  const TextExtent text = measure(slot.label, slot.role);
  double height = std::max(2 * slot.half_height + 3, text.ascent + text.descent + 1);
  if (!item.flag.empty()) {
    const TextExtent flag = measure(item.flag, Role::paper_flag);
    height = std::max(height, flag.ascent + flag.descent + 1);
  }
  return height;
}

/// Intervals of a row that are taken.
using Row = std::vector<std::pair<double, double>>;

bool is_free(const Row& row, double left, double right) {
  return std::ranges::none_of(
      row, [&](const auto& taken) { return left < taken.second && taken.first < right; });
}

/// Where the marks of a lane's year may stand, so that their labels share the band's width.
std::vector<double> columns_in(double left, double right, double slot_width, double slot_left,
                               std::size_t count) {
  const double width = right - left;
  const std::size_t most = static_cast<std::size_t>(std::max(1.0, std::floor(width / slot_width)));
  const std::size_t columns = std::min(most, count);
  std::vector<double> xs;
  for (std::size_t i = 0; i < columns; ++i) {
    const double share = width / static_cast<double>(columns);
    const double from = left + share * static_cast<double>(i);
    // A slot that fits is centred with its label; otherwise the mark alone stands in the middle.
    xs.push_back(share >= slot_width ? from + (share - slot_width) / 2 - slot_left
                                     : from + share / 2);
  }
  return xs;
}

struct Packing {
  std::vector<std::size_t> row{};  ///< of each item, within its lane
  std::array<std::size_t, 4> rows{};
};

Packing pack(const Timeline& timeline, std::vector<Slot>& slots, const YearAxis& axis) {
  Packing packing{.row = std::vector<std::size_t>(slots.size())};
  std::array<std::vector<Row>, 4> taken{};
  for (std::size_t i = 0; i < slots.size();) {
    const Item& first = timeline.items[i];
    std::size_t end = i;
    double widest = 0, leftmost = 0;
    for (; end < slots.size() && timeline.items[end].lane == first.lane &&
           timeline.items[end].year == first.year;
         ++end) {
      widest = std::max(widest, slots[end].right - slots[end].left);
      leftmost = std::min(leftmost, slots[end].left - slots[end].x);
    }
    double left = axis.left, right = axis.left;
    if (!first.year) {
      left = axis.unknown->first;
      right = axis.unknown->second;
    } else {
      const auto band = std::ranges::find_if(
          axis.bands, [&](const Band& b) { return !b.gap && b.from == *first.year; });
      left = band->left;
      right = band->right;
    }
    std::vector<double> xs = columns_in(left, right, widest, leftmost, end - i);
    if (!first.year) {
      const double indent = xs.front() + leftmost - left;
      if (indent > 0)
        for (double& x : xs) x -= indent;
    }
    std::vector<Row>& rows = taken[static_cast<std::size_t>(first.lane)];
    for (; i < end; ++i) {
      Slot& slot = slots[i];
      bool placed = false;
      for (std::size_t r = 0; !placed; ++r) {
        if (r == rows.size()) rows.emplace_back();
        for (const double x : xs) {
          move_to(slot, x);
          if (!is_free(rows[r], slot.left, slot.right)) continue;
          rows[r].emplace_back(slot.left, slot.right);
          packing.row[i] = r;
          placed = true;
          break;
        }
      }
    }
  }
  for (std::size_t lane = 0; lane < 4; ++lane) packing.rows[lane] = taken[lane].size();
  return packing;
}

}  // namespace

Plan plan_of(const Timeline& timeline, const TextMeasure& measure) {
  Plan plan;
  const std::size_t n = timeline.items.size();
  std::vector<Slot> sizes;
  for (const Item& item : timeline.items)
    sizes.push_back(measured(item, n > many ? widest_of_many : widest_label, measure));

  std::array<std::size_t, 4> papers{}, marks{};
  std::array<double, 4> heights{};
  for (std::size_t i = 0; i < n; ++i) {
    const auto lane = static_cast<std::size_t>(timeline.items[i].lane);
    papers[lane] += timeline.items[i].nodes.size();
    ++marks[lane];
    heights[lane] = std::max(heights[lane], row_height(timeline.items[i], sizes[i], measure));
  }
  for (std::size_t lane = 0; lane < 4; ++lane) {
    if (marks[lane] == 0) continue;
    const LaneRow& row = lanes()[lane];
    plan.lanes.push_back(
        {.lane = row.lane,
         .label = wrap(row.label, Role::heading, 84, 3, measure),
         .count = wrap(fmt::format("{} {}", papers[lane], papers[lane] == 1 ? row.one : row.many),
                       Role::note, 84, 2, measure)});
    plan.gutter =
        std::max({plan.gutter, plan.lanes.back().label.width, plan.lanes.back().count.width});
  }
  plan.gutter += 14;

  // Wider until the picture is no taller than it is wide, or the page is as wide as may be.
  double width = n <= 20 ? 560 : n <= 60 ? 680 : n <= 150 ? 860 : 1060;
  const double left = plan.margin + plan.gutter;
  Packing packing;
  double tall = 0, right = 0;
  for (;; width *= 1.1) {
    plan.slots = sizes;
    plan.axis = year_axis(timeline, sizes, left, width, measure);
    packing = pack(timeline, plan.slots, plan.axis);
    tall = 0;
    for (std::size_t lane = 0; lane < 4; ++lane)
      tall += static_cast<double>(packing.rows[lane]) * heights[lane];
    if (tall <= 0.62 * width || width > page_at_most) break;
  }
  right = std::max(plan.axis.right, left + (n == 0 ? 420.0 : 0.0));
  for (const Slot& slot : plan.slots) right = std::max(right, slot.right);
  plan.size.width = right + plan.margin;

  const double text_width = plan.size.width - 2 * plan.margin;
  plan.title = wrap(timeline.title, Role::title, text_width, 3, measure);
  plan.counts = wrap(timeline.counts, Role::subtitle, text_width, 3, measure);
  double y = plan.margin + plan.title.height + 2 + plan.counts.height + 12;
  plan.axis_above = tall > 420;
  if (plan.axis_above) y += axis_height(measure);
  plan.top = y;
  std::array<double, 4> first_row{};
  for (PlacedLane& lane : plan.lanes) {
    const auto at = static_cast<std::size_t>(lane.lane);
    lane.top = y;
    first_row[at] = y + 10;
    const double rows = 20 + static_cast<double>(packing.rows[at]) * heights[at];
    y += std::max(rows, lane.label.height + lane.count.height + 12);
    lane.bottom = y;
  }
  plan.bottom = y;
  plan.axis_height = axis_height(measure);
  for (std::size_t i = 0; i < n; ++i) {
    const auto lane = static_cast<std::size_t>(timeline.items[i].lane);
    plan.slots[i].y = first_row[lane] + (static_cast<double>(packing.row[i]) + 0.5) * heights[lane];
  }
  plan.routes = routes_of(timeline, plan, measure);
  std::vector<std::string> notes = timeline.notes;
  if (plan.axis.uneven) notes.push_back("Years with many papers are drawn wider.");
  if (std::ranges::any_of(plan.axis.bands, &Band::gap))
    notes.push_back("Two strokes on the axis: years without papers are left out there.");
  for (const std::string& note : notes)
    plan.notes.push_back(wrap(note, Role::note, text_width, 4, measure));
  return plan;
}

}  // namespace weald::timeline
