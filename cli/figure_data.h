// SPDX-License-Identifier: MIT
// What a figure is drawn from, computed: the report, and beside it the sensitivity analyses,
// small-study effects or meta-regressions that the figure's row asks for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/work.h"
#include "plots/figure.h"

namespace weald {

struct FigureData {
  Work work{};
  std::vector<PoolSensitivity> sensitivity{};
  std::vector<PoolBias> bias{};
  RegressionReport regressions{};
  std::optional<int>
      stop{};  ///< an exit code where there is nothing to draw (it has been said why)

  /// What belongs to one analysis of `work.report`.
  FigureSource source(const AnalysisReport& analysis) const;
};

/// Reads SOURCE (the first of `words`) and computes what `figure` needs, with the options of the
/// command line. Not for figures of citations. The result must not be moved: parts point into it.
void compute(const Call& call, const Figure& figure, const std::vector<std::string>& words,
             FigureData& data);

/// The same source under the measure AS, effects alone, where the request has tests of Rücker: they
/// look at the arcsine differences of all tables, also of those without an event, which have no
/// odds ratio.
std::optional<Report> arcsine_report(const Call& call, const Work& work,
                                     const BiasRequest& request);

/// Whether some moderator is named for every pool (otherwise it has been said).
bool has_moderators(const Call& call, const Report& report);

}  // namespace weald
