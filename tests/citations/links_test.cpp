// SPDX-License-Identifier: MIT
// Links as compressed rows, and their components against brute force.
#include <algorithm>

#include <catch2/catch.hpp>

#include "engine/citations/summary.h"
#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

/// Which nodes lead to which, by Warshall's algorithm.
std::vector<std::vector<char>> reachable(const Links& links) {
  const std::uint32_t n = links.size();
  std::vector<std::vector<char>> reach(n, std::vector<char>(n, 0));
  for (std::uint32_t i = 0; i < n; ++i) {
    reach[i][i] = 1;
    for (const std::uint32_t k : links.of(i)) reach[i][k] = 1;
  }
  for (std::uint32_t j = 0; j < n; ++j)
    for (std::uint32_t i = 0; i < n; ++i)
      if (reach[i][j])
        for (std::uint32_t k = 0; k < n; ++k) reach[i][k] = reach[i][k] || reach[j][k];
  return reach;
}

bool same(const Links& a, const Links& b) {
  return a.offsets == b.offsets && a.targets == b.targets;
}

}  // namespace

TEST_CASE("links are sorted, hold each target once, and keep self-loops") {
  const Links links = make_links(4, Pairs{{2, 3}, {0, 2}, {2, 0}, {0, 1}, {2, 3}, {1, 1}, {0, 2}});
  CHECK(links.offsets == std::vector<std::uint32_t>{0, 2, 3, 5, 5});
  CHECK(links.targets == std::vector<std::uint32_t>{1, 2, 1, 0, 3});
  CHECK(make_links(0, {}).size() == 0);
  CHECK(make_links(3, {}).size() == 3);
}

TEST_CASE("turning links round twice changes nothing, and once turns every link") {
  Random random{.seed = 1};
  for (int round = 0; round < 50; ++round) {
    const Links links =
        by_chance(random, 1 + static_cast<std::uint32_t>(random.below(30)), 0.15, false);
    const Links back = reversed(links);
    CHECK(same(reversed(back), links));
    for (std::uint32_t from = 0; from < links.size(); ++from)
      for (const std::uint32_t to : links.of(from))
        CHECK(std::ranges::binary_search(back.of(to), from));
    CHECK(back.edges() == links.edges());
  }
}

TEST_CASE("strong components are those of brute force, and links lead to the same or lower ones") {
  Random random{.seed = 2};
  for (int round = 0; round < 100; ++round) {
    const std::uint32_t n = 1 + static_cast<std::uint32_t>(random.below(25));
    const Links links = by_chance(random, n, 0.02 + 0.15 * random.uniform(), false);
    const auto reach = reachable(links);
    const auto component = strong_components(links);
    for (std::uint32_t i = 0; i < n; ++i) {
      for (std::uint32_t k = 0; k < n; ++k)
        CHECK((component[i] == component[k]) == (reach[i][k] && reach[k][i]));
      for (const std::uint32_t k : links.of(i)) CHECK(component[i] >= component[k]);
    }
  }
}

TEST_CASE("weak components are those of brute force, numbered by their first nodes") {
  Random random{.seed = 3};
  for (int round = 0; round < 100; ++round) {
    const std::uint32_t n = 1 + static_cast<std::uint32_t>(random.below(25));
    const Links links = by_chance(random, n, 0.05, false);
    Pairs both;
    for (std::uint32_t i = 0; i < n; ++i)
      for (const std::uint32_t k : links.of(i)) both.insert(both.end(), {{i, k}, {k, i}});
    const auto reach = reachable(make_links(n, both));
    const auto component = weak_components(links);
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
      CHECK(component[i] <= next);
      next = std::max(next, component[i] + 1);
      for (std::uint32_t k = 0; k < n; ++k)
        CHECK((component[i] == component[k]) == (reach[i][k] != 0));
    }
  }
}

TEST_CASE("a chain or a circle of a million links does not overflow the stack") {
  const std::uint32_t million = 1'000'000;
  const Links line = chain(million);
  const auto weak = weak_components(line);
  CHECK(std::ranges::all_of(weak, [](std::uint32_t c) { return c == 0; }));
  const auto strong = strong_components(line);
  CHECK(strong.front() == million);
  CHECK(strong.back() == 0);

  Pairs pairs;
  for (std::uint32_t i = 0; i < million; ++i) pairs.emplace_back(i, (i + 1) % million);
  const auto circle = strong_components(make_links(million, pairs));
  CHECK(std::ranges::all_of(circle, [](std::uint32_t c) { return c == 0; }));
}

TEST_CASE("no nodes have no components") {
  CHECK(strong_components(Links{}).empty());
  CHECK(weak_components(Links{}).empty());
}
