// SPDX-License-Identifier: MIT
// Reports made by hand, for tests of what draws them. Pools by the method of moments, so that the
// numbers are plausible; what pooling is right is tested elsewhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/report.h"

namespace weald::build {

/// Measures of the builder's own, so that it stands on no other layer's code.
const Measure& risk_ratio();
const Measure& generic();
const Measure& prevalence();  ///< logit: has no value of «no effect»

/// One study on the analysis scale.
StudyResult study(const std::string& label, double y, double v, const Measure& measure);

/// The same from counts, with arms filled in; RR.
StudyResult trial(const std::string& label, double a, double n1, double c, double n2);

/// A pool of these studies; pooled where there is one at least.
Pooling pool(const Measure& measure, std::vector<StudyResult> studies,
             const std::string& horizon = "", const std::string& label = "",
             const std::string& subgroup = "");

/// An analysis of these pools.
AnalysisReport report(const Measure& measure, std::vector<Pooling> pools);

/// Thirteen trials of BCG against tuberculosis (Colditz 1994), relative risk; split by allocation
/// when asked.
AnalysisReport bcg(bool by_allocation = false);

/// `rows` studies at `horizons` horizons with gaps, findings, exclusions, long and foreign names,
/// an enormous interval.
AnalysisReport many(int rows, int horizons, const Measure& measure, bool with_arms = false);

/// Published pooled results by horizon.
AnalysisReport overview();

}  // namespace weald::build
