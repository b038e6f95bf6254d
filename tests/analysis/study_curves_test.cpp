// SPDX-License-Identifier: MIT
// Curves of single studies beside a pool: values by hand, and laws.
#include "engine/analysis/study_curves.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace weald;

namespace {

const Measure& measure(const char* key) {
  const Measure* found = find_measure(key);
  REQUIRE(found != nullptr);
  return *found;
}

Pooling pool_of(std::vector<std::pair<double, double>> effects, double tau2) {
  Pooling pool{.measure = &measure("RR")};
  for (const auto& [y, v] : effects) pool.studies.push_back({.y = y, .v = v});
  pool.heterogeneity = Heterogeneity{.tau2 = tau2};
  return pool;
}

}  // namespace

TEST_CASE("the risk of the treated follows from the control's risk and the effect") {
  CHECK(*treated_risk(measure("RR"), std::log(0.5), 0.3) == Approx(0.15));
  CHECK(*treated_risk(measure("RD"), -0.1, 0.3) == Approx(0.2));
  CHECK(*treated_risk(measure("OR"), std::log(2), 0.5) == Approx(2.0 / 3));
  CHECK(*treated_risk(measure("PETO"), std::log(2), 0.5) == Approx(2.0 / 3));
  CHECK(*treated_risk(measure("AS"), std::asin(std::sqrt(0.4)) - std::asin(std::sqrt(0.1)), 0.1) ==
        Approx(0.4));
  CHECK(*treated_risk(measure("OR"), 800, 0.5) == 1);
  CHECK(*treated_risk(measure("OR"), -1, 1) == 1);
  CHECK_FALSE(treated_risk(measure("MD"), 1, 0.5));
}

TEST_CASE("no effect leaves every risk as it is") {
  for (const char* key : {"RR", "OR", "PETO", "RD", "AS"})
    for (const double risk : {0.0, 0.01, 0.5, 0.99, 1.0})
      CHECK(*treated_risk(measure(key), 0, risk) == Approx(risk));
}

TEST_CASE("the interval of chance is the normal one on the scale of the analysis") {
  const Pooling pool = pool_of({{0, 1}}, 0);
  const Interval at = chance_interval(pool, std::log(0.5), 0.2, 0.95);
  CHECK(at.lower == Approx(0.5 * std::exp(-1.959963984540054 * 0.2)));
  CHECK(at.upper == Approx(0.5 * std::exp(1.959963984540054 * 0.2)));
  CHECK(chance_interval(pool, 0, 0, 0.9).lower == 1);
  CHECK(reach_of_level(0.9) == Approx(1.6448536269514722));
}

TEST_CASE("the line through the origin of a radial plot has the weighted mean as its slope") {
  const std::vector<std::pair<double, double>> effects{{-0.9, 0.3}, {-1.6, 0.2}, {0.4, 0.7}};
  for (const double tau2 : {0.0, 0.3}) {
    const RadialPlot plot = radial_plot(pool_of(effects, tau2));
    CHECK(plot.tau2 == tau2);
    double xx = 0, xy = 0, w = 0, wy = 0;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      xx += plot.studies[i].precision * plot.studies[i].precision;
      xy += plot.studies[i].precision * plot.studies[i].standardised;
      w += 1 / (effects[i].second + tau2);
      wy += effects[i].first / (effects[i].second + tau2);
    }
    CHECK(xy / xx == Approx(wy / w));
  }
  Pooling common = pool_of(effects, 0.3);
  common.choices.model = Model::common;
  CHECK(radial_plot(common).tau2 == 0);
}
