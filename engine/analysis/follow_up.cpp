// SPDX-License-Identifier: MIT
#include "engine/analysis/follow_up.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/review/time.h"

namespace weald {
namespace {

/// The time that a text names, if it is one after the beginning.
std::optional<Time> time_of(std::string_view text) {
  std::optional<Time> time = read_time(text);
  return time && time->given() && !time->baseline && time->to > 0 ? time : std::nullopt;
}

double place_of(const Time& time) {
  return std::isfinite(time.to) ? (time.from + time.to) / 2 : 1.5 * time.from;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

std::optional<double> middle_of(const Pooling& pool) {
  const Interval& window = pool.window;
  if (std::isfinite(window.upper)) return (std::max(window.lower, 0.0) + window.upper) / 2;
  for (const std::string& name : {pool.horizon_label, pool.horizon.value_or("")})
    if (const auto time = time_of(name)) return place_of(*time);
  return {};
}

/// Nothing where the pool has no place in time.
std::optional<PoolTime> in_time(const Pooling& pool, FollowUp& counts) {
  std::vector<std::optional<double>> own;
  std::vector<double> known;
  for (const StudyResult& study : pool.studies) {
    const std::optional<Time> stated = time_of(study.row.time);
    own.push_back(stated ? std::optional(place_of(*stated)) : std::nullopt);
    if (!stated) continue;
    known.push_back(*own.back());
    const bool endless = !std::isfinite(stated->to);
    counts.without_end += endless ? 1 : 0;
    counts.of_ranges += !endless && stated->from < stated->to ? 1 : 0;
  }
  const std::optional<double> at = known.empty() ? middle_of(pool) : median(known);
  if (!at) return {};
  PoolTime time{.at = *at};
  for (const auto& days : own) {
    time.studies.push_back(days.value_or(*at));
    counts.without_time += days ? 0 : 1;
  }
  return time;
}

}  // namespace

FollowUp follow_up(std::span<const Pooling* const> pools) {
  FollowUp out;
  for (const Pooling* pool : pools) {
    std::optional<PoolTime> time = in_time(*pool, out);
    // A horizon without numbers needs no place of its own.
    if (!time && pool->studies.empty()) time = PoolTime{.at = std::nan("")};
    if (!time) out.in_days = false;
    if (out.in_days) out.pools.push_back(std::move(*time));
  }
  double before = 0;
  for (std::size_t i = 0; out.in_days && i < pools.size(); ++i) {
    if (pools[i]->studies.empty()) continue;
    // A tenth apart at least, so that two pools do not stand on each other.
    if (!(out.pools[i].at > 1.1 * before)) out.in_days = false;
    before = out.pools[i].at;
  }
  if (out.in_days) return out;
  out = {.in_days = false};
  for (const Pooling* pool : pools) {
    const double at = static_cast<double>(out.pools.size() + 1);
    out.pools.push_back({.at = at, .studies = std::vector<double>(pool->studies.size(), at)});
  }
  return out;
}

}  // namespace weald
