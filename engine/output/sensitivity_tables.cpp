// SPDX-License-Identifier: MIT
// `weald sensitivity` for people: a table a kind, and before them what each found, in short.
#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/output/sensitivity_parts.h"
#include "engine/output/table_parts.h"

namespace weald {
namespace {

/// A kind of sensitivity analysis on paper is a row; they stand in this order.
struct KindTable {
  bool (*answered)(const PoolSensitivity&);
  TextTable (*table)(const PoolSensitivity&);
  /// «Does it hang on …», {} for what is left out; empty: no line in the summary.
  std::string_view asks{};
  std::string (*found)(const PoolSensitivity&) = nullptr;
  bool needs_null = false;  ///< asks about a value of no effect
};

template <auto answer>
bool has(const PoolSensitivity& p) {
  return (p.*answer).has_value();
}

using P = PoolSensitivity;
constexpr KindTable kind_tables[] = {
    {has<&P::leave_one_out>, leave_one_out_table, "one {}?", leave_one_out_finding},
    {has<&P::cumulative>, cumulative_table},
    {has<&P::influence>, influence_table, "influential studies?", influence_finding},
    {has<&P::baujat>, baujat_table},
    {has<&P::outliers>, outliers_table, "outliers?", outliers_finding},
    {has<&P::gosh>, gosh_table, "which studies are pooled?", gosh_finding},
    {has<&P::permutation>, permutation_table, "the distribution of effects?", permutation_finding},
    {has<&P::bootstrap>, bootstrap_table},
    {has<&P::sweep>, sweep_table, "τ²?", sweep_finding, true},
    {has<&P::fragility>, fragility_table, "a few events?", fragility_finding},
    {has<&P::multiverse>, multiverse_table, "the method?", multiverse_finding, true},
};

/// What each kind found, in one table, where there is more than a few of them.
std::optional<TextTable> in_short(const PoolSensitivity& p) {
  TextTable table{.title = title_of(p, "in short"), .columns = {{"Does it hang on …"}, {"Found"}}};
  for (const KindTable& kind : kind_tables)
    if (!kind.asks.empty() && kind.answered(p) && (!kind.needs_null || tested(p)))
      table.rows.push_back({fmt::format(fmt::runtime(kind.asks), p.unit), kind.found(p)});
  if (table.rows.size() < 4) return {};
  const Refit all = whole(p);
  table.below.push_back(fmt::format(
      "The pool: {} {}{}{}; {}.", measure_of(p).short_label, effect_text(measure_of(p), all.shown),
      tested(p) ? fmt::format(", p {}", show_p(all.estimate->log_p)) : "",
      all.shown.pi
          ? fmt::format(", prediction interval {}", show_interval(measure_of(p), *all.shown.pi))
          : "",
      count_of(all.k, "study", "studies")));
  table.below.emplace_back(
      "Each answer stands below with what it assumes. All of them look at the same studies: none "
      "sees studies that are missing (`weald bias`) or badly done.");
  return table;
}

/// The kinds without an answer, by the reason why.
void add_notes(const PoolSensitivity& p, TextTable& table) {
  std::vector<std::pair<std::string, std::string>> unavailable;  // reason, kinds
  for (const Note& note : p.notes) {
    const std::size_t colon = note.message.find(": ");
    if (note.code != "sensitivity-unavailable" || colon == std::string::npos) {
      table.below.push_back("Note: " + note_text(note));
      continue;
    }
    const std::string kind = note.message.substr(0, colon), why = note.message.substr(colon + 2);
    const auto same =
        std::ranges::find(unavailable, why, &std::pair<std::string, std::string>::first);
    if (same == unavailable.end())
      unavailable.emplace_back(why, kind);
    else
      same->second += ", " + kind;
  }
  for (const auto& [why, kinds] : unavailable)
    table.below.push_back(fmt::format("Not done: {}: {}.", kinds, why));
}

}  // namespace

std::vector<TextTable> sensitivity_tables(std::span<const PoolSensitivity> pools) {
  std::vector<TextTable> tables;
  std::vector<std::string> unpooled;
  for (const PoolSensitivity& p : pools) {
    if (!p.pool->pooled) {
      unpooled.push_back(pool_name(p));
      continue;
    }
    const std::size_t before = tables.size();
    if (auto summary = in_short(p)) tables.push_back(std::move(*summary));
    for (const KindTable& kind : kind_tables)
      if (kind.answered(p)) tables.push_back(kind.table(p));
    if (tables.size() == before) tables.push_back({.title = title_of(p, "sensitivity")});
    add_notes(p, tables.back());
    if (!p.pool->methods_line.empty())
      tables.back().below.push_back("Methods: " + p.pool->methods_line);
  }
  if (!unpooled.empty())
    tables.push_back({.title = "Nothing pooled",
                      .below = {fmt::format("No result that could depend on anything: {}.",
                                            fmt::join(unpooled, "; "))}});
  return tables;
}

}  // namespace weald
