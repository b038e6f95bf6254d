// SPDX-License-Identifier: MIT
#include "engine/numerics/quantiles.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <catch2/catch.hpp>

#include "engine/numerics/random.h"

using namespace weald;

TEST_CASE("quantiles are those of the sorted numbers, whatever their shape") {
  const std::array<double, 7> probabilities{0, 0.025, 0.25, 0.5, 0.75, 0.975, 1};
  Random random{.seed = 3};
  for (const std::size_t n : {1u, 2u, 7u, 4095u, 4096u, 60000u})
    for (const int shape : {0, 1, 2, 3}) {
      std::vector<double> values(n);
      for (double& x : values) {
        const double z = random.normal();
        // Normal; a spike at 0; all equal; spread over forty powers of ten.
        x = shape == 0 ? z : shape == 1 ? std::max(0.0, z) : shape == 2 ? 5 : std::exp(20 * z);
      }
      std::vector<double> sorted = values;
      std::sort(sorted.begin(), sorted.end());
      const std::vector<double> got = quantiles(values, probabilities);
      for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double at = static_cast<double>(n - 1) * probabilities[i];
        const auto low = static_cast<std::size_t>(std::floor(at));
        const double part = at - std::floor(at);
        const double want =
            part > 0 ? sorted[low] + part * (sorted[low + 1] - sorted[low]) : sorted[low];
        CHECK(got[i] == want);
      }
    }
}

TEST_CASE("normal draws have the moments of the normal distribution") {
  Random random{.seed = 11};
  const int n = 200000;
  double sum = 0, squares = 0, fourth = 0;
  for (int i = 0; i < n; ++i) {
    const double z = random.normal();
    sum += z;
    squares += z * z;
    fourth += z * z * z * z;
  }
  CHECK(std::fabs(sum / n) < 0.01);
  CHECK(std::fabs(squares / n - 1) < 0.02);
  CHECK(std::fabs(fourth / n - 3) < 0.1);
}

TEST_CASE("streams of one seed differ, and a stream is the same every time") {
  CHECK(random_stream(1, 0).seed != random_stream(1, 1).seed);
  CHECK(random_stream(1, 0).seed != random_stream(2, 0).seed);
  CHECK(random_stream(7, 9).next() == random_stream(7, 9).next());
}
