// SPDX-License-Identifier: MIT
#include "engine/review/group_numbers.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/effects/convert.h"
#include "engine/expects.h"
#include "engine/text/number.h"

namespace weald {
namespace {

using Field = std::optional<double> Arm::*;

/// What a kind of raw data takes from each group. The first field is what tells the kind.
struct Need {
  DataKind one, two;
  std::string_view what;
  std::array<std::pair<Field, std::string_view>, 3> fields;
};

constexpr Need needs[] = {
    {DataKind::proportion,
     DataKind::two_by_two,
     "counts of events",
     {{{&Arm::events, "events"}, {&Arm::n, "n"}, {nullptr, ""}}}},
    {DataKind::rate,
     DataKind::two_rates,
     "events in person-time",
     {{{&Arm::events, "events"}, {&Arm::person_time, "time"}, {nullptr, ""}}}},
    {DataKind::mean,
     DataKind::two_means,
     "means",
     {{{&Arm::mean, "mean"}, {&Arm::sd, "sd"}, {&Arm::n, "n"}}}},
};

bool has(const GroupNumbers& group, Field field) { return (group.arm.*field).has_value(); }

/// The fields of `need` that a group lacks, as text; empty where it has them all.
std::string lacking(const Need& need, const GroupNumbers& group) {
  std::string out;
  for (const auto& [field, name] : need.fields)
    if (field && !has(group, field)) out += fmt::format("{}`{}`", out.empty() ? "" : " and ", name);
  return out;
}

/// «20 % of 40 (High dose)» for each group of which only the percentage is known.
std::string percents_text(const GroupNumbers& group) {
  std::string out;
  for (const Percent& percent : group.percents) {
    if (!percent.n) continue;
    out += fmt::format("{}{} % of {} ({})", out.empty() ? "" : ", ", shortest(percent.value),
                       shortest(*percent.n), percent.label);
  }
  return out;
}

OutcomeData build(const Need& need, std::span<const GroupNumbers> groups) {
  const auto value = [&](std::size_t i, Field field) { return *(groups[i].arm.*field); };
  const auto events = [&](std::size_t i) { return value(i, &Arm::events); };
  const auto n = [&](std::size_t i) { return value(i, &Arm::n); };
  const auto time = [&](std::size_t i) { return value(i, &Arm::person_time); };
  const auto mean = [&](std::size_t i) { return value(i, &Arm::mean); };
  const auto sd = [&](std::size_t i) { return value(i, &Arm::sd); };
  const bool two = groups.size() == 2;
  switch (need.one) {
    case DataKind::proportion:
      if (two) return TwoByTwo{events(0), n(0) - events(0), events(1), n(1) - events(1)};
      return Proportion{events(0), n(0)};
    case DataKind::rate:
      if (two) return TwoRates{events(0), time(0), events(1), time(1)};
      return Rate{events(0), time(0)};
    default:
      if (two) return TwoMeans{mean(0), sd(0), n(0), mean(1), sd(1), n(1)};
      return Mean{mean(0), sd(0), n(0)};
  }
}

}  // namespace

GroupNumbers numbers_of(const GroupData& data, std::string label) {
  const auto value = [](const std::optional<Number>& number) {
    return number ? std::optional(number->value) : std::nullopt;
  };
  GroupNumbers out;
  out.arm = {.label = std::move(label),
             .events = value(data.events),
             .n = value(data.n),
             .mean = value(data.mean),
             .sd = value(data.sd),
             .person_time = value(data.person_time)};
  out.r = value(data.r);
  out.alpha = value(data.alpha);
  out.items = value(data.items);
  if (!data.events && data.percent)
    out.percents.push_back({data.percent->value, out.arm.n, out.arm.label});
  const double n = out.arm.n.value_or(0);
  if (out.arm.sd || !(n > 1)) return out;
  if (data.se) {
    out.arm.sd = sd_from_se(data.se->value, n);
    out.sd_from = "its standard error";
  } else if (data.ci) {
    const double level = data.level ? data.level->value : 0.95;
    out.arm.sd = sd_from_interval(data.ci->lower.value, data.ci->upper.value, n, level);
    out.sd_from = "the interval of the mean";
  } else if (data.median && (data.iqr || data.range)) {
    const Ends& ends = data.iqr ? *data.iqr : *data.range;
    const auto convert = data.iqr ? mean_sd_from_quartiles : mean_sd_from_range;
    const MeanSd estimated = convert(ends.lower.value, data.median->value, ends.upper.value, n);
    out.arm.sd = estimated.sd;
    out.sd_from = data.iqr ? "the quartiles" : "the range";
    if (!out.arm.mean) {
      out.arm.mean = estimated.mean;
      out.mean_from_median = true;
    }
  }
  return out;
}

GroupNumbers combined(std::span<const GroupNumbers> groups, std::string label) {
  EXPECTS(!groups.empty());
  GroupNumbers out = groups.front();
  out.arm.label = std::move(label);
  if (groups.size() == 1) return out;
  const auto all_have = [&](Field field) {
    return std::all_of(groups.begin(), groups.end(), [&](const auto& g) { return has(g, field); });
  };
  for (const Field field : {&Arm::events, &Arm::n, &Arm::person_time}) {
    out.arm.*field = std::nullopt;
    if (!all_have(field)) continue;
    double sum = 0;
    for (const GroupNumbers& g : groups) sum += *(g.arm.*field);
    out.arm.*field = sum;
  }
  const bool means = all_have(&Arm::mean) && all_have(&Arm::sd) && all_have(&Arm::n);
  out.arm.mean = out.arm.sd = std::nullopt;
  if (means) {
    std::vector<Mean> parts;
    for (const GroupNumbers& g : groups) parts.push_back({*g.arm.mean, *g.arm.sd, *g.arm.n});
    const Mean whole = combine(parts);
    out.arm.mean = whole.m;
    out.arm.sd = whole.sd;
  }
  out.r = out.alpha = out.items = std::nullopt;
  out.percents.clear();
  for (const GroupNumbers& g : groups) {
    out.percents.insert(out.percents.end(), g.percents.begin(), g.percents.end());
    if (!g.sd_from.empty()) out.sd_from = g.sd_from;
    out.mean_from_median = out.mean_from_median || g.mean_from_median;
  }
  return out;
}

std::variant<OutcomeData, Unusable> outcome_data(const Measure& measure,
                                                 std::span<const GroupNumbers> groups) {
  EXPECTS(groups.size() == 1 || groups.size() == 2);
  const auto wanted = [&](DataKind kind) {
    return (measure.kinds & static_cast<unsigned>(kind)) != 0;
  };
  if (groups.size() == 1 && wanted(DataKind::correlation)) {
    const GroupNumbers& g = groups.front();
    if (g.r && g.arm.n) return OutcomeData(Correlation{.n = *g.arm.n, .r = g.r});
    if (g.r) return Unusable{"missing-data", fmt::format("`n` is missing for {}", g.arm.label)};
  }
  if (groups.size() == 1 && wanted(DataKind::reliability)) {
    const GroupNumbers& g = groups.front();
    if (g.alpha && g.items && g.arm.n)
      return OutcomeData(Reliability{*g.alpha, *g.items, *g.arm.n});
    if (g.alpha)
      return Unusable{"missing-data",
                      fmt::format("`{}` is missing for {}", g.items ? "n" : "items", g.arm.label)};
  }
  const Need* nearest = nullptr;
  const Need* other = nullptr;
  for (const Need& need : needs) {
    const bool signature = std::any_of(groups.begin(), groups.end(), [&](const GroupNumbers& g) {
      return has(g, need.fields.front().first) ||
             (need.one == DataKind::proportion && !g.percents.empty());
    });
    if (!wanted(groups.size() == 2 ? need.two : need.one)) {
      if (signature && !other) other = &need;
      continue;
    }
    if (std::all_of(groups.begin(), groups.end(),
                    [&](const GroupNumbers& g) { return lacking(need, g).empty(); }))
      return build(need, groups);
    if (!nearest || signature) nearest = &need;
    if (signature) other = nullptr;
  }
  if (!nearest)
    return Unusable{"wrong-data",
                    fmt::format("{} cannot be computed from the numbers of {}; it "
                                "needs an `effect:`",
                                measure.key, groups.size() == 2 ? "groups" : "one group")};
  const bool has_signature = std::any_of(groups.begin(), groups.end(), [&](const GroupNumbers& g) {
    return has(g, nearest->fields.front().first) || !g.percents.empty();
  });
  if (!has_signature && other)
    return Unusable{"wrong-data", fmt::format("{} are given, and {} needs {}", other->what,
                                              measure.key, nearest->what)};
  std::string reason;
  for (const GroupNumbers& g : groups) {
    const std::string fields = lacking(*nearest, g);
    if (fields.empty()) continue;
    if (!reason.empty()) reason += "; ";
    const std::string percents =
        nearest->one == DataKind::proportion ? percents_text(g) : std::string();
    reason += percents.empty() ? fmt::format("{} missing for {}", fields, g.arm.label)
                               : fmt::format("{}: no count is given", percents);
  }
  return Unusable{"missing-data", reason};
}

}  // namespace weald
