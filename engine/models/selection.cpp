// SPDX-License-Identifier: MIT
#include "engine/models/selection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/expects.h"
#include "engine/models/key.h"
#include "engine/models/selection_parts.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

using selection::Problem;
using selection::Regions;
using selection::Smooth;

constexpr std::string_view preston = "Preston, Ashby & Smyth 2004, Stat Med 23:1351";
constexpr SelectionModel rows[] = {
    {"stepfun", "step function (3PSM, 4PSM)",
     "the chance of publication jumps at the steps of p and is constant between them",
     "Vevea & Hedges 1995, Psychometrika 60:419", StepUse::required},
    {"beta", "beta density", "the chance of publication follows a beta density of p",
     "Citkowicz & Vevea 2017, Psychol Methods 22:28", StepUse::none},
    {"halfnorm", "half-normal",
     "the chance of publication falls with p as half a bell curve does, exp(-δp²)", preston,
     StepUse::optional},
    {"negexp", "negative-exponential",
     "the chance of publication falls exponentially with p, exp(-δp)", preston, StepUse::optional},
    {"logistic", "logistic",
     "the chance of publication falls with p as a logistic curve does, 2/(1 + exp(δp))", preston,
     StepUse::optional},
    {"power", "power", "the chance of publication falls with p as (1-p)^δ does", preston,
     StepUse::optional},
    {"trunc", "truncated at a known estimate",
     "estimates beyond the cut are published at one rate, those before it at another",
     "Rust, Lehmann & Farley 1990, J Mark Res 27:220", StepUse::optional},
    {"truncest", "truncated at an estimated estimate",
     "estimates beyond a cut found from the data are published at one rate, those before at "
     "another",
     "Rust, Lehmann & Farley 1990, J Mark Res 27:220", StepUse::none},
};

// Logarithms of the smooth weights and their derivatives; with a step they are 1 up to it and
// continuous there, as metafor has them.
double log_beta(double p, double, const double* d, double* slopes) {
  slopes[0] = std::log(p);
  slopes[1] = std::log1p(-p);
  return (d[0] - 1) * slopes[0] + (d[1] - 1) * slopes[1];
}
double log_halfnormal(double p, double step, const double* d, double* slopes) {
  slopes[0] = p <= step ? 0 : step * step - p * p;
  return d[0] * slopes[0];
}
double log_negative_exponential(double p, double step, const double* d, double* slopes) {
  slopes[0] = p <= step ? 0 : step - p;
  return d[0] * slopes[0];
}
double log_logistic(double p, double step, const double* d, double* slopes) {
  slopes[0] = 0;
  if (p <= step) return 0;
  // 2 exp(-δp)/(1 + exp(-δp)) over the same at the step.
  const double at_p = std::exp(-d[0] * p), at_step = std::exp(-d[0] * step);
  slopes[0] = -p / (1 + at_p) + step / (1 + at_step);
  return -d[0] * (p - step) - std::log1p(at_p) + std::log1p(at_step);
}
double log_power(double p, double step, const double* d, double* slopes) {
  slopes[0] = p <= step ? 0 : std::log1p(-p) - std::log1p(-step);
  return d[0] * slopes[0];
}

struct SmoothKind {
  std::string_view key;
  selection::LogWeight log_weight;
  Eigen::Index deltas;
  double clip;     ///< p is kept this far from 0 and 1
  double neutral;  ///< δ of no selection
};
constexpr SmoothKind smooth_kinds[] = {
    {"beta", log_beta, 2, 1e-5, 1},
    {"halfnorm", log_halfnormal, 1, 0, 0},
    {"negexp", log_negative_exponential, 1, 0, 0},
    {"logistic", log_logistic, 1, 0, 0},
    {"power", log_power, 1, 1e-5, 0},
};

/// Effects preferred below 0 are turned over, so that the models know only «above».
Sample facing_up(const Sample& sample, Alternative alternative, double unit) {
  const double sign = alternative == Alternative::less ? -1 : 1;
  return {sign * sample.y / unit, sample.v / (unit * unit)};
}

/// Cuts of a step function in p. The last step, 1, is implied.
Regions step_regions(const Sample& sample, const std::vector<double>& steps, bool two_sided) {
  Regions regions;
  const auto count = static_cast<Eigen::Index>(steps.size());
  regions.deltas = count;
  if (two_sided)
    for (Eigen::Index j = 0; j < count; ++j) {  // from the most significant negative inwards
      regions.a.push_back(normal_quantile(steps[static_cast<std::size_t>(j)] / 2));
      regions.weight.push_back(j);
    }
  regions.weight.push_back(count);
  for (Eigen::Index j = count; j-- > 0;) {
    const double step = steps[static_cast<std::size_t>(j)];
    regions.a.push_back(-normal_quantile(two_sided ? step / 2 : step));
    regions.weight.push_back(j);
  }
  regions.b.assign(regions.a.size(), 0);
  for (Eigen::Index i = 0; i < sample.k(); ++i) {
    double u = sample.y[i] / std::sqrt(sample.v[i]);
    if (two_sided) u = std::fabs(u);
    Eigen::Index own = 0;
    while (own < count) {
      const double step = steps[static_cast<std::size_t>(own)];
      if (u >= -normal_quantile(two_sided ? step / 2 : step)) break;
      ++own;
    }
    regions.own.push_back(own);
  }
  return regions;
}

/// One cut of the estimate itself; a study at the cut counts as above where `above` says so.
Regions cut_regions(const Sample& sample, double cut, bool above) {
  Regions regions{.a = {0}, .b = {cut}, .weight = {1, 0}, .deltas = 1};
  for (Eigen::Index i = 0; i < sample.k(); ++i)
    regions.own.push_back(sample.y[i] > cut || (above && sample.y[i] == cut) ? 0 : 1);
  return regions;
}

struct Best {
  Minimum minimum{};
  double cut = 0;
};

/// The lowest of the minima from several starts of δ.
Best lowest(const Objective& f, const Problem& problem, Eigen::Index deltas, double mu, double tau2,
            std::span<const double> starts, double lowest_delta) {
  const Eigen::Index n = problem.first_delta() + deltas;
  Point start(n), lower(n), upper(n), scale(n);
  constexpr double infinite = std::numeric_limits<double>::infinity();
  lower.setConstant(lowest_delta);
  upper.setConstant(100);
  scale.setConstant(0.1);
  lower[0] = -infinite;
  upper[0] = infinite;
  scale[0] = 1;
  start[0] = mu;
  if (!problem.common) {
    lower[1] = 0;
    upper[1] = infinite;
    scale[1] = std::max(tau2, 0.01);
    start[1] = std::max(tau2, 0.01);
  }
  Best best;
  best.minimum.f = infinite;
  for (const double delta : starts) {
    start.tail(deltas).setConstant(delta);
    Minimum found = minimise(f, start, lower, upper, scale);
    const bool better = found.f < best.minimum.f - 1e-9 ||
                        (found.ok && !best.minimum.ok && found.f < best.minimum.f + 1e-9);
    if (better) best.minimum = std::move(found);
  }
  return best;
}

/// Every estimate is tried as the cut, once as above it and once as below: between estimates the
/// likelihood has no maximum in the cut.
Best best_cut(const Problem& problem, double mu, double tau2) {
  const Sample& sample = *problem.sample;
  std::vector<double> cuts(sample.y.data(), sample.y.data() + sample.k());
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  // The ends leave one side empty; of very many, evenly spaced ones are looked at.
  const std::size_t every = 1 + cuts.size() / 200;
  Best best;
  best.minimum.f = std::numeric_limits<double>::infinity();
  constexpr double start[] = {1};
  for (std::size_t i = 0; i < cuts.size(); i += every)
    for (const bool above : {true, false}) {
      if ((i == 0 && above) || (i + 1 == cuts.size() && !above)) continue;
      const Regions regions = cut_regions(sample, cuts[i], above);
      Best here =
          lowest([&](const Point& x, Point* g) { return minus_loglik(problem, regions, x, g); },
                 problem, 1, mu, tau2, start, 0);
      here.cut = cuts[i];
      if (here.minimum.ok && here.minimum.f < best.minimum.f) best = std::move(here);
    }
  return best;
}

const SmoothKind* find_smooth(std::string_view key) {
  return row_with_key(std::span<const SmoothKind>(smooth_kinds), key);
}

/// A power of two near the typical standard error: the fit then knows no units.
double unit_of(const Sample& sample) {
  std::vector<double> v(sample.v.data(), sample.v.data() + sample.k());
  std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
  return std::exp2(std::round(std::log2(v[v.size() / 2]) / 2));
}

double step_of(const SelectionOptions& options) {
  return options.steps.empty() ? 0 : options.steps.front();
}

}  // namespace

std::span<const SelectionModel> selection_models() { return rows; }
const SelectionModel* find_selection_model(std::string_view key) {
  return row_with_key(selection_models(), key);
}

std::variant<SelectionFit, std::string_view> fit_selection(const Sample& sample,
                                                           const SelectionModel& model,
                                                           const SelectionOptions& options) {
  if (sample.k() < 3) return "it needs three studies at least";
  const bool two_sided = options.alternative == Alternative::two_sided;
  const double unit = unit_of(sample), sign = options.alternative == Alternative::less ? -1 : 1;
  const Sample up = facing_up(sample, options.alternative, unit);
  const Problem problem{&up, options.common};
  const double tau2 = options.common ? 0 : find_tau2("ML")->estimate(up).value;
  const double mu = weights(up, tau2).dot(up.y);
  const double without = ml_loglik(up, tau2);

  Best best;
  Eigen::Index deltas = 1;
  bool first_is_one = false;
  if (const SmoothKind* kind = find_smooth(model.key)) {
    deltas = kind->deltas;
    const Smooth smooth = selection::smooth_weights(up, kind->log_weight, deltas, step_of(options),
                                                    kind->clip, two_sided);
    const double starts[] = {kind->neutral == 1 ? 1 : 0.5, kind->neutral == 1 ? 0.5 : 5};
    best = lowest([&](const Point& x, Point* g) { return minus_loglik(problem, smooth, x, g); },
                  problem, deltas, mu, tau2, starts, kind->neutral == 1 ? 1e-5 : 0);
  } else if (model.key == "stepfun") {
    EXPECTS(!options.steps.empty());
    const Regions regions = step_regions(up, options.steps, two_sided);
    deltas = regions.deltas;
    first_is_one = true;
    for (Eigen::Index j = 0; j <= deltas; ++j)
      if (std::find(regions.own.begin(), regions.own.end(), j) == regions.own.end())
        return j == 0 ? "no study has a p below the first step, so nothing tells the weights"
                      : "no study has a p between two of the steps, so its weight cannot be told";
    constexpr double starts[] = {1, 0.2};
    best = lowest([&](const Point& x, Point* g) { return minus_loglik(problem, regions, x, g); },
                  problem, deltas, mu, tau2, starts, 0);
  } else if (two_sided) {
    return "truncation has a direction: say whether greater or less";
  } else if (model.key == "trunc") {
    const double cut = sign * step_of(options) / unit;
    const Regions regions = cut_regions(up, cut, false);
    if (std::ranges::count(regions.own, 0) == 0 || std::ranges::count(regions.own, 1) == 0)
      return "all estimates lie on one side of the cut, so nothing tells the weight";
    constexpr double starts[] = {1, 0.2};
    best = lowest([&](const Point& x, Point* g) { return minus_loglik(problem, regions, x, g); },
                  problem, 1, mu, tau2, starts, 0);
  } else {
    best = best_cut(problem, mu, tau2);
    if (best.minimum.x.size() == 0) return "no cut gives a likelihood with a maximum";
  }

  const Minimum& minimum = best.minimum;
  const Eigen::Index first = problem.first_delta();
  SelectionFit fit;
  const double variance = inverse_curvature(minimum, 0);
  fit.convergence = {minimum.ok && variance > 0, minimum.iterations, false};
  fit.tau2 = problem.tau2(minimum.x) * unit * unit;
  fit.convergence.at_boundary = !options.common && minimum.at_bound[1];
  if (first_is_one) fit.weights.push_back(1);
  for (Eigen::Index j = 0; j < deltas; ++j) {
    fit.weights.push_back(minimum.x[first + j]);
    fit.weight_at_bound |=
        minimum.at_bound[static_cast<std::size_t>(first + j)] || minimum.x[first + j] > 99.9;
  }
  if (model.key == "truncest") fit.weights.push_back(sign * best.cut * unit);
  Estimate& pooled = fit.pooled;
  pooled.estimate = sign * minimum.x[0] * unit;
  pooled.se = variance > 0 ? std::sqrt(variance) * unit : std::numeric_limits<double>::infinity();
  pooled.statistic = pooled.estimate / pooled.se;
  pooled.log_p = normal_log_two_sided(pooled.statistic);
  const double half = normal_quantile(0.5 + options.level / 2) * pooled.se;
  pooled.ci = {pooled.estimate - half, pooled.estimate + half};
  const double to_units = static_cast<double>(sample.k()) * std::log(unit);
  fit.loglik = -minimum.f - to_units;
  fit.loglik_without = without - to_units;
  fit.lrt = std::max(0.0, 2 * (-minimum.f - without));
  fit.lrt_df = static_cast<double>(deltas) + (model.key == "truncest" ? 1 : 0);
  fit.lrt_log_p = chi2_log_upper(fit.lrt, fit.lrt_df);
  return fit;
}

double selection_loglik(const Sample& sample, const SelectionModel& model,
                        const SelectionOptions& options, double mu, double tau2,
                        std::span<const double> delta) {
  const bool two_sided = options.alternative == Alternative::two_sided;
  const double sign = options.alternative == Alternative::less ? -1 : 1;
  const Sample up = facing_up(sample, options.alternative, 1);
  const Problem problem{&up, false};
  Point x(2 + static_cast<Eigen::Index>(delta.size()));
  x[0] = sign * mu;
  x[1] = tau2;
  for (std::size_t i = 0; i < delta.size(); ++i) x[2 + static_cast<Eigen::Index>(i)] = delta[i];
  if (const SmoothKind* kind = find_smooth(model.key))
    return -minus_loglik(problem,
                         selection::smooth_weights(up, kind->log_weight, kind->deltas,
                                                   step_of(options), kind->clip, two_sided),
                         x, nullptr);
  if (model.key == "stepfun")
    return -minus_loglik(problem, step_regions(up, options.steps, two_sided), x, nullptr);
  return -minus_loglik(problem, cut_regions(up, sign * step_of(options), false), x, nullptr);
}

}  // namespace weald
