// SPDX-License-Identifier: MIT
#include <vector>

#include <catch2/catch.hpp>

#include "engine/numerics/parallel.h"

using namespace weald;

TEST_CASE("Word of the progress rises to 1, and every item is worked on once") {
  for (const std::size_t n : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    std::vector<double> said;
    std::vector<int> done(n, 0);
    for_each_index(
        n, [&](double part) { said.push_back(part); }, 3, [&](std::size_t i) { ++done[i]; });
    CHECK(done == std::vector<int>(n, 1));
    REQUIRE_FALSE(said.empty());
    CHECK(said.back() == 1);
    CHECK(said.size() <= 200);
    for (std::size_t i = 1; i < said.size(); ++i) CHECK(said[i] > said[i - 1]);
  }
}

TEST_CASE("The progress of a part runs between its ends, and is empty where the whole is") {
  double said = -1;
  const Progress whole = [&](double part) { said = part; };
  const Progress last = part_of(whole, 0.5, 1);
  last(0);
  CHECK(said == 0.5);
  last(1);
  CHECK(said == 1);
  CHECK_FALSE(static_cast<bool>(part_of({}, 0, 1)));
}
