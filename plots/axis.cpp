// SPDX-License-Identifier: MIT
#include "plots/axis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>

#include "engine/text/number.h"

namespace weald {
namespace {

// A hair, so that an end which is itself a round number keeps its tick.
constexpr double hair = 1e-9;

double step_of(double range, int count) {
  const double raw = range / std::max(count - 1, 1);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double unit : {1.0, 2.0, 5.0, 10.0})
    if (unit * power >= raw * (1 - hair)) return unit * power;
  return 10 * power;
}

std::vector<Tick> linear_ticks(double low, double high, int count) {
  std::vector<Tick> ticks;
  const double step = step_of(high - low, count);
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - hair)), 0, 12);
  const double first = std::ceil(low / step - hair), last = std::floor(high / step + hair);
  // Of a range that a double can hardly tell apart, or that is none, there are no round numbers.
  if (!(last - first <= 100) || !(std::abs(first) < 1e15)) return ticks;
  const double largest = step * std::max(std::abs(first), std::abs(last));
  const int digits = static_cast<int>(std::floor(std::log10(largest) + hair) -
                                      std::floor(std::log10(step) + hair));
  const bool powers = (largest >= 1e7 || decimals > 5) && digits <= 5;
  for (double i = first; i <= last; ++i)
    ticks.push_back({i * step, powers && i != 0 ? fmt::format("{:.{}e}", i * step, digits)
                                                : fixed(i * step, powers ? 0 : decimals)});
  return ticks;
}

std::vector<Tick> decades(double low, double high, std::span<const double> units, int stride) {
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::floor(std::log10(low))),
            last = static_cast<int>(std::ceil(std::log10(high)));
  for (int power = first; power <= last; ++power) {
    if (power % stride != 0) continue;
    for (const double unit : units) {
      // By text, so that 0.2 is 0.2 and not 2 × 0.1.
      const double value = power < 0 ? unit / std::pow(10.0, -power) : unit * std::pow(10.0, power);
      if (value < low * (1 - hair) || value > high * (1 + hair)) continue;
      ticks.push_back({value, fmt::format("{:.6g}", value)});
    }
  }
  return ticks;
}

std::vector<Tick> log_ticks(double low, double high, int count) {
  static constexpr std::array<double, 3> by_three{1, 2, 5};
  static constexpr std::array<double, 2> by_two{1, 3};
  static constexpr std::array<double, 1> by_one{1};
  static constexpr std::array<double, 7> fine{1, 1.5, 2, 3, 4, 5, 7};
  const auto enough = [&](const std::vector<Tick>& ticks) {
    return static_cast<int>(ticks.size()) <= count;
  };
  std::vector<Tick> ticks = decades(low, high, by_three, 1);
  if (ticks.size() < 3) {
    if (std::vector<Tick> finer = decades(low, high, fine, 1); finer.size() >= 3 && enough(finer))
      return finer;
    if (std::vector<Tick> even = linear_ticks(low, high, count);
        even.size() > ticks.size() && enough(even))
      return even;
    return ticks;
  }
  if (enough(ticks)) return ticks;
  if (ticks = decades(low, high, by_two, 1); enough(ticks)) return ticks;
  for (int stride = 1; stride < 400; ++stride)
    if (ticks = decades(low, high, by_one, stride); enough(ticks)) return ticks;
  return ticks;
}

}  // namespace

double Axis::at(double value) const {
  const double t = logarithmic
                       ? (std::log(value) - std::log(low)) / (std::log(high) - std::log(low))
                       : (value - low) / (high - low);
  return from + t * (to - from);
}

double Axis::clamped(double value) const {
  if (value >= high) return to;
  if (!(value > low)) return from;
  return at(value);
}

Axis make_axis(double low, double high, bool logarithmic, double from, double to, int count) {
  Axis axis{.low = low, .high = high, .logarithmic = logarithmic, .from = from, .to = to};
  axis.ticks = logarithmic ? log_ticks(low, high, count) : linear_ticks(low, high, count);
  return axis;
}

Range robust_range(const std::vector<Extent>& rows, double none, bool logarithmic) {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto inward = [&](double x) { return logarithmic ? std::log(x) : x; };
  double low = infinity, high = -infinity;
  const auto hold = [&](double x) {
    if (!std::isfinite(x)) return;
    low = std::min(low, x);
    high = std::max(high, x);
  };
  hold(inward(none));
  std::vector<double> reach;
  for (const Extent& row : rows) {
    const double estimate = inward(row.estimate);
    hold(estimate);
    for (const double end : {inward(row.lower), inward(row.upper)})
      if (std::isfinite(end) && std::isfinite(estimate)) reach.push_back(std::abs(end - estimate));
  }
  // Four times the median reach of an interval, or of a quarter of the estimates' spread, whichever
  // is more: wider ones get an arrow.
  double cap = infinity;
  if (!reach.empty()) {
    const auto middle = reach.begin() + static_cast<std::ptrdiff_t>(reach.size() / 2);
    std::nth_element(reach.begin(), middle, reach.end());
    cap = std::max(4 * *middle, (high - low) / 4);
  }
  for (const Extent& row : rows) {
    const double estimate = inward(row.estimate);
    if (!std::isfinite(estimate)) continue;
    hold(std::max(inward(row.lower), estimate - cap));
    hold(std::min(inward(row.upper), estimate + cap));
  }
  if (!std::isfinite(low) || !std::isfinite(high))
    low = logarithmic ? std::log(0.5) : -1, high = -low;
  if (!(high - low > 1e-12 * std::max(std::abs(low), std::abs(high)))) {
    const double half = logarithmic ? std::log(2.0) : std::max(std::abs(low) / 2, 1.0);
    low -= half;
    high += half;
  }
  // «No effect» is never at the very edge: which side is which must be seen.
  if (const double centre = inward(none), room = 0.12 * (high - low); std::isfinite(centre)) {
    low = std::min(low, centre - room);
    high = std::max(high, centre + room);
  }
  const double pad = 0.03 * (high - low);
  low -= pad;
  high += pad;
  return logarithmic ? Range{std::exp(low), std::exp(high)} : Range{low, high};
}

}  // namespace weald
