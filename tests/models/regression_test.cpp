// SPDX-License-Identifier: MIT
// Laws of meta-regression: it is pooling where there is no moderator, it follows units and origins,
// every fast path agrees with the plain one.
#include "engine/models/regression.h"

#include <array>
#include <cmath>

#include <Eigen/Dense>
#include <catch2/catch.hpp>

#include "engine/models/regression_permutation.h"
#include "engine/numerics/parallel.h"
#include "engine/numerics/random.h"

using namespace weald;

namespace {

struct Data {
  Sample sample{};
  Eigen::MatrixXd x{};
};

Data made_up(Eigen::Index k, std::uint64_t seed, double tau2 = 0.1) {
  Random random{.seed = seed};
  Data d{.sample = {Eigen::VectorXd(k), Eigen::VectorXd(k)}, .x = Eigen::MatrixXd(k, 3)};
  for (Eigen::Index i = 0; i < k; ++i) {
    d.sample.v[i] = std::pow(10, -2 * random.uniform());
    double normal = -6;
    for (int j = 0; j < 12; ++j) normal += random.uniform();
    d.x.row(i) << 1, 1950 + std::floor(60 * random.uniform()), random.uniform() < 0.4 ? 1 : 0;
    d.sample.y[i] = 0.2 + 0.01 * (d.x(i, 1) - 1980) - 0.3 * d.x(i, 2) +
                    normal * std::sqrt(tau2 + d.sample.v[i]);
  }
  return d;
}

RegressionFit fit_of(const Data& d, const char* tau2 = "REML", const char* ci = "QP") {
  return *regress(d.sample, orthonormal_basis(d.x),
                  {.tau2 = find_tau2(tau2), .tau2_ci = find_tau2_interval(ci)});
}

/// Everything at a τ² with k-by-k matrices, as the textbook writes it.
struct Plain {
  double q, ypp, yppp, trace_p, trace_pp, log_det;
};
Plain plain(const Sample& s, const Eigen::MatrixXd& z, double tau2) {
  const Eigen::MatrixXd w = (s.v.array() + tau2).inverse().matrix().asDiagonal();
  const Eigen::MatrixXd a = z.transpose() * w * z;
  const Eigen::MatrixXd p = w - w * z * a.inverse() * z.transpose() * w;
  return {.q = s.y.dot(p * s.y),
          .ypp = s.y.dot(p * p * s.y),
          .yppp = s.y.dot(p * p * p * s.y),
          .trace_p = p.trace(),
          .trace_pp = (p * p).trace(),
          .log_det = std::log(a.determinant())};
}

}  // namespace

TEST_CASE("Moments in one pass are those of the k-by-k projection") {
  const Data d = made_up(40, 3);
  const OrthonormalBasis basis = orthonormal_basis(d.x);
  RegressionMomentsOf moments(d.sample, basis.q);
  for (const double tau2 : {0.0, 0.01, 0.3, 20.0, 0.05}) {
    const RegressionMoments m = moments.at(tau2);
    const Plain p = plain(d.sample, basis.q, tau2);
    CHECK(m.q == Approx(p.q).epsilon(1e-10));
    CHECK(m.ypp == Approx(p.ypp).epsilon(1e-10));
    CHECK(m.yppp == Approx(p.yppp).epsilon(1e-9));
    CHECK(m.trace_p == Approx(p.trace_p).epsilon(1e-10));
    CHECK(m.trace_pp == Approx(p.trace_pp).epsilon(1e-10));
    CHECK(m.log_det == Approx(p.log_det).epsilon(1e-10).margin(1e-10));
  }
}

TEST_CASE("Every estimator of tau2 has a form with moderators, and without any it pools") {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    Data d = made_up(15, seed);
    const Eigen::MatrixXd one = Eigen::VectorXd::Ones(15);
    for (const Tau2Estimator& estimator : tau2_estimators()) {
      INFO(estimator.key);
      const auto whole = orthonormal_basis(d.x);
      RegressionMomentsOf moments(d.sample, whole.q);
      if (estimator.key.starts_with("GENQ")) continue;  // its weights are the analyst's own
      const auto with = regression_tau2(moments, estimator);
      REQUIRE(with.has_value());
      CHECK(with->value >= 0);
      d.x = one;
      const auto basis = orthonormal_basis(one);
      const auto fit = regress(d.sample, basis, {.tau2 = &estimator});
      d = made_up(15, seed);
      const PoolFit pooled = pool(d.sample, {.tau2 = &estimator, .ci = find_mean_interval("z")});
      CHECK(fit->tau2.value == Approx(pooled.tau2.value).epsilon(1e-10).margin(1e-13));
      CHECK(fit->tau2.se == Approx(pooled.tau2.se).epsilon(1e-9));
      CHECK(fit->beta[0] == Approx(pooled.pooled->estimate).epsilon(1e-11));
      CHECK(fit->root.norm() == Approx(pooled.pooled->se).epsilon(1e-10));
      CHECK(fit->heterogeneity.i2 == Approx(pooled.heterogeneity.i2).epsilon(1e-9).margin(1e-10));
      CHECK(std::sqrt(fit->dispersion) * fit->root.norm() ==
            Approx(pooled.fit.se_hk).epsilon(1e-10));
      if (pooled.likelihood) {
        CHECK(fit->likelihood->loglik == Approx(pooled.likelihood->loglik).epsilon(1e-11));
        CHECK(fit->likelihood->deviance == Approx(pooled.likelihood->deviance).epsilon(1e-10));
        CHECK(*fit->likelihood->aicc == Approx(*pooled.likelihood->aicc).epsilon(1e-11));
      }
    }
  }
}

TEST_CASE("Intervals of tau2 without moderators are those of pooling") {
  const Data d = made_up(15, 9);
  const auto basis = orthonormal_basis(Eigen::VectorXd::Ones(15));
  for (const char* key : {"QP", "PL"})
    for (const char* estimator : {"REML", "ML"}) {
      const auto* method = find_tau2_interval(key);
      const auto fit = regress(d.sample, basis, {.tau2 = find_tau2(estimator), .tau2_ci = method});
      const auto pooled = method->interval(d.sample, *find_tau2(estimator), fit->tau2, 0.95);
      REQUIRE(fit->heterogeneity.tau2_ci.has_value());
      CHECK(fit->heterogeneity.tau2_ci->lower == Approx(pooled.lower).epsilon(1e-8).margin(1e-12));
      CHECK(fit->heterogeneity.tau2_ci->upper == Approx(pooled.upper).epsilon(1e-8));
    }
}

TEST_CASE("REML is the maximum of the restricted likelihood, wherever that lies") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Data d = made_up(8, seed, seed % 3 == 0 ? 0 : 0.2);
    const OrthonormalBasis basis = orthonormal_basis(d.x);
    RegressionMomentsOf moments(d.sample, basis.q);
    for (const bool restricted : {true, false}) {
      const double best = regression_tau2(moments, *find_tau2(restricted ? "REML" : "ML"))->value;
      const double height = regression_loglik(moments, best, restricted);
      CHECK(height >= regression_loglik(moments, 0, restricted) - 1e-12);
      for (double t = 1e-5; t < 100; t *= 1.3)
        CHECK(height >= regression_loglik(moments, t, restricted) - 1e-10);
    }
  }
}

TEST_CASE("Units and origins of estimates and moderators change nothing but units and origins") {
  const Data d = made_up(25, 5);
  const RegressionFit fit = fit_of(d);
  Data scaled = d;
  scaled.sample.y = 1024 * d.sample.y;
  scaled.sample.v = 1024 * 1024 * d.sample.v;
  const RegressionFit larger = fit_of(scaled);
  CHECK(larger.tau2.value == Approx(1024 * 1024 * fit.tau2.value).epsilon(1e-13));
  CHECK(larger.beta[1] == Approx(1024 * fit.beta[1]).epsilon(1e-13));
  CHECK(larger.heterogeneity.i2 == Approx(fit.heterogeneity.i2).epsilon(1e-12));

  Data moved = d;
  moved.x.col(1) = 1e-6 * (d.x.col(1).array() - 1900);
  moved.sample.y.array() += 1e6;
  const RegressionFit other = fit_of(moved);
  CHECK(other.tau2.value == Approx(fit.tau2.value).epsilon(1e-7));
  CHECK(other.beta[1] == Approx(1e6 * fit.beta[1]).epsilon(1e-7));
  CHECK(other.root.row(1).norm() == Approx(1e6 * fit.root.row(1).norm()).epsilon(1e-8));
  CHECK(other.beta[2] == Approx(fit.beta[2]).epsilon(1e-6));
}

TEST_CASE("The order of studies does not matter") {
  const Data d = made_up(25, 6);
  Data reversed = d;
  reversed.sample.y = d.sample.y.reverse();
  reversed.sample.v = d.sample.v.reverse();
  reversed.x = d.x.colwise().reverse();
  const RegressionFit a = fit_of(d), b = fit_of(reversed);
  CHECK(a.tau2.value == Approx(b.tau2.value).epsilon(1e-11));
  CHECK((a.beta - b.beta).norm() <= 1e-9 * a.beta.norm());
}

TEST_CASE("A moderator of two levels is the difference of their pools at one tau2") {
  const Data d = made_up(20, 8);
  Data groups = d;
  groups.x.resize(20, 2);
  groups.x.col(0).setOnes();
  groups.x.col(1) = d.x.col(2);
  const RegressionFit fit = fit_of(groups);
  const Eigen::ArrayXd w = (d.sample.v.array() + fit.tau2.value).inverse();
  const Eigen::ArrayXd in = d.x.col(2).array(), out = 1 - in;
  const double mean_in = (w * in * d.sample.y.array()).sum() / (w * in).sum();
  const double mean_out = (w * out * d.sample.y.array()).sum() / (w * out).sum();
  CHECK(fit.beta[0] == Approx(mean_out).epsilon(1e-11));
  CHECK(fit.beta[1] == Approx(mean_in - mean_out).epsilon(1e-10));
  CHECK(fit.root.row(1).squaredNorm() ==
        Approx(1 / (w * in).sum() + 1 / (w * out).sum()).epsilon(1e-11));
}

TEST_CASE("A Wald test of one coefficient is the square of its statistic") {
  const RegressionFit fit = fit_of(made_up(20, 4));
  const Eigen::MatrixXd l = Eigen::VectorXd::Unit(3, 1).transpose();
  const Fit one = combination(fit, Eigen::VectorXd::Unit(3, 1));
  const auto z = find_mean_interval("z")->infer(one, 0.95);
  const WaldTest test = wald_test(fit, l, 1, {});
  CHECK(test.statistic == Approx(z->statistic * z->statistic).epsilon(1e-12));
  CHECK(test.log_p == Approx(z->log_p).epsilon(1e-10));
  const auto hk = find_mean_interval("HK")->infer(one, 0.95);
  REQUIRE(hk->df == 17.0);
  const WaldTest f = wald_test(fit, l, fit.dispersion, hk->df);
  CHECK(f.statistic == Approx(hk->statistic * hk->statistic).epsilon(1e-12));
  CHECK(f.log_p == Approx(hk->log_p).epsilon(1e-9));
}

TEST_CASE("Variance inflation is 1 between orthogonal moderators and the same for a pair") {
  Data d = made_up(30, 2);
  const RegressionFit fit = fit_of(d);
  const std::array<Eigen::Index, 2> all{1, 2};
  const std::array<Eigen::Index, 1> first{1}, second{2};
  CHECK(variance_inflation(fit, first, all) ==
        Approx(variance_inflation(fit, second, all)).epsilon(1e-12));
  CHECK(variance_inflation(fit, first, all) >= 1);
  d.sample.v.setConstant(0.1);
  for (Eigen::Index i = 0; i < 30; ++i) d.x.row(i) << 1, i % 2 == 0 ? 1 : -1, i % 4 < 2 ? 1 : -1;
  d.x.bottomRows(2) << 1, 0, 0, 1, 0, 0;
  CHECK(variance_inflation(fit_of(d), first, all) == Approx(1).epsilon(1e-10));
}

TEST_CASE("Many studies are scanned in bins and give the answer of the plain scan") {
  const Data d = made_up(6000, 12);
  const OrthonormalBasis basis = orthonormal_basis(d.x);
  RegressionMomentsOf moments(d.sample, basis.q);
  const double tau2 = regression_tau2(moments, *find_tau2("REML"))->value;
  const auto score = [&](double t) {
    const RegressionMoments m = moments.at(t);
    return m.ypp - m.trace_p;
  };
  CHECK(tau2 == Approx(0.1).epsilon(0.1));
  CHECK(score(tau2 * (1 - 1e-9)) > 0);
  CHECK(score(tau2 * (1 + 1e-9)) < 0);
}

TEST_CASE(
    "A likelihood-ratio test is 0 between a model and itself and grows with what is left out") {
  const Data d = made_up(60, 7);
  const OrthonormalBasis full = orthonormal_basis(d.x), one = orthonormal_basis(d.x.leftCols(1)),
                         two = orthonormal_basis(d.x.leftCols(2));
  CHECK(nested(one, full));
  CHECK_FALSE(nested(full, one));
  const double to_two = likelihood_ratio(d.sample, full, two, Model::random).statistic;
  const LikelihoodRatio to_one = likelihood_ratio(d.sample, full, one, Model::random);
  CHECK(likelihood_ratio(d.sample, full, full, Model::random).statistic == 0);
  CHECK(to_two > 0);
  CHECK(to_one.statistic > to_two);
  CHECK(to_one.df == 2);
}

TEST_CASE("An exact permutation test counts every order once, rows that are equal not twice") {
  Data d = made_up(6, 3);
  d.x.resize(6, 2);
  d.x << 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1;
  d.sample.y << 0, 0.1, 0.2, 0.3, 2, 3;
  d.sample.v.setConstant(0.1);
  const auto basis = orthonormal_basis(d.x);
  Eigen::MatrixXd tested(1, 2);
  tested << 0, 1;
  const RegressionOptions options{.tau2 = find_tau2("DL")};
  const auto test = permutation_test(d.sample, basis, options, false, tested, 1000, 1);
  REQUIRE(test.has_value());
  CHECK(test->exact);
  CHECK(test->iterations == 15);          // 6 over 2
  CHECK(test->p[1] == Approx(1.0 / 15));  // the two largest estimates are the two of level 1
  CHECK(test->p_moderators == Approx(1.0 / 15));
}

TEST_CASE("A sampled permutation test heeds its seed and not the number of threads") {
  const Data d = made_up(20, 3);
  const auto basis = orthonormal_basis(d.x);
  Eigen::MatrixXd tested = Eigen::MatrixXd::Zero(2, 3);
  tested(0, 1) = tested(1, 2) = 1;
  const RegressionOptions options{.tau2 = find_tau2("REML")};
  const auto run = [&](std::uint64_t seed) {
    return *permutation_test(d.sample, basis, options, true, tested, 200, seed);
  };
  set_threads(1);
  const PermutationTest one = run(7);
  set_threads(2);
  const PermutationTest two = run(7);
  CHECK_FALSE(one.exact);
  CHECK(one.iterations == 200);
  CHECK(one.p == two.p);
  CHECK(one.p_moderators == two.p_moderators);
  CHECK(run(8).p != one.p);
  for (const double p : one.p) CHECK(p >= 1.0 / 200);  // the order of the data is among them
}
