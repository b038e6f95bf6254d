// SPDX-License-Identifier: MIT
// Citation chasing (`weald cite missing`): which papers outside the review its included studies
// point at. The words are TARCiS's (Hirt et al. 2024, BMJ 385:e078384): backward, forward,
// co-cited, co-citing.
#pragma once

#include <vector>

#include "engine/citations/graph.h"

namespace weald {

struct Candidate {
  std::uint32_t node = 0;
  std::size_t backward = 0;  ///< seeds that cite it
  std::size_t forward = 0;   ///< seeds that it cites
  std::size_t co_cited =
      0;  ///< times that it is cited beside a seed: Σ over seeds of the papers citing both
  std::size_t co_citing = 0;  ///< references that it shares with seeds: Σ over seeds
  double salton_co_cited = 0, salton_co_citing = 0;  ///< Σ over seeds of C/√(CᵢCⱼ), B/√(kᵢkⱼ)
  double score = 0;   ///< Σ over backward, forward and both Salton sums of the share of candidates
                      ///< that have no more (0 for none), 0…4
  std::string why{};  ///< «cited by 5 of 12 included, co-cited with 7»
};
struct Chase {
  std::vector<std::uint32_t> seeds{};   ///< included studies with any link
  std::vector<Candidate> candidates{};  ///< papers that are no seed; best first, ties by year
                                        ///< descending, then key
  std::size_t included = 0;             ///< studies of the review
  std::size_t capped = 0;  ///< papers whose list is longer than the cap and was not paired
  std::size_t cap = 0;
  std::vector<std::string> limits{};  ///< what this cannot know, in words
};
/// Papers already described by references.yaml are candidates too, and marked by their origin.
Chase chase(const CitationGraph& graph, std::size_t cap = 1000);

/// Pairs of papers with what they share, the smaller node first, by node: co-citation (Small 1973:
/// both cited by that many papers) and bibliographic coupling (Kessler 1963: that many references
/// in common). Rows longer than `cap` are not paired.
struct SharedPair {
  std::uint32_t a = 0, b = 0;
  std::size_t count = 0;
  double salton = 0;
};
std::vector<SharedPair> co_citation(const Links& cites, std::size_t cap = 1000);
std::vector<SharedPair> coupling(const Links& cites, std::size_t cap = 1000);

}  // namespace weald
