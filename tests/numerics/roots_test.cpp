// SPDX-License-Identifier: MIT
#include "engine/numerics/roots.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "engine/numerics/parallel.h"

using namespace weald;

TEST_CASE("a bracketed Newton iteration finds roots to the last digits") {
  const auto cube = [](double x) { return ValueSlope{2 - x * x * x, -3 * x * x}; };
  const Root root = newton_in_bracket(cube, 0, 100, 50);
  CHECK(root.ok);
  CHECK(root.x == Approx(std::cbrt(2)).epsilon(1e-15).margin(0));
  CHECK(root.iterations < 30);
  const auto rising = [](double x) { return ValueSlope{std::exp(x) - 3, std::exp(x)}; };
  CHECK(newton_in_bracket(rising, -50, 50, 0).x == Approx(std::log(3)).epsilon(1e-15).margin(0));
}

TEST_CASE("a slope that points the wrong way or is 0 only costs bisections") {
  const auto flat = [](double x) { return ValueSlope{x < 0.7 ? 1.0 : -1.0, 0}; };
  const Root root = newton_in_bracket(flat, 0, 1, 0.5);
  CHECK(root.ok);
  CHECK(root.x == Approx(0.7).epsilon(1e-14));
  const auto wrong = [](double x) { return ValueSlope{1 - x, 5}; };
  CHECK(newton_in_bracket(wrong, 0, 8, 7).x == Approx(1).epsilon(1e-14));
}

TEST_CASE("tiny and enormous roots are found to the same relative precision") {
  for (const double scale : {1e-18, 1.0, 1e18}) {
    const auto f = [scale](double x) {
      return ValueSlope{1 / (x / scale + 1) - 0.25, -1 / scale / std::pow(x / scale + 1, 2)};
    };
    CHECK(newton_in_bracket(f, 0, 1e3 * scale, 0).x == Approx(3 * scale).epsilon(1e-14).margin(0));
  }
}

TEST_CASE("an end that is a root is the root") {
  const auto line = [](double x) { return ValueSlope{x - 1, 1}; };
  CHECK(newton_in_bracket(line, 1, 2, 1.5).x == 1);
  CHECK(newton_in_bracket(line, 0, 1, 0.5).x == 1);
  CHECK(bracketed_root([](double x) { return x - 1; }, 1, 2).x == 1);
}

TEST_CASE("a root is found without a slope") {
  const double target = 0.3;
  const Root root = bracketed_root([&](double x) { return std::cos(x) - target; }, 0, 3);
  CHECK(root.ok);
  CHECK(root.x == Approx(std::acos(0.3)).epsilon(1e-14));
}

TEST_CASE("a parallel loop fills every slot, whatever the number of threads") {
  for (const unsigned threads : {1u, 2u, 5u, 0u}) {
    set_threads(threads);
    std::vector<std::size_t> slots(1000, 0);
    for_each_index(slots.size(), [&](std::size_t i) { slots[i] += i * i + 1; });
    bool right = true;
    for (std::size_t i = 0; i < slots.size(); ++i) right = right && slots[i] == i * i + 1;
    CHECK(right);
  }
  set_threads(0);
}
