// SPDX-License-Identifier: MIT
#include "engine/analysis/study_curves.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/analysis/parts.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

double by_odds(double effect, double control) {
  if (control >= 1) return 1;
  const double odds = control / (1 - control) * std::exp(effect);
  return std::isinf(odds) ? 1 : odds / (1 + odds);
}

double by_arcsine(double effect, double control) {
  const double angle = std::asin(std::sqrt(control)) + effect;
  const double s = std::sin(std::clamp(angle, 0.0, std::numbers::pi / 2));
  return s * s;
}

}  // namespace

double reach_of_level(double level) { return normal_quantile(0.5 + level / 2); }

Interval chance_interval(const Pooling& pool, double centre, double se, double level) {
  const Scale& scale = pool.measure->scale();
  const double n = harmonic_size(pool.studies), half = reach_of_level(level) * se;
  return {scale.shown(centre - half, n), scale.shown(centre + half, n)};
}

RadialPlot radial_plot(const Pooling& pool) {
  RadialPlot plot;
  if (pool.choices.model == Model::random && pool.heterogeneity)
    plot.tau2 = pool.heterogeneity->tau2;
  for (const StudyResult& study : pool.studies) {
    const double precision = 1 / std::sqrt(study.v + plot.tau2);
    plot.studies.push_back({precision, study.y * precision});
  }
  return plot;
}

std::optional<double> treated_risk(const Measure& measure, double effect, double control) {
  if (measure.key == "RR") return control * std::exp(effect);
  if (measure.key == "RD") return control + effect;
  if (measure.key == "OR" || measure.key == "PETO") return by_odds(effect, control);
  if (measure.key == "AS") return by_arcsine(effect, control);
  return {};
}

}  // namespace weald
