// SPDX-License-Identifier: MIT
// How an analysis is done: presets (data, one row each), the review's settings, the analysis's own,
// the command line, laid over each other in the contract's order. Every option is one row: key,
// help, what it sets.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/effects/measure.h"
#include "engine/models/pool.h"
#include "engine/review/review.h"

namespace weald {

enum class Method { iv, mh, peto };

/// All that decides how one pool is computed. Fully resolved: nothing in it is looked up again.
struct Choices {
  std::string preset = "cochrane";
  Model model = Model::random;
  Method method = Method::iv;
  const Tau2Estimator* tau2 = nullptr;
  const MeanInterval* ci = nullptr;
  bool ci_falls_back = false;               ///< cochrane's rule: z unless k > 2 and τ² > 0
  bool ci_given = false, pi_given = false;  ///< asked for by name since the last preset
  bool pi_follows_ci = false;               ///< metafor's rule (see Preset)
  const PredictionInterval* pi = nullptr;
  const Tau2IntervalMethod* tau2_ci = nullptr;
  bool dl_around_mh =
      false;  ///< revman5: Q of DerSimonian-Laird around the Mantel-Haenszel estimate
  I2From i2_from = I2From::tau2;
  double level = 0.95;
  EffectOptions effect{};
  double mh_add = 0;
  std::string subgroup{};               ///< field by which to split, empty: none
  bool common_tau2 = false;             ///< τ² common to the subgroups
  std::string mods{};                   ///< formula of a meta-regression, empty: none
  std::optional<double> correlation{};  ///< between horizons, for the contrast
  const Measure* measure = nullptr;     ///< null: the analysis's own
  std::vector<std::string> horizons{};  ///< empty: the analysis's own
};

/// A preset is a row: a key, what it reproduces, and the choices that make it.
struct Preset {
  std::string_view key, label, source;
  std::string_view tau2, ci, pi, tau2_ci;  ///< keys of their tables; "none" for nothing
  bool ci_falls_back;                      ///< HK only where k > 2 and τ² > 0, otherwise z
  bool
      pi_follows_ci;  ///< metafor's predict(): S with z, V with t, HK with HK, unless `pi` is given
  bool ratios_drop00;  ///< ratios leave out studies without events, or with only events, in both
                       ///< groups
  bool dl_around_mh;   ///< DerSimonian-Laird's Q is taken around the Mantel-Haenszel estimate
  I2From i2_from;
};
std::span<const Preset> presets();
const Preset* find_preset(std::string_view key);

/// One option: `key` as in review.yaml and, with two dashes, on the command line.
struct Option {
  std::string_view key, value, help;  ///< value: "NAME", "X", … for the help; empty for a switch
  std::vector<std::string_view> (
      *names)();  ///< what may be given, for help, completion and «did you mean»; may be null
  /// Sets the choice; a message where the value is no good. An empty value of a switch means yes.
  std::optional<std::string> (*set)(Choices&, std::string_view value);
};
std::span<const Option> options();
const Option* find_option(std::string_view key);

/// Resolves the choices of an analysis. `command_line` is in the order given. Problems become
/// diagnostics at the place of the setting (or without a place for the command line: code
/// bad-option).
Choices resolve(const Review* review, const Analysis* analysis,
                std::span<const Setting> command_line, Diagnostics& diagnostics);

}  // namespace weald
