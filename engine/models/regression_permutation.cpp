// SPDX-License-Identifier: MIT
#include "engine/models/regression_permutation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/numerics/parallel.h"
#include "engine/numerics/random.h"

namespace weald {
namespace {

using Order = std::vector<Eigen::Index>;

/// For every study the first study with the same row of the design: what may be exchanged without a
/// change.
Order classes_of_rows(const Eigen::MatrixXd& q) {
  Order classes(static_cast<std::size_t>(q.rows()));
  Order sorted(classes.size());
  std::iota(sorted.begin(), sorted.end(), Eigen::Index{0});
  const auto before = [&](Eigen::Index a, Eigen::Index b) {
    for (Eigen::Index j = 0; j < q.cols(); ++j)
      if (std::fabs(q(a, j) - q(b, j)) > 1e-12) return q(a, j) < q(b, j);
    return false;
  };
  std::stable_sort(sorted.begin(), sorted.end(), before);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const bool same = i > 0 && !before(sorted[i - 1], sorted[i]);
    classes[static_cast<std::size_t>(sorted[i])] =
        same ? classes[static_cast<std::size_t>(sorted[i - 1])] : sorted[i];
  }
  return classes;
}

/// ln of the number of different orders.
double log_orders(Order classes) {
  std::sort(classes.begin(), classes.end());
  double log = std::lgamma(static_cast<double>(classes.size()) + 1);
  for (auto at = classes.begin(); at != classes.end();) {
    const auto end = std::upper_bound(at, classes.end(), *at);
    log -= std::lgamma(static_cast<double>(end - at) + 1);
    at = end;
  }
  return log;
}

/// Fisher-Yates; the n-th order of a seed is the same whoever draws it.
void shuffle(Order& order, std::uint64_t seed, std::uint64_t n) {
  Random random{.seed = seed, .count = n << 32};
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
}

/// |z| of each coefficient, then the Wald statistic.
Eigen::VectorXd statistics(const RegressionFit& fit, bool knapp_hartung,
                           const Eigen::MatrixXd& tested) {
  const double factor = knapp_hartung && fit.dispersion > 0 ? fit.dispersion : 1;
  Eigen::VectorXd s(fit.p + 1);
  for (Eigen::Index j = 0; j < fit.p; ++j)
    s[j] = std::fabs(fit.beta[j]) / (fit.root.row(j).norm() * std::sqrt(factor));
  s[fit.p] = tested.rows() > 0 ? wald_test(fit, tested, factor, {}).statistic : 0;
  return s;
}

}  // namespace

std::optional<PermutationTest> permutation_test(const Sample& sample, const OrthonormalBasis& basis,
                                                const RegressionOptions& options,
                                                bool knapp_hartung, const Eigen::MatrixXd& tested,
                                                std::uint64_t iterations, std::uint64_t seed,
                                                const Progress& progress) {
  RegressionOptions plain = options;
  plain.tau2_ci = nullptr;
  plain.intercept = false;  // no R²: one fit less
  const auto observed = regress(sample, basis, plain);
  if (!observed) return std::nullopt;
  const Eigen::VectorXd of_data = statistics(*observed, knapp_hartung, tested);

  Order classes = classes_of_rows(basis.q);
  PermutationTest test;
  test.exact = log_orders(classes) <= std::log(static_cast<double>(iterations)) + 1e-9;
  std::vector<Order> orders;
  if (test.exact) {
    std::sort(classes.begin(), classes.end());
    do orders.push_back(classes);
    while (std::next_permutation(classes.begin(), classes.end()));
  }
  test.iterations = test.exact ? orders.size() : iterations;

  // As extreme as the data, but for rounding.
  std::vector<std::vector<char>> extreme(test.iterations);
  for_each_index(test.iterations, progress, 64, [&](std::size_t n) {
    OrthonormalBasis dealt{.r = basis.r};
    Order order;
    if (test.exact) {
      order = orders[n];
    } else {
      order.resize(classes.size());
      std::iota(order.begin(), order.end(), Eigen::Index{0});
      if (n > 0) shuffle(order, seed, n);
    }
    dealt.q.resize(basis.q.rows(), basis.q.cols());
    for (std::size_t i = 0; i < order.size(); ++i)
      dealt.q.row(static_cast<Eigen::Index>(i)) = basis.q.row(order[i]);
    const Eigen::VectorXd s = statistics(*regress(sample, dealt, plain), knapp_hartung, tested);
    for (Eigen::Index j = 0; j < s.size(); ++j)
      extreme[n].push_back(s[j] >= of_data[j] * (1 - 1e-9) ? 1 : 0);
  });
  const auto share = [&](Eigen::Index j) {
    double count = 0;
    for (const auto& one : extreme) count += one[static_cast<std::size_t>(j)];
    return count / static_cast<double>(test.iterations);
  };
  for (Eigen::Index j = 0; j < observed->p; ++j) test.p.push_back(share(j));
  test.p_moderators = share(observed->p);
  return test;
}

}  // namespace weald
