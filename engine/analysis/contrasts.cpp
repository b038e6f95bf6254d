// SPDX-License-Identifier: MIT
#include <cmath>
#include <map>
#include <utility>

#include "engine/analysis/parts.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

using RowKey = std::pair<std::string, std::string>;

std::map<RowKey, double> weight_by_row(const Pooling& pooling) {
  std::map<RowKey, double> weight;
  for (const StudyResult& study : pooling.studies)
    weight[{study.row.study, study.row.group.value_or("")}] = study.weight;
  return weight;
}

/// The standard error of a pool that the contract's formula takes: 1/√Σw, whatever interval the
/// pool itself uses.
double z_standard_error(const Pooling& pooling) {
  if (pooling.choices.method != Method::iv) return pooling.pooled->estimate.se;
  double sum = 0;
  const double tau2 = pooling.heterogeneity->tau2;
  for (const StudyResult& study : pooling.studies) sum += 1 / (study.v + tau2);
  return 1 / std::sqrt(sum);
}

Contrast contrast(const Pooling& earlier, const Pooling& later, double correlation) {
  Contrast c{.analysis = earlier.analysis,
             .from = *earlier.horizon,
             .to = *later.horizon,
             .correlation = correlation};
  const auto before = weight_by_row(earlier);
  double overlap = 0;  // Σ over shared studies of √(w1 w2) / √(Σw1 Σw2), weights as fractions
  for (const auto& [key, w2] : weight_by_row(later))
    if (const auto found = before.find(key); found != before.end()) {
      ++c.shared;
      overlap += std::sqrt(found->second * w2);
    }
  const double se1 = z_standard_error(earlier), se2 = z_standard_error(later);
  c.estimate = later.pooled->estimate.estimate - earlier.pooled->estimate.estimate;
  const double z = normal_quantile(0.5 + earlier.choices.level / 2);
  const auto at = [&](double rho) {
    const double se = std::sqrt(se1 * se1 + se2 * se2 - 2 * rho * se1 * se2 * overlap);
    return Contrast::AtCorrelation{.correlation = rho,
                                   .se = se,
                                   .log_p = normal_log_two_sided(c.estimate / se),
                                   .ci = {c.estimate - z * se, c.estimate + z * se}};
  };
  const Contrast::AtCorrelation assumed = at(correlation);
  c.se = assumed.se;
  c.log_p = assumed.log_p;
  c.ci = assumed.ci;
  const Measure& measure = *earlier.measure;
  // A difference of logarithms is read as a ratio; on any other scale the difference has no way
  // back of its own.
  const Scale& scale = measure.ratio ? measure.scale() : identity_scale();
  c.shown = {.estimate = scale.shown(c.estimate, 0),
             .ci = {scale.shown(c.ci.lower, 0), scale.shown(c.ci.upper, 0)}};
  if (c.shared > 0)
    for (int tenths = 0; tenths <= 9; ++tenths) c.sweep.push_back(at(tenths / 10.0));
  return c;
}

}  // namespace

std::vector<Contrast> contrasts(const std::vector<Pooling>& wholes,
                                std::optional<double> correlation) {
  std::vector<Contrast> result;
  for (std::size_t i = 0; i < wholes.size(); ++i)
    for (std::size_t j = i + 1; j < wholes.size(); ++j)
      if (wholes[i].horizon && wholes[j].horizon && wholes[i].pooled && wholes[j].pooled)
        result.push_back(contrast(wholes[i], wholes[j], correlation.value_or(0)));
  return result;
}

}  // namespace weald
