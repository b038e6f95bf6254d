// SPDX-License-Identifier: MIT
// Laws that hold whatever the data: order, location, scale, derivatives, fast sums against plain
// ones, and a global maximum that a brute-force search cannot beat.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <catch2/catch.hpp>

#include "engine/models/generalised_q.h"
#include "engine/models/likelihood.h"
#include "engine/models/pool.h"

using namespace weald;

namespace {

Sample make(std::vector<double> y, std::vector<double> v) {
  const auto k = static_cast<Eigen::Index>(y.size());
  return {Eigen::Map<Eigen::VectorXd>(y.data(), k), Eigen::Map<Eigen::VectorXd>(v.data(), k)};
}

/// k estimates whose variances span up to `octaves` octaves; numbers straight from the generator,
/// so that they are the same with every standard library.
Sample random_sample(std::mt19937_64& random, Eigen::Index k, double octaves, double tau) {
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  const auto normal = [&] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  };
  Sample sample{Eigen::VectorXd(k), Eigen::VectorXd(k)};
  for (Eigen::Index i = 0; i < k; ++i) {
    sample.v[i] = std::exp2(-octaves * uniform());
    sample.y[i] = 0.3 + normal() * std::sqrt(sample.v[i] + tau * tau);
  }
  return sample;
}

/// BCG vaccine trials, log risk ratios (Colditz et al. 1994).
Sample bcg() {
  const double t[][4] = {{4, 123, 11, 139},       {6, 306, 29, 303},        {3, 231, 11, 220},
                         {62, 13598, 248, 12867}, {33, 5069, 47, 5808},     {180, 1541, 372, 1451},
                         {8, 2545, 10, 629},      {505, 88391, 499, 88391}, {29, 7499, 45, 7277},
                         {17, 1716, 65, 1665},    {186, 50634, 141, 27338}, {5, 2498, 3, 2341},
                         {27, 16913, 29, 17854}};
  std::vector<double> y, v;
  for (const auto& [a, n1, c, n2] : t) {
    y.push_back(std::log(a / n1 / (c / n2)));
    v.push_back(1 / a - 1 / n1 + 1 / c - 1 / n2);
  }
  return make(y, v);
}

PoolOptions everything(const char* tau2 = "REML") {
  return {.tau2 = find_tau2(tau2),
          .ci = find_mean_interval("HK"),
          .pi = find_prediction_interval("V"),
          .tau2_ci = find_tau2_interval("QP")};
}

Approx near(double x, double relative) { return Approx(x).epsilon(relative).margin(0); }

}  // namespace

TEST_CASE("the BCG trials give the published and re-derived values") {
  const Sample sample = bcg();
  const std::pair<const char*, double> tau2[] = {
      {"DL", 0.3087602629}, {"HE", 0.3285638580}, {"HS", 0.2283628637},   {"HSk", 0.2491699303},
      {"SJ", 0.3455157016}, {"ML", 0.2800281373}, {"REML", 0.3132432581}, {"PM", 0.3180684522},
      {"EB", 0.3180684522}, {"PMM", 0.3433879069}};
  for (const auto& [key, value] : tau2) {
    CAPTURE(key);
    CHECK(find_tau2(key)->estimate(sample).value == near(value, 1e-9));
  }
  const PoolFit fit = pool(sample, everything());
  CHECK(fit.pooled->ci.lower == near(-1.10844371, 1e-8));
  CHECK(fit.pooled->ci.upper == near(-0.32062097, 1e-7));
  CHECK(fit.pi->lower == near(-1.99534196, 1e-8));
  CHECK(fit.heterogeneity.tau2_ci->lower == near(0.1197183611, 1e-9));
  CHECK(fit.heterogeneity.tau2_ci->upper == near(1.111479084, 1e-9));
  CHECK(fit.tau2.se == near(0.16642575284, 1e-9));
  PoolOptions options = everything();
  options.ci = find_mean_interval("kr");
  const PoolFit kr = pool(sample, options);
  CHECK(kr.pooled->se == near(0.18153564, 1e-7));
  CHECK(*kr.pooled->df == near(10.51371076, 1e-8));
  CHECK(find_prediction_interval("KR")->predict(kr.fit, 0.95)->lower == near(-2.01690753, 1e-8));
  CHECK(find_prediction_interval("KR-PR")->predict(kr.fit, 0.95)->lower == near(-2.03467907, 1e-8));
}

TEST_CASE("of estimates that do not differ no prediction interval is a single point") {
  const Sample alike = make({0.3, 0.3, 0.3}, {0.02, 0.04, 0.05});
  const PoolFit fit = pool(alike, {.tau2 = find_tau2("REML"), .ci = find_mean_interval("z")});
  for (const PredictionInterval& row : prediction_intervals()) {
    CAPTURE(row.key);
    const auto pi = row.predict(fit.fit, 0.95);
    if (pi) CHECK(pi->lower < pi->upper);
    if (row.key.starts_with("HK")) CHECK_FALSE(pi);
  }
  // A τ² that is given makes one.
  const PoolFit given = pool(alike, {.fixed_tau2 = 0.1, .ci = find_mean_interval("z")});
  CHECK(find_prediction_interval("HK")->predict(given.fit, 0.95));
}

TEST_CASE("likelihoods at a pinned tau2 have their reference values") {
  const Sample sample = bcg();
  CHECK(reml_loglik(sample, 0.3132432581) == near(-12.202371415, 1e-9));
  // Straight from the definition.
  const double tau2 = 0.1;
  double w_sum = 0, wy = 0, logs = 0, q = 0;
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    const double w = 1 / (sample.v[i] + tau2);
    w_sum += w;
    wy += w * sample.y[i];
    logs += std::log(w);
  }
  for (Eigen::Index i = 0; i < sample.k(); ++i)
    q += std::pow(sample.y[i] - wy / w_sum, 2) / (sample.v[i] + tau2);
  const double pi2 = std::log(2 * M_PI);
  CHECK(ml_loglik(sample, tau2) == near(-0.5 * 13 * pi2 + 0.5 * logs - 0.5 * q, 1e-13));
  CHECK(reml_loglik(sample, tau2) ==
        near(-0.5 * 12 * pi2 + 0.5 * std::log(13.0) + 0.5 * logs - 0.5 * std::log(w_sum) - 0.5 * q,
             1e-13));
  CHECK(generalised_q(sample, tau2) == near(q, 1e-13));
}

TEST_CASE("the sums by lanes equal plain sums") {
  std::mt19937_64 random(11);
  for (const Eigen::Index k : {1, 2, 3, 7, 8, 9, 16, 17, 25, 100, 1003}) {
    const Sample s = random_sample(random, k, 8, 0.4);
    for (const double tau2 : {0.0, 0.01, 3.0}) {
      CAPTURE(k, tau2);
      MomentsOf moments(s);
      const Moments m = moments.at(tau2);
      long double s1 = 0, s2 = 0, s3 = 0, wy = 0, q = 0, wwrr = 0, wwwrr = 0, wwr = 0;
      for (Eigen::Index i = 0; i < k; ++i) {
        const long double w = 1 / (static_cast<long double>(s.v[i]) + tau2);
        s1 += w;
        s2 += w * w;
        s3 += w * w * w;
        wy += w * s.y[i];
      }
      for (Eigen::Index i = 0; i < k; ++i) {
        const long double w = 1 / (static_cast<long double>(s.v[i]) + tau2), r = s.y[i] - wy / s1;
        q += w * r * r;
        wwr += w * w * r;
        wwrr += w * w * r * r;
        wwwrr += w * w * w * r * r;
      }
      CHECK(m.mu == near(static_cast<double>(wy / s1), 1e-13));
      CHECK(m.s1 == near(static_cast<double>(s1), 1e-14));
      CHECK(m.s2 == near(static_cast<double>(s2), 1e-14));
      CHECK(m.s3 == near(static_cast<double>(s3), 1e-14));
      if (k == 1) continue;
      CHECK(m.q == near(static_cast<double>(q), 1e-12));
      CHECK(std::fabs(m.wwr - static_cast<double>(wwr)) <= 1e-12 * std::sqrt(m.wwrr * m.s2));
      CHECK(m.wwrr == near(static_cast<double>(wwrr), 1e-12));
      CHECK(m.wwwrr == near(static_cast<double>(wwwrr), 1e-12));
      CHECK(m.trace_p == near(static_cast<double>(s1 - s2 / s1), 1e-11));
      CHECK(m.trace_pp == near(static_cast<double>(s2 - 2 * s3 / s1 + s2 / s1 * (s2 / s1)), 1e-10));
    }
  }
}

TEST_CASE("sums by lanes have the same bits however wide the registers are") {
  // The order of additions, written out without any vectors.
  std::mt19937_64 random(5);
  const Sample s = random_sample(random, 1000, 6, 0.2);
  const Eigen::Index h = MomentsOf(s).most_precise();
  double lane[8] = {};
  for (Eigen::Index i = 0; i < h; ++i) lane[i % 8] += 1 / (s.v[i] + 0.125);
  for (Eigen::Index i = h + 1; i < s.k(); ++i) lane[(i - h - 1) % 8] += 1 / (s.v[i] + 0.125);
  const double others =
      ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
  CHECK(MomentsOf(s).at(0.125).s1 == 1 / (s.v[h] + 0.125) + others);
}

TEST_CASE("one study that outweighs all others leaves the digits of the traces") {
  // With v = (e, 1, 1): tr P = Σw - Σw²/Σw is 4 + 2/(1/e + 2) + ... to first order in e.
  for (const double e : {1e-6, 1e-12, 1e-18}) {
    const Sample s = make({0.5, 0.25, 1.75}, {e, 1, 1});
    MomentsOf moments(s);
    const Moments m = moments.at(0);
    const long double w = 1 / static_cast<long double>(e);
    CHECK(m.trace_p == near(static_cast<double>((4 * w + 2) / (w + 2)), 1e-14));
  }
}

TEST_CASE("the score is the derivative of the log-likelihood, its slope that of the score") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 50; ++i) {
    const Sample s = random_sample(random, 2 + i % 9, 6, 0.5);
    MomentsOf moments(s);
    for (const LikelihoodKind kind : {LikelihoodKind::ML, LikelihoodKind::REML}) {
      const double t = 0.02 + 0.03 * (i % 7), h = 1e-5 * t;
      const ValueSlope at = score(moments.at(t), kind);
      const double gain = twice_gain(moments, t - h, t + h, kind) / (2 * h);
      const double size = std::fabs(moments.at(t).wwrr) + moments.at(t).s1;
      CHECK(gain == Approx(at.value).margin(2e-5 * size));
      const double rise =
          (score(moments.at(t + h), kind).value - score(moments.at(t - h), kind).value) / (2 * h);
      CHECK(rise == Approx(at.slope).margin(1e-5 * moments.at(t).s1 * size));
      const auto loglik = kind == LikelihoodKind::ML ? ml_loglik : reml_loglik;
      CHECK(twice_gain(moments, 0, t, kind) ==
            Approx(2 * (loglik(s, t) - loglik(s, 0))).epsilon(1e-9).margin(1e-9));
    }
  }
}

TEST_CASE("the generalised Q falls as tau2 grows") {
  std::mt19937_64 random(8);
  for (int i = 0; i < 20; ++i) {
    const Sample s = random_sample(random, 2 + i, 8, 0.3);
    double before = generalised_q(s, 0);
    for (double t = 1e-4; t < 1e3; t *= 1.7) {
      const double q = generalised_q(s, t);
      CHECK(q < before);
      before = q;
    }
  }
}

TEST_CASE("the order of the studies does not matter") {
  std::mt19937_64 random(21);
  const Sample s = random_sample(random, 40, 10, 0.3);
  std::vector<Eigen::Index> order(40);
  std::iota(order.begin(), order.end(), 0);
  for (const Tau2Estimator& row : tau2_estimators()) {
    CAPTURE(row.key);
    const PoolFit one = pool(s, everything(row.key.data()));
    for (int i = 0; i < 5; ++i) {
      std::shuffle(order.begin(), order.end(), random);
      const PoolFit two = pool({s.y(order), s.v(order)}, everything(row.key.data()));
      CHECK(two.fit.tau2 == near(one.fit.tau2, 1e-12));
      CHECK(two.fit.mu == near(one.fit.mu, 1e-12));
      CHECK(two.pooled->ci.lower == near(one.pooled->ci.lower, 1e-12));
      CHECK(two.heterogeneity.tau2_ci->upper == near(one.heterogeneity.tau2_ci->upper, 1e-12));
    }
  }
}

TEST_CASE("moving all effects moves the mean and nothing else") {
  std::mt19937_64 random(22);
  Sample s = random_sample(random, 12, 5, 0.3);
  s.y = (s.y.array() * 1048576).round() / 1048576;  // so that the sum below is exact
  for (const Tau2Estimator& row : tau2_estimators()) {
    CAPTURE(row.key);
    const PoolFit one = pool(s, everything(row.key.data()));
    const PoolFit two = pool({s.y.array() + 1048576, s.v}, everything(row.key.data()));
    CHECK(two.fit.tau2 == near(one.fit.tau2, 1e-13));
    CHECK(two.fit.mu - 1048576 == near(one.fit.mu, 1e-8));
    CHECK(two.fit.se_hk == near(one.fit.se_hk, 1e-13));
    CHECK(two.heterogeneity.q == near(one.heterogeneity.q, 1e-13));
  }
}

TEST_CASE("scaling by a power of two scales every result exactly, by another factor to rounding") {
  std::mt19937_64 random(23);
  const Sample s = random_sample(random, 15, 7, 0.4);
  for (const Tau2Estimator& row : tau2_estimators()) {
    CAPTURE(row.key);
    const PoolFit one = pool(s, everything(row.key.data()));
    for (const double c : {0x1p-30, 0x1p-1, 0x1p30}) {
      const PoolFit two = pool({s.y * c, s.v * (c * c)}, everything(row.key.data()));
      CHECK(two.fit.tau2 == one.fit.tau2 * c * c);
      CHECK(two.tau2.se == one.tau2.se * c * c);
      CHECK(two.fit.mu == one.fit.mu * c);
      CHECK(two.fit.se_hk == one.fit.se_hk * c);
      CHECK(two.heterogeneity.tau2_ci->lower == one.heterogeneity.tau2_ci->lower * c * c);
      CHECK(two.heterogeneity.tau2_ci->upper == one.heterogeneity.tau2_ci->upper * c * c);
      CHECK(two.heterogeneity.i2 == one.heterogeneity.i2);
      CHECK(two.pi->lower == one.pi->lower * c);
    }
    const PoolFit three = pool({s.y * 1e9, s.v * 1e18}, everything(row.key.data()));
    CHECK(three.fit.tau2 == near(one.fit.tau2 * 1e18, 1e-12));
    CHECK(three.fit.mu == near(one.fit.mu * 1e9, 1e-12));
  }
}

TEST_CASE("no small data set fails, and no tau2 has a higher likelihood than the one found") {
  std::mt19937_64 random(2026);
  int several = 0, boundary = 0;
  for (int i = 0; i < 20000; ++i) {
    const Eigen::Index k = 2 + i % 7;
    const Sample s = random_sample(random, k, i % 3 == 0 ? 30 : 10, i % 5 * 0.4);
    for (const LikelihoodKind kind : {LikelihoodKind::ML, LikelihoodKind::REML}) {
      MomentsOf moments(s);
      const Maxima found = likelihood_maxima(moments, kind);
      REQUIRE(found.ok);
      several += !found.others.empty();
      boundary += found.global == 0;
      // Brute force over a fine grid, every tenth data set.
      if (i % 10 != 0) continue;
      double best = 0;
      bool beaten = twice_gain(moments, found.global, 0, kind) > 1e-9;
      for (double t = s.v.minCoeff() / 64; t < 200; t *= 1.02) {
        const double gain = twice_gain(moments, found.global, t, kind);
        beaten = beaten || gain > 1e-9;
        best = std::max(best, gain);
      }
      INFO("data set " << i << ", k = " << k << ", beaten by " << best);
      CHECK_FALSE(beaten);
    }
    const PoolFit fit = pool(s, everything());
    REQUIRE(std::isfinite(fit.fit.mu));
    REQUIRE(std::isfinite(fit.fit.tau2));
    REQUIRE(fit.tau2.convergence.ok);
  }
  CHECK(several > 100);
  CHECK(boundary > 1000);
}

TEST_CASE("every local maximum of a fine grid is listed") {
  std::mt19937_64 random(77);
  int several = 0;
  for (int i = 0; i < 6000; ++i) {
    const Sample s = random_sample(random, 3 + i % 3, 24, 0.5);
    MomentsOf moments(s);
    const Maxima found = likelihood_maxima(moments, LikelihoodKind::REML);
    std::size_t falls = score(moments.at(0), LikelihoodKind::REML).value > 0 ? 0 : 1;
    bool positive = falls == 0;
    for (double t = s.v.minCoeff() / 64; t < 1e4; t *= 1.05) {
      const bool now = score(moments.at(t), LikelihoodKind::REML).value > 0;
      falls += positive && !now;
      positive = now;
    }
    several += falls > 1;
    CAPTURE(i);
    CHECK(found.others.size() + 1 >= falls);
  }
  CHECK(several > 20);
}

TEST_CASE("solutions solve their equations to the last digits") {
  std::mt19937_64 random(31);
  for (int i = 0; i < 500; ++i) {
    const Sample s = random_sample(random, 3 + i % 20, 12, 0.5);
    const double reml = find_tau2("REML")->estimate(s).value;
    if (reml > 0) {
      MomentsOf moments(s);
      const Moments below = moments.at(reml * (1 - 2e-13)), above = moments.at(reml * (1 + 2e-13));
      const double slope = std::fabs(score(above, LikelihoodKind::REML).slope) * reml;
      // Not where the peak is so flat that rounding hides its place.
      if (slope > 1e-2 * above.s1) {
        CHECK(score(below, LikelihoodKind::REML).value > 0);
        CHECK(score(above, LikelihoodKind::REML).value < 0);
      }
    }
    const double pm = find_tau2("PM")->estimate(s).value;
    if (pm > 0) CHECK(generalised_q(s, pm) == near(static_cast<double>(s.k() - 1), 1e-13));
  }
}

TEST_CASE("looking on bins finds what looking on all data finds") {
  std::mt19937_64 random(41);
  for (int i = 0; i < 60; ++i) {
    const Sample s = random_sample(random, 200 + 40 * i, i % 2 == 0 ? 6 : 25, i % 4 * 0.1);
    for (const LikelihoodKind kind : {LikelihoodKind::ML, LikelihoodKind::REML}) {
      MomentsOf one(s), two(s);
      const Maxima plain = likelihood_maxima(one, kind, Scan::plain);
      const Maxima binned = likelihood_maxima(two, kind, Scan::binned);
      CAPTURE(i);
      CHECK(binned.global == near(plain.global, 1e-12));
      CHECK(binned.others.size() == plain.others.size());
    }
  }
}

TEST_CASE("one study has no heterogeneity and no prediction interval") {
  PoolOptions options = everything();
  const Sample one = make({0.4321}, {0.0567});
  CHECK_FALSE(pool(one, options).pooled);
  options.ci = find_mean_interval("z");
  const PoolFit fit = pool(one, options);
  REQUIRE(fit.pooled);
  CHECK(fit.pooled->estimate == 0.4321);
  CHECK(fit.heterogeneity.tau2 == 0);
  CHECK_FALSE(fit.heterogeneity.tau2_ci);
  CHECK_FALSE(fit.pi);
  CHECK_FALSE(fit.likelihood);
}

TEST_CASE("equal effects leave Hartung-Knapp without an answer, the others with one") {
  const Sample equal = make({0.3, 0.3, 0.3, 0.3}, {0.02, 0.07, 0.01, 0.3});
  PoolOptions options = everything();
  const PoolFit fit = pool(equal, options);
  CHECK_FALSE(fit.pooled);
  CHECK(fit.fit.se_hk == 0);
  CHECK(fit.fit.tau2 == 0);
  CHECK(fit.tau2.convergence.at_boundary);
  CHECK(fit.heterogeneity.tau2_ci_empty);
  CHECK_FALSE(fit.heterogeneity.tau2_ci);
  for (const char* key : {"z", "t", "HK-se", "HK-ci", "KR"}) {
    options.ci = find_mean_interval(key);
    CAPTURE(key);
    CHECK(pool(equal, options).pooled);
  }
}

TEST_CASE("HTS needs three studies") {
  PoolOptions options = everything();
  options.pi = find_prediction_interval("HTS");
  CHECK_FALSE(pool(make({0.1, 0.9}, {0.05, 0.05}), options).pi);
  CHECK(pool(make({0.1, 0.9, 0.2}, {0.05, 0.05, 0.1}), options).pi);
}

TEST_CASE("a tau2 given from outside is used and has no interval of its own") {
  PoolOptions options = everything();
  options.fixed_tau2 = 0.25;
  const PoolFit fit = pool(bcg(), options);
  CHECK(fit.fit.tau2 == 0.25);
  CHECK_FALSE(fit.heterogeneity.tau2_ci);
  CHECK_FALSE(fit.heterogeneity.tau2_se);
  CHECK_FALSE(fit.likelihood);
}

TEST_CASE("subgroups are compared by the Q of their means") {
  const double mu[] = {0.1, 0.5}, se[] = {0.1, 0.2};
  const QTest test = subgroup_difference(mu, se);
  CHECK(test.q == near(0.16 / 0.05, 1e-13));
  CHECK(test.df == 1);
  CHECK(std::exp(test.log_p) == near(0.0736382701, 1e-8));
}

TEST_CASE("weights are fractions of one") {
  const Eigen::VectorXd w = weights(bcg(), 0.3);
  CHECK(w.sum() == near(1, 1e-14));
  CHECK(w.minCoeff() > 0);
}

TEST_CASE("rows are found by their key without regard to case") {
  CHECK(find_tau2("reml") == find_tau2("REML"));
  CHECK(find_tau2("REM") == nullptr);
  CHECK(find_mean_interval("hk-SE") != nullptr);
  CHECK(find_prediction_interval("hts") != nullptr);
  CHECK(find_tau2_interval("qp") != nullptr);
  CHECK(find_tau2_interval("") == nullptr);
}
