// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "engine/analysis/choices.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using Names = std::vector<std::string_view>;
using Problem = std::optional<std::string>;

template <class Rows>
Names keys_of(const Rows& rows) {
  Names names;
  for (const auto& row : rows) names.push_back(row.key);
  return names;
}

Names with_none(Names names) {
  names.push_back("none");
  return names;
}

/// «no such x; did you mean y?», naming all where nothing is near.
std::string unknown(std::string_view what, std::string_view value, const Names& names) {
  std::string message = fmt::format("there is no {} `{}`", what, value);
  if (const auto near = nearest(value, names))
    return message + fmt::format("; did you mean `{}`?", *near);
  return message + fmt::format("; there are: {}", fmt::join(names, " "));
}

template <class Row>
Problem pick(const Row*& target, const Row* found, std::string_view what, std::string_view value,
             const Names& names) {
  if (found == nullptr) return unknown(what, value, names);
  target = found;
  return {};
}

Problem number_within(double& target, std::string_view value, double low, double high,
                      std::string_view what) {
  const NumberReading reading = read_number(value);
  if (!reading.value) return fmt::format("{} must be a number; `{}` is not", what, value);
  if (!(*reading.value >= low && *reading.value < high))
    return fmt::format("{} must be at least {} and below {}; {} is not", what, shortest(low),
                       shortest(high), value);
  target = *reading.value;
  return {};
}

Problem yes_or_no(bool& target, std::string_view value) {
  for (const std::string_view yes : {"", "true", "yes"})
    if (same_word(value, yes)) return target = true, Problem{};
  for (const std::string_view no : {"false", "no"})
    if (same_word(value, no)) return target = false, Problem{};
  return fmt::format("say true or false, not `{}`", value);
}

/// Sets `target` to the value whose word was given.
template <class T, std::size_t n>
Problem one_of(T& target, std::string_view value, std::string_view what,
               const std::pair<std::string_view, T> (&words)[n]) {
  Names names;
  for (const auto& [word, meaning] : words) {
    if (same_word(word, value)) return target = meaning, Problem{};
    names.push_back(word);
  }
  return unknown(what, value, names);
}

constexpr std::pair<std::string_view, Model> models[] = {{"random", Model::random},
                                                         {"common", Model::common}};
constexpr std::pair<std::string_view, Method> methods[] = {
    {"iv", Method::iv}, {"mh", Method::mh}, {"peto", Method::peto}};
constexpr std::pair<std::string_view, AddTo> add_to[] = {
    {"only0", AddTo::only0}, {"all", AddTo::all}, {"if0all", AddTo::if0all}, {"none", AddTo::none}};
constexpr std::pair<std::string_view, I2From> i2_from[] = {{"tau2", I2From::tau2},
                                                           {"Q", I2From::q}};
constexpr std::pair<std::string_view, bool> subgroup_tau2[] = {{"separate", false},
                                                               {"common", true}};

template <class T, std::size_t n>
Names words_of(const std::pair<std::string_view, T> (&words)[n]) {
  Names names;
  for (const auto& entry : words) names.push_back(entry.first);
  return names;
}

void apply(Choices& choices, const Preset& preset) {
  choices.preset = preset.key;
  choices.model = Model::random;
  choices.method = Method::iv;
  choices.tau2 = find_tau2(preset.tau2);
  choices.ci = find_mean_interval(preset.ci);
  choices.ci_falls_back = preset.ci_falls_back;
  choices.ci_given = choices.pi_given = false;
  choices.pi = find_prediction_interval(preset.pi);
  choices.pi_follows_ci = preset.pi_follows_ci;
  choices.tau2_ci = find_tau2_interval(preset.tau2_ci);
  choices.dl_around_mh = preset.dl_around_mh;
  choices.i2_from = preset.i2_from;
  choices.level = 0.95;
  choices.effect = {
      .add = 0.5, .to = AddTo::only0, .drop00 = false, .ratios_drop00 = preset.ratios_drop00};
  choices.mh_add = 0;
  choices.common_tau2 = false;
}

const Option table[] = {
    {"preset", "NAME",
     "settings of a guideline or program; replaces all settings of the review and the analysis",
     [] { return keys_of(presets()); },
     [](Choices& c, std::string_view v) -> Problem {
       const Preset* preset = find_preset(v);
       if (preset == nullptr) return unknown("preset", v, keys_of(presets()));
       return apply(c, *preset), Problem{};
     }},
    {"measure", "NAME", "effect measure instead of the analysis's own",
     [] { return keys_of(measures()); },
     [](Choices& c, std::string_view v) {
       return pick(c.measure, find_measure(v), "measure", v, keys_of(measures()));
     }},
    {"model", "NAME", "random effects or a common effect", [] { return words_of(models); },
     [](Choices& c, std::string_view v) { return one_of(c.model, v, "model", models); }},
    {"method", "NAME", "inverse variance, Mantel-Haenszel or Peto",
     [] { return words_of(methods); },
     [](Choices& c, std::string_view v) { return one_of(c.method, v, "method", methods); }},
    {"tau2", "NAME", "estimator of the between-study variance",
     [] { return keys_of(tau2_estimators()); },
     [](Choices& c, std::string_view v) {
       c.dl_around_mh = false;
       return pick(c.tau2, find_tau2(v), "estimator of tau2", v, keys_of(tau2_estimators()));
     }},
    {"ci", "NAME", "interval of the pooled effect", [] { return keys_of(mean_intervals()); },
     [](Choices& c, std::string_view v) {
       c.ci_falls_back = false;
       c.ci_given = true;
       return pick(c.ci, find_mean_interval(v), "interval", v, keys_of(mean_intervals()));
     }},
    {"pi", "NAME", "prediction interval, or none",
     [] { return with_none(keys_of(prediction_intervals())); },
     [](Choices& c, std::string_view v) -> Problem {
       c.pi_given = true;
       if (same_word(v, "none")) return c.pi = nullptr, Problem{};
       return pick(c.pi, find_prediction_interval(v), "prediction interval", v,
                   with_none(keys_of(prediction_intervals())));
     }},
    {"tau2-ci", "NAME", "interval of tau2, or none",
     [] { return with_none(keys_of(tau2_intervals())); },
     [](Choices& c, std::string_view v) -> Problem {
       if (same_word(v, "none")) return c.tau2_ci = nullptr, Problem{};
       return pick(c.tau2_ci, find_tau2_interval(v), "interval of tau2", v,
                   with_none(keys_of(tau2_intervals())));
     }},
    {"i2", "FROM", "whether I² comes from tau2 or from Q", [] { return words_of(i2_from); },
     [](Choices& c, std::string_view v) { return one_of(c.i2_from, v, "source of I²", i2_from); }},
    {"level", "X", "level of all intervals, e.g. 0.95", nullptr,
     [](Choices& c, std::string_view v) -> Problem {
       double level = 0;
       if (auto problem = number_within(level, v, 0.5, 1, "the level")) return problem;
       return c.level = level, Problem{};
     }},
    {"add", "X", "what is added to zero cells, e.g. 0.5", nullptr,
     [](Choices& c, std::string_view v) {
       c.effect.add_asked = true;
       return number_within(c.effect.add, v, 0, 10, "the addition");
     }},
    {"to", "WHICH", "the studies to which --add is added", [] { return words_of(add_to); },
     [](Choices& c, std::string_view v) {
       return one_of(c.effect.to, v, "rule for zero cells", add_to);
     }},
    {"drop00", "", "leave out studies without events, or with only events, in both groups", nullptr,
     [](Choices& c, std::string_view v) { return yes_or_no(c.effect.drop00, v); }},
    {"mh-add", "X", "what is added to zero cells inside the Mantel-Haenszel estimate", nullptr,
     [](Choices& c, std::string_view v) {
       return number_within(c.mh_add, v, 0, 10, "the addition");
     }},
    {"subgroup", "FIELD", "pool by the values of a field (year, design, a moderator, a column)",
     nullptr, [](Choices& c, std::string_view v) { return c.subgroup = v, Problem{}; }},
    {"subgroup-tau2", "WHICH", "separate tau2 in each subgroup, or one common to all",
     [] { return words_of(subgroup_tau2); },
     [](Choices& c, std::string_view v) {
       return one_of(c.common_tau2, v, "choice", subgroup_tau2);
     }},
    {"mods", "FORMULA",
     "moderators of a meta-regression, e.g. \"year + design * dose\" (weald regress)", nullptr,
     [](Choices& c, std::string_view v) { return c.mods = v, Problem{}; }},
    {"horizon", "KEYS", "only these horizons, e.g. short,long", nullptr,
     [](Choices& c, std::string_view v) -> Problem {
       c.horizons.clear();
       while (!v.empty()) {
         const std::size_t comma = v.find(',');
         if (comma != 0) c.horizons.emplace_back(v.substr(0, comma));
         v = comma == std::string_view::npos ? "" : v.substr(comma + 1);
       }
       return {};
     }},
    {"correlation", "R", "assumed correlation of one study's results at two horizons (contrasts)",
     nullptr,
     [](Choices& c, std::string_view v) -> Problem {
       double r = 0;
       if (auto problem = number_within(r, v, -0.999, 1, "the correlation")) return problem;
       return c.correlation = r, Problem{};
     }},
};

}  // namespace

std::span<const Option> options() { return table; }

const Option* find_option(std::string_view key) {
  for (const Option& row : table)
    if (row.key == key) return &row;
  return nullptr;
}

}  // namespace weald
