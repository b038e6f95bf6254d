// SPDX-License-Identifier: MIT
// Which horizon a result belongs to, and the words for those that belong to none.
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "engine/review/dataset_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// «3 months», «2 weeks», «10 days»: the largest unit that divides the time.
std::string duration_text(double days) {
  struct Unit {
    double days;
    std::string_view name;
  };
  for (const Unit unit : {Unit{365.25, "year"}, Unit{365.25 / 12, "month"}, Unit{7, "week"}}) {
    const double count = days / unit.days;
    if (count > 0.5 && std::fabs(count - std::round(count)) < 1e-6) {
      const double whole = std::round(count);
      return fmt::format("{} {}{}", shortest(whole), unit.name, whole == 1 ? "" : "s");
    }
  }
  return fmt::format("{} days", shortest(days));
}

}  // namespace

std::string_view name_of(const Horizon& horizon) {
  return horizon.label.empty() ? std::string_view(horizon.key) : horizon.label;
}

std::string_view name_of(const Group& group) {
  return group.label.empty() ? std::string_view(group.key) : group.label;
}

std::string treatment_name(const Review& review, const std::string& key) {
  const Treatment* treatment = review.treatment(key);
  return treatment && !treatment->label.empty() ? treatment->label : key;
}

std::string_view name_of(const Study& study) {
  return study.label.empty() ? std::string_view(study.key) : study.label;
}

Place place_of(const Result& result, const Horizon* horizon) {
  if (!horizon) return Place::inside;
  if (!result.horizon.value.empty())
    return result.horizon.value == horizon->key ? Place::inside : Place::outside;
  if (!result.time.given()) return Place::unknown;
  if (result.time.baseline) return Place::outside;
  switch (within(result.time, *horizon)) {
    case Within::inside:
      return Place::inside;
    case Within::outside:
      return Place::outside;
    default:
      return Place::astride;
  }
}

std::string astride_reason(const Time& time, const Horizon& horizon) {
  std::string edges;
  const auto crosses = [&](double edge, std::string_view verb) {
    if (!std::isfinite(edge) || !(time.from <= edge && edge < time.to)) return;
    edges += fmt::format("{}{}, where {} {}", edges.empty() ? "" : ", and of ", duration_text(edge),
                         name_of(horizon), verb);
  };
  crosses(horizon.after, "begins");
  crosses(horizon.to, "ends");
  if (edges.empty()) edges = fmt::format("the edge of {}", name_of(horizon));
  return fmt::format("its time, {}, lies on both sides of {}", time.text, edges);
}

std::string outside_reason(const Result& result, const std::vector<const Horizon*>& horizons) {
  if (result.time.baseline) return "baseline belongs to no horizon";
  const Horizon *before = nullptr, *behind = nullptr;
  for (const Horizon* horizon : horizons) {
    if (horizon->to <= result.time.from && (!before || horizon->to > before->to)) before = horizon;
    if (horizon->after >= result.time.to && (!behind || horizon->after < behind->after))
      behind = horizon;
  }
  std::string edges;
  if (before) edges = fmt::format("{} ends at {}", name_of(*before), duration_text(before->to));
  if (behind)
    edges += fmt::format("{}{} begins after {}", edges.empty() ? "" : ", ", name_of(*behind),
                         duration_text(behind->after));
  return fmt::format("{} lies in no horizon of this analysis{}{}", result.time.text,
                     edges.empty() ? "" : ": ", edges);
}

std::string when_text(const Result& result) {
  return result.time.given() ? result.time.text : result.horizon.value;
}

std::vector<const Horizon*> chosen_horizons(const Review& review, const Analysis& analysis,
                                            const Selection& selection, Diagnostics& diagnostics) {
  std::unordered_set<std::string_view> wanted;
  if (!selection.horizons.empty()) {
    for (const std::string& key : selection.horizons) {
      if (review.horizon(key)) {
        wanted.insert(key);
        continue;
      }
      std::string known;
      for (const Horizon& horizon : review.horizons)
        known += fmt::format("{}`{}`", known.empty() ? "" : ", ", horizon.key);
      diagnostics.error("unknown-horizon", {}, fmt::format("the review has no horizon `{}`", key),
                        known.empty() ? "it has none: leave `--horizon` out"
                                      : fmt::format("its horizons are {}", known));
    }
    if (wanted.empty()) return {};
  } else {
    for (const auto& key : analysis.horizons) wanted.insert(key.value);
  }
  std::vector<const Horizon*> out;
  for (const Horizon& horizon : review.horizons)
    if (wanted.contains(horizon.key)) out.push_back(&horizon);
  if (out.empty() && wanted.empty()) out.push_back(nullptr);
  return out;
}

}  // namespace weald
