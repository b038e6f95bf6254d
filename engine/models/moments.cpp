// SPDX-License-Identifier: MIT
#include "engine/models/moments.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "engine/expects.h"
#include "engine/numerics/wide.h"

namespace weald {
namespace {

constexpr int lanes = 8;

/// Σw, Σwe, Σwe² and so on over the studies but the most precise one; e = y - centre.
struct Sums {
  double s1 = 0, s2 = 0, s3 = 0, a1 = 0, a2 = 0, a3 = 0, c1 = 0, c2 = 0, c3 = 0;
};

struct Lanes {
  double s1[lanes]{}, s2[lanes]{}, s3[lanes]{}, a1[lanes]{}, a2[lanes]{}, a3[lanes]{}, c1[lanes]{},
      c2[lanes]{}, c3[lanes]{};
};

inline void add(Lanes& sums, int lane, double y, double v, double tau2, double centre) {
  const double w = 1 / (v + tau2), e = y - centre;
  const double ww = w * w, www = ww * w, we = w * e, wwe = ww * e, wwwe = www * e;
  sums.s1[lane] += w;
  sums.s2[lane] += ww;
  sums.s3[lane] += www;
  sums.a1[lane] += we;
  sums.a2[lane] += wwe;
  sums.a3[lane] += wwwe;
  sums.c1[lane] += we * e;
  sums.c2[lane] += wwe * e;
  sums.c3[lane] += wwwe * e;
}

WEALD_WIDE void accumulate(Lanes& sums, const double* y, const double* v, Eigen::Index n,
                           double tau2, double centre) {
  Eigen::Index i = 0;
  for (; i + lanes <= n; i += lanes)
    for (int lane = 0; lane < lanes; ++lane)
      add(sums, lane, y[i + lane], v[i + lane], tau2, centre);
  for (int lane = 0; i < n; ++i, ++lane) add(sums, lane, y[i], v[i], tau2, centre);
}

/// Pairs, then pairs of pairs: one order for every machine.
double total(const double (&x)[lanes]) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

/// Puts the sums over the others and the most precise study (y0, v0) together.
Moments complete(const Sums& o, double y0, double v0, double tau2, double centre) {
  const double w = 1 / (v0 + tau2), e = y0 - centre, ww = w * w;
  Moments m;
  m.tau2 = tau2;
  m.s1 = w + o.s1;
  m.s2 = ww + o.s2;
  m.s3 = ww * w + o.s3;
  const double shift = (w * e + o.a1) / m.s1;  // μ - centre
  const double r = (o.s1 * e - o.a1) / m.s1;   // e - shift, without the cancellation
  m.mu = centre + shift;
  m.q = w * r * r + (o.c1 + shift * (shift * o.s1 - 2 * o.a1));
  m.wwr = ww * r + (o.a2 - shift * o.s2);
  m.wwrr = ww * r * r + (o.c2 + shift * (shift * o.s2 - 2 * o.a2));
  m.wwwrr = ww * w * r * r + (o.c3 + shift * (shift * o.s3 - 2 * o.a3));
  // (Σw)² - Σw² = 2w·Σ' + (Σ'² - Σ'w²), sums with ' over the others; likewise tr PP.
  m.trace_p = (2 * w * o.s1 + (o.s1 * o.s1 - o.s2)) / m.s1;
  const double f = w / m.s1, g1 = o.s1 / m.s1, g2 = o.s2 / m.s1;
  m.trace_pp = (w * g1) * (w * g1) + (o.s2 - 2 * o.s3 / m.s1) + 2 * f * w * g2 + g2 * g2;
  return m;
}

}  // namespace

MomentsOf::MomentsOf(const Sample& sample) : sample_(&sample) {
  EXPECTS(sample.k() >= 1 && sample.v.size() == sample.k());
  const double* v = sample.v.data();
  for (Eigen::Index i = 1; i < sample.k(); ++i)
    if (v[i] < v[heaviest_]) heaviest_ = i;
  EXPECTS(v[heaviest_] > 0);
  centre_ = sample.y[heaviest_];
}

Moments MomentsOf::at(double tau2) {
  const double *y = sample_->y.data(), *v = sample_->v.data();
  const Eigen::Index k = sample_->k(), h = heaviest_;
  for (int pass = 0;; ++pass) {
    Lanes l;
    accumulate(l, y, v, h, tau2, centre_);
    accumulate(l, y + h + 1, v + h + 1, k - h - 1, tau2, centre_);
    const Sums others{total(l.s1), total(l.s2), total(l.s3), total(l.a1), total(l.a2),
                      total(l.a3), total(l.c1), total(l.c2), total(l.c3)};
    const Moments m = complete(others, y[h], v[h], tau2, centre_);
    const double moved = m.mu - centre_;
    // The mean has moved so far, in the measure of Q, that digits cancel: once more about the new
    // mean.
    const bool again = pass == 0 && moved * moved * m.s1 > m.q / 16;
    centre_ = m.mu;
    if (!again) return m;
  }
}

BinnedMoments::BinnedMoments(const MomentsOf& full, double smallest_v, double largest_v) {
  const Sample& sample = full.sample();
  const Eigen::Index h = full.most_precise();
  y0_ = sample.y[h];
  v0_ = sample.v[h];
  centre_ = full.centre();
  // The leading bits of a positive double are its exponent and the leading bits of its mantissa.
  const auto leading = [](double v, int drop) { return std::bit_cast<std::uint64_t>(v) >> drop; };
  int drop = 52 - 7;
  while (leading(largest_v, drop) - leading(smallest_v, drop) >= std::uint64_t{64} * 128) ++drop;
  const std::uint64_t first = leading(smallest_v, drop);
  struct Bin {
    double v = 0, n = 0, e = 0, ee = 0;
  };
  std::vector<Bin> bins(leading(largest_v, drop) - first + 1);
  const double *y = sample.y.data(), *v = sample.v.data();
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    if (i == h) continue;
    Bin& bin = bins[leading(v[i], drop) - first];
    const double e = y[i] - centre_;
    bin.v += v[i];
    bin.n += 1;
    bin.e += e;
    bin.ee += e * e;
  }
  const auto used = static_cast<std::size_t>(
      std::count_if(bins.begin(), bins.end(), [](const Bin& bin) { return bin.n > 0; }));
  for (auto* column : {&v_, &n_, &e_, &ee_}) column->reserve(used);
  for (const Bin& bin : bins) {
    if (bin.n == 0) continue;
    v_.push_back(bin.v / bin.n);
    n_.push_back(bin.n);
    e_.push_back(bin.e);
    ee_.push_back(bin.ee);
  }
}

Moments BinnedMoments::at(double tau2) const {
  Sums sums;
  for (std::size_t i = 0; i < v_.size(); ++i) {
    const double w = 1 / (v_[i] + tau2), ww = w * w, www = ww * w;
    sums.s1 += w * n_[i];
    sums.s2 += ww * n_[i];
    sums.s3 += www * n_[i];
    sums.a1 += w * e_[i];
    sums.a2 += ww * e_[i];
    sums.a3 += www * e_[i];
    sums.c1 += w * ee_[i];
    sums.c2 += ww * ee_[i];
    sums.c3 += www * ee_[i];
  }
  return complete(sums, y0_, v0_, tau2, centre_);
}

}  // namespace weald
