// SPDX-License-Identifier: MIT
// Main paths: the anchors of the design, brute-force enumeration, Kirchhoff's law, cycles, and
// counts that leave the range of every number type.
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "engine/citations/rank.h"
#include "engine/citations/summary.h"
#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

/// Every path from a source to a sink of a small graph without cycles, isolated nodes left out.
std::vector<std::vector<std::uint32_t>> all_paths(const Links& links) {
  const Links back = reversed(links);
  std::vector<std::vector<std::uint32_t>> paths, open;
  for (std::uint32_t i = 0; i < links.size(); ++i)
    if (back.of(i).empty() && !links.of(i).empty()) open.push_back({i});
  while (!open.empty()) {
    const auto path = open.back();
    open.pop_back();
    if (links.of(path.back()).empty()) paths.push_back(path);
    for (const std::uint32_t next : links.of(path.back())) {
      open.push_back(path);
      open.back().push_back(next);
    }
  }
  return paths;
}

std::uint64_t count_of(const MainPath& result, const Links& links, std::uint32_t from,
                       std::uint32_t to) {
  for (std::uint32_t k = links.offsets[from]; k < links.offsets[from + 1]; ++k)
    if (links.targets[k] == to) return result.spc[k].exact.value();
  FAIL("no such link");
  return 0;
}

bool linked(const Links& links, const std::vector<std::uint32_t>& path) {
  for (std::size_t i = 1; i < path.size(); ++i)
    if (!std::ranges::binary_search(links.of(path[i - 1]), path[i])) return false;
  return true;
}

}  // namespace

TEST_CASE("search path counts of the eight papers are those of the design") {
  const Links links = toy();
  const MainPath result = main_path(links);
  CHECK(count_of(result, links, C, A) == 2);
  CHECK(count_of(result, links, C, B) == 2);
  CHECK(count_of(result, links, D, B) == 3);
  CHECK(count_of(result, links, D, A) == 3);
  CHECK(count_of(result, links, E, C) == 4);
  CHECK(count_of(result, links, E, D) == 4);
  CHECK(count_of(result, links, F, D) == 2);
  CHECK(count_of(result, links, G, E) == 4);
  CHECK(count_of(result, links, G, F) == 2);
  CHECK(count_of(result, links, H, E) == 4);
  CHECK(result.total.exact.value() == 10);
  CHECK(result.total.log10 == Approx(1));
  CHECK(result.longest == 3);
  CHECK(result.cycles == 0);
  CHECK(result.criticality == std::vector<int>(8, 0));
  // By node among those with the most paths: G before H, and D has more than C.
  CHECK(result.path == std::vector<std::uint32_t>{G, E, D, A});
}

TEST_CASE("counts are those of enumerating paths, and criticality is 0 exactly on longest paths") {
  Random random{.seed = 8};
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t n = 2 + static_cast<std::uint32_t>(random.below(10));
    const Links links =
        renamed(by_chance(random, n, 0.1 + 0.4 * random.uniform(), true), shuffled(random, n));
    const MainPath result = main_path(links);
    const auto paths = all_paths(links);
    CHECK(result.total.exact.value() == paths.size());
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> counts;
    std::size_t longest = 0;
    for (const auto& path : paths) {
      longest = std::max(longest, path.size() - 1);
      for (std::size_t i = 1; i < path.size(); ++i) ++counts[{path[i - 1], path[i]}];
    }
    CHECK(result.longest == static_cast<int>(longest));
    std::set<std::uint32_t> critical;
    std::uint64_t most = 0;
    const auto sum_of = [&](const std::vector<std::uint32_t>& path) {
      std::uint64_t sum = 0;
      for (std::size_t i = 1; i < path.size(); ++i) sum += counts[{path[i - 1], path[i]}];
      return sum;
    };
    for (const auto& path : paths)
      if (path.size() - 1 == longest) {
        critical.insert(path.begin(), path.end());
        most = std::max(most, sum_of(path));
      }
    for (std::uint32_t i = 0; i < n; ++i) {
      for (const std::uint32_t k : links.of(i))
        CHECK(count_of(result, links, i, k) == counts[{i, k}]);
      if (longest > 0) CHECK((result.criticality[i] == 0) == critical.contains(i));
    }
    if (longest > 0) {
      CHECK(result.path.size() == longest + 1);
      CHECK(linked(links, result.path));
      CHECK(sum_of(result.path) == most);
    } else {
      CHECK(result.path.empty());
    }
  }
}

TEST_CASE("as many search paths enter a paper as leave it") {
  Random random{.seed = 9};
  for (int round = 0; round < 20; ++round) {
    const Links links = by_chance(random, 40, 0.2, true);
    const MainPath result = main_path(links);
    std::vector<std::uint64_t> in(40, 0), out(40, 0);
    for (std::uint32_t i = 0; i < 40; ++i)
      for (std::uint32_t k = links.offsets[i]; k < links.offsets[i + 1]; ++k) {
        out[i] += result.spc[k].exact.value();
        in[links.targets[k]] += result.spc[k].exact.value();
      }
    std::uint64_t from_sources = 0, to_sinks = 0;
    for (std::size_t i = 0; i < 40; ++i) {
      if (in[i] > 0 && out[i] > 0)
        CHECK(in[i] == out[i]);
      else if (in[i] > 0)
        to_sinks += in[i];
      else
        from_sources += out[i];
    }
    CHECK(from_sources == result.total.exact.value());
    CHECK(to_sinks == result.total.exact.value());
  }
}

TEST_CASE("counts do not overflow: a ladder of 100,000 diamonds has 2^100000 paths") {
  const std::uint32_t rungs = 100'000;
  const Links links = diamonds(rungs);
  const MainPath result = main_path(links);
  CHECK_FALSE(result.total.exact.has_value());
  CHECK(result.total.log10 == Approx(rungs * std::log10(2.0)).epsilon(1e-12));
  CHECK(result.spc[12345].log10 == Approx((rungs - 1) * std::log10(2.0)).epsilon(1e-12));
  CHECK(result.longest == static_cast<int>(2 * rungs));
  CHECK(result.path.size() == 2 * rungs + 1);

  const MainPath small = main_path(diamonds(63));
  CHECK(small.total.exact.value() == std::uint64_t{1} << 63);
  CHECK_FALSE(main_path(diamonds(64)).total.exact.has_value());
  CHECK(main_path(diamonds(64)).spc[0].exact.value() == std::uint64_t{1} << 63);
}

TEST_CASE("a chain of a million links is its own main path") {
  const std::uint32_t million = 1'000'000;
  const MainPath result = main_path(chain(million));
  CHECK(result.longest == static_cast<int>(million));
  CHECK(result.path.size() == million + 1);
  CHECK(result.path.front() == 0);
  CHECK(result.total.exact.value() == 1);
}

TEST_CASE("cycles are shrunk, the path walks through them, and their links count 0") {
  // 0 -> {1 -> 2 -> 3 -> 1} -> 4, entered at 1 and left at 3.
  const Links links = make_links(5, Pairs{{0, 1}, {1, 2}, {2, 3}, {3, 1}, {3, 4}, {2, 2}});
  const MainPath result = main_path(links);
  CHECK(result.cycles == 1);
  CHECK(result.longest == 2);
  CHECK(result.path == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
  CHECK(count_of(result, links, 0, 1) == 1);
  CHECK(count_of(result, links, 1, 2) == 0);
  CHECK(count_of(result, links, 2, 2) == 0);
  CHECK(std::isinf(result.spc[1].log10));
  CHECK(result.criticality == std::vector<int>(5, 0));
}

TEST_CASE("one great circle of a million papers has no path") {
  const std::uint32_t million = 1'000'000;
  Pairs pairs;
  for (std::uint32_t i = 0; i < million; ++i) pairs.emplace_back(i, (i + 1) % million);
  const MainPath result = main_path(make_links(million, pairs));
  CHECK(result.cycles == 1);
  CHECK(result.longest == 0);
  CHECK(result.path.empty());
  CHECK(result.total.exact.value() == 0);
}

TEST_CASE("papers without links are on no path") {
  const MainPath result = main_path(make_links(4, Pairs{{0, 1}, {1, 2}}));
  CHECK(result.criticality == std::vector<int>{0, 0, 0, 2});
  CHECK(result.total.exact.value() == 1);
  CHECK(main_path(Links{}).criticality.empty());
}

TEST_CASE("a path through random cycles is linked all the way") {
  Random random{.seed = 10};
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t n = 3 + static_cast<std::uint32_t>(random.below(30));
    const Links links = by_chance(random, n, 0.06, false);
    const MainPath result = main_path(links);
    CHECK(linked(links, result.path));
    CHECK(static_cast<int>(result.path.size()) >= (result.longest > 0 ? result.longest + 1 : 0));
    for (const std::uint32_t node : result.path) CHECK(result.criticality[node] == 0);
  }
}
