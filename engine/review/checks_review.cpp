// SPDX-License-Identifier: MIT
// Errors of review.yaml itself: comparisons, overviews, windows of follow-up.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/text/suggest.h"

namespace weald {

void bad_compare(const Review&, const Analysis& analysis, Diagnostics& diagnostics) {
  if (analysis.compare.size() != 2 || analysis.compare[0].value != analysis.compare[1].value)
    return;
  diagnostics.error("bad-compare", analysis.compare[1].span,
                    fmt::format("`compare` of `{}` compares `{}` with itself", analysis.key,
                                analysis.compare[1].value),
                    "type two treatments, experimental first: compare: [glucocorticoid, placebo]");
}

void analysis_correlation(const Review&, const Analysis& analysis, Diagnostics& diagnostics) {
  if (!analysis.correlation) return;
  const double rho = analysis.correlation->value;
  if (rho > -1 && rho < 1) return;
  diagnostics.error(
      "correlation-out-of-range", analysis.correlation->span,
      fmt::format("a correlation of {}: it lies between -1 and 1, both excluded",
                  show(*analysis.correlation)),
      "type what you assume of one study's results at two horizons, e.g. correlation: 0.5");
}

void missing_measure(const Review&, const Analysis& analysis, Diagnostics& diagnostics) {
  if (analysis.misread || analysis.overview || !analysis.measure.value.empty() ||
      analysis.outcome.value.empty())
    return;
  diagnostics.error(
      "missing-measure", analysis.outcome.span,
      fmt::format("the analysis `{}` names no effect measure", analysis.key),
      "add e.g. measure: RR (counts), measure: MD (means) or measure: GEN (any finished effect); "
      "`weald list measures` names them all");
}

void overview_empty(const Review& review, const Analysis& analysis, Diagnostics& diagnostics) {
  if (!analysis.overview) return;
  const Overview& overview = *analysis.overview;
  if (analysis.misread || !review.outcome(overview.outcome.value)) return;  // reported already
  if (references_unread(review, diagnostics)) return;
  for (const Reference& reference : review.references)
    for (const PublishedPool& pool : reference.pooled)
      if (pool.outcome.value == overview.outcome.value &&
          (overview.measure.value.empty() || pool.effect.measure.value.empty() ||
           same_word(pool.effect.measure.value, overview.measure.value)))
        return;
  diagnostics.error(
      "overview-empty", overview.outcome.span,
      fmt::format("no reference has a pooled result for `{}`{}", overview.outcome.value,
                  overview.measure.value.empty() ? std::string{} : " as " + overview.measure.value),
      "add `pooled:` to the review in references.yaml: [{outcome: …, measure: SMD, estimate: …, "
      "ci: […], horizon: short, source: …}]");
}

void horizons_in_order(const Review& review, Diagnostics& diagnostics) {
  const Horizon* before = nullptr;
  for (const Horizon& horizon : review.horizons) {
    if (horizon.misread || horizon.after >= horizon.to) continue;  // reported on reading
    if (before && horizon.to <= before->after) {
      Diagnostic& d = diagnostics.error(
          "horizons-out-of-order", horizon.span,
          fmt::format("the horizon `{}` is earlier than `{}` but stands below it", horizon.key,
                      before->key),
          "list the horizons in the order of time: tables and plots show them as they stand");
      d.secondary.push_back({before->span, "a later window"});
    }
    before = &horizon;
  }
}

void overlapping_horizons(const Review& review, Diagnostics& diagnostics) {
  // Few windows at most: every pair is compared.
  for (std::size_t j = 1; j < review.horizons.size(); ++j)
    for (std::size_t i = 0; i < j; ++i) {
      const Horizon &a = review.horizons[i], &b = review.horizons[j];
      if (a.misread || b.misread || a.after >= a.to || b.after >= b.to) continue;
      if (std::max(a.after, b.after) >= std::min(a.to, b.to)) continue;
      Diagnostic& d = diagnostics.error(
          "overlapping-horizons", b.span,
          fmt::format("the horizons `{}` and `{}` overlap", a.key, b.key),
          "a time must lie in one window only: let the later one begin where the earlier ends, "
          "e.g. short: {to: 3 "
          "months} and long: {after: 3 months}; `after` excludes its edge, `to` includes it");
      d.primary.text = b.key;
      d.secondary.push_back({a.span, a.key});
    }
}

}  // namespace weald
