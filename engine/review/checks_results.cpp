// SPDX-License-Identifier: MIT
// Errors of results as a whole: empty ones, ones without a source, and two of one outcome, groups
// and time.
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "engine/review/checks_parts.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

bool has_numbers(const Result& result) { return !result.data.empty() || result.effect.has_value(); }

Span head(const Result& result) {
  return result.outcome.span.known() ? result.outcome.span : result.span;
}

Span head(const PublishedPool& pool) {
  return pool.outcome.span.known() ? pool.outcome.span : pool.span;
}

/// What a result is about: outcome, time, groups and moderators. Results with one key are two of
/// the same.
std::string identity(const Study& study, const Result& result) {
  std::string key = result.outcome.value;
  if (result.time.given())
    key += result.time.baseline
               ? "|baseline"
               : fmt::format("|{}-{}{}", shortest(result.time.from), shortest(result.time.to),
                             result.time.after ? "+" : "");
  else
    key += "|" + result.horizon.value;
  std::vector<std::string_view> groups;
  if (!result.data.empty())
    for (const GroupData& data : result.data) groups.push_back(data.group.value);
  else if (!result.between.empty())
    for (const auto& group : result.between) groups.push_back(group.value);
  else if (study.groups.size() <= 2)
    for (const Group& group : study.groups) groups.push_back(group.key);
  std::sort(groups.begin(), groups.end());
  for (const std::string_view group : groups) key.append("|").append(group);
  for (const auto& [name, value] : result.moderators)
    key.append("|").append(name).append("=").append(value.text);
  return key;
}

constexpr const char* source_help =
    "say where the numbers were read, so that others find them: source: abstract, PubMed 28319997; "
    "or source: table 2, "
    "page 550";

}  // namespace

void result_empty(const Review&, const Study&, const Result& result, Diagnostics& diagnostics) {
  if (result.misread || has_numbers(result) || result.reported || result.finding) return;
  diagnostics.error("result-empty", head(result),
                    fmt::format("the result for `{}` says nothing: no data, no effect, no finding",
                                result.outcome.value),
                    "give the groups' numbers in `data:`, a finished estimate in `effect:`, or "
                    "what the paper says in words: "
                    "finding: no difference");
}

void data_and_effect(const Review&, const Study&, const Result& result, Diagnostics& diagnostics) {
  const bool words = result.finding.has_value();
  if (result.misread || !has_numbers(result)) return;
  if (!words && (result.data.empty() || !result.effect)) return;
  std::vector<std::string_view> keys;
  if (!result.data.empty()) keys.push_back("data");
  if (result.effect) keys.push_back("effect");
  if (words) keys.push_back("finding");
  Diagnostic& d = diagnostics.error(
      "data-and-effect", words ? result.finding->span : result.effect->span,
      fmt::format("the result for `{}` has {}: which counts?", result.outcome.value, listing(keys)),
      "a result gives its groups' numbers in `data:`, or a finished estimate in `effect:`, or "
      "words in `finding:`; an estimate that the paper prints beside the groups' numbers goes into "
      "`reported:`, words beside numbers into `note:`");
  d.primary.text = words ? "words as well" : "an estimate as well";
  d.secondary.push_back({result.data.empty() ? effect_at(*result.effect, EffectRole::effect).span()
                                             : result.data.front().group.span,
                         result.data.empty() ? "an estimate" : "numbers of groups"});
}

void pooled_empty(const Review& review, Diagnostics& diagnostics) {
  for (const Reference& reference : review.references)
    for (const PublishedPool& pool : reference.pooled) {
      const PrintedEffect& effect = pool.effect;
      if (pool.misread || effect.misread || effect.estimate || effect.ci || effect.se || effect.p ||
          pool.finding)
        continue;
      diagnostics.error(
          "result-empty", head(pool),
          fmt::format("the pooled result of `{}` for `{}` says nothing: no estimate, no finding",
                      reference.key, pool.outcome.value),
          "give `estimate:` and `ci:`, or what the paper says in words: finding: not significant");
    }
}

void missing_source(const Review& review, Diagnostics& diagnostics) {
  for_each_result(review, [&](const Study&, const Result& result) {
    if (result.misread || !result.source.value.empty() ||
        (!has_numbers(result) && !result.reported))
      return;
    diagnostics.error("missing-source", head(result),
                      fmt::format("the numbers for `{}` have no source", result.outcome.value),
                      source_help);
  });
  for (const Reference& reference : review.references)
    for (const PublishedPool& pool : reference.pooled)
      if (!pool.misread && pool.source.value.empty() && pool.effect.estimate)
        diagnostics.error("missing-source", head(pool),
                          fmt::format("the pooled numbers of `{}` for `{}` have no source",
                                      reference.key, pool.outcome.value),
                          source_help);
}

void duplicate_result(const Review& review, Diagnostics& diagnostics) {
  std::unordered_map<std::string, const Result*> seen;
  for (const Study& study : review.studies) {
    seen.clear();
    for (const Result& result : study.results) {
      if (result.misread || !has_numbers(result)) continue;
      const auto [first, is_new] = seen.try_emplace(identity(study, result), &result);
      if (is_new) continue;
      Diagnostic& d = diagnostics.error(
          "duplicate-result", head(result),
          fmt::format("two results for `{}` of the same groups{}", result.outcome.value,
                      result.time.given()             ? " at " + result.time.text
                      : !result.horizon.value.empty() ? " in horizon " + result.horizon.value
                                                      : ", both without a time"),
          "a pool could count only one of them: remove one, or tell them apart by outcome, time, "
          "groups or `moderators:`; the same result in another form goes into `reported:`");
      d.primary.text = "the second";
      d.secondary.push_back({head(*first->second), "the first"});
    }
  }
}

void unknown_judgement(const Review&, const Study&, const Result& result,
                       Diagnostics& diagnostics) {
  if (!result.risk_of_bias) return;
  struct Tool {
    std::string_view name;
    std::vector<std::string_view> words;
  };
  static const std::vector<Tool> tools = {
      {"RoB 2", {"low", "some concerns", "high"}},
      {"RoB 1", {"low", "unclear", "high"}},
      {"ROBINS-I", {"low", "moderate", "serious", "critical", "no information"}},
      {"ROBINS-E", {"low", "some concerns", "high", "very high"}},
      {"QUADAS-2", {"low", "unclear", "high"}},
      {"QUIPS", {"low", "moderate", "high"}},
  };
  const RiskOfBias& bias = *result.risk_of_bias;
  const Tool* tool = nullptr;
  std::vector<std::string_view> names;
  for (const Tool& known : tools) {
    names.push_back(known.name);
    if (same_word(known.name, bias.tool)) tool = &known;
  }
  if (!tool) {
    // Other tools are welcome; one that looks like a known one is probably misspelt.
    if (const std::string near = did_you_mean(bias.tool, names);
        !bias.tool.empty() && !near.empty())
      diagnostics.warning("unknown-judgement", bias.span,
                          fmt::format("unknown tool `{}` for the risk of bias", bias.tool), near);
    return;
  }
  for (const auto& entry : bias.domains) {
    const Located<std::string>& judgement = entry.second;
    const bool known =
        std::any_of(tool->words.begin(), tool->words.end(),
                    [&](std::string_view word) { return same_word(word, judgement.value); });
    if (!known)
      diagnostics.warning("unknown-judgement", judgement.span,
                          fmt::format("{} has no judgement `{}`", tool->name, judgement.value),
                          fmt::format("its judgements are {}", listing(tool->words)));
  }
}

}  // namespace weald
