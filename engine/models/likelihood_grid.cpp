// SPDX-License-Identifier: MIT
#include "engine/models/likelihood_grid.h"

#include <algorithm>
#include <cmath>

#include "engine/expects.h"
#include "engine/numerics/wide.h"

namespace weald {
namespace {

constexpr std::size_t lanes = 8;
/// Rows of Sums: Σw Σw² Σw³ Σwe Σw²e Σw³e Σw²e² Σw³e².
constexpr std::size_t rows = 8;

WEALD_WIDE void add_study(const double* before, const double* w, std::size_t width, double n,
                          double e, double ee, double* after) {
  const double *w1 = w, *w2 = w + width, *w3 = w + 2 * width;
  for (std::size_t g = 0; g < width; ++g) {
    after[g] = before[g] + n * w1[g];
    after[width + g] = before[width + g] + n * w2[g];
    after[2 * width + g] = before[2 * width + g] + n * w3[g];
    after[3 * width + g] = before[3 * width + g] + e * w1[g];
    after[4 * width + g] = before[4 * width + g] + e * w2[g];
    after[5 * width + g] = before[5 * width + g] + e * w3[g];
    after[6 * width + g] = before[6 * width + g] + ee * w2[g];
    after[7 * width + g] = before[7 * width + g] + ee * w3[g];
  }
}

/// Twice the score and its slope at every point (likelihood.h), and how large a value might be
/// nothing but rounding.
WEALD_WIDE void score_on_grid(const double* s, std::size_t width, double restricted, double* value,
                              double* slope, double* noise) {
  const double *s1 = s, *s2 = s + width, *s3 = s + 2 * width, *a1 = s + 3 * width,
               *a2 = s + 4 * width, *a3 = s + 5 * width, *c2 = s + 6 * width, *c3 = s + 7 * width;
  for (std::size_t g = 0; g < width; ++g) {
    const double one = 1 / s1[g], shift = a1[g] * one, mean_w = s2[g] * one;
    const double wwr = a2[g] - shift * s2[g];
    const double size = c2[g] + shift * shift * s2[g];
    const double wwrr = size - 2 * shift * a2[g];
    const double wwwrr = c3[g] + shift * (shift * s3[g] - 2 * a3[g]);
    const double trace = s1[g] - restricted * mean_w;
    const double trace2 = s2[g] - restricted * (2 * s3[g] * one - mean_w * mean_w);
    value[g] = wwrr - trace;
    slope[g] = 2 * (wwr * wwr * one - wwwrr) + trace2;
    noise[g] = 1e-11 * (size + s1[g]);
  }
}

/// Where a cubic through the values and slopes at both ends of a bracket, taken as a function of
/// the value, has value 0 (inverse Hermite interpolation).
double inverse_cubic(double a, double fa, double da, double b, double fb, double db) {
  const double h = fb - fa, t = -fa / h;
  const double u = 1 - t;
  return a * (1 + 2 * t) * u * u + h / da * t * u * u + b * t * t * (3 - 2 * t) -
         h / db * t * t * u;
}

}  // namespace

LikelihoodGrid::LikelihoodGrid(const Eigen::VectorXd& v, double upper, LikelihoodKind kind)
    : kind_(kind) {
  EXPECTS(v.size() > 0 && v.minCoeff() > 0);
  largest_v_ = v.maxCoeff();
  const double end = std::max(upper, largest_v_) * 1.0625;
  grid_.push_back(0);
  for (double next = v.minCoeff() / 16; grid_.back() < end; next *= 1.75) grid_.push_back(next);
  points_ = grid_.size();
  width_ = (points_ + lanes - 1) / lanes * lanes;
  grid_.resize(width_, grid_.back());
  const std::size_t k = static_cast<std::size_t>(v.size());
  w_.resize(3 * width_ * k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t g = 0; g < width_; ++g) {
      const double w = 1 / (v[static_cast<Eigen::Index>(i)] + grid_[g]);
      double* at = w_.data() + 3 * width_ * i + g;
      at[0] = w;
      at[width_] = w * w;
      at[2 * width_] = w * w * w;
    }
}

LikelihoodGrid::Sums LikelihoodGrid::none() const {
  Sums sums;
  sums.at_.assign(rows * width_, 0);
  return sums;
}

void LikelihoodGrid::add(const Sums& before, Eigen::Index i, double n, double e, double ee,
                         Sums& after) const {
  add_study(before.at_.data(), w_.data() + 3 * width_ * static_cast<std::size_t>(i), width_, n, e,
            ee, after.at_.data());
  after.squares_ = before.squares_ + ee;
}

double LikelihoodGrid::tau2(const Sums& sums, MomentsOf& sample, Scratch& scratch) const {
  EXPECTS(sample.k() >= 2);
  for (auto* row : {&scratch.value, &scratch.slope, &scratch.noise}) row->resize(width_);
  score_on_grid(sums.at_.data(), width_, kind_ == LikelihoodKind::REML ? 1 : 0,
                scratch.value.data(), scratch.slope.data(), scratch.noise.data());
  const double *f = scratch.value.data(), *d = scratch.slope.data(), *noise = scratch.noise.data();
  const auto singly = [&] { return likelihood_maxima(sample, kind_).global; };

  // Above this the score is negative (likelihood.cpp, score_bound).
  const double bound =
      std::max(largest_v_, 4 * sums.squares_ / static_cast<double>(sample.k() - 1)) * 1.0625;
  if (!(bound <= grid_[points_ - 1])) return singly();
  int falls = f[0] > 0 ? 0 : 1;
  std::size_t at = 0;
  for (std::size_t g = 0; g < points_; ++g) {
    if (!(std::fabs(f[g]) > noise[g])) return singly();
    if (g == 0) continue;
    const bool was = f[g - 1] > 0, is = f[g] > 0;
    if (was && !is) {
      ++falls;
      at = g;
    } else if (was == is) {
      // The score bends towards 0 and back: there may be two more roots in between.
      const double sign = was ? 1 : -1;
      if (sign * d[g - 1] < 0 && sign * d[g] > 0) return singly();
    }
  }
  if (falls != 1) return singly();
  if (at == 0) return 0;
  const double a = grid_[at - 1], b = grid_[at];
  const double start = inverse_cubic(a, f[at - 1], d[at - 1], b, f[at], d[at]);
  return falling_root([&](double t) { return score(sample.at(t), kind_); }, a, b, start, 1e-13).x;
}

}  // namespace weald
