// SPDX-License-Identifier: MIT
// PageRank, betweenness and ranks by age: the anchors of the design, laws, and brute force.
#include "engine/citations/rank.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

/// Betweenness by counting all shortest paths of all pairs.
std::vector<double> betweenness_by_hand(const Links& links) {
  const std::uint32_t n = links.size();
  constexpr int far = 1 << 20;
  std::vector<std::vector<int>> distance(n, std::vector<int>(n, far));
  std::vector<std::vector<double>> paths(n, std::vector<double>(n, 0));
  for (std::uint32_t s = 0; s < n; ++s) {
    distance[s][s] = 0;
    paths[s][s] = 1;
    for (int d = 0; d < static_cast<int>(n); ++d)
      for (std::uint32_t v = 0; v < n; ++v)
        if (distance[s][v] == d)
          for (const std::uint32_t w : links.of(v)) {
            if (distance[s][w] == far) distance[s][w] = d + 1;
            if (distance[s][w] == d + 1) paths[s][w] += paths[s][v];
          }
  }
  std::vector<double> result(n, 0);
  for (std::uint32_t s = 0; s < n; ++s)
    for (std::uint32_t t = 0; t < n; ++t)
      for (std::uint32_t v = 0; v < n; ++v)
        if (s != t && s != v && t != v && distance[s][t] < far &&
            distance[s][v] + distance[v][t] == distance[s][t])
          result[v] += paths[s][v] * paths[v][t] / paths[s][t];
  return result;
}

double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

}  // namespace

TEST_CASE("PageRank of the eight papers is that of the design") {
  const auto rank = page_rank(toy());
  const double expected[] = {.185072525, .185072525, .114231992, .184578863,
                             .132127249, .082761024, .058077912, .058077912};
  for (std::size_t i = 0; i < 8; ++i) CHECK(rank[i] == Approx(expected[i]).margin(5e-10));
  CHECK(sum(rank) == Approx(1).margin(1e-14));
}

TEST_CASE("PageRank sums to 1, with and without papers that cite nothing") {
  Random random{.seed = 4};
  for (int round = 0; round < 30; ++round) {
    const std::uint32_t n = 1 + static_cast<std::uint32_t>(random.below(40));
    CHECK(sum(page_rank(by_chance(random, n, 0.1, true))) == Approx(1).margin(1e-13));
    Links cycle = by_chance(random, n, 0.1, false);
    Pairs pairs;
    for (std::uint32_t i = 0; i < n; ++i) {
      pairs.emplace_back(i, (i + 1) % n);
      for (const std::uint32_t k : cycle.of(i)) pairs.emplace_back(i, k);
    }
    CHECK(sum(page_rank(make_links(n, pairs))) == Approx(1).margin(1e-13));
  }
  CHECK(page_rank(Links{}).empty());
  CHECK(page_rank(make_links(4, {}), 0.5) == std::vector<double>(4, 0.25));
}

TEST_CASE("PageRank solves its own equation") {
  Random random{.seed = 5};
  const double d = 0.6;
  const Links links = by_chance(random, 25, 0.1, false);
  const auto rank = page_rank(links, d);
  std::vector<double> right(25, (1 - d) / 25);
  for (std::uint32_t u = 0; u < 25; ++u)
    for (std::uint32_t v = 0; v < 25; ++v) {
      const auto row = links.of(u);
      const bool cites = std::ranges::binary_search(row, v);
      right[v] += d * rank[u] * (row.empty() ? 1.0 / 25 : cites ? 1.0 / double(row.size()) : 0);
    }
  for (std::size_t v = 0; v < 25; ++v) CHECK(rank[v] == Approx(right[v]).margin(1e-13));
}

TEST_CASE("other numbers for the papers change neither PageRank nor betweenness nor criticality") {
  Random random{.seed = 6};
  for (int round = 0; round < 20; ++round) {
    const Links links = by_chance(random, 20, 0.15, round % 2 == 0);
    const auto name = shuffled(random, 20);
    const Links other = renamed(links, name);
    const auto rank = page_rank(links), rank_other = page_rank(other);
    const auto between = betweenness(links), between_other = betweenness(other);
    const auto critical = main_path(links).criticality,
               critical_other = main_path(other).criticality;
    for (std::size_t i = 0; i < 20; ++i) {
      CHECK(rank[i] == Approx(rank_other[name[i]]).margin(1e-12));
      CHECK(between[i] == Approx(between_other[name[i]]).margin(1e-9));
      CHECK(critical[i] == critical_other[name[i]]);
    }
  }
}

TEST_CASE("betweenness of the eight papers is that of the design, raw and normalised") {
  const auto raw = betweenness(toy());
  const double expected[] = {0, 0, 2.6667, 5.3333, 6.8333, 1.1667, 0, 0};
  for (std::size_t i = 0; i < 8; ++i) CHECK(raw[i] == Approx(expected[i]).margin(5e-5));

  Builder b;
  for (const char* key : {"a", "b", "c", "d", "e", "f", "g", "h"}) b.node(key);
  for (const auto& [from, to] : toy_pairs())
    b.edge(std::string(1, char('a' + int(from))), std::string(1, char('a' + int(to))));
  b.node("trial", 0, NodeKind::study);  // is no paper and takes no share
  const Ranking ranking = rank(b.done());
  REQUIRE(ranking.rows.size() == 8);
  for (const RankRow& row : ranking.rows)
    if (row.node == E) {
      CHECK(row.betweenness.value() == Approx(6.8333333 / 42).epsilon(1e-6));
      CHECK(row.betweenness.value() == Approx(.163).margin(5e-4));
    }
}

TEST_CASE("betweenness is that of brute force") {
  Random random{.seed = 7};
  for (int round = 0; round < 40; ++round) {
    const std::uint32_t n = 1 + static_cast<std::uint32_t>(random.below(15));
    const Links links = by_chance(random, n, 0.2, round % 2 == 0);
    const auto ours = betweenness(links), plain = betweenness_by_hand(links);
    for (std::size_t i = 0; i < n; ++i) CHECK(ours[i] == Approx(plain[i]).margin(1e-10));
  }
}

TEST_CASE("betweenness survives more shortest paths than an integer or a double counts") {
  const std::uint32_t rungs = 1200;  // 2^1200 paths
  const auto between = betweenness(diamonds(rungs));
  const double before = 3, after = 3.0 * (rungs - 1);
  CHECK(between[3] == Approx(before * after));  // the first waist is on every way past it
  CHECK(between[1] == Approx(between[2]));      // half of the ways each
  CHECK(between[1] == Approx(0.5 * 3.0 * (rungs - 1) + 0.5));
}

TEST_CASE("local scores and rows are those of the design, and rows come by rank") {
  Builder b;
  for (const char* key : {"a", "b", "c", "d", "e", "f", "g", "h"}) b.node(key);
  for (const auto& [from, to] : toy_pairs())
    b.edge(std::string(1, char('a' + int(from))), std::string(1, char('a' + int(to))));
  b.edge("h", "h");  // to cite oneself is no score
  b.graph.nodes[D].cited_by_count = 77;
  const Ranking ranking = rank(b.done(), 0.5);
  const std::size_t local[] = {2, 2, 1, 2, 2, 1, 0, 0};
  double before = 1;
  for (const RankRow& row : ranking.rows) {
    CHECK(row.local == local[row.node]);
    CHECK(row.page_rank <= before + 1e-12);
    before = row.page_rank;
    CHECK(row.global.has_value() == (row.node == D));
  }
  const auto at = [&](std::uint32_t node) {
    return std::ranges::find(ranking.rows, node, &RankRow::node) - ranking.rows.begin();
  };
  CHECK(at(A) + 1 == at(B));  // equal in everything: by key
  CHECK(ranking.damping == 0.5);
}

TEST_CASE("ranks by age compare with the papers nearest in date") {
  // Two ages: the best of each has the same score though the raw numbers differ a hundredfold.
  std::vector<double> x{100, 200, 300, 1, 2, 3};
  std::vector<std::optional<double>> date{0, 1, 2, 1000, 1001, 1002};
  const auto z = rescale_by_age(x, date, 3);
  const double best = 1 / std::sqrt(2.0 / 3);
  CHECK(z[2].value() == Approx(best));
  CHECK(z[5].value() == Approx(best));
  CHECK(z[1].value() == Approx(0).margin(1e-12));
}

TEST_CASE("ranks by age are missing without a date, with too few papers and without spread") {
  using Dates = std::vector<std::optional<double>>;
  const auto undated = rescale_by_age({1, 2, 3, 9}, Dates{1, 2, 3, std::nullopt}, 10);
  CHECK_FALSE(undated[3].has_value());
  CHECK(undated[0].has_value());
  CHECK_FALSE(rescale_by_age({1, 2}, Dates{1, 2}, 10)[0].has_value());
  const double third = 1.0 / 3;
  CHECK_FALSE(
      rescale_by_age({third, third * (1 + 1e-15), third}, Dates{1, 2, 3}, 3)[1].has_value());
  CHECK(rescale_by_age({}, {}, 3).empty());
}

TEST_CASE("a graph of nothing and a graph without links are ranked") {
  CHECK(rank(CitationGraph{}).rows.empty());
  Builder b;
  b.node("one", 2000);
  b.node("two", 2001);
  const Ranking ranking = rank(b.done());
  REQUIRE(ranking.rows.size() == 2);
  CHECK(ranking.rows[0].page_rank == 0.5);
  CHECK_FALSE(ranking.rows[0].betweenness.has_value());
  CHECK(ranking.main_path.path.empty());
}
