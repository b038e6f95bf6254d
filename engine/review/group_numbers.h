// SPDX-License-Identifier: MIT
// What the groups of one result say, made into the raw data of a measure. Knows groups and
// measures; nothing of horizons or pools.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/effects/data.h"
#include "engine/effects/measure.h"
#include "engine/review/dataset.h"
#include "engine/review/study.h"

namespace weald {

/// A percentage printed without a count, and the people it speaks of.
struct Percent {
  double value = 0;
  std::optional<double> n{};
  std::string label{};
};

/// The numbers of one group (or of several made one), with standard deviations derived where only a
/// standard error, an interval or quartiles are printed.
struct GroupNumbers {
  Arm arm{};
  std::optional<double> r{}, alpha{}, items{};
  std::vector<Percent> percents{};  ///< one for each group that has no count
  std::string_view sd_from{};  ///< "its standard error", …: where the sd is not the printed one
  bool mean_from_median = false;
};

/// Reads a group's entry of `data:`; `label` is what it is called.
GroupNumbers numbers_of(const GroupData& data, std::string label);

/// Groups of one treatment made one: counts and person-time add, means by Handbook table 6.5.a.
/// What one of them lacks, the whole lacks.
GroupNumbers combined(std::span<const GroupNumbers> groups, std::string label);

/// Why the numbers do not give a measure; `code` is "missing-data" or "wrong-data".
struct Unusable {
  std::string_view code{};
  std::string reason{};
};

/// The raw data of `measure` from two groups (experimental, control) or from one.
std::variant<OutcomeData, Unusable> outcome_data(const Measure& measure,
                                                 std::span<const GroupNumbers> groups);

}  // namespace weald
