// SPDX-License-Identifier: MIT
// What the files that make pools of descriptors share. Not for other folders.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/review/dataset.h"

namespace weald {

std::string_view name_of(const Horizon& horizon);
std::string_view name_of(const Group& group);
std::string_view name_of(const Study& study);
std::string treatment_name(const Review& review, const std::string& key);

// ---- Horizons ----

/// Where a result lies: `unknown` where it says neither time nor horizon.
enum class Place { inside, outside, astride, unknown };
Place place_of(const Result& result, const Horizon* horizon);

/// Which edges of the horizon the time crosses, in words.
std::string astride_reason(const Time& time, const Horizon& horizon);

/// When a result was measured, as its descriptor says it.
std::string when_text(const Result& result);

/// Where a result lies that none of these horizons holds: the windows before and after it.
std::string outside_reason(const Result& result, const std::vector<const Horizon*>& horizons);

/// The horizons to pool, in the review's order; one null where there are none.
std::vector<const Horizon*> chosen_horizons(const Review& review, const Analysis& analysis,
                                            const Selection& selection, Diagnostics& diagnostics);

// ---- Results ----

/// Remarks on rows by code, gathered over the studies of a pool into one note each.
using Remarks = std::map<std::string_view, std::vector<std::string>>;

/// What one result (or one group of it) brings to a pool: a row, or why it has none.
struct Contender {
  const Result* result = nullptr;
  std::ptrdiff_t order = 0;  ///< of its group in the study
  std::optional<Row> row{};
  std::optional<ExcludedRow> excluded{};
  bool one_sided = false;  ///< excluded, as it has one side of the comparison alone
  Remarks remarks{};       ///< on the row
};

/// An analysis with what it takes from results.
struct Question {
  const Review& review;
  const Analysis& analysis;
  const Measure& measure;
  bool compares() const { return analysis.compare.size() == 2; }
};

/// Adds what a result brings; nothing where it belongs to another comparison.
void add_candidates(const Question& question, const Study& study, const Result& result,
                    std::vector<Contender>& out, Diagnostics& diagnostics);

/// A candidate without a row.
Contender refused(const Study& study, const Result& result, std::string_view code,
                  std::string reason);

/// Whether a candidate belongs to the question, with numbers that serve or with some that lack.
bool belongs(const Contender& candidate);

/// Whether a finding in words may speak of the question's comparison or groups.
bool concerns(const Question& question, const Study& study, const Result& result);

// ---- Several results in one window ----

/// Leaves one candidate with a row for each study and group, as `when-several` says; where it does
/// not settle it, a diagnostic says why.
void settle(std::vector<Contender>& of_study, const Study& study, const Analysis& analysis,
            const Horizon* horizon, Remarks& remarks, Diagnostics& diagnostics);

}  // namespace weald
