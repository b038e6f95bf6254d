// SPDX-License-Identifier: MIT
#include "engine/models/gosh.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>

#include "engine/expects.h"
#include "engine/models/moments.h"
#include "engine/models/tau2_of_many.h"
#include "engine/numerics/parallel.h"
#include "engine/numerics/random.h"
#include "engine/numerics/wide.h"

namespace weald {
namespace {

constexpr std::size_t batch = 64;  ///< blocks between two words of the progress
constexpr int low_bits = 10;  ///< subsets are worked on in blocks that share their other studies

/// Sums over the studies of a subset at τ² = 0; e = y - centre.
struct CommonSums {
  double w = 0, we = 0, wee = 0, n = 0;
};

/// Sums of all subsets of the first studies, each made by adding one study to a smaller subset:
/// nothing is ever subtracted, so nothing cancels.
struct LowTable {
  std::vector<double> w{0}, we{0}, wee{0}, n{0};
  void add(double weight, double e) {
    const std::size_t size = w.size();
    for (std::size_t m = 0; m < size; ++m) {
      w.push_back(w[m] + weight);
      we.push_back(we[m] + weight * e);
      wee.push_back(wee[m] + weight * e * e);
      n.push_back(n[m] + 1);
    }
  }
};

WEALD_WIDE void common_block(const double* w, const double* we, const double* wee, const double* n,
                             std::size_t size, CommonSums high, double centre, double* estimate,
                             double* i2) {
  for (std::size_t m = 0; m < size; ++m) {
    const double s = w[m] + high.w, mean = (we[m] + high.we) / s, df = n[m] + high.n - 1;
    const double q = (wee[m] + high.wee) - mean * mean * s;
    const double excess = df > 0 && q > df ? q - df : 0;
    estimate[m] = centre + mean;
    i2[m] = 100 * excess / (excess > 0 ? q : 1);
  }
}

/// The mean of all studies, about which sums are kept.
double centre_of(const Sample& sample) {
  MomentsOf moments(sample);
  return moments.at(0).mu;
}

void every_common(const Sample& sample, const GoshOptions& options, Gosh& result) {
  const double centre = centre_of(sample);
  const auto low = std::min<Eigen::Index>(sample.k(), low_bits);
  LowTable table;
  for (Eigen::Index i = 0; i < low; ++i) table.add(1 / sample.v[i], sample.y[i] - centre);
  const std::uint64_t blocks = std::uint64_t{1} << (sample.k() - low);
  const auto block = [&](std::uint64_t b) {
    CommonSums high;
    for (Eigen::Index i = low; i < sample.k(); ++i) {
      if (!(b >> (i - low) & 1)) continue;
      const double w = 1 / sample.v[i], e = sample.y[i] - centre;
      high = {high.w + w, high.we + w * e, high.wee + w * e * e, high.n + 1};
    }
    const std::size_t skip = b == 0 ? 1 : 0;  // the empty subset
    const std::size_t at = b * table.w.size() + skip - 1;
    common_block(table.w.data() + skip, table.we.data() + skip, table.wee.data() + skip,
                 table.n.data() + skip, table.w.size() - skip, high, centre,
                 result.estimate.data() + at, result.i2.data() + at);
  };
  for_each_index(blocks, options.progress, batch, block);
}

/// What a thread needs to fit subsets one after another without asking for memory.
struct Bench {
  explicit Bench(const Sample& all) : studies(&all), by_size(static_cast<std::size_t>(all.k())) {
    for (std::size_t n = 0; n < by_size.size(); ++n) {
      by_size[n].y.resize(static_cast<Eigen::Index>(n) + 1);
      by_size[n].v.resize(static_cast<Eigen::Index>(n) + 1);
    }
  }
  const Sample* studies;
  std::vector<Sample> by_size;
  std::vector<Eigen::Index> members{};
  LikelihoodGrid::Scratch scratch{};
};

/// The fit of the studies in bench.members.
void fit_members(Bench& bench, const Tau2OfMany& many, const LikelihoodGrid::Sums* sums,
                 bool i2_from_q, double& estimate, double& i2) {
  Sample& sample = bench.by_size[bench.members.size() - 1];
  for (std::size_t i = 0; i < bench.members.size(); ++i) {
    sample.y[static_cast<Eigen::Index>(i)] = bench.studies->y[bench.members[i]];
    sample.v[static_cast<Eigen::Index>(i)] = bench.studies->v[bench.members[i]];
  }
  MomentsOf moments(sample);
  const Moments common = moments.at(0);
  const double tau2 = many.tau2(sums, moments, bench.scratch);
  estimate = tau2 > 0 ? moments.at(tau2).mu : common.mu;
  const double df = static_cast<double>(sample.k() - 1);
  i2 = 0;
  if (!(df > 0)) return;
  if (i2_from_q)
    i2 = common.q > df ? 100 * (common.q - df) / common.q : 0;
  else
    i2 = 100 * tau2 / (tau2 + df / common.trace_p);
}

/// Twice the largest τ² that a subset's likelihood could have its peak at (likelihood.cpp).
double reach(const Sample& sample, double centre) {
  return 4 * (sample.y.array() - centre).square().sum();
}

void every_random(const Sample& sample, const GoshOptions& options, Gosh& result) {
  const Eigen::Index k = sample.k(), low = std::min<Eigen::Index>(k, low_bits);
  const double centre = centre_of(sample);
  const Tau2OfMany many(sample.v, reach(sample, centre), options.pool);
  const LikelihoodGrid* grid = many.grid();
  const bool from_q = options.pool.i2_from == I2From::q;
  const std::uint64_t size = std::uint64_t{1} << low, blocks = std::uint64_t{1} << (k - low);
  const auto block = [&](std::uint64_t b) {
    Bench bench(sample);
    // sums[d] are those of the studies from d on: counting up in binary changes few of them.
    std::vector<LikelihoodGrid::Sums> sums;
    std::vector<const LikelihoodGrid::Sums*> of(static_cast<std::size_t>(low) + 1);
    const auto include = [&](const LikelihoodGrid::Sums& before, Eigen::Index i,
                             LikelihoodGrid::Sums& after) {
      const double e = sample.y[i] - centre;
      grid->add(before, i, 1, e, e * e, after);
    };
    if (grid != nullptr) {
      sums.assign(static_cast<std::size_t>(low) + 1, grid->none());
      for (Eigen::Index i = k - 1; i >= low; --i)
        if (b >> (i - low) & 1) include(sums.back(), i, sums.back());
      of.assign(of.size(), &sums.back());
    }
    for (std::uint64_t m = 0; m < size; ++m) {
      const std::uint64_t subset = b * size + m;
      if (subset == 0) continue;
      if (grid != nullptr && m > 0)
        for (int d = std::countr_zero(m); d >= 0; --d) {
          const auto at = static_cast<std::size_t>(d);
          of[at] = of[at + 1];
          if (!(m >> d & 1)) continue;
          include(*of[at + 1], d, sums[at]);
          of[at] = &sums[at];
        }
      bench.members.clear();
      for (std::uint64_t rest = subset; rest != 0; rest &= rest - 1)
        bench.members.push_back(std::countr_zero(rest));
      fit_members(bench, many, of[0], from_q, result.estimate[subset - 1], result.i2[subset - 1]);
    }
  };
  for_each_index(blocks, options.progress, batch, block);
}

std::uint64_t words_of(Eigen::Index k) { return (static_cast<std::uint64_t>(k) + 63) / 64; }

/// 64 studies of a drawn subset as bits.
std::uint64_t drawn(std::uint64_t seed, std::uint64_t subset, std::uint64_t word, Eigen::Index k) {
  Random random{.seed = seed, .count = subset * words_of(k) + word};
  const std::uint64_t bits = random.next(), left = static_cast<std::uint64_t>(k) - word * 64;
  return left < 64 ? bits & ((std::uint64_t{1} << left) - 1) : bits;
}

bool empty_draw(std::uint64_t seed, std::uint64_t subset, Eigen::Index k) {
  for (std::uint64_t word = 0; word < words_of(k); ++word)
    if (drawn(seed, subset, word, k) != 0) return false;
  return true;
}

void draw_members(std::uint64_t seed, std::uint64_t subset, Eigen::Index k,
                  std::vector<Eigen::Index>& members) {
  members.clear();
  for (std::uint64_t word = 0; word < words_of(k); ++word)
    for (std::uint64_t rest = drawn(seed, subset, word, k); rest != 0; rest &= rest - 1)
      members.push_back(static_cast<Eigen::Index>(word * 64) + std::countr_zero(rest));
  if (members.empty())
    for (Eigen::Index i = 0; i < k; ++i) members.push_back(i);
}

void sampled(const Sample& sample, const GoshOptions& options, Gosh& result) {
  constexpr std::uint64_t size = 1024;
  const double centre = centre_of(sample);
  const Tau2OfMany many(sample.v, reach(sample, centre), options.pool);
  const LikelihoodGrid* grid = many.grid();
  const bool from_q = options.pool.model == Model::common || options.pool.i2_from == I2From::q;
  const auto block = [&](std::uint64_t b) {
    Bench bench(sample);
    LikelihoodGrid::Sums sums, none;
    if (grid != nullptr) sums = none = grid->none();
    for (std::uint64_t s = b * size; s < std::min((b + 1) * size, result.subsets()); ++s) {
      draw_members(options.seed, s, sample.k(), bench.members);
      if (grid != nullptr) {
        sums = none;
        for (const Eigen::Index i : bench.members) {
          const double e = sample.y[i] - centre;
          grid->add(sums, i, 1, e, e * e, sums);
        }
      }
      fit_members(bench, many, &sums, from_q, result.estimate[s], result.i2[s]);
    }
  };
  for_each_index((result.subsets() + size - 1) / size, options.progress, batch, block);
}

}  // namespace

bool Gosh::holds(std::uint64_t subset, Eigen::Index study) const {
  if (exhaustive) return (subset + 1) >> study & 1;
  const auto at = static_cast<std::uint64_t>(study);
  return (drawn(seed, subset, at / 64, k) >> (at % 64) & 1) || empty_draw(seed, subset, k);
}

Gosh gosh(const Sample& sample, const GoshOptions& options) {
  EXPECTS(sample.k() >= 1 && options.every_up_to < 40 && options.sample > 0);
  Gosh result{
      .k = sample.k(), .exhaustive = sample.k() <= options.every_up_to, .seed = options.seed};
  const std::uint64_t n = result.exhaustive ? (std::uint64_t{1} << sample.k()) - 1 : options.sample;
  result.estimate.resize(n);
  result.i2.resize(n);
  if (!result.exhaustive)
    sampled(sample, options, result);
  else if (options.pool.model == Model::common)
    every_common(sample, options, result);
  else
    every_random(sample, options, result);
  return result;
}

std::vector<WithAndWithout> with_and_without(const Gosh& gosh) {
  const auto k = static_cast<std::size_t>(gosh.k);
  std::vector<double> with(k, 0), count(k, 0);
  double total = 0;
  if (gosh.exhaustive) {
    // Halving: sums over the subsets with bit 0, then the sums of pairs, and so on for each bit.
    std::vector<double> sums{0};
    sums.insert(sums.end(), gosh.estimate.begin(), gosh.estimate.end());
    for (std::size_t i = 0; i < k; ++i) {
      const std::size_t half = sums.size() / 2;
      for (std::size_t m = 0; m < half; ++m) {
        with[i] += sums[2 * m + 1];
        sums[m] = sums[2 * m] + sums[2 * m + 1];
      }
      sums.resize(half);
      count[i] = static_cast<double>((std::uint64_t{1} << (k - 1)));
    }
    total = sums[0];
  } else {
    std::vector<Eigen::Index> members;
    for (std::uint64_t s = 0; s < gosh.subsets(); ++s) {
      total += gosh.estimate[s];
      draw_members(gosh.seed, s, gosh.k, members);
      for (const Eigen::Index i : members) {
        with[static_cast<std::size_t>(i)] += gosh.estimate[s];
        count[static_cast<std::size_t>(i)] += 1;
      }
    }
  }
  std::vector<WithAndWithout> result;
  for (std::size_t i = 0; i < k; ++i)
    result.push_back(
        {.with = with[i] / count[i],
         .without = (total - with[i]) / (static_cast<double>(gosh.subsets()) - count[i])});
  return result;
}

}  // namespace weald
