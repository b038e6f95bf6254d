// SPDX-License-Identifier: MIT
// Lints that compare the studies of one pool: the same people twice, and an effect against all the
// others.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/numerics/distributions.h"
#include "engine/review/checks_parts.h"
#include "engine/review/fingerprint.h"
#include "engine/review/recruitment.h"
#include "engine/text/identifier.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

bool share_registration(std::string_view a, std::string_view b) {
  if (!a.empty() && same_word(a, b)) return true;
  const std::vector<std::string> numbers = registrations_in(b);
  return std::ranges::any_of(registrations_in(a), [&](const std::string& number) {
    return std::ranges::find(numbers, number) != numbers.end();
  });
}

constexpr const char* cohort_help =
    "people who are counted twice make the pool look surer than it is: keep one of the two, or "
    "name the other in `exclude:` of "
    "the analysis; where the people differ, acknowledge it: ack: [{code: cohort-twice, why: …}]";

}  // namespace

void cohort_twice(const Pool& pool, Diagnostics& diagnostics) {
  std::set<std::pair<const Study*, const Study*>> reported;
  const auto warn = [&](const Study* a, const Study* b, Span first, Span second,
                        const std::string& why) {
    if (!a || !b || a == b || !reported.insert(std::minmax(a, b)).second) return;
    // One registration is one trial: reported as an error.
    if (share_registration(a->citation.registration.value, b->citation.registration.value)) return;
    Diagnostic& d = diagnostics.warning(
        "cohort-twice", second,
        fmt::format(
            "the people of {} and {} may be the same, and both are in the analysis `{}`: {}",
            a->key, b->key, pool.analysis.key, why),
        cohort_help);
    d.secondary.push_back({first, a->key});
  };

  struct Window {
    Recruitment when;
    const Study* study;
  };
  std::unordered_map<std::string, const Study*> cohorts;
  std::map<std::string, std::vector<Window>> sites;
  std::unordered_map<std::string, const Row*> numbers;
  std::unordered_map<std::string, const Study*> papers;
  const auto one_paper = [&](const Study& study, const char* what, Span (*place)(const Study&),
                             const std::string& id) {
    if (id.empty()) return;
    const auto [first, is_new] = papers.try_emplace(what + (" " + id), &study);
    if (!is_new)
      warn(first->second, &study, place(*first->second), place(study),
           fmt::format("they are one paper, {} {}", what, id));
  };
  for (const Row& row : pool.dataset.rows) {
    const Study* study = pool.study(row);
    if (!study) continue;
    one_paper(
        *study, "DOI", [](const Study& s) { return s.citation.doi.span; },
        normal_doi(study->citation.doi.value));
    one_paper(
        *study, "PubMed", [](const Study& s) { return s.citation.pmid.span; },
        normal_pmid(study->citation.pmid.value));
    if (!study->cohort.value.empty()) {
      const auto [first, is_new] = cohorts.try_emplace(plain_cohort(study->cohort.value), study);
      if (!is_new)
        warn(first->second, study, first->second->cohort.span, study->cohort.span,
             fmt::format("the same cohort, {}", study->cohort.value));
    }
    if (const auto when = recruitment(study->site.value))
      sites[when->place].push_back({*when, study});
  }
  for (auto& [place, windows] : sites) {
    std::stable_sort(windows.begin(), windows.end(),
                     [](const Window& a, const Window& b) { return a.when.first < b.when.first; });
    const Window* longest = nullptr;  // of those that began before, the one that ended last
    for (const Window& window : windows) {
      if (longest && window.when.first <= longest->when.last)
        warn(longest->study, window.study, longest->study->site.span, window.study->site.span,
             fmt::format("recruited at one site in overlapping years ({}-{} and {}-{})",
                         longest->when.first, longest->when.last, window.when.first,
                         window.when.last));
      if (!longest || window.when.last > longest->when.last) longest = &window;
    }
  }
  for (const Row& row : pool.dataset.rows) {
    const std::string print = fingerprint(row.data);
    if (print.empty()) continue;
    const auto [first, is_new] = numbers.try_emplace(print, &row);
    if (!is_new)
      warn(pool.study(*first->second), pool.study(row), first->second->span, row.span,
           fmt::format("identical numbers, {}", print));
  }
}

void opposite_direction(const Pool& pool, Diagnostics& diagnostics) {
  if (!pool.dataset.measure || !std::isfinite(pool.dataset.measure->none) ||
      pool.dataset.rows.size() < 5)
    return;
  const Measure& measure = *pool.dataset.measure;
  std::vector<OutcomeData> data;
  data.reserve(pool.dataset.rows.size());
  for (const Row& row : pool.dataset.rows) data.push_back(row.data);
  const auto effects = compute_effects(measure, data, {});

  std::size_t above = 0, below = 0, k = 0;
  for (const EffectOrReason& effect : effects)
    if (const auto* e = std::get_if<Effect>(&effect)) {
      ++k;
      above += e->y > measure.none;
      below += e->y < measure.none;
    }
  if (k < 5) return;
  const double z = normal_quantile(0.975);
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const auto* e = std::get_if<Effect>(&effects[i]);
    if (!e || !(e->v > 0) || std::fabs(e->y - measure.none) <= z * std::sqrt(e->v)) continue;
    const std::size_t against = e->y > measure.none ? below : above;
    if (4 * against < 3 * (k - 1)) continue;
    const Row& row = pool.dataset.rows[i];
    const double n = size_for_back_transform(row.data), half = z * std::sqrt(e->v);
    const Result* result = pool.result(row);
    Diagnostic& d = diagnostics.warning(
        "opposite-direction",
        result && result->outcome.span.known() ? result->outcome.span : row.span,
        fmt::format("{} {} ({}) points the other way than {} of the other {} studies of {}",
                    measure.key, significant(measure.scale().shown(e->y, n), 3),
                    show_interval(measure.scale().shown(e->y - half, n),
                                  measure.scale().shown(e->y + half, n), 3),
                    against, k - 1, pool.name()),
        "the groups may be swapped, or the scale may run the other way (higher is better in one "
        "study, lower in the others), or "
        "the events may be the opposite ones; where the study really found this, acknowledge it: "
        "ack: [{code: opposite-direction, why: …}]");
    d.primary.text = "this result";
  }
}

}  // namespace weald
