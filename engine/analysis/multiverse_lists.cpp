// SPDX-License-Identifier: MIT
#include "engine/analysis/multiverse_lists.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "engine/text/suggest.h"

namespace weald {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view zero_cell_words[] = {"as chosen", "double zeros kept",
                                                "double zeros left out"};
constexpr std::string_view risk_words[] = {"all", "without high", "only low"};

std::string field_text(const Row& row, std::string_view field) {
  const auto found = row.fields.find(std::string(field));
  return found == row.fields.end() ? "" : found->second.text;
}

/// The overall judgement of a row's risk of bias: «overall», else the worst of the domains; empty
/// where there is none.
std::string judgement(const Row& row) {
  if (!row.risk_of_bias) return field_text(row, "risk-of-bias");
  const auto& domains = row.risk_of_bias->domains;
  for (const auto& [domain, word] : domains)
    if (domain == "overall") return word.value;
  constexpr std::string_view worse[] = {"low",  "moderate", "some concerns", "unclear",
                                        "high", "serious",  "critical"};
  std::size_t worst = 0;
  for (const auto& [domain, word] : domains)
    for (std::size_t i = 0; i < std::size(worse); ++i)
      if (word.value == worse[i]) worst = std::max(worst, i);
  return domains.empty() ? "" : std::string(worse[worst]);
}

bool high_risk(const Row& row) {
  const std::string word = judgement(row);
  return word == "high" || word == "serious" || word == "critical";
}

bool randomised(const Row& row) {
  const std::string design = field_text(row, "design");
  return design.find("random") != std::string::npos &&
         design.find("non-random") == std::string::npos &&
         design.find("not random") == std::string::npos;
}

bool is_choice(std::string_view name) {
  return std::ranges::find(multiverse_choices, name) != multiverse_choices.end();
}

/// Has a meaning under inverse variance alone.
bool is_of_inverse_variance(std::string_view name) {
  return name == "model" || name == "tau2" || name == "ci";
}

std::set<std::string> fields_of(const AnalysisReport& report) {
  std::set<std::string> names;
  for (const Pooling& pool : report.pools)
    for (const StudyResult& study : pool.studies)
      for (const auto& [name, value] : study.row.fields) names.insert(name);
  return names;
}

void replace(ChoiceValues& lists, const std::string& name, Words values) {
  const auto known =
      std::ranges::find_if(lists, [&](const auto& list) { return list.first == name; });
  if (known != lists.end())
    known->second = std::move(values);
  else
    lists.emplace_back(name, std::move(values));
}

template <class Names>
std::string near_or_all(std::string_view word, const Names& names) {
  const std::vector<std::string_view> all(std::begin(names), std::end(names));
  if (const auto near = nearest(word, all)) return fmt::format("; did you mean `{}`?", *near);
  return all.empty() ? "" : fmt::format("; it may be: {}", fmt::join(all, ", "));
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

/// The part of `text` before its first `mark`, which is taken off.
std::string_view next_part(std::string_view& text, char mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

}  // namespace

ChoiceValues usual_lists(const Pooling& pool) {
  const Choices& c = pool.choices;
  const auto& studies = pool.studies;
  const auto all = [&](auto holds) {
    return std::ranges::all_of(studies, [&](const StudyResult& s) { return holds(s.row); });
  };
  const auto some = [&](auto holds) {
    return std::ranges::any_of(studies, [&](const StudyResult& s) { return holds(s.row); });
  };
  const auto first = [](std::string_view own, std::initializer_list<std::string_view> others) {
    Words words{std::string(own)};
    for (const std::string_view other : others)
      if (!same_word(own, other)) words.emplace_back(other);
    return words;
  };
  ChoiceValues lists;
  const std::string_view key = pool.measure->key;
  const bool tables = all([](const Row& r) { return std::holds_alternative<TwoByTwo>(r.data); });
  const bool means = all([](const Row& r) { return std::holds_alternative<TwoMeans>(r.data); });
  if (tables && (key == "RR" || key == "OR" || key == "RD"))
    lists.push_back({"measure", first(key, {"RR", "OR", "RD"})});
  if (means && (key == "MD" || key == "SMD"))
    lists.push_back({"measure", first(key, {"MD", "SMD"})});
  const bool zeros = some([](const Row& r) {
                       const auto* t = std::get_if<TwoByTwo>(&r.data);
                       return t != nullptr && (t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0);
                     }) ||
                     std::ranges::any_of(
                         pool.excluded, [](const ExcludedRow& e) { return e.code == "no-events"; });
  // Peto's method adds nothing, and tables without events weigh nothing in it.
  if (zeros && pool.measure->adds_to_zero_cells && c.method != Method::peto)
    lists.push_back({"zero-cells", {std::begin(zero_cell_words), std::end(zero_cell_words)}});
  if (some(high_risk) && !all(high_risk))
    lists.push_back({"risk-of-bias", {"all", "without high"}});
  if (some(randomised) && !all(randomised)) lists.push_back({"design", {"all", "randomised"}});
  if (c.method == Method::iv) {
    lists.push_back({"model", first(own_value("model", pool), {"random", "common"})});
    lists.push_back({"tau2", first(c.tau2->key, {"REML", "PM", "DL"})});
    lists.push_back({"ci", first(c.ci->key, {"HK", "HK-ci", "z"})});
  }
  return lists;
}

void lay_lists(ChoiceValues& lists, std::span<const ChoiceList> more, const Pooling& pool,
               std::vector<Note>& notes) {
  const auto pass_over = [&](std::string_view name, std::string_view why) {
    notes.push_back({"sensitivity-unavailable",
                     fmt::format("multiverse: the list `{}` is passed over: {}", name, why)});
  };
  for (const ChoiceList& list : more) {
    const std::string& name = list.name.value;
    Words values;
    for (const Located<std::string>& value : list.values) values.push_back(value.value);
    const auto own = [&](const std::string& value) { return same_word(value, pool.measure->key); };
    if (name == "horizon" && !pool.horizon)
      pass_over(name, "the analysis has no horizons");
    else if (name == "measure" && std::ranges::none_of(values, own))
      pass_over(name,
                fmt::format("it does not hold the measure of the analysis, {}", pool.measure->key));
    else
      replace(lists, name, std::move(values));
  }
}

void drop_meaningless(ChoiceValues& lists, const Pooling& pool, std::vector<Note>& notes) {
  if (pool.choices.method == Method::iv) return;
  std::erase_if(lists, [&](const auto& list) {
    if (!is_of_inverse_variance(list.first)) return false;
    notes.push_back({"sensitivity-unavailable",
                     fmt::format("multiverse: the list `{}` is passed over: studies are not pooled "
                                 "by inverse variance",
                                 list.first)});
    return true;
  });
}

std::optional<std::string> read_lists(std::string_view text, const AnalysisReport& report,
                                      ChoiceValues& lists) {
  while (!text.empty()) {
    std::string_view part = next_part(text, ';');
    if (part.empty()) continue;
    const std::string whole(part);
    const bool has_values = part.find('=') != std::string_view::npos;
    const std::string name(next_part(part, '='));
    const std::set<std::string> fields = fields_of(report);
    if (!has_values || (!is_choice(name) && !fields.contains(name))) {
      const std::vector<std::string_view> choices(multiverse_choices.begin(),
                                                  multiverse_choices.end());
      std::vector<std::string_view> all = choices;
      all.insert(all.end(), fields.begin(), fields.end());
      const auto near = nearest(name, all);
      return fmt::format("`{}` is no list of choices; {}", whole,
                         near && *near != name
                             ? fmt::format("did you mean `{}`?", *near)
                             : fmt::format("there are: {}, or any field of the studies",
                                           fmt::join(choices, ", ")));
    }
    Words values;
    while (!part.empty())
      if (const auto value = next_part(part, ','); !value.empty()) values.emplace_back(value);
    if (values.empty()) return fmt::format("`{}` has no value", name);
    replace(lists, name, std::move(values));
  }
  return {};
}

std::optional<std::string> value_problem(std::string_view name, std::string_view value) {
  const auto one_of = [&](const auto& words) -> std::optional<std::string> {
    if (std::ranges::find(words, value) != std::end(words)) return {};
    return fmt::format("`{}` does not know `{}`{}", name, value, near_or_all(value, words));
  };
  if (name == "zero-cells") return one_of(zero_cell_words);
  if (name == "risk-of-bias") return one_of(risk_words);
  if (name == "measure" || name == "model" || name == "tau2" || name == "ci") {
    Choices scratch;
    return find_option(name)->set(scratch, value);
  }
  return {};
}

std::optional<std::string> value_unknown(std::string_view name, std::string_view value,
                                         const AnalysisReport& report, const Review* review) {
  std::set<std::string> names;
  if (name == "horizon") {
    if (review != nullptr)
      for (const Horizon& horizon : review->horizons) names.insert(horizon.key);
    for (const Pooling& pool : report.pools)
      if (pool.horizon) names.insert(*pool.horizon);
  } else if (!is_choice(name) || name == "design") {
    names.insert("all");
    if (name == "design") names.insert("randomised");
    if (value.starts_with("not ")) value.remove_prefix(4);
    for (const Pooling& pool : report.pools)
      for (const StudyResult& study : pool.studies)
        if (const std::string text = field_text(study.row, name); !text.empty()) names.insert(text);
  } else {
    return {};
  }
  if (names.contains(std::string(value))) return {};
  if (name == "horizon")
    return fmt::format("there is no horizon `{}`{}", value, near_or_all(value, names));
  return fmt::format("no study has the {} `{}`{}", name, value, near_or_all(value, names));
}

std::string own_value(std::string_view name, const Pooling& pool) {
  const Choices& c = pool.choices;
  if (name == "measure") return std::string(pool.measure->key);
  if (name == "horizon") return pool.horizon.value_or("");
  if (name == "zero-cells") return "as chosen";
  if (name == "model") return c.model == Model::random ? "random" : "common";
  if (name == "tau2") return c.tau2 ? std::string(c.tau2->key) : "";
  if (name == "ci") return c.ci ? std::string(c.ci->key) : "";
  return "all";
}

void lay_value(Choices& c, std::string_view name, std::string_view value) {
  if (name == "zero-cells") {
    if (value == "double zeros kept") c.effect.drop00 = c.effect.ratios_drop00 = false;
    if (value == "double zeros left out") c.effect.drop00 = true;
  }
  if (name == "measure" || name == "model" || name == "tau2" || name == "ci")
    find_option(name)->set(c, value);
}

bool included(const Row& row, std::string_view name, std::string_view value) {
  if (value == "all") return true;
  if (name == "risk-of-bias")
    return value == "without high" ? !high_risk(row) : judgement(row) == "low";
  if (is_choice(name) && name != "design") return true;
  if (name == "design" && value == "randomised") return randomised(row);
  if (value.starts_with("not ")) return field_text(row, name) != value.substr(4);
  return field_text(row, name) == value;
}

}  // namespace weald
