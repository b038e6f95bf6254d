// SPDX-License-Identifier: MIT
// The axis of years: a band a year, as wide as its papers need; long stretches without papers are
// cut out with a visible break that says how long they are.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "plots/figures/citations.h"

namespace weald::timeline {
namespace {

/// A longer run of years without papers is cut out.
constexpr int longest_empty = 4;
/// A lane with more papers of one year than this puts them in columns.
constexpr std::size_t rows_in_a_year = 12;
constexpr double least_band = 5;

/// The room that the most crowded lane needs in each year, beyond one column.
std::map<int, double> needed_widths(const Timeline& timeline, const std::vector<Slot>& slots,
                                    double& unknown) {
  struct Crowd {
    std::size_t count = 0;
    double widest = 0;
  };
  std::map<std::pair<Lane, std::optional<int>>, Crowd> crowds;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    Crowd& crowd = crowds[{timeline.items[i].lane, timeline.items[i].year}];
    ++crowd.count;
    crowd.widest = std::max(crowd.widest, slots[i].right - slots[i].left + 4);
  }
  std::map<int, double> years;
  unknown = 0;
  for (const auto& [key, crowd] : crowds) {
    const std::size_t columns = (crowd.count + rows_in_a_year - 1) / rows_in_a_year;
    const double width = static_cast<double>(columns) * crowd.widest;
    if (!key.second)
      unknown = std::max(unknown, width + 4);
    else
      years[*key.second] = std::max(years[*key.second], columns > 1 ? width : 0);
  }
  return years;
}

std::string gap_text(const Band& band) {
  const int years = band.to - band.from + 1;
  return fmt::format("{} years", years);
}

}  // namespace

YearAxis year_axis(const Timeline& timeline, const std::vector<Slot>& slots, double left,
                   double width, const TextMeasure& measure) {
  YearAxis axis{.left = left};
  double unknown = 0;
  const std::map<int, double> needed = needed_widths(timeline, slots, unknown);
  double x = left;
  if (unknown > 0) {
    unknown = std::max(unknown, measure("year unknown", Role::axis_text).width + 10);
    if (needed.empty()) unknown = std::max(unknown, width);
    axis.unknown = {x, x + unknown};
    x += unknown + (needed.empty() ? 0 : 10);
  }
  double fixed = 0;
  std::size_t even = 0;
  for (auto year = needed.begin(); year != needed.end(); ++year) {
    if (year != needed.begin()) {
      const int before = std::prev(year)->first, empty = year->first - before - 1;
      if (empty > longest_empty)
        axis.bands.push_back({.from = before + 1, .to = year->first - 1, .gap = true});
      else
        for (int y = before + 1; y < year->first; ++y) axis.bands.push_back({.from = y, .to = y});
    }
    axis.bands.push_back({.from = year->first, .to = year->first});
  }
  for (const Band& band : axis.bands)
    if (band.gap)
      fixed += measure(gap_text(band), Role::note).width + 12;
    else
      ++even;
  const auto need = [&](const Band& band) {
    const auto found = needed.find(band.from);
    return found == needed.end() ? 0.0 : found->second;
  };
  // Bands are even but for those that need more; these take their room, the others share the rest.
  double band_width = 0, free = std::max(0.0, left + width - x - fixed);
  for (bool again = true; again && even > 0;) {
    again = false;
    double taken = 0;
    std::size_t sharing = 0;
    for (const Band& band : axis.bands) {
      if (band.gap) continue;
      if (need(band) > band_width && band_width > 0)
        taken += need(band);
      else
        ++sharing;
    }
    const double share = sharing == 0
                             ? band_width
                             : std::max(least_band, (free - taken) / static_cast<double>(sharing));
    if (band_width == 0 || share < band_width - 1e-9) {
      band_width = share;
      again = true;
    }
  }
  for (Band& band : axis.bands) {
    const double wide = band.gap ? measure(gap_text(band), Role::note).width + 12
                                 : std::max(band_width, need(band));
    if (!band.gap && wide > band_width + 1e-9) axis.uneven = true;
    band.left = x;
    band.right = x += wide;
  }
  axis.right = x;
  return axis;
}

double axis_height(const TextMeasure& measure) {
  return line_height(Role::axis_text, measure) + 10;
}

Mark paint_axis(const Plan& plan, double y, bool above, const TextMeasure& measure) {
  Mark mark{.key = above ? "axis above" : "axis"};
  const double way = above ? -1 : 1;
  const YearAxis& axis = plan.axis;
  const double height = line_height(Role::axis_text, measure);
  const double text_top = above ? y - 7 - height : y + 7;
  const auto baseline = [&](const std::string& text, Role role) {
    const TextExtent extent = measure(text, role);
    return text_top + (height + extent.ascent - extent.descent) / 2;
  };
  if (axis.unknown) {
    const auto [from, to] = *axis.unknown;
    mark.shapes.push_back(Line{{from, y}, {to, y}, Role::axis});
    mark.shapes.push_back(Text{{(from + to) / 2, baseline("year unknown", Role::axis_text)},
                               "year unknown",
                               Align::middle,
                               Role::axis_text});
    if (!above && !axis.bands.empty())
      mark.shapes.push_back(Line{{to + 5, plan.top}, {to + 5, y}, Role::rule});
  }
  // Labels: ends and years beside a break first, then round years, as many as fit.
  std::vector<const Band*> order;
  const auto add = [&](const auto& chosen) {
    for (std::size_t i = 0; i < axis.bands.size(); ++i)
      if (!axis.bands[i].gap && chosen(i)) order.push_back(&axis.bands[i]);
  };
  const std::size_t n = axis.bands.size();
  add([&](std::size_t i) { return i == 0 || i + 1 == n; });
  add([&](std::size_t i) {
    return (i > 0 && axis.bands[i - 1].gap) || (i + 1 < n && axis.bands[i + 1].gap);
  });
  double narrowest = 1e9;
  for (const Band& band : axis.bands)
    if (!band.gap) narrowest = std::min(narrowest, band.right - band.left);
  const double year_width = measure("2000", Role::axis_text).width + 6;
  for (const int step : {100, 50, 20, 10, 5, 2, 1}) {
    if (narrowest * step < year_width) break;
    add([&](std::size_t i) { return axis.bands[i].from % step == 0; });
  }
  std::vector<std::pair<double, double>> taken;
  if (axis.unknown) taken.push_back({0, axis.unknown->second});
  for (const Band& band : axis.bands) {
    if (!band.gap) continue;
    const std::string text = gap_text(band);
    const double half = measure(text, Role::note).width / 2;
    mark.shapes.push_back(
        Text{{band.middle(), baseline(text, Role::note)}, text, Align::middle, Role::note});
    taken.push_back({band.middle() - half, band.middle() + half});
    for (const double shift : {-2.0, 2.0})
      mark.shapes.push_back(Line{
          {band.middle() + shift - 1.6, y + 4}, {band.middle() + shift + 1.6, y - 4}, Role::axis});
  }
  std::vector<const Band*> labelled;
  for (const Band* band : order) {
    const double half = measure(fmt::format("{}", band->from), Role::axis_text).width / 2 + 2;
    const double from = band->middle() - half, to = band->middle() + half;
    if (std::ranges::any_of(taken, [&](const auto& t) { return from < t.second && t.first < to; }))
      continue;
    taken.push_back({from, to});
    labelled.push_back(band);
  }
  std::ranges::sort(labelled, {}, [](const Band* band) { return band->from; });
  labelled.erase(std::unique(labelled.begin(), labelled.end()), labelled.end());
  for (const Band& band : axis.bands) {
    if (band.gap) {
      mark.shapes.push_back(Line{{band.left, y}, {band.middle() - 3.6, y}, Role::axis});
      mark.shapes.push_back(Line{{band.middle() + 3.6, y}, {band.right, y}, Role::axis});
    } else {
      mark.shapes.push_back(Line{{band.left, y}, {band.right, y}, Role::axis});
    }
  }
  const bool wide = narrowest > 36;
  if (!above && wide)
    for (std::size_t i = 0; i + 1 < n; ++i)
      mark.shapes.push_back(
          Line{{axis.bands[i].right, plan.top}, {axis.bands[i].right, y}, Role::grid});
  for (const Band* band : labelled) {
    if (!above && !wide)
      mark.shapes.push_back(Line{{band->middle(), plan.top}, {band->middle(), y}, Role::grid});
    mark.shapes.push_back(Line{{band->middle(), y}, {band->middle(), y + way * 4}, Role::tick});
    const std::string text = fmt::format("{}", band->from);
    mark.shapes.push_back(Text{
        {band->middle(), baseline(text, Role::axis_text)}, text, Align::middle, Role::axis_text});
  }
  return mark;
}

}  // namespace weald::timeline
