// SPDX-License-Identifier: MIT
// Answers of `weald cite` as text: tables for people, one flat table for CSV, and JSON
// (weald.cite.<verb>/1). Computes nothing but the words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/impact.h"
#include "engine/citations/anomalies.h"
#include "engine/citations/bias.h"
#include "engine/citations/missing.h"
#include "engine/citations/overlap.h"
#include "engine/citations/rank.h"
#include "engine/citations/reach.h"
#include "engine/citations/summary.h"
#include "engine/output/output.h"

namespace weald {

/// `weald cite graph`: what the graph holds, how much of the literature it knows, and every edge.
std::vector<TextTable> cite_graph_tables(const CitationGraph& graph, const GraphSummary& summary);
std::vector<TextTable> cite_graph_records(const CitationGraph& graph);
std::string cite_graph_json(const CitationGraph& graph, const GraphSummary& summary);

/// `weald cite rank`. `top`: how many papers at most are listed; 0: all.
std::vector<TextTable> cite_rank_tables(const CitationGraph& graph, const Ranking& ranking,
                                        std::size_t top);
std::vector<TextTable> cite_rank_records(const CitationGraph& graph, const Ranking& ranking,
                                         std::size_t top);
std::string cite_rank_json(const CitationGraph& graph, const Ranking& ranking, std::size_t top);

/// `weald cite missing`.
std::vector<TextTable> cite_missing_tables(const CitationGraph& graph, const Chase& chase,
                                           const Completeness& completeness, std::size_t top);
std::vector<TextTable> cite_missing_records(const CitationGraph& graph, const Chase& chase,
                                            std::size_t top);
std::string cite_missing_json(const CitationGraph& graph, const Chase& chase,
                              const Completeness& completeness, std::size_t top);

/// `weald cite overlap`.
std::vector<TextTable> cite_overlap_tables(const CitationGraph& graph, const Overlap& overlap);
std::vector<TextTable> cite_overlap_records(const CitationGraph& graph, const Overlap& overlap);
std::string cite_overlap_json(const CitationGraph& graph, const Overlap& overlap);

/// `weald cite anomalies` and `weald cite duplicates`.
std::vector<TextTable> cite_anomalies_tables(const std::vector<Anomaly>& anomalies);
std::vector<TextTable> cite_anomalies_records(const CitationGraph& graph,
                                              const std::vector<Anomaly>& anomalies);
std::string cite_anomalies_json(const CitationGraph& graph, const std::vector<Anomaly>& anomalies);
std::vector<TextTable> cite_duplicates_tables(const CitationGraph& graph,
                                              const std::vector<Duplicate>& duplicates);
std::vector<TextTable> cite_duplicates_records(const CitationGraph& graph,
                                               const std::vector<Duplicate>& duplicates);
std::string cite_duplicates_json(const CitationGraph& graph,
                                 const std::vector<Duplicate>& duplicates);

/// `weald cite bias`. `lag` as it was given to citation_bias().
std::vector<TextTable> cite_bias_tables(const CitationBias& bias, const Lag& lag);
std::vector<TextTable> cite_bias_records(const CitationBias& bias);
std::string cite_bias_json(const CitationBias& bias, const Lag& lag);

/// A list of retractions that was read for `weald cite impact`.
struct ListOfRetractions {
  std::string name{}, format{};  ///< its file, and the key of its format
  Flags flags{};
  PartialDate latest{};      ///< of its notices
  std::size_t rejected = 0;  ///< rows that could not be read
};
/// One re-run: without one paper, or without all that a list says are retracted.
struct ImpactScenario {
  std::string key{}, title{};
  Impact impact{};
};
struct ImpactAnswer {
  std::vector<ListOfRetractions> lists{};
  std::vector<std::uint32_t> reinstated{};  ///< retracted and reinstated since: they stay in
  std::vector<ImpactScenario> scenarios{};
};

/// `weald cite impact`.
std::vector<TextTable> cite_impact_tables(const CitationGraph& graph, const ImpactAnswer& answer);
std::vector<TextTable> cite_impact_records(const CitationGraph& graph, const ImpactAnswer& answer);
std::string cite_impact_json(const CitationGraph& graph, const ImpactAnswer& answer);

/// What became of a pool, in sentences with the numbers.
std::vector<std::string> change_in_words(const PoolChange& change);

}  // namespace weald
