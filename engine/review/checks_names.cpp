// SPDX-License-Identifier: MIT
// Errors of names: what is spoken of must be declared, and what is declared must hang together.
#include <algorithm>
#include <cctype>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/text/identifier.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using Names = std::vector<std::string_view>;

/// Whether what review.yaml declares was not understood: then every use of a name would be
/// reported.
bool unread(const Review& review, const Names& names, const Diagnostics& diagnostics) {
  return names.empty() && ErrorPlaces(diagnostics).in_source(review.source);
}

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <class Items>
Names keys_of(const Items& items) {
  Names names;
  names.reserve(items.size());
  for (const auto& item : items) names.push_back(item.key);
  return names;
}

/// «did you mean …?», or what there is.
std::string remedy(std::string_view word, const Names& names, std::string_view where) {
  std::string help = did_you_mean(word, names);
  if (!help.empty()) return help;
  return names.empty() ? fmt::format("{} has none; add it there", where)
                       : fmt::format("{} has {}", where, listing(names));
}

/// Reports `name` under `code` unless it is among `names`; an empty one was not given.
void must_be_among(const Located<std::string>& name, const Names& names, std::string_view code,
                   std::string_view what, std::string_view where, Diagnostics& diagnostics) {
  if (name.value.empty() || has(names, name.value)) return;
  diagnostics.error(code, name.span, fmt::format("unknown {} `{}`", what, name.value),
                    remedy(name.value, names, where));
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// The lists of the review and of its analyses.
template <class Visit>
void for_each_choice_list(const Review& review, Visit visit) {
  for (const ChoiceList& list : review.multiverse) visit(list);
  for (const Analysis& analysis : review.analyses)
    for (const ChoiceList& list : analysis.multiverse) visit(list);
}

/// A paper that is named by an identifier instead of a key: doi:10.…, pmid:…, pmc:…, openalex:…, or
/// a number of a register. A bare DOI is none: the prefix tells it from a misprinted key.
bool is_identifier(std::string_view text) {
  return !text.starts_with("10.") && !normal_identifier(text).empty();
}

/// Suggesting among 10,000 studies is slow work: a review whose every citation is unknown gets a
/// few suggestions only.
constexpr int most_suggestions = 50;

}  // namespace

void unknown_outcome(const Review& review, Diagnostics& diagnostics) {
  const Names names = keys_of(review.outcomes);
  if (unread(review, names, diagnostics)) return;
  const auto check = [&](const Located<std::string>& outcome) {
    must_be_among(outcome, names, "unknown-outcome", "outcome", "`outcomes:` of review.yaml",
                  diagnostics);
  };
  for (const Analysis& analysis : review.analyses) {
    check(analysis.outcome);
    if (analysis.overview) check(analysis.overview->outcome);
  }
  for_each_result(review, [&](const Study&, const Result& result) { check(result.outcome); });
  for (const Reference& reference : review.references)
    for (const PublishedPool& pool : reference.pooled) check(pool.outcome);
}

void unknown_group(const Review&, const Study& study, const Result& result,
                   Diagnostics& diagnostics) {
  if (study.groups.empty() && study.misread)
    return;  // they may stand under a key that was not understood
  const auto missing = [&](const Located<std::string>& group) {
    return !group.value.empty() && !study.group(group.value);
  };
  const auto report = [&](const Located<std::string>& group) {
    const Names names = keys_of(study.groups);
    diagnostics.error("unknown-group", group.span, fmt::format("unknown group `{}`", group.value),
                      remedy(group.value, names, "`groups:` of this study"));
  };
  // A cohort without `groups:` has one group, which its data may call what they like.
  const bool one_cohort = study.groups.empty() && result.data.size() == 1;
  for (const GroupData& data : result.data) {
    // Where the data are no map of groups, what stands there are no names either.
    const bool nothing_read = data.misread && !data.events && !data.n && !data.mean && !data.median;
    if (!one_cohort && !nothing_read && missing(data.group)) report(data.group);
  }
  for (const Located<std::string>& group : result.between)
    if (missing(group)) report(group);
  if (result.between.size() == 2 && result.between[0].value == result.between[1].value)
    diagnostics.error(
        "bad-compare", result.between[1].span,
        fmt::format("`between` compares `{}` with itself", result.between[1].value),
        "type the two groups that the effect compares, experimental first: between: [gc, control]");
}

void unknown_treatment(const Review& review, Diagnostics& diagnostics) {
  const Names names = keys_of(review.treatments);
  if (unread(review, names, diagnostics)) return;
  const auto check = [&](const Located<std::string>& treatment) {
    must_be_among(treatment, names, "unknown-treatment", "treatment",
                  "`treatments:` of review.yaml", diagnostics);
  };
  for (const Study& study : review.studies)
    for (const Group& group : study.groups) check(group.treatment);
  for (const Analysis& analysis : review.analyses)
    for (const Located<std::string>& treatment : analysis.compare) check(treatment);

  // `group:` of an analysis chooses by treatment, by label or by the group's own key.
  const bool choosing =
      std::any_of(review.analyses.begin(), review.analyses.end(),
                  [](const Analysis& analysis) { return !analysis.group.empty(); });
  if (!choosing || std::any_of(review.studies.begin(), review.studies.end(),
                               [](const Study& s) { return s.misread; }))
    return;
  std::unordered_set<std::string_view> known(names.begin(), names.end());
  for (const Study& study : review.studies)
    for (const Group& group : study.groups) known.insert({group.key, group.label});
  for (const Analysis& analysis : review.analyses)
    for (const Located<std::string>& chosen : analysis.group)
      if (!known.contains(chosen.value)) {
        Names all(known.begin(), known.end());
        std::sort(all.begin(), all.end());
        const std::string near = did_you_mean(chosen.value, all);
        diagnostics.error(
            "unknown-group", chosen.span,
            fmt::format("no group of any study is `{}`", chosen.value),
            near.empty() ? "type a treatment of review.yaml, or a group's label or key" : near);
      }
}

void unknown_horizon(const Review& review, Diagnostics& diagnostics) {
  const Names names = keys_of(review.horizons);
  if (unread(review, names, diagnostics)) return;
  const auto check = [&](const Located<std::string>& horizon) {
    must_be_among(horizon, names, "unknown-horizon", "horizon", "`horizons:` of review.yaml",
                  diagnostics);
  };
  for (const Analysis& analysis : review.analyses)
    for (const Located<std::string>& horizon : analysis.horizons) check(horizon);
  for_each_choice_list(review, [&](const ChoiceList& list) {
    if (list.name.value != "horizon") return;
    for (const Located<std::string>& horizon : list.values) check(horizon);
  });
  for_each_result(review, [&](const Study&, const Result& result) { check(result.horizon); });
  for (const Reference& reference : review.references)
    for (const PublishedPool& pool : reference.pooled) check(pool.horizon);
}

void unknown_citation(const Review& review, Diagnostics& diagnostics) {
  if (review.references.empty() && references_unread(review, diagnostics)) return;
  Names names = keys_of(review.studies);
  for (const Reference& reference : review.references) names.push_back(reference.key);
  const std::unordered_set<std::string_view> known(names.begin(), names.end());
  int suggestions = 0;
  const auto check = [&](const Located<std::string>& cited) {
    if (cited.value.empty() || known.contains(cited.value) || is_identifier(cited.value)) return;
    std::string help = identifier_problem(cited.value);
    if (!help.empty()) {
    } else if (is_identifier("doi:" + cited.value))
      help = fmt::format("type \"doi:{}\" for a paper outside the review", cited.value);
    else if (all_digits(cited.value))
      help = fmt::format("type \"pmid:{}\" for a paper outside the review", cited.value);
    else if (suggestions++ < most_suggestions)
      help = did_you_mean(cited.value, names);
    if (help.empty())
      help =
          "type the key of a study or of an entry of references.yaml, or \"doi:…\", \"pmid:…\", "
          "\"NCT…\"";
    diagnostics.error("unknown-citation", cited.span,
                      fmt::format("unknown paper `{}`", cited.value), help);
  };
  const auto check_all = [&](const std::vector<Located<std::string>>& papers) {
    for (const Located<std::string>& paper : papers) check(paper);
  };
  const auto check_citation = [&](const Citation& citation) {
    for (const CitedPaper& cited : citation.cites) check(cited.paper);
    check(citation.version_of);
    for (const NoticeEntry& notice : citation.notices) check(notice.notice);
    for (const auto* papers : {&citation.reports, &citation.retracts, &citation.corrects,
                               &citation.concerns, &citation.distinct_from})
      check_all(*papers);
  };
  for (const Study& study : review.studies) check_citation(study.citation);
  for (const Reference& reference : review.references) {
    check_citation(reference.citation);
    check_all(reference.includes);
  }
}

void unknown_evidence(const Review& review, Diagnostics& diagnostics) {
  Names names;
  for (const Analysis& analysis : review.analyses) names.push_back(analysis.key);
  if (unread(review, names, diagnostics)) return;
  const Names horizons = keys_of(review.horizons);
  for (const Reference& reference : review.references)
    for (const Recommendation& recommendation : reference.recommendations)
      for (const Located<std::string>& result : recommendation.rests_on) {
        const std::string_view text = result.value;
        const std::size_t slash = text.find('/');
        const std::string analysis(text.substr(0, slash));
        const std::string horizon(slash == text.npos ? "" : text.substr(slash + 1));
        const bool known = has(names, analysis);
        if (known && (slash == text.npos || has(horizons, horizon))) continue;
        diagnostics.error(
            "unknown-evidence", result.span,
            fmt::format("no {} `{}`", known ? "horizon" : "analysis", known ? horizon : analysis),
            known ? remedy(horizon, horizons, "`horizons:` of review.yaml")
                  : remedy(analysis, names, "`analyses:` of review.yaml"));
      }
}

void unknown_study(const Review& review, Diagnostics& diagnostics) {
  if (std::all_of(review.analyses.begin(), review.analyses.end(),
                  [](const Analysis& analysis) { return analysis.exclude.empty(); }))
    return;
  const Names names = keys_of(review.studies);
  const std::unordered_set<std::string_view> known(names.begin(), names.end());
  for (const Analysis& analysis : review.analyses)
    for (const Located<std::string>& study : analysis.exclude)
      if (!known.contains(study.value))
        diagnostics.error("unknown-study", study.span, fmt::format("no study `{}`", study.value),
                          remedy(study.value, names, "the review"));
}

void unknown_field(const Review& review, Diagnostics& diagnostics) {
  for (const Study& study : review.studies)
    if (study.misread) return;  // the field may stand in what was not understood
  std::unordered_set<std::string_view> known;
  const auto gather = [&](const Scalars& scalars) {
    for (const auto& [key, value] : scalars) known.insert(key);
  };
  const auto gather_all = [&] {
    // What a row has by itself, whatever its study says.
    known = {"study", "group", "label", "treatment", "year", "time"};
    for (const Study& study : review.studies) {
      gather(study.fields);
      for (const Group& group : study.groups) gather(group.moderators);
      for (const Result& result : study.results) gather(result.moderators);
    }
  };
  const auto check = [&](const Located<std::string>& field, std::string_view what,
                         std::span<const std::string_view> more) {
    if (field.value.empty()) return;
    if (known.empty()) gather_all();
    if (known.contains(field.value)) return;
    Names names(known.begin(), known.end());
    std::sort(names.begin(), names.end());
    names.insert(names.begin(), more.begin(), more.end());
    diagnostics.error("unknown-field", field.span, fmt::format(fmt::runtime(what), field.value),
                      remedy(field.value, names, "the review"));
  };
  for (const Analysis& analysis : review.analyses)
    check(analysis.subgroup, "no study has a field `{}` to make subgroups of", {});
  for_each_choice_list(review, [&](const ChoiceList& list) {
    const auto& choices = multiverse_choices;
    if (std::find(choices.begin(), choices.end(), list.name.value) == choices.end())
      check(list.name, "`{}` is neither a choice of the multiverse nor a field of a study",
            choices);
  });
}

void unknown_measure(const EffectAt& effect, Diagnostics& diagnostics) {
  const Located<std::string>& name = effect.printed.measure;
  if (name.value.empty() || effect.measure) return;
  Names names;
  for (const Measure& measure : measures()) names.push_back(measure.key);
  const std::string near = did_you_mean(name.value, names);
  diagnostics.error("unknown-measure", name.span, fmt::format("unknown measure `{}`", name.value),
                    near.empty()
                        ? "`weald list measures` names them all; an estimate of another kind is GEN"
                        : near);
}

void analysis_measure(const Review&, const Analysis& analysis, Diagnostics& diagnostics) {
  const auto check = [&](const Located<std::string>& name) {
    PrintedEffect named;
    named.measure = name;
    unknown_measure(effect_at(named, EffectRole::reported), diagnostics);
  };
  check(analysis.measure);
  if (analysis.overview) check(analysis.overview->measure);
}

}  // namespace weald
