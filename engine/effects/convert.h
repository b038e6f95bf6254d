// SPDX-License-Identifier: MIT
// What papers print turned into what formulas need: standard deviations from standard errors,
// intervals or quartiles, and groups combined. Each function names its source.
#pragma once

#include <optional>
#include <span>

#include "engine/effects/data.h"

namespace weald {

/// sd = se √n (Higgins et al., Cochrane Handbook 6.5.2.2).
double sd_from_se(double se, double n);

/// sd of a group from the interval of its mean, t on n-1 degrees of freedom (Handbook 6.5.2.2).
double sd_from_interval(double lower, double upper, double n, double level);

/// Mean and sd from the median and quartiles, or from the median and the range (Wan et al. 2014;
/// mean by Luo et al. 2018).
struct MeanSd {
  double mean = 0, sd = 0;
};
MeanSd mean_sd_from_quartiles(double q1, double median, double q3, double n);
MeanSd mean_sd_from_range(double minimum, double median, double maximum, double n);

/// Groups made one: n = Σn, m = Σmn/n, s² = (Σ(n_i-1)s_i² + Σn_i(m_i-m)²)/(n-1) (Handbook
/// table 6.5.a).
Mean combine(std::span<const Mean> groups);

}  // namespace weald
