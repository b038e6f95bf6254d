// SPDX-License-Identifier: MIT
#include "engine/numerics/minimise.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "engine/expects.h"

namespace weald {
namespace {

/// Rows and columns of `a` that are listed.
Curvature part(const Curvature& a, const std::vector<Eigen::Index>& free) {
  const auto n = static_cast<Eigen::Index>(free.size());
  Curvature result(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j)
      result(i, j) = a(free[static_cast<std::size_t>(i)], free[static_cast<std::size_t>(j)]);
  return result;
}

/// Differences of the gradient along each variable, inside the bounds, made symmetric.
Curvature second_derivatives(const Objective& f, const Point& x, const Point& lower,
                             const Point& upper, const Point& scale) {
  const Eigen::Index n = x.size();
  Curvature h(n, n);
  Point above(n), below(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double step = 1e-5 * std::max(scale[i], std::fabs(x[i]));
    Point up = x, down = x;
    up[i] = std::min(x[i] + step, upper[i]);
    down[i] = std::max(x[i] - step, lower[i]);
    f(up, &above);
    f(down, &below);
    h.col(i) = (above - below) / (up[i] - down[i]);
  }
  return 0.5 * (h + h.transpose());
}

/// -H⁻¹g with the eigenvalues of H by size, in variables stretched to the same curvature.
Point downhill(const Curvature& h, const Point& g, double& decrement) {
  const Eigen::Index n = g.size();
  Point stretch(n);
  const double largest = h.diagonal().cwiseAbs().maxCoeff();
  for (Eigen::Index i = 0; i < n; ++i) {
    const double size = std::fabs(h(i, i));
    stretch[i] = size > 1e-12 * largest ? 1 / std::sqrt(size) : 1e6 / std::sqrt(largest);
  }
  const Curvature unit = stretch.asDiagonal() * h * stretch.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Curvature> eigen(unit);
  const Point along = eigen.eigenvectors().transpose() * (stretch.asDiagonal() * g);
  Point step(n);
  decrement = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const double value = std::max(std::fabs(eigen.eigenvalues()[i]), 1e-8);
    step[i] = -along[i] / value;
    decrement += along[i] * along[i] / value;
  }
  return stretch.asDiagonal() * (eigen.eigenvectors() * step);
}

}  // namespace

Minimum minimise(const Objective& f, const Point& start, const Point& lower, const Point& upper,
                 const Point& scale) {
  const Eigen::Index n = start.size();
  EXPECTS(n >= 1 && n <= 8 && lower.size() == n && upper.size() == n && scale.size() == n);
  Minimum result;
  Point x = start.cwiseMax(lower).cwiseMin(upper), g(n), trial_g(n);
  double value = f(x, &g);
  result.at_bound.assign(static_cast<std::size_t>(n), false);
  std::vector<Eigen::Index> free;
  free.reserve(static_cast<std::size_t>(n));
  const auto held = [&](Eigen::Index i) {
    return (x[i] <= lower[i] && g[i] > 0) || (x[i] >= upper[i] && g[i] < 0);
  };
  for (; result.iterations < 200 && std::isfinite(value) && g.allFinite(); ++result.iterations) {
    free.clear();
    for (Eigen::Index i = 0; i < n; ++i)
      if (!held(i)) free.push_back(i);
    if (free.empty()) {
      result.ok = true;
      break;
    }
    const Curvature h = part(second_derivatives(f, x, lower, upper, scale), free);
    if (!h.allFinite()) break;
    Point free_g(static_cast<Eigen::Index>(free.size()));
    for (std::size_t i = 0; i < free.size(); ++i) free_g[static_cast<Eigen::Index>(i)] = g[free[i]];
    double decrement = 0;
    const Point step = downhill(h, free_g, decrement);
    // Half the decrement is how far down Newton's parabola goes: below rounding, that is the end.
    const double rounding = 1e-15 * (1 + std::fabs(value));
    if (decrement <= 1e-22 * (1 + std::fabs(value))) {
      result.ok = true;
      break;
    }
    bool lower_found = false;
    for (double length = 1; length > 1e-10; length /= 2) {
      Point trial = x;
      for (std::size_t i = 0; i < free.size(); ++i) {
        const Eigen::Index j = free[i];
        trial[j] =
            std::clamp(x[j] + length * step[static_cast<Eigen::Index>(i)], lower[j], upper[j]);
      }
      if (trial == x) break;
      const double at = f(trial, &trial_g);
      const double promised = free_g.dot([&] {
        Point moved(free_g.size());
        for (std::size_t i = 0; i < free.size(); ++i)
          moved[static_cast<Eigen::Index>(i)] = trial[free[i]] - x[free[i]];
        return moved;
      }());
      if (std::isfinite(at) && trial_g.allFinite() &&
          at <= value + 1e-4 * std::min(0.0, promised) + (decrement < 1e-10 ? rounding : 0)) {
        lower_found = true;
        x = trial;
        value = at;
        g = trial_g;
        break;
      }
    }
    if (decrement <= 1e-12 * (1 + std::fabs(value))) {
      result.ok = true;  // the step was taken, or rounding hides that it leads down
      break;
    }
    if (!lower_found) break;
  }
  result.x = x;
  result.f = value;
  for (Eigen::Index i = 0; i < n; ++i) result.at_bound[static_cast<std::size_t>(i)] = held(i);
  result.hessian = second_derivatives(f, x, lower, upper, scale);
  return result;
}

Objective with_differences(std::function<double(const Point&)> f, const Point& lower,
                           const Point& upper, const Point& scale) {
  return [f = std::move(f), lower, upper, scale](const Point& x, Point* gradient) {
    if (gradient != nullptr) {
      gradient->resize(x.size());
      for (Eigen::Index i = 0; i < x.size(); ++i) {
        const double step = 1e-5 * std::max(scale[i], std::fabs(x[i]));
        Point up = x, down = x;
        up[i] = std::min(x[i] + step, upper[i]);
        down[i] = std::max(x[i] - step, lower[i]);
        (*gradient)[i] = (f(up) - f(down)) / (up[i] - down[i]);
      }
    }
    return f(x);
  };
}

double inverse_curvature(const Minimum& minimum, Eigen::Index i) {
  std::vector<Eigen::Index> free;
  Eigen::Index place = -1;
  for (Eigen::Index j = 0; j < minimum.x.size(); ++j) {
    if (minimum.at_bound[static_cast<std::size_t>(j)]) continue;
    if (j == i) place = static_cast<Eigen::Index>(free.size());
    free.push_back(j);
  }
  if (place < 0) return -1;
  const Curvature h = part(minimum.hessian, free);
  const Eigen::LLT<Curvature> factor(h);
  if (!h.allFinite() || factor.info() != Eigen::Success) return -1;
  Point unit = Point::Zero(h.rows());
  unit[place] = 1;
  return factor.solve(unit)[place];
}

}  // namespace weald
