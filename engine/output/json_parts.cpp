// SPDX-License-Identifier: MIT
#include "engine/output/json_parts.h"

#include <cmath>

#include "engine/output/version.h"

namespace weald {

void write_engine(JsonWriter& json) {
  json.begin_object("engine");
  json.text("name", "weald");
  json.text("version", version());
  json.end_object();
}

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

void write_study_effect(JsonWriter& json, const StudyResult& study) {
  json.text("study", study.row.study);
  json.optional_text("group", study.row.group);
  json.text("label", study.row.label);
  json.number("y", study.y);
  json.number("v", study.v);
  json.number("se", std::sqrt(study.v));
  json.interval("ci", study.ci);
}

void write_pool_head(JsonWriter& json, const Pooling& pool, std::string_view method) {
  json.text("id", pool.id);
  json.text("analysis", pool.analysis);
  text_or_null(json, "title", pool.title);
  json.optional_text("horizon", pool.horizon);
  json.optional_text("subgroup", pool.subgroup);
  json.text("measure", pool.measure->key);
  json.text("scale", pool.measure->scale().key);
  json.text("model", pool.choices.model == Model::random ? "random" : "common");
  json.text("method", method);
  json.optional_text("tau2_method", pool.tau2_used);
  text_or_null(json, "ci_method", pool.ci_used);
  json.optional_text("pi_method", pool.pi_used);
  json.text("preset", pool.choices.preset);
  json.number("level", pool.choices.level);
}

void write_excluded(JsonWriter& json, const std::vector<ExcludedRow>& rows) {
  json.begin_list("excluded");
  for (const ExcludedRow& row : rows) {
    json.begin_object();
    json.text("study", row.study);
    json.optional_text("group", row.group);
    json.text("label", row.label);
    json.text("code", row.code);
    json.text("reason", row.reason);
    json.end_object();
  }
  json.end_list();
}

void write_findings(JsonWriter& json, const std::vector<FindingRow>& rows) {
  json.begin_list("findings");
  for (const FindingRow& row : rows) {
    json.begin_object();
    json.text("study", row.study);
    json.text("text", row.text);
    json.text("source", row.source);
    json.end_object();
  }
  json.end_list();
}

void write_notes(JsonWriter& json, const std::vector<Note>& notes) {
  json.begin_list("notes");
  for (const Note& note : notes) {
    json.begin_object();
    json.text("code", note.code);
    json.text("message", note.message);
    json.end_object();
  }
  json.end_list();
}

void write_heterogeneity_fields(JsonWriter& json, const Heterogeneity& h) {
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

void write_convergence(JsonWriter& json, const Convergence& convergence) {
  json.begin_object("convergence");
  json.flag("ok", convergence.ok);
  json.number("iterations", static_cast<double>(convergence.iterations));
  json.flag("at_boundary", convergence.at_boundary);
  json.end_object();
}

void text_or_null(JsonWriter& json, std::string_view key, std::string_view text) {
  if (text.empty())
    json.null(key);
  else
    json.text(key, text);
}

}  // namespace weald
