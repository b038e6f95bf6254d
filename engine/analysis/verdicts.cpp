// SPDX-License-Identifier: MIT
// One word for what a study found at a horizon, from its own interval.
#include "engine/analysis/verdicts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/analysis/run.h"

namespace weald {
namespace {

/// A place of the answer: a study at a horizon.
using Place = std::pair<std::string, std::optional<std::string>>;

Verdict verdict_of(const StudyResult& study, const Measure& measure, Better better) {
  const bool above = study.ci.lower > measure.none, below = study.ci.upper < measure.none;
  if (!above && !below) return Verdict::inconclusive;
  if (better == Better::unknown) return Verdict::different;
  return above == (better == Better::higher) ? Verdict::favourable : Verdict::unfavourable;
}

/// The effects of an analysis as if its reviewers had left nobody out.
std::vector<Pooling> with_the_excluded(const Review& review, const AnalysisReport& report,
                                       const Analysis& analysis) {
  Analysis everybody = analysis;
  everybody.exclude.clear();
  const Choices& choices = report.pools.front().choices;
  Diagnostics said_already;
  std::vector<Pooling> pools;
  for (const Dataset& set :
       datasets(review, everybody, {.measure = choices.measure, .horizons = choices.horizons},
                said_already))
    pools.push_back(effects_of(set, choices, false));
  return pools;
}

std::vector<Pooling> pools_of(const Review& review, const AnalysisReport& report) {
  const Analysis* analysis = review.analysis(report.key);
  if (analysis != nullptr && !analysis->exclude.empty() && !report.pools.empty())
    return with_the_excluded(review, report, *analysis);
  std::vector<Pooling> wholes;
  for (const Pooling& pool : report.pools)
    if (!pool.subgroup) wholes.push_back(pool);
  return wholes;
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::none:
      return "none";
    case Verdict::words:
      return "words";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::favourable:
      return "favourable";
    case Verdict::unfavourable:
      return "unfavourable";
    case Verdict::different:
      return "different";
  }
  return "none";
}

std::vector<StudyVerdict> verdicts(const Report& report, const Review& review) {
  struct Found {
    Verdict verdict;
    std::string analysis;
  };
  std::map<Place, Found> numbers, words;
  for (const AnalysisReport& analysis : report.analyses) {
    if (analysis.overview) continue;
    for (const Pooling& pool : pools_of(review, analysis)) {
      if (pool.measure != nullptr && !std::isnan(pool.measure->none))
        for (const StudyResult& study : pool.studies)
          numbers.emplace(Place{study.row.study, pool.horizon},
                          Found{verdict_of(study, *pool.measure, analysis.better), analysis.key});
      for (const FindingRow& finding : pool.findings)
        words.emplace(Place{finding.study, pool.horizon}, Found{Verdict::words, analysis.key});
    }
  }
  std::vector<std::optional<std::string>> horizons;
  for (const Horizon& horizon : review.horizons) horizons.emplace_back(horizon.key);
  horizons.emplace_back();  // analyses without horizons
  std::vector<StudyVerdict> result;
  for (const Study& study : review.studies)
    for (const auto& horizon : horizons) {
      const Place place{study.key, horizon};
      const auto number = numbers.find(place);
      const auto word = words.find(place);
      StudyVerdict entry{.study = study.key, .horizon = horizon};
      if (const Found* found = number != numbers.end() ? &number->second
                               : word != words.end()   ? &word->second
                                                       : nullptr) {
        entry.verdict = found->verdict;
        entry.analysis = found->analysis;
      } else if (!horizon && !review.horizons.empty()) {
        continue;  // a review by horizon says nothing outside of them
      }
      result.push_back(std::move(entry));
    }
  return result;
}

}  // namespace weald
