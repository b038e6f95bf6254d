// SPDX-License-Identifier: MIT
// Where a paper leads (`weald cite impact`): what uses it and what merely cites it.
#pragma once

#include <string>
#include <vector>

#include "engine/citations/graph.h"

namespace weald {

/// What depends on some papers. Nodes by number.
struct Reach {
  std::vector<std::uint32_t> flagged{};  ///< the papers themselves
  std::vector<std::uint32_t>
      studies{};  ///< studies of the review whose data fall with them: the papers, and other
                  ///< reports' studies of the same trial or cohort are in `related`
  std::vector<std::uint32_t> related{};  ///< other papers of the same trial, cohort or version
  std::vector<std::uint32_t>
      reviews{};  ///< that include one of them, directly or through another review
  std::vector<std::uint32_t> guidelines{};  ///< that include one of them or such a review
  std::vector<std::uint32_t>
      citing_only{};  ///< cite without including: listed apart, citing is not using
};
/// Follows reports, version-of and includes (not cites) from the flagged papers upwards.
Reach reach(const CitationGraph& graph, std::vector<std::uint32_t> flagged);

/// The recommendations informed by a pooled result whose node key is `result:analysis[/horizon]`,
/// with their guidelines.
std::vector<std::uint32_t> recommendations_on(const CitationGraph& graph, std::string_view result);

/// Rows of a list of retractions that speak of papers of the graph.
struct RetractionFlag {
  std::uint32_t node = 0;
  PublishedNotice notice{};
  std::string by{};      ///< the identifier that matched: «DOI 10.…», «PubMed 123»
  std::size_t line = 0;  ///< in the list
};
struct Flags {
  std::vector<RetractionFlag> flags{};
  std::vector<RetractionFlag> doubtful{};  ///< by PubMed number while both have DOIs that differ
  std::size_t rows = 0;                    ///< of the list
  std::size_t matched = 0;                 ///< rows that flag a paper
  std::size_t unidentified = 0;  ///< rows without any identifier of the paper («0», «Unavailable»)
};
/// Matches by DOI and PubMed number alone: titles repeat («Reply»), and 0 is no number. A row that
/// has the PubMed number of a paper and another DOI flags nothing: one of the two is mistyped.
Flags match_retractions(const CitationGraph& graph, std::span<const Record> list);

}  // namespace weald
