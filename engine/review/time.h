// SPDX-License-Identifier: MIT
// Times of follow-up as people write them, and horizons: windows of follow-up.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "engine/text/source.h"

namespace weald {

/// A length of time in days (month = 365.25 / 12). Exact for hours, days, weeks.
struct Duration {
  double days = 0;
  friend auto operator<=>(const Duration&, const Duration&) = default;
};

/// `48 hours`, `2 weeks`, `1 month`, `1.5 years`; nothing where the text is no time. Zero and
/// negative are none.
std::optional<Duration> read_duration(std::string_view text);

/// When a result was measured: a point, a range (`2-3 years`, `14 months to 3 years`), everything
/// after a time
/// (`after 12 months`, `> 6 months`, `at least 1 year`) or up to it (`< 3 months`, `up to 3
/// months`), or baseline.
struct Time {
  std::string text{};  ///< as written; empty: not given
  bool baseline = false;
  double from = 0;     ///< days; the time itself for a point
  double to = 0;       ///< days; infinity after `after`
  bool after = false;  ///< `from` itself is excluded
  Span span{};

  bool given() const { return !text.empty(); }
  bool point() const { return given() && !baseline && !after && from == to; }
};

/// Reads any of the forms above; nothing where the text is no time (e.g. "soon", "13 moths", "3-2
/// years").
std::optional<Time> read_time(std::string_view text);

/// What is wrong with a text that is no time, and what to write instead; both empty where it is
/// one.
struct TimeProblem {
  std::string message{}, help{};
};
TimeProblem time_problem(std::string_view text);

/// A window of follow-up: `after` excludes its edge, `to` includes it.
struct Horizon {
  std::string key{}, label{};
  double after = -std::numeric_limits<double>::infinity();  ///< days, excluded
  double to = std::numeric_limits<double>::infinity();      ///< days, included
  bool misread = false;  ///< an edge could not be read (reported): do not complain of the window
  Span span{};
};

/// Where a time lies: wholly inside the window, wholly outside, or astride its edge.
enum class Within { inside, outside, astride };
Within within(const Time& time, const Horizon& horizon);

}  // namespace weald
