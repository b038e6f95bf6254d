// SPDX-License-Identifier: MIT
// Orthonormal bases of designs, and natural splines.
#include "engine/numerics/linear.h"

#include <array>
#include <cmath>

#include <catch2/catch.hpp>

#include "engine/numerics/splines.h"

using namespace weald;

namespace {

Eigen::MatrixXd years() {
  Eigen::MatrixXd x(6, 3);
  for (Eigen::Index i = 0; i < 6; ++i) {
    const double year = 1948 + 5.0 * static_cast<double>(i * i % 5);
    x.row(i) << 1, year, year * year;
  }
  return x;
}

}  // namespace

TEST_CASE("A basis is orthonormal to rounding and gives the design back") {
  const Eigen::MatrixXd x = years();
  const OrthonormalBasis basis = orthonormal_basis(x);
  REQUIRE(basis.kept.size() == 3);
  CHECK(basis.dependent.empty());
  CHECK((basis.q.transpose() * basis.q - Eigen::MatrixXd::Identity(3, 3)).norm() < 1e-14);
  CHECK((basis.q * basis.r - x).norm() <= 1e-14 * x.norm());
  CHECK((inverse_of_upper(basis.r) * basis.r - Eigen::MatrixXd::Identity(3, 3)).norm() < 1e-8);
}

TEST_CASE("A column that others determine is left out, and those others are named") {
  Eigen::MatrixXd x(6, 5);
  x.leftCols(3) = years();
  x.col(2) = 3 * x.col(0) - 0.25 * x.col(1);
  x.col(3) << 1, 4, 2, 8, 5, 7;
  x.col(4).setConstant(7);
  const OrthonormalBasis basis = orthonormal_basis(x);
  CHECK(basis.kept == std::vector<Eigen::Index>{0, 1, 3});
  REQUIRE(basis.dependent.size() == 2);
  CHECK(basis.dependent[0].column == 2);
  CHECK(basis.dependent[0].on == std::vector<Eigen::Index>{0, 1});
  CHECK(basis.dependent[1].column == 4);
  CHECK(basis.dependent[1].on == std::vector<Eigen::Index>{0});
}

TEST_CASE("Whether columns depend on each other does not depend on units or origin") {
  for (const double unit : {1e-9, 1.0, 1e9})
    for (const double origin : {0.0, 1e4}) {
      Eigen::MatrixXd x(5, 3);
      x.col(0).setOnes();
      x.col(1) << 1, 2, 3, 4, 5;
      x.col(1).array() += origin;
      x.col(2) << 1, 2, 3, 4, 5.001;
      x.col(2) = (x.col(2).array() + origin) * unit;
      CHECK(orthonormal_basis(x).dependent.empty());
      x.col(2) = unit * x.col(1);
      CHECK(orthonormal_basis(x).dependent.size() == 1);
    }
}

TEST_CASE("A column of zeros depends on nothing and is left out") {
  const OrthonormalBasis basis = orthonormal_basis(Eigen::MatrixXd::Zero(3, 1));
  CHECK(basis.q.cols() == 0);
  REQUIRE(basis.dependent.size() == 1);
  CHECK(basis.dependent[0].on.empty());
}

TEST_CASE("The natural spline is the basis of R's splines::ns") {
  const std::array x{1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0};
  const NaturalSpline spline = natural_spline(x, 3);
  // R 4.2.2: splines::ns(c(1, 2, 3, 5, 8, 13, 21, 34), 3), rows 1, 2, 5 and 8.
  const double expected[4][3] = {{0, 0, 0},
                                 {-0.07637255812, 0.1811483840, -0.1036761192},
                                 {-0.03544278831, 0.6426153383, -0.3611843166},
                                 {-0.16204891845, 0.3789085005, 0.7831404180}};
  const double where[4] = {1, 2, 8, 34};
  for (int i = 0; i < 4; ++i) {
    const Eigen::VectorXd values = at(spline, where[i]);
    REQUIRE(values.size() == 3);
    for (Eigen::Index j = 0; j < 3; ++j)
      CHECK(values[j] == Approx(expected[i][j]).epsilon(1e-9).margin(1e-10));
  }
}

TEST_CASE("A natural spline is straight beyond its boundary and smooth within") {
  const std::array x{1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0};
  const NaturalSpline spline = natural_spline(x, 4);
  for (const double edge : {1.0, 34.0}) {
    const double out = edge < 2 ? -1 : 1;
    const Eigen::VectorXd a = at(spline, edge), b = at(spline, edge + out),
                          c = at(spline, edge + 2 * out);
    CHECK((a - 2 * b + c).norm() < 1e-12);
    // The slope does not jump at the edge.
    const double h = 1e-5;
    const Eigen::VectorXd inside = (a - at(spline, edge - out * h)) / h,
                          outside = (at(spline, edge + out * h) - a) / h;
    CHECK((inside - outside).norm() < 1e-4);
  }
}

TEST_CASE("A spline of one degree of freedom is the straight line") {
  const std::array x{1.0, 2.0, 4.0, 9.0};
  const NaturalSpline spline = natural_spline(x, 1);
  const double slope = at(spline, 2)[0] - at(spline, 1)[0];
  CHECK(slope != 0);
  for (const double at_x : {-3.0, 1.5, 6.0, 20.0})
    CHECK(at(spline, at_x)[0] - at(spline, 1)[0] == Approx(slope * (at_x - 1)));
}
