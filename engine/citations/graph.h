// SPDX-License-Identifier: MIT
// The citation graph of a review: papers, studies, reviews, guidelines, recommendations and pooled
// results, and who cites, reports, includes or informs whom. A `cites` edge points from the citing
// to the cited. Built once, then only read. Nothing of Boost.Graph is seen outside this folder's
// .cpp files.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/record.h"
#include "engine/review/review.h"

namespace weald {

enum class NodeKind { report, study, review, guideline, notice, recommendation, result };
std::string_view node_kind_name(NodeKind kind);

enum class EdgeKind {
  cites,
  reports,     ///< paper -> trial or cohort
  version_of,  ///< preprint, abstract, later version -> the paper
  retracts,    ///< notice -> paper, as the next two
  corrects,
  concerns,
  includes,  ///< review or guideline -> study
  informs,   ///< pooled result -> recommendation
  states     ///< guideline -> its recommendation
};
std::string_view edge_kind_name(EdgeKind kind);  ///< "version-of"

/// How sure an edge is: read in a list of references; in the text, the list not seen; concluded.
enum class EdgeStatus { stated, in_text, inferred };
std::string_view edge_status_name(EdgeStatus status);  ///< "explicit", "in-text", "inferred"

/// Where the knowledge of a node comes from.
enum class Origin {
  descriptor,  ///< a study's file or an entry of references.yaml
  index,       ///< a file given beside the review (`--with`)
  placeholder  ///< nobody describes it; something cites it
};

struct Node {
  std::string key{};  ///< unique: the descriptor's key, else a normal identifier
  NodeKind kind = NodeKind::report;
  Origin origin = Origin::descriptor;
  bool included = false;  ///< a study of this review
  std::string label{}, title{}, journal{}, volume{}, issue{}, pages{}, url{};
  std::string type = "article-journal";  ///< as CSL calls it
  std::vector<std::string> authors{};
  PartialDate date{};
  PartialDate searched{};  ///< of a review: its last search
  std::string doi{}, pmid{}, pmc{}, openalex{};
  std::vector<std::string> registrations{};  ///< of trials
  std::string cohort{};
  std::vector<PublishedNotice> notices{};
  bool references_known = false;          ///< its list of references was seen, at least in part
  std::optional<long> reference_count{};  ///< as it says itself
  std::size_t unidentified = 0;           ///< entries of its list that nothing identifies
  std::optional<long> cited_by_count{};
  std::vector<std::pair<std::string, std::string>> extra{};  ///< of its record (record.h)
  Span span{};  ///< in the review, where it is described
};

struct Edge {
  std::uint32_t from = 0, to = 0;
  EdgeKind kind = EdgeKind::cites;
  EdgeStatus status = EdgeStatus::stated;
  std::string source{};  ///< where this was seen
  std::string as{};      ///< the cited paper as the citing one prints it, where it says more
  int number = 0;        ///< in the list of references; 0: not said
  Span span{};
};

/// Directed links as compressed rows: what the algorithms run on. Rows are sorted and hold each
/// target once; self-loops are kept.
struct Links {
  std::vector<std::uint32_t> offsets{0};  ///< size() + 1
  std::vector<std::uint32_t> targets{};

  std::uint32_t size() const { return static_cast<std::uint32_t>(offsets.size() - 1); }
  std::span<const std::uint32_t> of(std::uint32_t node) const {
    return {targets.data() + offsets[node], targets.data() + offsets[node + 1]};
  }
  std::size_t edges() const { return targets.size(); }
};

/// From pairs (from, to) below n, in any order, repetitions dropped. O(n + m).
Links make_links(std::uint32_t n, std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs);
/// The same links the other way round. O(n + m).
Links reversed(const Links& links);

/// Two descriptions that were taken for one paper, and why.
struct Merge {
  std::uint32_t node = 0;
  std::string what{};  ///< the description that came later: key or name, and its file and line
  std::string why{};   ///< «the same DOI 10.7326/m16-1700»
};

/// The graph. Nodes stand in this order: the review's studies and references as the folder has
/// them, the recommendations and pooled results they name, trials and cohorts (kind study), records
/// of the index, placeholders by key.
struct CitationGraph {
  std::vector<Node> nodes{};
  std::vector<Edge> edges{};
  Links cites{};     ///< of the `cites` edges alone
  Links cited_by{};  ///< reversed(cites)
  std::vector<Merge> merges{};
  std::map<std::string, std::uint32_t, std::less<>> by_id{};  ///< keys and normal identifiers

  /// By key, or by any spelling of an identifier.
  std::optional<std::uint32_t> find(std::string_view name) const;
};

/// The graph of a review and of the records that files beside it hold. A record that is one of the
/// review's papers (the same identifier; else the same title, first author and year, with every
/// digit of the title) adds what the descriptor does not say, and is listed in `merges`;
/// `distinct-from:` of a descriptor overrules that. Two descriptors are never merged.
CitationGraph build_graph(const Review& review, std::span<const Record> index = {});

/// The graph as records, for export: each node once with its `cites` as keys of this graph and its
/// other edges as relations.
std::vector<Record> graph_records(const CitationGraph& graph);

/// Title, first author and year as one text to compare: letters and digits in lower case without
/// accents, everything else dropped but `<`, `>`, `=` and the points within numbers. Digits stay:
/// "1-year results" is not "5-year results", "1.5 mg" not "15 mg". Empty where one of the three
/// lacks. (same_paper.cpp)
std::string title_key(std::string_view title, std::string_view first_author, int year);

/// A date as the days that it may mean, for «impossible» against «suspicious» (days since
/// 0000-03-01, proleptic).
struct DayRange {
  long from = 0, to = 0;
};
std::optional<DayRange> days_of(const PartialDate& date);

}  // namespace weald
