// SPDX-License-Identifier: MIT
// `weald cite impact` as JSON.
#include "engine/output/cite_output.h"
#include "engine/output/cite_parts.h"
#include "engine/output/json_parts.h"

namespace weald {
namespace {

void write_state(JsonWriter& json, std::string_view key, const PoolState& state) {
  json.begin_object(key);
  write_count(json, "k", state.k);
  write_known(json, "ci_method", state.ci_used);
  if (!state.pooled) {
    for (const char* field : {"estimate", "se", "ci", "pi", "p", "shown"}) json.null(field);
  } else {
    const PooledResult& pooled = *state.pooled;
    json.number("estimate", pooled.estimate.estimate);
    json.number("se", pooled.estimate.se);
    json.interval("ci", pooled.estimate.ci);
    json.interval("pi", pooled.pi);
    json.probability("p", pooled.estimate.log_p);
    write_shown(json, pooled.shown, true);
  }
  json.end_object();
}

void write_change(JsonWriter& json, const PoolChange& change) {
  json.begin_object();
  json.text("id", change.id);
  json.text("analysis", change.analysis);
  json.optional_text("horizon", change.horizon);
  json.optional_text("subgroup", change.subgroup);
  json.text("measure", change.measure->key);
  json.number("level", change.level);
  write_texts(json, "studies", change.lost);
  write_texts(json, "findings", change.words);
  json.number("weight", change.weight);
  write_state(json, "before", change.before);
  write_state(json, "after", change.after);
  json.flag("emptied", change.emptied);
  json.flag("direction_changes", change.direction);
  json.flag("significance_changes", change.significance);
  json.flag("prediction_changes", change.prediction);
  write_texts(json, "words", change_in_words(change));
  json.end_object();
}

void write_contrast(JsonWriter& json, std::string_view key,
                    const std::optional<Contrast>& contrast) {
  if (!contrast) return json.null(key);
  json.begin_object(key);
  json.number("estimate", contrast->estimate);
  json.number("se", contrast->se);
  json.interval("ci", contrast->ci);
  json.probability("p", contrast->log_p);
  write_shown(json, contrast->shown);
  json.end_object();
}

void write_list(JsonWriter& json, const CitationGraph& graph, const ListOfRetractions& list) {
  json.begin_object();
  json.text("name", list.name);
  json.text("format", list.format);
  write_count(json, "rows", list.flags.rows);
  write_count(json, "rejected", list.rejected);
  write_count(json, "unidentified", list.flags.unidentified);
  write_known(json, "latest", date_text(list.latest));
  write_count(json, "matched", list.flags.matched);
  const auto write_flags = [&](std::string_view key, const std::vector<RetractionFlag>& flags) {
    json.begin_list(key);
    for (const RetractionFlag& flag : flags) {
      json.begin_object();
      json.text("key", graph.nodes[flag.node].key);
      json.text("by", flag.by);
      write_count(json, "line", flag.line);
      json.text("kind", flag.notice.kind);
      write_known(json, "date", date_text(flag.notice.date));
      write_known(json, "notice", flag.notice.notice);
      write_known(json, "reason", flag.notice.reason);
      json.end_object();
    }
    json.end_list();
  };
  write_flags("matches", list.flags.flags);
  write_flags("doubtful", list.flags.doubtful);
  json.end_object();
}

void write_scenario(JsonWriter& json, const CitationGraph& graph, const ImpactScenario& scenario) {
  const Impact& impact = scenario.impact;
  json.begin_object();
  json.text("key", scenario.key);
  json.text("title", scenario.title);
  json.begin_list("papers");
  for (const std::uint32_t node : impact.flagged) {
    begin_node(json, graph.nodes[node]);
    write_notices(json, graph.nodes[node].notices);
    json.end_object();
  }
  json.end_list();
  write_texts(json, "studies", impact.studies);
  json.begin_list("pools");
  for (const PoolChange& change : impact.changes) write_change(json, change);
  json.end_list();
  write_count(json, "unchanged", impact.unchanged);
  json.begin_list("contrasts");
  for (const ContrastChange& change : impact.contrasts) {
    json.begin_object();
    json.text("analysis", change.analysis);
    json.text("from", change.from);
    json.text("to", change.to);
    write_contrast(json, "before", change.before);
    write_contrast(json, "after", change.after);
    json.end_object();
  }
  json.end_list();
  write_nodes(json, "same_paper", graph, impact.same_paper);
  write_nodes(json, "related", graph, impact.reach.related);
  write_nodes(json, "reviews", graph, impact.reach.reviews);
  write_nodes(json, "guidelines", graph, impact.reach.guidelines);
  json.begin_list("recommendations");
  for (const RecommendationReached& reached : impact.recommendations) {
    begin_node(json, graph.nodes[reached.node]);
    write_texts(json, "results", reached.results);
    json.end_object();
  }
  json.end_list();
  json.begin_list("not_recomputable");
  for (const PublishedReached& published : impact.published) {
    json.begin_object();
    json.text("review", graph.nodes[published.node].key);
    json.text("result", published_text(*published.pool));
    json.end_object();
  }
  json.end_list();
  write_nodes(json, "inclusion_unknown", graph, impact.unlisted);
  write_nodes(json, "citing_only", graph, impact.reach.citing_only);
  json.end_object();
}

}  // namespace

std::string cite_impact_json(const CitationGraph& graph, const ImpactAnswer& answer) {
  JsonWriter json;
  begin_answer(json, "impact");
  json.begin_list("lists");
  for (const ListOfRetractions& list : answer.lists) write_list(json, graph, list);
  json.end_list();
  write_nodes(json, "reinstated", graph, answer.reinstated);
  json.begin_list("scenarios");
  for (const ImpactScenario& scenario : answer.scenarios) write_scenario(json, graph, scenario);
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace weald
