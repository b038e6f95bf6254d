// SPDX-License-Identifier: MIT
#include <cmath>

#include "engine/output/json_writer.h"
#include "engine/output/regress_output.h"
#include "engine/output/version.h"

namespace weald {
namespace {

void write_shown(JsonWriter& json, const Shown& shown, bool with_pi) {
  json.begin_object("shown");
  json.number("estimate", shown.estimate);
  json.interval("ci", shown.ci);
  if (with_pi) json.interval("pi", shown.pi);
  json.end_object();
}

void write_estimate(JsonWriter& json, const Estimate& e) {
  json.number("estimate", e.estimate);
  json.number("se", e.se);
  json.number("statistic", e.statistic);
  json.number("df", e.df);
  json.probability("p", e.log_p);
  json.interval("ci", e.ci);
}

void optional_text(JsonWriter& json, std::string_view key, std::string_view text) {
  if (text.empty())
    json.null(key);
  else
    json.text(key, text);
}

void write_head(JsonWriter& json, const Regression& r) {
  const Pooling& pool = r.pool;
  json.text("id", pool.id);
  json.text("analysis", pool.analysis);
  optional_text(json, "title", pool.title);
  json.optional_text("horizon", pool.horizon);
  json.optional_text("subgroup", pool.subgroup);
  json.text("measure", pool.measure->key);
  json.text("scale", pool.measure->scale().key);
  json.text("model", pool.choices.model == Model::random ? "random" : "common");
  json.text("method", "iv");
  json.optional_text("tau2_method", pool.tau2_used);
  optional_text(json, "ci_method", pool.ci_used);
  json.optional_text("pi_method", pool.pi_used);
  json.text("preset", pool.choices.preset);
  json.number("level", pool.choices.level);
  json.text("formula", r.formula);
  json.number("k", static_cast<double>(pool.studies.size()));
}

void write_studies(JsonWriter& json, const Regression& r) {
  json.begin_list("studies");
  for (std::size_t i = 0; i < r.pool.studies.size(); ++i) {
    const StudyResult& study = r.pool.studies[i];
    json.begin_object();
    json.text("study", study.row.study);
    json.optional_text("group", study.row.group);
    json.text("label", study.row.label);
    json.number("y", study.y);
    json.number("v", study.v);
    json.number("se", std::sqrt(study.v));
    json.interval("ci", study.ci);
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
  json.begin_list("excluded");
  for (const ExcludedRow& row : r.pool.excluded) {
    json.begin_object();
    json.text("study", row.study);
    json.optional_text("group", row.group);
    json.text("label", row.label);
    json.text("code", row.code);
    json.text("reason", row.reason);
    json.end_object();
  }
  json.end_list();
  json.begin_list("findings");
  for (const FindingRow& row : r.pool.findings) {
    json.begin_object();
    json.text("study", row.study);
    json.text("text", row.text);
    json.text("source", row.source);
    json.end_object();
  }
  json.end_list();
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
  json.number("tau2", h.tau2);
  json.number("tau2_se", h.tau2_se);
  json.interval("tau2_ci", h.tau2_ci);
  json.number("tau", std::sqrt(h.tau2));
  json.number("q", h.q);
  json.number("df", h.df);
  json.probability("p", h.log_p);
  json.number("i2", h.i2);
  json.interval("i2_ci", h.i2_ci);
  json.number("h2", h.h2);
  json.interval("h2_ci", h.h2_ci);
  json.number("r2", r.r2);
  json.end_object();
}

void write_likelihood(JsonWriter& json, std::string_view key,
                      const std::optional<Likelihood>& likelihood) {
  if (!likelihood) return json.null(key);
  json.begin_object(key);
  json.number("loglik", likelihood->loglik);
  json.number("deviance", likelihood->deviance);
  json.number("aic", likelihood->aic);
  json.number("bic", likelihood->bic);
  json.number("aicc", likelihood->aicc);
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
  json.begin_object("convergence");
  json.flag("ok", r.pool.convergence.ok);
  json.number("iterations", static_cast<double>(r.pool.convergence.iterations));
  json.flag("at_boundary", r.pool.convergence.at_boundary);
  json.end_object();
  write_predictions(json, r);
  write_comparison(json, r.comparison);
  write_permutation(json, r);
  json.begin_list("notes");
  for (const Note& note : r.pool.notes) {
    json.begin_object();
    json.text("code", note.code);
    json.text("message", note.message);
    json.end_object();
  }
  json.end_list();
  json.end_object();
}

}  // namespace

std::string regress_json(const RegressionReport& report) {
  JsonWriter json;
  json.begin_object();
  json.text("format", "weald.regress/1");
  json.begin_object("engine");
  json.text("name", "weald");
  json.text("version", version());
  json.end_object();
  json.begin_list("analyses");
  for (const Regression& r : report.entries) write_entry(json, r);
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace weald
