// SPDX-License-Identifier: MIT
// What happens to each pooled result when papers fall (`weald cite impact`): the engine runs every
// analysis again without their studies, and what changed is said in words. Nothing is approximated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/report.h"
#include "engine/analysis/run.h"
#include "engine/citations/graph.h"
#include "engine/citations/reach.h"

namespace weald {

/// One pool before, or after.
struct PoolState {
  std::size_t k = 0;
  std::optional<PooledResult> pooled{};
  std::string ci_used{};
};

/// A pool that is not the same without the studies that fall.
struct PoolChange {
  std::string id{}, analysis{}, title{};
  std::optional<std::string> horizon{}, subgroup{};
  std::string horizon_label{}, subgroup_label{};
  const Measure* measure = nullptr;
  double level = 0.95;
  PoolState before{}, after{};
  std::vector<std::string> lost{};   ///< labels of the studies with numbers that fall
  std::vector<std::string> words{};  ///< labels of the studies that fall and had only words here
  double weight = 0;                 ///< of the studies that fall, a fraction of the pool's 1
  bool emptied = false;              ///< no number is left
  bool direction = false;            ///< the estimate lies on the other side of no effect
  bool significance = false;         ///< the interval holds no effect now and did not, or reverse
  bool prediction = false;           ///< the same of the prediction interval, where both have one

  /// Whether a reader would conclude otherwise.
  bool conclusion() const { return emptied || direction || significance || prediction; }
};

/// A contrast between horizons that is not the same.
struct ContrastChange {
  std::string analysis{}, from{}, to{};
  const Measure* measure = nullptr;
  std::optional<Contrast> before{}, after{};
};

/// A published pooled result of a review that includes one of the papers: its data are not here.
struct PublishedReached {
  std::uint32_t node = 0;               ///< the review
  const PublishedPool* pool = nullptr;  ///< of the Review that was given
};

struct RecommendationReached {
  std::uint32_t node = 0;
  std::vector<std::string> results{};  ///< pools that changed and on which it rests
};

/// What falls with some papers.
struct Impact {
  std::vector<std::uint32_t> flagged{};
  Reach reach{};
  std::vector<std::uint32_t> same_paper{};  ///< other descriptors of these papers (the same DOI or
                                            ///< PubMed number), which stay in
  std::vector<std::string> studies{};       ///< keys of the studies of the review that fall
  std::vector<PoolChange> changes{};        ///< in the report's order
  std::vector<ContrastChange> contrasts{};
  std::size_t unchanged = 0;  ///< pools that are the same to the last bit
  std::vector<RecommendationReached> recommendations{};
  std::vector<PublishedReached> published{};
  std::vector<std::uint32_t> unlisted{};  ///< reviews that do not say what they include: not known
};

/// Runs the analyses of `request` again without the studies that fall with `flagged` (they are put
/// under `exclude` of every analysis, as the reviewers would) and compares with `before`, the
/// report of the same request. The numbers after are those that `weald pool` gives with that
/// exclusion, to the last bit.
Impact impact(const Review& review, const Report& before, const Request& request,
              const CitationGraph& graph, std::vector<std::uint32_t> flagged);

/// Every node that a word names: the one with that key, else all that bear the identifier (several
/// files may describe one paper, and several papers one trial). Empty where there is none.
std::vector<std::uint32_t> nodes_named(const CitationGraph& graph, std::string_view word);

/// What was published about a paper: its own notices, and the notices of the graph that retract,
/// correct it or are concerned about it.
std::vector<PublishedNotice> notices_on(const CitationGraph& graph, std::uint32_t paper);

/// The papers that fall with a node: itself; the reports of a trial or cohort; what a notice
/// retracts, corrects or is concerned about.
std::vector<std::uint32_t> papers_of(const CitationGraph& graph, std::uint32_t node);

/// What a paper's notices make of it, in the order of their dates: retraction, concern, correction
/// or reinstatement; empty for none. A reinstatement lifts a retraction, a later correction does
/// not.
std::string standing(std::vector<PublishedNotice> notices);

/// The flags of a list of retractions by what they are: one run again without the retracted, and
/// one without those that are under a concern or were corrected, apart.
struct FlaggedPapers {
  std::vector<std::uint32_t> retracted{}, concerned{}, corrected{}, reinstated{};
};
FlaggedPapers flagged_papers(const Flags& flags);

}  // namespace weald
