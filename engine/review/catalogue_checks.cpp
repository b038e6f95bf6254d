// SPDX-License-Identifier: MIT
// What the checks report: errors, each of which would make a pool wrong if it passed.
#include "engine/review/catalogue_parts.h"

namespace weald {
namespace {

using enum Severity;

constexpr Explanation table[] = {
    // ---- Numbers of groups ----
    {"negative-count", error, "a count is negative",
     "A count of people cannot be below zero; a stray minus sign would turn the effect round.",
     "control: {events: -21, n: 63}", "control: {events: 21, n: 63}"},
    {"fractional-count", error, "a count is not whole",
     "People are counted whole. A fraction is nearly always a percentage or a proportion in the "
     "wrong place, and would give a "
     "variance that no trial has.",
     "gc: {events: 0.554, n: 65}", "gc: {events: 36, n: 65, percent: 55.4}"},
    {"n-not-positive", error, "a group has no people",
     "Every formula divides by the number of people. A group that nobody is known of has no data.",
     "gc: {events: 0, n: 0}", "gc: {events: 0, n: 65}      (or leave the group out)"},
    {"events-exceed-total", error, "more events than participants",
     "`events` counts people who had the outcome, so there are at most `n`. Usually two columns "
     "were swapped, or episodes were "
     "counted instead of people.",
     "gc: {events: 65, n: 36}",
     "gc: {events: 36, n: 65}      (episodes: {events: 130, time: 250} with the person-time)"},
    {"sd-not-positive", error, "a standard deviation, standard error or variance is not above 0",
     "It is the study's weight in the pool: with 0 the study would outweigh all others together.",
     "gc: {mean: 30.2, sd: 0, n: 37}", "gc: {mean: 30.2, sd: 26.6, n: 37}"},
    {"person-time-not-positive", error, "the person-time is not above 0",
     "A rate is events divided by person-time; beside `events`, `time` is everybody's time at risk "
     "added up.",
     "gc: {events: 4, time: 0}", "gc: {events: 4, time: 61.5}"},
    {"correlation-out-of-range", error, "a correlation is outside -1 to 1",
     "No correlation lies there. In an analysis, where it is the assumed correlation of one "
     "study's results at two horizons, -1 and 1 "
     "themselves would make the contrast certain.",
     "correlation: 50", "correlation: 0.5"},
    {"data-incomplete", error, "a group's numbers make no kind of data",
     "A mean without its spread, or events without a total, cannot be weighed. Saying which number "
     "is missing is better than "
     "leaving the study out in silence.",
     "gc: {mean: 52.5, n: 36}",
     "gc: {mean: 52.5, sd: 20.1, n: 36}      (or, where the paper has no spread: finding: \"mean "
     "fall 52.5 against 0.7\")"},

    // ---- Finished estimates ----
    {"interval-swapped", error, "the lower limit of an interval is above the upper",
     "A swapped pair gives the right width by luck; a lost minus sign does not, and makes a "
     "doubtful effect look certain. Jensen 2015 "
     "prints (3.15 to 1.31) in its abstract where its table has (-3.15 to 1.31).",
     "effect: {measure: MD, estimate: -0.92, ci: [3.15, 1.31]}",
     "effect: {measure: MD, estimate: -0.92, ci: [-3.15, 1.31]}"},
    {"interval-misses-estimate", error, "an interval does not hold its estimate",
     "One of the three numbers is wrong, or they stand on two scales. Nothing tells which, so "
     "nothing is pooled.",
     "effect: {measure: OR, estimate: 1.97, ci: [1.3, 37]}      (the estimate is a logarithm)",
     "effect: {measure: OR, estimate: 7.2, ci: [1.3, 37]}"},
    {"p-out-of-range", error, "p is outside 0 to 1, or says nothing",
     "A standard error may be computed from p, so a wrong p becomes a wrong weight. P = 0 does not "
     "exist: papers mean P < .001.",
     "effect: {measure: OR, estimate: 3.382, p: 2.1}",
     "effect: {measure: OR, estimate: 3.382, p: 0.021}"},
    {"level-out-of-range", error, "a confidence level is outside 0 to 1",
     "The level turns an interval into a standard error; levels are fractions here.",
     "effect: {measure: HR, estimate: 0.8, ci: [0.65, 0.98], level: 95}",
     "effect: {measure: HR, estimate: 0.8, ci: [0.65, 0.98], level: 0.95}"},
    {"estimate-out-of-range", error, "an estimate is outside what its measure can be",
     "Ratios are above 0 and fractions at most 1. A negative odds ratio is its logarithm; a risk "
     "difference of 22.1 is in percentage "
     "points. Pooled as it stands it would be a hundred times too large.",
     "reported: {measure: RD, estimate: 22.1, ci: [5.5, 38.7]}",
     "reported: {measure: RD, estimate: 0.221, ci: [0.055, 0.387]}"},
    {"effect-incomplete", error, "an effect lacks its measure, its estimate or its uncertainty",
     "An estimate without an interval, a standard error or a p cannot be weighed against others.",
     "effect: {measure: OR, estimate: 2.28}",
     "effect: {measure: OR, estimate: 2.28, ci: [1.1, 4.7]}      (or: finding: \"OR 2.28, no "
     "interval given\")"},

    // ---- Results ----
    {"result-empty", error, "a result says nothing",
     "An entry without data, effect or finding is one that somebody meant to fill in. Left there, "
     "a study looks extracted that is "
     "not.",
     "- outcome: pain\n  time: 12 months",
     "- outcome: pain\n  time: 12 months\n  finding: groups did not differ\n  source: abstract"},
    {"data-and-effect", error, "a result has more than one of data, effect and finding",
     "One of them would be pooled and the others passed over in silence. A result is the numbers "
     "of its groups, or a finished estimate, or words.",
     "data: {gc: {events: 36, n: 65}, control: {events: 21, n: 63}}\neffect: {measure: RR, "
     "estimate: 1.66, ci: [1.10, 2.51]}",
     "data: {gc: {events: 36, n: 65}, control: {events: 21, n: 63}}\nreported: {measure: RR, "
     "estimate: 1.66, ci: [1.10, 2.51]}"},
    {"missing-source", error, "numbers without a source",
     "A second reviewer must be able to find every number. Extraction errors are common, and those "
     "without a place are never found.",
     "- outcome: acceptable-pain\n  time: 1 month\n  data: {gc: {events: 36, n: 65}, control: "
     "{events: 21, n: 63}}",
     "  source: abstract, PubMed 28319997"},
    {"duplicate-result", error, "two results for one outcome, the same groups and the same time",
     "A study counts once in a pool; two entries would give it double weight, or the wrong one "
     "would be taken.",
     "- {outcome: pain, time: 1 month, data: …}\n- {outcome: pain, time: 1 month, effect: …}",
     "Keep one. The paper's own estimate beside raw data goes into `reported:`; different people "
     "are told apart by `moderators:`."},

    // ---- Names ----
    {"unknown-outcome", error, "an outcome that review.yaml does not declare",
     "A misspelt outcome takes the result out of every analysis.", "- outcome: acceptable-pian",
     "- outcome: acceptable-pain"},
    {"unknown-group", error, "a group that the study does not declare",
     "Groups say what people received; without one the numbers belong to nobody.",
     "groups: {gc: {treatment: glucocorticoid}, control: {treatment: placebo}}\ndata: {gc: {…}, "
     "contol: {…}}",
     "data: {gc: {…}, control: {…}}"},
    {"unknown-treatment", error, "a treatment that review.yaml does not declare",
     "Comparisons pick groups by treatment: a misspelt one takes the study out of all of them.",
     "gc: {treatment: glucocorticiod}", "gc: {treatment: glucocorticoid}"},
    {"unknown-horizon", error, "a horizon that review.yaml does not declare",
     "Results are sorted into windows of follow-up by these names.", "horizons: [short, longterm]",
     "horizons: [short, long]"},
    {"unknown-measure", error, "an effect measure that does not exist",
     "The measure decides the scale: an odds ratio read as a risk ratio exaggerates every common "
     "outcome.",
     "measure: ORR", "measure: OR      (`weald list measures` names them all)"},
    {"missing-measure", error, "an analysis without an effect measure",
     "Nothing can be pooled before it is said what: a risk ratio and an odds ratio of the same "
     "counts are different numbers.",
     "relief: {outcome: relief, compare: [gc, placebo]}",
     "relief: {outcome: relief, compare: [gc, placebo], measure: RR}"},
    {"unknown-citation", error,
     "a cited paper that is neither in the review nor named by an identifier",
     "A citation that leads nowhere is a hole in the citation graph, and an overlap of reviews is "
     "missed.",
     "cites: [rannou-2070]",
     "cites: [rannou-2007, \"doi:10.1007/s00586-012-2309-9\", \"pmid:28319997\", NCT00804531]"},
    {"unknown-evidence", error,
     "a recommendation rests on an analysis or horizon that is not there",
     "When a pooled result changes, the recommendations that rest on it are named; a misspelt name "
     "hides one.",
     "rests-on: [acceptable-pain/shrot]", "rests-on: [acceptable-pain/short]"},
    {"unknown-study", error, "an analysis excludes a study that does not exist",
     "A misspelt exclusion excludes nothing, and the study that was to be left out is pooled.",
     "exclude: [simons-1992]", "exclude: [simmons-1992]"},
    {"unknown-field", error, "subgroups, or a list of the multiverse, of a field that no study has",
     "All studies would fall into no subgroup; a misspelt list would change nothing.",
     "subgroup: desing", "subgroup: design"},
    {"bad-compare", error, "a comparison of something with itself",
     "An effect compares two treatments, the experimental one first.",
     "compare: [placebo, placebo]", "compare: [glucocorticoid, placebo]"},
    {"overlapping-horizons", error, "two horizons overlap",
     "A result at a time that lies in both would enter both pools, and short and long term would "
     "share their studies.",
     "short: {to: 3 months}\nlong: {after: 2 months}",
     "short: {to: 3 months}\nlong: {after: 3 months}"},
    {"horizons-out-of-order", error, "a horizon stands below a later one",
     "Tables, plots and contrasts show the horizons as they stand; time runs downwards.",
     "long: {after: 6 months}\nshort: {to: 3 months}",
     "short: {to: 3 months}\nlong: {after: 6 months}"},
    {"overview-empty", error, "an overview without published results",
     "An overview shows `pooled:` entries of references.yaml with its outcome and measure; there "
     "is none.",
     "overview: {outcome: pain, measure: MD}",
     "daste-2021:\n  pooled:\n    - {outcome: pain, measure: SMD, horizon: short, estimate: -1.33, "
     "ci: [-2.34, -0.32], source: abstract}"},

    // ---- Pools ----
    {"measure-does-not-fit", error,
     "the analysis's measure cannot be computed from a result's data",
     "A risk ratio needs counts, a mean difference needs means. The study would drop out of the "
     "pool.",
     "measure: RR\ndata: {gc: {mean: 30.2, sd: 26.6, n: 37}, …}",
     "measure: MD      (or a finished estimate: effect: {measure: RR, …})"},
    {"several-results-in-horizon", error, "a study has two results in one window of follow-up",
     "Two results of the same people are not two studies: pooling both makes the result look surer "
     "than it is.",
     "results at 1 month and at 2 months, both in `short`",
     "when-several: latest      (or earliest, in the analysis)"},
    {"multi-arm", error,
     "several groups of one treatment, and the analysis refuses to combine them",
     "With `when-multi-arm: refuse` nobody decides for you which dose or regimen stands for the "
     "treatment.",
     "when-multi-arm: refuse\ngroups: {low: {treatment: glucocorticoid}, high: {treatment: "
     "glucocorticoid}, control: …}",
     "when-multi-arm: combine      (or a treatment of its own for each dose)"},
    {"same-registration-twice", error, "one registered trial enters a pool twice",
     "Two papers on one trial describe the same people; counted twice they make the pool surer "
     "than it is.",
     "jensen-2012-rct.yaml and jensen-2015.yaml, both registration: NCT00454792, in one analysis",
     "exclude: [jensen-2015]      (in the analysis; or keep one result of the outcome)"},
    {"shared-group", error, "one group is counted twice in a pool",
     "Two comparisons against one control group are not independent: its people would be counted "
     "twice.",
     "- data: {modic-1: …, modic-2: …}\n- data: {modic-1-2: …, modic-2: …}",
     "- data: {modic-1: …, modic-1-2: …, modic-2: …}      (groups of one treatment are combined)"},
};

}  // namespace

std::span<const Explanation> check_explanations() { return table; }

}  // namespace weald
