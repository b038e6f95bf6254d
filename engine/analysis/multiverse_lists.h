// SPDX-License-Identifier: MIT
// The lists that a multiverse combines: the usual ones, those of review.yaml and of the command
// line over them, and what their values mean. Internal to engine/analysis/.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analysis/report.h"

namespace weald {

/// A name with its values, e.g. tau2: REML, PM, DL.
using ChoiceValues = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// The values that are defensible for this pool, the pool's own first. Horizons are not among them:
/// the effect at another time is another question, not another answer to this one.
ChoiceValues usual_lists(const Pooling& pool);

/// Lists of review.yaml in the place of those of the same name. `report` is that of the pool's
/// analysis; what has no meaning for it is passed over with a note.
void lay_lists(ChoiceValues& lists, std::span<const ChoiceList> more, const Pooling& pool,
               std::vector<Note>& notes);

/// The same of «measure=RR,OR; tau2=REML»; a problem in words where it cannot be read or names no
/// choice and no field of the analysis's studies.
std::optional<std::string> read_lists(std::string_view text, const AnalysisReport& report,
                                      ChoiceValues& lists);

/// Leaves out, with a note, lists of models, estimators and intervals where studies are not pooled
/// by inverse variance: the same analysis would stand there many times.
void drop_meaningless(ChoiceValues& lists, const Pooling& pool, std::vector<Note>& notes);

/// Why a value of a list is no good, whatever the data; nothing where it is.
std::optional<std::string> value_problem(std::string_view name, std::string_view value);

/// Why a value of a list of horizons or of a field is none of this analysis; nothing where it is.
std::optional<std::string> value_unknown(std::string_view name, std::string_view value,
                                         const AnalysisReport& report, const Review* review);

/// The value that the pool itself has.
std::string own_value(std::string_view name, const Pooling& pool);

/// Lays a value over the choices of a pool. Lists of inclusion and of data change nothing in them.
void lay_value(Choices& choices, std::string_view name, std::string_view value);

/// Whether a study is in the pool under a value of a list; lists that do not choose studies leave
/// every one in.
bool included(const Row& row, std::string_view name, std::string_view value);

}  // namespace weald
