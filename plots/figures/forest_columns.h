// SPDX-License-Identifier: MIT
// Makers of columns, grouped by what they show; forest_columns.cpp has the
// table of them.
#pragma once

#include "plots/figures/forest.h"

namespace weald::forest {

struct Context {
  const AnalysisReport& report;
  const House& house;
  std::vector<std::string>& legend;
};

/// The names of the built-in columns, `plot` for the place of the plot among
/// them; any other name is a field of the studies.
std::vector<std::string_view> column_names();

/// The shortest text of a number, empty for none.
std::string number(const std::optional<double>& value);

bool any_arm(const AnalysisReport& report, const std::function<bool(const Arm&)>& has);

std::vector<Column> events_columns(const Context& context);
std::vector<Column> n_columns(const Context& context);
std::vector<Column> mean_columns(const Context& context);
std::vector<Column> risk_columns(const Context& context);

}  // namespace weald::forest
