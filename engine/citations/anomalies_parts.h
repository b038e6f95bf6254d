// SPDX-License-Identifier: MIT
// The kinds of anomalies, one function each; anomalies.cpp puts them into its table. Not for other
// folders.
#pragma once

#include "engine/citations/anomalies.h"

namespace weald {

// anomalies_dates.cpp
void find_cites_later(const CitationGraph&, const Review&, std::vector<Anomaly>&);
void find_cites_later_suspicious(const CitationGraph&, const Review&, std::vector<Anomaly>&);
void find_cites_retracted(const CitationGraph&, const Review&, std::vector<Anomaly>&);
void find_includes_retracted(const CitationGraph&, const Review&, std::vector<Anomaly>&);
// anomalies_links.cpp
void find_citation_cycles(const CitationGraph&, const Review&, std::vector<Anomaly>&);
void find_cites_itself(const CitationGraph&, const Review&, std::vector<Anomaly>&);
void find_cites_duplicate(const CitationGraph&, const Review&, std::vector<Anomaly>&);
void find_long_without_short(const CitationGraph&, const Review&, std::vector<Anomaly>&);
// anomalies_nodes.cpp
void find_one_paper_two_nodes(const CitationGraph&, const Review&, std::vector<Anomaly>&);
void find_reference_counts(const CitationGraph&, const Review&, std::vector<Anomaly>&);

}  // namespace weald
