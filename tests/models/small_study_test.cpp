// SPDX-License-Identifier: MIT
#include "engine/models/small_study.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "engine/models/copas.h"
#include "engine/models/excess_significance.h"
#include "engine/models/fail_safe.h"
#include "engine/models/limit_meta.h"
#include "engine/models/p_uniform.h"
#include "engine/models/s_value.h"
#include "engine/models/small_study_line.h"
#include "engine/models/small_study_rank.h"
#include "engine/models/trim_fill.h"

using namespace weald;

namespace {

Sample sample_of(std::initializer_list<double> y, std::initializer_list<double> v) {
  const auto k = static_cast<Eigen::Index>(y.size());
  return {Eigen::Map<const Eigen::VectorXd>(y.begin(), k),
          Eigen::Map<const Eigen::VectorXd>(v.begin(), k)};
}

/// Ten studies, small ones with larger effects.
Sample lopsided() {
  return sample_of({0.1, 0.15, 0.2, 0.12, 0.4, 0.5, 0.35, 0.8, 0.9, 1.1},
                   {0.005, 0.006, 0.01, 0.008, 0.04, 0.05, 0.03, 0.1, 0.12, 0.16});
}

Eigen::VectorXd vector_of(std::initializer_list<double> x) {
  return Eigen::Map<const Eigen::VectorXd>(x.begin(), static_cast<Eigen::Index>(x.size()));
}

}  // namespace

TEST_CASE("Kendall's exact p is that of all orders of five") {
  // One pair out of order of ten: 5 of 120 orders have at most one, so p = 10/120.
  const auto found = kendall(vector_of({1, 2, 3, 4, 5}), vector_of({1, 2, 4, 3, 5}));
  REQUIRE(found);
  CHECK(found->exact);
  CHECK(found->tau == Approx(0.8));
  CHECK(std::exp(found->log_p) == Approx(10.0 / 120));
}

TEST_CASE("Kendall's score counts concordant minus discordant pairs, ties in neither") {
  const auto x = vector_of({1, 1, 2, 3, 3, 4}), y = vector_of({2, 1, 1, 3, 3, 0});
  const auto found = kendall(x, y);
  REQUIRE(found);
  double score = 0;
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < i; ++j) {
      const double product = (x[i] - x[j]) * (y[i] - y[j]);
      score += product > 0 ? 1 : product < 0 ? -1 : 0;
    }
  CHECK(found->score == score);
  CHECK_FALSE(found->exact);
  CHECK_FALSE(kendall(vector_of({1, 1, 1}), y.head(3)));
}

TEST_CASE("a line through points that lie on one is that line, and its slope has no error") {
  const Eigen::VectorXd x = vector_of({1, 2, 4, 8});
  const Sample on{(0.5 + 0.25 * x.array()).matrix(), vector_of({1, 2, 3, 4})};
  const auto line = mixed_line(on, x, find_tau2("REML"), LineTest::z);
  REQUIRE(line);
  CHECK(line->intercept == Approx(0.5));
  CHECK(line->slope == Approx(0.25));
  CHECK(line->tau2 == 0);
  CHECK_FALSE(mixed_line(on, vector_of({3, 3, 3, 3}), nullptr, LineTest::z));
}

TEST_CASE("every estimator of τ² leaves a mixed line unmoved by its units") {
  const Sample s = lopsided();
  const Sample big{1024 * s.y, 1024 * 1024 * s.v};
  for (const Tau2Estimator& row : tau2_estimators()) {
    INFO(row.key);
    const auto a = mixed_line(s, s.v, &row, LineTest::hartung_knapp);
    const auto b = mixed_line(big, s.v, &row, LineTest::hartung_knapp);
    REQUIRE(a);
    REQUIRE(b);
    CHECK(b->slope == Approx(1024 * a->slope).epsilon(1e-10));
    CHECK(b->tau2 == Approx(1024 * 1024 * a->tau2).epsilon(1e-8));
  }
}

TEST_CASE("trim and fill mirrors the extreme studies about its mean, whichever side they are on") {
  const Sample s = lopsided();
  const Sample turned{-s.y, s.v};
  const auto left = std::get<TrimFill>(trim_and_fill(s, find_tau2("DL"), *find_trim_fill("L0")));
  const auto right =
      std::get<TrimFill>(trim_and_fill(turned, find_tau2("DL"), *find_trim_fill("L0")));
  CHECK_FALSE(left.right);
  CHECK(right.right);
  REQUIRE(left.mirrored.size() == right.mirrored.size());
  REQUIRE(!left.mirrored.empty());
  CHECK(left.axis == Approx(-right.axis));
  for (std::size_t i = 0; i < left.mirrored.size(); ++i) {
    const Eigen::Index at = s.k() + static_cast<Eigen::Index>(i);
    CHECK((left.filled.y[at] + s.y[left.mirrored[i]]) / 2 == Approx(left.axis));
    CHECK(left.filled.v[at] == s.v[left.mirrored[i]]);
  }
}

TEST_CASE("the general fail-safe N is the first at which p reaches 0.05") {
  const Sample s = lopsided();
  const FailSafeRow& general = fail_safe_rows()[3];
  const Tau2Estimator* reml = find_tau2("REML");
  const double n = general.n(s, {.tau2 = reml});
  REQUIRE(n > 1);
  const double tau2 = reml->estimate(s).value;
  const double mu = weights(s, tau2).dot(s.y);
  CHECK(log_p_with_added(s, mu, tau2, false, n) >= std::log(0.05));
  CHECK(log_p_with_added(s, mu, tau2, false, n - 1) < std::log(0.05));
}

TEST_CASE("with equal powers the exact test of excess significance is the binomial") {
  const Sample s = sample_of({0.5, 0.1, 0.6, 0.2, 0.7}, {0.04, 0.04, 0.04, 0.04, 0.04});
  const auto exact = excess_significance(s, 0.3, 0.01, *find_excess_test("exact"));
  const auto binomial = excess_significance(s, 0.3, 0.01, *find_excess_test("binom"));
  CHECK(exact.observed == 3);
  CHECK(exact.log_p == Approx(binomial.log_p).epsilon(1e-12));
}

TEST_CASE("a limit meta-analysis without heterogeneity ends where the radial line does") {
  const Sample s = lopsided();
  const auto limit = limit_meta(s, 0, 0.95);
  const auto line = mixed_line(s, s.v.cwiseSqrt(), nullptr, LineTest::z);
  REQUIRE(limit);
  CHECK(limit->adjusted.estimate == Approx(line->intercept));
  CHECK(limit->adjusted.se == Approx(line->intercept_se));
  CHECK(limit->q_small + limit->q_resid == Approx(generalised_q(s, 0)));
}

TEST_CASE("at the S-value the corrected estimate, or its limit, is at no effect") {
  Sample s = lopsided();
  s.y[0] = -0.3;  // some studies against
  s.y[3] = -0.25;
  const auto found = s_value(s, 0.02, 1, 0, 0.95);
  REQUIRE(found);
  REQUIRE(found->limit);
  if (*found->limit > 1)
    CHECK(corrected_for_selection(s, 0.02, 1, *found->limit, 0.95).ci.lower ==
          Approx(0).margin(1e-10));
  REQUIRE(found->estimate);
  CHECK(corrected_for_selection(s, 0.02, 1, *found->estimate, 0.95).estimate ==
        Approx(0).margin(1e-10));
  CHECK(*found->estimate >= *found->limit);
  const Estimate plain = corrected_for_selection(s, 0.02, 1, 1, 0.95);
  CHECK(plain.estimate == Approx(weights(s, 0.02).dot(s.y)));
}

TEST_CASE("p-uniform* with its maximum has no higher likelihood beside it") {
  const Sample s = lopsided();
  const auto answer = p_uniform_star(s, 1, 0.95);
  REQUIRE(std::holds_alternative<PUniform>(answer));
  const auto& found = std::get<PUniform>(answer);
  const double best = p_uniform_loglik(s, 1, found.estimate.estimate, found.tau2);
  for (const double step : {-0.01, 0.01})
    CHECK(p_uniform_loglik(s, 1, found.estimate.estimate + step, found.tau2) < best);
  CHECK(found.estimate.ci.lower < found.estimate.estimate);
  CHECK(found.estimate.estimate < found.estimate.ci.upper);
}

TEST_CASE("Copas' model without correlation is the plain likelihood, and selection pulls back") {
  const Sample s = lopsided();
  CHECK(copas_loglik(s, 0.3, 0.05, 0.2, 0, 0.1, 0) == Approx([&] {
          double sum = 0;
          for (Eigen::Index i = 0; i < s.k(); ++i) {
            const double t = s.v[i] + 0.01, r = s.y[i] - 0.2;
            sum -= 0.5 * (std::log(2 * M_PI * t) + r * r / t);
          }
          return sum;
        }()));
  const auto found = copas(s, 0.95);
  REQUIRE(found);
  CHECK(found->path.back().pooled.estimate < found->path.front().pooled.estimate);
  CHECK(found->path.front().unpublished < found->path.back().unpublished);
}

TEST_CASE("tables that say nothing of a ratio are left out of the tests built on counts") {
  SmallStudyData data{.sample = sample_of({0.1, 0.2, 0.3}, {1, 1, 1}),
                      .n = vector_of({20, 30, 40}),
                      .tables = {{1, 9, 2, 8}, {0, 15, 0, 15}, {20, 0, 20, 0}}};
  CHECK(without_uninformative(data, true).tables.size() == 1);
  CHECK(without_uninformative(data, false).tables.size() == 2);
  CHECK(without_uninformative(data, true).n[0] == 20);
}

TEST_CASE("every test of small-study effects says why it cannot run rather than fail") {
  const SmallStudyData two{.sample = sample_of({0.1, 0.2}, {1, 2})};
  for (const SmallStudyTest& test : small_study_tests()) {
    INFO(test.key);
    CHECK(std::holds_alternative<std::string_view>(test.run(two, {.level = 0.95})));
  }
}
