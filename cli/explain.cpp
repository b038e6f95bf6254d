// SPDX-License-Identifier: MIT
#include "cli/explain.h"

#include <fmt/format.h>

#include "cli/help.h"
#include "cli/topics.h"
#include "engine/analysis/choices.h"
#include "engine/effects/measure.h"
#include "engine/models/pool.h"
#include "engine/models/tau2.h"
#include "engine/review/catalogue.h"
#include "engine/text/suggest.h"
#include "plots/figure.h"

namespace weald {
namespace {

std::string_view severity_name(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string indented(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    result += line.empty() ? "\n" : fmt::format("    {}\n", line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return result;
}

std::string paragraphs(const Explanation& row) {
  return fmt::format("{}[{}]: {}\n\n{}\nExample:\n\n{}\nRepair:\n\n{}", severity_name(row.severity),
                     row.code, row.summary, wrap(row.why, 96, 0), indented(row.example),
                     indented(row.repair));
}

std::string paragraphs(const Measure& row) {
  std::string text = fmt::format("{}: {}\n\n", row.key, row.label);
  text += fmt::format("  computed from  {}\n", data_of(row));
  text += fmt::format("  scale          {}\n", row.scale().key);
  text += fmt::format("  formula        {}\n", row.formula);
  text += fmt::format("  source         {}\n", row.source);
  if (row.adds_to_zero_cells)
    text += "  zero cells     1/2 is added to all cells of a study that has one (--add, --to)\n";
  return text;
}

/// A row with key, label and source.
template <class Row>
std::string method(std::string_view option, const Row& row) {
  return fmt::format("{} (--{} {}): {}\n\n  source  {}\n", row.key, option, row.key, row.label,
                     row.source);
}

/// Adds a part, with a blank line between parts.
void add_part(std::string& text, const std::string& part) {
  if (!text.empty()) text += '\n';
  text += part;
}

template <class Rows>
void add_methods(std::string& text, std::string_view word, std::string_view option,
                 const Rows& rows) {
  for (const auto& row : rows) {
    if (same_word(row.key, word)) add_part(text, method(option, row));
  }
}

std::string paragraphs(const Option& row) {
  std::string text = fmt::format("--{} {}: {}\n\n", row.key, row.value, row.help);
  if (row.names != nullptr) text += fmt::format("  may be  {}\n", fmt::join(row.names(), " "));
  text += fmt::format("  in review.yaml, under an analysis or `settings:`:  {}: ...\n", row.key);
  return text;
}

template <class Rows>
void add_keys(std::vector<std::string_view>& words, const Rows& rows) {
  for (const auto& row : rows) words.push_back(row.key);
}

constexpr std::string_view generated =
    "<!-- Made by `make docs` from the tables of the program: do not edit. -->\n\n";

}  // namespace

std::string explain_word(std::string_view word) {
  while (word.starts_with('-')) word.remove_prefix(1);
  if (const Explanation* row = find_explanation(word)) return paragraphs(*row);
  std::string text;
  if (const Measure* row = find_measure(word)) text += paragraphs(*row);
  add_methods(text, word, "tau2", tau2_estimators());
  add_methods(text, word, "ci", mean_intervals());
  add_methods(text, word, "pi", prediction_intervals());
  add_methods(text, word, "tau2-ci", tau2_intervals());
  add_methods(text, word, "preset", presets());
  for (const Option& row : options()) {
    if (same_word(row.key, word)) add_part(text, paragraphs(row));
  }
  for (const Figure& row : figures()) {
    if (same_word(row.key, word))
      text += fmt::format("{}: {}\n\n  weald plot {} SOURCE -o FILE\n", row.key, row.help, row.key);
  }
  return text;
}

std::vector<std::string_view> explained_words() {
  std::vector<std::string_view> words;
  for (const Explanation& row : catalogue()) words.push_back(row.code);
  add_keys(words, measures());
  add_keys(words, tau2_estimators());
  add_keys(words, mean_intervals());
  add_keys(words, prediction_intervals());
  add_keys(words, tau2_intervals());
  add_keys(words, presets());
  add_keys(words, options());
  add_keys(words, figures());
  return words;
}

std::string measures_page() {
  std::string page = fmt::format(
      "{}# Effect measures\n\n"
      "`weald list measures` prints this table, `weald explain MEASURE` one row. Any measure also "
      "takes a finished estimate "
      "(`effect:`) with a standard error, variance, interval or p-value.\n\n"
      "| measure | | computed from | scale | formula of y | source |\n|---|---|---|---|---|---|\n",
      generated);
  for (const Measure& row : measures()) {
    page += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", row.key, row.label, data_of(row),
                        row.scale().key, row.formula, row.source);
  }
  return page;
}

std::string diagnostics_page() {
  std::string page = fmt::format(
      "{}# Diagnostics\n\n"
      "Every message bears a code; `weald explain CODE` prints what stands here. An error stops "
      "the analysis; a warning does not and is "
      "acknowledged with `ack: [{{code: ..., why: ...}}]`; a note goes with a result.\n",
      generated);
  for (const Explanation& row : catalogue()) {
    page += fmt::format("\n## `{}`\n\n*{}*: {}\n\n{}\n\nExample:\n\n{}\nRepair:\n\n{}", row.code,
                        severity_name(row.severity), row.summary, row.why, indented(row.example),
                        indented(row.repair));
  }
  return page;
}

}  // namespace weald
