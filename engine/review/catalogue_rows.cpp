// SPDX-License-Identifier: MIT
// Why a row was left out of a pool, and what was done to make one. Nothing leaves a pool without
// one of these.
#include "engine/review/catalogue_parts.h"

namespace weald {
namespace {

using enum Severity;

constexpr Explanation table[] = {
    // ---- Left out ----
    {"no-events", note, "no events, or only events, in both groups",
     "A ratio of nothing to nothing has no value. Such a trial says that the outcome is rare, not "
     "that the treatments are alike; it is "
     "listed, and risk differences keep it.",
     "nguyen-2017, infection: {gc: {events: 0, n: 67}, control: {events: 0, n: 68}} under RR",
     "Nothing to mend; `measure: RD` uses it, `preset: metafor` keeps it with ½ in its cells."},
    {"missing-data", note, "a number that the measure needs is missing",
     "The study is in the review but cannot be weighed; leaving it out in silence would look like "
     "a complete pool.",
     "modic-1b: {percent: 71, n: 37} under PLO: no count",
     "Ask the authors, or leave it as it is: the row is listed."},
    {"not-defined", note, "the measure has no value for these numbers",
     "The logarithm of a mean below 0, or the standard error of an estimate with p = 1, do not "
     "exist.",
     "MNLN with mean: -0.14", "Choose a measure that is defined for all studies, here MN."},
    {"wrong-data", note, "the result is of another kind than the measure",
     "An odds ratio from a paper cannot be turned into a risk ratio without the counts, so it is "
     "listed and not pooled.",
     "effect: {measure: OR, …} in an analysis with measure: RR",
     "Pool odds ratios, or enter the counts."},
    {"zero-variance", note, "the sampling variance is 0",
     "Inverse-variance weights would be infinite: one study would be the whole pool.",
     "PR with {events: 0, n: 40}",
     "Choose a measure whose variance is above 0 there, such as PLO or PFT."},
    {"time-astride", note, "the time of a result lies on both sides of a horizon's edge",
     "Follow-up of 2 to 8 months is neither short nor long term; putting it in either would be a "
     "guess.",
     "time: 2-8 months, short: {to: 3 months}",
     "Give the median follow-up if the paper has one, or say `horizon:` and why in `note:`."},
    {"time-missing", note, "a result without a time, in an analysis by horizon",
     "Without a time of follow-up it belongs to no window.", "- outcome: pain      (no `time:`)",
     "time: 1 month      (or `horizon: short`)"},
    {"outside-horizons", note, "a result that lies in no horizon of the analysis",
     "A result between two windows, beyond the last or at baseline enters no pool; it is named "
     "once, so that nobody believes the outcome was not reported.",
     "time: 4 months, short: {to: 3 months}, long: {after: 6 months}",
     "Declare a horizon that holds it, or leave it as it is: the row is listed."},
    {"not-compared", note, "the study has numbers for only one side of the comparison",
     "An effect needs two groups: the study reports the outcome for one alone, or its groups have "
     "other treatments.",
     "compare: [glucocorticoid, placebo], data of the control group alone",
     "Enter the other group, or use an analysis of single groups."},
    {"excluded-by-review", note, "the review leaves the study out of this analysis",
     "`exclude:` takes a study out and `exclude-why:` says why; it stays in the table and the "
     "plot, greyed.",
     "exclude: [jensen-2015]\nexclude-why: same people as jensen-2012-rct",
     "Remove the key from `exclude:` to pool it."},

    // ---- Done to make a row ----
    {"result-chosen", note, "of several results in one window one was taken",
     "`when-several` decides between two results of the same people; which one it was is said "
     "beside the pool.",
     "levi-2016: 1 month and 2 months, both short, under when-several: latest",
     "Nothing to mend; try the other choice to see what depends on it."},
    {"groups-combined", note, "several groups of one treatment were made one",
     "Counts add; means and standard deviations follow Cochrane Handbook table 6.5.a. So a control "
     "group is never counted twice.",
     "groups low and high, both treatment: glucocorticoid",
     "Nothing to mend; when-multi-arm: refuse makes it an error."},
    {"sd-derived", note, "a standard deviation was computed from what is printed",
     "From a standard error, an interval or quartiles (Cochrane Handbook 6.5.2; Wan 2014, Luo 2018 "
     "for medians). Those from medians assume "
     "values that are spread evenly about the middle.",
     "gc: {median: 0, iqr: [-1, 1], n: 60}", "Enter the standard deviation if the paper has it."},
    {"direction-reversed", note, "an effect was turned round to fit the comparison",
     "`between` names the groups the other way round than `compare` does: a ratio became its "
     "inverse, a difference changed its sign.",
     "compare: [glucocorticoid, placebo]\nbetween: [control, gc]", "Nothing to mend."},
    {"shared-cluster", note, "rows that share a cluster are pooled as if they were independent",
     "Several results of the same people count those people more than once: the interval is too "
     "narrow.",
     "study,cluster,yi,vi\nA 1,A,0.2,0.04\nA 2,A,0.3,0.05",
     "Keep one row of each cluster, or combine them before pooling."},

    // ---- Columns of a table that are not read as they look ----
    {"time-column", warning, "a column `time` is not read as follow-up",
     "Some cells have a unit and others do not: 47 may be days, weeks or a dose, so none of the "
     "column is taken for follow-up.",
     "study,time,ai,n1i,ci,n2i\nAble,6 months,4,123,11,139\nBaker,12,6,306,29,303",
     "Baker,12 months,6,306,29,303"},
    {"column-case", warning, "a column's name is written in capitals",
     "Names are read exactly: `Study` is a field like any other, and the rows would stay "
     "nameless.",
     "Study,yi,vi", "study,yi,vi"},
};

}  // namespace

std::span<const Explanation> left_out_explanations() { return table; }

}  // namespace weald
