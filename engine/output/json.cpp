// SPDX-License-Identifier: MIT
#include <cmath>
#include <set>

#include "engine/output/json_parts.h"
#include "engine/output/json_writer.h"
#include "engine/output/output.h"

namespace weald {
namespace {

void write_study(JsonWriter& json, const StudyResult& study, bool with_weight) {
  json.begin_object();
  write_study_effect(json, study);
  if (with_weight) json.number("weight", study.weight);
  write_shown(json, study.shown, false);
  json.end_object();
}

void write_pooled(JsonWriter& json, const std::optional<PooledResult>& pooled) {
  if (!pooled) return json.null("pooled");
  json.begin_object("pooled");
  write_estimate(json, pooled->estimate);
  json.interval("pi", pooled->pi);
  write_shown(json, pooled->shown, true);
  json.end_object();
}

void write_heterogeneity(JsonWriter& json, const std::optional<Heterogeneity>& heterogeneity) {
  if (!heterogeneity) return json.null("heterogeneity");
  json.begin_object("heterogeneity");
  write_heterogeneity_fields(json, *heterogeneity);
  json.end_object();
}

std::string_view method_key(Method method) {
  return method == Method::mh ? "mh" : method == Method::peto ? "peto" : "iv";
}

/// The published pools of an overview that lie in one horizon (an extension of the contract's
/// entry).
void write_published(JsonWriter& json, const AnalysisReport& analysis, const Pooling& pool) {
  json.begin_list("published");
  for (const PublishedResult& published : analysis.published) {
    if (published.horizon != pool.horizon) continue;
    json.begin_object();
    json.text("reference", published.reference);
    json.text("label", published.label);
    json.text("window", published.as_printed);
    if (published.has_estimate)
      json.number("estimate", published.y);
    else
      json.null("estimate");
    json.number("se", published.se);
    json.interval("ci", published.ci);
    json.text("text", published.text);
    json.text("source", published.source);
    if (published.has_estimate)
      write_shown(json, published.shown, false);
    else
      json.null("shown");
    json.end_object();
  }
  json.end_list();
}

void write_pooling(JsonWriter& json, const AnalysisReport& analysis, const Pooling& pool) {
  json.begin_object();
  write_pool_head(json, pool, method_key(pool.choices.method));
  json.number("k", static_cast<double>(pool.studies.size()));
  json.begin_list("studies");
  for (const StudyResult& study : pool.studies) write_study(json, study, true);
  json.end_list();
  write_excluded(json, pool.excluded);
  write_findings(json, pool.findings);
  write_published(json, analysis, pool);
  write_pooled(json, pool.pooled);
  write_heterogeneity(json, pool.heterogeneity);
  write_likelihood(json, "likelihood", pool.likelihood);
  write_convergence(json, pool.convergence);
  write_notes(json, pool.notes);
  json.end_object();
}

void write_subgroup_tests(JsonWriter& json, const Report& report) {
  json.begin_list("subgroup_tests");
  for (const AnalysisReport& analysis : report.analyses)
    for (const SubgroupTest& test : analysis.subgroup_tests) {
      json.begin_object();
      json.text("analysis", test.analysis);
      json.optional_text("horizon", test.horizon);
      json.text("by", test.by);
      json.text("tau2", test.common_tau2 ? "common" : "separate");
      json.number("q", test.q);
      json.number("df", test.df);
      json.probability("p", test.log_p);
      json.end_object();
    }
  json.end_list();
}

void write_contrasts(JsonWriter& json, const Report& report) {
  json.begin_list("contrasts");
  for (const AnalysisReport& analysis : report.analyses)
    for (const Contrast& c : analysis.contrasts) {
      json.begin_object();
      json.text("analysis", c.analysis);
      json.text("from", c.from);
      json.text("to", c.to);
      json.number("shared", static_cast<double>(c.shared));
      json.number("correlation", c.correlation);
      json.number("estimate", c.estimate);
      json.number("se", c.se);
      json.interval("ci", c.ci);
      json.probability("p", c.log_p);
      write_shown(json, c.shown, false);
      json.begin_list("by_correlation");
      for (const Contrast::AtCorrelation& at : c.sweep) {
        json.begin_object();
        json.number("correlation", at.correlation);
        json.number("se", at.se);
        json.interval("ci", at.ci);
        json.probability("p", at.log_p);
        json.end_object();
      }
      json.end_list();
      json.end_object();
    }
  json.end_list();
}

}  // namespace

std::string pool_json(const Report& report) {
  JsonWriter json;
  json.begin_object();
  json.text("format", "weald.pool/1");
  write_engine(json);
  json.begin_list("analyses");
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools) write_pooling(json, analysis, pool);
  json.end_list();
  write_subgroup_tests(json, report);
  write_contrasts(json, report);
  json.end_object();
  return json.take();
}

std::string effects_json(const Report& report) {
  // One measure: it stands at the root, as the contract says. Several: each study says its own.
  std::set<const Measure*> used;
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools) used.insert(pool.measure);
  const Measure* measure = used.size() == 1 ? *used.begin() : nullptr;
  JsonWriter json;
  json.begin_object();
  json.text("format", "weald.effects/1");
  write_engine(json);
  if (measure != nullptr) {
    json.text("measure", measure->key);
    json.text("scale", measure->scale().key);
  } else {
    json.null("measure");
    json.null("scale");
  }
  json.begin_list("studies");
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools)
      for (const StudyResult& study : pool.studies) {
        json.begin_object();
        json.text("study", study.row.study);
        json.optional_text("group", study.row.group);
        json.text("label", study.row.label);
        json.text("analysis", pool.analysis);
        json.optional_text("horizon", pool.horizon);
        json.text("measure", pool.measure->key);
        json.number("y", study.y);
        json.number("v", study.v);
        json.number("se", std::sqrt(study.v));
        json.interval("ci", study.ci);
        write_shown(json, study.shown, false);
        json.end_object();
      }
  json.end_list();
  std::vector<ExcludedRow> excluded;
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools)
      excluded.insert(excluded.end(), pool.excluded.begin(), pool.excluded.end());
  write_excluded(json, excluded);
  json.end_object();
  return json.take();
}

std::string check_json(const Diagnostics& diagnostics, const Sources& sources) {
  JsonWriter json;
  json.begin_object();
  json.text("format", "weald.check/1");
  json.begin_list("diagnostics");
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    json.begin_object();
    json.text("severity", diagnostic.severity == Severity::error     ? "error"
                          : diagnostic.severity == Severity::warning ? "warning"
                                                                     : "note");
    json.text("code", diagnostic.code);
    json.text("message", diagnostic.message);
    const Span span = diagnostic.primary.span;
    if (span.known()) {
      const Position position = sources.position(span.source, span.begin);
      json.text("file", sources.path(span.source));
      json.number("line", static_cast<double>(position.line));
      json.number("column", static_cast<double>(position.column));
    } else {
      json.null("file");
      json.null("line");
      json.null("column");
    }
    json.text("help", diagnostic.help);
    json.flag("acknowledged", diagnostic.acknowledged);
    json.end_object();
  }
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace weald
