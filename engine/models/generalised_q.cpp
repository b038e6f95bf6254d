// SPDX-License-Identifier: MIT
#include "engine/models/generalised_q.h"

namespace weald {

Root solve_generalised_q(MomentsOf& moments, const Moments& zero, double target) {
  if (!(zero.q > target)) return {0, 0, true};
  // 1/Q* is nearly straight in τ², Q* is not: Newton's steps are taken on 1/target - 1/Q*.
  const auto difference = [target](const Moments& m) {
    return ValueSlope{1 / target - 1 / m.q, -m.wwrr / m.q / m.q};
  };
  const ValueSlope start = difference(zero);
  // Q*(τ²) < Σ(y - c)²/τ² for every c.
  const double squares = (moments.sample().y.array() - zero.mu).square().sum();
  return falling_root([&](double tau2) { return difference(moments.at(tau2)); }, 0,
                      squares / target * 1.0625, -start.value / start.slope);
}

}  // namespace weald
