// SPDX-License-Identifier: MIT
// From descriptors (or a table) to the rows of one pool: one analysis, one horizon. What was left
// out goes along with its reason. Computes no effect and no statistics beyond combining groups.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/effects/data.h"
#include "engine/effects/measure.h"
#include "engine/review/review.h"

namespace weald {

/// The raw numbers of one group, for the columns of a table or figure; zero is a value, nothing is
/// not.
struct Arm {
  std::string label{};
  std::optional<double> events{}, n{}, mean{}, sd{}, person_time{};
};

/// One row that may enter a pool.
struct Row {
  std::string study{};                 ///< key, or the table's `study`
  std::optional<std::string> group{};  ///< where each group is a row
  std::string label{};
  std::optional<double> year{};
  OutcomeData data{};
  bool adjusted = false;
  std::vector<Arm> arms{};  ///< experimental, control; or the one group
  Scalars fields{};         ///< the study's, overlaid by the group's and the result's
  std::optional<RiskOfBias> risk_of_bias{};
  std::string time{}, source{}, derived{};
  std::string registration{}, cohort{}, cluster{};
  Span span{};
};

struct ExcludedRow {
  std::string study{};
  std::optional<std::string> group{};
  std::string label{};
  std::string_view code{};  ///< a row of the catalogue
  std::string reason{};
  Span span{};
};

/// Said without numbers.
struct FindingRow {
  std::string study{}, label{}, text{}, source{}, time{};
  Span span{};
};

/// A remark that belongs to a pool; `code` is a row of the catalogue.
struct Note {
  std::string_view code{};
  std::string message{};
};

struct Dataset {
  std::string analysis{};  ///< key; "table" for a table
  std::string title{};
  const Horizon* horizon = nullptr;  ///< nothing: no horizons
  std::shared_ptr<const Horizon>
      owned_horizon{};  ///< keeps `horizon` alive where it is a value of a table's column
  const Measure* measure = nullptr;
  std::string outcome_label{};
  std::vector<std::string> arm_labels{};  ///< experimental, control
  std::vector<Row> rows{};                ///< by study key, then group; a table's in its order
  std::vector<ExcludedRow> excluded{};
  std::vector<FindingRow> findings{};
  std::vector<Note> notes{};
};

/// What the command line asks for beyond the analysis itself.
struct Selection {
  const Measure* measure = nullptr;  ///< instead of the analysis's
  std::vector<std::string>
      horizons{};  ///< only these, in the review's order; empty: the analysis's
};

/// The pools of one analysis of a review, one a horizon (or one without), in the order of
/// `horizons:`. `analysis` must have passed the checks. Times astride two windows are excluded from
/// both with the reason; baseline belongs to none; a second result in a window is settled by
/// `when-several` with a note or a diagnostic.
std::vector<Dataset> datasets(const Review& review, const Analysis& analysis,
                              const Selection& selection, Diagnostics& diagnostics);

/// The pools of a table: one, or one a value of its `horizon` column. `measure` null: guessed from
/// the columns, only where one answer exists, else a diagnostic (code measure-needed).
std::vector<Dataset> datasets(const Table& table, const Selection& selection,
                              Diagnostics& diagnostics);

}  // namespace weald
