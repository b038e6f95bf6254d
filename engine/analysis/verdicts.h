// SPDX-License-Identifier: MIT
// What each study of a review found at each horizon, in one word: for colouring figures of the
// citation graph and for asking whether papers with good news are cited more. Never used to pool.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/report.h"
#include "engine/review/review.h"

namespace weald {

/// From the study's own interval at the level of its pool, and the outcome's `better`.
enum class Verdict {
  none,          ///< no result at this horizon
  words,         ///< a finding said without numbers
  inconclusive,  ///< the interval holds the value of no effect
  favourable,    ///< it lies wholly on the better side
  unfavourable,  ///< wholly on the worse side
  different,     ///< wholly on one side, and the review does not say which is better
};
std::string_view verdict_name(Verdict verdict);

struct StudyVerdict {
  std::string study{};                   ///< key
  std::optional<std::string> horizon{};  ///< key; nothing where the analysis has none
  Verdict verdict = Verdict::none;
  std::string analysis{};  ///< the analysis it comes from
};

/// One entry a study and horizon, by study, then in the order of the review's horizons: that of the
/// first analysis in the order of review.yaml that compares groups (or has a value of no effect)
/// and in which the study has a number; words only where no analysis has one. Exclusion by the
/// reviewer does not hide a study's own finding.
std::vector<StudyVerdict> verdicts(const Report& report, const Review& review);

}  // namespace weald
