// SPDX-License-Identifier: MIT
// Are studies with significant or favourable results cited more (`weald cite bias`)?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/citations/graph.h"
#include "engine/models/counts.h"

namespace weald {

/// One study that may be cited, and what it found.
struct CitableStudy {
  std::uint32_t node = 0;
  bool positive = false;
};

/// How long a study must have been out before it can be cited: calendar months, and days.
struct Lag {
  int months = 0, days = 0;
  std::string text{};  ///< as it was asked for: «24 months»; empty: none
};

struct CitationBiasTest {
  std::string key{};  ///< "mantel-haenszel", "without-self-citations"
  std::size_t citing = 0, pairs = 0,
              cited = 0;  ///< citing papers with a stratum, potential and actual citations
  CountFit fit{};         ///< log odds ratio of being cited, positive against not
};
struct CitationBias {
  std::string by{};  ///< "significant" | "favourable"
  std::size_t studies = 0, positive = 0;
  CitationBiasTest all{}, without_self{};
  std::optional<double> permutation_p{};  ///< two-sided
  bool exact = false;                     ///< every arrangement was tried
  std::size_t permutations = 0;
  std::uint64_t seed = 0;
  bool too_small = false;  ///< fewer than 10 studies or 50 potential citations: do not interpret
  std::vector<std::string> notes{};
};

/// Citing papers are the review's studies and whatever cites one of the studies, with a date and a
/// known list of references.
/// The 2×2 table of each citing paper (a: positive and cited, b: positive and not cited, c, d: the
/// same of the others), over the studies that were out before it: latest day of the study's date +
/// lag ≤ latest day of the citing paper's, itself left out. Months of the lag are those of the
/// calendar, so that a paper of 2003 comes 24 months after one of 2001. Mantel-Haenszel over citing
/// papers with the variance of Robins, Breslow & Greenland 1986. The permutation shuffles
/// `positive` among studies of one year and counts how often the odds ratio lies as far from 1;
/// exact where at most `most` arrangements exist.
CitationBias citation_bias(const CitationGraph& graph, const std::vector<CitableStudy>& studies,
                           std::string by, const Lag& lag, std::uint64_t seed,
                           std::size_t most = 20000);

/// Whether two papers share an author (family name and first initial).
bool share_author(const Node& a, const Node& b);

}  // namespace weald
