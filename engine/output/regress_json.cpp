// SPDX-License-Identifier: MIT
#include <cmath>

#include "engine/output/json_parts.h"
#include "engine/output/regress_output.h"

namespace weald {
namespace {

void write_head(JsonWriter& json, const Regression& r) {
  const Pooling& pool = r.pool;
  write_pool_head(json, pool, "iv");
  json.text("formula", r.formula);
  json.number("k", static_cast<double>(pool.studies.size()));
}

void write_studies(JsonWriter& json, const Regression& r) {
  json.begin_list("studies");
  for (std::size_t i = 0; i < r.pool.studies.size(); ++i) {
    const StudyResult& study = r.pool.studies[i];
    json.begin_object();
    write_study_effect(json, study);
    if (i < r.fitted.size()) {
      json.number("weight", study.weight);
      json.number("fitted", r.fitted[i]);
    } else {
      json.null("weight");
      json.null("fitted");
    }
    write_shown(json, study.shown, false);
    json.end_object();
  }
  json.end_list();
  write_excluded(json, r.pool.excluded);
  write_findings(json, r.pool.findings);
}

void write_test(JsonWriter& json, const WaldTest& test) {
  json.number("qm", test.statistic);
  json.number("df1", test.df1);
  json.number("df2", test.df2);
  json.probability("p", test.log_p);
}

void write_coefficients(JsonWriter& json, const Regression& r) {
  json.begin_list("coefficients");
  for (const CoefficientRow& row : r.coefficients) {
    json.begin_object();
    json.text("name", row.name);
    write_estimate(json, row.estimate);
    json.number("vif", row.vif);
    json.end_object();
  }
  json.end_list();
  if (r.moderators) {
    json.begin_object("moderators");
    write_test(json, *r.moderators);
    json.end_object();
  } else {
    json.null("moderators");
  }
  json.begin_list("terms");
  for (const TermRow& row : r.terms) {
    json.begin_object();
    json.text("name", row.name);
    write_test(json, row.test);
    json.number("gvif", row.gvif);
    json.end_object();
  }
  json.end_list();
}

void write_heterogeneity(JsonWriter& json, const Regression& r) {
  if (!r.pool.heterogeneity) {
    json.null("residual");
    return json.null("heterogeneity");
  }
  const Heterogeneity& h = *r.pool.heterogeneity;
  json.begin_object("residual");
  json.number("qe", h.q);
  json.number("df", h.df);
  json.probability("p", h.log_p);
  json.end_object();
  json.begin_object("heterogeneity");
  write_heterogeneity_fields(json, h);
  json.number("r2", r.r2);
  json.end_object();
}

void write_predictions(JsonWriter& json, const Regression& r) {
  json.begin_list("predictions");
  for (const PredictionRow& row : r.predictions) {
    json.begin_object();
    json.text("label", row.label);
    json.begin_object("at");
    for (const auto& [field, value] : row.at) json.text(field, value);
    json.end_object();
    json.number("estimate", row.estimate.estimate);
    json.number("se", row.estimate.se);
    json.interval("ci", row.estimate.ci);
    json.interval("pi", row.pi);
    write_shown(json, row.shown, true);
    json.end_object();
  }
  json.end_list();
  json.begin_list("contrasts");
  for (const ContrastRow& row : r.contrasts) {
    json.begin_object();
    json.text("contrast", row.label);
    write_estimate(json, row.estimate);
    json.end_object();
  }
  json.end_list();
}

void write_comparison(JsonWriter& json, const std::optional<ComparisonRow>& comparison) {
  if (!comparison) return json.null("comparison");
  const LikelihoodRatio& test = comparison->test;
  json.begin_object("comparison");
  json.text("formula", comparison->formula);
  json.number("statistic", test.statistic);
  json.number("df", test.df);
  json.probability("p", test.log_p);
  json.number("tau2_full", test.tau2_full);
  json.number("tau2_reduced", test.tau2_reduced);
  write_likelihood(json, "full", test.full);
  write_likelihood(json, "reduced", test.reduced);
  json.end_object();
}

void write_permutation(JsonWriter& json, const Regression& r) {
  if (!r.permutation) return json.null("permutation");
  json.begin_object("permutation");
  json.number("p", r.permutation->p_moderators);
  json.flag("exact", r.permutation->exact);
  json.number("iterations", static_cast<double>(r.permutation->iterations));
  if (r.seed)
    json.number("seed", static_cast<double>(*r.seed));
  else
    json.null("seed");
  json.begin_list("coefficients");
  for (const CoefficientRow& row : r.coefficients) {
    json.begin_object();
    json.text("name", row.name);
    json.number("p", row.permutation_p);
    json.end_object();
  }
  json.end_list();
  json.end_object();
}

void write_entry(JsonWriter& json, const Regression& r) {
  json.begin_object();
  write_head(json, r);
  write_studies(json, r);
  write_coefficients(json, r);
  write_heterogeneity(json, r);
  write_likelihood(json, "likelihood", r.pool.likelihood);
  write_convergence(json, r.pool.convergence);
  write_predictions(json, r);
  write_comparison(json, r.comparison);
  write_permutation(json, r);
  write_notes(json, r.pool.notes);
  json.end_object();
}

}  // namespace

std::string regress_json(const RegressionReport& report) {
  JsonWriter json;
  json.begin_object();
  json.text("format", "weald.regress/1");
  write_engine(json);
  json.begin_list("analyses");
  for (const Regression& r : report.entries) write_entry(json, r);
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace weald
