// SPDX-License-Identifier: MIT
// `weald cite impact`: tables and words of what falls with a paper.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/output/cite_output.h"
#include "engine/output/cite_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string estimate_text(const Measure& measure, const PoolState& state) {
  if (!state.pooled) return state.k == 0 ? "no number" : "not estimable";
  return effect_text(measure, state.pooled->shown);
}

std::string prediction_text(const Measure& measure, const PoolState& state) {
  return state.pooled && state.pooled->shown.pi ? show_interval(measure, *state.pooled->shown.pi)
                                                : "-";
}

std::string p_text(const Measure& measure, const PoolState& state) {
  return state.pooled && !std::isnan(measure.none) ? show_p(state.pooled->estimate.log_p) : "-";
}

std::string what_changed(const PoolChange& change) {
  std::vector<std::string> parts;
  if (change.emptied) parts.emplace_back("empty now");
  if (change.direction) parts.emplace_back("direction");
  if (change.significance) parts.emplace_back("significance");
  if (change.prediction) parts.emplace_back("prediction interval");
  if (parts.empty())
    parts.emplace_back(change.lost.empty() && change.before.k == change.after.k ? "words only"
                                                                                : "numbers only");
  return joined(parts);
}

TextTable changes_table(const Impact& impact) {
  TextTable table =
      table_of("Pools that change", {"Pool", "When", "#k", "#Effect (CI)", "#p",
                                     "#Prediction interval", "#Weight", "What changes"});
  for (const PoolChange& change : impact.changes) {
    const Measure& measure = *change.measure;
    const auto row = [&](const char* when, const PoolState& state) {
      return std::vector<std::string>{
          "",
          when,
          fmt::format("{}", state.k),
          state.pooled ? fmt::format("{} {}", measure.short_label, estimate_text(measure, state))
                       : estimate_text(measure, state),
          p_text(measure, state),
          prediction_text(measure, state),
          "",
          ""};
    };
    auto before = row("before", change.before), after = row("after", change.after);
    before[0] = change.id;
    before[6] = change.lost.empty() ? "-" : show_weight(change.weight);
    before[7] = what_changed(change);
    table.rows.push_back(std::move(before));
    table.rows.push_back(std::move(after));
  }
  for (const PoolChange& change : impact.changes)
    for (const std::string& sentence : change_in_words(change))
      table.below.push_back(fmt::format("{}: {}", change.id, sentence));
  if (impact.changes.empty()) {
    table.columns.clear();
    table.title.clear();
  }
  if (impact.changes.empty())
    table.below.push_back(fmt::format("No pool changes ({} run again).",
                                      count_of(impact.unchanged, "pool", "pools")));
  else if (impact.unchanged > 0)
    table.below.push_back(fmt::format("{} the same to the last bit.",
                                      impact.unchanged == 1
                                          ? "1 other pool is"
                                          : fmt::format("{} other pools are", impact.unchanged)));
  return table;
}

TextTable contrasts_table(const Impact& impact) {
  TextTable table =
      table_of("Later against earlier", {"Contrast", "#Before (CI)", "#p", "#After (CI)", "#p "});
  for (const ContrastChange& change : impact.contrasts) {
    const auto cell = [&](const std::optional<Contrast>& contrast) {
      return contrast ? effect_text(*change.measure, contrast->shown) : std::string("none");
    };
    const auto p = [](const std::optional<Contrast>& contrast) {
      return contrast ? show_p(contrast->log_p) : std::string("-");
    };
    table.rows.push_back({fmt::format("{}: {} against {}", change.analysis, change.to, change.from),
                          cell(change.before), p(change.before), cell(change.after),
                          p(change.after)});
  }
  return table;
}

std::string notice_text(const PublishedNotice& notice) {
  std::string text = notice.kind;
  if (notice.date.known()) text += " of " + date_text(notice.date);
  if (!notice.notice.empty()) text += fmt::format(" ({})", notice.notice);
  if (!notice.reason.empty()) text += fmt::format(": {}", notice.reason);
  return text;
}

/// Who uses the papers, and who merely cites them.
TextTable reached_table(const CitationGraph& graph, const Impact& impact) {
  TextTable table{.title = "Where it leads"};
  const auto say = [&](std::string_view head, const std::vector<std::uint32_t>& nodes) {
    if (!nodes.empty())
      table.below.push_back(
          fmt::format("{} ({}): {}.", head, nodes.size(), node_names(graph, nodes)));
  };
  if (impact.studies.empty())
    table.below.push_back("No study of this review rests on it.");
  else
    table.below.push_back(fmt::format("Studies whose data fall ({}): {}.", impact.studies.size(),
                                      joined(impact.studies)));
  say("Other files of the same paper (one DOI or PubMed number), which stay in unless named, or "
      "all by that identifier",
      impact.same_paper);
  say("Other papers of the same trial, cohort or version, which stay in: look at them too",
      impact.reach.related);
  say("Reviews that include it", impact.reach.reviews);
  say("Guidelines that include it or such a review", impact.reach.guidelines);
  for (const RecommendationReached& reached : impact.recommendations) {
    const Node& node = graph.nodes[reached.node];
    table.below.push_back(fmt::format("Recommendation {}{}: rests on {}.", node.key,
                                      node.title.empty() ? "" : fmt::format(" ({})", node.title),
                                      joined(reached.results)));
  }
  for (const PublishedReached& published : impact.published)
    table.below.push_back(fmt::format("Not recomputable here: {}, {}.",
                                      graph.nodes[published.node].key,
                                      published_text(*published.pool)));
  if (!impact.unlisted.empty())
    table.below.push_back(
        fmt::format("Not known: {} without `includes:`, so whether {} it cannot be said: {}.",
                    count_of(impact.unlisted.size(), "review is", "reviews are"),
                    impact.unlisted.size() == 1 ? "it includes" : "they include",
                    node_names(graph, impact.unlisted)));
  say("Citing without including, which is not using", impact.reach.citing_only);
  return table;
}

TextTable list_table(const CitationGraph& graph, const ListOfRetractions& list) {
  TextTable table = table_of(fmt::format("List of retractions {}", list.name),
                             {"Paper", "Notice", "Date", "Matched by", "#Line", "Reason"});
  const auto row_of = [&](const RetractionFlag& flag, std::string by) {
    return std::vector<std::string>{node_name(graph.nodes[flag.node]),
                                    flag.notice.kind,
                                    flag.notice.date.known() ? date_text(flag.notice.date) : "-",
                                    std::move(by),
                                    fmt::format("{}", flag.line),
                                    flag.notice.reason};
  };
  for (const RetractionFlag& flag : list.flags.flags) table.rows.push_back(row_of(flag, flag.by));
  for (const RetractionFlag& flag : list.flags.doubtful)
    table.rows.push_back(
        row_of(flag, fmt::format("not flagged, doubtful: the DOIs differ ({})", flag.by)));
  if (table.rows.empty()) table.columns.clear();
  table.below.push_back(fmt::format(
      "{} read ({}), {} rejected, {} without an identifier of the paper; {} about papers of this "
      "graph.{}",
      count_of(list.flags.rows, "row", "rows"), list.format, list.rejected, list.flags.unidentified,
      count_of(list.flags.matched, "row", "rows"),
      list.latest.known()
          ? fmt::format(" The latest notice is of {}: what came later is not in it.",
                        date_text(list.latest))
          : ""));
  table.below.push_back(
      "Matched by DOI and PubMed number alone: a row without them is not looked up by its title.");
  return table;
}

TextTable head_of(const CitationGraph& graph, const ImpactScenario& scenario) {
  TextTable table{.title = scenario.title};
  if (scenario.impact.flagged.size() > 1)
    table.below.push_back(fmt::format("Papers: {}.", node_names(graph, scenario.impact.flagged)));
  else if (!scenario.impact.flagged.empty())
    if (const Node& node = graph.nodes[scenario.impact.flagged.front()]; !node.title.empty())
      table.below.push_back(node.title);
  for (const std::uint32_t node : scenario.impact.flagged)
    for (const PublishedNotice& notice : notices_on(graph, node))
      table.below.push_back(
          fmt::format("Notice on {}: {}.", node_name(graph.nodes[node]), notice_text(notice)));
  return table;
}

/// Whether a paper of this re-run is retracted or under a concern, and that was not taken back: by
/// what is known of it here, or by the lists.
bool notice_stands(const CitationGraph& graph, const ImpactAnswer& answer,
                   const ImpactScenario& scenario) {
  return std::ranges::any_of(scenario.impact.flagged, [&](std::uint32_t node) {
    std::vector<PublishedNotice> notices = notices_on(graph, node);
    for (const ListOfRetractions& list : answer.lists)
      for (const RetractionFlag& flag : list.flags.flags)
        if (flag.node == node) notices.push_back(flag.notice);
    const std::string state = standing(std::move(notices));
    return state == "retraction" || state == "concern";
  });
}

}  // namespace

std::vector<std::string> change_in_words(const PoolChange& change) {
  const Measure& measure = *change.measure;
  std::vector<std::string> words;
  if (!change.words.empty())
    words.push_back(fmt::format("what {} said in words falls.", joined(change.words)));
  if (change.emptied) {
    words.push_back(fmt::format("no number is left; {} was all there was.", joined(change.lost)));
    return words;
  }
  if (!change.before.pooled || !change.after.pooled) return words;
  const PooledResult &before = *change.before.pooled, &after = *change.after.pooled;
  if (change.direction)
    words.push_back(fmt::format("the direction turns, from {} to {}.",
                                show_effect(measure, before.shown.estimate),
                                show_effect(measure, after.shown.estimate)));
  if (change.significance) {
    const bool held =
        before.estimate.ci.lower <= measure.none && measure.none <= before.estimate.ci.upper;
    words.push_back(fmt::format("{} (p {} before, {} after).",
                                held ? "the interval held no effect and no longer does"
                                     : "the interval did not hold no effect and now does",
                                show_p(before.estimate.log_p), show_p(after.estimate.log_p)));
  }
  if (change.prediction) {
    const bool held = before.pi->lower <= measure.none && measure.none <= before.pi->upper;
    words.push_back(held ? "the prediction interval held no effect and no longer does."
                         : "the prediction interval did not hold no effect and now does.");
  }
  if (before.pi && !after.pi) words.emplace_back("no prediction interval is left.");
  if (!change.conclusion() && !change.lost.empty())
    words.push_back(std::isnan(measure.none)
                        ? fmt::format("the estimate moves from {} to {}.",
                                      show_effect(measure, before.shown.estimate),
                                      show_effect(measure, after.shown.estimate))
                        : fmt::format("direction and significance{} stay as they were.",
                                      before.pi && after.pi ? ", and what the prediction interval "
                                                              "says of no effect,"
                                                            : ""));
  if (change.lost.empty() && change.words.empty())
    words.emplace_back("it shares its τ² with the pools that lose a study.");
  return words;
}

std::vector<TextTable> cite_impact_tables(const CitationGraph& graph, const ImpactAnswer& answer) {
  std::vector<TextTable> tables;
  for (const ListOfRetractions& list : answer.lists) tables.push_back(list_table(graph, list));
  if (!answer.lists.empty() && !answer.reinstated.empty())
    tables.back().below.push_back(fmt::format("Reinstated after their retraction, and left in: {}.",
                                              node_names(graph, answer.reinstated)));
  for (const ImpactScenario& scenario : answer.scenarios) {
    tables.push_back(head_of(graph, scenario));
    tables.push_back(changes_table(scenario.impact));
    if (!scenario.impact.contrasts.empty()) tables.push_back(contrasts_table(scenario.impact));
    tables.push_back(reached_table(graph, scenario.impact));
  }
  if (tables.empty()) return tables;
  bool falls = false, stands = false;
  for (const ImpactScenario& scenario : answer.scenarios)
    if (!scenario.impact.studies.empty()) {
      falls = true;
      stands = stands || notice_stands(graph, answer, scenario);
    }
  if (falls && !stands)
    tables.back().below.push_back(
        "A what-if: no retraction or expression of concern that stands is known of it here.");
  if (stands)
    tables.back().below.push_back(
        "To act on a notice that stands, as Cochrane advises: move the study to the excluded ones "
        "(`exclude:` of the analysis) with the reason and the citation of the notice "
        "(`exclude-why:`), in neutral words.");
  return tables;
}

std::vector<TextTable> cite_impact_records(const CitationGraph&, const ImpactAnswer& answer) {
  TextTable table = table_of("", {"without",
                                  "id",
                                  "analysis",
                                  "horizon",
                                  "subgroup",
                                  "measure",
                                  "studies",
                                  "findings",
                                  "weight",
                                  "k_before",
                                  "k_after",
                                  "estimate_before",
                                  "ci_lower_before",
                                  "ci_upper_before",
                                  "estimate_after",
                                  "ci_lower_after",
                                  "ci_upper_after",
                                  "shown_before",
                                  "shown_after",
                                  "p_before",
                                  "p_after",
                                  "emptied",
                                  "direction_changes",
                                  "significance_changes",
                                  "prediction_changes"});
  const auto yes = [](bool value) { return std::string(value ? "yes" : "no"); };
  for (const ImpactScenario& scenario : answer.scenarios)
    for (const PoolChange& c : scenario.impact.changes) {
      std::vector<std::string> row{scenario.key,
                                   c.id,
                                   c.analysis,
                                   c.horizon.value_or(""),
                                   c.subgroup.value_or(""),
                                   std::string(c.measure->key),
                                   joined(c.lost),
                                   joined(c.words),
                                   shortest(c.weight),
                                   fmt::format("{}", c.before.k),
                                   fmt::format("{}", c.after.k)};
      for (const PoolState* state : {&c.before, &c.after}) {
        const auto& pooled = state->pooled;
        row.push_back(pooled ? shortest(pooled->estimate.estimate) : "");
        row.push_back(pooled ? shortest(pooled->estimate.ci.lower) : "");
        row.push_back(pooled ? shortest(pooled->estimate.ci.upper) : "");
      }
      for (const PoolState* state : {&c.before, &c.after})
        row.push_back(state->pooled ? shortest(state->pooled->shown.estimate) : "");
      for (const PoolState* state : {&c.before, &c.after})
        row.push_back(state->pooled ? exp_text(state->pooled->estimate.log_p, 17) : "");
      for (const bool value : {c.emptied, c.direction, c.significance, c.prediction})
        row.push_back(yes(value));
      table.rows.push_back(std::move(row));
    }
  return {table};
}

}  // namespace weald
