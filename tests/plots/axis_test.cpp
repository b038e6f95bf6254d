// SPDX-License-Identifier: MIT
#include "plots/axis.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace weald;

namespace {
std::vector<std::string> labels(const Axis& axis) {
  std::vector<std::string> out;
  for (const Tick& tick : axis.ticks) out.push_back(tick.label);
  return out;
}
using Labels = std::vector<std::string>;
}  // namespace

TEST_CASE("a log axis has ticks at 1, 2 and 5 in each decade") {
  CHECK(labels(make_axis(0.08, 12, true, 0, 100, 8)) ==
        Labels{"0.1", "0.2", "0.5", "1", "2", "5", "10"});
}

TEST_CASE("a long log axis has ticks at decades alone, 1 among them") {
  const Labels ticks = labels(make_axis(1e-6, 1e6, true, 0, 100, 5));
  CHECK(ticks.size() <= 5);
  CHECK(std::find(ticks.begin(), ticks.end(), "1") != ticks.end());
}

TEST_CASE("a short log axis still has ticks") {
  CHECK(make_axis(0.92, 1.25, true, 0, 100, 6).ticks.size() >= 3);
}

TEST_CASE("a linear axis has round ticks with as many decimals as they need") {
  CHECK(labels(make_axis(-60, 7, false, 0, 100, 5)) == Labels{"-60", "-40", "-20", "0"});
  CHECK(labels(make_axis(-0.12, 0.31, false, 0, 100, 6)) ==
        Labels{"-0.1", "0.0", "0.1", "0.2", "0.3"});
}

TEST_CASE(
    "a linear axis of enormous or tiny numbers has powers of ten, with the digits that they need") {
  CHECK(labels(make_axis(-3e8, 2.1e8, false, 0, 100)) == Labels{"-2e+08", "0", "2e+08"});
  CHECK(labels(make_axis(9.9e7, 1.1e8, false, 0, 100)) ==
        Labels{"1.00e+08", "1.05e+08", "1.10e+08"});
  CHECK(labels(make_axis(0, 4e-7, false, 0, 100)) ==
        Labels{"0", "1e-07", "2e-07", "3e-07", "4e-07"});
  // Numbers that only many digits tell apart stay plain.
  CHECK(labels(make_axis(100000000, 100000002, false, 0, 100)).front() == "100000000.0");
}

TEST_CASE("values go to points and never leave the ends when clamped") {
  const Axis axis = make_axis(0.1, 10, true, 100, 300);
  CHECK(axis.at(1) == Approx(200));
  CHECK(axis.clamped(0) == 100);
  CHECK(axis.clamped(std::numeric_limits<double>::infinity()) == 300);
  CHECK(axis.clamped(1) == Approx(200));
}

TEST_CASE(
    "one enormous interval does not set the range, but every estimate and no effect are in it") {
  std::vector<Extent> rows{{1.2, 0.9, 1.6}, {0.8, 0.5, 1.3}, {1.1, 0.8, 1.5}, {2, 1e-6, 1e6}};
  const Range range = robust_range(rows, 1, true);
  CHECK(range.high < 20);
  CHECK(range.low > 0.05);
  for (const Extent& row : rows) {
    CHECK(range.low < row.estimate);
    CHECK(row.estimate < range.high);
  }
  CHECK(range.low < 1);
  CHECK(1 < range.high);
}

TEST_CASE("intervals of usual width are wholly in the range") {
  const Range range = robust_range({{-3, -5, -1}, {2, -1, 5}, {0, -4, 4}}, 0, false);
  CHECK(range.low < -5);
  CHECK(range.high > 5);
}

TEST_CASE("a range exists for nothing, for one point and for infinite ends") {
  for (const bool logarithmic : {false, true}) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const std::vector<Extent>& rows :
         {std::vector<Extent>{}, {{1, 1, 1}}, {{2, logarithmic ? 0 : -infinity, infinity}}}) {
      const Range range = robust_range(rows, logarithmic ? 1 : 0, logarithmic);
      CHECK(std::isfinite(range.low));
      CHECK(std::isfinite(range.high));
      CHECK(range.low < range.high);
    }
  }
}
