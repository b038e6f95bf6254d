// SPDX-License-Identifier: MIT
#include "tests/support/report_builder.h"

#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace weald::build {
namespace {

double same(double y, double) { return y; }
double same_back(double y) { return y; }
double exponential(double y, double) { return std::exp(y); }
double logarithm(double y) { return std::log(y); }
double expit(double y, double) { return 1 / (1 + std::exp(-y)); }
double logit(double p) { return std::log(p / (1 - p)); }
const Scale& identity() {
  static const Scale scale{"identity", same, same_back};
  return scale;
}
const Scale& log() {
  static const Scale scale{"log", exponential, logarithm};
  return scale;
}
const Scale& logits() {
  static const Scale scale{"logit", expit, logit};
  return scale;
}

/// Two-sided p of a normal statistic, as a logarithm; good enough where it is only shown.
double log_p(double z) {
  return std::log(std::max(std::erfc(std::abs(z) / std::sqrt(2.0)), 1e-300));
}

Shown shown_of(const Measure& measure, double y, const Interval& ci) {
  const auto read = measure.scale().shown;
  return {.estimate = read(y, 0), .ci = {read(ci.lower, 0), read(ci.upper, 0)}};
}

}  // namespace

const Measure& risk_ratio() {
  static const Measure measure{"RR", "Risk ratio", "RR", log,  0,      true, true,
                               1,    "",           "",   true, nullptr};
  return measure;
}
const Measure& generic() {
  static const Measure measure{"GEN", "Mean change", "Change", identity, 0,     false,
                               false, 256,           "",       "",       false, nullptr};
  return measure;
}
const Measure& prevalence() {
  static const Measure measure{"PLO",
                               "Proportion (logit)",
                               "Proportion",
                               logits,
                               std::numeric_limits<double>::quiet_NaN(),
                               false,
                               false,
                               16,
                               "",
                               "",
                               true,
                               nullptr};
  return measure;
}

StudyResult study(const std::string& label, double y, double v, const Measure& measure) {
  StudyResult out;
  for (const char c : label)
    out.row.study += c == ' ' ? '-' : ('A' <= c && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  out.row.label = label;
  out.y = y;
  out.v = v;
  const double half = 1.959963984540054 * std::sqrt(v);
  out.ci = {y - half, y + half};
  out.shown = shown_of(measure, y, out.ci);
  return out;
}

StudyResult trial(const std::string& label, double a, double n1, double c, double n2) {
  StudyResult out =
      study(label, std::log((a / n1) / (c / n2)), 1 / a - 1 / n1 + 1 / c - 1 / n2, risk_ratio());
  out.row.arms = {{.events = a, .n = n1}, {.events = c, .n = n2}};
  out.row.data = TwoByTwo{a, n1 - a, c, n2 - c};
  return out;
}

Pooling pool(const Measure& measure, std::vector<StudyResult> studies, const std::string& horizon,
             const std::string& label, const std::string& subgroup) {
  Pooling out;
  out.analysis = "analysis";
  out.id = "analysis";
  if (!horizon.empty()) out.horizon = horizon, out.horizon_label = label, out.id += "/" + horizon;
  if (!subgroup.empty())
    out.subgroup = subgroup, out.subgroup_label = subgroup, out.id += "/" + subgroup;
  out.measure = &measure;
  out.ci_used = "z";
  const double k = static_cast<double>(studies.size());
  if (studies.empty()) return out;
  double w = 0, wy = 0, ww = 0;
  for (const StudyResult& s : studies) w += 1 / s.v, wy += s.y / s.v, ww += 1 / (s.v * s.v);
  double q = 0;
  for (const StudyResult& s : studies) q += (s.y - wy / w) * (s.y - wy / w) / s.v;
  const double tau2 = studies.size() > 1 ? std::max(0.0, (q - (k - 1)) / (w - ww / w)) : 0;
  double sum = 0, mean = 0;
  for (const StudyResult& s : studies) sum += 1 / (s.v + tau2), mean += s.y / (s.v + tau2);
  mean /= sum;
  for (StudyResult& s : studies) s.weight = 1 / (s.v + tau2) / sum;
  const double se = 1 / std::sqrt(sum);
  PooledResult pooled;
  pooled.estimate = {.estimate = mean,
                     .se = se,
                     .statistic = mean / se,
                     .log_p = log_p(mean / se),
                     .ci = {mean - 1.96 * se, mean + 1.96 * se}};
  pooled.shown = shown_of(measure, mean, pooled.estimate.ci);
  Heterogeneity h{.tau2 = tau2, .q = q, .df = k - 1, .log_p = -0.7 * std::max(0.0, q - k)};
  h.i2 = q > k - 1 ? 100 * (q - (k - 1)) / q : 0;
  if (studies.size() > 2) {
    const double reach = 2.1 * std::sqrt(tau2 + se * se);
    pooled.pi = Interval{mean - reach, mean + reach};
    const auto read = measure.scale().shown;
    pooled.shown.pi = Interval{read(mean - reach, 0), read(mean + reach, 0)};
    out.pi_used = "V";
  }
  out.tau2_used = "REML";
  out.methods_line = "REML τ²; z CI; PI t(k−1); preset cochrane";
  out.pooled = pooled;
  out.heterogeneity = h;
  out.studies = std::move(studies);
  return out;
}

AnalysisReport report(const Measure& measure, std::vector<Pooling> pools) {
  AnalysisReport out;
  out.key = "analysis";
  out.measure = &measure;
  out.pools = std::move(pools);
  return out;
}

AnalysisReport bcg(bool by_allocation) {
  struct Trial {
    const char* label;
    const char* allocation;
    double a, n1, c, n2;
  };
  static constexpr std::array<Trial, 13> trials{
      {{"Aronson 1948", "random", 4, 123, 11, 139},
       {"Ferguson & Simes 1949", "random", 6, 306, 29, 303},
       {"Rosenthal et al 1960", "random", 3, 231, 11, 220},
       {"Hart & Sutherland 1977", "random", 62, 13598, 248, 12867},
       {"Frimodt-Moller et al 1973", "alternate", 33, 5069, 47, 5808},
       {"Stein & Aronson 1953", "alternate", 180, 1541, 372, 1451},
       {"Vandiviere et al 1973", "random", 8, 2545, 10, 629},
       {"TPT Madras 1980", "random", 505, 88391, 499, 88391},
       {"Coetzee & Berjak 1968", "random", 29, 7499, 45, 7277},
       {"Rosenthal et al 1961", "systematic", 17, 1716, 65, 1665},
       {"Comstock et al 1974", "systematic", 186, 50634, 141, 27338},
       {"Comstock & Webster 1969", "systematic", 5, 2498, 3, 2341},
       {"Comstock et al 1976", "systematic", 27, 16913, 29, 17854}}};
  std::vector<StudyResult> all;
  std::map<std::string, std::vector<StudyResult>> levels;
  for (const Trial& t : trials) {
    all.push_back(trial(t.label, t.a, t.n1, t.c, t.n2));
    all.back().row.fields["allocation"] = {.text = t.allocation};
    levels[t.allocation].push_back(all.back());
  }
  AnalysisReport out = report(risk_ratio(), {pool(risk_ratio(), all)});
  if (by_allocation) {
    for (auto& [level, studies] : levels)
      out.pools.push_back(pool(risk_ratio(), studies, "", "", level));
    out.subgroup_tests.push_back(
        {.analysis = "analysis", .by = "allocation", .q = 1.91, .df = 2, .log_p = std::log(0.385)});
  }
  out.title = "BCG vaccine against tuberculosis";
  out.outcome_label = "Tuberculosis";
  out.arm_labels = {"BCG vaccine", "No vaccine"};
  out.better = Better::lower;
  return out;
}

AnalysisReport many(int rows, int horizons, const Measure& measure, bool with_arms) {
  static constexpr std::array<const char*, 8> names{
      "Nguyen",
      "Straits-Tröster",
      "DBS for PD Study Group Investigators, Second Multicentre Extension Cohort",
      "王小明・李四",
      "محمد عبد الله الأنصاري",
      "Þórarinsdóttir",
      "क्षितिज शर्मा",
      "Donaudampfschifffahrtsgesellschaftskapitän"};
  const std::array<const char*, 4> keys{"short", "six", "year", "long"},
      labels{"3 months", "6 months", "12 months", "Long term"};
  std::vector<Pooling> pools;
  std::vector<Pooling> wholes;
  unsigned seed = 7;
  const auto random = [&] {
    seed = seed * 1664525U + 1013904223U;
    return (seed >> 8) / 16777216.0;
  };
  for (int h = 0; h < horizons; ++h) {
    std::vector<StudyResult> studies;
    std::vector<ExcludedRow> excluded;
    std::vector<FindingRow> findings;
    for (int i = 0; i < rows; ++i) {
      const std::string label =
          fmt::format("{} {}", names[static_cast<std::size_t>(i) % names.size()], 1990 + i % 35);
      const std::string key = fmt::format("s{:03}", i);
      const double y = (measure.ratio ? -0.3 : -2) + (random() - 0.5) * (measure.ratio ? 1 : 6),
                   v = (0.02 + random() * 0.2) * (measure.ratio ? 1 : 9);
      const int what = (i * 7 + h * 3) % 11;
      if (horizons > 1 && what == 1) continue;
      if (what == 2) {
        excluded.push_back({.study = key,
                            .label = label,
                            .code = "no-events",
                            .reason = "no events in either group"});
        continue;
      }
      if (what == 3) {
        findings.push_back({.study = key,
                            .label = label,
                            .text = "the groups did not differ in pain intensity nor in activity "
                                    "limitation at the last visit",
                            .time = "14 months"});
        continue;
      }
      studies.push_back(study(label, y, i == 4 ? 900 * v : v, measure));
      StudyResult& s = studies.back();
      s.row.study = key;
      s.row.year = 1990 + i % 35;
      s.row.time = "12 months";
      s.row.fields["country"] = {.text = i % 3 ? "France" : "United Kingdom and Ireland"};
      s.row.fields["dose"] = {.text = fmt::format("{}", 10 + i), .number = 10.0 + i};
      if (with_arms)
        s.row.arms = {{.events = 10.0 + i, .n = 100.0 + i, .mean = 3.25, .sd = 1.5},
                      {.events = 12.0, .n = 99.0, .mean = 4.5, .sd = 1.75}};
      static constexpr std::array<const char*, 4> judged{"low", "some concerns", "high",
                                                         "no information"};
      RiskOfBias risk{.tool = "RoB 2"};
      for (const char* domain :
           {"randomisation", "deviations", "missing", "measurement", "selection", "overall"})
        risk.domains.emplace_back(
            domain, Located<std::string>{judged[static_cast<std::size_t>(random() * 4) % 4], {}});
      s.row.risk_of_bias = risk;
    }
    const bool named = horizons > 1;
    Pooling whole =
        pool(measure, std::move(studies), named ? keys[static_cast<std::size_t>(h)] : "",
             named ? labels[static_cast<std::size_t>(h)] : "");
    whole.excluded = std::move(excluded);
    whole.findings = std::move(findings);
    whole.notes.push_back({"some-note", "the likelihood has several peaks"});
    wholes.push_back(whole);
    pools.push_back(std::move(whole));
  }
  AnalysisReport out = report(measure, std::move(pools));
  for (std::size_t i = 0; i < wholes.size(); ++i)
    for (std::size_t j = i + 1; j < wholes.size(); ++j) {
      if (!wholes[i].pooled || !wholes[j].pooled) continue;
      Contrast c{.analysis = "analysis",
                 .from = *wholes[i].horizon,
                 .to = *wholes[j].horizon,
                 .shared = 9,
                 .correlation = 0.5};
      c.estimate = wholes[j].pooled->estimate.estimate - wholes[i].pooled->estimate.estimate;
      c.se = 0.2;
      c.log_p = log_p(c.estimate / c.se);
      c.ci = {c.estimate - 0.4, c.estimate + 0.4};
      c.shown = measure.ratio ? shown_of(measure, c.estimate, c.ci)
                              : Shown{.estimate = c.estimate, .ci = c.ci};
      c.sweep = {{0, 0.3, log_p(c.estimate / 0.3), c.ci},
                 {0.9, 0.1, log_p(c.estimate / 0.1), c.ci}};
      out.contrasts.push_back(c);
    }
  out.title = "Acceptable pain";
  out.outcome_label = "Acceptable pain";
  out.arm_labels = {"Glucocorticoid", "Control"};
  out.better = Better::lower;
  return out;
}

AnalysisReport overview() {
  AnalysisReport out = report(generic(), {});
  out.overview = true;
  out.title = "Pain, published pooled results";
  out.arm_labels = {"Glucocorticoid", "Control"};
  out.better = Better::lower;
  const auto horizon = [&](const std::string& key, const std::string& label) {
    Pooling p = pool(generic(), {}, key, label);
    p.notes.push_back({"published-not-pooled",
                       "published pooled results are shown, not pooled again: they share trials"});
    out.pools.push_back(std::move(p));
  };
  horizon("short", "Short term");
  horizon("intermediate", "Intermediate term");
  horizon("long", "Long term");
  const auto add = [&](const char* label, const char* key, const char* name, const char* window,
                       double y, double low, double high, std::optional<double> i2) {
    out.published.push_back({.reference = label,
                             .label = label,
                             .horizon = key,
                             .horizon_label = name,
                             .as_printed = window,
                             .measure = &generic(),
                             .has_estimate = true,
                             .y = y,
                             .ci = Interval{low, high},
                             .shown = {.estimate = y, .ci = {low, high}},
                             .i2 = i2});
  };
  add("Daste 2021", "short", "Short term", "1 week to 3 months", -1.33, -2.34, -0.32, {});
  add("Mishra 2023", "short", "Short term", "1 month", -1.32, -2.32, -0.31, 89);
  add("Daste 2021", "intermediate", "Intermediate term", "3 to 6 months", -2.22, -5.34, 0.9, {});
  add("Daste 2021", "long", "Long term", "more than 6 months", -1.11, -2.91, 0.7, {});
  out.published.push_back({.reference = "mishra-2023",
                           .label = "Mishra 2023",
                           .text = "not sustained",
                           .horizon = "long",
                           .horizon_label = "Long term",
                           .as_printed = "3, 6, 12 months"});
  return out;
}

}  // namespace weald::build
