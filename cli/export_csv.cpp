// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "cli/export.h"
#include "engine/text/csv.h"
#include "engine/text/number.h"

namespace weald {
namespace {

using Numbers = std::vector<std::optional<double>>;

/// One kind of data as columns: their names, and the numbers of a row that is of this kind.
struct Shape {
  std::vector<std::string_view> columns;
  std::optional<Numbers> (*numbers)(const OutcomeData&);
};

template <class Data, auto write>
std::optional<Numbers> of(const OutcomeData& data) {
  const auto* one = std::get_if<Data>(&data);
  return one != nullptr ? std::optional(write(*one)) : std::nullopt;
}

Numbers two_by_two(const TwoByTwo& t) { return {t.a, t.b, t.c, t.d}; }
Numbers two_means(const TwoMeans& t) { return {t.m1, t.sd1, t.n1, t.m2, t.sd2, t.n2}; }
Numbers standardised(const StandardisedInput& t) { return {t.n1, t.n2, t.d, t.t, t.p}; }
Numbers two_rates(const TwoRates& t) { return {t.x1, t.t1, t.x2, t.t2}; }
Numbers proportion(const Proportion& t) { return {t.x, t.n}; }
Numbers rate(const Rate& t) { return {t.x, t.t}; }
Numbers mean(const Mean& t) { return {t.m, t.sd, t.n}; }
Numbers correlation(const Correlation& t) { return {t.r, t.n, t.t, t.p}; }
Numbers reliability(const Reliability& t) { return {t.alpha, t.items, t.n}; }
Numbers observed_expected(const ObservedExpected& t) { return {t.oe, t.v}; }
Numbers generic(const Generic& t) { return {t.y, t.v}; }

/// A printed interval at 95 %, and nothing else, stands in `estimate lower upper`.
std::optional<Numbers> printed_interval(const OutcomeData& data) {
  const auto* one = std::get_if<Reported>(&data);
  if (one == nullptr || !one->lower || !one->upper || one->level != 0.95) return std::nullopt;
  return Numbers{one->estimate, one->lower, one->upper};
}

const Shape shapes[] = {
    {{"ai", "bi", "ci", "di"}, of<TwoByTwo, two_by_two>},
    {{"m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"}, of<TwoMeans, two_means>},
    {{"n1i", "n2i", "di", "ti", "pi"}, of<StandardisedInput, standardised>},
    {{"x1i", "t1i", "x2i", "t2i"}, of<TwoRates, two_rates>},
    {{"xi", "ni"}, of<Proportion, proportion>},
    {{"xi", "ti"}, of<Rate, rate>},
    {{"mi", "sdi", "ni"}, of<Mean, mean>},
    {{"ri", "ni", "ti", "pi"}, of<Correlation, correlation>},
    {{"ai", "mi", "ni"}, of<Reliability, reliability>},
    {{"oe", "v"}, of<ObservedExpected, observed_expected>},
    {{"estimate", "lower", "upper"}, printed_interval},
    {{"yi", "vi"}, of<Generic, generic>},
};

struct Line {
  const Row* row;
  std::string horizon;
  Numbers numbers;
};

/// The shape that all rows have, or null.
const Shape* common_shape(const std::vector<Line>& lines) {
  for (const Shape& shape : shapes) {
    const auto fits = [&](const Line& line) {
      return std::holds_alternative<Missing>(line.row->data) ||
             shape.numbers(line.row->data).has_value();
    };
    const bool any = std::ranges::any_of(
        lines, [&](const Line& line) { return shape.numbers(line.row->data).has_value(); });
    if (any && std::ranges::all_of(lines, fits)) return &shape;
  }
  return nullptr;
}

std::vector<std::string_view> fill_effects(std::vector<Line>& lines, const Measure& measure,
                                           const EffectOptions& options) {
  std::vector<OutcomeData> data;
  for (const Line& line : lines) data.push_back(line.row->data);
  const std::vector<EffectOrReason> effects = compute_effects(measure, data, options);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto* effect = std::get_if<Effect>(&effects[i]);
    lines[i].numbers =
        effect != nullptr ? Numbers{effect->y, effect->v} : Numbers{std::nullopt, std::nullopt};
  }
  return {"yi", "vi"};
}

/// Columns that no row fills are left out.
void drop_empty_columns(std::vector<std::string_view>& columns, std::vector<Line>& lines) {
  for (std::size_t i = columns.size(); i-- > 0;) {
    if (std::ranges::any_of(lines, [&](const Line& line) { return line.numbers[i].has_value(); }))
      continue;
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(i));
    for (Line& line : lines)
      line.numbers.erase(line.numbers.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

/// Names of a table that mean something else than a moderator; a field of that name is left out.
bool taken(std::string_view name, const std::vector<std::string_view>& columns) {
  static constexpr std::string_view names[] = {"study", "label",   "group",    "horizon", "outcome",
                                               "time",  "cluster", "estimate", "lower",   "upper"};
  return std::ranges::find(names, name) != std::end(names) ||
         std::ranges::find(columns, name) != columns.end();
}

}  // namespace

std::string export_csv(const std::vector<Dataset>& datasets, const Measure& measure,
                       const EffectOptions& options) {
  std::vector<Line> lines;
  bool horizons = false, groups = false, times = false;
  std::map<std::string, int> fields;
  for (const Dataset& dataset : datasets) {
    for (const Row& row : dataset.rows) {
      lines.push_back({&row, dataset.horizon != nullptr ? dataset.horizon->key : "", {}});
      horizons = horizons || dataset.horizon != nullptr;
      groups = groups || row.group.has_value();
      times = times || !row.time.empty();
      for (const auto& [key, value] : row.fields) ++fields[key];
    }
  }
  std::vector<std::string_view> columns;
  if (const Shape* shape = common_shape(lines)) {
    columns = shape->columns;
    for (Line& line : lines)
      line.numbers = shape->numbers(line.row->data).value_or(Numbers(columns.size()));
  } else {
    columns = fill_effects(lines, measure, options);
  }
  drop_empty_columns(columns, lines);
  std::erase_if(fields, [&](const auto& field) { return taken(field.first, columns); });

  std::string text = "study,label";
  if (groups) text += ",group";
  if (horizons) text += ",horizon";
  if (times) text += ",follow-up";
  for (const std::string_view column : columns) text += fmt::format(",{}", column);
  for (const auto& [field, count] : fields) text += ',' + csv::quote(field);
  text += '\n';
  for (const Line& line : lines) {
    text += csv::quote(line.row->study) + ',' + csv::quote(line.row->label);
    if (groups) text += ',' + csv::quote(line.row->group.value_or(""));
    if (horizons) text += ',' + csv::quote(line.horizon);
    if (times) text += ',' + csv::quote(line.row->time);
    for (const auto& number : line.numbers)
      text += ',' + (number ? shortest(*number) : std::string("NA"));
    for (const auto& [field, count] : fields) {
      const auto found = line.row->fields.find(field);
      text +=
          ',' + (found != line.row->fields.end() ? csv::quote(found->second.text) : std::string());
    }
    text += '\n';
  }
  return text;
}

}  // namespace weald
