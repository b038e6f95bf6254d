// SPDX-License-Identifier: MIT
#include "engine/models/counts.h"

#include <cmath>
#include <numeric>

#include "engine/effects/measure.h"
#include "engine/expects.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

Estimate normal_estimate(double estimate, double variance, double level) {
  const double se = std::sqrt(variance), half = normal_quantile(0.5 + level / 2) * se;
  return {.estimate = estimate,
          .se = se,
          .statistic = estimate / se,
          .log_p = normal_log_two_sided(estimate / se),
          .ci = {estimate - half, estimate + half}};
}

/// Heterogeneity from Q on m-1 degrees of freedom, m studies.
Heterogeneity from_q(double q, std::size_t m) {
  if (m < 2) return {};
  const double df = static_cast<double>(m - 1);
  return {.q = q,
          .df = df,
          .log_p = chi2_log_upper(q, df),
          .i2 = q > df ? 100 * (q - df) / q : 0,
          .h2 = q / df};
}

/// Q of inverse-variance effects about a pooled estimate that is not their weighted mean.
Heterogeneity about(double pooled, std::string_view measure, std::span<const OutcomeData> rows) {
  const Measure* row = find_measure(measure);
  EXPECTS(row != nullptr);
  const EffectOptions options{.add = 0.5, .to = AddTo::only0, .drop00 = true};
  double q = 0;
  std::size_t m = 0;
  for (const EffectOrReason& result : compute_effects(*row, rows, options)) {
    const Effect* effect = std::get_if<Effect>(&result);
    if (effect == nullptr || !(effect->v > 0)) continue;
    q += (effect->y - pooled) * (effect->y - pooled) / effect->v;
    ++m;
  }
  return from_q(q, m);
}

std::vector<double> fractions(std::vector<double> weight) {
  const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
  for (double& w : weight) w = sum > 0 ? w / sum : 0;
  return weight;
}

bool has_zero(const TwoByTwo& t) { return t.a == 0 || t.b == 0 || t.c == 0 || t.d == 0; }
bool no_events(const TwoByTwo& t) { return t.a == 0 && t.c == 0; }
bool only_events(const TwoByTwo& t) { return t.b == 0 && t.d == 0; }

/// A pooled estimate before its inference.
struct Pooled {
  double y = 0, v = 0;
  std::string_view reason{};
  std::vector<double> weight{};
};

Pooled odds_ratio(std::span<const TwoByTwo> tables) {
  Pooled p;
  double r = 0, s = 0, pr = 0, ps_qr = 0, qs = 0;
  for (const TwoByTwo& t : tables) {
    const double n = t.n1() + t.n2();
    const double ad = n > 0 ? t.a * t.d / n : 0, bc = n > 0 ? t.b * t.c / n : 0;
    const double diagonal = n > 0 ? (t.a + t.d) / n : 0, other = n > 0 ? (t.b + t.c) / n : 0;
    r += ad;
    s += bc;
    pr += diagonal * ad;
    ps_qr += diagonal * bc + other * ad;
    qs += other * bc;
    p.weight.push_back(bc);
  }
  if (!(r > 0 && s > 0)) {
    p.reason =
        "in no study can the odds be compared: one group never has an event, or always has one";
    return p;
  }
  p.y = std::log(r / s);
  p.v = pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s);
  return p;
}

Pooled risk_ratio(std::span<const TwoByTwo> tables) {
  Pooled p;
  double r = 0, s = 0, v = 0;
  for (const TwoByTwo& t : tables) {
    const double n1 = t.n1(), n2 = t.n2(), n = n1 + n2;
    p.weight.push_back(n > 0 ? t.c * n1 / n : 0);
    if (!(n > 0)) continue;
    r += t.a * n2 / n;
    s += t.c * n1 / n;
    v += ((n1 / n) * (n2 / n)) * (t.a + t.c) - (t.a / n) * t.c;
  }
  if (!(r > 0 && s > 0)) {
    p.reason = "one of the groups has no events in any study";
    return p;
  }
  p.y = std::log(r / s);
  p.v = v / (r * s);
  return p;
}

Pooled risk_difference(std::span<const TwoByTwo> tables) {
  Pooled p;
  double sum = 0, w = 0, first = 0, second = 0;
  for (const TwoByTwo& t : tables) {
    const double n1 = t.n1(), n2 = t.n2(), n = n1 + n2;
    p.weight.push_back(n > 0 ? n1 * n2 / n : 0);
    if (!(n > 0)) continue;
    const double f1 = n1 / n, f2 = n2 / n;
    sum += t.a * f2 - t.c * f1;
    w += n1 * f2;
    first += t.c * f1 * f1 - t.a * f2 * f2 + f1 * f2 * (n2 - n1) / 2;
    second += (t.a * (n2 - t.c) + t.c * (n1 - t.a)) / n / 2;
  }
  if (!(w > 0)) {
    p.reason = "no study has people in both groups";
    return p;
  }
  p.y = sum / w;
  p.v = (p.y * first + second) / w / w;
  if (!(p.v > 0))
    p.reason = "no study has events (or everybody has them), so that the variance is 0";
  return p;
}

Pooled rate_ratio(std::span<const TwoRates> rows) {
  Pooled p;
  double r = 0, s = 0, v = 0;
  for (const TwoRates& row : rows) {
    const double f1 = row.t1 / (row.t1 + row.t2), f2 = row.t2 / (row.t1 + row.t2);
    r += row.x1 * f2;
    s += row.x2 * f1;
    v += (row.x1 + row.x2) * f1 * f2;
    p.weight.push_back(row.x2 * f1);
  }
  if (!(r > 0 && s > 0)) {
    p.reason = "one of the groups has no events in any study";
    return p;
  }
  p.y = std::log(r / s);
  p.v = v / (r * s);
  return p;
}

Pooled rate_difference(std::span<const TwoRates> rows) {
  Pooled p;
  double sum = 0, w = 0, v = 0;
  for (const TwoRates& row : rows) {
    const double f1 = row.t1 / (row.t1 + row.t2), f2 = row.t2 / (row.t1 + row.t2);
    sum += row.x1 * f2 - row.x2 * f1;
    w += row.t1 * f2;
    v += row.x1 * f2 * f2 + row.x2 * f1 * f1;
    p.weight.push_back(row.t1 * f2);
  }
  if (!(w > 0)) {
    p.reason = "no study has person-time in both groups";
    return p;
  }
  p.y = sum / w;
  p.v = v / w / w;
  if (!(p.v > 0)) p.reason = "no study has events, so that the variance is 0";
  return p;
}

CountFit finish(Pooled p, std::string_view measure, std::span<const OutcomeData> rows,
                double level) {
  CountFit fit;
  fit.reason = p.reason;
  if (!p.reason.empty()) {
    fit.weight.assign(p.weight.size(), 0);
    return fit;
  }
  fit.weight = fractions(std::move(p.weight));
  fit.pooled = normal_estimate(p.y, p.v, level);
  fit.heterogeneity = about(p.y, measure, rows);
  return fit;
}

}  // namespace

CountFit mantel_haenszel(std::span<const TwoByTwo> tables, CountMeasure measure, double add,
                         double level) {
  std::vector<TwoByTwo> used(tables.begin(), tables.end());
  if (add > 0 && measure != CountMeasure::RD)
    for (TwoByTwo& t : used) {
      if (no_events(t) || (measure == CountMeasure::OR && only_events(t)))
        t = {};
      else if (has_zero(t))
        t = {t.a + add, t.b + add, t.c + add, t.d + add};
    }
  const std::vector<OutcomeData> rows(tables.begin(), tables.end());
  switch (measure) {
    case CountMeasure::OR:
      return finish(odds_ratio(used), "OR", rows, level);
    case CountMeasure::RR:
      return finish(risk_ratio(used), "RR", rows, level);
    case CountMeasure::RD:
      return finish(risk_difference(used), "RD", rows, level);
  }
  UNREACHABLE("a measure without a formula");
}

CountFit mantel_haenszel(std::span<const TwoRates> rows, RateMeasure measure, double level) {
  const std::vector<OutcomeData> data(rows.begin(), rows.end());
  return measure == RateMeasure::IRR ? finish(rate_ratio(rows), "IRR", data, level)
                                     : finish(rate_difference(rows), "IRD", data, level);
}

ObservedExpected observed_expected(const TwoByTwo& t) {
  const double n1 = t.n1(), n2 = t.n2(), n = n1 + n2, events = t.a + t.c, others = t.b + t.d;
  if (!(n > 1)) return {};
  return {.oe = t.a - events * (n1 / n), .v = (n1 / n) * (n2 / n) * events * others / (n - 1)};
}

CountFit peto(std::span<const ObservedExpected> rows, double level) {
  CountFit fit;
  double oe = 0, v = 0;
  for (const ObservedExpected& row : rows) {
    fit.weight.push_back(row.v > 0 ? row.v : 0);
    if (!(row.v > 0)) continue;
    oe += row.oe;
    v += row.v;
  }
  fit.weight = fractions(std::move(fit.weight));
  if (!(v > 0)) {
    fit.reason = "no study has both people with and people without the event";
    return fit;
  }
  const double y = oe / v;
  fit.pooled = normal_estimate(y, 1 / v, level);
  double q = 0;
  std::size_t m = 0;
  for (const ObservedExpected& row : rows) {
    if (!(row.v > 0)) continue;
    q += row.v * (row.oe / row.v - y) * (row.oe / row.v - y);
    ++m;
  }
  fit.heterogeneity = from_q(q, m);
  return fit;
}

}  // namespace weald
