// SPDX-License-Identifier: MIT
// Fragility of a pooled result (Atal et al. 2019, J Clin Epidemiol 111:32): one outcome after
// another is turned from event to no event or back, each time the one that takes the interval
// farthest towards the other conclusion, until the conclusion is another. Greedy, so the true
// smallest number may be lower still.
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "engine/analysis/sensitivity_parts.h"
#include "engine/models/counts.h"

namespace weald {
namespace {

constexpr int most_events = 1000;

/// Pools tables as the pool itself does.
class TablePool {
 public:
  explicit TablePool(const SensitivityContext& context) : context_(&context) {}

  struct Result {
    std::optional<Estimate> estimate{};
    RuledFit fit{};
  };

  Result operator()(const std::vector<TwoByTwo>& tables) const {
    const Choices& c = context_->pool->choices;
    const std::string_view key = context_->pool->measure->key;
    if (c.method == Method::mh) {
      const CountMeasure measure = key == "OR"   ? CountMeasure::OR
                                   : key == "RR" ? CountMeasure::RR
                                                 : CountMeasure::RD;
      return {.estimate = mantel_haenszel(tables, measure, c.mh_add, c.level).pooled};
    }
    if (c.method == Method::peto) {
      std::vector<ObservedExpected> rows;
      for (const TwoByTwo& t : tables) rows.push_back(observed_expected(t));
      return {.estimate = peto(rows, c.level).pooled};
    }
    std::vector<OutcomeData> data(tables.begin(), tables.end());
    std::vector<double> y, v;
    for (const EffectOrReason& each : compute_effects(*context_->pool->measure, data, c.effect)) {
      const Effect* effect = std::get_if<Effect>(&each);
      if (effect == nullptr || !(effect->v > 0)) continue;
      y.push_back(effect->y);
      v.push_back(effect->v);
    }
    if (y.empty()) return {};
    const auto k = static_cast<Eigen::Index>(y.size());
    const Sample sample{Eigen::Map<const Eigen::VectorXd>(y.data(), k),
                        Eigen::Map<const Eigen::VectorXd>(v.data(), k)};
    Result result{.fit = pool_by_rule(sample, context_->rule)};
    result.estimate = result.fit.fit.pooled;
    return result;
  }

 private:
  const SensitivityContext* context_;
};

/// One person's outcome turned: in the first or second group, to an event or from one.
struct Turn {
  std::size_t table = 0;
  bool first = true, to_event = true;
};

bool turned(TwoByTwo& t, const Turn& turn) {
  double& event = turn.first ? t.a : t.c;
  double& other = turn.first ? t.b : t.d;
  if (!((turn.to_event ? other : event) >= 1)) return false;
  event += turn.to_event ? 1 : -1;
  other -= turn.to_event ? 1 : -1;
  return true;
}

/// How far the interval is on the way: for a significant result the end that is nearer to no effect
/// (to be brought across it), else the end to be brought to this side of it.
double distance(const Estimate& e, double none, bool up, bool to_lose) {
  // Significant and above: the lower end has to fall to `none`. Not significant, to be made so
  // upwards: the lower end has to rise to it.
  const double above = e.ci.lower - none, below = none - e.ci.upper;
  const double gap = up ? above : below;
  return to_lose ? gap : -gap;
}

struct Path {
  int events = 0;
  std::vector<Turn> turns{};
  TablePool::Result result{};
};

/// Turns outcomes until the conclusion is another; nothing beyond `most`.
std::optional<Path> walk(const TablePool& pool, std::vector<TwoByTwo> tables, double none, bool up,
                         bool to_lose, int most) {
  Path path;
  while (path.events < most) {
    std::optional<Turn> best;
    TablePool::Result best_result;
    double nearest = INFINITY;
    for (std::size_t i = 0; i < tables.size(); ++i)
      for (const bool first : {true, false}) {
        // The effect rises with events in the first group and falls with those in the second.
        const Turn turn{.table = i, .first = first, .to_event = first == (up != to_lose)};
        const TwoByTwo before = tables[i];
        if (!turned(tables[i], turn)) continue;
        TablePool::Result result = pool(tables);
        tables[i] = before;
        if (!result.estimate) continue;
        const double left = distance(*result.estimate, none, up, to_lose);
        if (!(left < nearest)) continue;
        nearest = left;
        best = turn;
        best_result = std::move(result);
      }
    if (!best) return {};
    turned(tables[best->table], *best);
    path.turns.push_back(*best);
    ++path.events;
    if (significant(*best_result.estimate, none) != to_lose) {
      path.result = std::move(best_result);
      return path;
    }
  }
  return {};
}

std::vector<std::string> in_words(const SensitivityContext& context,
                                  const std::vector<Turn>& turns) {
  std::map<std::tuple<std::size_t, bool, bool>, int> counts;
  for (const Turn& turn : turns) ++counts[{turn.table, !turn.first, turn.to_event}];
  std::vector<std::string> words;
  for (const auto& [key, n] : counts) {
    const auto& [table, second, to_event] = key;
    const Row& row = context.pool->studies[table].row;
    const std::size_t arm = second ? 1 : 0;
    const std::string group = row.arms.size() == 2 && !row.arms[arm].label.empty()
                                  ? row.arms[arm].label
                                  : std::string(second ? "second group" : "first group");
    words.push_back(fmt::format("{}, {}: {} {} event{}", row.label, group, n,
                                to_event ? "more" : "fewer", n == 1 ? "" : "s"));
  }
  return words;
}

}  // namespace

void fragility_of(const SensitivityContext& context, PoolSensitivity& out) {
  const Pooling& pool = *context.pool;
  const auto refuse = [&](std::string_view why) {
    out.notes.push_back({"sensitivity-unavailable", fmt::format("fragility: {}", why)});
  };
  std::vector<TwoByTwo> tables;
  for (const StudyResult& study : pool.studies) {
    const auto* table = std::get_if<TwoByTwo>(&study.row.data);
    if (table == nullptr) return refuse("it needs the events of both groups of every study");
    tables.push_back(*table);
  }
  const std::string_view key = pool.measure->key;
  if (key != "OR" && key != "RR" && key != "RD" && key != "PETO" && key != "AS")
    return refuse(fmt::format("it is not defined for {}", key));
  if (context.rule.options.fixed_tau2 ||
      (pool.choices.method == Method::iv && !plain_inverse_variance(pool.choices)))
    return refuse("τ² comes from outside the pool here");

  const double none = pool.measure->none;
  const TablePool fit(context);
  const auto now = fit(tables);
  if (!now.estimate) return refuse("nothing is pooled here");
  Fragility result{.significant = significant(*now.estimate, none), .looked_up_to = most_events};
  std::optional<Path> path;
  if (result.significant) {
    path = walk(fit, tables, none, now.estimate->ci.lower > none, true, most_events);
  } else {
    path = walk(fit, tables, none, true, false, most_events);
    const auto other = walk(fit, tables, none, false, false, path ? path->events : most_events);
    if (other && (!path || other->events < path->events ||
                  (other->events == path->events && now.estimate->estimate < none)))
      path = other;
  }
  if (path) {
    result.events = path->events;
    result.changes = in_words(context, path->turns);
    if (pool.choices.method == Method::iv) {
      std::vector<const StudyResult*> studies;
      for (const StudyResult& study : pool.studies) studies.push_back(&study);
      result.after = refit_of(path->result.fit, context.rule, *pool.measure, studies);
    } else {
      const Scale& scale = pool.measure->scale();
      const Estimate& e = *path->result.estimate;
      result.after = Refit{.k = pool.studies.size(), .estimate = e, .ci_used = "z"};
      result.after->shown = {.estimate = scale.shown(e.estimate, 0),
                             .ci = {scale.shown(e.ci.lower, 0), scale.shown(e.ci.upper, 0)}};
    }
  }
  out.fragility = std::move(result);
}

}  // namespace weald
