// SPDX-License-Identifier: MIT
// The papers that a review has, for an import: is this record one of them, and why. Looking one up
// takes the same time however many there are.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/interchange/record.h"
#include "engine/review/review.h"

namespace weald {

/// DOI, PubMed, PubMed Central, OpenAlex.
inline constexpr std::size_t identifier_kinds = 4;

/// A paper of the review, or one that the import makes an entry of.
struct KnownPaper {
  std::string key{};
  std::string where{};                   ///< «nguyen-2017.yaml», «line 12 of pubmed.nbib»
  std::uint32_t source = Span::nowhere;  ///< a study's file; nowhere: an entry of references.yaml
  bool fresh = false;                    ///< this import makes it
  std::array<std::string, identifier_kinds> ids{};
  std::string title{};  ///< its label where it has none: exports put that in its place
  std::string author{}, journal{}, volume{}, pages{};
  int year = 0;
  std::vector<std::string> trials{};  ///< that its `registration:` names
  std::vector<std::string> distinct_from{};
  std::set<std::string, std::less<>> has{};      ///< keys that its descriptor or entry has
  std::size_t cites = 0;                         ///< length of its list
  std::set<std::string, std::less<>> notices{};  ///< their kinds
};

class KnownPapers {
 public:
  /// The studies and references of a review.
  KnownPapers(const Review& review, const Sources& sources);

  struct Match {
    std::size_t paper = 0;
    std::string why{};    ///< «the same DOI 10.7326/m16-1700»
    std::string alarm{};  ///< where everything but the identifier says that it is another paper
  };
  /// The paper that a record is: by identifier, else by title, first author and year (every digit
  /// of the title counts), else by its key and title. What looks alike and is not taken for the
  /// same is said in `remarks`.
  std::optional<Match> find(const Record& record, std::vector<std::string>& remarks) const;

  /// A record that becomes the entry `key`.
  std::size_t add(const Record& record, std::string key, std::string where);
  /// Identifiers of a duplicate that the paper itself lacked name it from now on.
  void learn(std::size_t paper, const Record& record);

  /// The paper with that normal identifier.
  std::optional<std::size_t> with_id(std::string_view id) const;
  std::optional<std::size_t> with_key(std::string_view key) const;
  const KnownPaper& operator[](std::size_t paper) const { return papers_[paper]; }
  KnownPaper& operator[](std::size_t paper) { return papers_[paper]; }

  /// `wanted`, or with `-b`, `-c`, … behind it where that is taken.
  std::string free_key(const std::string& wanted);

 private:
  void enter(KnownPaper paper);
  void index(std::size_t paper);
  std::optional<std::string> difference(const KnownPaper& paper, const Record& record) const;
  bool kept_apart(const KnownPaper& paper, const Record& record) const;
  std::optional<std::string> told_apart(const KnownPaper& paper, const Record& record) const;

  std::vector<KnownPaper> papers_{};
  std::unordered_map<std::string, std::size_t> by_key_{}, by_id_{};
  std::unordered_map<std::string, std::vector<std::size_t>> by_title_{}, by_title_alone_{};
  std::unordered_map<std::string, std::size_t> last_suffix_{};
};

}  // namespace weald
