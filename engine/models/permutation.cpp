// SPDX-License-Identifier: MIT
#include "engine/models/permutation.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "engine/expects.h"
#include "engine/models/key.h"
#include "engine/models/moments.h"
#include "engine/models/tau2_of_many.h"
#include "engine/numerics/parallel.h"
#include "engine/numerics/random.h"

namespace weald {
namespace {

constexpr int low_bits = 10;

/// Which standard error the statistic is measured in.
enum class Scaled { z, hk, hk_at_least_z };

Scaled scaled_by(const MeanInterval& interval) {
  if (same_key(interval.key, "HK")) return Scaled::hk;
  return same_key(interval.key, "HK-se") ? Scaled::hk_at_least_z : Scaled::z;
}

double statistic(const Moments& m, double df, Scaled scaled) {
  const double z2 = m.mu * m.mu * m.s1;
  if (scaled == Scaled::z || !(df > 0)) return std::sqrt(z2);
  double scale = m.q / df;
  if (scaled == Scaled::hk_at_least_z) scale = std::max(1.0, scale);
  if (!(scale > 0)) return z2 > 0 ? std::numeric_limits<double>::infinity() : 0;
  return std::sqrt(z2 / scale);
}

/// Fits one choice of signs after another; each thread has its own.
class Signs {
 public:
  Signs(const Sample& sample, const Tau2OfMany& many, Scaled scaled)
      : many_(&many), scaled_(scaled), original_(&sample), turned_(sample) {
    if (many.grid() == nullptr) return;
    sums_.assign(static_cast<std::size_t>(sample.k()) + 1, many.grid()->none());
  }

  /// The signs of studies `first` and below are anew those of `bits` (1: turned).
  void set(std::uint64_t bits, Eigen::Index first, Eigen::Index offset = 0) {
    for (Eigen::Index i = first; i >= 0; --i)
      turned_.y[i + offset] = bits >> i & 1 ? -original_->y[i + offset] : original_->y[i + offset];
  }
  /// Takes the signs of studies `first` and below into the sums.
  void sum_from(Eigen::Index first) {
    if (many_->grid() == nullptr) return;
    for (Eigen::Index i = first; i >= 0; --i) {
      const double e = turned_.y[i];
      many_->grid()->add(sums_[static_cast<std::size_t>(i) + 1], i, 1, e, e * e,
                         sums_[static_cast<std::size_t>(i)]);
    }
  }
  double fit() {
    MomentsOf moments(turned_);
    const double tau2 = many_->tau2(sums_.empty() ? nullptr : &sums_.front(), moments, scratch_);
    return statistic(moments.at(tau2), static_cast<double>(turned_.k() - 1), scaled_);
  }

 private:
  const Tau2OfMany* many_;
  Scaled scaled_;
  const Sample* original_;
  Sample turned_;
  std::vector<LikelihoodGrid::Sums> sums_{};  ///< [i]: of the studies from i on
  LikelihoodGrid::Scratch scratch_{};
};

/// Sums of the counts of blocks that were worked on by all threads.
std::uint64_t count_blocks(std::uint64_t blocks, const Progress& progress,
                           const std::function<std::uint64_t(std::uint64_t)>& work) {
  std::vector<std::uint64_t> counts(blocks, 0);
  for_each_index(blocks, progress, 16, [&](std::size_t i) { counts[i] = work(i); });
  std::uint64_t total = 0;
  for (const std::uint64_t n : counts) total += n;
  return total;
}

}  // namespace

Permutation permutation_test(const Sample& sample, const PermutationOptions& options) {
  EXPECTS(sample.k() >= 1 && options.pool.ci != nullptr && options.iterations > 0);
  const Eigen::Index k = sample.k();
  const Scaled scaled = scaled_by(*options.pool.ci);
  const Tau2OfMany many(
      sample.v, 4 * sample.y.squaredNorm() / static_cast<double>(std::max<Eigen::Index>(k - 1, 1)),
      options.pool);
  Permutation result{.hartung_knapp = scaled != Scaled::z,
                     .exact = k <= options.exact_up_to,
                     .seed = options.seed};
  Signs observed(sample, many, scaled);
  observed.sum_from(k - 1);
  result.statistic = observed.fit();
  const double threshold = result.statistic - 1e-9 * std::max(1.0, result.statistic);

  if (result.exact) {
    // Turning every sign changes no |statistic|: the last study keeps its own.
    const Eigen::Index turned = k - 1, low = std::min<Eigen::Index>(turned, low_bits);
    const std::uint64_t size = std::uint64_t{1} << low;
    const std::uint64_t extreme =
        count_blocks(std::uint64_t{1} << (turned - low), options.progress, [&](std::uint64_t b) {
          Signs signs(sample, many, scaled);
          std::uint64_t count = 0;
          for (std::uint64_t m = 0; m < size; ++m) {
            const std::uint64_t bits = b * size + m;
            // Counting up changes the signs from the lowest bit that is set on downwards.
            const Eigen::Index first = m == 0 ? k - 1 : std::countr_zero(m);
            signs.set(bits, first);
            signs.sum_from(first);
            if (signs.fit() >= threshold) ++count;
          }
          return count;
        });
    result.iterations = std::uint64_t{1} << k;
    result.p = 2 * static_cast<double>(extreme) / static_cast<double>(result.iterations);
    return result;
  }

  constexpr std::uint64_t size = 256;
  const std::uint64_t words = (static_cast<std::uint64_t>(k) + 63) / 64;
  const std::uint64_t drawn = options.iterations - 1;
  const std::uint64_t extreme =
      count_blocks((drawn + size - 1) / size, options.progress, [&](std::uint64_t b) {
        Signs signs(sample, many, scaled);
        std::uint64_t count = 0;
        for (std::uint64_t n = b * size; n < std::min((b + 1) * size, drawn); ++n) {
          Random random{.seed = options.seed, .count = n * words};
          for (Eigen::Index offset = 0; offset < k; offset += 64)
            signs.set(random.next(), std::min<Eigen::Index>(k - offset, 64) - 1, offset);
          signs.sum_from(k - 1);
          if (signs.fit() >= threshold) ++count;
        }
        return count;
      });
  result.iterations = options.iterations;
  result.p = static_cast<double>(extreme + 1) / static_cast<double>(options.iterations);
  return result;
}

}  // namespace weald
