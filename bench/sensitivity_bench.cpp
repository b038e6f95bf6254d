// SPDX-License-Identifier: MIT
// Times of the models behind `weald sensitivity` and `weald bias`, in process: `name value_us`
// lines, medians. With the word `data` instead the hundred studies as CSV, so that a peer gets the
// same.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <string_view>
#include <vector>

#include "engine/models/bootstrap.h"
#include "engine/models/gosh.h"
#include "engine/models/influence.h"
#include "engine/models/permutation.h"
#include "engine/models/selection.h"
#include "engine/numerics/quantiles.h"
#include "engine/numerics/random.h"

using namespace weald;

namespace {

template <class F>
void measure(const char* name, int times, F&& f) {
  std::vector<double> all;
  for (int i = 0; i < times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    f();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    all.push_back(took.count());
  }
  std::sort(all.begin(), all.end());
  std::printf("%s %.1f\n", name, all[all.size() / 2]);
}

/// The log risk ratios of the thirteen BCG trials (Colditz 1994).
Sample bcg() {
  static const double y[] = {-0.8893113, -1.5853887, -1.3480731, -1.4415512, -0.2175473,
                             -0.7861156, -1.6208982, 0.0119523,  -0.4694176, -1.3713448,
                             -0.3393588, 0.4459134,  -0.0173139};
  static const double v[] = {0.3255848, 0.1945811, 0.4153680, 0.0200100, 0.0512102,
                             0.0069056, 0.2230172, 0.0039616, 0.0564342, 0.0730248,
                             0.0124122, 0.5325058, 0.0714047};
  return {Eigen::Map<const Eigen::VectorXd>(y, 13), Eigen::Map<const Eigen::VectorXd>(v, 13)};
}

Sample hundred() {
  Random random{.seed = 7};
  Sample sample{Eigen::VectorXd(100), Eigen::VectorXd(100)};
  for (Eigen::Index i = 0; i < 100; ++i) {
    sample.v[i] = 0.01 * std::exp(random.normal());
    sample.y[i] = 0.2 * random.normal() + std::sqrt(sample.v[i]) * random.normal();
  }
  return sample;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "data") {
    const Sample sample = hundred();
    std::puts("yi,vi");
    for (Eigen::Index i = 0; i < sample.k(); ++i)
      std::printf("%.17g,%.17g\n", sample.y[i], sample.v[i]);
    return 0;
  }
  const PoolOptions reml{.tau2 = find_tau2("REML"), .ci = find_mean_interval("HK")};
  PoolOptions common = reml;
  common.model = Model::common;
  common.i2_from = I2From::q;
  const Sample thirteen = bcg(), many = hundred();
  const PoolRule rule{.options = reml, .z_unless_heterogeneous = true};
  std::vector<Eigen::Index> order(100);
  std::iota(order.begin(), order.end(), 0);
  const PoolFit all = pool(many, reml);
  measure("leave_one_out_100_reml", 51, [&] { leave_one_out(many, rule); });
  measure("cumulative_100_reml", 51, [&] { cumulative(many, rule, order); });
  measure("influence_100_reml", 51, [&] { influence(many, all, leave_one_out(many, rule)); });
  measure("gosh_bcg_common", 51, [&] { gosh(thirteen, {.pool = common}); });
  measure("gosh_bcg_reml", 21, [&] { gosh(thirteen, {.pool = reml}); });
  const Sample twenty{many.y.head(20), many.v.head(20)};
  constexpr std::array five{0.0, 0.25, 0.5, 0.75, 1.0};
  measure("gosh_2e20_common", 9, [&] {
    const Gosh points = gosh(twenty, {.pool = common});
    quantiles(points.estimate, five);
    quantiles(points.i2, five);
  });
  measure("permutation_bcg_reml", 21, [&] { permutation_test(thirteen, {.pool = reml}); });
  const Fit fit = pool(thirteen, reml).fit;
  measure("bootstrap_bcg_10000", 21, [&] { bootstrap(thirteen, fit, {.pool = reml}); });
  const SelectionModel& beta = *find_selection_model("beta");
  measure("selection_100_beta", 21, [&] { fit_selection(many, beta, {}); });
}
