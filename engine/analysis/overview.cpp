// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/numerics/distributions.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

/// The horizon of a published pool: named, or the one window that holds its time; nothing
/// otherwise.
const Horizon* horizon_of(const Review& review, const PublishedPool& pool) {
  if (!pool.horizon.value.empty()) return review.horizon(pool.horizon.value);
  for (const Horizon& horizon : review.horizons)
    if (pool.time.given() && within(pool.time, horizon) == Within::inside) return &horizon;
  return nullptr;
}

double read_or(const std::optional<Number>& number, double otherwise) {
  return number ? number->value : otherwise;
}

PublishedResult published(const Reference& reference, const PublishedPool& pool,
                          const Horizon* horizon, const Measure& measure, double z) {
  PublishedResult result{.reference = reference.key,
                         .label = reference.label,
                         .as_printed = pool.as_printed.empty() ? pool.time.text : pool.as_printed,
                         .source = pool.source.value,
                         .measure = &measure,
                         .i2 = pool.i2};
  if (pool.finding) result.text = pool.finding->value;
  if (horizon != nullptr) {
    result.horizon = horizon->key;
    result.horizon_label = horizon->label;
  }
  const PrintedEffect& e = pool.effect;
  if (!e.estimate) return result;
  const Scale& scale = measure.scale();
  result.has_estimate = true;
  result.y = scale.analysed(e.estimate->value);
  result.shown.estimate = e.estimate->value;
  const Reported reported{.estimate = e.estimate->value,
                          .se = e.se ? std::optional(e.se->value) : std::nullopt,
                          .variance = e.variance ? std::optional(e.variance->value) : std::nullopt,
                          .lower = e.ci ? std::optional(e.ci->lower.value) : std::nullopt,
                          .upper = e.ci ? std::optional(e.ci->upper.value) : std::nullopt,
                          .p = e.p ? std::optional(e.p->value) : std::nullopt,
                          .level = read_or(e.level, 0.95)};
  const EffectOrReason effect = reported_effect(measure, reported);
  if (const auto* found = std::get_if<Effect>(&effect)) result.se = std::sqrt(found->v);
  if (e.ci) {
    result.ci = Interval{scale.analysed(e.ci->lower.value), scale.analysed(e.ci->upper.value)};
    result.shown.ci = {e.ci->lower.value, e.ci->upper.value};
  } else if (result.se) {
    result.ci = Interval{result.y - z * *result.se, result.y + z * *result.se};
    result.shown.ci = {scale.shown(result.ci->lower, 0), scale.shown(result.ci->upper, 0)};
  }
  return result;
}

/// Published results of the outcome that the overview cannot show, each with the reason.
std::vector<ExcludedRow> left_out(const Review& review, const Analysis& analysis) {
  std::vector<ExcludedRow> rows;
  for (const Reference& reference : review.references)
    for (const PublishedPool& pool : reference.pooled) {
      if (pool.outcome.value != analysis.overview->outcome.value) continue;
      const auto leave_out = [&](std::string_view code, std::string reason) {
        rows.push_back({.study = reference.key,
                        .label = reference.label,
                        .code = code,
                        .reason = std::move(reason),
                        .span = pool.span});
      };
      const std::string& measure = pool.effect.measure.value;
      if (pool.effect.estimate && !same_word(measure, analysis.overview->measure.value)) {
        leave_out("wrong-data", fmt::format("it reports {}, and this overview shows {}", measure,
                                            analysis.overview->measure.value));
      } else if (!analysis.horizons.empty() && horizon_of(review, pool) == nullptr) {
        if (pool.time.given())
          leave_out("time-astride",
                    fmt::format("{} lies in no horizon, or in more than one", pool.time.text));
        else
          leave_out("time-missing", "neither a time nor a horizon is given");
      }
    }
  return rows;
}

}  // namespace

AnalysisReport overview_report(const Review& review, const Analysis& analysis,
                               const Choices& choices) {
  const Overview& overview = *analysis.overview;
  AnalysisReport report = begun_report(review, analysis, overview.outcome.value);
  report.overview = true;
  report.measure = find_measure(overview.measure.value);
  if (report.measure == nullptr) return report;  // reported by the checks (unknown-measure)

  const double z = normal_quantile(0.5 + choices.level / 2);
  const auto belongs = [&](const PublishedPool& pool) {
    return pool.outcome.value == overview.outcome.value &&
           (!pool.effect.estimate || same_word(pool.effect.measure.value, overview.measure.value));
  };
  const auto entry = [&](const Horizon* horizon) {
    Pooling pool{.id = analysis.key,
                 .analysis = analysis.key,
                 .title = report.title,
                 .measure = report.measure,
                 .choices = choices};
    if (horizon != nullptr) {
      pool.horizon = horizon->key;
      pool.horizon_label = horizon->label;
      pool.id += "/" + horizon->key;
    }
    for (const Reference& reference : review.references)
      for (const PublishedPool& published_pool : reference.pooled)
        if (belongs(published_pool) && horizon_of(review, published_pool) == horizon) {
          report.published.push_back(
              published(reference, published_pool, horizon, *report.measure, z));
          if (published_pool.finding && !published_pool.effect.estimate)
            pool.findings.push_back({.study = reference.key,
                                     .label = reference.label,
                                     .text = published_pool.finding->value,
                                     .source = published_pool.source.value,
                                     .time = published_pool.time.text,
                                     .span = published_pool.span});
        }
    pool.notes.push_back({"published-not-pooled",
                          "published pooled results are shown, not pooled again: they share "
                          "trials, so their errors are not "
                          "independent"});
    pool.methods_line = "published pooled results, as printed";
    report.pools.push_back(std::move(pool));
  };
  if (analysis.horizons.empty()) {
    for (const Horizon& horizon : review.horizons) entry(&horizon);
    entry(nullptr);  // without a window, or with one that no horizon holds
    std::erase_if(report.pools, [&](const Pooling& pool) {
      return std::ranges::none_of(
          report.published, [&](const PublishedResult& p) { return p.horizon == pool.horizon; });
    });
  } else {
    for (const auto& key : analysis.horizons)
      if (const Horizon* horizon = review.horizon(key.value)) entry(horizon);
  }
  if (!report.pools.empty()) report.pools.front().excluded = left_out(review, analysis);
  return report;
}

}  // namespace weald
