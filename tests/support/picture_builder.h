// SPDX-License-Identifier: MIT
// Citation graphs made by hand, for tests of what draws them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "plots/figure.h"

namespace weald::build {

/// A graph with all that a picture of it needs. Holds the graph itself: take picture() while it
/// lives.
struct Literature {
  CitationGraph graph{};
  CitationPicture shown{};

  /// year 0: unknown.
  std::uint32_t paper(const std::string& key, int year, NodeKind kind = NodeKind::report,
                      Origin origin = Origin::descriptor);
  std::uint32_t study(const std::string& key, int year,
                      std::initializer_list<std::pair<const char*, Verdict>> found);
  std::uint32_t placeholder(const std::string& key, int year);
  void cites(std::uint32_t from, std::uint32_t to, EdgeStatus status = EdgeStatus::stated);
  CitationPicture picture() const;
};

/// Fourteen papers with one of everything that has a mark of its own.
Literature small_literature();

/// `papers` papers of 40 years, more in the later ones, a tenth of unknown year: included studies,
/// reviews, guidelines, index records and placeholders with about `references` references each to
/// older ones; long, Arabic, Hebrew, Chinese and Devanagari names among them. The same each time.
Literature large_literature(std::uint32_t papers, std::uint32_t references);

}  // namespace weald::build
