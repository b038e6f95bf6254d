// SPDX-License-Identifier: MIT
#include "engine/citations/anomalies.h"

#include <algorithm>
#include <array>

#include "engine/citations/anomalies_parts.h"

namespace weald {

std::span<const AnomalyKind> anomaly_kinds() {
  static constexpr std::array table{
      AnomalyKind{"cites-later",
                  "cites a paper that had not appeared: its first possible day is after the last "
                  "possible day of the citing one and of its versions",
                  find_cites_later},
      AnomalyKind{"cites-later-suspicious",
                  "cites a paper that began more than 12 months after the citing one did, which a "
                  "later version of the citing one may explain",
                  find_cites_later_suspicious},
      AnomalyKind{"citation-cycle",
                  "papers that cite each other, directly or in a circle: companions do, misread "
                  "identifiers look so",
                  find_citation_cycles},
      AnomalyKind{"cites-itself", "has itself in its list of references", find_cites_itself},
      AnomalyKind{"cites-duplicate",
                  "cites another version of itself, or another description of the same paper",
                  find_cites_duplicate},
      AnomalyKind{"long-without-short",
                  "a later report of a trial or cohort, at a later horizon, that cites none of the "
                  "earlier reports: one of them may be linked to the wrong study",
                  find_long_without_short},
      AnomalyKind{"cites-retracted", "cites a paper after its retraction", find_cites_retracted},
      AnomalyKind{
          "includes-retracted",
          "a review or guideline that includes a study which was retracted before its search "
          "(where that is not dated: before it appeared)",
          find_includes_retracted},
      AnomalyKind{"one-paper-two-nodes",
                  "one identifier (DOI, PubMed number, …) on two descriptions",
                  find_one_paper_two_nodes},
      AnomalyKind{"reference-count-differs",
                  "the list of references is shorter or longer than the paper says, or empty",
                  find_reference_counts},
  };
  return table;
}

std::vector<Anomaly> find_anomalies(const CitationGraph& graph, const Review& review) {
  std::vector<Anomaly> all;
  for (const AnomalyKind& kind : anomaly_kinds()) {
    const auto before = static_cast<std::ptrdiff_t>(all.size());
    kind.find(graph, review, all);
    for (auto at = all.begin() + before; at != all.end(); ++at) at->code = kind.code;
    std::stable_sort(all.begin() + before, all.end(),
                     [](const Anomaly& a, const Anomaly& b) { return a.nodes < b.nodes; });
  }
  return all;
}

}  // namespace weald
