// SPDX-License-Identifier: MIT
#include "engine/citations/missing.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/citations/parts.h"

namespace weald {
namespace {

/// Counts by node that are cleared by touching only what was counted.
struct Counter {
  std::vector<std::size_t> count;
  std::vector<std::uint32_t> touched{};

  explicit Counter(std::size_t n) : count(n, 0) {}
  void add(std::uint32_t node) {
    if (count[node]++ == 0) touched.push_back(node);
  }
  void clear() {
    for (const std::uint32_t node : touched) count[node] = 0;
    touched.clear();
  }
};

/// The papers that `rows` lists beside `node`: for each row that holds `node` and is no longer than
/// `cap`, everything else in it. `columns` is the reverse of `rows`; f sees the longer rows.
template <class F>
void beside(const Links& rows, const Links& columns, std::uint32_t node, std::size_t cap,
            Counter& counter, F&& too_long) {
  counter.clear();
  for (const std::uint32_t row : columns.of(node)) {
    if (rows.of(row).size() > cap) {
      too_long(row);
      continue;
    }
    for (const std::uint32_t other : rows.of(row))
      if (other != node) counter.add(other);
  }
}

double salton(std::size_t shared, std::size_t a, std::size_t b) {
  return static_cast<double>(shared) / std::sqrt(static_cast<double>(a) * static_cast<double>(b));
}

/// For each value the number of values that are no larger; 0 where there is nothing.
template <class T>
std::vector<std::size_t> ranks(std::vector<T> values) {
  std::vector<T> sorted = values;
  std::ranges::sort(sorted);
  std::vector<std::size_t> rank;
  for (const T& x : values) {
    const auto above = std::ranges::upper_bound(sorted, x);
    rank.push_back(x > T{} ? static_cast<std::size_t>(above - sorted.begin()) : 0);
  }
  return rank;
}

/// With how many included studies a candidate is linked, in each way.
struct Reasons {
  std::size_t co_cited = 0, co_citing = 0;
};

std::string why(const Candidate& c, const Reasons& with, std::size_t included) {
  std::vector<std::string> parts;
  if (c.backward > 0)
    parts.push_back(fmt::format("cited by {} of {} included", c.backward, included));
  if (c.forward > 0) parts.push_back(fmt::format("cites {} of {} included", c.forward, included));
  if (with.co_cited > 0) parts.push_back(fmt::format("co-cited with {}", with.co_cited));
  if (with.co_citing > 0) parts.push_back(fmt::format("shares references with {}", with.co_citing));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::vector<std::string> limits_of(const CitationGraph& graph, const Chase& chase) {
  std::size_t known = 0, cited = 0;
  for (const std::uint32_t seed : chase.seeds) {
    known += graph.nodes[seed].references_known;
    cited += !graph.cited_by.of(seed).empty();
  }
  std::vector<std::string> limits;
  limits.push_back(fmt::format(
      "lists of references are known of {} of {} included studies; what the others cite is unknown "
      "here: an empty list may mean unknown, not none",
      known, chase.included));
  limits.push_back(fmt::format(
      "{} of {} included studies are cited by a paper of this graph; papers that cite them can "
      "only be found in an index that is given beside the review (--with FILE), best in two",
      cited, chase.included));
  limits.push_back(
      "citations do not find everything: co-citation alone retrieved a median of 75 % of the "
      "included articles of 250 reviews, 88 % where the included were well cited (Janssens et al. "
      "2020, BMC Med Res Methodol 20:25)");
  limits.push_back(
      "screen what is new, add what you include, and run this again until nothing new comes "
      "(TARCiS: Hirt et al. 2024, BMJ 385:e078384)");
  if (chase.capped > 0)
    limits.push_back(fmt::format(
        "{} with more than {} links {} left out of the counts of co-cited and co-citing",
        counted(chase.capped, "paper", "papers"), chase.cap, chase.capped == 1 ? "was" : "were"));
  return limits;
}

}  // namespace

std::vector<SharedPair> co_citation(const Links& cites, std::size_t cap) {
  const Links cited_by = reversed(cites);
  std::vector<SharedPair> pairs;
  Counter counter(cites.size());
  for (std::uint32_t a = 0; a < cites.size(); ++a) {
    beside(cites, cited_by, a, cap, counter, [](std::uint32_t) {});
    std::ranges::sort(counter.touched);
    for (const std::uint32_t b : counter.touched)
      if (a < b)
        pairs.push_back({a, b, counter.count[b],
                         salton(counter.count[b], cited_by.of(a).size(), cited_by.of(b).size())});
  }
  return pairs;
}

std::vector<SharedPair> coupling(const Links& cites, std::size_t cap) {
  return co_citation(reversed(cites), cap);
}

Chase chase(const CitationGraph& graph, std::size_t cap) {
  const Links &cites = graph.cites, &cited_by = graph.cited_by;
  const auto n = static_cast<std::uint32_t>(graph.nodes.size());
  Chase chase{.cap = cap};
  for (std::uint32_t i = 0; i < n; ++i) {
    chase.included += graph.nodes[i].included;
    if (graph.nodes[i].included && !(cites.of(i).empty() && cited_by.of(i).empty()))
      chase.seeds.push_back(i);
  }

  std::vector<Candidate> found(n);
  std::vector<Reasons> with(n);
  std::vector<char> too_long(n, 0);
  const auto skip = [&](std::uint32_t row) { too_long[row] = 1; };
  Counter counter(n);
  for (const std::uint32_t seed : chase.seeds) {
    for (const std::uint32_t x : cites.of(seed)) ++found[x].backward;
    for (const std::uint32_t x : cited_by.of(seed)) ++found[x].forward;
    beside(cites, cited_by, seed, cap, counter, skip);
    for (const std::uint32_t x : counter.touched) {
      found[x].co_cited += counter.count[x];
      found[x].salton_co_cited +=
          salton(counter.count[x], cited_by.of(seed).size(), cited_by.of(x).size());
      ++with[x].co_cited;
    }
    beside(cited_by, cites, seed, cap, counter, skip);
    for (const std::uint32_t x : counter.touched) {
      found[x].co_citing += counter.count[x];
      found[x].salton_co_citing +=
          salton(counter.count[x], cites.of(seed).size(), cites.of(x).size());
      ++with[x].co_citing;
    }
  }
  chase.capped = static_cast<std::size_t>(std::ranges::count(too_long, 1));

  for (std::uint32_t i = 0; i < n; ++i) {
    Candidate& c = found[i];
    c.node = i;
    if (graph.nodes[i].included || !is_paper(graph.nodes[i].kind) ||
        c.backward + c.forward + c.co_cited + c.co_citing == 0)
      continue;
    c.why = why(c, with[i], chase.included);
    chase.candidates.push_back(std::move(c));
  }

  const auto ranked = [&](auto member) {
    std::vector<std::remove_cvref_t<decltype(std::declval<Candidate>().*member)>> values;
    for (const Candidate& c : chase.candidates) values.push_back(c.*member);
    return ranks(std::move(values));
  };
  const auto backward = ranked(&Candidate::backward), forward = ranked(&Candidate::forward);
  const auto cited = ranked(&Candidate::salton_co_cited),
             citing = ranked(&Candidate::salton_co_citing);
  // Whole numbers are summed, so that equal scores are equal.
  for (std::size_t i = 0; i < chase.candidates.size(); ++i)
    chase.candidates[i].score =
        static_cast<double>(backward[i] + forward[i] + cited[i] + citing[i]) /
        static_cast<double>(chase.candidates.size());
  std::ranges::sort(chase.candidates, [&](const Candidate& a, const Candidate& b) {
    const Node &x = graph.nodes[a.node], &y = graph.nodes[b.node];
    if (a.score != b.score) return a.score > b.score;
    if (x.date.year != y.date.year) return x.date.year > y.date.year;
    return x.key < y.key;
  });
  chase.limits = limits_of(graph, chase);
  return chase;
}

}  // namespace weald
