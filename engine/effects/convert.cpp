// SPDX-License-Identifier: MIT
#include "engine/effects/convert.h"

#include <cmath>

#include "engine/numerics/distributions.h"

namespace weald {

double sd_from_se(double se, double n) { return se * std::sqrt(n); }

double sd_from_interval(double lower, double upper, double n, double level) {
  return std::sqrt(n) * (upper - lower) / (-2 * student_quantile((1 - level) / 2, n - 1));
}

MeanSd mean_sd_from_quartiles(double q1, double median, double q3, double n) {
  // Luo et al. 2018 (equation 15) and Wan et al. 2014 (equation 16).
  const double w = 0.7 + 0.39 / n;
  return {.mean = w * (q1 + q3) / 2 + (1 - w) * median,
          .sd = (q3 - q1) / (2 * normal_quantile((0.75 * n - 0.125) / (n + 0.25)))};
}

MeanSd mean_sd_from_range(double minimum, double median, double maximum, double n) {
  // Luo et al. 2018 (equation 7) and Wan et al. 2014 (equation 9).
  const double w = 4 / (4 + std::pow(n, 0.75));
  return {.mean = w * (minimum + maximum) / 2 + (1 - w) * median,
          .sd = (maximum - minimum) / (2 * normal_quantile((n - 0.375) / (n + 0.25)))};
}

Mean combine(std::span<const Mean> groups) {
  if (groups.size() == 1) return groups.front();
  double n = 0, sum = 0;
  for (const Mean& g : groups) {
    n += g.n;
    sum += g.n * g.m;
  }
  const double m = sum / n;
  double squares = 0;
  for (const Mean& g : groups) squares += (g.n - 1) * g.sd * g.sd + g.n * (g.m - m) * (g.m - m);
  return {.m = m, .sd = std::sqrt(squares / (n - 1)), .n = n};
}

}  // namespace weald
