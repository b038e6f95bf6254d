// SPDX-License-Identifier: MIT
#include "engine/models/counts.h"

#include <catch2/catch.hpp>

using namespace weald;

namespace {

Approx near(double x, double relative) { return Approx(x).epsilon(relative).margin(0); }

/// Two trials in which the first group never has an event.
const TwoByTwo never[] = {{0, 67, 1, 67}, {0, 24, 0, 26}};

}  // namespace

TEST_CASE("ratios over studies in which one group never has an event are not defined, and say so") {
  for (const CountMeasure measure : {CountMeasure::OR, CountMeasure::RR}) {
    const CountFit fit = mantel_haenszel(never, measure, 0, 0.95);
    CHECK_FALSE(fit.pooled);
    CHECK_FALSE(fit.reason.empty());
    CHECK(fit.weight == std::vector<double>{0, 0});
  }
}

TEST_CASE("the risk difference and Peto's odds ratio are defined where ratios are not") {
  const CountFit rd = mantel_haenszel(never, CountMeasure::RD, 0, 0.95);
  REQUIRE(rd.pooled);
  CHECK(rd.pooled->estimate == near(-0.0107358031, 1e-8));
  CHECK(rd.pooled->se == near(0.0106300697, 1e-8));
  const ObservedExpected rows[] = {observed_expected(never[0]), observed_expected(never[1])};
  const CountFit odds = peto(rows, 0.95);
  REQUIRE(odds.pooled);
  CHECK(odds.pooled->estimate == near(-1.985294118, 1e-9));
  CHECK(odds.pooled->se == near(2.000054872, 1e-9));
  CHECK(odds.weight == std::vector<double>{1, 0});
}

TEST_CASE("no events anywhere leave nothing to pool") {
  const TwoByTwo none[] = {{0, 10, 0, 12}, {0, 30, 0, 28}};
  for (const CountMeasure measure : {CountMeasure::OR, CountMeasure::RR, CountMeasure::RD})
    CHECK_FALSE(mantel_haenszel(none, measure, 0, 0.95).pooled);
  const ObservedExpected rows[] = {observed_expected(none[0]), observed_expected(none[1])};
  CHECK_FALSE(peto(rows, 0.95).pooled);
  CHECK_FALSE(peto(rows, 0.95).reason.empty());
}

TEST_CASE("products of large counts do not overflow and weights are fractions of one") {
  const TwoByTwo large[] = {{505, 87886, 499, 87892}, {186e6, 506e6, 141e6, 273e6}};
  const CountFit fit = mantel_haenszel(large, CountMeasure::OR, 0, 0.95);
  REQUIRE(fit.pooled);
  CHECK(fit.weight[0] + fit.weight[1] == near(1, 1e-15));
  CHECK(fit.pooled->se > 0);
}

TEST_CASE("swapping the groups turns the sign of every pooled count") {
  const TwoByTwo one[] = {{4, 119, 11, 128}, {6, 300, 29, 274}, {0, 40, 3, 38}};
  const TwoByTwo two[] = {{11, 128, 4, 119}, {29, 274, 6, 300}, {3, 38, 0, 40}};
  for (const CountMeasure measure : {CountMeasure::OR, CountMeasure::RR, CountMeasure::RD}) {
    const CountFit a = mantel_haenszel(one, measure, 0, 0.95);
    const CountFit b = mantel_haenszel(two, measure, 0, 0.95);
    CHECK(a.pooled->estimate == near(-b.pooled->estimate, 1e-13));
    CHECK(a.pooled->se == near(b.pooled->se, 1e-13));
    CHECK(a.heterogeneity.q == near(b.heterogeneity.q, 1e-12));
  }
}
