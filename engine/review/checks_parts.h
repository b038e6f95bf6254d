// SPDX-License-Identifier: MIT
// What the files of checks share: the walks over a review, the words of messages, and the
// declarations of the checks that checks.cpp puts into its table. Not for other folders.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/review/checks.h"
#include "engine/review/dataset.h"
#include "engine/review/review.h"

namespace weald {

// ---- Walks ----

/// Where a finished estimate stands: to be pooled, beside raw data as an assertion, or a
/// reference's pooled result.
enum class EffectRole { effect, reported, pooled };

/// One finished estimate; `measure` is null where the descriptor names none that is known.
struct EffectAt {
  const PrintedEffect& printed;
  const Measure* measure;
  EffectRole role;
  bool misread;  ///< a value in it could not be read: what lacks is no complaint
  Span span() const { return printed.estimate ? printed.estimate->span : printed.span; }
};

EffectAt effect_at(const PrintedEffect& printed, EffectRole role, bool misread = false);

template <class F>
void for_each_result(const Review& review, F&& f) {
  for (const Study& study : review.studies)
    for (const Result& result : study.results) f(study, result);
}

template <class F>
void for_each_effect(const Review& review, F&& f) {
  for_each_result(review, [&](const Study&, const Result& result) {
    if (result.effect) f(effect_at(*result.effect, EffectRole::effect));
    if (result.reported) f(effect_at(*result.reported, EffectRole::reported));
  });
  for (const Reference& reference : review.references)
    for (const PublishedPool& pool : reference.pooled)
      f(effect_at(pool.effect, EffectRole::pooled, pool.misread));
}

/// Lifts a check of one group's data, one estimate, one result, … into a check of the review.
template <void (*check)(const GroupData&, Diagnostics&)>
void each_group_data(const Review& review, Diagnostics& diagnostics) {
  for_each_result(review, [&](const Study&, const Result& result) {
    for (const GroupData& data : result.data) check(data, diagnostics);
  });
}

template <void (*check)(const EffectAt&, Diagnostics&)>
void each_effect(const Review& review, Diagnostics& diagnostics) {
  for_each_effect(review, [&](const EffectAt& effect) { check(effect, diagnostics); });
}

template <void (*check)(const Review&, const Study&, const Result&, Diagnostics&)>
void each_result(const Review& review, Diagnostics& diagnostics) {
  for_each_result(review, [&](const Study& study, const Result& result) {
    check(review, study, result, diagnostics);
  });
}

template <void (*check)(const Review&, const Analysis&, Diagnostics&)>
void each_analysis(const Review& review, Diagnostics& diagnostics) {
  for (const Analysis& analysis : review.analyses) check(review, analysis, diagnostics);
}

// ---- Pools ----

/// The places of the errors that were reported so far, to ask whether something holds one.
class ErrorPlaces {
 public:
  explicit ErrorPlaces(const Diagnostics& diagnostics);
  /// Whether an error begins inside `span`.
  bool inside(Span span) const;
  /// Whether there is one anywhere in that source.
  bool in_source(std::uint32_t source) const;

 private:
  std::vector<Span> places_;  // sorted
};

/// Whether references.yaml has an error: what it declares may be incomplete.
bool references_unread(const Review& review, const Diagnostics& diagnostics);

/// One pool: an analysis at one horizon, with what the checks need to find their way back to the
/// descriptors.
struct Pool {
  const Review& review;
  const Analysis& analysis;
  const Dataset& dataset;
  const std::unordered_map<std::string_view, const Study*>& studies;
  std::string name() const;  ///< «acceptable-pain, short»
  const Study* study(const Row& row) const;
  /// The result that a row was made of, or null.
  const Result* result(const Row& row) const;
};

/// Calls f(pool) for every pool of every analysis without errors, made of the results without
/// errors. What datasets() complains of is added to `diagnostics`.
void for_each_pool(const Review& review, Diagnostics& diagnostics,
                   const std::function<void(const Pool&)>& f);

/// Lifts a check of a pool into a check of the review, for one that runs it alone.
template <void (*check)(const Pool&, Diagnostics&)>
void each_pool(const Review& review, Diagnostics& diagnostics) {
  for_each_pool(review, diagnostics, [&](const Pool& pool) { check(pool, diagnostics); });
}

// ---- Numbers and words ----

/// The number as it is shown in messages: the shortest text that reads back to it.
std::string show(const Number& number);
/// «0.055 to 0.387».
std::string show(const Ends& ends);
std::string show_interval(double lower, double upper, int digits);

/// Decimals that a printed number has at least: those that its shortest text needs (20.50 has lost
/// its zero).
int decimals(double value);
/// The same of a number that was read: as its text has them, the zeros at its end included.
int decimals(const Number& number);

/// The keyed item at `index` of a list in one file, from its key to where the next item of any of
/// `begins` (sorted) begins.
Span extent(Span key, std::span<const Span> begins);

/// What a number may have been before it was rounded to `places` decimals.
struct Rounded {
  double low = 0, high = 0;
};
Rounded rounded(double value, int places);

/// «did you mean `x`?» or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);
/// «`a`, `b` and `c`»; at most `most`, then «…».
std::string listing(std::span<const std::string_view> words, std::size_t most = 8);

/// The two groups' or the one group's raw data, where their numbers make some. Means from standard
/// errors and intervals; medians make none here.
OutcomeData raw_data(const GroupData& experimental, const GroupData& control);
OutcomeData raw_data(const GroupData& only);
/// The bit of that kind of data; 0 for a finished estimate and for nothing.
unsigned kind_bit(const OutcomeData& data);
std::string_view kind_name(unsigned bit);

/// Whether the printed p goes with the estimate and its own interval or standard error.
bool p_goes_with(const EffectAt& effect);

/// Whether none of the errors of values applies: lints look at nothing else.
bool sound(const GroupData& data);
bool sound(const EffectAt& effect);

// ---- The checks: errors ----

void negative_count(const GroupData&, Diagnostics&);
void fractional_count(const GroupData&, Diagnostics&);
void n_not_positive(const GroupData&, Diagnostics&);
void events_exceed_total(const GroupData&, Diagnostics&);
void sd_not_positive(const GroupData&, Diagnostics&);
void person_time_not_positive(const GroupData&, Diagnostics&);
void data_interval_swapped(const GroupData&, Diagnostics&);
void data_interval_misses(const GroupData&, Diagnostics&);
void correlation_out_of_range(const GroupData&, Diagnostics&);
void data_level_out_of_range(const GroupData&, Diagnostics&);
void data_incomplete(const GroupData&, Diagnostics&);
void data_mixed(const GroupData&, Diagnostics&);
void incomplete_data(const Review&, Diagnostics&);
void group_sizes(const Review&, Diagnostics&);

void effect_incomplete(const EffectAt&, Diagnostics&);
void effect_interval_swapped(const EffectAt&, Diagnostics&);
void effect_interval_misses(const EffectAt&, Diagnostics&);
void effect_se_not_positive(const EffectAt&, Diagnostics&);
void effect_no_width(const EffectAt&, Diagnostics&);
void p_out_of_range(const EffectAt&, Diagnostics&);
void level_out_of_range(const EffectAt&, Diagnostics&);
void estimate_out_of_range(const EffectAt&, Diagnostics&);
void unknown_measure(const EffectAt&, Diagnostics&);

void result_empty(const Review&, const Study&, const Result&, Diagnostics&);
void data_and_effect(const Review&, const Study&, const Result&, Diagnostics&);
void pooled_empty(const Review&, Diagnostics&);
void missing_source(const Review&, Diagnostics&);
void unknown_outcome(const Review&, Diagnostics&);
void unknown_group(const Review&, const Study&, const Result&, Diagnostics&);
void unknown_treatment(const Review&, Diagnostics&);
void unknown_horizon(const Review&, Diagnostics&);
void unknown_citation(const Review&, Diagnostics&);
void unknown_evidence(const Review&, Diagnostics&);
void retracted_in_pool(const Review&, Diagnostics&);
void negative_reference_count(const Review&, Diagnostics&);
void unknown_judgement(const Review&, const Study&, const Result&, Diagnostics&);
void duplicate_result(const Review&, Diagnostics&);
void horizons_in_order(const Review&, Diagnostics&);
void overlapping_horizons(const Review&, Diagnostics&);
void bad_compare(const Review&, const Analysis&, Diagnostics&);
void unknown_study(const Review&, Diagnostics&);
void unknown_field(const Review&, Diagnostics&);
void analysis_measure(const Review&, const Analysis&, Diagnostics&);
void analysis_correlation(const Review&, const Analysis&, Diagnostics&);
void missing_measure(const Review&, const Analysis&, Diagnostics&);
void overview_empty(const Review&, const Analysis&, Diagnostics&);

void shared_group(const Review&, Diagnostics&);
void same_registration_twice(const Review&, const Analysis&, Diagnostics&);
void measure_does_not_fit(const Pool&, Diagnostics&);

// ---- The checks: lints ----

void reported_disagrees(const Review&, const Study&, const Result&, Diagnostics&);
void estimate_not_midpoint(const EffectAt&, Diagnostics&);
void p_disagrees(const EffectAt&, Diagnostics&);
void effect_spread_disagrees(const EffectAt&, Diagnostics&);
void data_spread_disagrees(const GroupData&, Diagnostics&);
void sd_of_one(const GroupData&, Diagnostics&);
void impossible_percentage(const GroupData&, Diagnostics&);
void se_as_sd(const Review&, Diagnostics&);
void n_above_randomised(const Review&, const Study&, const Result&, Diagnostics&);
void wrong_horizon(const Review&, const Study&, const Result&, Diagnostics&);
void cohort_twice(const Pool&, Diagnostics&);
void opposite_direction(const Pool&, Diagnostics&);

}  // namespace weald
