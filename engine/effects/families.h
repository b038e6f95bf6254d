// SPDX-License-Identifier: MIT
// For the files of this folder only: how a formula on its own data type becomes a row's `compute`,
// and the families that measures() strings together.
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <variant>

#include "engine/effects/measure.h"

namespace weald::effects {

constexpr unsigned bit(DataKind kind) { return static_cast<unsigned>(kind); }

/// NaN for rows whose «no effect» has no meaning (a prevalence, a mean).
inline constexpr double no_null = std::numeric_limits<double>::quiet_NaN();

inline NoEffect not_defined(std::string_view reason) { return {"not-defined", reason}; }
inline NoEffect no_events(std::string_view reason) { return {"no-events", reason}; }

/// What leaves a formula: finite numbers, a variance that is not negative, or the reason why not.
EffectOrReason checked(EffectOrReason effect);

/// A finished estimate is data for every measure.
EffectOrReason generic(const Generic& data);

/// `compute` of a row, e.g. on<odds_ratio>: the formula whose argument is what the data hold; other
/// data are `wrong-data`.
template <auto... formulas>
EffectOrReason on(const OutcomeData& data) {
  EffectOrReason result = NoEffect{"wrong-data", "these data cannot give this measure"};
  if (std::holds_alternative<Missing>(data))
    result = NoEffect{"missing-data", "a number is missing"};
  if (const auto* given = std::get_if<Generic>(&data)) result = generic(*given);
  const auto attempt = [&]<class Data>(EffectOrReason (*formula)(const Data&)) {
    if (const auto* given = std::get_if<Data>(&data)) result = checked(formula(*given));
  };
  (attempt(formulas), ...);
  return result;
}

std::span<const Measure> two_by_two();
std::span<const Measure> two_means();
std::span<const Measure> proportions();
std::span<const Measure> rates();
std::span<const Measure> one_mean();
std::span<const Measure> correlations();
std::span<const Measure> reliabilities();
std::span<const Measure> reported();

/// The exact small-sample factor of Hedges (1981, equation 6e), Γ(m/2) / (√(m/2) Γ((m-1)/2)) on m >
/// 1 degrees of freedom, to full double precision for any m.
double hedges_correction(double m);

}  // namespace weald::effects
