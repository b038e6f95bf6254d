// SPDX-License-Identifier: MIT
// Links as compressed rows, made by sorting into buckets: no comparisons, O(n + m).
#include <limits>

#include "engine/citations/graph.h"
#include "engine/expects.h"

namespace weald {
namespace {

/// Turns counts of rows, kept one place to the right, into where each row begins.
void accumulate(std::vector<std::uint32_t>& offsets) {
  for (std::size_t i = 1; i < offsets.size(); ++i) offsets[i] += offsets[i - 1];
}

}  // namespace

Links reversed(const Links& links) {
  Links back;
  back.offsets.assign(std::size_t{links.size()} + 1, 0);
  back.targets.resize(links.edges());
  for (const std::uint32_t to : links.targets) ++back.offsets[to + 1];
  accumulate(back.offsets);
  std::vector<std::uint32_t> next(back.offsets.begin(), back.offsets.end() - 1);
  // Sources come in order, so every row is sorted.
  for (std::uint32_t from = 0; from < links.size(); ++from)
    for (const std::uint32_t to : links.of(from)) back.targets[next[to]++] = from;
  return back;
}

Links make_links(std::uint32_t n, std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs) {
  EXPECTS(pairs.size() < std::numeric_limits<std::uint32_t>::max());
  // By target first, then turned round: the second pass leaves each row sorted by target.
  Links by_target;
  by_target.offsets.assign(std::size_t{n} + 1, 0);
  by_target.targets.resize(pairs.size());
  for (const auto& [from, to] : pairs) {
    EXPECTS(from < n && to < n);
    ++by_target.offsets[to + 1];
  }
  accumulate(by_target.offsets);
  std::vector<std::uint32_t> next(by_target.offsets.begin(), by_target.offsets.end() - 1);
  for (const auto& [from, to] : pairs) by_target.targets[next[to]++] = from;

  Links links = reversed(by_target);
  // Rows are sorted: repetitions stand side by side.
  std::uint32_t kept = 0, begin = 0;
  for (std::uint32_t from = 0; from < n; ++from) {
    const std::uint32_t end = links.offsets[from + 1], row = kept;
    for (std::uint32_t i = begin; i < end; ++i)
      if (kept == row || links.targets[kept - 1] != links.targets[i])
        links.targets[kept++] = links.targets[i];
    begin = end;
    links.offsets[from + 1] = kept;
  }
  links.targets.resize(kept);
  return links;
}

}  // namespace weald
