// SPDX-License-Identifier: MIT
// Sensitivity analyses of reports made by hand, for tests of the figures that draw them. For tests
// that may see engine/analysis.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "engine/analysis/sensitivity.h"
#include "plots/figure.h"

namespace weald::build {

/// A report with one analysis and what was asked of its pools, which point into it.
struct Answered {
  Report report{};
  std::vector<PoolSensitivity> answers{};

  const AnalysisReport& analysis() const { return report.analyses.front(); }
  FigureSource source() const {
    FigureSource out{.analysis = &analysis()};
    for (const PoolSensitivity& answer : answers) out.sensitivity.push_back(&answer);
    return out;
  }
};

/// Computed by the method that report_builder pools with: DerSimonian-Laird, z.
inline Answered answered(AnalysisReport analysis, std::vector<std::string_view> kinds,
                         std::uint64_t subsets = 3000) {
  for (Pooling& pool : analysis.pools) {
    pool.choices.tau2 = find_tau2("DL");
    pool.choices.ci = find_mean_interval("z");
    pool.choices.measure = pool.measure;
  }
  Answered out;
  out.report.analyses.push_back(std::move(analysis));
  Diagnostics diagnostics;
  out.answers =
      sensitivity(out.report, {.kinds = std::move(kinds), .subsets = subsets}, diagnostics);
  return out;
}

}  // namespace weald::build
