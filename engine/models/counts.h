// SPDX-License-Identifier: MIT
// Models of the raw counts: Mantel-Haenszel and Peto. Nothing is added to the cells unless asked.
// Undefined results are nothing, with the reason, never NaN.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/effects/data.h"
#include "engine/models/pool.h"

namespace weald {

struct CountFit {
  std::optional<Estimate> pooled{};  ///< on the analysis scale, z
  std::string_view reason{};         ///< why not
  Heterogeneity heterogeneity{};     ///< Q, df, p, I² and H² from Q; tau2 0
  std::vector<double> weight{};      ///< of each table, a fraction of 1
};

enum class CountMeasure { OR, RR, RD };

/// Mantel-Haenszel (Mantel & Haenszel 1959; variances of Robins, Breslow & Greenland 1986 for OR,
/// Greenland & Robins 1985 for RR, Sato 1989 for RD). `add` > 0 puts that into all cells of tables
/// with a zero cell in the estimate too, and then leaves out tables without events in either group
/// (for OR also those with only events), as meta and RevMan do; the risk difference needs no such
/// thing and gets none. Q is taken over the inverse-variance effects with ½ added to tables with a
/// zero cell, without tables that have no events (or only events) in both groups.
CountFit mantel_haenszel(std::span<const TwoByTwo> tables, CountMeasure measure, double add,
                         double level);

enum class RateMeasure { IRR, IRD };

/// Mantel-Haenszel for events in person-time (Greenland & Robins 1985, Biometrics 41:55). Nothing
/// is added in the estimate; Q as above with ½ added to the events of rows with a zero.
CountFit mantel_haenszel(std::span<const TwoRates> rows, RateMeasure measure, double level);

/// Peto's one-step odds ratio (Yusuf et al. 1985): ln OR = Σ(O-E)/ΣV.
CountFit peto(std::span<const ObservedExpected> rows, double level);

/// O - E and V of a table (hypergeometric).
ObservedExpected observed_expected(const TwoByTwo& table);

}  // namespace weald
