// SPDX-License-Identifier: MIT
// Errors in the numbers of one group: counts, totals, means, medians, correlations.
#include <cmath>
#include <initializer_list>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

bool whole(const Number& number) { return number.value == std::floor(number.value); }

std::pair<std::string, const Number*> count_named(const char* name,
                                                  const std::optional<Number>& number) {
  return {name, number ? &*number : nullptr};
}

void not_positive(std::string_view code, const char* key, const char* meaning,
                  const std::optional<Number>& number, const char* help, Diagnostics& diagnostics) {
  if (!number || number->value > 0) return;
  diagnostics
      .error(code, number->span,
             fmt::format("{} of {}: {} must be above 0", key, show(*number), meaning), help)
      .primary.text = "not above 0";
}

constexpr const char* n_help =
    "`n` counts the people whose outcome is known; a group without any has no data to enter: leave "
    "it out, or say what the paper says in `finding:`";

}  // namespace

void negative_count(const GroupData& data, Diagnostics& diagnostics) {
  if (!data.events || data.events->value >= 0) return;
  diagnostics.error("negative-count", data.events->span,
                    fmt::format("{} events: a count cannot be negative", show(*data.events)),
                    "type the number of people who had the outcome, 0 where nobody had it");
}

void fractional_count(const GroupData& data, Diagnostics& diagnostics) {
  for (const auto& [name, number] :
       {count_named("events", data.events), count_named("n", data.n)}) {
    if (!number || whole(*number)) continue;
    std::string help = "type the count as it was observed";
    if (name == "events" && data.n && data.n->value > 0 && number->value > 0 && number->value <= 1)
      help += fmt::format("; {} looks like a proportion: of {} it would be about {}", show(*number),
                          show(*data.n), std::lround(number->value * data.n->value));
    diagnostics.error("fractional-count", number->span,
                      fmt::format("`{}` is {}: people are counted whole", name, show(*number)),
                      help);
  }
}

void n_not_positive(const GroupData& data, Diagnostics& diagnostics) {
  not_positive("n-not-positive", "n", "the number of people", data.n, n_help, diagnostics);
}

void group_sizes(const Review& review, Diagnostics& diagnostics) {
  for (const Study& study : review.studies)
    for (const Group& group : study.groups) {
      not_positive("n-not-positive", "n", "the number of people", group.n,
                   "`n` of a group counts the people as randomised or enrolled; leave it out where "
                   "the paper does not say",
                   diagnostics);
      if (group.n && !whole(*group.n))
        diagnostics.error("fractional-count", group.n->span,
                          fmt::format("`n` is {}: people are counted whole", show(*group.n)),
                          "type the number of people as randomised or enrolled");
    }
}

void events_exceed_total(const GroupData& data, Diagnostics& diagnostics) {
  if (!data.events || !data.n || data.person_time) return;
  if (data.n->value <= 0 || data.events->value <= data.n->value) return;
  Diagnostic& d = diagnostics.error(
      "events-exceed-total", data.events->span,
      fmt::format("more events than participants: {} of {}", show(*data.events), show(*data.n)),
      "`events` counts people who had the outcome, so it is at most `n`; where one person can have "
      "several events, give the person-time instead: {events: 130, time: 250}");
  d.primary.text = show(*data.events) + " events";
  d.secondary.push_back({data.n->span, fmt::format("among {} participants", show(*data.n))});
}

void sd_not_positive(const GroupData& data, Diagnostics& diagnostics) {
  not_positive(
      "sd-not-positive", "sd", "a standard deviation", data.sd,
      "a spread of 0 would mean that everybody has the same value; look the number up again, "
      "or leave the group out where the paper gives no spread",
      diagnostics);
  not_positive("sd-not-positive", "se", "a standard error", data.se,
               "a standard error of 0 would mean perfect knowledge; look the number up again",
               diagnostics);
  if (data.mean && data.ci && !data.sd && !data.se && data.ci->lower.value == data.ci->upper.value)
    diagnostics.error("sd-not-positive", data.ci->lower.span,
                      fmt::format("the interval {} of a mean has no width", show(*data.ci)),
                      "a spread of 0 would mean perfect knowledge; look the limits up again");
}

void person_time_not_positive(const GroupData& data, Diagnostics& diagnostics) {
  not_positive("person-time-not-positive", "time", "the person-time", data.person_time,
               "`time` beside `events` is the sum of everybody's time at risk, e.g. person-years",
               diagnostics);
}

void data_interval_swapped(const GroupData& data, Diagnostics& diagnostics) {
  const auto check = [&](const std::optional<Ends>& ends, const char* what) {
    if (!ends || ends->lower.value <= ends->upper.value) return;
    Diagnostic& d = diagnostics.error(
        "interval-swapped", ends->lower.span,
        fmt::format("the {} runs backwards: {}", what, show(*ends)),
        fmt::format("type the lower value first: [{}, {}]; or a minus sign was lost",
                    show(ends->upper), show(ends->lower)));
    d.primary.text = "the lower end";
    d.secondary.push_back({ends->upper.span, "is above the upper end"});
  };
  check(data.ci, "confidence interval");
  check(data.iqr, "interquartile range");
  check(data.range, "range");
}

void data_interval_misses(const GroupData& data, Diagnostics& diagnostics) {
  const auto check = [&](const std::optional<Ends>& ends, const std::optional<Number>& middle,
                         const char* what, const char* of) {
    if (!ends || !middle || ends->lower.value > ends->upper.value) return;
    if (ends->lower.value <= middle->value && middle->value <= ends->upper.value) return;
    Diagnostic& d = diagnostics.error(
        "interval-misses-estimate", ends->span.known() ? ends->span : ends->lower.span,
        fmt::format("the {} {} does not hold its {} {}", what, show(*ends), of, show(*middle)),
        "one of the three numbers is misread or misprinted: look them up again");
    d.secondary.push_back({middle->span, fmt::format("{} {}", of, show(*middle))});
  };
  check(data.ci, data.mean, "confidence interval", "mean");
  check(data.iqr, data.median, "interquartile range", "median");
  check(data.range, data.median, "range", "median");
}

void correlation_out_of_range(const GroupData& data, Diagnostics& diagnostics) {
  if (data.alpha && data.alpha->value > 1)
    diagnostics.error("correlation-out-of-range", data.alpha->span,
                      fmt::format("an alpha of {}: it is 1 at most", show(*data.alpha)),
                      "type Cronbach's alpha itself, e.g. 0.87; not a percentage");
  if (!data.r || std::fabs(data.r->value) <= 1) return;
  diagnostics.error("correlation-out-of-range", data.r->span,
                    fmt::format("a correlation of {}: it lies between -1 and 1", show(*data.r)),
                    "type r itself, e.g. 0.43; not a percentage and not a slope");
}

void data_level_out_of_range(const GroupData& data, Diagnostics& diagnostics) {
  if (!data.level || (data.level->value > 0 && data.level->value < 1)) return;
  diagnostics.error(
      "level-out-of-range", data.level->span,
      fmt::format("a confidence level of {}: it lies between 0 and 1", show(*data.level)),
      data.level->value > 1 && data.level->value < 100
          ? fmt::format("type {} for {} %", shortest(data.level->value / 100), show(*data.level))
          : std::string("type e.g. 0.95"));
}

// The kinds of data (contract, «Data of a group») each ask for their keys; the first key that is
// missing is named.
void data_incomplete(const GroupData& data, Diagnostics& diagnostics) {
  if (data.misread) return;
  const bool spread = data.sd || data.se || data.ci;
  std::string wants;
  if (data.events && !data.n && !data.person_time)
    wants = "`events` without `n` (the people) or `time` (the person-time)";
  else if (data.person_time && !data.events)
    wants = "`time` (person-time) without `events`";
  else if (data.mean && !spread)
    wants = "`mean` without its spread: `sd`, `se` or `ci`";
  else if (data.mean && !data.n)
    wants = "`mean` without `n`";
  else if (spread && !data.mean)
    wants = fmt::format("`{}` without `mean`", data.sd ? "sd" : data.se ? "se" : "ci");
  else if (data.median && !data.iqr && !data.range)
    wants = "`median` without its spread: `iqr` or `range`";
  else if (data.median && !data.n)
    wants = "`median` without `n`";
  else if ((data.iqr || data.range) && !data.median)
    wants = fmt::format("`{}` without `median`", data.iqr ? "iqr" : "range");
  else if (data.r && !data.n)
    wants = "`r` without `n`";
  else if (data.alpha && !data.items)
    wants = "`alpha` without `items`";
  else if (data.items && !data.alpha)
    wants = "`items` without `alpha`";
  else if (data.alpha && !data.n)
    wants = "`alpha` without `n`";
  else if (data.percent && !data.n)
    wants = "`percent` without `n`";
  else if (!data.events && !data.mean && !data.median && !data.r && !data.alpha && !data.percent)
    wants = data.n ? "`n` alone: how many people, but not what came of them" : "no numbers";
  else
    return;
  diagnostics.error(
      "data-incomplete", data.group.span.known() ? data.group.span : data.span,
      fmt::format("the data of group `{}` are incomplete: {}", data.group.value, wants),
      "a group's data are {events, n}, {mean, sd|se|ci, n}, {median, iqr|range, n}, {events, "
      "time}, {r, n} or {alpha, items, n}; what a paper says without enough numbers goes into "
      "`finding:`");
}

void data_mixed(const GroupData& data, Diagnostics& diagnostics) {
  if (data.misread) return;
  std::vector<std::string_view> kinds;
  if (data.events) kinds.push_back("events");
  if (data.mean) kinds.push_back("mean");
  if (data.r) kinds.push_back("r");
  if (data.alpha) kinds.push_back("alpha");
  if (kinds.size() < 2) return;
  diagnostics.error("data-incomplete", data.group.span.known() ? data.group.span : data.span,
                    fmt::format("the data of group `{}` are of several kinds: {}", data.group.value,
                                listing(kinds)),
                    "one outcome is counted or measured: make a result of each, with an outcome "
                    "of its own");
}

void incomplete_data(const Review& review, Diagnostics& diagnostics) {
  // Keys that a merge would have brought are refused and missing: that is one mistake.
  std::unordered_set<std::uint32_t> merged;
  for (const Diagnostic& d : diagnostics.all())
    if (d.code == "yaml-merge") merged.insert(d.primary.span.source);
  for_each_result(review, [&](const Study& study, const Result& result) {
    if (merged.contains(study.source)) return;
    for (const GroupData& data : result.data) data_incomplete(data, diagnostics);
  });
}

bool sound(const GroupData& data) {
  if (data.misread) return false;
  Diagnostics scratch;
  for (auto* check :
       {negative_count, fractional_count, n_not_positive, events_exceed_total, sd_not_positive,
        person_time_not_positive, data_interval_swapped, data_interval_misses,
        correlation_out_of_range, data_level_out_of_range, data_incomplete, data_mixed})
    check(data, scratch);
  return !scratch.has_errors();
}

}  // namespace weald
