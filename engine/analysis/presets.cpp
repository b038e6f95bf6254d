// SPDX-License-Identifier: MIT
#include "engine/analysis/choices.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

constexpr Preset table[] = {
    {.key = "cochrane",
     .label = "Cochrane since 2025: REML; HK where k > 2 and τ² > 0, otherwise z",
     .source = "Cochrane Methods, random-effects guidance (2022, 2024, 2025)",
     .tau2 = "REML",
     .ci = "HK",
     .pi = "V",
     .tau2_ci = "QP",
     .ci_falls_back = true,
     .pi_follows_ci = false,
     .ratios_drop00 = true,
     .dl_around_mh = false,
     .i2_from = I2From::tau2},
    {.key = "revman5",
     .label = "Review Manager 5: DL around the Mantel-Haenszel estimate, z",
     .source = "Deeks & Higgins 2010, Statistical algorithms in Review Manager 5",
     .tau2 = "DL",
     .ci = "z",
     .pi = "none",
     .tau2_ci = "none",
     .ci_falls_back = false,
     .pi_follows_ci = false,
     .ratios_drop00 = true,
     .dl_around_mh = true,
     .i2_from = I2From::q},
    {.key = "metafor",
     .label = "R package metafor: REML, z, all studies kept",
     .source = "Viechtbauer 2010, J Stat Softw 36(3)",
     .tau2 = "REML",
     .ci = "z",
     .pi = "S",
     .tau2_ci = "QP",
     .ci_falls_back = false,
     .pi_follows_ci = true,
     .ratios_drop00 = false,
     .dl_around_mh = false,
     .i2_from = I2From::tau2},
    {.key = "meta",
     .label = "R package meta 8: REML, z, PI on k-1 degrees of freedom",
     .source = "Balduzzi, Ruecker & Schwarzer 2019, Evid Based Ment Health 22:153",
     .tau2 = "REML",
     .ci = "z",
     .pi = "V",
     .tau2_ci = "QP",
     .ci_falls_back = false,
     .pi_follows_ci = false,
     // The reference values for this preset keep studies without events (tests/oracle,
     // pool-ci-linde2005).
     .ratios_drop00 = false,
     .dl_around_mh = false,
     .i2_from = I2From::q},
    {.key = "stata",
     .label = "Stata's meta: REML, z, PI on k-2 degrees of freedom",
     .source = "Stata Meta-Analysis Reference Manual (defaults read from public documentation)",
     .tau2 = "REML",
     .ci = "z",
     .pi = "HTS",
     .tau2_ci = "none",
     .ci_falls_back = false,
     .pi_follows_ci = false,
     .ratios_drop00 = false,
     .dl_around_mh = false,
     .i2_from = I2From::q},
};

}  // namespace

std::span<const Preset> presets() { return table; }

const Preset* find_preset(std::string_view key) {
  for (const Preset& row : table)
    if (same_word(row.key, key)) return &row;
  return nullptr;
}

}  // namespace weald
