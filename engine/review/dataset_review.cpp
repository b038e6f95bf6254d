// SPDX-License-Identifier: MIT
// From descriptors to pools: each result of each study is placed in a horizon, one result a study
// is kept, and what is left out is named. One pass over the results for each horizon.
#include <algorithm>
#include <map>
#include <unordered_set>

#include <fmt/format.h>

#include "engine/review/dataset_parts.h"

namespace weald {
namespace {

// ---- Several results in one window ----

/// Leaves one candidate with a row for each study and group, as `when-several` says.
void settle(std::vector<Candidate>& of_study, const Study& study, const Analysis& analysis,
            const Horizon* horizon, Remarks& remarks, Diagnostics& diagnostics) {
  std::map<std::optional<std::string>, std::vector<std::size_t>> by_group;
  for (std::size_t i = 0; i < of_study.size(); ++i)
    if (of_study[i].row) by_group[of_study[i].row->group].push_back(i);
  std::vector<bool> drop(of_study.size());
  for (const auto& [group, indices] : by_group) {
    if (indices.size() < 2) continue;
    const auto time = [&](std::size_t i) -> const Time& { return of_study[i].result->time; };
    const bool ordered =
        std::all_of(indices.begin(), indices.end(), [&](std::size_t i) { return time(i).given(); });
    const auto earlier = [&](std::size_t i, std::size_t j) {
      const auto rank = [&](const Time& t) {
        return t.baseline ? std::pair(-1.0, -1.0) : std::pair(t.to, t.from);
      };
      return rank(time(i)) < rank(time(j));
    };
    std::size_t keep = indices.front();
    bool tie = false;
    if (ordered && analysis.when_several != WhenSeveral::refuse) {
      keep = analysis.when_several == WhenSeveral::latest
                 ? *std::max_element(indices.begin(), indices.end(), earlier)
                 : *std::min_element(indices.begin(), indices.end(), earlier);
      tie = std::any_of(indices.begin(), indices.end(), [&](std::size_t i) {
        return i != keep && !earlier(i, keep) && !earlier(keep, i);
      });
    }
    const std::string who = group ? fmt::format("{} ({})", study.key, *group) : study.key;
    if (!ordered || tie || analysis.when_several == WhenSeveral::refuse) {
      const Result &first = *of_study[indices[0]].result, &second = *of_study[indices[1]].result;
      const std::string where = horizon ? fmt::format("in the horizon `{}`", horizon->key)
                                        : fmt::format("in the analysis `{}`", analysis.key);
      Diagnostic& d =
          diagnostics.error("several-results-in-horizon", second.span,
                            fmt::format("{} has {} results {}, and a study counts once in a pool",
                                        who, indices.size(), where),
                            tie ? "two of them have the same time: keep one, or say in `exclude:` "
                                  "or `horizons:` which is meant"
                                : "say `when-several: latest` or `when-several: earliest` in the "
                                  "analysis, or keep one of them");
      d.primary.text = fmt::format("a second one: {}", when_text(second));
      d.secondary.push_back({first.span, fmt::format("the first: {}", when_text(first))});
    } else {
      std::string others;
      for (const std::size_t i : indices)
        if (i != keep)
          others += fmt::format("{}{}", others.empty() ? "" : ", ", when_text(*of_study[i].result));
      remarks["result-chosen"].push_back(fmt::format("{}: {} taken, not {}",
                                                     of_study[keep].row->label,
                                                     when_text(*of_study[keep].result), others));
    }
    for (const std::size_t i : indices) drop[i] = i != keep;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < of_study.size(); ++i) {
    if (drop[i]) continue;
    if (kept != i) of_study[kept] = std::move(of_study[i]);
    ++kept;
  }
  of_study.erase(of_study.begin() + static_cast<std::ptrdiff_t>(kept), of_study.end());
}

// ---- Notes ----

struct NoteKind {
  std::string_view code, begins;
};
constexpr NoteKind note_kinds[] = {
    {"result-chosen", "several results of a study in one window"},
    {"groups-combined", "groups of one treatment combined (Cochrane Handbook 6.5.2.10)"},
    {"sd-derived", "standard deviations computed from what is printed"},
    {"direction-reversed", "reported the other way round, so the sign is turned"},
};

std::vector<Note> notes_of(const Analysis& analysis, const Remarks& remarks) {
  std::vector<Note> notes;
  for (const NoteKind& kind : note_kinds) {
    const auto at = remarks.find(kind.code);
    if (at == remarks.end()) continue;
    std::string message(kind.begins);
    if (kind.code == "result-chosen")
      message += analysis.when_several == WhenSeveral::latest ? " (the latest counts)"
                                                              : " (the earliest counts)";
    std::string_view separator = ": ";
    for (const std::string& item : at->second) {
      message += separator;
      message += item;
      separator = "; ";
    }
    notes.push_back({kind.code, std::move(message)});
  }
  return notes;
}

// ---- One pool ----

Dataset dataset_of(const Review& review, const Analysis& analysis, const Measure& measure,
                   const Horizon* horizon, const std::vector<const Study*>& studies,
                   Diagnostics& diagnostics) {
  Dataset out;
  out.analysis = analysis.key;
  out.title = analysis.title;
  out.horizon = horizon;
  out.measure = &measure;
  const Outcome* outcome = review.outcome(analysis.outcome.value);
  out.outcome_label = outcome && !outcome->label.empty() ? outcome->label : analysis.outcome.value;
  for (const auto& treatment : analysis.compare)
    out.arm_labels.push_back(treatment_name(review, treatment.value));

  std::unordered_set<std::string_view> excluded;
  for (const auto& key : analysis.exclude) excluded.insert(key.value);

  const Question question{review, analysis, measure};
  Remarks remarks;
  std::vector<Candidate> of_study, would_be;
  for (const Study* study : studies) {
    of_study.clear();
    std::vector<FindingRow> findings;
    for (const Result& result : study->results) {
      if (result.misread || result.outcome.value != analysis.outcome.value) continue;
      const Place place = place_of(result, horizon);
      if (place == Place::outside) continue;
      const bool numbers = result.effect || !result.data.empty();
      const std::size_t before = of_study.size();
      if (numbers && place == Place::inside) {
        add_candidates(question, *study, result, of_study, diagnostics);
      } else if (numbers) {
        // Only what would have been a row is missed: other comparisons are no loss of this pool.
        Diagnostics ignored;
        would_be.clear();
        add_candidates(question, *study, result, would_be, ignored);
        if (std::any_of(would_be.begin(), would_be.end(),
                        [](const Candidate& c) { return c.row.has_value(); }))
          of_study.push_back(
              place == Place::astride
                  ? refused(*study, result, "time-astride", astride_reason(result.time, *horizon))
                  : refused(*study, result, "time-missing",
                            "no time of follow-up is given, so it belongs to no horizon"));
      }
      const bool has_row =
          std::any_of(of_study.begin() + static_cast<std::ptrdiff_t>(before), of_study.end(),
                      [](const Candidate& c) { return c.row.has_value(); });
      if (result.finding && !has_row && concerns(question, *study, result)) {
        FindingRow finding{.study = study->key,
                           .label = std::string(name_of(*study)),
                           .text = result.finding->value,
                           .source = result.source.value,
                           .time = when_text(result),
                           .span = result.span};
        if (horizon && place == Place::unknown) finding.time = "time not given";
        findings.push_back(std::move(finding));
      }
    }
    if (excluded.contains(study->key) && (!of_study.empty() || !findings.empty())) {
      const Span span = of_study.empty() ? findings.front().span : of_study.front().result->span;
      out.excluded.push_back(
          {.study = study->key,
           .label = std::string(name_of(*study)),
           .code = "excluded-by-review",
           .reason = analysis.exclude_why.empty() ? "left out by the review" : analysis.exclude_why,
           .span = span});
      continue;
    }
    settle(of_study, *study, analysis, horizon, remarks, diagnostics);
    std::stable_sort(of_study.begin(), of_study.end(),
                     [](const Candidate& a, const Candidate& b) { return a.order < b.order; });
    for (Candidate& candidate : of_study) {
      for (auto& [code, items] : candidate.remarks)
        std::move(items.begin(), items.end(), std::back_inserter(remarks[code]));
      if (candidate.row) out.rows.push_back(std::move(*candidate.row));
      if (candidate.excluded) out.excluded.push_back(std::move(*candidate.excluded));
    }
    std::move(findings.begin(), findings.end(), std::back_inserter(out.findings));
  }
  out.notes = notes_of(analysis, remarks);
  return out;
}

}  // namespace

std::vector<Dataset> datasets(const Review& review, const Analysis& analysis,
                              const Selection& selection, Diagnostics& diagnostics) {
  if (analysis.overview) return {};
  const Measure* measure =
      selection.measure ? selection.measure : find_measure(analysis.measure.value);
  if (!measure) {
    diagnostics.error("measure-needed", analysis.span,
                      fmt::format("the analysis `{}` names no effect measure", analysis.key),
                      "add a line such as `measure: RR`; `weald list measures` shows them all");
    return {};
  }
  std::vector<const Study*> studies;
  studies.reserve(review.studies.size());
  for (const Study& study : review.studies) studies.push_back(&study);
  std::stable_sort(studies.begin(), studies.end(),
                   [](const Study* a, const Study* b) { return a->key < b->key; });
  std::vector<Dataset> out;
  for (const Horizon* horizon : chosen_horizons(review, analysis, selection, diagnostics))
    out.push_back(dataset_of(review, analysis, *measure, horizon, studies, diagnostics));
  return out;
}

}  // namespace weald
