// SPDX-License-Identifier: MIT
// Lints of extracted raw data: percentages, standard errors taken for standard deviations, numbers
// of people, windows.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// Whether `exact` may have been printed as `printed` with that many decimals: rounded, or cut off
/// (27.78 as 27.7), or rounded twice (4.348 by way of 4.35 as 4.4).
bool may_be_printed(double exact, double printed, int places) {
  const double unit = std::pow(10.0, -places);
  const double off = (exact - printed) / unit;
  return std::fabs(off) <= 0.56 || (off > 0 && off < 1 - 1e-9);
}

std::string percent_of(double count, double n) {
  return fmt::format("{}/{} = {} %", fixed(count, 0), shortest(n), fixed(100 * count / n, 2));
}

double median_of(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// A standard deviation as it was extracted, with the mean and the number beside it.
struct Spread {
  double sd, mean, n;
  const Study* study;
  const GroupData* data;
};

constexpr const char* se_help =
    "papers print «mean ± SE» as often as «mean ± SD»: where it is a standard error, type it as "
    "`se:`; where it is right, "
    "acknowledge it: ack: [{code: se-as-sd, why: …}]";

std::string as_se(const Number& sd, double n) {
  return fmt::format("were {} a standard error, the standard deviation would be {} × √{} = {}; ",
                     show(sd), show(sd), shortest(n), significant(sd.value * std::sqrt(n), 3));
}

/// Beyond this the groups hardly overlap: rarer in medicine than a standard error in the wrong
/// column.
constexpr double implausible_smd = 3;
/// Studies of an outcome that are needed to say what its standard deviations are like.
constexpr std::size_t enough_studies = 4;

/// |d| of the two groups of a result, from printed standard deviations alone; nothing where there
/// are none.
std::optional<double> printed_smd(const GroupData& a, const GroupData& b) {
  if (!a.sd || !b.sd || !a.mean || !b.mean || !a.n || !b.n || !sound(a) || !sound(b))
    return std::nullopt;
  const double df = a.n->value + b.n->value - 2;
  if (df <= 0) return std::nullopt;
  const double pooled = std::sqrt(((a.n->value - 1) * a.sd->value * a.sd->value +
                                   (b.n->value - 1) * b.sd->value * b.sd->value) /
                                  df);
  return std::fabs(a.mean->value - b.mean->value) / pooled;
}

bool implausible(const Result& result, Diagnostics& diagnostics) {
  for (std::size_t j = 1; j < result.data.size(); ++j) {
    const GroupData &a = result.data[0], &b = result.data[j];
    const auto d = printed_smd(a, b);
    if (!d || *d <= implausible_smd) continue;
    const GroupData& small = a.sd->value <= b.sd->value ? a : b;
    Diagnostic& warning = diagnostics.warning(
        "se-as-sd", small.sd->span,
        fmt::format("the groups differ by {} standard deviations (means {} and {}, sd {} and {}): "
                    "is `sd` a standard error?",
                    significant(*d, 3), show(*a.mean), show(*b.mean), show(*a.sd), show(*b.sd)),
        as_se(*small.sd, small.n->value) + se_help);
    warning.primary.text = "sd " + show(*small.sd);
    return true;
  }
  return false;
}

}  // namespace

void impossible_percentage(const GroupData& data, Diagnostics& diagnostics) {
  if (!data.percent || !data.n || !sound(data)) return;
  const double printed = data.percent->value, n = data.n->value;
  const int places = decimals(*data.percent);
  const auto warn = [&](std::string message, std::string help) {
    Diagnostic& d = diagnostics.warning("impossible-percentage", data.percent->span,
                                        std::move(message), std::move(help));
    d.primary.text = "as printed";
    d.secondary.push_back({data.n->span, "of " + show(*data.n)});
  };
  if (printed < 0 || printed > 100) {
    warn(fmt::format("{} %: a percentage of people lies between 0 and 100", show(*data.percent)),
         "type the percentage as it is printed, without the sign: percent: 55.4");
    return;
  }
  if (data.events) {
    if (!may_be_printed(100 * data.events->value / n, printed, places))
      warn(fmt::format("{} % is printed, but {}", show(*data.percent),
                       percent_of(data.events->value, n)),
           "one of the three numbers is misread or misprinted, or people without an answer were "
           "left out: look it up; the "
           "percentage is never used to compute, only to check");
    return;
  }
  const double below = std::floor(printed * n / 100), above = std::min(below + 1, n);
  if (may_be_printed(100 * below / n, printed, places) ||
      may_be_printed(100 * above / n, printed, places))
    return;
  warn(fmt::format("no count of {} people is {} %: {} and {}", show(*data.n), show(*data.percent),
                   percent_of(below, n), percent_of(above, n)),
       "answers are missing or a number is misprinted: do not derive a count from it. If the paper "
       "prints it so, acknowledge "
       "it: ack: [{code: impossible-percentage, why: …}]");
}

void n_above_randomised(const Review&, const Study& study, const Result& result,
                        Diagnostics& diagnostics) {
  for (const GroupData& data : result.data) {
    const Group* group = study.group(data.group.value);
    if (!group || !group->n || !data.n || !sound(data) || data.n->value <= group->n->value)
      continue;
    Diagnostic& d = diagnostics.warning(
        "n-above-randomised", data.n->span,
        fmt::format(
            "{} people of group `{}` were analysed, but only {} were randomised or enrolled",
            show(*data.n), group->key, show(*group->n)),
        "one of the two numbers is misread, or units other than people were counted (discs, eyes, "
        "visits): enter people, or "
        "acknowledge it: ack: [{code: n-above-randomised, why: …}]");
    d.primary.text = "analysed";
    d.secondary.push_back({group->n->span, "randomised or enrolled"});
  }
}

void wrong_horizon(const Review& review, const Study&, const Result& result,
                   Diagnostics& diagnostics) {
  if (!result.time.given() || result.horizon.value.empty()) return;
  const Horizon* horizon = review.horizon(result.horizon.value);
  if (!horizon || horizon->misread || horizon->after >= horizon->to ||
      within(result.time, *horizon) == Within::inside)
    return;
  Diagnostic& d = diagnostics.warning(
      "wrong-horizon", result.horizon.span,
      fmt::format("{} does not lie in the horizon `{}`", result.time.text, horizon->key),
      "`time` alone is enough: the review's windows decide; `horizon` is for papers that give "
      "nothing but a window");
  d.primary.text = "this window";
  d.secondary.push_back({result.time.span, result.time.text});
  d.secondary.push_back({horizon->span, "declared here"});
}

void se_as_sd(const Review& review, Diagnostics& diagnostics) {
  std::map<std::string_view, std::vector<Spread>> outcomes;
  for_each_result(review, [&](const Study& study, const Result& result) {
    const bool reported = implausible(result, diagnostics);
    for (const GroupData& data : result.data)
      if (!reported && data.sd && data.mean && data.n && sound(data))
        outcomes[result.outcome.value].push_back(
            {data.sd->value, data.mean->value, data.n->value, &study, &data});
  });
  for (const auto& [outcome, spreads] : outcomes) {
    std::size_t studies = 1;
    for (std::size_t i = 1; i < spreads.size(); ++i)
      studies += spreads[i].study != spreads[i - 1].study;
    if (studies < enough_studies) continue;
    std::vector<double> sds, means;
    for (const Spread& spread : spreads) {
      sds.push_back(spread.sd);
      means.push_back(std::fabs(spread.mean));
    }
    const double sd = median_of(sds), mean = median_of(means);
    for (const Spread& spread : spreads) {
      // A mean that is as much smaller was measured in another unit (0-10 in place of 0-100),
      // spread and all.
      if (spread.sd >= sd / 5 || std::fabs(spread.mean) < mean / 5) continue;
      Diagnostic& d =
          diagnostics.warning("se-as-sd", spread.data->sd->span,
                              fmt::format("sd {} is less than a fifth of what the studies of `{}` "
                                          "have (median {}): is it a standard error?",
                                          show(*spread.data->sd), outcome, significant(sd, 3)),
                              as_se(*spread.data->sd, spread.n) + se_help);
      d.primary.text = "sd " + show(*spread.data->sd);
    }
  }
}

}  // namespace weald
