// SPDX-License-Identifier: MIT
// Pieces of the contract's JSON that several commands write: an entry's head, estimates,
// heterogeneity, likelihood. Each writes its fields in the contract's order.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/analysis/report.h"
#include "engine/output/json_writer.h"

namespace weald {

/// "engine": {"name", "version"}
void write_engine(JsonWriter& json);

/// "shown": {"estimate", "ci"}, and "pi" where asked for
void write_shown(JsonWriter& json, const Shown& shown, bool with_pi = false);

/// "estimate" … "ci", into the object that is open
void write_estimate(JsonWriter& json, const Estimate& estimate);

/// "study" … "ci", into the object that is open
void write_study_effect(JsonWriter& json, const StudyResult& study);

/// "id" … "level", into the object that is open; `method` is the key of the pooling method
void write_pool_head(JsonWriter& json, const Pooling& pool, std::string_view method);

/// "excluded", "findings" and "notes": lists
void write_excluded(JsonWriter& json, const std::vector<ExcludedRow>& rows);
void write_findings(JsonWriter& json, const std::vector<FindingRow>& rows);
void write_notes(JsonWriter& json, const std::vector<Note>& notes);

/// "tau2" … "h2_ci", into the object that is open
void write_heterogeneity_fields(JsonWriter& json, const Heterogeneity& heterogeneity);

/// An object under `key`, or null
void write_likelihood(JsonWriter& json, std::string_view key,
                      const std::optional<Likelihood>& likelihood);

/// "convergence": {"ok", "iterations", "at_boundary"}
void write_convergence(JsonWriter& json, const Convergence& convergence);

/// The text, or null where it is empty
void text_or_null(JsonWriter& json, std::string_view key, std::string_view text);

}  // namespace weald
