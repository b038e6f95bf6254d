// SPDX-License-Identifier: MIT
#include "cli/topics.h"

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/layouts.h"
#include "engine/analysis/choices.h"
#include "engine/effects/measure.h"
#include "engine/models/pool.h"
#include "engine/models/tau2.h"
#include "engine/review/catalogue.h"
#include "engine/review/checks.h"
#include "engine/review/fields.h"
#include "plots/backends/backends.h"
#include "plots/figure.h"
#include "plots/theme.h"

namespace weald {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TextTable make(std::initializer_list<std::string_view> heads, Rows rows) {
  TextTable table;
  for (const std::string_view head : heads) table.columns.push_back({.head = std::string(head)});
  table.rows = std::move(rows);
  return table;
}

/// A table of records with a key and a help.
template <class Records>
TextTable keys_and_help(const Records& records) {
  Rows rows;
  for (const auto& record : records)
    rows.push_back({std::string(record.key), std::string(record.help)});
  return make({"Name", "What it is"}, std::move(rows));
}

/// A table of methods: key, label, source.
template <class Records>
TextTable methods(const Records& records) {
  Rows rows;
  for (const auto& record : records) {
    rows.push_back(
        {std::string(record.key), std::string(record.label), std::string(record.source)});
  }
  return make({"Name", "What it is", "Source"}, std::move(rows));
}

TextTable list_measures() {
  Rows rows;
  for (const Measure& m : measures()) {
    rows.push_back({std::string(m.key), std::string(m.label), data_of(m),
                    std::string(m.scale().key), std::string(m.formula), std::string(m.source)});
  }
  return make({"Name", "What it is", "From", "Scale", "Formula", "Source"}, std::move(rows));
}

TextTable list_presets() {
  Rows rows;
  for (const Preset& preset : presets()) {
    std::string choices =
        fmt::format("tau2 {}, ci {}{}, pi {}, tau2-ci {}, i2 {}", preset.tau2, preset.ci,
                    preset.ci_falls_back ? " where k > 2 and tau2 > 0, else z" : "",
                    preset.pi_follows_ci ? "as ci" : preset.pi, preset.tau2_ci,
                    preset.i2_from == I2From::tau2 ? "tau2" : "Q");
    if (preset.ratios_drop00) choices += ", ratios leave out studies without events";
    rows.push_back(
        {std::string(preset.key), std::string(preset.label), choices, std::string(preset.source)});
  }
  return make({"Name", "What it is", "Choices", "Source"}, std::move(rows));
}

TextTable list_checks() {
  Rows rows;
  for (const Check& check : checks())
    rows.push_back({std::string(check.key), std::string(check.summary)});
  return make({"Name", "What it checks"}, std::move(rows));
}

TextTable list_diagnostics() {
  Rows rows;
  for (const Explanation& e : catalogue()) {
    const std::string_view severity = e.severity == Severity::error     ? "error"
                                      : e.severity == Severity::warning ? "warning"
                                                                        : "note";
    rows.push_back({std::string(e.code), std::string(severity), std::string(e.summary)});
  }
  return make({"Code", "Kind", "What it means"}, std::move(rows));
}

TextTable list_commands() {
  Rows rows;
  for (const Command* command : commands()) {
    if (!command->hidden)
      rows.push_back(
          {fmt::format("{} {}", command->key, command->arguments), std::string(command->help)});
  }
  return make({"Command", "What it does"}, std::move(rows));
}

TextTable list_options() {
  Rows rows;
  for (const Option& option : options()) {
    const std::string names = option.names != nullptr
                                  ? fmt::format("{}", fmt::join(option.names(), " "))
                                  : std::string(option.value);
    rows.push_back({std::string(option.key), names, std::string(option.help)});
  }
  return make({"Option", "Values", "What it sets"}, std::move(rows));
}

TextTable list_formats() {
  Rows rows;
  for (const OutputFormat& format : output_formats())
    rows.push_back({std::string(format.key), "results", std::string(format.help)});
  rows.push_back({"json", "results", "everything, with every digit, for programs"});
  for (const ImageFormat& format : image_formats())
    rows.push_back({std::string(format.key), "figures", std::string(format.help)});
  return make({"Name", "Of", "What it is"}, std::move(rows));
}

TextTable list_fields() {
  Rows rows;
  for (const FieldListing& field : listed_fields()) {
    rows.push_back({std::string(field.object), std::string(field.key), std::string(field.type),
                    field.required ? "required" : "", std::string(field.help)});
  }
  return make({"Of", "Key", "Value", "", "What it is"}, std::move(rows));
}

constexpr Topic table[] = {
    {"measures", "effect measures, with formula and source", list_measures},
    {"tau2", "estimators of the variance between studies",
     [] { return methods(tau2_estimators()); }},
    {"ci", "intervals of the pooled effect", [] { return methods(mean_intervals()); }},
    {"pi", "prediction intervals", [] { return methods(prediction_intervals()); }},
    {"tau2-ci", "intervals of the variance between studies",
     [] { return methods(tau2_intervals()); }},
    {"presets", "sets of choices, as handbooks and programs make them", list_presets},
    {"figures", "what `weald plot` draws", [] { return keys_and_help(figures()); }},
    {"layouts", "layouts of the forest plot", [] { return keys_and_help(layouts()); }},
    {"themes", "colours and fonts of figures", [] { return keys_and_help(themes()); }},
    {"formats", "how results and figures are written", list_formats},
    {"checks", "what `weald check` looks at", list_checks},
    {"diagnostics", "every code that a message can bear", list_diagnostics},
    {"commands", "what weald does", list_commands},
    {"options", "options of an analysis, in review.yaml and on the command line", list_options},
    {"fields", "every key of a descriptor", list_fields},
};

}  // namespace

std::span<const Topic> topics() { return table; }

std::string data_of(const Measure& measure) {
  constexpr std::pair<DataKind, std::string_view> names[] = {
      {DataKind::two_by_two, "events of two groups"},
      {DataKind::two_means, "means of two groups"},
      {DataKind::standardised, "d, t or p"},
      {DataKind::two_rates, "rates of two groups"},
      {DataKind::proportion, "events of one group"},
      {DataKind::rate, "a rate"},
      {DataKind::mean, "a mean"},
      {DataKind::correlation, "a correlation"},
      {DataKind::reliability, "Cronbach's alpha of an instrument of so many items"},
      {DataKind::generic, "an estimate"},
      {DataKind::observed_expected, "observed minus expected"},
  };
  std::string text;
  for (const auto& [kind, name] : names) {
    if ((measure.kinds & static_cast<unsigned>(kind)) != 0)
      text += fmt::format("{}{}", text.empty() ? "" : "; ", name);
  }
  return text.empty() ? "an estimate with its interval" : text;
}

}  // namespace weald
