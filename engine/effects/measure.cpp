// SPDX-License-Identifier: MIT
// All families as one table, and the policy for zero cells.
#include "engine/effects/measure.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/effects/families.h"

namespace weald {
namespace effects {

EffectOrReason checked(EffectOrReason result) {
  if (const auto* e = std::get_if<Effect>(&result)) {
    if (!std::isfinite(e->y) || !std::isfinite(e->v) || e->v < 0)
      return not_defined("the formula has no value at these numbers");
  }
  return result;
}

namespace {

/// The cells of a row to which `add` may go; none for other data.
bool has_zero_cell(const OutcomeData& data) {
  if (const auto* t = std::get_if<TwoByTwo>(&data))
    return t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0;
  if (const auto* r = std::get_if<TwoRates>(&data)) return r->x1 == 0 || r->x2 == 0;
  if (const auto* p = std::get_if<Proportion>(&data)) return p->x == 0 || p->x == p->n;
  if (const auto* r = std::get_if<Rate>(&data)) return r->x == 0;
  return false;
}

OutcomeData with_added(const OutcomeData& data, double add) {
  if (const auto* t = std::get_if<TwoByTwo>(&data))
    return TwoByTwo{t->a + add, t->b + add, t->c + add, t->d + add};
  if (const auto* r = std::get_if<TwoRates>(&data))
    return TwoRates{r->x1 + add, r->t1, r->x2 + add, r->t2};
  if (const auto* p = std::get_if<Proportion>(&data)) return Proportion{p->x + add, p->n + 2 * add};
  if (const auto* r = std::get_if<Rate>(&data)) return Rate{r->x + add, r->t};
  return data;
}

/// Why a comparison of two groups of counts carries no information about a ratio; nothing where it
/// does.
std::optional<NoEffect> without_contrast(const OutcomeData& data) {
  if (const auto* t = std::get_if<TwoByTwo>(&data)) {
    if (t->a == 0 && t->c == 0) return no_events("no events in either group");
    if (t->b == 0 && t->d == 0) return no_events("only events in both groups");
  }
  if (const auto* r = std::get_if<TwoRates>(&data)) {
    if (r->x1 == 0 && r->x2 == 0) return no_events("no events in either group");
  }
  return std::nullopt;
}

}  // namespace
}  // namespace effects

std::span<const Measure> measures() {
  static const std::vector<Measure> all = [] {
    std::vector<Measure> rows;
    for (const auto family :
         {effects::two_by_two, effects::two_means, effects::proportions, effects::rates,
          effects::one_mean, effects::correlations, effects::reliabilities, effects::reported}) {
      const std::span<const Measure> part = family();
      rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
  }();
  return all;
}

const Measure* find_measure(std::string_view key) {
  const auto upper = [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  };
  for (const Measure& measure : measures()) {
    if (std::equal(key.begin(), key.end(), measure.key.begin(), measure.key.end(),
                   [&](char a, char b) { return upper(a) == upper(b); }))
      return &measure;
  }
  return nullptr;
}

std::vector<EffectOrReason> compute_effects(const Measure& measure,
                                            std::span<const OutcomeData> rows,
                                            const EffectOptions& options) {
  const bool drops = options.drop00 || (options.ratios_drop00 && measure.ratio);
  const auto dropped = [&](const OutcomeData& data) {
    return drops ? effects::without_contrast(data) : std::nullopt;
  };
  const bool adds = (measure.adds_to_zero_cells || options.add_asked) && options.add > 0 &&
                    options.to != AddTo::none;
  bool to_all = options.to == AddTo::all;
  if (adds && options.to == AddTo::if0all) {
    to_all = std::any_of(rows.begin(), rows.end(), [&](const OutcomeData& data) {
      return effects::has_zero_cell(data) && !dropped(data);
    });
  }
  std::vector<EffectOrReason> out;
  out.reserve(rows.size());
  for (const OutcomeData& data : rows) {
    if (const auto* printed = std::get_if<Reported>(&data)) {
      out.push_back(reported_effect(measure, *printed));
    } else if (const auto reason = dropped(data)) {
      out.push_back(*reason);
    } else if (adds && (to_all || (options.to == AddTo::only0 && effects::has_zero_cell(data)))) {
      out.push_back(measure.compute(effects::with_added(data, options.add)));
    } else {
      out.push_back(measure.compute(data));
    }
  }
  return out;
}

double size_for_back_transform(const OutcomeData& data) {
  if (const auto* p = std::get_if<Proportion>(&data)) return p->n;
  if (const auto* r = std::get_if<Rate>(&data)) return r->t;
  return 0;
}

}  // namespace weald
