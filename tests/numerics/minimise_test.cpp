// SPDX-License-Identifier: MIT
#include "engine/numerics/minimise.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "engine/numerics/gauss_legendre.h"

using namespace weald;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

Point point(std::initializer_list<double> values) {
  Point p(static_cast<Eigen::Index>(values.size()));
  Eigen::Index i = 0;
  for (const double value : values) p[i++] = value;
  return p;
}

/// Rosenbrock's curved valley, lowest at (1, 1).
double valley(const Point& x, Point* g) {
  const double a = 1 - x[0], b = x[1] - x[0] * x[0];
  if (g != nullptr) *g = point({-2 * a - 400 * x[0] * b, 200 * b});
  return a * a + 100 * b * b;
}

}  // namespace

TEST_CASE("a curved valley is followed to its lowest point") {
  const Point free = point({infinite, infinite}), unit = point({1, 1});
  const Minimum m = minimise(valley, point({-1.2, 1}), -free, free, unit);
  CHECK(m.ok);
  CHECK(m.x[0] == Approx(1).epsilon(1e-8));
  CHECK(m.x[1] == Approx(1).epsilon(1e-8));
  CHECK(m.iterations < 60);
}

TEST_CASE("a bound that stands in the way holds its variable, and the others go on") {
  const Minimum m =
      minimise(valley, point({0, 0}), point({-2, -2}), point({0.5, 5}), point({1, 1}));
  CHECK(m.ok);
  CHECK(m.x[0] == 0.5);
  CHECK(m.at_bound[0]);
  CHECK_FALSE(m.at_bound[1]);
  CHECK(m.x[1] == Approx(0.25).epsilon(1e-8));
}

TEST_CASE("differences of the values stand in for a gradient") {
  const Point free = point({infinite, infinite}), unit = point({1, 1});
  const Objective f =
      with_differences([](const Point& x) { return valley(x, nullptr); }, -free, free, unit);
  const Minimum m = minimise(f, point({-1.2, 1}), -free, free, unit);
  CHECK(m.x[0] == Approx(1).epsilon(1e-5));
}

TEST_CASE("the inverse of the second derivatives gives variances of the free variables") {
  const auto bowl = [](const Point& x, Point* g) {
    if (g != nullptr) *g = point({4 * x[0] + x[1], 3 * x[1] + x[0]});
    return 2 * x[0] * x[0] + 1.5 * x[1] * x[1] + x[0] * x[1];
  };
  const Point free = point({infinite, infinite}), unit = point({1, 1});
  const Minimum m = minimise(bowl, point({1, 1}), -free, free, unit);
  CHECK(inverse_curvature(m, 0) == Approx(3.0 / 11).epsilon(1e-6));
  const Minimum held = minimise(bowl, point({1, 1}), point({-5, 0.5}), free, unit);
  CHECK(inverse_curvature(held, 0) == Approx(0.25).epsilon(1e-6));
  CHECK(inverse_curvature(held, 1) < 0);
}

TEST_CASE("Gauss-Legendre rules are exact for the polynomials they should be, over any panels") {
  const Quadrature rule = panels({-1, 0.25, 2}, 0.5, 5);
  double ninth = 0, length = 0;
  for (std::size_t i = 0; i < rule.x.size(); ++i) {
    ninth += rule.w[i] * std::pow(rule.x[i], 9);
    length += rule.w[i];
  }
  CHECK(length == Approx(3).epsilon(1e-14));
  CHECK(ninth == Approx((std::pow(2.0, 10) - 1) / 10).epsilon(1e-13));
}
