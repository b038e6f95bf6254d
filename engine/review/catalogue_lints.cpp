// SPDX-License-Identifier: MIT
// What the lints of extracted numbers report: warnings, which may be right and are then
// acknowledged.
#include "engine/review/catalogue_parts.h"

namespace weald {
namespace {

using enum Severity;

constexpr Explanation table[] = {
    {"reported-disagrees", warning, "the reported effect does not follow from the raw data",
     "`reported` is what the paper says beside its counts; weald computes it anew. A difference "
     "beyond rounding is a misread number, a "
     "swapped group or an adjusted analysis. Counts are compared to the printed digits; means are "
     "rounded and compared in many ways, so "
     "their interval may be off by a twentieth of its width. Nguyen 2017 prints 22.1 points (5.5 "
     "to 38.7) where its counts give 22.05 "
     "(5.27 to 38.83).",
     "data: {gc: {events: 36, n: 65}, control: {events: 21, n: 63}}\nreported: {measure: RD, "
     "estimate: 0.221, ci: [0.055, 0.387], p: 0.009}",
     "ack: [{code: reported-disagrees, why: the paper adjusted; the point estimate is the crude "
     "one}]"},
    {"estimate-not-midpoint", warning, "an estimate is not the middle of its interval",
     "On the analysis scale (for ratios the logarithm) an estimate lies midway between its limits. "
     "Where it does not, one of three "
     "printed numbers is wrong: for the OR 20.58 (0.05 to 798.77) of Brinjikji 2015 the middle is "
     "6.32. Rounding is allowed for. Intervals "
     "that are exact or bootstrapped may be lopsided rightly.",
     "pooled: [{outcome: stenosis, measure: OR, estimate: 20.58, ci: [0.05, 798.77], source: "
     "abstract}]",
     "Look it up; if the paper prints it so: ack: [{code: estimate-not-midpoint, why: printed so; "
     "authors not asked yet}]"},
    {"p-disagrees", warning, "p does not go with the estimate and its interval",
     "Estimate and interval give a z, and z gives a p. A printed p that is far from it points at a "
     "misprint, or at another test than "
     "the interval's.",
     "effect: {measure: OR, estimate: 4.01, ci: [1.1, 14.55], p: 0.4}",
     "effect: {measure: OR, estimate: 4.01, ci: [1.1, 14.55], p: 0.04}"},
    {"spread-disagrees", warning, "two spreads of one estimate or group disagree",
     "A standard error, a variance and an interval of one effect say the same thing, and so do the "
     "sd and the se of a group. Only one of them is used as the weight: where they disagree, it "
     "may be the wrong one.",
     "effect: {measure: MD, estimate: -7.5, se: 1, ci: [-14.2, -0.8]}",
     "effect: {measure: MD, estimate: -7.5, ci: [-14.2, -0.8]}"},
    {"sd-of-one", warning, "a standard deviation of one person",
     "One value has no spread, so the number of people or the standard deviation is misread.",
     "gc: {mean: 30.2, sd: 26.6, n: 1}", "gc: {mean: 30.2, sd: 26.6, n: 37}"},
    {"impossible-percentage", warning, "no count gives the printed percentage",
     "Of 37 people 26 are 70.3 % and 27 are 73.0 %, so the 71 % of Beaudreuil 2012 is of another "
     "number of people: answers are missing. A "
     "count derived from it would be an invention.",
     "modic-1b: {percent: 71, n: 37}",
     "Leave the count out, or find the number who answered: {events: 25, n: 35, percent: 71}"},
    {"se-as-sd", warning, "a standard error seems to stand as a standard deviation",
     "A standard error is smaller than the standard deviation by √n. Taken for it, it makes an "
     "effect of a third of a standard deviation "
     "look like three, and gives the study far too much weight. It is the commonest error in "
     "published meta-analyses of means.",
     "gc: {mean: 30.2, sd: 4.4, n: 37}\ncontrol: {mean: 5.3, sd: 7.4, n: 12}",
     "gc: {mean: 30.2, se: 4.4, n: 37}\ncontrol: {mean: 5.3, se: 7.4, n: 12}"},
    {"n-above-randomised", warning, "more people analysed than randomised",
     "People drop out, they are not added. Either number is misread, or discs, eyes or visits were "
     "counted instead of people.",
     "groups: {gc: {treatment: glucocorticoid, n: 67}}\ndata: {gc: {events: 36, n: 76}}",
     "data: {gc: {events: 36, n: 65}}"},
    {"retracted-in-pool", warning, "a retracted study may still be pooled",
     "A pool that rests on retracted numbers tells patients what its authors no longer claim. "
     "Without the retracted trials 16 % of 3902 meta-analyses changed their significance "
     "(VITALITY Study I, BMJ 2025;389:e082068).",
     "notices: [{kind: retraction, date: 2020-05-01}] in a study whose results are pooled",
     "exclude: [smith-2001] and exclude-why: retracted, PubMed 12345678      (`weald cite impact "
     "smith-2001` shows what it changes)"},
    {"cohort-twice", warning, "one cohort may enter a pool twice",
     "The same `cohort:`, one DOI or PubMed number, one site with overlapping years of "
     "recruitment, or identical numbers "
     "suggest the same people. Counted twice they "
     "make the pool look surer than it is.",
     "maatta-2014.yaml and maatta-2016.yaml, both cohort: TwinsUK, in one analysis",
     "exclude: [maatta-2016]      (or, where the people differ: ack: [{code: cohort-twice, why: "
     "…}])"},
    {"opposite-direction", warning, "a clear effect against nearly all other studies",
     "A study whose interval excludes no effect while three quarters of the others point the other "
     "way is a finding, or its groups are "
     "swapped, or its scale runs the other way.",
     "one trial of nine with RR 2.1 (1.2 to 3.6), eight of the others below 1",
     "Check which group is which and which end of the scale is better; then mend it, or ack: "
     "[{code: opposite-direction, why: …}]"},
    {"wrong-horizon", warning, "a result's time lies outside the horizon it names",
     "The result would be shown in a window of follow-up to which it does not belong: a long-term "
     "result among the short-term ones.",
     "time: 12 months\nhorizon: short", "time: 12 months      (the review's windows sort it)"},
    {"unknown-judgement", warning, "a risk-of-bias judgement that its tool does not have",
     "Each tool has its words; another word has no colour and no symbol in a plot.",
     "risk-of-bias: {tool: RoB 2, randomisation: unclear}",
     "risk-of-bias: {tool: RoB 2, randomisation: some concerns}"},
    {"ack-unused", warning, "an acknowledgement that covers no warning",
     "It would hide the next warning of its kind. Numbers change; acknowledgements should go when "
     "their reason goes. Errors cannot be "
     "acknowledged.",
     "ack: [{code: p-disagrees, why: …}]      (and no such warning)", "Remove it."},
    {"unknown-code", warning, "an acknowledgement of a code that does not exist",
     "It acknowledges nothing.", "ack: [{code: p-disagree, why: …}]",
     "ack: [{code: p-disagrees, why: …}]"},
};

}  // namespace

std::span<const Explanation> lint_explanations() { return table; }

}  // namespace weald
