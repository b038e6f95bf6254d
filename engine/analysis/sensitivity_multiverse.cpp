// SPDX-License-Identifier: MIT
// The multiverse: every defensible combination of measure, zero cells, inclusion, model, estimator
// of τ² and interval (Steegen et al. 2016, Perspect Psychol Sci 11:702). It shows on which choices
// a result hangs; it is no vote.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/analysis/multiverse_lists.h"
#include "engine/analysis/parts.h"
#include "engine/analysis/sensitivity_parts.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

/// More than these nobody reads, and their number is likely a slip.
constexpr std::size_t most_universes = 20000;

/// The rows of the pool by another measure or at another horizon, from the source.
class Data {
 public:
  Data(const SensitivityContext& context) : context_(&context) {}

  /// The dataset behind the pool; nothing where the source has none for that measure and horizon.
  std::optional<Dataset> dataset(const Measure* measure,
                                 const std::optional<std::string>& horizon) const {
    const SensitivityRequest& request = *context_->request;
    if (request.loaded == nullptr) return {};
    Selection selection{.measure = measure};
    if (horizon) selection.horizons = {*horizon};
    Diagnostics unheard;  // what is wrong with the source has been said
    std::vector<Dataset> sets;
    if (const Table* table = request.loaded->table())
      sets = datasets(*table, selection, unheard);
    else if (const Analysis* analysis =
                 request.loaded->review()->analysis(context_->pool->analysis))
      sets = datasets(*request.loaded->review(), *analysis, selection, unheard);
    for (Dataset& set : sets)
      if ((set.horizon == nullptr && !horizon) ||
          (set.horizon != nullptr && set.horizon->key == horizon))
        return std::move(set);
    return {};
  }

 private:
  const SensitivityContext* context_;
};

struct Combination {
  std::vector<std::pair<std::string, std::string>> choices{};
};

/// All combinations, the first values first; the last list runs fastest.
std::vector<Combination> combinations(const ChoiceValues& lists) {
  std::vector<Combination> all{{}};
  for (const auto& [name, values] : lists) {
    std::vector<Combination> longer;
    for (const Combination& each : all)
      for (const std::string& value : values) {
        Combination next = each;
        next.choices.emplace_back(name, value);
        longer.push_back(std::move(next));
      }
    all = std::move(longer);
  }
  return all;
}

std::string value_of(const Combination& combination, std::string_view name) {
  for (const auto& [key, value] : combination.choices)
    if (key == name) return value;
  return {};
}

/// A common effect has no τ² and one interval: those combinations are one analysis.
void make_common(Combination& combination) {
  if (value_of(combination, "model") != "common") return;
  for (auto& [key, value] : combination.choices) {
    if (key == "tau2") value = "-";
    if (key == "ci") value = "z";
  }
}

std::optional<bool> important(const Universe& u, const AnalysisReport& analysis) {
  if (!analysis.important_difference || u.measure != analysis.measure || !u.result.estimate)
    return {};
  const double none = u.measure->none;
  if (std::isnan(none)) return {};
  const double from = u.measure->scale().shown(none, 0);
  return std::fabs(u.result.shown.estimate - from) >= *analysis.important_difference;
}

/// Once for all pools of an analysis.
void complain(Diagnostics& diagnostics, Span span, const std::string& problem) {
  const std::string message = fmt::format("multiverse: {}", problem);
  for (const Diagnostic& said : diagnostics.all())
    if (said.message == message) return;
  diagnostics.error("bad-option", span, message,
                    span.known() ? "docs/format.md lists what may stand under `multiverse:`"
                                 : "--multiverse \"measure=RR,OR; tau2=REML,DL\"");
}

void check_lists(std::span<const ChoiceList> lists, Diagnostics& diagnostics) {
  for (const ChoiceList& list : lists)
    for (const Located<std::string>& value : list.values)
      if (const auto problem = value_problem(list.name.value, value.value))
        complain(diagnostics, value.span, *problem);
}

/// The usual lists, under those of the review, of its analysis, of the command line; nothing where
/// one is no good (it has been said).
std::optional<ChoiceValues> lists_of(const SensitivityContext& context, PoolSensitivity& out) {
  const Pooling& pool = *context.pool;
  Diagnostics& diagnostics = *context.diagnostics;
  const Loaded* loaded = context.request->loaded;
  const Review* review = loaded != nullptr ? loaded->review() : nullptr;
  const Analysis* analysis = review != nullptr ? review->analysis(pool.analysis) : nullptr;
  ChoiceValues lists = usual_lists(pool);
  if (analysis != nullptr) {
    check_multiverse(*review, diagnostics);
    if (diagnostics.has_errors()) return {};
    lay_lists(lists, review->multiverse, pool, out.notes);
    lay_lists(lists, analysis->multiverse, pool, out.notes);
  }
  if (const auto problem = read_lists(context.request->multiverse, *context.analysis, lists)) {
    complain(diagnostics, {}, *problem);
    return {};
  }
  drop_meaningless(lists, pool, out.notes);
  double count = 1;
  for (const auto& [name, values] : lists) {
    count *= static_cast<double>(values.size());
    for (const std::string& value : values) {
      auto problem = value_problem(name, value);
      if (!problem) problem = value_unknown(name, value, *context.analysis, review);
      if (!problem) continue;
      complain(diagnostics, {}, *problem);
      return {};
    }
  }
  if (count > static_cast<double>(most_universes)) {
    complain(
        diagnostics, {},
        fmt::format("the lists make {:.6g} combinations; {} are the most", count, most_universes));
    return {};
  }
  return lists;
}

/// The analysis that the review or the command line asked for, as a combination of these lists.
Combination primary_of(const ChoiceValues& lists, const Pooling& pool) {
  Combination primary;
  for (const auto& [name, values] : lists) {
    std::string own = own_value(name, pool);
    for (const std::string& value : values)
      if (same_word(value, own)) own = value;
    primary.choices.emplace_back(name, own);
  }
  make_common(primary);
  return primary;
}

}  // namespace

void check_multiverse(const Review& review, Diagnostics& diagnostics) {
  check_lists(review.multiverse, diagnostics);
  for (const Analysis& analysis : review.analyses) check_lists(analysis.multiverse, diagnostics);
}

void multiverse_of(const SensitivityContext& context, PoolSensitivity& out) {
  const Pooling& pool = *context.pool;
  const auto refuse = [&](std::string_view why) {
    out.notes.push_back({"sensitivity-unavailable", fmt::format("multiverse: {}", why)});
  };
  if (pool.subgroup) return refuse("it is made of whole pools, not of subgroups");
  if (!plain_inverse_variance(pool.choices) && pool.choices.method == Method::iv)
    return refuse("the primary analysis takes Q around Mantel-Haenszel; choose another preset");
  std::optional<ChoiceValues> lists = lists_of(context, out);
  if (!lists) return;
  Multiverse result;
  result.lists = std::move(*lists);
  const double none = pool.measure->none;
  const Estimate& primary = pool.pooled->estimate;
  const Combination own = primary_of(result.lists, pool);
  const Data data(context);
  std::map<std::pair<std::string, std::string>, std::optional<Dataset>> sets;
  std::set<std::vector<std::pair<std::string, std::string>>> seen;
  for (Combination& combination : combinations(result.lists)) {
    make_common(combination);
    if (!seen.insert(combination.choices).second) continue;
    Universe universe{.choices = combination.choices,
                      .primary = combination.choices == own.choices};
    Choices choices = pool.choices;
    choices.tau2_ci = nullptr;
    for (const auto& [name, value] : combination.choices) {
      if (value == "-") continue;
      // A value that stands already keeps what belongs to it (the fall-back of cochrane's HK).
      if (name == "ci" && same_word(value, pool.choices.ci->key)) continue;
      lay_value(choices, name, value);
    }
    const std::string measure_key = value_of(combination, "measure"),
                      horizon_key = value_of(combination, "horizon");
    const Measure* measure = measure_key.empty() ? pool.measure : find_measure(measure_key);
    universe.measure = measure;
    const auto [at, fresh] = sets.try_emplace({measure_key, horizon_key});
    if (fresh)
      at->second =
          data.dataset(measure, horizon_key.empty() ? pool.horizon : std::optional(horizon_key));
    const std::optional<Dataset>& set = at->second;
    if (!set) {
      universe.reason = "the source gives no data for it";
      result.universes.push_back(std::move(universe));
      continue;
    }
    Pooling other = effects_of(*set, choices, false);
    std::erase_if(other.studies, [&](const StudyResult& study) {
      return std::ranges::any_of(combination.choices, [&](const auto& choice) {
        return !included(study.row, choice.first, choice.second);
      });
    });
    pool_studies(other, {});
    if (other.pooled) {
      Refit& row = universe.result;
      row.k = other.studies.size();
      row.estimate = other.pooled->estimate;
      row.pi = other.pooled->pi;
      row.shown = other.pooled->shown;
      row.tau2 = other.heterogeneity->tau2;
      row.i2 = other.heterogeneity->i2;
      row.q = other.heterogeneity->q;
      row.log_q_p = other.heterogeneity->log_p;
      row.ci_used = other.ci_used;
    } else {
      universe.reason = other.studies.empty() ? "no study is left"
                                              : "the pool has no estimate under these choices";
    }
    result.universes.push_back(std::move(universe));
  }
  Universe as_pooled{.measure = pool.measure};
  as_pooled.result.estimate = primary;
  as_pooled.result.shown = pool.pooled->shown;
  const std::optional<bool> primary_important = important(as_pooled, *context.analysis);
  for (Universe& u : result.universes) {
    if (!u.result.estimate) continue;
    ++result.estimable;
    const double nothing = u.measure->none;
    u.direction = (u.result.estimate->estimate > nothing) == (primary.estimate > none);
    u.significance = significant(*u.result.estimate, nothing) == significant(primary, none);
    if (primary_important)
      if (const auto here = important(u, *context.analysis))
        u.importance = *here == *primary_important;
    result.direction += u.direction ? 1u : 0u;
    result.significance += u.significance ? 1u : 0u;
    result.judged_importance += u.importance ? 1u : 0u;
    result.importance += u.importance.value_or(false) ? 1u : 0u;
  }
  out.multiverse = std::move(result);
}

}  // namespace weald
