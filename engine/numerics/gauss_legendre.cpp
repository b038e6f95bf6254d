// SPDX-License-Identifier: MIT
#include "engine/numerics/gauss_legendre.h"

#include <cmath>
#include <numbers>

#include "engine/expects.h"

namespace weald {

Quadrature gauss_legendre(int n) {
  EXPECTS(n >= 1);
  Quadrature rule;
  for (int i = 1; i <= n; ++i) {
    double x = -std::cos(std::numbers::pi * (i - 0.25) / (n + 0.5)), slope = 0;
    for (int round = 0; round < 20; ++round) {
      double before = 1, p = x;
      for (int m = 2; m <= n; ++m) {
        const double next = ((2 * m - 1) * x * p - (m - 1) * before) / m;
        before = p;
        p = next;
      }
      slope = n * (x * p - before) / (x * x - 1);
      const double step = p / slope;
      x -= step;
      if (std::fabs(step) < 1e-16) break;
    }
    rule.x.push_back(x);
    rule.w.push_back(2 / ((1 - x * x) * slope * slope));
  }
  return rule;
}

Quadrature panels(const std::vector<double>& breaks, double widest, int n) {
  EXPECTS(breaks.size() >= 2 && widest > 0);
  const Quadrature rule = gauss_legendre(n);
  Quadrature all;
  for (std::size_t b = 0; b + 1 < breaks.size(); ++b) {
    const double length = breaks[b + 1] - breaks[b];
    const int pieces = static_cast<int>(std::ceil(length / widest));
    for (int piece = 0; piece < pieces; ++piece) {
      const double half = length / pieces / 2, middle = breaks[b] + (2 * piece + 1) * half;
      for (std::size_t i = 0; i < rule.x.size(); ++i) {
        all.x.push_back(middle + half * rule.x[i]);
        all.w.push_back(half * rule.w[i]);
      }
    }
  }
  return all;
}

}  // namespace weald
