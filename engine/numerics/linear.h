// SPDX-License-Identifier: MIT
// QR of a design by Gram-Schmidt, column by column in the order given, so that a column that
// depends on earlier ones is found, named by its number, and left out instead of being inverted.
#pragma once

#include <vector>

#include <Eigen/Core>

namespace weald {

/// A column that the columns kept before it (nearly) determine.
struct DependentColumn {
  Eigen::Index column = 0;
  std::vector<Eigen::Index> on{};  ///< the kept columns that make it; empty: it is all 0
};

/// X restricted to `kept` is q·r.
struct OrthonormalBasis {
  Eigen::MatrixXd q{};  ///< k × p, orthonormal columns
  Eigen::MatrixXd r{};  ///< p × p, upper triangular, positive diagonal
  std::vector<Eigen::Index> kept{};
  std::vector<DependentColumn> dependent{};
};

/// Orthonormal basis of the columns of `x` (k × p, finite). A column counts as dependent when what
/// is left of it after projection on the kept ones is below `tolerance` times its spread (its norm
/// about its mean where a constant is among them, its norm otherwise), or within rounding of its
/// norm. Each column is projected twice, which leaves the basis orthonormal to rounding (Giraud,
/// Langou & Rozloznik 2005, Numer Math 101:87). O(k p²).
OrthonormalBasis orthonormal_basis(const Eigen::MatrixXd& x, double tolerance = 1e-7);

/// r⁻¹ of an upper triangular r with a non-zero diagonal.
Eigen::MatrixXd inverse_of_upper(const Eigen::MatrixXd& r);

}  // namespace weald
