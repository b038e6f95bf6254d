// SPDX-License-Identifier: MIT
// Laws of the models behind `weald sensitivity`: each fast path against the plain fit, and what
// must not change a result.
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "engine/models/bootstrap.h"
#include "engine/models/gosh.h"
#include "engine/models/influence.h"
#include "engine/models/permutation.h"
#include "engine/numerics/parallel.h"
#include "engine/numerics/random.h"

using namespace weald;

namespace {

Sample drawn(Eigen::Index k, std::uint64_t seed, double tau, double offset = 0) {
  Random random{.seed = seed};
  Sample sample{.y = Eigen::VectorXd(k), .v = Eigen::VectorXd(k)};
  for (Eigen::Index i = 0; i < k; ++i) {
    sample.v[i] = 0.05 * std::exp(1.5 * random.normal());
    sample.y[i] = offset + tau * random.normal() + std::sqrt(sample.v[i]) * random.normal();
  }
  return sample;
}

PoolOptions options(const char* tau2, const char* ci = "z") {
  return {.tau2 = find_tau2(tau2), .ci = find_mean_interval(ci)};
}

Sample members(const Gosh& points, const Sample& sample, std::uint64_t subset) {
  std::vector<double> y, v;
  for (Eigen::Index i = 0; i < sample.k(); ++i)
    if (points.holds(subset, i)) {
      y.push_back(sample.y[i]);
      v.push_back(sample.v[i]);
    }
  const auto k = static_cast<Eigen::Index>(y.size());
  return {Eigen::Map<Eigen::VectorXd>(y.data(), k), Eigen::Map<Eigen::VectorXd>(v.data(), k)};
}

}  // namespace

TEST_CASE("every subset of GOSH is the plain fit of its studies") {
  for (const char* tau2 : {"REML", "ML", "DL", "PM", "common"})
    for (const double offset : {0.0, 1e6}) {
      INFO(tau2 << " offset " << offset);
      PoolOptions o = options(std::string(tau2) == "common" ? "REML" : tau2);
      if (std::string(tau2) == "common") {
        o.model = Model::common;
        o.i2_from = I2From::q;
      }
      const Sample sample = drawn(11, 5, 0.3, offset);
      const Gosh points = gosh(sample, {.pool = o});
      REQUIRE(points.exhaustive);
      REQUIRE(points.subsets() == 2047);
      double worst = 0;
      for (std::uint64_t s = 0; s < points.subsets(); ++s) {
        const PoolFit fit = pool(members(points, sample, s), o);
        worst = std::max(worst, std::fabs(fit.fit.mu - points.estimate[s]));
        worst = std::max(worst, std::fabs(fit.heterogeneity.i2 - points.i2[s]) / 100);
      }
      CHECK(worst < (offset > 0 ? 1e-7 : 1e-10));
    }
}

TEST_CASE("a drawn GOSH is the plain fit of its studies and heeds its seed") {
  const Sample sample = drawn(70, 8, 0.2);
  const PoolOptions o = options("REML");
  const Gosh points = gosh(sample, {.pool = o, .sample = 500, .seed = 4});
  REQUIRE_FALSE(points.exhaustive);
  REQUIRE(points.subsets() == 500);
  double worst = 0;
  for (std::uint64_t s = 0; s < points.subsets(); ++s)
    worst =
        std::max(worst, std::fabs(pool(members(points, sample, s), o).fit.mu - points.estimate[s]));
  CHECK(worst < 1e-10);
  CHECK(gosh(sample, {.pool = o, .sample = 500, .seed = 4}).estimate == points.estimate);
  CHECK(gosh(sample, {.pool = o, .sample = 500, .seed = 5}).estimate != points.estimate);
}

TEST_CASE("mean estimates with and without a study are those of the subsets") {
  const Sample sample = drawn(6, 9, 0.3);
  for (const int every : {24, 3}) {
    const Gosh points = gosh(sample, {.pool = options("DL"), .every_up_to = every, .sample = 300});
    const auto rows = with_and_without(points);
    for (Eigen::Index i = 0; i < 6; ++i) {
      double with = 0, n = 0, without = 0, m = 0;
      for (std::uint64_t s = 0; s < points.subsets(); ++s)
        (points.holds(s, i) ? with : without) += points.estimate[s],
            (points.holds(s, i) ? n : m) += 1;
      CHECK(rows[static_cast<std::size_t>(i)].with == Approx(with / n));
      CHECK(rows[static_cast<std::size_t>(i)].without == Approx(without / m));
    }
  }
}

TEST_CASE("leaving a study out is fitting the others, and the last cumulative fit is the pool") {
  const Sample sample = drawn(9, 2, 0.3);
  const PoolRule rule{.options = options("REML", "HK"), .z_unless_heterogeneous = true};
  const auto without = leave_one_out(sample, rule);
  const std::vector<std::vector<Eigen::Index>> pair{{0, 8}};
  const auto both = leave_out(sample, rule, pair);
  const Sample inner{sample.y.segment(1, 7), sample.v.segment(1, 7)};
  CHECK(both[0].fit.fit.mu == pool_by_rule(inner, rule).fit.fit.mu);
  const Sample first_gone{sample.y.tail(8), sample.v.tail(8)};
  CHECK(without[0].fit.fit.mu == pool_by_rule(first_gone, rule).fit.fit.mu);
  std::vector<Eigen::Index> order(9);
  std::iota(order.begin(), order.end(), 0);
  const auto rows = cumulative(sample, rule, order);
  CHECK(rows.back().fit.fit.mu == pool_by_rule(sample, rule).fit.fit.mu);
  CHECK(rows.front().fell_back);
  CHECK(rows.front().fit.fit.mu == sample.y[0]);
}

TEST_CASE("influence does not depend on the unit of measurement") {
  const Sample sample = drawn(8, 21, 0.4);
  const Sample scaled{sample.y * 8, sample.v * 64};
  const PoolRule rule{.options = options("REML")};
  const auto a = influence(sample, pool_by_rule(sample, rule).fit, leave_one_out(sample, rule));
  const auto b = influence(scaled, pool_by_rule(scaled, rule).fit, leave_one_out(scaled, rule));
  for (std::size_t i = 0; i < a.size(); ++i) {
    CHECK(a[i].rstudent == Approx(b[i].rstudent).epsilon(1e-12));
    CHECK(a[i].cook == Approx(b[i].cook).epsilon(1e-11));
    CHECK(64 * a[i].tau2_deleted == Approx(b[i].tau2_deleted).epsilon(1e-12));
    CHECK(a[i].influential == b[i].influential);
  }
}

TEST_CASE("the exact permutation test counts what a plain loop over signs counts") {
  for (const char* tau2 : {"REML", "ML", "DL"})
    for (const char* ci : {"z", "HK"}) {
      const Sample sample = drawn(7, 33, 0.3, 0.15);
      const PoolOptions o = options(tau2, ci);
      const auto statistic = [&](const Sample& s) {
        const Fit fit = pool(s, o).fit;
        return std::fabs(fit.mu) / (std::string(ci) == "HK" ? fit.se_hk : fit.se_z);
      };
      const double observed = statistic(sample);
      int count = 0;
      for (int bits = 0; bits < 128; ++bits) {
        Sample turned = sample;
        for (int i = 0; i < 7; ++i)
          if (bits >> i & 1) turned.y[i] = -turned.y[i];
        count += statistic(turned) >= observed - 1e-9 ? 1 : 0;
      }
      const Permutation test = permutation_test(sample, {.pool = o});
      CHECK(test.exact);
      CHECK(test.iterations == 128);
      CHECK(test.p == count / 128.0);
      CHECK(test.statistic == Approx(observed).epsilon(1e-10));
    }
}

TEST_CASE("a drawn permutation test comes near to the exact one") {
  const Sample sample = drawn(12, 40, 0.3, 0.2);
  const PoolOptions o = options("REML");
  const double exact = permutation_test(sample, {.pool = o}).p;
  const Permutation some =
      permutation_test(sample, {.pool = o, .exact_up_to = 5, .iterations = 20000});
  CHECK_FALSE(some.exact);
  CHECK(std::fabs(some.p - exact) < 5 * std::sqrt(exact / 20000) + 1e-3);
}

TEST_CASE("the bootstrap spreads as the model says") {
  const Sample sample = drawn(25, 50, 0.3, 1);
  const PoolOptions o = options("REML");
  const PoolFit fit = pool(sample, o);
  const Bootstrap b = bootstrap(sample, fit.fit, {.pool = o, .replicates = 4000});
  CHECK(b.se == Approx(fit.fit.se_z).epsilon(0.1));
  CHECK(std::fabs(b.bias) < 4 * b.se / std::sqrt(4000.0));
  CHECK(b.ci_t.lower < fit.fit.mu);
  CHECK(b.ci_t.upper > fit.fit.mu);
  CHECK(b.pi->lower < b.ci_t.lower);
  CHECK(b.tau2_ci->lower <= fit.fit.tau2);
  CHECK(b.tau2_ci->upper >= fit.fit.tau2);
}

TEST_CASE("nothing drawn depends on the number of threads") {
  const Sample sample = drawn(12, 60, 0.3, 0.2), wide = drawn(30, 61, 0.3);
  const PoolOptions o = options("REML");
  std::vector<std::vector<double>> seen;
  for (const unsigned threads : {1u, 2u}) {
    set_threads(threads);
    std::vector<double> all = gosh(sample, {.pool = o}).estimate;
    const auto more = gosh(wide, {.pool = o, .sample = 3000}).estimate;
    all.insert(all.end(), more.begin(), more.end());
    const auto boot = bootstrap(sample, pool(sample, o).fit, {.pool = o, .replicates = 2000});
    all.insert(all.end(), boot.estimates.begin(), boot.estimates.end());
    all.push_back(permutation_test(wide, {.pool = o, .iterations = 3000}).p);
    seen.push_back(std::move(all));
  }
  set_threads(0);
  CHECK(seen[0] == seen[1]);
}
