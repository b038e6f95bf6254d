// SPDX-License-Identifier: MIT
// Lints of what became of a paper: retracted studies that are still pooled, counts of references.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/text/identifier.h"

namespace weald {
namespace {

/// A retraction of a study: where it is said, and by whom.
struct Retraction {
  Span span{};
  std::string date{}, by{};
};

bool names_paper(const std::string& name, const Study& study) {
  if (name == study.key) return true;
  const std::string id = normal_identifier(name);
  const Citation& c = study.citation;
  return !id.empty() &&
         (id == "doi:" + normal_doi(c.doi.value) || id == "pmid:" + normal_pmid(c.pmid.value) ||
          id == "pmc:" + normal_pmc(c.pmc.value));
}

/// The retraction of a study that stands: its latest notice that retracts or reinstates.
std::optional<Retraction> standing_retraction(const Review& review, const Study& study) {
  const NoticeEntry* latest = nullptr;
  for (const NoticeEntry& notice : study.citation.notices)
    if (notice.kind == "retraction" || notice.kind == "reinstatement")
      if (!latest || latest->date.value <= notice.date.value) latest = &notice;
  if (latest && latest->kind == "reinstatement") return std::nullopt;
  if (latest) return Retraction{latest->span, latest->date.value, latest->notice.value};
  for (const Reference& reference : review.references)
    for (const auto& paper : reference.citation.retracts)
      if (names_paper(paper.value, study))
        return Retraction{paper.span, reference.citation.date.value, reference.key};
  return std::nullopt;
}

}  // namespace

void retracted_in_pool(const Review& review, Diagnostics& diagnostics) {
  for (const Study& study : review.studies) {
    const auto retraction = standing_retraction(review, study);
    if (!retraction) continue;
    std::set<std::string> outcomes;
    for (const Result& result : study.results)
      if (result.effect || !result.data.empty()) outcomes.insert(result.outcome.value);
    std::vector<std::string> analyses;
    for (const Analysis& analysis : review.analyses) {
      const bool left_out = std::ranges::any_of(
          analysis.exclude, [&](const auto& key) { return key.value == study.key; });
      if (!analysis.overview && !left_out && outcomes.contains(analysis.outcome.value))
        analyses.push_back(fmt::format("`{}`", analysis.key));
    }
    if (analyses.empty()) continue;
    diagnostics.warning(
        "retracted-in-pool", retraction->span,
        fmt::format("{} was retracted{}{}, and its numbers may enter {}", study.key,
                    retraction->date.empty() ? "" : fmt::format(" ({})", retraction->date),
                    retraction->by.empty() ? "" : fmt::format(" by {}", retraction->by),
                    fmt::join(analyses, ", ")),
        fmt::format("see what hangs on it with `weald cite impact {}`; leave it out with `exclude: "
                    "[{}]` and `exclude-why:`, or acknowledge: ack: [{{code: retracted-in-pool, "
                    "why: …}}]",
                    study.key, study.key));
  }
}

void negative_reference_count(const Review& review, Diagnostics& diagnostics) {
  const auto check = [&](const std::optional<Number>& count, std::string_view key) {
    if (count && count->value < 0)
      diagnostics.error("negative-count", count->span,
                        fmt::format("`{}` is below 0: {}", key, count->value),
                        "write the number of references, or leave the key out");
  };
  const auto both = [&](const Citation& citation) {
    check(citation.reference_count, "reference-count");
    check(citation.cited_by_count, "cited-by-count");
  };
  for (const Study& study : review.studies) both(study.citation);
  for (const Reference& reference : review.references) both(reference.citation);
}

}  // namespace weald
