// SPDX-License-Identifier: MIT
// Times of pooling in process, in microseconds, the median of many repeats: `name value_us`, one a
// line.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "engine/models/pool.h"
#include "engine/models/regression.h"

using namespace weald;

namespace {

/// Log risk ratios and variances of the BCG trials (Colditz et al. 1994).
Sample bcg() {
  Sample s{Eigen::VectorXd(13), Eigen::VectorXd(13)};
  s.y << -0.88931133, -1.58538866, -1.34807315, -1.44155119, -0.21754732, -0.78611559, -1.62089822,
      0.01195233, -0.46941765, -1.37134480, -0.33935883, 0.44591340, -0.01731395;
  s.v << 0.32558477, 0.19458112, 0.41536797, 0.02001001, 0.05121017, 0.00690562, 0.22301725,
      0.00396158, 0.05643421, 0.07302479, 0.01241221, 0.53250585, 0.07140466;
  return s;
}

/// Made-up estimates: τ² 0.1, variances from 0.01 to 1. The same numbers on every machine.
Sample made_up(Eigen::Index k) {
  std::uint64_t state = 1;
  const auto uniform = [&] {  // splitmix64 (Steele et al. 2014)
    std::uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  };
  Sample s{Eigen::VectorXd(k), Eigen::VectorXd(k)};
  for (Eigen::Index i = 0; i < k; ++i) {
    s.v[i] = std::pow(10, -2 * uniform());
    double normal = -6;
    for (int j = 0; j < 12; ++j) normal += uniform();
    s.y[i] = 0.2 + normal * std::sqrt(0.1 + s.v[i]);
  }
  return s;
}

/// An intercept and three moderators, made up.
Eigen::MatrixXd three_moderators(Eigen::Index k) {
  Eigen::MatrixXd x(k, 4);
  for (Eigen::Index i = 0; i < k; ++i)
    x.row(i) << 1, 1950 + static_cast<double>(i * 7 % 61), static_cast<double>(i * i % 17),
        i % 3 == 0 ? 1 : 0;
  return x;
}

double sink = 0;  // what is computed is used

template <class F>
void measure(const std::string& name, int batch, F&& f) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  const auto end = Clock::now() + std::chrono::milliseconds(500);
  do {
    const auto start = Clock::now();
    for (int i = 0; i < batch; ++i) sink += f();
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count() /
                    batch);
  } while (times.size() < 5 || Clock::now() < end);
  std::nth_element(times.begin(), times.begin() + static_cast<long>(times.size() / 2), times.end());
  fmt::print("{} {:.3f}\n", name, times[times.size() / 2]);
}

}  // namespace

int main() {
  const Sample small = bcg();
  const Tau2Estimator* reml = find_tau2("REML");
  const PoolOptions everything{.tau2 = reml,
                               .ci = find_mean_interval("HK"),
                               .pi = find_prediction_interval("V"),
                               .tau2_ci = find_tau2_interval("QP")};
  measure("fit_k13", 200, [&] { return pool(small, everything).pooled->ci.lower; });
  measure("reml_k13", 200, [&] { return reml->estimate(small).value; });
  for (const Eigen::Index k : {100, 1000, 10000, 100000, 1000000}) {
    const Sample sample = made_up(k);
    const int batch = static_cast<int>(std::max<Eigen::Index>(1, 10000 / k));
    measure(fmt::format("reml_k{}", k), batch, [&] { return reml->estimate(sample).value; });
    measure(fmt::format("fit_k{}", k), batch,
            [&] { return pool(sample, everything).pooled->ci.lower; });
  }
  for (const Eigen::Index k : {100, 1000, 100000}) {
    const Sample sample = made_up(k);
    const Eigen::MatrixXd x = three_moderators(k);
    measure(fmt::format("regress_k{}", k), static_cast<int>(std::max<Eigen::Index>(1, 10000 / k)),
            [&] { return regress(sample, orthonormal_basis(x), {.tau2 = reml})->beta[1]; });
  }
  return std::isfinite(sink) ? 0 : 1;
}
