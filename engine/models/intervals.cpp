// SPDX-License-Identifier: MIT
// Intervals of the mean and of a new study's effect, each from what Fit holds.
#include <cmath>

#include "engine/models/key.h"
#include "engine/models/pool.h"
#include "engine/numerics/distributions.h"

namespace weald {
namespace {

double quantile(std::optional<double> df, double level) {
  const double p = 0.5 + level / 2;
  return df ? student_quantile(p, *df) : normal_quantile(p);
}

Estimate inference(const Fit& fit, double se, std::optional<double> df, double level) {
  const double half = quantile(df, level) * se, statistic = fit.mu / se;
  return {.estimate = fit.mu,
          .se = se,
          .statistic = statistic,
          .df = df,
          .log_p = df ? student_log_two_sided(statistic, *df) : normal_log_two_sided(statistic),
          .ci = {fit.mu - half, fit.mu + half}};
}

double degrees(const Fit& fit) { return static_cast<double>(fit.k - 1); }

std::optional<Estimate> normal(const Fit& fit, double level) {
  return inference(fit, fit.se_z, std::nullopt, level);
}

std::optional<Estimate> student(const Fit& fit, double level) {
  if (fit.k < 2) return std::nullopt;
  return inference(fit, fit.se_z, degrees(fit), level);
}

/// Nothing where all effects are equal: the standard error is 0 and there is no statistic.
std::optional<Estimate> hartung_knapp(const Fit& fit, double level) {
  if (fit.k < 2 || !(fit.se_hk > 0)) return std::nullopt;
  return inference(fit, fit.se_hk, degrees(fit), level);
}

std::optional<Estimate> hartung_knapp_se(const Fit& fit, double level) {
  if (fit.k < 2) return std::nullopt;
  return inference(fit, std::fmax(fit.se_hk, fit.se_z), degrees(fit), level);
}

std::optional<Estimate> hartung_knapp_ci(const Fit& fit, double level) {
  if (fit.k < 2) return std::nullopt;
  const auto z = normal(fit, level), hk = hartung_knapp(fit, level);
  return hk && hk->ci.upper - hk->ci.lower > z->ci.upper - z->ci.lower ? hk : z;
}

std::optional<Estimate> kenward_roger(const Fit& fit, double level) {
  if (!fit.se_kr || !fit.df_kr) return std::nullopt;
  return inference(fit, *fit.se_kr, *fit.df_kr, level);
}

std::optional<Interval> prediction(const Fit& fit, double se, std::optional<double> df,
                                   double level) {
  if (df && !(*df > 0)) return std::nullopt;
  const double half = quantile(df, level) * std::sqrt(fit.tau2 + se * se);
  return Interval{fit.mu - half, fit.mu + half};
}

/// Of estimates that do not differ at all it would be a single point.
std::optional<Interval> hartung_knapp_prediction(const Fit& fit, double df, double level) {
  if (!(fit.se_hk > 0 || fit.tau2 > 0)) return std::nullopt;
  return prediction(fit, fit.se_hk, df, level);
}

constexpr MeanInterval mean_rows[] = {
    {.key = "HK",
     .label = "Hartung-Knapp-Sidik-Jonkman",
     .source = "Hartung & Knapp 2001, Stat Med 20:3875; Sidik & Jonkman 2002, Stat Med 21:3153",
     .infer = hartung_knapp},
    {.key = "z",
     .label = "normal",
     .source = "DerSimonian & Laird 1986, Control Clin Trials 7:177",
     .infer = normal},
    {.key = "t",
     .label = "t on k-1",
     .source = "Follmann & Proschan 1999, Biometrics 55:732",
     .infer = student},
    {.key = "HK-se",
     .label = "HK, standard error at least that of z",
     .source = "Röver, Knapp & Friede 2015, BMC Med Res Methodol 15:99",
     .infer = hartung_knapp_se},
    {.key = "HK-ci",
     .label = "the wider of HK and z",
     .source = "Jackson et al. 2017, Stat Med 36:3923 (hybrid)",
     .infer = hartung_knapp_ci},
    {.key = "KR",
     .label = "Kenward-Roger, expected information, for REML",
     .source = "Partlett & Riley 2017, Stat Med 36:301",
     .infer = kenward_roger},
};

constexpr PredictionInterval prediction_rows[] = {
    {.key = "V",
     .label = "t on k-1",
     .source = "Veroniki et al. 2019, Res Synth Methods 10:23",
     .predict = [](const Fit& f,
                   double level) { return prediction(f, f.se_z, degrees(f), level); }},
    {.key = "HTS",
     .label = "t on k-2",
     .source = "Higgins, Thompson & Spiegelhalter 2009, J R Stat Soc A 172:137",
     .predict = [](const Fit& f,
                   double level) { return prediction(f, f.se_z, degrees(f) - 1, level); }},
    {.key = "HK",
     .label = "Hartung-Knapp, t on k-1",
     .source = "Partlett & Riley 2017, Stat Med 36:301",
     .predict = [](const Fit& f,
                   double level) { return hartung_knapp_prediction(f, degrees(f), level); }},
    {.key = "HK-PR",
     .label = "Hartung-Knapp, t on k-2",
     .source = "Partlett & Riley 2017, Stat Med 36:301",
     .predict = [](const Fit& f,
                   double level) { return hartung_knapp_prediction(f, degrees(f) - 1, level); }},
    {.key = "KR",
     .label = "Kenward-Roger, for REML",
     .source = "Partlett & Riley 2017, Stat Med 36:301",
     .predict =
         [](const Fit& f, double level) {
           return f.se_kr && f.df_kr ? prediction(f, *f.se_kr, *f.df_kr, level) : std::nullopt;
         }},
    {.key = "KR-PR",
     .label = "Kenward-Roger, one degree of freedom less, for REML",
     .source = "Partlett & Riley 2017, Stat Med 36:301",
     .predict =
         [](const Fit& f, double level) {
           return f.se_kr && f.df_kr ? prediction(f, *f.se_kr, *f.df_kr - 1, level) : std::nullopt;
         }},
    {.key = "S",
     .label = "normal",
     .source = "Skipka 2006, 14th Cochrane Colloquium",
     .predict = [](const Fit& f,
                   double level) { return prediction(f, f.se_z, std::nullopt, level); }},
};

}  // namespace

std::span<const MeanInterval> mean_intervals() { return mean_rows; }
const MeanInterval* find_mean_interval(std::string_view key) {
  return row_with_key(mean_intervals(), key);
}

std::span<const PredictionInterval> prediction_intervals() { return prediction_rows; }
const PredictionInterval* find_prediction_interval(std::string_view key) {
  return row_with_key(prediction_intervals(), key);
}

}  // namespace weald
