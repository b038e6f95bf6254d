// SPDX-License-Identifier: MIT
#include "engine/models/regression_moments.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include <Eigen/Dense>

#include "engine/expects.h"

namespace weald {
namespace {

constexpr int lanes = 8;
constexpr Eigen::Index block = 256;

using Lanes = std::array<double, lanes>;

/// Pairs, then pairs of pairs: one order for every machine.
double total(const Lanes& x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

/// Weights of a block of studies and their powers.
struct Weights {
  double w[block], ww[block], www[block];
};

/// Σ a b w, Σ a b w², Σ a b w³ over n studies, in lanes.
std::array<double, 3> products(const double* a, const double* b, const Weights& weights,
                               Eigen::Index n) {
  Lanes x{}, y{}, z{};
  const auto add = [&](Eigen::Index i, std::size_t lane) {
    const double ab = a[i] * b[i];
    x[lane] += ab * weights.w[i];
    y[lane] += ab * weights.ww[i];
    z[lane] += ab * weights.www[i];
  };
  Eigen::Index i = 0;
  for (; i + lanes <= n; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) add(i + static_cast<Eigen::Index>(lane), lane);
  for (std::size_t lane = 0; i < n; ++i, ++lane) add(i, lane);
  return {total(x), total(y), total(z)};
}

void clear(WeightedProducts& sums) {
  sums.n1 = sums.n2 = 0;
  sums.a1.setZero();
  sums.a2.setZero();
  sums.a3.setZero();
}

}  // namespace

RegressionMomentsOf::RegressionMomentsOf(const Sample& sample, const Eigen::MatrixXd& z)
    : sample_(&sample), z_(&z) {
  const Eigen::Index m = p() + 1;
  EXPECTS(p() >= 1 && k() > p() && z.rows() == k() && sample.v.size() == k());
  // Unweighted residuals, projected twice so that a large common level leaves no rounding behind.
  centre_ = z.transpose() * sample.y;
  e_ = sample.y - z * centre_;
  const Eigen::VectorXd again = z.transpose() * e_;
  e_ -= z * again;
  centre_ += again;
  squares_ = e_.squaredNorm();
  shift_ = Eigen::VectorXd::Zero(p());
  u_ = shift_;
  for (Eigen::MatrixXd* a : {&sums_.a1, &sums_.a2, &sums_.a3}) a->resize(m, m);
  l_.resize(p(), p());
  work_.resize(p(), p());
}

void RegressionMomentsOf::sum(double tau2) {
  const Eigen::Index m = p() + 1;
  const double* v = sample_->v.data();
  clear(sums_);
  Weights weights;
  for (Eigen::Index from = 0; from < k(); from += block) {
    const Eigen::Index n = std::min(block, k() - from);
    for (Eigen::Index i = 0; i < n; ++i) {
      const double w = 1 / (v[from + i] + tau2);
      weights.w[i] = w;
      weights.ww[i] = w * w;
      weights.www[i] = w * w * w;
    }
    for (Eigen::Index i = 0; i < n; ++i) {
      sums_.n1 += weights.w[i];
      sums_.n2 += weights.ww[i];
    }
    const auto column = [&](Eigen::Index j) {
      return (j < p() ? z_->col(j).data() : e_.data()) + from;
    };
    for (Eigen::Index j = 0; j < m; ++j)
      for (Eigen::Index i = j; i < m; ++i) {
        const auto [x, y, z] = products(column(i), column(j), weights, n);
        sums_.a1(i, j) += x;
        sums_.a2(i, j) += y;
        sums_.a3(i, j) += z;
      }
  }
}

RegressionMoments RegressionMomentsOf::complete(double tau2) {
  const Eigen::Index n = p();
  for (Eigen::MatrixXd* a : {&sums_.a1, &sums_.a2, &sums_.a3})
    for (Eigen::Index j = 1; j <= n; ++j) a->col(j).head(j) = a->row(j).head(j).transpose();
  const auto &s1 = sums_.a1, &s2 = sums_.a2, &s3 = sums_.a3;
  const auto t1 = s1.topLeftCorner(n, n), t2 = s2.topLeftCorner(n, n), t3 = s3.topLeftCorner(n, n);
  l_ = t1;
  Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> llt(l_);
  const auto lower = l_.triangularView<Eigen::Lower>();

  RegressionMoments m{.tau2 = tau2, .s1 = sums_.n1, .s2 = sums_.n2};
  shift_ = s1.col(n).head(n);
  lower.solveInPlace(shift_);
  m.q = s1(n, n) - shift_.squaredNorm();
  l_.transpose().triangularView<Eigen::Upper>().solveInPlace(shift_);
  m.log_det = 2 * l_.diagonal().array().log().sum();

  // Moments of r = e - Z·shift.
  u_.noalias() = t2 * shift_;
  m.ypp = s2(n, n) - 2 * shift_.dot(s2.col(n).head(n)) + shift_.dot(u_);
  u_ = s2.col(n).head(n) - u_;
  lower.solveInPlace(u_);
  const double of_projection = u_.squaredNorm();
  u_.noalias() = t3 * shift_;
  m.yppp = s3(n, n) - 2 * shift_.dot(s3.col(n).head(n)) + shift_.dot(u_) - of_projection;

  // L⁻¹ A L⁻ᵀ has the trace of (Z'WZ)⁻¹A.
  const auto reduce = [&](const auto& a) {
    work_ = a;
    lower.solveInPlace(work_);
    work_.transposeInPlace();
    lower.solveInPlace(work_);
  };
  reduce(t3);
  const double third = work_.trace();
  reduce(t2);
  m.trace_p = m.s1 - work_.trace();
  m.trace_pp = m.s2 - 2 * third + work_.squaredNorm();
  return m;
}

RegressionMoments RegressionMomentsOf::at(double tau2) {
  for (int pass = 0;; ++pass) {
    sum(tau2);
    const RegressionMoments m = complete(tau2);
    const double moved = sums_.a1(p(), p()) - m.q;
    // The fit has moved so far, in the measure of Q, that digits cancel: once more about the new
    // one.
    if (pass > 0 || !(moved > m.q / 16)) return m;
    e_.noalias() -= *z_ * shift_;
    centre_ += shift_;
  }
}

BinnedRegressionMoments::BinnedRegressionMoments(RegressionMomentsOf& full) : full_(&full) {
  const Eigen::VectorXd& v = full.sample().v;
  const Eigen::Index m = full.p() + 1, triangle = m * (m + 1) / 2;
  // The bits of a positive double are, up to a straight line within each octave, its logarithm.
  const double smallest = v.minCoeff(), largest = v.maxCoeff();
  int shift = 52 - 7;
  const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  while (((bits(largest) - bits(smallest)) >> shift) >= std::uint64_t{64} * 128) ++shift;
  const std::size_t bins = ((bits(largest) >> shift) - (bits(smallest) >> shift)) + 1;
  std::vector<double> sum_v(bins), n(bins), sums(bins * static_cast<std::size_t>(triangle));
  std::vector<double> row(static_cast<std::size_t>(m));
  const Eigen::VectorXd& e = full.residuals();
  for (Eigen::Index i = 0; i < full.k(); ++i) {
    const std::size_t bin = (bits(v[i]) >> shift) - (bits(smallest) >> shift);
    sum_v[bin] += v[i];
    n[bin] += 1;
    for (Eigen::Index j = 0; j + 1 < m; ++j) row[static_cast<std::size_t>(j)] = full.basis()(i, j);
    row.back() = e[i];
    double* to = sums.data() + bin * static_cast<std::size_t>(triangle);
    for (std::size_t a = 0; a < row.size(); ++a)
      for (std::size_t b = a; b < row.size(); ++b) *to++ += row[a] * row[b];
  }
  for (std::size_t bin = 0; bin < bins; ++bin) {
    if (n[bin] == 0) continue;
    v_.push_back(sum_v[bin] / n[bin]);
    n_.push_back(n[bin]);
    const auto from = sums.begin() + static_cast<std::ptrdiff_t>(bin) * triangle;
    products_.insert(products_.end(), from, from + triangle);
  }
}

RegressionMoments BinnedRegressionMoments::at(double tau2) {
  WeightedProducts& sums = full_->sums_;
  clear(sums);
  const Eigen::Index m = full_->p() + 1;
  const double* product = products_.data();
  for (std::size_t bin = 0; bin < v_.size(); ++bin) {
    const double w = 1 / (v_[bin] + tau2), ww = w * w, www = ww * w;
    sums.n1 += w * n_[bin];
    sums.n2 += ww * n_[bin];
    for (Eigen::Index j = 0; j < m; ++j)
      for (Eigen::Index i = j; i < m; ++i, ++product) {
        sums.a1(i, j) += w * *product;
        sums.a2(i, j) += ww * *product;
        sums.a3(i, j) += www * *product;
      }
  }
  return full_->complete(tau2);
}

}  // namespace weald
