// SPDX-License-Identifier: MIT
// Copas' selection model: the chance of publication rises with precision and with the estimate; how
// strongly cannot be estimated, so it is swept.
#pragma once

#include <optional>
#include <vector>

#include "engine/models/pool.h"

namespace weald {

/// The fit at one pair γ0, γ1 of the selection z = γ0 + γ1/se + δ, cor(δ, ε) = ρ.
struct CopasFit {
  double gamma0 = 0, gamma1 = 0;
  double published_least = 0, published_most = 0;  ///< chance for the largest and smallest se
  Estimate pooled{};
  double tau2 = 0, rho = 0;
  double unpublished = 0;     ///< studies thought missing, Σ(1 - P)/P
  double residual_log_p = 0;  ///< of what asymmetry is left: likelihood ratio of a slope on se
  double loglik = 0;
  bool ok = false;
};

struct Copas {
  std::vector<CopasFit> path{};         ///< from no selection to strong selection
  std::optional<std::size_t> chosen{};  ///< the mildest that leaves residual p > 0.1
};

/// Copas & Shi 2000 (Biostatistics 1:247) and 2001 (Stat Methods Med Res 10:251). The most precise
/// study is taken as published with a chance of 0.99, the least precise with 0.99, 0.9 … 0.1.
/// k >= 3 and standard errors that differ, else nothing.
std::optional<Copas> copas(const Sample& sample, double level);

/// Its log-likelihood at μ, slope on the standard error, τ, ρ. Public, so that it is tested.
double copas_loglik(const Sample& sample, double gamma0, double gamma1, double mu, double slope,
                    double tau, double rho);

}  // namespace weald
