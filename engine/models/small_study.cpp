// SPDX-License-Identifier: MIT
#include "engine/models/small_study.h"

#include <cmath>

#include "engine/models/key.h"
#include "engine/models/small_study_counts.h"
#include "engine/models/small_study_line.h"
#include "engine/models/small_study_rank.h"

namespace weald {
namespace {

using Data = SmallStudyData;
using Options = SmallStudyOptions;
using Answer = SmallStudyAnswer;

constexpr std::string_view too_few = "it needs three studies at least";
constexpr std::string_view no_spread = "the studies do not differ in the predictor";
constexpr std::string_view no_sizes = "the sizes of the studies are not known";
constexpr std::string_view no_groups = "the sizes of the two groups are not known";
constexpr std::string_view no_tables = "it needs the counts of both groups";

SmallStudyResult result_of(const FittedLine& line, bool with_limit, double level) {
  const Estimate slope = of_slope(line, level);
  SmallStudyResult result{.statistic = slope.statistic,
                          .df = slope.df,
                          .log_p = slope.log_p,
                          .bias = SmallStudyResult::Bias{slope.estimate, slope.se},
                          .tau2 = line.tau2};
  if (with_limit) {
    const Estimate limit = at_intercept(line, level);
    result.limit = SmallStudyResult::Limit{limit.estimate, limit.ci};
  }
  return result;
}

/// The predictors of Egger-type tests; those that tend to 0 for an endless study have a limit.
enum class Predictor { sei, vi, ni, ninv, sqrtni, sqrtninv };

std::optional<Eigen::VectorXd> values(const Data& data, Predictor predictor) {
  if (predictor == Predictor::sei) return data.sample.v.cwiseSqrt();
  if (predictor == Predictor::vi) return data.sample.v;
  if (data.n.size() == 0) return {};
  if (predictor == Predictor::ni) return data.n;
  if (predictor == Predictor::ninv) return data.n.cwiseInverse();
  if (predictor == Predictor::sqrtni) return data.n.cwiseSqrt();
  return data.n.cwiseSqrt().cwiseInverse();
}

bool has_limit(Predictor predictor) {
  return predictor != Predictor::ni && predictor != Predictor::sqrtni;
}

Answer regression(const Eigen::VectorXd& y, const Eigen::VectorXd& x, const Eigen::VectorXd& w,
                  bool with_limit, double level) {
  if (y.size() < 3) return too_few;
  const auto line = weighted_line(y, x, w);
  if (!line) return no_spread;
  return result_of(*line, with_limit, level);
}

template <Predictor predictor>
Answer egger_lm(const Data& data, const Options& options) {
  const auto x = values(data, predictor);
  if (!x) return no_sizes;
  return regression(data.sample.y, *x, data.sample.v.cwiseInverse(), has_limit(predictor),
                    options.level);
}

LineTest line_test(const Options& options) {
  if (options.ci == nullptr) return LineTest::z;
  if (options.ci->key == "t") return LineTest::t;
  return options.ci->key.starts_with("HK") ? LineTest::hartung_knapp : LineTest::z;
}

Answer mixed(const Sample& sample, const Eigen::VectorXd& x, const Tau2Estimator* tau2,
             LineTest test, bool with_limit, double level) {
  if (sample.k() < 3) return too_few;
  const auto line = mixed_line(sample, x, tau2, test);
  if (!line) return no_spread;
  return result_of(*line, with_limit, level);
}

template <Predictor predictor>
Answer egger_rma(const Data& data, const Options& options) {
  const auto x = values(data, predictor);
  if (!x) return no_sizes;
  return mixed(data.sample, *x, options.tau2, line_test(options), has_limit(predictor),
               options.level);
}

/// Thompson & Sharp: additive heterogeneity by DerSimonian-Laird, t on k-2.
Answer thompson(const Sample& sample, double level) {
  return mixed(sample, sample.v.cwiseSqrt(), find_tau2("DL"), LineTest::t, true, level);
}
Answer thompson_sharp(const Data& data, const Options& options) {
  return thompson(data.sample, options.level);
}

constexpr std::string_view all_tied = "the studies do not differ in precision";

Answer rank(const Data& data, const Options&) {
  if (data.sample.k() < 3) return too_few;
  const auto found = kendall(begg_standardised(data.sample), data.sample.v);
  if (!found) return all_tied;
  return SmallStudyResult{.statistic = found->tau, .log_p = found->log_p, .exact = found->exact};
}

Answer normal_rank(const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
  if (x.size() < 3) return too_few;
  const auto found = kendall(x, y);
  if (!found) return all_tied;
  return SmallStudyResult{.statistic = found->z, .log_p = found->log_p_normal};
}

Answer begg(const Data& data, const Options&) {
  return normal_rank(begg_standardised(data.sample), data.sample.v);
}

Answer run_harbord(const Data& data, const Options& options) {
  if (data.tables.empty()) return no_tables;
  const Regressand r = harbord(data.tables, data.risk_ratio);
  return regression(r.y, r.x, r.w, false, options.level);
}

Answer macaskill(const Data& data, const Options& options) {
  if (data.n.size() == 0) return no_sizes;
  return regression(data.sample.y, data.n, data.sample.v.cwiseInverse(), false, options.level);
}

Answer run_peters(const Data& data, const Options& options) {
  if (data.tables.empty()) return no_tables;
  const Regressand r = peters(data.tables, data.sample.y);
  return regression(r.y, r.x, r.w, false, options.level);
}

Answer run_deeks(const Data& data, const Options& options) {
  if (data.tables.empty()) return no_tables;
  const Regressand r = deeks(data.n1, data.n2, data.sample.y);
  return regression(r.y, r.x, r.w, false, options.level);
}

Answer run_schwarzer(const Data& data, const Options&) {
  if (data.tables.empty()) return no_tables;
  const auto pairs = schwarzer(data.tables);
  if (!pairs) return "the Mantel-Haenszel odds ratio that it starts from is not defined";
  return normal_rank(pairs->x, pairs->y);
}

Answer ruecker_rank(const Data& data, const Options&) {
  if (!data.arcsine) return no_tables;
  return normal_rank(begg_standardised(*data.arcsine), data.arcsine->v);
}

Answer ruecker_egger(const Data& data, const Options& options) {
  if (!data.arcsine) return no_tables;
  const Sample& a = *data.arcsine;
  return regression(a.y, a.v.cwiseSqrt(), a.v.cwiseInverse(), false, options.level);
}

Answer ruecker_thompson(const Data& data, const Options& options) {
  if (!data.arcsine) return no_tables;
  Answer answer = thompson(*data.arcsine, options.level);
  // The limit would be an arcsine difference, which nobody asked for.
  if (auto* result = std::get_if<SmallStudyResult>(&answer)) result->limit.reset();
  return answer;
}

Answer pustejovsky(const Data& data, const Options& options) {
  if (data.n1.size() == 0) return no_groups;
  const Eigen::VectorXd x = (data.n1.cwiseInverse() + data.n2.cwiseInverse()).cwiseSqrt();
  return regression(data.sample.y, x, data.sample.v.cwiseInverse(), true, options.level);
}

constexpr std::string_view egger_source = "Egger et al. 1997, BMJ 315:629";
constexpr std::string_view mixed_source = "Sterne & Egger 2005, in Rothstein et al.";

constexpr SmallStudyTest rows[] = {
    {"egger-lm-sei", "Egger: on the standard error", "t", egger_source, true, false,
     egger_lm<Predictor::sei>},
    {"egger-rma-sei", "Egger, mixed effects: on the standard error", "z", mixed_source, true, false,
     egger_rma<Predictor::sei>},
    {"egger-lm-vi", "Egger: on the variance", "t", egger_source, false, false,
     egger_lm<Predictor::vi>},
    {"egger-rma-vi", "Egger, mixed effects: on the variance", "z", mixed_source, false, false,
     egger_rma<Predictor::vi>},
    {"egger-lm-ni", "Egger: on the number of people", "t", egger_source, false, false,
     egger_lm<Predictor::ni>},
    {"egger-rma-ni", "Egger, mixed effects: on the number of people", "z", mixed_source, false,
     false, egger_rma<Predictor::ni>},
    {"egger-lm-ninv", "Egger: on 1/n", "t", egger_source, false, false, egger_lm<Predictor::ninv>},
    {"egger-rma-ninv", "Egger, mixed effects: on 1/n", "z", mixed_source, false, false,
     egger_rma<Predictor::ninv>},
    {"egger-lm-sqrtni", "Egger: on √n", "t", egger_source, false, false,
     egger_lm<Predictor::sqrtni>},
    {"egger-rma-sqrtni", "Egger, mixed effects: on √n", "z", mixed_source, false, false,
     egger_rma<Predictor::sqrtni>},
    {"egger-lm-sqrtninv", "Egger: on 1/√n", "t", egger_source, false, false,
     egger_lm<Predictor::sqrtninv>},
    {"egger-rma-sqrtninv", "Egger, mixed effects: on 1/√n", "z", mixed_source, false, false,
     egger_rma<Predictor::sqrtninv>},
    {"thompson-sharp", "Thompson-Sharp", "t", "Thompson & Sharp 1999, Stat Med 18:2693", true, true,
     thompson_sharp},
    {"rank", "Rank correlation (Kendall's τ)", "τ", "Begg & Mazumdar 1994, Biometrics 50:1088",
     true, false, rank},
    {"begg", "Begg-Mazumdar", "z", "Begg & Mazumdar 1994, Biometrics 50:1088", true, true, begg},
    {"harbord", "Harbord", "t", "Harbord et al. 2006, Stat Med 25:3443", true, true, run_harbord},
    {"peters", "Peters", "t", "Peters et al. 2006, JAMA 295:676", true, true, run_peters},
    {"macaskill", "Macaskill", "t", "Macaskill et al. 2001, Stat Med 20:641", true, true,
     macaskill},
    {"deeks", "Deeks", "t", "Deeks et al. 2005, J Clin Epidemiol 58:882", true, true, run_deeks},
    {"schwarzer", "Schwarzer", "z", "Schwarzer et al. 2007, Stat Med 26:721", true, true,
     run_schwarzer},
    {"ruecker-rank", "Rücker, rank test of arcsine differences", "z",
     "Rücker et al. 2008, Stat Med 27:746", true, false, ruecker_rank},
    {"ruecker-egger", "Rücker, Egger's test of arcsine differences", "t",
     "Rücker et al. 2008, Stat Med 27:746", true, false, ruecker_egger},
    {"ruecker-thompson", "Rücker, Thompson-Sharp of arcsine differences", "t",
     "Rücker et al. 2008, Stat Med 27:746", true, false, ruecker_thompson},
    {"pustejovsky", "Pustejovsky-Rodgers", "t",
     "Pustejovsky & Rodgers 2019, Res Synth Methods 10:57", true, false, pustejovsky},
};

}  // namespace

std::span<const SmallStudyTest> small_study_tests() { return rows; }

SmallStudyData without_uninformative(const SmallStudyData& data, bool odds) {
  std::vector<Eigen::Index> kept;
  SmallStudyData result{.arcsine = data.arcsine, .risk_ratio = data.risk_ratio};
  for (std::size_t i = 0; i < data.tables.size(); ++i) {
    const TwoByTwo& t = data.tables[i];
    if (t.a + t.c == 0 || (odds && t.b + t.d == 0)) continue;
    kept.push_back(static_cast<Eigen::Index>(i));
    result.tables.push_back(t);
  }
  const auto of = [&](const Eigen::VectorXd& x) -> Eigen::VectorXd {
    if (x.size() == 0) return x;
    return x(kept);
  };
  result.sample = {of(data.sample.y), of(data.sample.v)};
  result.n = of(data.n);
  result.n1 = of(data.n1);
  result.n2 = of(data.n2);
  return result;
}

const SmallStudyTest* find_small_study_test(std::string_view key) {
  return row_with_key(small_study_tests(), same_key(key, "egger") ? "egger-lm-sei" : key);
}

}  // namespace weald
