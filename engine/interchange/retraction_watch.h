// SPDX-License-Identifier: MIT
// The Retraction Watch data (gitlab.com/crossref/retraction-watch-data): one row a notice.
#pragma once

#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

bool looks_like_retraction_watch(std::string_view text);

/// Each row becomes one record: the ORIGINAL paper with what the row says about it as its only
/// notice. A paper with several notices has several rows, hence several records. Identifiers `0`,
/// `Unavailable` and empty are none. Dates are American (7/31/2024 14:00).
Reading read_retraction_watch(std::string_view text);

}  // namespace weald
