// SPDX-License-Identifier: MIT
// From a table to pools: one, or one a value of its `horizon` column. One pass over the lines.
#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "engine/review/dataset.h"
#include "engine/review/table_columns.h"
#include "engine/review/time.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

bool takes(const Measure& measure, const TableShape& shape) {
  constexpr unsigned generic = static_cast<unsigned>(DataKind::generic);
  return shape.kind == 0 || shape.kind == generic || (measure.kinds & shape.kind) != 0;
}

std::string header_text(const csv::Sheet& sheet) {
  std::string out;
  for (const csv::Cell& cell : sheet.header)
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", cell.text);
  return out;
}

/// The shapes of the table that give the measure, the best first. A second one serves the lines
/// that lack the first (an SMD from d, t or p where means are not given); finished estimates never
/// stand in for raw data unasked.
std::vector<ShapeInTable> shapes_for(const Measure& measure, const Table& table) {
  std::vector<ShapeInTable> out;
  for (const TableShape& shape : table_shapes()) {
    if (!takes(measure, shape)) continue;
    const bool raw = (measure.kinds & shape.kind) != 0;
    if (!out.empty() && !raw) break;
    if (auto found = find_shape(shape, table.sheet)) out.push_back(std::move(*found));
  }
  return out;
}

void complain_of_columns(const Measure& measure, const Table& table, Diagnostics& diagnostics) {
  std::string wanted;
  for (const TableShape& shape : table_shapes()) {
    if (!takes(measure, shape)) continue;
    wanted += fmt::format("{}{}", wanted.empty() ? "" : "; or ", columns_text(shape));
  }
  const std::string hint = case_hint(table.sheet);
  diagnostics.error(
      "measure-does-not-fit", header_span(table.sheet),
      fmt::format("{} cannot be computed from the columns of this table", measure.key),
      !hint.empty() ? hint
                    : fmt::format("it wants the columns {}; the table has {}", wanted,
                                  header_text(table.sheet)));
}

/// The one measure that the columns can mean, or a diagnostic that names those they fit.
const Measure* guess_measure(const Table& table, Diagnostics& diagnostics) {
  unsigned kinds = 0;
  bool printed = false;
  for (const TableShape& shape : table_shapes()) {
    if (!find_shape(shape, table.sheet)) continue;
    kinds |= shape.kind;
    printed = printed || shape.kind == 0;
  }
  std::vector<const Measure*> fitting;
  for (const Measure& measure : measures())
    if ((measure.kinds & kinds) != 0) fitting.push_back(&measure);
  if (fitting.size() == 1 && !printed) return fitting.front();
  std::string names;
  for (const Measure* measure : fitting)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", measure->key);
  if (!fitting.empty()) {
    diagnostics.error("measure-needed", header_span(table.sheet),
                      fmt::format("the columns fit several effect measures: {}", names),
                      fmt::format("say which, for example `--measure {}`", fitting.front()->key));
  } else if (printed) {
    diagnostics.error("measure-needed", header_span(table.sheet),
                      "the table has finished estimates, and does not say of which measure",
                      "say which, for example `--measure HR` or `--measure OR`");
  } else {
    complain_of_header(table.sheet, diagnostics);
  }
  return nullptr;
}

/// The columns that are not the raw data's: those with a meaning of their own, and all of them as
/// fields, by any of which a pool may be split.
struct Columns {
  std::optional<std::size_t> study{}, cluster{}, outcome{}, horizon{}, year{}, time{};
  std::vector<std::size_t> fields{};
};

Columns columns_of(const csv::Sheet& sheet, const std::vector<ShapeInTable>& shapes) {
  Columns out{.study = sheet.column("study"),
              .cluster = sheet.column("cluster"),
              .outcome = sheet.column("outcome"),
              .horizon = sheet.column("horizon"),
              .year = sheet.column("year"),
              .time = sheet.column("time")};
  // Follow-up only where every value has a unit: 47 may be days, weeks or a dose.
  if (out.time && !std::all_of(sheet.rows.begin(), sheet.rows.end(), [&](const auto& line) {
        return line[*out.time].missing() || read_time(line[*out.time].text);
      }))
    out.time.reset();
  std::vector<bool> used(sheet.header.size());
  for (const ShapeInTable& shape : shapes) {
    for (const auto& place : shape.needs) used[place.column] = true;
    for (const auto& place : shape.any_of)
      if (place) used[place->column] = true;
  }
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i]) out.fields.push_back(i);
  return out;
}

const std::string* text_at(const std::vector<csv::Cell>& line,
                           const std::optional<std::size_t>& column) {
  return column && !line[*column].missing() ? &line[*column].text : nullptr;
}

Span span_of(const std::vector<csv::Cell>& line) {
  Span span = line.front().span;
  span.end = std::max(span.end, line.back().span.end);
  return span;
}

/// The first shape under which the line is complete; else what the first shape lacks.
LineReading read_best(const std::vector<ShapeInTable>& shapes, const csv::Sheet& sheet,
                      const std::vector<csv::Cell>& line, Diagnostics& diagnostics) {
  LineReading first = read_line(shapes.front(), sheet, line, diagnostics);
  for (std::size_t i = 1; i < shapes.size() && !first.bad && !first.missing.empty(); ++i) {
    LineReading next = read_line(shapes[i], sheet, line, diagnostics);
    if (next.bad || next.missing.empty()) return next;
  }
  return first;
}

/// As many different outcomes are named in a note.
constexpr std::size_t most_outcomes = 8;

/// The pools of a table by the value of its horizon column, in order of appearance.
class Pools {
 public:
  Pools(const Table& table, const Measure& measure, bool by_horizon, const Selection& selection)
      : measure_(measure), by_horizon_(by_horizon), wanted_(selection.horizons) {
    blank_.analysis = "table";
    blank_.measure = &measure_;
    if (measure.two_groups) blank_.arm_labels = {"Experimental", "Control"};
    if (!by_horizon) {
      pools_.push_back(blank_);
      pools_.back().rows.reserve(table.sheet.rows.size());
    }
  }

  /// The pool of a line; null where its horizon was not asked for.
  Dataset* of(const std::string* horizon) {
    if (!by_horizon_) return &pools_.front();
    const auto same = [&](const std::string& key) { return same_word(key, *horizon); };
    if (!wanted_.empty() && std::none_of(wanted_.begin(), wanted_.end(), same)) return nullptr;
    const auto [at, fresh] = index_.try_emplace(*horizon, pools_.size());
    if (fresh) {
      pools_.push_back(blank_);
      pools_.back().owned_horizon =
          std::make_shared<const Horizon>(Horizon{.key = *horizon, .label = *horizon});
      pools_.back().horizon = pools_.back().owned_horizon.get();
    }
    return &pools_[at->second];
  }

  std::vector<Dataset>& all() { return pools_; }
  bool has(const std::string& horizon) const {
    return std::any_of(index_.begin(), index_.end(),
                       [&](const auto& entry) { return same_word(entry.first, horizon); });
  }

 private:
  const Measure& measure_;
  bool by_horizon_;
  std::vector<std::string> wanted_;
  Dataset blank_{};
  std::vector<Dataset> pools_{};
  std::unordered_map<std::string, std::size_t> index_{};
};

/// Remarks on what a table leaves open.
void add_notes(Dataset& pool, const std::vector<std::string>& outcomes) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string_view> twice;
  for (const Row& row : pool.rows)
    if (!seen.insert(row.study).second) twice.push_back(row.study);
  if (!twice.empty()) {
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(twice.size(), 5); ++i)
      names += fmt::format("{}{}", i == 0 ? "" : ", ", twice[i]);
    if (twice.size() > 5) names += fmt::format(" and {} more", twice.size() - 5);
    pool.notes.push_back(
        {"duplicate-study", fmt::format("the same study stands on several lines, each of which is "
                                        "pooled as a study of its own: {}",
                                        names)});
  }
  std::unordered_map<std::string_view, std::size_t> clusters;
  for (const Row& row : pool.rows)
    if (!row.cluster.empty()) ++clusters[row.cluster];
  std::size_t shared = 0, rows = 0;
  for (const auto& [cluster, members] : clusters) {
    if (members < 2) continue;
    ++shared;
    rows += members;
  }
  if (shared > 0)
    pool.notes.push_back(
        {"shared-cluster",
         fmt::format("{} rows share {} cluster{} of the column `cluster`; they are "
                     "pooled as if they were independent",
                     rows, shared, shared == 1 ? "" : "s")});
  if (outcomes.size() > 1) {
    std::string names;
    for (const std::string& outcome : outcomes)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", outcome);
    pool.notes.push_back(
        {"several-outcomes", fmt::format("different outcomes are pooled together: {}", names)});
  }
}

}  // namespace

std::vector<Dataset> datasets(const Table& table, const Selection& selection,
                              Diagnostics& diagnostics) {
  const csv::Sheet& sheet = table.sheet;
  const Measure* measure =
      selection.measure ? selection.measure : guess_measure(table, diagnostics);
  if (!measure) return {};
  const std::vector<ShapeInTable> shapes = shapes_for(*measure, table);
  if (shapes.empty()) {
    complain_of_columns(*measure, table, diagnostics);
    return {};
  }
  warn_of_names(sheet, diagnostics);
  warn_of_times(sheet, diagnostics);
  const Columns columns = columns_of(sheet, shapes);
  Pools pools(table, *measure, columns.horizon.has_value(), selection);
  std::vector<ExcludedRow> without_horizon;
  std::vector<std::string> outcomes;

  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    const std::vector<csv::Cell>& line = sheet.rows[i];
    const std::string* name = text_at(line, columns.study);
    const std::string study = name ? *name : fmt::format("Row {}", i + 1);
    const std::string* horizon = text_at(line, columns.horizon);
    if (columns.horizon && !horizon) {
      without_horizon.push_back({.study = study,
                                 .label = study,
                                 .code = "time-missing",
                                 .reason = "no value in the column `horizon`",
                                 .span = span_of(line)});
      continue;
    }
    Dataset* pool = pools.of(horizon);
    if (!pool) continue;
    LineReading reading = read_best(shapes, sheet, line, diagnostics);
    if (reading.bad) continue;
    const std::string* outcome = text_at(line, columns.outcome);
    if (outcome && outcomes.size() < most_outcomes &&
        std::find(outcomes.begin(), outcomes.end(), *outcome) == outcomes.end())
      outcomes.push_back(*outcome);
    if (!reading.missing.empty()) {
      pool->excluded.push_back({.study = study,
                                .label = study,
                                .code = "missing-data",
                                .reason = fmt::format("no value in {}", reading.missing),
                                .span = span_of(line)});
      continue;
    }
    Row& row = pool->rows.emplace_back();
    row.study = row.label = study;
    row.data = reading.data;
    row.arms = std::move(reading.arms);
    row.span = span_of(line);
    if (const std::string* cluster = text_at(line, columns.cluster)) row.cluster = *cluster;
    if (const std::string* time = text_at(line, columns.time)) row.time = *time;
    if (const std::string* year = text_at(line, columns.year)) row.year = read_number(*year).value;
    for (const std::size_t column : columns.fields) {
      const csv::Cell& cell = line[column];
      if (cell.missing()) continue;
      row.fields.emplace(
          sheet.header[column].text,
          Scalar{.text = cell.text, .number = read_number(cell.text).value, .span = cell.span});
    }
  }

  for (const std::string& key : selection.horizons) {
    if (!pools.has(key))
      diagnostics.error("unknown-horizon", header_span(table.sheet),
                        columns.horizon
                            ? fmt::format("no line of the table has the horizon `{}`", key)
                            : "the table has no column `horizon`",
                        "leave `--horizon` out to see every horizon there is");
  }
  for (Dataset& pool : pools.all()) {
    pool.excluded.insert(pool.excluded.end(), without_horizon.begin(), without_horizon.end());
    if (outcomes.size() == 1) pool.title = pool.outcome_label = outcomes.front();
    add_notes(pool, outcomes);
  }
  return std::move(pools.all());
}

}  // namespace weald
