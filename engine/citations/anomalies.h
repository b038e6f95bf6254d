// SPDX-License-Identifier: MIT
// Citations that cannot or should hardly be (`weald cite anomalies`), and papers and cohorts that
// may be counted twice (`weald cite duplicates`). All are warnings with their reason: both
// happen in good papers too.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/citations/graph.h"

namespace weald {

struct Anomaly {
  std::string_view code{};             ///< a row of anomaly_kinds()
  std::vector<std::uint32_t> nodes{};  ///< whom it concerns, the citing paper first
  std::string message{};               ///< what, with the numbers
  std::string advice{};                ///< what to look at
};

/// One kind: its code, what it means, and the function that finds all of its kind.
struct AnomalyKind {
  std::string_view code, summary;
  void (*find)(const CitationGraph&, const Review&, std::vector<Anomaly>&);
};
/// cites-later (impossible: the earliest day of the cited is after the last of the citing),
/// cites-later-suspicious (the cited begins more than 12 months after the citing begins; both
/// ranges of days hold the paper's versions, so only a later version can explain such a one),
/// citation-cycle (companions where the papers share journal and year, or registration),
/// cites-itself, cites-duplicate (its own other version or another node of the same paper),
/// long-without-short (a later report of a registered study that does not cite the earlier one),
/// cites-retracted (after the date of the retraction; suspicious where dates overlap),
/// includes-retracted (a review or guideline whose search, or which itself where that is not dated,
/// came after the retraction of a study that it includes),
/// one-paper-two-nodes (one DOI, PMID, … on two descriptions),
/// reference-count-differs (the list is shorter or longer than the paper says, or empty).
std::span<const AnomalyKind> anomaly_kinds();

/// All of them, by kind in the table's order, then by nodes.
std::vector<Anomaly> find_anomalies(const CitationGraph& graph, const Review& review);

/// A suspicion that two studies are one group of people.
struct Duplicate {
  std::uint32_t a = 0, b = 0;
  std::string_view
      certainty{};  ///< "certain" (one registration, one cohort, one paper) | "likely" | "possible"
  std::vector<std::string> reasons{};
  std::vector<std::string> pools{};  ///< analyses[/horizons] in which both have results
};
/// «certain» by what identifies people or papers; «likely» by identical numbers or two weaker
/// reasons; «possible» by one site or shared authors alone. Blocks of more than 100 studies are
/// compared with one of them only.
/// Every pair of included studies: the same registration, cohort or identifiers; the same site and
/// overlapping windows of recruitment; identical numbers (estimates with their precision as
/// printed, groups, or rows of pools of one outcome, as the check cohort-twice compares them);
/// shared authors with equal n. By certainty, then key. Blocked by key, so that 1e5 studies do not
/// make 1e10 pairs.
std::vector<Duplicate> find_duplicates(const CitationGraph& graph, const Review& review);

}  // namespace weald
