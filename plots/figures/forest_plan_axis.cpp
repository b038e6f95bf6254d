// SPDX-License-Identifier: MIT
// The one axis of all panels, and what stands under it.
#include <algorithm>
#include <cmath>

#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

bool labels_collide(const Axis& axis, const TextMeasure& measure) {
  double end = -1e300;
  for (const Tick& tick : axis.ticks) {
    const double width = measure(typeset(tick.label), Role::axis_text).width,
                 x = axis.at(tick.value);
    if (x - width / 2 < end + 5) return true;
    end = x + width / 2;
  }
  return false;
}

/// Pooled and prediction intervals are held too, where that does not squeeze
/// the studies.
void hold_pools(Range& range, const Sheet& sheet) {
  const auto inward = [&](double x) { return sheet.logarithmic ? std::log(x) : x; };
  const auto outward = [&](double x) { return sheet.logarithmic ? std::exp(x) : x; };
  const double low = inward(range.low), high = inward(range.high), span = high - low,
               most = 0.6 * span, pad = 0.03 * span;
  double lowest = low, highest = high;
  for (const SheetRow& row : sheet.rows)
    for (const Cell& cell : row.cells) {
      if (cell.mark != CellMark::diamond && cell.mark != CellMark::diamond_sub &&
          cell.mark != CellMark::prediction)
        continue;
      const double lower = inward(cell.shown.lower) - pad, upper = inward(cell.shown.upper) + pad;
      if (lower < lowest && lower > low - most) lowest = lower;
      if (upper > highest && upper < high + most) highest = upper;
    }
  range = {outward(lowest), outward(highest)};
}

Range range_of(const Sheet& sheet, const PlotStyle& style) {
  std::vector<Extent> extents;
  for (const SheetRow& row : sheet.rows)
    for (const Cell& cell : row.cells)
      if (cell.mark != CellMark::none) extents.push_back(cell.shown);
  const double start = sheet.none        ? *sheet.none
                       : extents.empty() ? (sheet.logarithmic ? 1 : 0)
                                         : extents.front().estimate;
  Range range = robust_range(extents, start, sheet.logarithmic);
  hold_pools(range, sheet);
  const Range robust = range;
  if (style.low && (!sheet.logarithmic || *style.low > 0)) range.low = *style.low;
  if (style.high && (!sheet.logarithmic || *style.high > 0)) range.high = *style.high;
  return range.low < range.high ? range : robust;
}

/// Captions of the two directions over the plot, each on its side of no effect;
/// one below the other where a side is too narrow.
void plan_favours_above(Plan& plan, const Sheet& sheet, const TextMeasure& measure) {
  const bool sides = sheet.none && plan.axis.holds(*sheet.none);
  const double centre = sides ? plan.axis.at(*sheet.none) : plan.axis.from;
  const double left = centre - plan.axis.from - favours_gap,
               right = plan.axis.to - centre - favours_gap, least = 58;
  plan.favours_stacked = std::min(left, right) < least;
  const auto block = [&](const std::string& text, double side) {
    return wrap(text, Role::favours, plan.favours_stacked ? plan.strip_width : side, 4, measure);
  };
  plan.favours_left = block((plan.favours_stacked ? "← " : "") + sheet.favours_left, left);
  plan.favours_right = block(sheet.favours_right + (plan.favours_stacked ? " →" : ""), right);
  const double height = favours_height(plan) + 9;
  plan.head_height += std::max(0.0, height - plan.group_height - plan.head_height);
}

/// What the two directions mean.
void plan_favours(Plan& plan, const Sheet& sheet, const TextMeasure& measure) {
  if (sheet.favours_left.empty()) return;
  if (sheet.house->favours_above) return plan_favours_above(plan, sheet, measure);
  const bool arrows = sheet.house->arrows;
  plan.favours_left =
      wrap((arrows ? "← " : "") + sheet.favours_left, Role::favours, plan.strip_width, 3, measure);
  plan.favours_right =
      wrap(sheet.favours_right + (arrows ? " →" : ""), Role::favours, plan.strip_width, 3, measure);
  plan.favours_stacked = plan.favours_left.lines.size() > 1 ||
                         plan.favours_right.lines.size() > 1 ||
                         plan.favours_left.width + plan.favours_right.width + 10 > plan.strip_width;
  plan.axis_height += favours_height(plan) + 2;
}

}  // namespace

double favours_height(const Plan& plan) {
  const double left = plan.favours_left.height, right = plan.favours_right.height;
  return plan.favours_stacked ? left + right + 1 : std::max(left, right);
}

void plan_axis(Plan& plan, const Sheet& sheet, const PlotStyle& style, const TextMeasure& measure) {
  const Range range = range_of(sheet, style);
  const double from = plan.panel_x[0] + plan.strip_at, to = from + plan.strip_width;
  for (int count = plan.strip_width > 200 ? 8 : 6; count >= 2; --count) {
    plan.axis = make_axis(range.low, range.high, sheet.logarithmic, from, to, count);
    if (!labels_collide(plan.axis, measure)) break;
  }
  if (labels_collide(plan.axis, measure)) plan.axis.ticks.resize(1);
  plan.axis_label = wrap(sheet.axis_label, Role::axis_text, plan.strip_width, 3, measure);
  const double tick_height = 5 + line_height(Role::axis_text, measure);
  plan.axis_height = tick_height + plan.axis_label.height + 3;
  plan_favours(plan, sheet, measure);
  double panel_height = 0, left_height = 0;
  for (const Panel& panel : sheet.panels) {
    plan.panel_below.push_back(wrap(panel.below, Role::note, plan.panel_width, 6, measure));
    panel_height = std::max(panel_height, plan.panel_below.back().height);
  }
  for (const std::string& line : sheet.below_left) {
    plan.below_left.push_back(wrap(line, Role::note, plan.free_end - plan.margin, 8, measure));
    left_height += plan.below_left.back().height + 2;
  }
  plan.below_height =
      std::max(plan.axis_height + (panel_height > 0 ? panel_height + 6 : 0), left_height + 4);
}

}  // namespace weald::forest
