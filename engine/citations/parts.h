// SPDX-License-Identifier: MIT
// What the files of this folder share: which nodes are papers, how a node is named in a sentence,
// classes of nodes that belong together. Not for other folders.
#pragma once

#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "engine/citations/graph.h"

namespace weald {

/// What is published and has references; not trials, recommendations and pooled results.
inline bool is_paper(NodeKind kind) {
  return kind == NodeKind::report || kind == NodeKind::review || kind == NodeKind::guideline ||
         kind == NodeKind::notice;
}

/// «nguyen-2017 (2017)»; the key alone where the year is not known.
std::string named(const Node& node);

/// «3 papers», «1 paper».
std::string counted(std::size_t n, std::string_view one, std::string_view many);

/// How a paper's author is compared: family name and first initial, lower case without accents.
/// Empty where the name has no letter.
std::string author_key(std::string_view author);

/// Whether a result belongs to a horizon: by the window that it names, else by its time.
bool lies_in(const Result& result, const Horizon& horizon);

/// Classes of numbers that belong together; the smallest is the one that stands for its class.
class Classes {
 public:
  explicit Classes(std::size_t n) : parent_(n) {
    std::iota(parent_.begin(), parent_.end(), std::uint32_t{0});
  }
  std::uint32_t of(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = of(a);
    b = of(b);
    if (a < b) parent_[b] = a;
    if (b < a) parent_[a] = b;
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// The identifiers of a paper with the words that people know them by: {"DOI", "10.…"}.
std::vector<std::pair<std::string_view, std::string>> paper_identifiers(const Node& node);

/// Papers that are one text: versions of each other, or with one DOI or number.
Classes paper_versions(const CitationGraph& graph);

}  // namespace weald
