// SPDX-License-Identifier: MIT
// Errors that show only when results are pooled: people counted twice, and data that a measure
// cannot use.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/review/dataset_parts.h"
#include "engine/text/identifier.h"

namespace weald {
namespace {

/// The groups of a study that a result brings into a comparison of the analysis, sorted.
std::vector<std::string_view> compared_groups(const Analysis& analysis, const Study& study,
                                              const Result& result) {
  std::vector<std::string_view> keys;
  const auto add = [&](std::string_view key) {
    const Group* group = study.group(key);
    if (!group) return;
    for (const auto& treatment : analysis.compare)
      if (treatment.value == group->treatment.value) keys.push_back(group->key);
  };
  if (!result.data.empty())
    for (const GroupData& data : result.data) add(data.group.value);
  else if (result.effect)
    for (const auto& group : result.between) add(group.value);
  std::sort(keys.begin(), keys.end());
  return keys;
}

bool same_time(const Result& a, const Result& b) {
  if (a.time.given() != b.time.given()) return false;
  if (!a.time.given()) return a.horizon.value == b.horizon.value;
  return a.time.baseline == b.time.baseline && a.time.from == b.time.from && a.time.to == b.time.to;
}

Span place_of(const Result& result, std::string_view group) {
  for (const GroupData& data : result.data)
    if (data.group.value == group) return data.group.span;
  for (const auto& key : result.between)
    if (key.value == group) return key.span;
  return result.outcome.span;
}

std::string upper(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (std::isspace(static_cast<unsigned char>(c)) == 0)
      result += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

std::string measures_for(unsigned kind, bool two_groups) {
  std::vector<std::string_view> keys;
  for (const Measure& measure : measures())
    if ((measure.kinds & kind) != 0 && measure.two_groups == two_groups)
      keys.push_back(measure.key);
  return keys.empty() ? std::string("no measure") : listing(keys);
}

/// The kind of raw data that a result holds for an analysis; 0 where it is a finished estimate or
/// unclear.
unsigned kind_of(const Pool& pool, const Result& result) {
  if (result.effect || result.data.empty()) return 0;
  if (pool.analysis.compare.empty()) return kind_bit(raw_data(result.data.front()));
  return result.data.size() < 2 ? 0 : kind_bit(raw_data(result.data[0], result.data[1]));
}

/// What a group's numbers are about: counts, measurements, a correlation, or alpha.
enum class Family { none, counts, means, correlation, alpha };

Family family_of(const GroupData& data) {
  if (data.events && (data.n || data.person_time)) return Family::counts;
  if (data.mean || data.median) return Family::means;
  if (data.alpha && data.n) return Family::alpha;
  return data.r && data.n ? Family::correlation : Family::none;
}

std::string_view family_name(Family family) {
  switch (family) {
    case Family::counts:
      return "events";
    case Family::means:
      return "mean";
    case Family::correlation:
      return "correlation";
    case Family::alpha:
      return "alpha";
    case Family::none:
      break;
  }
  return "numbers";
}

bool takes(const Measure& measure, Family family) {
  const auto any = [&](auto... kinds) {
    return (measure.kinds & (static_cast<unsigned>(kinds) | ...)) != 0;
  };
  using enum DataKind;
  switch (family) {
    case Family::counts:
      return any(two_by_two, two_rates, proportion, rate, observed_expected);
    case Family::means:
      return any(two_means, standardised, DataKind::mean);
    case Family::correlation:
      return any(DataKind::correlation);
    case Family::alpha:
      return any(DataKind::reliability);
    case Family::none:
      break;
  }
  return true;
}

/// The first group of the comparison whose numbers are of a family that the measure cannot use.
const GroupData* odd_group(const Pool& pool, const Study& study, const Result& result) {
  if (result.effect) return nullptr;
  for (const GroupData& data : result.data) {
    const Group* group = study.group(data.group.value);
    const auto& compare = pool.analysis.compare;
    const bool compared = compare.empty() ||
                          (group && std::any_of(compare.begin(), compare.end(), [&](const auto& t) {
                             return t.value == group->treatment.value;
                           }));
    if (compared && !takes(*pool.dataset.measure, family_of(data))) return &data;
  }
  return nullptr;
}

}  // namespace

void shared_group(const Review& review, Diagnostics& diagnostics) {
  for (const Analysis& analysis : review.analyses) {
    if (analysis.compare.size() != 2) continue;
    for (const Study& study : review.studies) {
      std::vector<const Result*> results;
      for (const Result& result : study.results)
        if (!result.misread && result.outcome.value == analysis.outcome.value &&
            (!result.data.empty() || result.effect))
          results.push_back(&result);
      for (std::size_t j = 1; j < results.size(); ++j)
        for (std::size_t i = 0; i < j; ++i) {
          if (!same_time(*results[i], *results[j])) continue;
          const auto a = compared_groups(analysis, study, *results[i]),
                     b = compared_groups(analysis, study, *results[j]);
          const auto shared = std::find_first_of(a.begin(), a.end(), b.begin(), b.end());
          if (a == b || shared == a.end()) continue;
          Diagnostic& d = diagnostics.error(
              "shared-group", place_of(*results[j], *shared),
              fmt::format("the people of group `{}` would be counted twice in the analysis `{}`",
                          *shared, analysis.key),
              "put all groups of the outcome into one result: groups of one treatment are then "
              "combined; or leave one "
              "comparison out");
          d.primary.text = "again here";
          d.secondary.push_back({place_of(*results[i], *shared), "counted here"});
          i = j;  // one complaint a result
        }
    }
  }
}

void same_registration_twice(const Review& review, const Analysis& analysis,
                             Diagnostics& diagnostics) {
  const Measure* measure = find_measure(analysis.measure.value);
  if (!measure || analysis.misread || analysis.overview) return;
  // Asked of every result that belongs here, also of one whose numbers have an error: the trial is
  // there twice all the same.
  const Question question{review, analysis, *measure};
  std::vector<const Horizon*> horizons;
  for (const auto& key : analysis.horizons)
    if (const Horizon* horizon = review.horizon(key.value)) horizons.push_back(horizon);
  if (horizons.empty()) horizons.push_back(nullptr);
  std::unordered_set<std::string_view> excluded;
  for (const auto& key : analysis.exclude) excluded.insert(key.value);

  std::unordered_set<const Study*> reported;
  for (const Horizon* horizon : horizons) {
    std::unordered_map<std::string, const Study*> seen;
    for (const Study& study : review.studies) {
      const Located<std::string>& registration = study.citation.registration;
      if (registration.value.empty() || excluded.contains(study.key)) continue;
      const bool enters =
          std::any_of(study.results.begin(), study.results.end(), [&](const Result& result) {
            return result.outcome.value == analysis.outcome.value &&
                   (result.effect || !result.data.empty()) &&
                   place_of(result, horizon) == Place::inside && concerns(question, study, result);
          });
      if (!enters) continue;
      // A trial may stand in several registers, and be written in several ways.
      std::vector<std::string> numbers = registrations_in(registration.value);
      if (numbers.empty()) numbers.push_back(upper(registration.value));
      const Study* same = nullptr;
      for (const std::string& number : numbers) {
        const auto [first, is_new] = seen.try_emplace(number, &study);
        if (!is_new && !same) same = first->second;
      }
      if (!same || same == &study || !reported.insert(&study).second) continue;
      Diagnostic& d = diagnostics.error(
          "same-registration-twice", registration.span,
          fmt::format("the trial {} enters the analysis `{}` twice: as {} and as {}",
                      registration.value, analysis.key, same->key, study.key),
          "two papers on one trial count once: keep the result of one of them, or name the other "
          "in `exclude:` of the analysis");
      d.secondary.push_back({same->citation.registration.span, "the same registration"});
    }
  }
}

void measure_does_not_fit(const Pool& pool, Diagnostics& diagnostics) {
  if (!pool.dataset.measure) return;
  const Measure& measure = *pool.dataset.measure;
  struct Misfit {
    Span span;
    unsigned kind;           // of raw data; 0 where `from` says it
    std::string from, help;  // in words
  };
  std::vector<Misfit> misfits;
  std::size_t fitting = 0;
  for (const Row& row : pool.dataset.rows) {
    const unsigned kind = kind_bit(row.data);
    if (kind == 0) continue;
    if ((measure.kinds & kind) != 0)
      ++fitting;
    else
      misfits.push_back({row.span, kind, {}, {}});
  }
  std::unordered_set<const Result*> seen;
  for (const ExcludedRow& excluded : pool.dataset.excluded) {
    if (excluded.code != "wrong-data" && excluded.code != "missing-data") continue;
    Row row;
    row.study = excluded.study;
    row.span = excluded.span;
    const Result* result = pool.result(row);
    if (!result || result->misread || seen.contains(result)) continue;
    const unsigned kind = excluded.code == "wrong-data" ? kind_of(pool, *result) : 0;
    if (kind != 0 && (measure.kinds & kind) == 0) {
      seen.insert(result);
      misfits.push_back({result->outcome.span, kind, {}, {}});
    } else if (result->effect && result->data.empty() && excluded.code == "wrong-data") {
      const Located<std::string>& printed = result->effect->measure;
      seen.insert(result);
      misfits.push_back(
          {printed.span.known() ? printed.span : result->outcome.span, 0,
           fmt::format("a finished {}", printed.value),
           fmt::format("an effect is pooled with others of its measure: enter the groups' numbers "
                       "in `data:`, or name the study in `exclude:` of the analysis; `measure: "
                       "GEN` takes any effect, for those who know that theirs may be mixed")});
    } else if (const GroupData* odd = odd_group(pool, *pool.study(row), *result)) {
      seen.insert(result);
      misfits.push_back(
          {odd->group.span.known() ? odd->group.span : result->outcome.span, 0,
           fmt::format("the {} of group `{}`", family_name(family_of(*odd)), odd->group.value),
           "enter for every group the numbers that the measure needs, or the "
           "estimate of the paper: effect: {measure: " +
               std::string(measure.key) + ", …}"});
    }
  }
  if (misfits.empty()) return;
  const auto report = [&](Span span, const Misfit& misfit) {
    const bool two_groups = !pool.analysis.compare.empty();
    diagnostics.error(
        "measure-does-not-fit", span,
        fmt::format("{} cannot be computed from {} (analysis `{}`)", measure.key,
                    misfit.kind != 0 ? std::string(kind_name(misfit.kind)) : misfit.from,
                    pool.analysis.key),
        misfit.kind != 0
            ? fmt::format("from these data weald computes {}; or enter a finished estimate: "
                          "effect: {{measure: {}, …}}",
                          measures_for(misfit.kind, two_groups), measure.key)
            : misfit.help);
  };
  // Where nothing fits, the mistake is the analysis's; else that of the odd result.
  if (fitting == 0 && misfits[0].kind != 0 &&
      std::all_of(misfits.begin(), misfits.end(),
                  [&](const Misfit& m) { return m.kind == misfits[0].kind; }))
    report(pool.analysis.measure.span, misfits[0]);
  else
    for (const Misfit& misfit : misfits) report(misfit.span, misfit);
}

}  // namespace weald
