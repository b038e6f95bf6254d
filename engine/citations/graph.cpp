// SPDX-License-Identifier: MIT
#include "engine/citations/graph.h"

#include <array>

#include "engine/text/identifier.h"

namespace weald {

std::string_view node_kind_name(NodeKind kind) {
  constexpr std::array<std::string_view, 7> names{"report", "study",          "review", "guideline",
                                                  "notice", "recommendation", "result"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view edge_kind_name(EdgeKind kind) {
  constexpr std::array<std::string_view, 9> names{"cites",    "reports",  "version-of",
                                                  "retracts", "corrects", "concerns",
                                                  "includes", "informs",  "states"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view edge_status_name(EdgeStatus status) {
  constexpr std::array<std::string_view, 3> names{"explicit", "in-text", "inferred"};
  return names[static_cast<std::size_t>(status)];
}

std::optional<std::uint32_t> CitationGraph::find(std::string_view name) const {
  if (const auto at = by_id.find(name); at != by_id.end()) return at->second;
  const std::string id = normal_identifier(name);
  if (id.empty()) return std::nullopt;
  const auto at = by_id.find(id);
  return at != by_id.end() ? std::optional(at->second) : std::nullopt;
}

namespace {

/// Days before the year's first of March, and so on: the calendar as Howard Hinnant's «chrono-
/// Compatible Low-Level Date Algorithms» counts it.
long day_number(int year, int month, int day) {
  const long y = month <= 2 ? year - 1 : year;
  const long m = month <= 2 ? month + 9 : month - 3;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
}

}  // namespace

std::optional<DayRange> days_of(const PartialDate& date) {
  if (!date.known()) return std::nullopt;
  if (date.month == 0)
    return DayRange{day_number(date.year, 1, 1), day_number(date.year + 1, 1, 1) - 1};
  if (date.day == 0) {
    const bool december = date.month == 12;
    return DayRange{
        day_number(date.year, date.month, 1),
        day_number(december ? date.year + 1 : date.year, december ? 1 : date.month + 1, 1) - 1};
  }
  const long day = day_number(date.year, date.month, date.day);
  return DayRange{day, day};
}

}  // namespace weald
