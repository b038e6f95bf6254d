// SPDX-License-Identifier: MIT
#include "engine/numerics/linear.h"

#include <cmath>

#include <Eigen/Dense>

#include "engine/expects.h"

namespace weald {
namespace {

double norm_about_mean(const Eigen::VectorXd& x) { return (x.array() - x.mean()).matrix().norm(); }

bool constant(const Eigen::VectorXd& x) { return x[0] != 0 && (x.array() == x[0]).all(); }

/// The kept columns with a share in a column whose coordinates in the basis are `coordinates`.
std::vector<Eigen::Index> makers(const Eigen::MatrixXd& x, const std::vector<Eigen::Index>& kept,
                                 const Eigen::MatrixXd& r, const Eigen::VectorXd& coordinates,
                                 double size) {
  std::vector<Eigen::Index> on;
  const auto p = static_cast<Eigen::Index>(kept.size());
  if (p == 0 || !(size > 0)) return on;
  const Eigen::VectorXd share =
      r.topLeftCorner(p, p).triangularView<Eigen::Upper>().solve(coordinates.head(p));
  for (Eigen::Index i = 0; i < p; ++i) {
    const Eigen::Index column = kept[static_cast<std::size_t>(i)];
    if (std::fabs(share[i]) * x.col(column).norm() > 1e-6 * size) on.push_back(column);
  }
  return on;
}

}  // namespace

OrthonormalBasis orthonormal_basis(const Eigen::MatrixXd& x, double tolerance) {
  EXPECTS(x.rows() >= 1);
  OrthonormalBasis basis;
  basis.q.resize(x.rows(), x.cols());
  basis.r = Eigen::MatrixXd::Zero(x.cols(), x.cols());
  bool has_constant = false;
  Eigen::Index p = 0;
  Eigen::VectorXd column(x.rows()), coordinates(x.cols());
  for (Eigen::Index j = 0; j < x.cols(); ++j) {
    column = x.col(j);
    coordinates.setZero();
    const double size = column.norm(), spread = has_constant ? norm_about_mean(column) : size;
    for (int pass = 0; pass < 2; ++pass)
      for (Eigen::Index i = 0; i < p; ++i) {
        const double along = basis.q.col(i).dot(column);
        column -= along * basis.q.col(i);
        coordinates[i] += along;
      }
    const double left = column.norm();
    const bool within_rounding = left <= 1e-13 * std::sqrt(static_cast<double>(x.rows())) * size;
    if (p == x.rows() || within_rounding || !(left > tolerance * spread)) {
      basis.dependent.push_back({j, makers(x, basis.kept, basis.r, coordinates, size)});
      continue;
    }
    basis.r.col(p).head(p) = coordinates.head(p);
    basis.r(p, p) = left;
    basis.q.col(p) = column / left;
    basis.kept.push_back(j);
    has_constant = has_constant || constant(x.col(j));
    ++p;
  }
  basis.q.conservativeResize(Eigen::NoChange, p);
  basis.r.conservativeResize(p, p);
  return basis;
}

Eigen::MatrixXd inverse_of_upper(const Eigen::MatrixXd& r) {
  return r.triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(r.rows(), r.cols()));
}

}  // namespace weald
