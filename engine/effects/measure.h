// SPDX-License-Identifier: MIT
// Effect measures: from raw data to an estimate y and its sampling variance v, one row a measure. A
// row's address is its identity, its key (metafor's code) its name. To add a measure: a formula on
// its own data type in its family file and a row beside it.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/effects/data.h"
#include "engine/effects/scale.h"

namespace weald {

/// An estimate and its sampling variance, always on the analysis scale.
struct Effect {
  double y = 0, v = 0;
};

/// Why a row has no effect. `code` is a row of the catalogue.
struct NoEffect {
  std::string_view code;    ///< "no-events", "missing-data", "not-defined", "wrong-data"
  std::string_view reason;  ///< for people, e.g. "no events in either group"
};

using EffectOrReason = std::variant<Effect, NoEffect>;

/// Which studies get `add` in their cells (metafor's `to`).
enum class AddTo { only0, all, if0all, none };

struct EffectOptions {
  double add = 0.5;  ///< added to the cells of the tables that `to` picks
  AddTo to = AddTo::only0;
  bool drop00 = false;  ///< leave out two-group tables without events (or with only events) in both
                        ///< groups, every measure
  bool ratios_drop00 =
      false;  ///< the same for ratios (RR, OR, PETO, IRR) alone: presets cochrane, revman5, meta
  bool add_asked = false;  ///< add or to was asked for by name: then AS, PAS, PFT, IRSD, IRS, IRFT
                           ///< get it too (as in metafor)
};

/// The kinds of data that a measure can be computed from, as a bit each (for messages and for
/// choosing).
enum class DataKind : unsigned {
  two_by_two = 1,
  two_means = 2,
  standardised = 4,
  two_rates = 8,
  proportion = 16,
  rate = 32,
  mean = 64,
  correlation = 128,
  generic = 256,
  observed_expected = 512,
  reliability = 1024
};

struct Measure {
  std::string_view key, label;   ///< "OR", "Odds ratio"
  std::string_view short_label;  ///< for a column head: "OR"
  const Scale& (*scale)();
  double none;      ///< y when there is no effect; NaN where that has no meaning (proportions)
  bool ratio;       ///< relative: its read scale is drawn logarithmically
  bool two_groups;  ///< a comparison; false for a single group's quantity
  unsigned
      kinds;  ///< DataKind bits it can be computed from (any measure takes Generic and Reported)
  std::string_view formula, source;  ///< "log(ad / bc)", "Woolf 1955"
  bool adds_to_zero_cells;  ///< whether EffectOptions::add applies unasked (not for AS, PAS, PFT,
                            ///< IRSD, IRS, IRFT, means, …)
  EffectOrReason (*compute)(
      const OutcomeData&);  ///< the plain formula, after any addition to cells
};

/// All measures, grouped by kind of data, in the order of `weald list measures`.
std::span<const Measure> measures();

/// The measure with that key, without regard to case, or null.
const Measure* find_measure(std::string_view key);

/// The effect of every row, in order, under the policy for zero cells. A row that has none says
/// why. A variance of 0 is an effect here (pools leave it out). `Reported` rows are put on the
/// analysis scale; its interval, se or p gives v = ((upper - lower) / (2 z))² and so on.
std::vector<EffectOrReason> compute_effects(const Measure& measure,
                                            std::span<const OutcomeData> rows,
                                            const EffectOptions& options);

/// One reported estimate on the analysis scale of `measure`; not defined where the numbers leave
/// its domain.
EffectOrReason reported_effect(const Measure& measure, const Reported& reported);

/// The number of people (or the person-time) behind a row that the inverse of Freeman-Tukey needs;
/// 0 where none.
double size_for_back_transform(const OutcomeData& data);

}  // namespace weald
