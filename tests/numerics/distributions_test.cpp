// SPDX-License-Identifier: MIT
// Reference values: mpmath with 60 digits.
#include "engine/numerics/distributions.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace weald;

namespace {

Approx near(double x, double relative = 1e-12) { return Approx(x).epsilon(relative).margin(0); }

}  // namespace

TEST_CASE("log tails of the normal distribution are exact from the centre to far out") {
  const double two_sided[][2] = {{1e-9, -7.9788456112117529179e-10}, {0.3, -0.26895563760890534725},
                                 {0.8, -0.85870413862783137456},     {1.96, -2.9958164711696933092},
                                 {5, -14.371851213428780427},        {20, -203.22400819053731863},
                                 {27, -368.02299528809640726},       {28.5, -409.70192282146565649},
                                 {30, -453.6280967757832518},        {37, -688.33743839633064829},
                                 {40, -803.91529483319384286},       {100, -5004.8310615136451433},
                                 {1e5, -5000000011.7387168177}};
  for (const auto& [z, log_p] : two_sided) {
    CAPTURE(z);
    CHECK(normal_log_two_sided(z) == near(log_p));
    CHECK(normal_log_two_sided(-z) == near(log_p));
  }
  const double upper[][2] = {{-8, -6.2209605742717860585e-16},
                             {-1, -0.17275377902344988953},
                             {0, -0.69314718055994530942},
                             {3, -6.6077262215103495433},
                             {50, -1254.8313611394199013}};
  for (const auto& [z, log_p] : upper) CHECK(normal_log_upper(z) == near(log_p));
}

TEST_CASE("log tails of Student's t are exact where the probability underflows") {
  const double values[][3] = {
      {1e-8, 5, -7.5921338252701365682e-9}, {0.5, 1, -0.34979471750208643572},
      {2.2, 12, -3.0337080423157599468},    {4, 12.5, -6.4197503247878202325},
      {50, 12, -33.550569711177766416},     {1e6, 3, -40.655661054291877022},
      {1e30, 12, -815.51024767420610418},   {1e200, 2, -921.03403719761827355},
      {40, 1000, -481.19351038303335133},   {60, 1e4, -1541.5901948345149864},
      {38, 1e6, -725.34256488754920339},    {0.1, 0.5, -0.055162220482956305851},
      {1e10, 200, -4078.2146493639982692}};
  for (const auto& [t, df, log_p] : values) {
    CAPTURE(t, df);
    CHECK(student_log_two_sided(t, df) == near(log_p));
    CHECK(student_log_two_sided(-t, df) == near(log_p));
  }
  CHECK(student_log_two_sided(0, 7) == 0);
}

TEST_CASE("log tails of chi-squared are exact where the probability underflows") {
  const double values[][3] = {{1e-5, 1, -0.0025263167694364114395},
                              {0.5, 3, -0.084587322851899340806},
                              {152.23300808237329, 12, -59.17568425175917967},
                              {1656.893967, 3, -824.96582184694495484},
                              {5000, 12, -2465.6652604883948473},
                              {1e6, 12, -499939.1756648557304},
                              {12, 12, -0.80815487796248010149},
                              {1300000, 1e6, -18824.14394272571686},
                              {1e6, 1e6, -0.69352337770643015067},
                              {1e9, 7, -499999951.12567695638},
                              {3000, 500, -807.35053139957995881},
                              {1, 40, -2.4354654299253143159e-25}};
  for (const auto& [x, df, log_p] : values) {
    CAPTURE(x, df);
    CHECK(chi2_log_upper(x, df) == near(log_p));
  }
  CHECK(chi2_log_upper(0, 3) == 0);
}

TEST_CASE("log tails of F are exact where the probability underflows") {
  const double values[][4] = {
      {1, 1, 1, -0.69314718055994530942},      {15.6, 2, 10, -7.0792658168071750216},
      {1e5, 3, 40, -176.81880432946990673},    {1e30, 4, 60, -1987.651090457089668},
      {300, 10, 1000, -672.59492691787029157}, {0.01, 3, 8, -0.0014896311606900518415},
      {5, 2000, 3000, -783.88951182140597357}, {1e20, 7.5, 200.25, -4270.8179218544534776}};
  for (const auto& [x, df1, df2, log_p] : values) {
    CAPTURE(x, df1, df2);
    CHECK(f_log_upper(x, df1, df2) == near(log_p));
  }
}

TEST_CASE("the log tails are continuous where the method of computing them changes") {
  const double df = 30, at = [df] {
    double x = 100;
    while (chi2_log_upper(x, df) > std::log(1e-270)) x += 0.5;
    return x;
  }();
  const double slope = (chi2_log_upper(at + 1, df) - chi2_log_upper(at, df));
  CHECK(chi2_log_upper(at, df) - chi2_log_upper(at - 1, df) == Approx(slope).epsilon(1e-4));
  CHECK(normal_log_two_sided(28.284) - normal_log_two_sided(28.285) ==
        Approx(0.0283198).epsilon(1e-4));
}

TEST_CASE("quantiles agree with reference values") {
  CHECK(normal_quantile(0.975) == near(1.9599639845400542355, 1e-15));
  CHECK(normal_quantile(1e-6) == near(-4.7534243088228989482, 1e-14));
  const double student[][3] = {{0.975, 12, 2.1788128296672288663},
                               {0.975, 1, 12.706204736174704646},
                               {0.975, 2, 4.3026527297494638523},
                               {0.995, 10.5, 3.1357594763127228675},
                               {0.975, 999999, 1.9599663568164793145}};
  for (const auto& [p, df, t] : student) {
    CHECK(student_quantile(p, df) == near(t, 1e-12));
    CHECK(student_quantile(1 - p, df) == near(-t, 1e-12));
    CHECK(student_quantile(p, df) == student_quantile(p, df));
  }
  const double chi2[][3] = {
      {0.975, 12, 23.336664158645339263}, {0.025, 12, 4.4037885069817016234},
      {0.5, 12, 11.340322377424140466},   {0.025, 1, 0.00098206911717525591234},
      {0.95, 1, 3.8414588206941259584},   {0.025, 999999, 997229.08852919451627}};
  for (const auto& [p, df, x] : chi2) CHECK(chi2_quantile(p, df) == near(x, 1e-12));
}

TEST_CASE("quantiles of the beta distribution: closed forms, symmetry, tables") {
  for (const double p : {1e-6, 0.025, 0.5, 0.975}) {
    CHECK(beta_quantile(1, 13, p) == near(-std::expm1(std::log1p(-p) / 13), 1e-12));
    CHECK(beta_quantile(200, 1, p) == near(std::pow(p, 1.0 / 200), 1e-12));
    if (p > 0.01) CHECK(beta_quantile(3, 8, p) == near(1 - beta_quantile(8, 3, 1 - p), 1e-12));
  }
  CHECK(beta_quantile(7, 7, 0.975) == near(0.74865451772969649, 1e-12));
  CHECK(beta_quantile(3, 40, 1e-6) == near(0.00044521599986121525, 1e-12));
}

TEST_CASE("quantiles and probabilities undo each other") {
  for (const double df : {1.0, 2.0, 3.5, 12.0, 400.0})
    for (const double p : {0.001, 0.025, 0.3, 0.5, 0.9, 0.9995}) {
      CHECK(student_cdf(student_quantile(p, df), df) == near(p, 1e-12));
      CHECK(chi2_cdf(chi2_quantile(p, df), df) == near(p, 1e-12));
      CHECK(normal_cdf(normal_quantile(p)) == near(p, 1e-14));
    }
}
