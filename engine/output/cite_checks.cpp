// SPDX-License-Identifier: MIT
// `weald cite anomalies`, `weald cite duplicates` and `weald cite bias`.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/output/cite_output.h"
#include "engine/output/cite_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  return fmt::format("{}", fmt::join(texts, between));
}

/// What to do about two studies that may be one.
std::string advice_on(const Duplicate& duplicate) {
  if (duplicate.certainty == "certain")
    return duplicate.pools.empty()
               ? "One group of people: never pool both at one outcome and horizon."
               : "One group of people in one pool: keep one of them in each.";
  return "Compare authors, place, dates of recruitment and numbers; if it is one group of people, "
         "say `cohort:` in both descriptors, otherwise `distinct-from:` in one.";
}

Shown odds_ratio(const Estimate& estimate) {
  return {.estimate = std::exp(estimate.estimate),
          .ci = {std::exp(estimate.ci.lower), std::exp(estimate.ci.upper)}};
}

std::string test_name(const CitationBiasTest& test) {
  return test.key == "without-self-citations" ? "without self-citations" : "all citations";
}

void write_test(JsonWriter& json, const CitationBiasTest& test) {
  json.begin_object();
  json.text("key", test.key);
  write_count(json, "citing", test.citing);
  write_count(json, "pairs", test.pairs);
  write_count(json, "cited", test.cited);
  if (const auto& pooled = test.fit.pooled) {
    const Shown shown = odds_ratio(*pooled);
    json.number("estimate", pooled->estimate);
    json.number("se", pooled->se);
    json.interval("ci", pooled->ci);
    json.probability("p", pooled->log_p);
    json.begin_object("shown");
    json.number("estimate", shown.estimate);
    json.interval("ci", shown.ci);
    json.end_object();
    json.null("reason");
  } else {
    for (const char* key : {"estimate", "se", "ci", "p", "shown"}) json.null(key);
    write_known(json, "reason", test.fit.reason);
  }
  json.end_object();
}

}  // namespace

std::vector<TextTable> cite_anomalies_tables(const std::vector<Anomaly>& anomalies) {
  TextTable table =
      table_of("Citations that cannot or should hardly be", {"Kind", "What", "What to look at"});
  for (const Anomaly& anomaly : anomalies)
    table.rows.push_back({std::string(anomaly.code), anomaly.message, anomaly.advice});
  if (anomalies.empty()) {
    table.columns.clear();
    table.below.push_back(
        "Nothing odd, as far as the dates, identifiers and lists that are known can tell.");
  } else {
    table.below.push_back(
        fmt::format("{}. Each also happens in good papers: look before you judge.",
                    count_of(anomalies.size(), "finding", "findings")));
  }
  return {table};
}

std::vector<TextTable> cite_anomalies_records(const CitationGraph& graph,
                                              const std::vector<Anomaly>& anomalies) {
  TextTable table = table_of("", {"code", "nodes", "message", "advice"});
  for (const Anomaly& anomaly : anomalies) {
    std::string keys;
    for (const std::uint32_t node : anomaly.nodes)
      keys += (keys.empty() ? "" : " ") + graph.nodes[node].key;
    table.rows.push_back({std::string(anomaly.code), keys, anomaly.message, anomaly.advice});
  }
  return {table};
}

std::string cite_anomalies_json(const CitationGraph& graph, const std::vector<Anomaly>& anomalies) {
  JsonWriter json;
  begin_answer(json, "anomalies");
  json.begin_list("anomalies");
  for (const Anomaly& anomaly : anomalies) {
    json.begin_object();
    json.text("code", anomaly.code);
    write_nodes(json, "nodes", graph, anomaly.nodes);
    json.text("message", anomaly.message);
    json.text("advice", anomaly.advice);
    json.end_object();
  }
  json.end_list();
  json.end_object();
  return json.take();
}

std::vector<TextTable> cite_duplicates_tables(const CitationGraph& graph,
                                              const std::vector<Duplicate>& duplicates) {
  TextTable table = table_of("Studies that may be one group of people",
                             {"First study", "Second study", "How sure", "Why", "Both pooled in"});
  std::vector<std::string> advice;
  for (const Duplicate& duplicate : duplicates) {
    table.rows.push_back({node_name(graph.nodes[duplicate.a]), node_name(graph.nodes[duplicate.b]),
                          std::string(duplicate.certainty), joined(duplicate.reasons, "; "),
                          duplicate.pools.empty() ? "-" : joined(duplicate.pools, ", ")});
    const std::string say = fmt::format("{}: {}", duplicate.certainty, advice_on(duplicate));
    if (std::ranges::find(advice, say) == advice.end()) advice.push_back(say);
  }
  if (duplicates.empty()) {
    table.columns.clear();
    table.below.push_back(
        "No two studies share a registration, a cohort, an identifier, a place and time of "
        "recruitment, an estimate with its standard error, or authors and numbers.");
  }
  for (std::string& say : advice) {
    say[0] = static_cast<char>(say[0] - 'a' + 'A');
    table.below.push_back(std::move(say));
  }
  return {table};
}

std::vector<TextTable> cite_duplicates_records(const CitationGraph& graph,
                                               const std::vector<Duplicate>& duplicates) {
  TextTable table = table_of("", {"a", "b", "certainty", "reasons", "pools", "advice"});
  for (const Duplicate& duplicate : duplicates)
    table.rows.push_back({graph.nodes[duplicate.a].key, graph.nodes[duplicate.b].key,
                          std::string(duplicate.certainty), joined(duplicate.reasons, "; "),
                          joined(duplicate.pools, " "), advice_on(duplicate)});
  return {table};
}

std::string cite_duplicates_json(const CitationGraph& graph,
                                 const std::vector<Duplicate>& duplicates) {
  JsonWriter json;
  begin_answer(json, "duplicates");
  json.begin_list("duplicates");
  for (const Duplicate& duplicate : duplicates) {
    json.begin_object();
    json.text("a", graph.nodes[duplicate.a].key);
    json.text("b", graph.nodes[duplicate.b].key);
    json.text("certainty", duplicate.certainty);
    write_texts(json, "reasons", duplicate.reasons);
    write_texts(json, "pools", duplicate.pools);
    json.text("advice", advice_on(duplicate));
    json.end_object();
  }
  json.end_list();
  json.end_object();
  return json.take();
}

std::vector<TextTable> cite_bias_tables(const CitationBias& bias, const Lag& lag) {
  std::vector<TextTable> tables;
  if (bias.too_small)
    tables.push_back({.title = "Too small to tell",
                      .below = {fmt::format(
                          "{} and {}, where 10 and 50 are needed: do not interpret the numbers "
                          "below.",
                          count_of(bias.studies, "study", "studies"),
                          count_of(bias.all.pairs, "potential citation", "potential citations"))}});
  TextTable table{.title = fmt::format("Are studies with {} results cited more?", bias.by)};
  table.columns = {{"Analysis"},
                   {"Citing papers", true},
                   {"Potential citations", true},
                   {"Citations", true},
                   {"OR of being cited (95 % CI)", true},
                   {"p", true}};
  const Measure& measure = *find_measure("OR");
  for (const CitationBiasTest* test : {&bias.all, &bias.without_self}) {
    std::vector<std::string> row{test_name(*test), fmt::format("{}", test->citing),
                                 fmt::format("{}", test->pairs), fmt::format("{}", test->cited)};
    if (test->fit.pooled) {
      const Shown shown = odds_ratio(*test->fit.pooled);
      row.push_back(fmt::format("{} ({})", show_effect(measure, shown.estimate),
                                show_interval(measure, shown.ci)));
      row.push_back(show_p(test->fit.pooled->log_p));
    } else {
      row.insert(row.end(), {"not estimable", "-"});
      const std::string why = fmt::format("Not estimable: {}.", test->fit.reason);
      if (!test->fit.reason.empty() && std::ranges::find(table.below, why) == table.below.end())
        table.below.push_back(why);
    }
    table.rows.push_back(std::move(row));
  }
  table.below.push_back(fmt::format("{}, of which {} with {} results.",
                                    count_of(bias.studies, "study", "studies"), bias.positive,
                                    bias.by));
  if (bias.permutation_p)
    table.below.push_back(fmt::format(
        "Permutation within years of publication: p {} ({}).",
        show_p(std::log(*bias.permutation_p)),
        bias.exact ? fmt::format("exact, all {} arrangements", bias.permutations)
                   : fmt::format("{} arrangements, seed {}", bias.permutations, bias.seed)));
  else
    table.below.push_back("Permutation within years of publication: no arrangement differs.");
  table.below.push_back(fmt::format(
      "A potential citation is a citing paper and a study that was out {}before it. Mantel-"
      "Haenszel over the citing papers, variance of Robins, Breslow & Greenland 1986.",
      lag.text.empty() ? std::string() : lag.text + " "));
  for (const std::string& note : bias.notes) table.below.push_back("Note: " + note);
  tables.push_back(std::move(table));
  return tables;
}

std::vector<TextTable> cite_bias_records(const CitationBias& bias) {
  TextTable table = table_of("", {"analysis", "by", "studies", "positive", "citing", "pairs",
                                  "cited", "estimate", "se", "shown_estimate", "shown_ci_lower",
                                  "shown_ci_upper", "p", "permutation_p", "seed", "too_small"});
  for (const CitationBiasTest* test : {&bias.all, &bias.without_self}) {
    std::vector<std::string> row{test->key,
                                 bias.by,
                                 fmt::format("{}", bias.studies),
                                 fmt::format("{}", bias.positive),
                                 fmt::format("{}", test->citing),
                                 fmt::format("{}", test->pairs),
                                 fmt::format("{}", test->cited)};
    if (const auto& pooled = test->fit.pooled) {
      const Shown shown = odds_ratio(*pooled);
      row.insert(row.end(),
                 {shortest(pooled->estimate), shortest(pooled->se), shortest(shown.estimate),
                  shortest(shown.ci.lower), shortest(shown.ci.upper), exp_text(pooled->log_p, 17)});
    } else {
      row.insert(row.end(), 6, "");
    }
    const bool whole = test == &bias.all;
    row.push_back(whole && bias.permutation_p ? shortest(*bias.permutation_p) : "");
    row.push_back(fmt::format("{}", bias.seed));
    row.emplace_back(bias.too_small ? "yes" : "no");
    table.rows.push_back(std::move(row));
  }
  return {table};
}

std::string cite_bias_json(const CitationBias& bias, const Lag& lag) {
  JsonWriter json;
  begin_answer(json, "bias");
  json.text("by", bias.by);
  json.flag("too_small", bias.too_small);
  write_count(json, "studies", bias.studies);
  write_count(json, "positive", bias.positive);
  write_known(json, "lag", lag.text);
  json.number("lag_months", static_cast<double>(lag.months));
  json.number("lag_days", static_cast<double>(lag.days));
  json.begin_list("tests");
  write_test(json, bias.all);
  write_test(json, bias.without_self);
  json.end_list();
  json.begin_object("permutation");
  json.number("p", bias.permutation_p);
  json.flag("exact", bias.exact);
  write_count(json, "arrangements", bias.permutations);
  json.number("seed", static_cast<double>(bias.seed));
  json.end_object();
  write_texts(json, "notes", bias.notes);
  json.end_object();
  return json.take();
}

}  // namespace weald
