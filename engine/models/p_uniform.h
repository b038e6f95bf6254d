// SPDX-License-Identifier: MIT
// p-uniform*: significant and other studies are each published at a rate of their own, so only
// where they lie within their own side of significance speaks for the effect.
#pragma once

#include <string_view>
#include <variant>

#include "engine/models/pool.h"

namespace weald {

struct PUniform {
  Estimate estimate{};  ///< maximum likelihood; statistic is the signed root of the likelihood
                        ///< ratio against 0, interval by profile likelihood
  double tau2 = 0;
  int significant = 0, others = 0;
  Convergence convergence{};
};

/// van Aert & van Assen 2021 (p-uniform*, MetaArXiv zqjr9; Collabra 2023): y ~ N(μ, v + τ²) given
/// that it is on the side of its own critical value it is found on, one-sided α = 0.025 in the
/// direction of `sign`. k >= 3. A reason where the likelihood has no maximum.
std::variant<PUniform, std::string_view> p_uniform_star(const Sample& sample, double sign,
                                                        double level);

/// That log-likelihood. Public, so that it is tested.
double p_uniform_loglik(const Sample& sample, double sign, double mu, double tau2);

}  // namespace weald
