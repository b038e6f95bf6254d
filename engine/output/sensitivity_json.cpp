// SPDX-License-Identifier: MIT
// The fields of the contract come first, in its order; what follows them is added to it.
#include <cmath>

#include "engine/expects.h"
#include "engine/output/json_parts.h"
#include "engine/output/sensitivity_output.h"

namespace weald {
namespace {

void write_shown(JsonWriter& json, const Refit& row) {
  if (!row.estimate) return json.null("shown");
  json.begin_object("shown");
  json.number("estimate", row.shown.estimate);
  json.interval("ci", row.shown.ci);
  json.interval("pi", row.shown.pi);
  json.end_object();
}

void write_ci_method(JsonWriter& json, const Refit& row) {
  if (row.ci_used.empty()) return json.null("ci_method");
  json.text("ci_method", row.ci_used);
}

/// estimate … q_p of a refit; null where nothing is pooled.
void write_numbers(JsonWriter& json, const Refit& row) {
  if (row.estimate) {
    json.number("estimate", row.estimate->estimate);
    json.number("se", row.estimate->se);
    json.interval("ci", row.estimate->ci);
    json.probability("p", row.estimate->log_p);
    json.number("tau2", row.tau2);
    json.number("i2", row.i2);
    json.number("q", row.q);
    json.probability("q_p", row.log_q_p);
  } else {
    for (const char* key : {"estimate", "se", "ci", "p", "tau2", "i2", "q", "q_p"}) json.null(key);
  }
  json.interval("pi", row.pi);
  json.number("k", static_cast<double>(row.k));
  write_ci_method(json, row);
  write_shown(json, row);
}

void write_refits(JsonWriter& json, std::string_view key, const std::vector<Refit>& rows,
                  bool with_by) {
  json.begin_list(key);
  for (const Refit& row : rows) {
    json.begin_object();
    json.text("study", row.study);
    write_numbers(json, row);
    json.text("label", row.label);
    if (with_by) {
      if (row.by.empty())
        json.null("by");
      else
        json.text("by", row.by);
    }
    json.end_object();
  }
  json.end_list();
}

void write_leave_one_out(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.leave_one_out) return json.null("leave_one_out");
  write_refits(json, "leave_one_out", *p.leave_one_out, false);
}

void write_cumulative(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.cumulative) return json.null("cumulative");
  write_refits(json, "cumulative", *p.cumulative, true);
}

void write_influence(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.influence) return json.null("influence");
  json.begin_list("influence");
  for (const InfluenceRow& row : *p.influence) {
    const StudyInfluence& v = row.values;
    json.begin_object();
    json.text("study", row.study);
    json.number("rstudent", v.rstudent);
    json.number("dffits", v.dffits);
    json.number("cook", v.cook);
    json.number("cov_ratio", v.cov_ratio);
    json.number("tau2_deleted", v.tau2_deleted);
    json.number("q_deleted", v.q_deleted);
    json.number("hat", v.hat);
    json.number("weight", v.weight);
    json.number("dfbeta", v.dfbeta);
    json.flag("influential", v.influential);
    json.text("label", row.label);
    json.end_object();
  }
  json.end_list();
}

void write_baujat(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.baujat) return json.null("baujat");
  json.begin_list("baujat");
  for (const BaujatRow& row : *p.baujat) {
    json.begin_object();
    json.text("study", row.study);
    json.number("x", row.point.x);
    json.number("y", row.point.y);
    json.text("label", row.label);
    json.end_object();
  }
  json.end_list();
}

void write_five(JsonWriter& json, std::string_view key, const FiveNumbers& five) {
  json.begin_object(key);
  json.number("min", five.min);
  json.number("q1", five.q1);
  json.number("median", five.median);
  json.number("q3", five.q3);
  json.number("max", five.max);
  json.end_object();
}

void write_gosh(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.gosh) return json.null("gosh");
  const GoshResult& g = *p.gosh;
  json.begin_object("gosh");
  json.number("subsets", static_cast<double>(g.points.subsets()));
  json.flag("exhaustive", g.points.exhaustive);
  write_five(json, "estimate", g.estimate);
  write_five(json, "i2", g.i2);
  json.number("seed", static_cast<double>(g.points.seed));
  json.begin_list("by_study");
  for (std::size_t i = 0; i < g.studies.size(); ++i) {
    json.begin_object();
    json.text("study", g.studies[i]);
    json.number("with", g.by_study[i].with);
    json.number("without", g.by_study[i].without);
    json.end_object();
  }
  json.end_list();
  json.end_object();
}

void write_permutation(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.permutation) return json.null("permutation");
  const Permutation& test = *p.permutation;
  json.begin_object("permutation");
  json.number("p", test.p);
  json.flag("exact", test.exact);
  json.number("iterations", static_cast<double>(test.iterations));
  json.number("statistic", test.statistic);
  json.text("statistic_of", test.hartung_knapp ? "HK" : "z");
  json.number("seed", static_cast<double>(test.seed));
  json.end_object();
}

void write_bootstrap(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.bootstrap) return json.null("bootstrap");
  const Bootstrap& b = *p.bootstrap;
  json.begin_object("bootstrap");
  json.number("replicates", static_cast<double>(b.replicates));
  json.number("seed", static_cast<double>(b.seed));
  json.begin_object("estimate");
  json.number("bias", b.bias);
  json.number("se", b.se);
  json.interval("ci", b.ci);
  json.interval("ci_studentised", b.ci_t);
  json.end_object();
  json.begin_object("tau2");
  json.number("mean", b.tau2_mean);
  json.number("share_zero", b.tau2_zero);
  json.interval("ci", b.tau2_ci);
  json.end_object();
  json.interval("pi", b.pi);
  json.end_object();
}

void write_outliers(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.outliers) return json.null("outliers");
  json.begin_object("outliers");
  json.begin_list("studies");
  for (std::size_t i = 0; i < p.outliers->studies.size(); ++i) {
    json.begin_object();
    json.text("study", p.outliers->studies[i]);
    json.text("label", p.outliers->labels[i]);
    json.end_object();
  }
  json.end_list();
  if (p.outliers->without) {
    json.begin_object("without");
    write_numbers(json, *p.outliers->without);
    json.end_object();
  } else {
    json.null("without");
  }
  write_refits(json, "steps", p.outliers->steps, false);
  json.end_object();
}

void write_sweep(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.sweep) return json.null("sweep");
  json.begin_list("sweep");
  for (const SweepRow& row : *p.sweep) {
    const Estimate& e = *row.at.estimate;
    json.begin_object();
    json.number("tau2", row.tau2);
    json.number("i2", row.i2);
    json.number("estimate", e.estimate);
    json.number("se", e.se);
    json.interval("ci", e.ci);
    json.interval("pi", row.at.pi);
    json.probability("p", e.log_p);
    json.text("what", row.what);
    json.flag("estimated", row.estimated);
    json.text("ci_method", row.at.ci_used);
    write_shown(json, row.at);
    json.end_object();
  }
  json.end_list();
}

void write_fragility(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.fragility) return json.null("fragility");
  const Fragility& f = *p.fragility;
  json.begin_object("fragility");
  json.flag("significant", f.significant);
  if (f.events)
    json.number("events", static_cast<double>(*f.events));
  else
    json.null("events");
  json.number("looked_up_to", static_cast<double>(f.looked_up_to));
  json.begin_list("changes");
  for (const std::string& change : f.changes) {
    json.begin_object();
    json.text("change", change);
    json.end_object();
  }
  json.end_list();
  if (f.after) {
    json.begin_object("after");
    json.number("estimate", f.after->estimate->estimate);
    json.number("se", f.after->estimate->se);
    json.interval("ci", f.after->estimate->ci);
    json.probability("p", f.after->estimate->log_p);
    write_shown(json, *f.after);
    json.end_object();
  } else {
    json.null("after");
  }
  json.end_object();
}

void write_multiverse(JsonWriter& json, const PoolSensitivity& p) {
  if (!p.multiverse) {
    json.null("multiverse");
    return json.null("multiverse_summary");
  }
  json.begin_list("multiverse");
  for (const Universe& u : p.multiverse->universes) {
    json.begin_object();
    json.begin_object("choices");
    for (const auto& [name, value] : u.choices) json.text(name, value);
    json.end_object();
    if (u.result.estimate) {
      json.number("estimate", u.result.estimate->estimate);
      json.number("se", u.result.estimate->se);
      json.interval("ci", u.result.estimate->ci);
      json.interval("pi", u.result.pi);
      json.probability("p", u.result.estimate->log_p);
      json.number("tau2", u.result.tau2);
    } else {
      for (const char* key : {"estimate", "se", "ci", "pi", "p", "tau2"}) json.null(key);
    }
    json.text("measure", u.measure->key);
    json.number("k", static_cast<double>(u.result.k));
    write_ci_method(json, u.result);
    write_shown(json, u.result);
    json.flag("primary", u.primary);
    if (u.reason.empty())
      json.null("reason");
    else
      json.text("reason", u.reason);
    json.end_object();
  }
  json.end_list();
  const Multiverse& m = *p.multiverse;
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole > 0 ? std::optional(static_cast<double>(part) / static_cast<double>(whole))
                     : std::nullopt;
  };
  json.begin_object("multiverse_summary");
  json.number("analyses", static_cast<double>(m.universes.size()));
  json.number("estimable", static_cast<double>(m.estimable));
  json.number("keep_direction", share(m.direction, m.estimable));
  json.number("keep_significance", share(m.significance, m.estimable));
  json.number("keep_importance", share(m.importance, m.judged_importance));
  json.end_object();
}

struct Writer {
  std::string_view kind;
  void (*write)(JsonWriter&, const PoolSensitivity&);
};
constexpr Writer writers[] = {
    {"leave-one-out", write_leave_one_out},
    {"cumulative", write_cumulative},
    {"influence", write_influence},
    {"baujat", write_baujat},
    {"outliers", write_outliers},
    {"gosh", write_gosh},
    {"permutation", write_permutation},
    {"bootstrap", write_bootstrap},
    {"sweep", write_sweep},
    {"fragility", write_fragility},
    {"multiverse", write_multiverse},
};

void write_pool(JsonWriter& json, const PoolSensitivity& p,
                std::span<const std::string_view> kinds) {
  const Pooling& pool = *p.pool;
  json.text("id", pool.id);
  json.text("analysis", pool.analysis);
  json.optional_text("horizon", pool.horizon);
  json.optional_text("subgroup", pool.subgroup);
  json.text("measure", pool.measure->key);
  json.text("scale", pool.measure->scale().key);
  json.text("model", pool.choices.model == Model::random ? "random" : "common");
  json.optional_text("tau2_method", pool.tau2_used);
  if (pool.ci_used.empty())
    json.null("ci_method");
  else
    json.text("ci_method", pool.ci_used);
  json.text("preset", pool.choices.preset);
  json.number("level", pool.choices.level);
  json.number("k", static_cast<double>(pool.studies.size()));
  for (const std::string_view kind : kinds)
    for (const Writer& writer : writers)
      if (writer.kind == kind) writer.write(json, p);
  write_notes(json, p.notes);
}

}  // namespace

std::string sensitivity_json(std::span<const PoolSensitivity> pools,
                             std::span<const std::string_view> kinds) {
  JsonWriter json;
  json.begin_object();
  json.text("format", "weald.sensitivity/1");
  write_engine(json);
  if (pools.size() == 1) {
    write_pool(json, pools.front(), kinds);
  } else {
    json.begin_list("analyses");
    for (const PoolSensitivity& pool : pools) {
      json.begin_object();
      write_pool(json, pool, kinds);
      json.end_object();
    }
    json.end_list();
  }
  json.end_object();
  return json.take();
}

}  // namespace weald
