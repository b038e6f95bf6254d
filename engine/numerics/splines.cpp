// SPDX-License-Identifier: MIT
#include "engine/numerics/splines.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "engine/expects.h"

namespace weald {
namespace {

constexpr int cubic = 4;  // order: degree + 1

/// a/b, and 0 where b is 0 (knots that coincide).
double ratio(double a, double b) { return b > 0 ? a / b : 0; }

/// The `derivative`-th derivative at x of the i-th B-spline of an order over the knots t (de Boor
/// 2001, chapter X, equations 1 and 8). The last interval is closed.
double b_spline(const std::vector<double>& t, std::size_t i, int order, int derivative, double x) {
  const auto n = static_cast<std::size_t>(order);
  if (order == 1) {
    if (derivative > 0) return 0;
    const bool inside = t[i] <= x && x < t[i + 1];
    return inside || (x == t.back() && t[i] < x && t[i + 1] == x) ? 1 : 0;
  }
  const double left = t[i + n - 1] - t[i], right = t[i + n] - t[i + 1];
  if (derivative > 0)
    return (order - 1) * (ratio(b_spline(t, i, order - 1, derivative - 1, x), left) -
                          ratio(b_spline(t, i + 1, order - 1, derivative - 1, x), right));
  return ratio(x - t[i], left) * b_spline(t, i, order - 1, 0, x) +
         ratio(t[i + n] - x, right) * b_spline(t, i + 1, order - 1, 0, x);
}

/// A derivative of all B-splines but the first.
Eigen::VectorXd b_splines(const std::vector<double>& knots, int derivative, double x) {
  const std::size_t functions = knots.size() - cubic;
  Eigen::VectorXd values(static_cast<Eigen::Index>(functions - 1));
  for (std::size_t i = 1; i < functions; ++i)
    values[static_cast<Eigen::Index>(i - 1)] = b_spline(knots, i, cubic, derivative, x);
  return values;
}

double quantile(const std::vector<double>& sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), sorted.size() - 2);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

}  // namespace

NaturalSpline natural_spline(std::span<const double> x, int df) {
  EXPECTS(df >= 1 && x.size() >= 2);
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  NaturalSpline spline;
  spline.knots.assign(cubic, sorted.front());
  for (int i = 1; i < df; ++i)
    spline.knots.push_back(quantile(sorted, static_cast<double>(i) / df));
  spline.knots.insert(spline.knots.end(), cubic, sorted.back());
  Eigen::MatrixXd bend(static_cast<Eigen::Index>(spline.knots.size() - cubic - 1), 2);
  bend.col(0) = b_splines(spline.knots, 2, sorted.front());
  bend.col(1) = b_splines(spline.knots, 2, sorted.back());
  const Eigen::MatrixXd q = bend.householderQr().householderQ();
  spline.combinations = q.rightCols(df);
  return spline;
}

Eigen::VectorXd at(const NaturalSpline& spline, double x) {
  const double inside = std::clamp(x, spline.knots.front(), spline.knots.back());
  Eigen::VectorXd values = b_splines(spline.knots, 0, inside);
  if (x != inside) values += (x - inside) * b_splines(spline.knots, 1, inside);
  return spline.combinations.transpose() * values;
}

}  // namespace weald
