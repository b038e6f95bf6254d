// SPDX-License-Identifier: MIT
// The lint that computes anew: does a `reported` estimate follow from the raw data beside it.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/numerics/distributions.h"
#include "engine/review/lints_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

struct Compared {
  const GroupData* one = nullptr;  ///< experimental, or the only group
  const GroupData* two = nullptr;
};

const GroupData* data_of(const Result& result, std::string_view group) {
  for (const GroupData& data : result.data)
    if (data.group.value == group) return &data;
  return nullptr;
}

/// The groups that a reported comparison is about: those of `between`, else those an analysis of
/// this outcome compares, else the only two as they stand. Nothing where that is not plain.
std::optional<Compared> compared(const Review& review, const Study& study, const Result& result,
                                 bool two_groups) {
  if (!two_groups)
    return result.data.size() == 1 ? std::optional(Compared{&result.data.front(), nullptr})
                                   : std::nullopt;
  if (result.between.size() == 2) {
    const Compared groups{data_of(result, result.between[0].value),
                          data_of(result, result.between[1].value)};
    return groups.one && groups.two ? std::optional(groups) : std::nullopt;
  }
  if (result.data.size() != 2) return std::nullopt;
  Compared groups{&result.data[0], &result.data[1]};
  for (const Analysis& analysis : review.analyses) {
    if (analysis.outcome.value != result.outcome.value || analysis.compare.size() != 2) continue;
    const Group *a = study.group(groups.one->group.value),
                *b = study.group(groups.two->group.value);
    if (a && b && a->treatment.value == analysis.compare[1].value &&
        b->treatment.value == analysis.compare[0].value)
      std::swap(groups.one, groups.two);
    break;
  }
  return groups;
}

OutcomeData data_for(const Compared& groups) {
  return groups.two ? raw_data(*groups.one, *groups.two) : raw_data(*groups.one);
}

GroupData moved(const GroupData& data, double mean_steps, double spread_steps) {
  GroupData near = data;
  const auto move = [](std::optional<Number>& number, double steps) {
    if (number) number->value += steps * 0.5 * std::pow(10.0, -decimals(*number));
  };
  move(near.mean, mean_steps);
  move(near.sd, spread_steps);
  move(near.se, spread_steps);
  if (near.ci) {
    const double half =
        0.5 * std::pow(10.0, -std::max(decimals(near.ci->lower), decimals(near.ci->upper)));
    near.ci->lower.value -= spread_steps * half;
    near.ci->upper.value += spread_steps * half;
  }
  return near;
}

/// What the data give, with the range that the rounding of printed means and spreads leaves open.
struct Recomputed {
  double y = 0, se = 0;
  Rounded estimate{};                 ///< analysis scale
  std::vector<double> half_widths{};  ///< of the interval by z, and by t where means are compared
  bool exact = true;                  ///< counts: nothing was rounded
};

std::optional<Recomputed> recompute(const Measure& measure, const Compared& groups, double level) {
  std::vector<OutcomeData> rows = {data_for(groups)};
  if ((measure.kinds & kind_bit(rows.front())) == 0) return std::nullopt;
  const bool means =
      std::holds_alternative<TwoMeans>(rows.front()) || std::holds_alternative<Mean>(rows.front());
  if (means)
    for (const double mean : {-1.0, 1.0})
      for (const double spread : {-1.0, 1.0}) {
        const GroupData one = moved(*groups.one, mean, spread);
        if (!groups.two) {
          rows.push_back(raw_data(one));
          continue;
        }
        rows.push_back(raw_data(one, moved(*groups.two, -mean, spread)));
      }
  const auto effects = compute_effects(measure, rows, {});
  const auto* effect = std::get_if<Effect>(&effects.front());
  if (!effect || !(effect->v > 0)) return std::nullopt;
  Recomputed result{effect->y, std::sqrt(effect->v), {effect->y, effect->y}, {}, !means};
  for (const EffectOrReason& near : effects)
    if (const auto* e = std::get_if<Effect>(&near)) {
      result.estimate.low = std::min(result.estimate.low, e->y);
      result.estimate.high = std::max(result.estimate.high, e->y);
    }
  result.half_widths.push_back(normal_quantile(0.5 + level / 2) * result.se);
  if (means) {
    const double df =
        groups.two ? groups.one->n->value + groups.two->n->value - 2 : groups.one->n->value - 1;
    if (df > 0) result.half_widths.push_back(student_quantile(0.5 + level / 2, df) * result.se);
  }
  return result;
}

bool overlap(const Rounded& a, const Rounded& b) {
  const double slack = 1e-9 * (std::fabs(a.low) + std::fabs(a.high));
  return a.low <= b.high + slack && b.low <= a.high + slack;
}

Rounded shown(const Measure& measure, const Rounded& y, double n) {
  const double a = measure.scale().shown(y.low, n), b = measure.scale().shown(y.high, n);
  return {std::min(a, b), std::max(a, b)};
}

bool estimate_agrees(const Measure& measure, const Recomputed& data, double n,
                     const Number& printed) {
  return overlap(shown(measure, data.estimate, n), rounded(printed.value, decimals(printed)));
}

/// Counts are exact, so their interval is compared digit by digit. Means are rounded and papers
/// compare them by t, by models, with or without a common variance: a twentieth of the width is
/// allowed.
bool interval_agrees(const Measure& measure, const Recomputed& data, double n,
                     const Ends& printed) {
  const double extra = data.exact ? 0 : 0.05 * (printed.upper.value - printed.lower.value);
  // Papers cut an interval of a proportion or of a difference of proportions where its scale ends.
  const bool proportion = !measure.two_groups && measure.scale().key == "identity" &&
                          (measure.kinds & static_cast<unsigned>(DataKind::proportion)) != 0;
  const double least = proportion            ? 0
                       : measure.key == "RD" ? -1
                                             : -std::numeric_limits<double>::infinity();
  const double most =
      proportion || measure.key == "RD" ? 1 : std::numeric_limits<double>::infinity();
  const int places = std::max(decimals(printed.lower), decimals(printed.upper));
  const auto near = [&](double value, const Number& limit) {
    const Rounded wanted = rounded(limit.value, std::min(places, decimals(limit) + 1));
    const Rounded wide{wanted.low - extra, wanted.high + extra};
    return overlap({value, value}, wide) ||
           overlap({std::clamp(value, least, most), std::clamp(value, least, most)}, wide);
  };
  return std::any_of(data.half_widths.begin(), data.half_widths.end(), [&](double half) {
    const Rounded ends = shown(measure, {data.y - half, data.y + half}, n);
    return near(ends.low, printed.lower) && near(ends.high, printed.upper);
  });
}

std::string in_words(const Compared& groups) {
  const auto one = [](const GroupData& data) {
    if (data.events && data.n) return fmt::format("{} of {}", show(*data.events), show(*data.n));
    if (data.events && data.person_time)
      return fmt::format("{} in {}", show(*data.events), show(*data.person_time));
    if (data.mean) return fmt::format("mean {}, n {}", show(*data.mean), show(*data.n));
    return std::string("its data");
  };
  return groups.two ? fmt::format("{} against {}", one(*groups.one), one(*groups.two))
                    : one(*groups.one);
}

}  // namespace

void reported_disagrees(const Review& review, const Study& study, const Result& result,
                        Diagnostics& diagnostics) {
  if (!result.reported || result.reported->adjusted || result.misread || result.data.empty())
    return;
  const EffectAt reported = effect_at(*result.reported, EffectRole::reported);
  const PrintedEffect& printed = reported.printed;
  if (!reported.measure || !printed.estimate || !sound(reported)) return;
  const Measure& measure = *reported.measure;
  auto groups = compared(review, study, result, measure.two_groups);
  if (!groups || !sound(*groups->one) || (groups->two && !sound(*groups->two))) return;
  const double level = printed.level ? printed.level->value : 0.95;
  const auto data = recompute(measure, *groups, level);
  if (!data) return;

  const double n = size_for_back_transform(data_for(*groups));
  const bool estimate = estimate_agrees(measure, *data, n, *printed.estimate);
  const bool interval = !printed.ci || interval_agrees(measure, *data, n, *printed.ci);
  const double z = std::isfinite(measure.none) ? std::fabs(data->y - measure.none) / data->se : 0;
  const bool p = !printed.p || !(printed.p->value > 0) || !std::isfinite(measure.none) ||
                 !z_disagree(z_of_p(*printed.p), {z, z}) ||
                 !p_goes_with(reported);  // p-disagrees says it
  if (estimate && interval && p) return;

  const Rounded ends =
      shown(measure, {data->y - data->half_widths[0], data->y + data->half_widths[0]}, n);
  std::string said = fmt::format("{} {}", measure.key, show(*printed.estimate));
  std::string gives = significant(measure.scale().shown(data->y, n), 4);
  if (printed.ci) {
    said += fmt::format(" ({})", show(*printed.ci));
    gives += fmt::format(" ({})", show_interval(ends.low, ends.high, 4));
  }
  if (printed.p && p_goes_with(reported)) {
    said += fmt::format(", p {}", show(*printed.p));
    if (std::isfinite(measure.none)) gives += ", p " + p_text(z);
  }
  std::string help =
      estimate ? "the estimate agrees, the rest does not: papers adjust, or use another formula. "
               : "look the data and the estimate up again. ";
  if (!estimate && groups->two) {
    const auto other = recompute(measure, {groups->two, groups->one}, level);
    if (other && estimate_agrees(measure, *other, n, *printed.estimate))
      help = fmt::format(
          "it fits the comparison the other way round: `{}` against `{}`; name that order: "
          "between: [{}, {}]. ",
          groups->two->group.value, groups->one->group.value, groups->two->group.value,
          groups->one->group.value);
  }
  Diagnostic& d = diagnostics.warning(
      "reported-disagrees", printed.estimate->span,
      fmt::format("reported is {}, but {} give {}", said, in_words(*groups), gives),
      help +
          "The data are what is pooled. If the paper adjusted, acknowledge it: ack: [{code: "
          "reported-disagrees, why: …}]");
  d.primary.text =
      estimate ? "as printed" : "computed: " + significant(measure.scale().shown(data->y, n), 4);
  d.secondary.push_back(
      {groups->one->group.span.known() ? groups->one->group.span : result.outcome.span,
       "from these data"});
}

}  // namespace weald
