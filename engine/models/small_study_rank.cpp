// SPDX-License-Identifier: MIT
#include "engine/models/small_study_rank.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/expects.h"
#include "engine/models/moments.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

/// Sums over groups of equal values of t(t-1)/2, t(t-1)(2t+5), t(t-1)(t-2).
struct Ties {
  double pairs = 0, fives = 0, triples = 0;
  void add(double t) {
    pairs += t * (t - 1) / 2;
    fives += t * (t - 1) * (2 * t + 5);
    triples += t * (t - 1) * (t - 2);
  }
};

Ties ties_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  Ties ties;
  for (std::size_t i = 0; i < values.size();) {
    std::size_t j = i;
    while (j < values.size() && values[j] == values[i]) ++j;
    ties.add(static_cast<double>(j - i));
    i = j;
  }
  return ties;
}

/// Sorts [from, to) and counts the pairs that stood in falling order, strictly.
double count_inversions(std::vector<double>& a, std::vector<double>& spare, std::size_t from,
                        std::size_t to) {
  if (to - from < 2) return 0;
  const std::size_t middle = from + (to - from) / 2;
  double count = count_inversions(a, spare, from, middle) + count_inversions(a, spare, middle, to);
  std::size_t i = from, j = middle;
  for (std::size_t at = from; at < to; ++at) {
    const bool right = i == middle || (j < to && a[j] < a[i]);
    if (right) count += static_cast<double>(middle - i);
    spare[at] = right ? a[j++] : a[i++];
  }
  std::copy(spare.begin() + static_cast<std::ptrdiff_t>(from),
            spare.begin() + static_cast<std::ptrdiff_t>(to),
            a.begin() + static_cast<std::ptrdiff_t>(from));
  return count;
}

/// Two-sided exact p: twice the smaller tail of the number of inversions of a random permutation.
double exact_two_sided(std::size_t n, double inversions) {
  std::vector<double> p{1}, next;
  for (std::size_t m = 2; m <= n; ++m) {
    // The m-th item stands before 0 … m-1 of the others, each as likely.
    next.assign(p.size() + m - 1, 0);
    double window = 0;
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (i < p.size()) window += p[i];
      if (i >= m) window -= p[i - m];
      next[i] = window / static_cast<double>(m);
    }
    // What the falling half loses by subtraction, the symmetry of the distribution restores.
    for (std::size_t i = 0; i < next.size() / 2; ++i) next[next.size() - 1 - i] = next[i];
    p.swap(next);
  }
  const auto at = static_cast<std::size_t>(inversions);
  const std::size_t low = std::min(at, p.size() - 1 - at);
  return std::min(
      1.0, 2 * std::accumulate(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(low) + 1, 0.0));
}

}  // namespace

std::optional<Kendall> kendall(const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
  EXPECTS(x.size() == y.size());
  const auto k = static_cast<std::size_t>(x.size());
  if (k < 3) return {};
  std::vector<Eigen::Index> order(k);
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    return x[a] != x[b] ? x[a] < x[b] : y[a] != y[b] ? y[a] < y[b] : a < b;
  });
  std::vector<double> by_x(k), spare(k);
  for (std::size_t i = 0; i < k; ++i) by_x[i] = y[order[i]];
  // Pairs tied in both, for the count of pairs that agree.
  double both = 0;
  for (std::size_t i = 0; i < k;) {
    std::size_t j = i;
    while (j < k && x[order[j]] == x[order[i]] && y[order[j]] == y[order[i]]) ++j;
    const double t = static_cast<double>(j - i);
    both += t * (t - 1) / 2;
    i = j;
  }
  const Ties tx = ties_of({x.data(), x.data() + k}), ty = ties_of({y.data(), y.data() + k});
  const double n = static_cast<double>(k), pairs = n * (n - 1) / 2;
  const double free_x = pairs - tx.pairs, free_y = pairs - ty.pairs;
  if (!(free_x > 0) || !(free_y > 0)) return {};
  const double discordant = count_inversions(by_x, spare, 0, k);
  const double untied = pairs - tx.pairs - ty.pairs + both;

  Kendall result;
  result.score = untied - 2 * discordant;
  result.tau = result.score / (std::sqrt(free_x) * std::sqrt(free_y));
  const double variance = (n * (n - 1) * (2 * n + 5) - tx.fives - ty.fives) / 18 +
                          tx.triples * ty.triples / (9 * n * (n - 1) * (n - 2)) +
                          tx.pairs * ty.pairs * 2 / (n * (n - 1));
  result.z = result.score / std::sqrt(variance);
  result.log_p_normal = result.log_p = normal_log_two_sided(result.z);
  result.exact = tx.pairs == 0 && ty.pairs == 0 && k <= 400;
  if (result.exact) result.log_p = std::log(exact_two_sided(k, discordant));
  return result;
}

Eigen::VectorXd begg_standardised(const Sample& sample) {
  const Moments m = MomentsOf(sample).at(0);
  // The most precise of two studies, or a study that outweighs all others, leaves no variance.
  const Eigen::ArrayXd v = (sample.v.array() - 1 / m.s1).max(1e-12 * sample.v.array());
  return ((sample.y.array() - m.mu) / v.sqrt()).matrix();
}

}  // namespace weald
