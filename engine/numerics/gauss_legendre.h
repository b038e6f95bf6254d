// SPDX-License-Identifier: MIT
// Gauss-Legendre quadrature: nodes and weights, and panels of them over an interval.
#pragma once

#include <vector>

namespace weald {

struct Quadrature {
  std::vector<double> x, w;
};

/// n >= 1 nodes in (-1, 1), by Newton's method on the Legendre polynomial (Abramowitz & Stegun
/// 25.4.29). Exact for polynomials up to degree 2n - 1.
Quadrature gauss_legendre(int n);

/// The rule of n nodes on every piece between neighbouring `breaks` (ascending), pieces longer than
/// `widest` cut into equal panels. The integrand must be smooth between the breaks alone.
Quadrature panels(const std::vector<double>& breaks, double widest, int n);

}  // namespace weald
