// SPDX-License-Identifier: MIT
#include <cmath>

#include "engine/models/fail_safe.h"
#include "engine/output/bias_output.h"
#include "engine/output/json_parts.h"

namespace weald {
namespace {

void write_pooled(JsonWriter& json, const Estimate& e, const Shown& shown) {
  json.begin_object("pooled");
  write_estimate(json, e);
  write_shown(json, shown);
  json.end_object();
}

void write_test(JsonWriter& json, const BiasTest& row) {
  json.begin_object();
  json.text("key", row.test->key);
  if (!row.result) {
    for (const char* field : {"statistic", "df", "p", "bias", "limit"}) json.null(field);
  } else {
    const SmallStudyResult& r = *row.result;
    json.number("statistic", r.statistic);
    json.number("df", r.df);
    json.probability("p", r.log_p);
    if (r.bias) {
      json.begin_object("bias");
      json.number("estimate", r.bias->estimate);
      json.number("se", r.bias->se);
      json.end_object();
    } else {
      json.null("bias");
    }
    if (r.limit) {
      json.begin_object("limit");
      json.number("estimate", r.limit->estimate);
      json.interval("ci", r.limit->ci);
      json.end_object();
    } else {
      json.null("limit");
    }
  }
  text_or_null(json, "reason", row.reason);
  json.end_object();
}

void write_trim_fill(JsonWriter& json, const std::optional<TrimFillResult>& fill) {
  if (!fill) return json.null("trim_fill");
  json.begin_object("trim_fill");
  json.text("estimator", fill->estimator->key);
  json.text("side", fill->right ? "right" : "left");
  json.number("filled", static_cast<double>(fill->added.size()));
  json.begin_list("studies");
  for (const StudyResult& study : fill->added) {
    json.begin_object();
    json.text("study", study.row.study);
    json.text("label", study.row.label);
    json.number("y", study.y);
    json.number("v", study.v);
    write_shown(json, study.shown);
    json.end_object();
  }
  json.end_list();
  if (fill->pooled)
    write_pooled(json, fill->pooled->estimate, fill->pooled->shown);
  else
    json.null("pooled");
  if (fill->heterogeneity) {
    const Heterogeneity& h = *fill->heterogeneity;
    json.begin_object("heterogeneity");
    json.number("tau2", h.tau2);
    json.number("tau", std::sqrt(h.tau2));
    json.number("q", h.q);
    json.number("df", h.df);
    json.probability("p", h.log_p);
    json.number("i2", h.i2);
    json.end_object();
  } else {
    json.null("heterogeneity");
  }
  json.end_object();
}

const char* word_of(Alternative alternative) {
  return alternative == Alternative::greater ? "greater"
         : alternative == Alternative::less  ? "less"
                                             : "two.sided";
}

void write_numbers(JsonWriter& json, const char* key, const std::vector<double>& values) {
  json.begin_list(key);
  for (const double value : values) json.number({}, value);
  json.end_list();
}

void write_selection(JsonWriter& json, const SelectionResult& row) {
  json.begin_object();
  json.text("key", row.model->key);
  json.text("alternative", word_of(row.alternative));
  write_numbers(json, "steps", row.steps);
  if (row.fit) {
    write_pooled(json, row.fit->pooled, row.shown);
    json.begin_object("heterogeneity");
    json.number("tau2", row.fit->tau2);
    json.number("tau", std::sqrt(row.fit->tau2));
    json.end_object();
    write_numbers(json, "weights", row.fit->weights);
    json.number("loglik", row.fit->loglik);
    json.begin_object("lrt");
    json.number("statistic", row.fit->lrt);
    json.number("df", row.fit->lrt_df);
    json.probability("p", row.fit->lrt_log_p);
    json.end_object();
    write_convergence(json, row.fit->convergence);
    json.flag("weight_at_bound", row.fit->weight_at_bound);
  } else {
    for (const char* field :
         {"pooled", "heterogeneity", "weights", "loglik", "lrt", "convergence", "weight_at_bound"})
      json.null(field);
  }
  text_or_null(json, "reason", row.reason);
  json.end_object();
}

void write_shown_estimate(JsonWriter& json, const char* key,
                          const std::optional<ShownEstimate>& value) {
  if (!value) return json.null(key);
  json.begin_object(key);
  write_estimate(json, value->estimate);
  write_shown(json, value->shown);
  json.end_object();
}

void write_limit(JsonWriter& json, const PoolBias& pool) {
  if (!pool.limit) return json.null("limit_meta");
  json.begin_object("limit_meta");
  write_estimate(json, pool.limit->adjusted);
  json.number("g2", pool.limit->g2);
  json.number("q_small", pool.limit->q_small);
  json.number("q_resid", pool.limit->q_resid);
  json.end_object();
}

void write_copas(JsonWriter& json, const std::optional<CopasResult>& copas) {
  if (!copas) return json.null("copas");
  json.begin_object("copas");
  write_shown_estimate(json, "pooled", copas->chosen);
  json.begin_list("path");
  for (const CopasFit& at : copas->values.path) {
    json.begin_object();
    json.number("gamma0", at.gamma0);
    json.number("gamma1", at.gamma1);
    json.number("published_least", at.published_least);
    json.flag("ok", at.ok);
    json.number("estimate", at.pooled.estimate);
    json.number("se", at.pooled.se);
    json.interval("ci", at.pooled.ci);
    json.probability("p", at.pooled.log_p);
    json.number("tau2", at.tau2);
    json.number("rho", at.rho);
    json.number("unpublished", at.unpublished);
    json.probability("residual_p", at.residual_log_p);
    json.end_object();
  }
  json.end_list();
  json.end_object();
}

void write_p_uniform(JsonWriter& json, const std::optional<PUniform>& result) {
  if (!result) return json.null("p_uniform");
  json.begin_object("p_uniform");
  write_estimate(json, result->estimate);
  json.number("tau2", result->tau2);
  json.number("significant", static_cast<double>(result->significant));
  json.number("others", static_cast<double>(result->others));
  write_convergence(json, result->convergence);
  json.end_object();
}

void write_s_value(JsonWriter& json, const std::optional<SValueResult>& result) {
  if (!result) return json.null("s_value");
  json.begin_object("s_value");
  json.text("direction", result->sign > 0 ? "greater" : "less");
  json.number("affirmative", static_cast<double>(result->values.affirmative));
  json.number("nonaffirmative", static_cast<double>(result->values.nonaffirmative));
  json.number("estimate", result->values.estimate);
  json.number("limit", result->values.limit);
  json.begin_object("worst_case");
  write_estimate(json, result->values.worst_case);
  write_shown(json, result->worst_case);
  json.end_object();
  json.end_object();
}

void write_panel(JsonWriter& json, const PoolBias& pool) {
  json.begin_list("adjusted");
  for (const AdjustedEstimate& row : pool.panel) {
    json.begin_object();
    json.text("key", row.key);
    json.text("label", row.label);
    if (row.value) {
      write_estimate(json, row.value->estimate);
      write_shown(json, row.value->shown);
    } else {
      for (const char* field : {"estimate", "se", "statistic", "df", "p", "ci", "shown"})
        json.null(field);
    }
    json.text("assumes", row.assumes);
    json.text("remark", row.remark);
    json.end_object();
  }
  json.end_list();
}

void write_pool(JsonWriter& json, const PoolBias& pool) {
  json.text("id", pool.pool->id);
  json.text("analysis", pool.pool->analysis);
  json.optional_text("horizon", pool.pool->horizon);
  json.optional_text("subgroup", pool.pool->subgroup);
  json.text("measure", pool.pool->measure->key);
  json.number("k", static_cast<double>(pool.pool->studies.size()));
  json.flag("interpretable", pool.interpretable);
  json.begin_object("recommended");
  json.text("key", pool.recommended->key);
  json.text("reason", pool.recommended_reason);
  json.end_object();
  json.begin_list("tests");
  for (const BiasTest& row : pool.tests) write_test(json, row);
  json.end_list();
  write_trim_fill(json, pool.trim_fill);
  json.begin_list("fail_safe");
  for (const FailSafeN& row : pool.fail_safe) {
    json.begin_object();
    json.text("key", row.row->key);
    json.number("n", row.n);  // null where no number is enough
    json.end_object();
  }
  json.end_list();
  if (pool.excess) {
    json.begin_object("excess_significance");
    json.text("test", pool.excess->test->key);
    json.number("observed", pool.excess->values.observed);
    json.number("expected", pool.excess->values.expected);
    json.probability("p", pool.excess->values.log_p);
    json.end_object();
  } else {
    json.null("excess_significance");
  }
  json.begin_list("selection");
  for (const SelectionResult& row : pool.selection) write_selection(json, row);
  json.end_list();
  write_shown_estimate(json, "pet", pool.pet);
  write_shown_estimate(json, "peese", pool.peese);
  write_limit(json, pool);
  write_copas(json, pool.copas);
  write_p_uniform(json, pool.p_uniform);
  write_s_value(json, pool.s_value);
  write_panel(json, pool);
  json.begin_list("remarks");
  for (const std::string& remark : pool.remarks) json.text({}, remark);
  json.end_list();
}

}  // namespace

std::string bias_json(std::span<const PoolBias> pools) {
  JsonWriter json;
  json.begin_object();
  json.text("format", "weald.bias/1");
  write_engine(json);
  if (!pools.empty()) write_pool(json, pools.front());
  json.begin_list("others");
  for (std::size_t i = 1; i < pools.size(); ++i) {
    json.begin_object();
    write_pool(json, pools[i]);
    json.end_object();
  }
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace weald
