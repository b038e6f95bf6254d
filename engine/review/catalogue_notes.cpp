// SPDX-License-Identifier: MIT
#include "engine/review/catalogue_parts.h"

namespace weald {
namespace {

constexpr Explanation table[] = {
    {"bad-option", Severity::error, "an option or its value is not known",
     "A misspelt method would otherwise be ignored and another one used without a word.",
     "weald pool studies/bcg-vaccine --tau2 REMLL",
     "weald pool studies/bcg-vaccine --tau2 REML      (weald list tau2 names them all)"},
    {"unknown-analysis", Severity::error, "the review has no analysis of that name",
     "Analyses are the keys under `analyses:` of review.yaml; a wrong one would show nothing.",
     "weald pool studies/intradiscal-steroid aceptable-pain",
     "weald pool studies/intradiscal-steroid acceptable-pain"},
    {"measure-needed", Severity::error, "the table fits several effect measures",
     "Counts can give a risk ratio, an odds ratio or a difference: which one is pooled is the "
     "reviewer's choice, not the program's.",
     "weald pool trials.csv", "weald pool trials.csv --measure RR"},
    {"ci-fallback", Severity::note, "the preset's interval does not apply here; z is used",
     "Hartung-Knapp is arbitrarily narrow where estimates are homogeneous and useless with two "
     "studies, so the preset `cochrane` uses "
     "it only where k > 2 and τ² > 0.",
     "preset: cochrane, three trials with the same result",
     "Nothing to mend; `--ci HK` forces it."},
    {"ci-unavailable", Severity::note, "the interval asked for has no answer here; z is shown",
     "Student's and Hartung-Knapp's intervals need at least two studies, and studies that differ.",
     "weald pool one-trial.csv --ci HK", "Report the z interval and say that there is one study."},
    {"single-study", Severity::note, "one study: nothing is pooled",
     "Between-study variance, prediction interval and I² have no meaning for one study.",
     "an analysis with k = 1", "Report the study's own result."},
    {"two-studies", Severity::note, "two studies: the between-study variance is hardly known",
     "Any estimate of τ² from two studies is nearly a guess, and the interval of the pooled effect "
     "inherits that.",
     "an analysis with k = 2",
     "Say so beside the result; consider showing the two studies without pooling."},
    {"few-studies-prediction", Severity::note,
     "too few studies for a prediction interval to be relied on",
     "With fewer than five studies the prediction interval supports no reliable conclusion.",
     "an analysis with k = 3", "Show it with this remark, or leave it out with `--pi none`."},
    {"no-prediction-interval", Severity::note,
     "the prediction interval asked for has no answer here",
     "HTS and HK-PR need k - 2 > 0; KR and KR-PR need REML; HK and HK-PR would be a single point "
     "where all estimates are the same.",
     "--pi HTS with two studies", "`--pi V` needs only two studies."},
    {"tau2-interval-empty", Severity::note, "the Q-profile interval of τ² is empty",
     "The estimates lie closer together than chance alone would put them; no τ², not even 0, is "
     "compatible at this level.",
     "three trials with nearly the same estimate",
     "Check for double counting and standard errors that are too large."},
    {"several-optima", Severity::note, "the likelihood of τ² has several peaks",
     "Programs that climb from one start may stop at a lower peak and print another result; weald "
     "finds all and takes the highest.",
     "one precise outlying study among imprecise ones",
     "Compare with `--tau2 PM`; look for the study that makes the second peak."},
    {"sparse-events", Severity::note, "events are so few that inverse variance misleads",
     "Adding ½ to zero cells pulls ratios towards 1 and its weights are wrong: in the "
     "rosiglitazone trials it turned an odds ratio of "
     "1.43 into 1.29.",
     "weald pool studies/rosiglitazone --method iv",
     "weald pool studies/rosiglitazone --method mh      (or --method peto)"},
    {"zero-cells-corrected", Severity::note,
     "something was added to the cells of studies with a zero cell",
     "A logarithm of zero does not exist; what is added instead pulls that study's ratio towards "
     "1.",
     "events: 0 in one group",
     "Compare `--method mh`, which adds nothing; `--add`, `--to` choose another correction."},
    {"option-ignored", Severity::note, "an option has no meaning for this method",
     "An interval or model that was asked for and silently not used would be reported as if it had "
     "been.",
     "--method mh --ci HK", "Leave the option out, or use `--method iv`."},
    {"not-estimable", Severity::note, "this method has no answer for these data",
     "Where one group never has an event the odds ratio is 0 or infinite; printing a number would "
     "be an invention.",
     "--method mh, all events in one group", "Report the counts; consider the risk difference."},
    {"no-studies-to-pool", Severity::note, "no study gives a usable number for this pool",
     "An empty pool is shown, not hidden, so that a missing long-term result is seen.",
     "a horizon with only findings in words",
     "Ask the authors for the numbers; the findings are listed."},
    {"contrast-correlation", Severity::note, "studies stand on both sides of a contrast",
     "Results of the same people at two times are correlated; the contrast assumes a correlation "
     "and shows what others would give.",
     "horizons: [short, long] with trials that report both",
     "Set `correlation:` in the analysis to a value you can defend."},
    {"subgroup-not-stated", Severity::note, "studies without a value for the subgroup",
     "They stay in the whole pool but in no subgroup, so the subgroups do not add up to it.",
     "subgroup: design, a study without `design:`",
     "Add the field to the study, or say `design: not stated`."},
    {"missing-moderator", Severity::note, "a study has no value of a moderator",
     "It cannot stand in a meta-regression on that moderator; without this line the model would "
     "look as if it rested on all studies.",
     "weald regress trials.csv --mods dose, one line without a dose",
     "Look the value up, or leave the moderator out."},
    {"collinear-moderators", Severity::note, "a moderator is determined by the others",
     "Two columns that say the same cannot have separate coefficients; inverting them anyway gives "
     "digits that are noise.",
     "--mods \"dose + I(2 * dose)\", or a moderator that is the same in all studies",
     "Leave one of them out of the formula."},
    {"inflated-variance", Severity::note, "moderators carry nearly the same information",
     "A variance inflation above 10 means that less than a tenth of a moderator is its own; which "
     "of the two matters cannot be told from these studies.",
     "--mods \"year + patients-recruited-in\"",
     "Choose one of them, before looking at the results."},
    {"few-studies-per-moderator", Severity::note, "too few studies for so many moderators",
     "With fewer than ten studies a coefficient, chance alone often makes a moderator look "
     "important (Cochrane Handbook 10.11.5.1).",
     "three moderators, 13 studies",
     "Name few moderators in the protocol; report it as exploratory."},
    {"extrapolation", Severity::note, "a prediction lies outside the studies",
     "Nothing in the data says that the line goes on as it does between them.",
     "--at \"dose = 500\" where doses go from 10 to 200",
     "Predict within the range of the studies."},
    {"common-tau2-unavailable", Severity::note, "this estimator has no τ² common to subgroups",
     "The others have no agreed definition for it.", "--tau2 SJ --subgroup-tau2 common",
     "--tau2 REML --subgroup-tau2 common"},
    {"sensitivity-unavailable", Severity::note,
     "a sensitivity analysis has no answer for this pool",
     "Leaving it out in silence would look as if the result had stood the test.",
     "--what influence, two studies",
     "Nothing to mend: report that it could not be done, and why."},
    {"field-not-stated", Severity::note,
     "studies without a value of the field that orders or groups them",
     "A cumulative pool adds them last, which is not where they belong; left out, each counts as a "
     "group of its own.",
     "--what cumulative --by year, a study without `year:`", "Add the field to the study."},
    {"published-not-pooled", Severity::note, "published pooled results are shown, not pooled again",
     "Reviews of one question share trials; pooling their pooled results counts patients twice.",
     "overview: {outcome: pain, measure: SMD}",
     "Nothing to mend: pool the trials themselves where their numbers are known."},
    {"analysis-note", Severity::note, "a note of the review's authors on an analysis",
     "It stands beside the result so that nobody reads one without the other.",
     "note: twins, so the variance is too small", "Nothing to mend."},
    {"duplicate-study", Severity::note, "two rows of a table bear the same study",
     "Rows of one study are not independent; pooled as if they were, the study counts twice.",
     "two lines `Smith 2001` in a CSV",
     "Combine the rows, or give each a label of its own if they are different people."},
    {"several-outcomes", Severity::note, "a table holds several outcomes that are pooled together",
     "An `outcome` column with several values is pooled as one analysis; that is rarely meant.",
     "outcome: pain and disability in one CSV", "Split the table, or use `--subgroup outcome`."},
    {"usage", Severity::error, "the command line could not be understood",
     "A command that guesses may do something else than was meant.", "weald pol", "weald pool"},
    {"cannot-write", Severity::error, "a file could not be written",
     "Results are written whole or not at all, so that no half-written figure is ever used.",
     "weald plot forest … -o /no/such/folder/a.pdf",
     "Make the folder first, or choose another one."},
};

}  // namespace

std::span<const Explanation> note_explanations() { return table; }

}  // namespace weald
