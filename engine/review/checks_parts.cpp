// SPDX-License-Identifier: MIT
#include "engine/review/checks_parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "engine/review/group_numbers.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {

EffectAt effect_at(const PrintedEffect& printed, EffectRole role, bool misread) {
  return {printed, find_measure(printed.measure.value), role, misread || printed.misread};
}

// ---- Pools ----

ErrorPlaces::ErrorPlaces(const Diagnostics& diagnostics) {
  for (const Diagnostic& d : diagnostics.all())
    if (d.severity == Severity::error && d.primary.span.known()) places_.push_back(d.primary.span);
  std::sort(places_.begin(), places_.end());
}

bool ErrorPlaces::inside(Span span) const {
  if (!span.known()) return false;
  const auto at =
      std::lower_bound(places_.begin(), places_.end(), Span{span.source, span.begin, 0});
  return at != places_.end() && at->source == span.source && at->begin < span.end;
}

bool ErrorPlaces::in_source(std::uint32_t source) const { return inside({source, 0, UINT32_MAX}); }

bool references_unread(const Review& review, const Diagnostics& diagnostics) {
  std::unordered_set<std::uint32_t> others = {review.source, Span::nowhere};
  for (const Study& study : review.studies) others.insert(study.source);
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(), [&](const Diagnostic& d) {
    return d.severity == Severity::error && !others.contains(d.primary.span.source);
  });
}

std::string Pool::name() const {
  return dataset.horizon ? fmt::format("`{}`, {}", analysis.key, dataset.horizon->key)
                         : fmt::format("`{}`", analysis.key);
}

const Study* Pool::study(const Row& row) const {
  const auto found = studies.find(row.study);
  return found == studies.end() ? nullptr : found->second;
}

const Result* Pool::result(const Row& row) const {
  const Study* of = study(row);
  if (!of) return nullptr;
  for (const Result& result : of->results)
    if (result.span.source == row.span.source && result.span.begin <= row.span.begin &&
        row.span.end <= result.span.end)
      return &result;
  return nullptr;
}

void for_each_pool(const Review& review, Diagnostics& diagnostics,
                   const std::function<void(const Pool&)>& f) {
  // What review.yaml declares must hold before its analyses can be taken at their word.
  const ErrorPlaces errors(diagnostics);
  std::vector<Span> begins;
  for (const Horizon& horizon : review.horizons) {
    if (horizon.misread || horizon.after >= horizon.to || errors.inside(horizon.span)) return;
    begins.push_back(horizon.span);
  }
  for (const Treatment& treatment : review.treatments) begins.push_back(treatment.span);
  for (const Outcome& outcome : review.outcomes) begins.push_back(outcome.span);
  for (const Analysis& analysis : review.analyses) begins.push_back(analysis.span);
  std::sort(begins.begin(), begins.end());

  // Pools are made of the results without an error.
  std::optional<Review> without_faults;
  if (diagnostics.has_errors()) {
    without_faults = review;
    for (Study& study : without_faults->studies)
      for (Result& result : study.results)
        result.misread = result.misread || errors.inside(result.span);
  }
  const Review& sound_review = without_faults ? *without_faults : review;
  std::unordered_map<std::string_view, const Study*> studies;
  studies.reserve(sound_review.studies.size());
  for (const Study& study : sound_review.studies) studies.emplace(study.key, &study);

  for (const Analysis& analysis : sound_review.analyses) {
    if (analysis.overview || analysis.misread || !find_measure(analysis.measure.value) ||
        errors.inside(extent(analysis.span, begins)))
      continue;
    for (const Dataset& dataset : datasets(sound_review, analysis, {}, diagnostics))
      f({sound_review, analysis, dataset, studies});
  }
}

// ---- Numbers and words ----

std::string show(const Number& number) { return shortest(number.value); }

std::string show(const Ends& ends) {
  return fmt::format("{} to {}", show(ends.lower), show(ends.upper));
}

std::string show_interval(double lower, double upper, int digits) {
  return fmt::format("{} to {}", significant(lower, digits), significant(upper, digits));
}

int decimals(double value) {
  const std::string text = shortest(value);
  const auto exponent = text.find_first_of("eE");
  const std::string_view mantissa = std::string_view(text).substr(0, exponent);
  const auto point = mantissa.find('.');
  int places = point == std::string_view::npos ? 0 : static_cast<int>(mantissa.size() - point - 1);
  if (exponent != std::string::npos) {
    int power = 0;
    const std::size_t from = exponent + (text[exponent + 1] == '+' ? 2 : 1);
    std::from_chars(text.data() + from, text.data() + text.size(), power);
    places -= power;
  }
  return std::max(places, 0);
}

int decimals(const Number& number) {
  return number.decimals >= 0 ? number.decimals : decimals(number.value);
}

Span extent(Span key, std::span<const Span> begins) {
  const auto next =
      std::upper_bound(begins.begin(), begins.end(), Span{key.source, key.end, UINT32_MAX});
  const bool same = next != begins.end() && next->source == key.source;
  return {key.source, key.begin, same ? next->begin : UINT32_MAX};
}

Rounded rounded(double value, int places) {
  const double half = 0.5 * std::pow(10.0, -places);
  return {value - half, value + half};
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  const auto near = nearest(word, candidates);
  return near ? fmt::format("did you mean `{}`?", *near) : std::string{};
}

std::string listing(std::span<const std::string_view> words, std::size_t most) {
  std::string text;
  const std::size_t shown = std::min(words.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += fmt::format("`{}`", words[i]);
  }
  return words.size() > shown ? text + ", …" : text;
}

OutcomeData raw_data(const GroupData& first, const GroupData& second) {
  const GroupNumbers a = numbers_of(first, {}), b = numbers_of(second, {});
  const Arm &one = a.arm, &two = b.arm;
  if (one.events && one.n && two.events && two.n)
    return TwoByTwo{*one.events, *one.n - *one.events, *two.events, *two.n - *two.events};
  if (one.events && one.person_time && two.events && two.person_time)
    return TwoRates{*one.events, *one.person_time, *two.events, *two.person_time};
  if (one.mean && one.sd && one.n && two.mean && two.sd && two.n && !a.mean_from_median &&
      !b.mean_from_median)
    return TwoMeans{*one.mean, *one.sd, *one.n, *two.mean, *two.sd, *two.n};
  return Missing{};
}

OutcomeData raw_data(const GroupData& only) {
  const GroupNumbers numbers = numbers_of(only, {});
  const Arm& arm = numbers.arm;
  if (arm.events && arm.n) return Proportion{*arm.events, *arm.n};
  if (arm.events && arm.person_time) return Rate{*arm.events, *arm.person_time};
  if (arm.mean && arm.sd && arm.n && !numbers.mean_from_median)
    return Mean{*arm.mean, *arm.sd, *arm.n};
  if (numbers.alpha && numbers.items && arm.n)
    return Reliability{*numbers.alpha, *numbers.items, *arm.n};
  if (numbers.r && arm.n) return Correlation{*arm.n, *numbers.r, {}, {}};
  return Missing{};
}

unsigned kind_bit(const OutcomeData& data) {
  static constexpr auto bit = [](DataKind kind) { return static_cast<unsigned>(kind); };
  struct Kind {
    unsigned operator()(const TwoByTwo&) const { return bit(DataKind::two_by_two); }
    unsigned operator()(const TwoMeans&) const { return bit(DataKind::two_means); }
    unsigned operator()(const StandardisedInput&) const { return bit(DataKind::standardised); }
    unsigned operator()(const TwoRates&) const { return bit(DataKind::two_rates); }
    unsigned operator()(const Proportion&) const { return bit(DataKind::proportion); }
    unsigned operator()(const Rate&) const { return bit(DataKind::rate); }
    unsigned operator()(const Mean&) const { return bit(DataKind::mean); }
    unsigned operator()(const Correlation&) const { return bit(DataKind::correlation); }
    unsigned operator()(const Reliability&) const { return bit(DataKind::reliability); }
    unsigned operator()(const ObservedExpected&) const { return bit(DataKind::observed_expected); }
    unsigned operator()(const Missing&) const { return 0; }
    unsigned operator()(const Generic&) const { return 0; }
    unsigned operator()(const Reported&) const { return 0; }
  };
  return std::visit(Kind{}, data);
}

std::string_view kind_name(unsigned bit) {
  struct Name {
    DataKind kind;
    std::string_view name;
  };
  static constexpr Name names[] = {
      {DataKind::two_by_two, "events of n in two groups"},
      {DataKind::two_means, "means and standard deviations of two groups"},
      {DataKind::standardised, "a standardised statistic of two groups"},
      {DataKind::two_rates, "events and person-time of two groups"},
      {DataKind::proportion, "events of n in one group"},
      {DataKind::rate, "events and person-time of one group"},
      {DataKind::mean, "mean and standard deviation of one group"},
      {DataKind::correlation, "a correlation"},
      {DataKind::reliability, "Cronbach's alpha"},
      {DataKind::observed_expected, "observed minus expected events"}};
  for (const Name& name : names)
    if (static_cast<unsigned>(name.kind) == bit) return name.name;
  return "a finished estimate";
}

}  // namespace weald
