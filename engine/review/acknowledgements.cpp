// SPDX-License-Identifier: MIT
// Warnings that a reviewer looked into: marked, so that they are listed but do not count as open.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "engine/review/catalogue.h"
#include "engine/review/checks_parts.h"

namespace weald {
namespace {

/// An `ack:` with the range of text that it speaks for.
struct Scoped {
  const Acknowledgement* ack;
  Span scope;
  bool used = false;
};

bool holds(Span scope, Span place) {
  return scope.source == place.source && scope.begin <= place.begin && place.begin < scope.end;
}

/// All acknowledgements of the review, by the source they stand in.
std::unordered_map<std::uint32_t, std::vector<Scoped>> gather(const Review& review) {
  std::unordered_map<std::uint32_t, std::vector<Scoped>> all;
  const auto add = [&](const std::vector<Acknowledgement>& acks, Span scope) {
    for (const Acknowledgement& ack : acks) all[scope.source].push_back({&ack, scope});
  };
  for (const Study& study : review.studies) {
    for (const Result& result : study.results) add(result.ack, result.span);
    add(study.ack, {study.source, 0, UINT32_MAX});
  }
  std::vector<Span> begins;
  for (const Reference& reference : review.references) begins.push_back(reference.span);
  std::sort(begins.begin(), begins.end());
  for (const Reference& reference : review.references) {
    for (const PublishedPool& pool : reference.pooled) add(pool.ack, pool.span);
    add(reference.ack, extent(reference.span, begins));
  }
  return all;
}

/// Warnings about several studies at once: an error anywhere may be the reason that one of them was
/// not given.
bool about_pools(std::string_view code) {
  for (const Check& check : checks())
    if (check.key == code) return check.run_pool != nullptr || code == "se-as-sd";
  return false;
}

}  // namespace

void apply_acknowledgements(const Review& review, Diagnostics& diagnostics) {
  auto all = gather(review);
  if (all.empty()) return;
  const auto covering = [&](const Diagnostic& d, Span place) -> Scoped* {
    const auto found = all.find(place.source);
    if (found == all.end()) return nullptr;
    for (Scoped& scoped : found->second)
      if (scoped.ack->code.value == d.code && holds(scoped.scope, place)) return &scoped;
    return nullptr;
  };
  for (Diagnostic& d : diagnostics.all()) {
    if (d.severity != Severity::warning) continue;
    Scoped* by = covering(d, d.primary.span);
    for (std::size_t i = 0; !by && i < d.secondary.size(); ++i)
      by = covering(d, d.secondary[i].span);
    if (!by) continue;
    by->used = true;
    d.acknowledged = true;
    d.why_acknowledged = by->ack->why;
  }

  // Where review.yaml was not understood nothing was checked, so no acknowledgement is idle.
  if (review.outcomes.empty() && review.analyses.empty()) return;
  const ErrorPlaces errors(diagnostics);
  const bool any_error = diagnostics.has_errors();
  Diagnostics idle;
  for (const auto& [source, acks] : all)
    for (const Scoped& scoped : acks) {
      const Located<std::string>& code = scoped.ack->code;
      const Span place = code.span.known() ? code.span : scoped.ack->span;
      const Explanation* row = find_explanation(code.value);
      if (code.value.empty() || scoped.used) continue;
      if (!row) {
        std::vector<std::string_view> codes;
        for (const Explanation& explanation : catalogue())
          if (explanation.severity == Severity::warning) codes.push_back(explanation.code);
        const std::string near = did_you_mean(code.value, codes);
        idle.warning("unknown-code", place, fmt::format("no diagnostic is called `{}`", code.value),
                     near.empty() ? "type the code that the warning shows in brackets" : near);
      } else if (row->severity == Severity::error) {
        idle.warning("ack-unused", place,
                     fmt::format("`{}` is an error, and errors cannot be acknowledged", code.value),
                     "mend what it points at, then remove this `ack:`");
      } else if (!errors.in_source(source) && !(any_error && about_pools(code.value))) {
        idle.warning("ack-unused", place,
                     fmt::format("there is no warning `{}` here any more", code.value),
                     "remove this `ack:`, so that a new warning of the kind will be seen");
      }
    }
  diagnostics.append(std::move(idle));
}

}  // namespace weald
