// SPDX-License-Identifier: MIT
// The table of checks. Errors stand before lints, which pass over what an error was reported of.
#include "engine/review/checks.h"

#include "engine/review/checks_parts.h"

namespace weald {
namespace {

/// Several checks that report one code, as one row.
template <auto... runs>
void all(const Review& review, Diagnostics& diagnostics) {
  (runs(review, diagnostics), ...);
}

constexpr Check table[] = {
    // The numbers of groups and of finished estimates.
    {"negative-count", "no count is negative",
     all<each_group_data<negative_count>, negative_reference_count>},
    {"fractional-count", "people are counted whole", each_group_data<fractional_count>},
    {"n-not-positive", "a group has people", all<each_group_data<n_not_positive>, group_sizes>},
    {"events-exceed-total", "no more events than people", each_group_data<events_exceed_total>},
    {"sd-not-positive", "standard deviations, standard errors and variances are above 0",
     all<each_group_data<sd_not_positive>, each_effect<effect_se_not_positive>,
         each_effect<effect_no_width>>},
    {"person-time-not-positive", "person-time is above 0",
     each_group_data<person_time_not_positive>},
    {"interval-swapped", "intervals run from low to high",
     all<each_group_data<data_interval_swapped>, each_effect<effect_interval_swapped>>},
    {"interval-misses-estimate", "intervals hold their estimate, mean or median",
     all<each_group_data<data_interval_misses>, each_effect<effect_interval_misses>>},
    {"p-out-of-range", "p lies between 0 and 1", each_effect<p_out_of_range>},
    {"level-out-of-range", "levels of intervals lie between 0 and 1",
     all<each_group_data<data_level_out_of_range>, each_effect<level_out_of_range>>},
    {"correlation-out-of-range", "correlations lie between -1 and 1",
     all<each_group_data<correlation_out_of_range>, each_analysis<analysis_correlation>>},
    {"estimate-out-of-range", "ratios are above 0, fractions within 1",
     each_effect<estimate_out_of_range>},
    {"data-incomplete", "a group's numbers make a kind of data",
     all<incomplete_data, each_group_data<data_mixed>>},
    {"effect-incomplete", "an effect has measure, estimate and uncertainty",
     each_effect<effect_incomplete>},
    // Results.
    {"result-empty", "a result says something", all<each_result<result_empty>, pooled_empty>},
    {"data-and-effect", "a result has numbers of groups, or an estimate, or words",
     each_result<data_and_effect>},
    {"missing-source", "every number carries its source", missing_source},
    {"duplicate-result", "one result for each outcome, groups and time", duplicate_result},
    // Names.
    {"unknown-outcome", "outcomes are declared", unknown_outcome},
    {"unknown-group", "groups are declared in their study", each_result<unknown_group>},
    {"unknown-treatment", "treatments are declared", unknown_treatment},
    {"unknown-horizon", "horizons are declared", unknown_horizon},
    {"unknown-citation", "cited papers are known or named by an identifier", unknown_citation},
    {"unknown-evidence", "recommendations rest on analyses of the review", unknown_evidence},
    {"unknown-study", "excluded studies exist", unknown_study},
    {"unknown-field", "subgroups and lists of the multiverse name fields that a study has",
     unknown_field},
    {"unknown-measure", "measures are known",
     all<each_effect<unknown_measure>, each_analysis<analysis_measure>>},
    {"unknown-judgement", "judgements of bias are those of their tool",
     each_result<unknown_judgement>},
    {"horizons-out-of-order", "horizons stand in the order of time", horizons_in_order},
    {"overlapping-horizons", "no time lies in two horizons", overlapping_horizons},
    {"bad-compare", "two groups or treatments are compared, not one with itself",
     each_analysis<bad_compare>},
    {"missing-measure", "an analysis names its measure", each_analysis<missing_measure>},
    {"overview-empty", "an overview has published results to show", each_analysis<overview_empty>},
    // Pools.
    {"shared-group", "no group is counted twice in a pool", shared_group},
    {"same-registration-twice", "no registered trial enters a pool twice",
     each_analysis<same_registration_twice>},
    {"measure-does-not-fit", "the measure can be computed from the data",
     each_pool<measure_does_not_fit>, measure_does_not_fit},
    // Lints of extracted numbers.
    {"reported-disagrees", "reported effects follow from the data",
     each_result<reported_disagrees>},
    {"estimate-not-midpoint", "estimates lie in the middle of their interval",
     each_effect<estimate_not_midpoint>},
    {"p-disagrees", "p goes with estimate and interval", each_effect<p_disagrees>},
    {"spread-disagrees", "standard deviations, standard errors and intervals go together",
     all<each_effect<effect_spread_disagrees>, each_group_data<data_spread_disagrees>>},
    {"sd-of-one", "one person has no standard deviation", each_group_data<sd_of_one>},
    {"impossible-percentage", "some count gives the printed percentage",
     each_group_data<impossible_percentage>},
    {"se-as-sd", "no standard error stands as a standard deviation", se_as_sd},
    {"n-above-randomised", "no more people analysed than randomised",
     each_result<n_above_randomised>},
    {"wrong-horizon", "a result's time lies in its horizon", each_result<wrong_horizon>},
    {"cohort-twice", "no cohort seems to enter a pool twice", each_pool<cohort_twice>,
     cohort_twice},
    {"retracted-in-pool", "no retracted study is pooled", retracted_in_pool},
    {"opposite-direction", "no effect goes against nearly all others",
     each_pool<opposite_direction>, opposite_direction},
};

}  // namespace

std::span<const Check> checks() { return table; }

void run_checks(const Review& review, Diagnostics& diagnostics) {
  for (const Check& check : table)
    if (!check.run_pool) check.run(review, diagnostics);
  for_each_pool(review, diagnostics, [&](const Pool& pool) {
    for (const Check& check : table)
      if (check.run_pool) check.run_pool(pool, diagnostics);
  });
}

}  // namespace weald
