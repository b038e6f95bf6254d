// SPDX-License-Identifier: MIT
#include "engine/analysis/choices.h"

#include <fmt/format.h>

#include "engine/text/suggest.h"

namespace weald {
namespace {

void set(Choices& choices, const Setting& setting, Diagnostics& diagnostics) {
  const Option* option = find_option(setting.key);
  if (option == nullptr) {
    std::vector<std::string_view> names;
    for (const Option& row : options()) names.push_back(row.key);
    const auto near = nearest(setting.key, names);
    diagnostics.error(
        "bad-option", setting.value.span, fmt::format("there is no option `{}`", setting.key),
        near ? fmt::format("did you mean `{}`?", *near) : "`weald list options` names them all");
    return;
  }
  if (const auto problem = option->set(choices, setting.value.value))
    diagnostics.error("bad-option", setting.value.span,
                      fmt::format("{}: {}", setting.key, *problem),
                      fmt::format("`weald list options` explains `{}`", setting.key));
}

/// One layer of settings: its preset first, wherever it stands, since a preset replaces what came
/// before.
void lay(Choices& choices, std::span<const Setting> settings, Diagnostics& diagnostics) {
  for (const Setting& setting : settings)
    if (setting.key == "preset") set(choices, setting, diagnostics);
  for (const Setting& setting : settings)
    if (setting.key != "preset") set(choices, setting, diagnostics);
}

/// What follows from other choices, once all are known.
void settle(Choices& choices) {
  if (choices.method != Method::iv) choices.model = Model::common;
  if (choices.model == Model::common && !choices.ci_given) {
    choices.ci = find_mean_interval("z");
    choices.ci_falls_back = false;
  }
  if (choices.pi_follows_ci && !choices.pi_given) {
    const std::string_view ci = choices.ci->key;
    choices.pi = find_prediction_interval(ci == "z" ? "S" : ci == "t" ? "V" : "HK");
  }
}

}  // namespace

Choices resolve(const Review* review, const Analysis* analysis,
                std::span<const Setting> command_line, Diagnostics& diagnostics) {
  Choices choices;
  set(choices, {.key = "preset", .value = {.value = "cochrane"}}, diagnostics);
  if (review != nullptr) lay(choices, review->settings, diagnostics);
  if (analysis != nullptr) {
    if (!analysis->subgroup.value.empty()) choices.subgroup = analysis->subgroup.value;
    if (analysis->correlation) choices.correlation = analysis->correlation->value;
    lay(choices, analysis->settings, diagnostics);
  }
  lay(choices, command_line, diagnostics);
  settle(choices);
  return choices;
}

}  // namespace weald
