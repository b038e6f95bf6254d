// SPDX-License-Identifier: MIT
// From descriptors to pools: each result of each study is placed in a horizon, one result a study
// is kept, and what is left out is named. One pass over the results for each horizon.
#include <algorithm>

#include <fmt/format.h>

#include "engine/review/dataset_parts.h"

namespace weald {
namespace {

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

ExcludedRow excluded_by_review(const Study& study, const Analysis& analysis, const Span& span) {
  return {.study = study.key,
          .label = std::string(name_of(study)),
          .code = "excluded-by-review",
          .reason = analysis.exclude_why.empty() ? "left out by the review" : analysis.exclude_why,
          .span = span};
}

bool excludes(const Analysis& analysis, const Study& study) {
  return std::any_of(analysis.exclude.begin(), analysis.exclude.end(),
                     [&](const auto& key) { return key.value == study.key; });
}

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

  const Question question{review, analysis, measure};
  Remarks remarks;
  std::vector<Contender> of_study, would_be;
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
        // Other comparisons are no loss of this pool.
        Diagnostics ignored;
        would_be.clear();
        add_candidates(question, *study, result, would_be, ignored);
        if (std::any_of(would_be.begin(), would_be.end(), belongs))
          of_study.push_back(
              place == Place::astride
                  ? refused(*study, result, "time-astride", astride_reason(result.time, *horizon))
                  : refused(*study, result, "time-missing",
                            "no time of follow-up is given, so it belongs to no horizon"));
      }
      const bool has_row =
          std::any_of(of_study.begin() + static_cast<std::ptrdiff_t>(before), of_study.end(),
                      [](const Contender& c) { return c.row.has_value(); });
      if (!result.finding || has_row) continue;
      if (concerns(question, *study, result)) {
        FindingRow finding{.study = study->key,
                           .label = std::string(name_of(*study)),
                           .text = result.finding->value,
                           .source = result.source.value,
                           .time = when_text(result),
                           .span = result.span};
        if (horizon && place == Place::unknown) finding.time = "time not given";
        findings.push_back(std::move(finding));
      } else if (!numbers) {
        add_candidates(question, *study, result, of_study, diagnostics);
      }
    }
    // A study that is pooled is not missed for its other comparisons.
    if (std::any_of(of_study.begin(), of_study.end(),
                    [](const Contender& c) { return c.row.has_value(); }))
      std::erase_if(of_study, [](const Contender& c) { return !belongs(c); });
    if (excludes(analysis, *study) && (!of_study.empty() || !findings.empty())) {
      const Span span = of_study.empty() ? findings.front().span : of_study.front().result->span;
      out.excluded.push_back(excluded_by_review(*study, analysis, span));
      continue;
    }
    settle(of_study, *study, analysis, horizon, remarks, diagnostics);
    std::stable_sort(of_study.begin(), of_study.end(),
                     [](const Contender& a, const Contender& b) { return a.order < b.order; });
    for (Contender& candidate : of_study) {
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

// ---- What no pool holds ----

/// Whether a result lies in none of the horizons, nor in another one of the review: those were left
/// out by choice.
bool outside_all(const Review& review, const Result& result,
                 const std::vector<const Horizon*>& horizons) {
  if (!result.horizon.value.empty() || !result.time.given()) return false;
  const auto outside = [&](const Horizon& horizon) {
    return place_of(result, &horizon) == Place::outside;
  };
  return std::all_of(review.horizons.begin(), review.horizons.end(), outside) &&
         std::all_of(horizons.begin(), horizons.end(),
                     [&](const Horizon* horizon) { return outside(*horizon); });
}

bool names(const Dataset& pool, const Study& study) {
  const auto of_study = [&](const auto& item) { return item.study == study.key; };
  return std::any_of(pool.rows.begin(), pool.rows.end(), of_study) ||
         std::any_of(pool.excluded.begin(), pool.excluded.end(), of_study) ||
         std::any_of(pool.findings.begin(), pool.findings.end(), of_study);
}

/// Names the results between and beyond the horizons once, in the first pool.
void add_outside(std::vector<Dataset>& pools, const Question& question,
                 const std::vector<const Horizon*>& horizons,
                 const std::vector<const Study*>& studies) {
  if (pools.empty() || !horizons.front()) return;
  std::vector<ExcludedRow>& excluded = pools.front().excluded;
  std::vector<Contender> would_be;
  for (const Study* study : studies) {
    const bool by_review = excludes(question.analysis, *study);
    for (const Result& result : study->results) {
      if (result.misread || result.outcome.value != question.analysis.outcome.value ||
          !outside_all(question.review, result, horizons))
        continue;
      Diagnostics ignored;  // what is wrong with such a result harms no pool
      would_be.clear();
      add_candidates(question, *study, result, would_be, ignored);
      if (std::none_of(would_be.begin(), would_be.end(), belongs) &&
          !(result.finding && concerns(question, *study, result)))
        continue;
      if (!by_review) {
        excluded.push_back(
            *refused(*study, result, "outside-horizons", outside_reason(result, horizons))
                 .excluded);
      } else if (std::none_of(pools.begin(), pools.end(),
                              [&](const Dataset& pool) { return names(pool, *study); })) {
        excluded.push_back(excluded_by_review(*study, question.analysis, result.span));
      }
    }
  }
  std::stable_sort(excluded.begin(), excluded.end(),
                   [](const ExcludedRow& a, const ExcludedRow& b) { return a.study < b.study; });
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
  const std::vector<const Horizon*> horizons =
      chosen_horizons(review, analysis, selection, diagnostics);
  for (const Horizon* horizon : horizons)
    out.push_back(dataset_of(review, analysis, *measure, horizon, studies, diagnostics));
  add_outside(out, {review, analysis, *measure}, horizons, studies);
  return out;
}

}  // namespace weald
