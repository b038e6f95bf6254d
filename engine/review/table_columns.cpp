// SPDX-License-Identifier: MIT
#include "engine/review/table_columns.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/review/time.h"
#include "engine/text/number.h"

namespace weald {
namespace {

constexpr unsigned bit(DataKind kind) { return static_cast<unsigned>(kind); }

using enum CellRule;

/// In the order of preference: raw data before finished estimates.
constexpr TableShape shapes[] = {
    {bit(DataKind::two_by_two),
     {{{"ai", count}, {"bi", count, "n1i", people}, {"ci", count}, {"di", count, "n2i", people}}}},
    {bit(DataKind::two_means),
     {{{"m1i", number},
       {"sd1i", positive},
       {"n1i", people},
       {"m2i", number},
       {"sd2i", positive},
       {"n2i", people}}}},
    {bit(DataKind::standardised),
     {{{"n1i", people}, {"n2i", people}}},
     {{{"di", number}, {"ti", number}, {"pi", p}}}},
    {bit(DataKind::two_rates),
     {{{"x1i", count}, {"t1i", CellRule::time}, {"x2i", count}, {"t2i", CellRule::time}}}},
    {bit(DataKind::proportion), {{{"xi", count}, {"ni", people, "mi", count}}}},
    {bit(DataKind::rate), {{{"xi", count}, {"ti", CellRule::time}}}},
    {bit(DataKind::mean), {{{"mi", number}, {"sdi", positive}, {"ni", people}}}},
    {bit(DataKind::correlation),
     {{{"ni", people}}},
     {{{"ri", correlation}, {"ti", number}, {"pi", p}}}},
    {bit(DataKind::reliability), {{{"ai", alpha}, {"mi", items}, {"ni", people}}}},
    {bit(DataKind::observed_expected), {{{"oe", number}, {"v", variance}}}},
    {bit(DataKind::generic), {{{"yi", number}, {"vi", variance, "sei", variance}}}},
    {0, {{{"estimate", number}, {"lower", number}, {"upper", number}}}},
};

/// The code and the remedy for a text that is no number.
struct Mistake {
  NumberProblem problem;
  std::string_view code, help;
};
constexpr Mistake mistakes[] = {
    {NumberProblem::decimal_comma, "decimal-comma", "type a decimal point: 0.75"},
    {NumberProblem::thousands, "thousands-separator",
     "type the number without separators: 1234567"},
    {NumberProblem::leading_zero, "leading-zero", "type the number without zeros in front"},
    {NumberProblem::radix_prefix, "radix-number", "type the number in decimal digits"},
    {NumberProblem::not_finite, "not-finite",
     "leave the cell empty, or type NA, where there is no value"},
};

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

void refuse_text(const csv::Cell& cell, std::string_view column, NumberProblem problem,
                 Diagnostics& diagnostics) {
  std::string_view code = "not-a-number", help = "type a number, or NA where there is no value";
  for (const Mistake& mistake : mistakes) {
    if (mistake.problem != problem) continue;
    code = mistake.code;
    help = mistake.help;
  }
  diagnostics.error(code, cell.span,
                    fmt::format("the column `{}` wants {}, and this is `{}`", column,
                                describe(problem), cell.text),
                    std::string(help));
}

/// The column that a name means but for its case; empty where it is right, or means none.
std::string name_in_lower_case(const std::string& name) {
  std::string lower = name;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (lower == name) return {};
  for (const std::string_view known : {"study", "outcome", "horizon", "time", "year", "cluster"})
    if (lower == known) return lower;
  for (const TableShape& shape : shapes) {
    for (const ColumnNeed& need : shape.needs)
      if (lower == need.name || lower == need.alternative) return lower;
    for (const ColumnNeed& need : shape.any_of)
      if (lower == need.name) return lower;
  }
  return {};
}

/// What is wrong with a number under a rule; an empty code where nothing is.
struct Fault {
  std::string_view code{}, message{}, help{};
};

Fault fault_of(double x, CellRule rule) {
  const bool whole = x == std::floor(x);
  switch (rule) {
    case count:
      if (x < 0)
        return {"negative-count", "a count cannot be negative",
                "type the number of events, 0 where there were none"};
      if (!whole)
        return {"fractional-count", "a count is a whole number",
                "type the count as it was observed, not a percentage or a weighted number"};
      return {};
    case people:
      if (x <= 0)
        return {"n-not-positive", "a group has at least one person",
                "type the number of people, or NA where it is not known"};
      if (!whole)
        return {"fractional-count", "a number of people is whole",
                "type the number as it was observed"};
      return {};
    case positive:
      if (x <= 0)
        return {"sd-not-positive", "a standard deviation is above 0",
                "type NA where the paper does not give it"};
      return {};
    case CellRule::time:
      if (x <= 0)
        return {"person-time-not-positive", "person-time is above 0",
                "type the time at risk, or NA where it is not known"};
      return {};
    case variance:
      if (x < 0)
        return {"sd-not-positive", "a variance or standard error is not negative",
                "type NA where it is not known"};
      return {};
    case p:
      if (std::fabs(x) > 1)
        return {"p-out-of-range", "a p-value lies between 0 and 1 (with the sign of the effect)",
                "type the two-sided p, negative where the effect is"};
      return {};
    case correlation:
      if (std::fabs(x) > 1)
        return {"correlation-out-of-range", "a correlation lies between -1 and 1",
                "check for a missing decimal point"};
      return {};
    case alpha:
      if (x > 1)
        return {"correlation-out-of-range", "Cronbach's alpha is 1 at most",
                "check for a missing decimal point"};
      return {};
    case items:
      if (x < 2 || x != std::floor(x))
        return {"n-not-positive", "alpha is of a whole number of items, two at least",
                "type how many items the instrument has"};
      return {};
    case level:
      if (!(x > 0 && x < 1))
        return {"level-out-of-range", "a level lies between 0 and 1", "type 0.95 for 95 %"};
      return {};
    default:
      return {};
  }
}

/// The cells of a line under a shape; `value(i)` is that of need i.
struct Cells {
  const ShapeInTable& shape;
  const csv::Sheet& sheet;
  const std::vector<csv::Cell>& line;
  Diagnostics& diagnostics;
  std::array<double, 6> values{};
  std::array<std::optional<double>, 3> any{};

  const csv::Cell& cell(std::size_t need) const { return line[shape.needs[need].column]; }
  std::string_view name(std::size_t need) const {
    return sheet.header[shape.needs[need].column].text;
  }

  /// Complains of need `second` against need `first`.
  void clash(std::string_view code, std::size_t first, std::size_t second, std::string message,
             std::string label, std::string help, LineReading& out) const {
    Diagnostic& d = diagnostics.error(code, cell(first).span, std::move(message), std::move(help));
    d.secondary.push_back({cell(second).span, std::move(label)});
    out.bad = true;
  }

  /// Non-events of need `i`, events of need `events`.
  double others(std::size_t events, std::size_t i, LineReading& out) const {
    if (!takes_total(i)) return values[i];
    if (values[events] > values[i])
      clash("events-exceed-total", events, i,
            fmt::format("{} events among {} people", shortest(values[events]), shortest(values[i])),
            fmt::format("among {}", shortest(values[i])),
            fmt::format("`{}` counts people who had the outcome, so it is at most `{}`",
                        name(events), name(i)),
            out);
    return values[i] - values[events];
  }

  /// Whether need `i` holds a total (n1i) and not the others (bi).
  bool takes_total(std::size_t i) const { return shape.needs[i].rule == people; }
};

void build(const Cells& c, LineReading& out) {
  const auto& v = c.values;
  switch (static_cast<DataKind>(c.shape.shape->kind)) {
    case DataKind::two_by_two: {
      const TwoByTwo t{v[0], c.others(0, 1, out), v[2], c.others(2, 3, out)};
      for (const auto& [n, need] : {std::pair(t.n1(), 1u), std::pair(t.n2(), 3u)})
        if (n == 0) {
          c.diagnostics.error("n-not-positive", c.cell(need).span,
                              "nobody is in this group: no events and no others",
                              "type NA where the numbers are not known");
          out.bad = true;
        }
      out.data = t;
      out.arms = {{.events = t.a, .n = t.n1()}, {.events = t.c, .n = t.n2()}};
      break;
    }
    case DataKind::two_means:
      out.data = TwoMeans{v[0], v[1], v[2], v[3], v[4], v[5]};
      out.arms = {{.n = v[2], .mean = v[0], .sd = v[1]}, {.n = v[5], .mean = v[3], .sd = v[4]}};
      break;
    case DataKind::standardised:
      out.data = StandardisedInput{v[0], v[1], c.any[0], c.any[1], c.any[2]};
      out.arms = {{.n = v[0]}, {.n = v[1]}};
      break;
    case DataKind::two_rates:
      out.data = TwoRates{v[0], v[1], v[2], v[3]};
      out.arms = {{.events = v[0], .person_time = v[1]}, {.events = v[2], .person_time = v[3]}};
      break;
    case DataKind::proportion: {
      const double n = v[0] + c.others(0, 1, out);
      out.data = Proportion{v[0], n};
      out.arms = {{.events = v[0], .n = n}};
      break;
    }
    case DataKind::rate:
      out.data = Rate{v[0], v[1]};
      out.arms = {{.events = v[0], .person_time = v[1]}};
      break;
    case DataKind::mean:
      out.data = Mean{v[0], v[1], v[2]};
      out.arms = {{.n = v[2], .mean = v[0], .sd = v[1]}};
      break;
    case DataKind::correlation:
      out.data = Correlation{v[0], c.any[0], c.any[1], c.any[2]};
      out.arms = {{.n = v[0]}};
      break;
    case DataKind::reliability:
      out.data = Reliability{v[0], v[1], v[2]};
      out.arms = {{.n = v[2]}};
      break;
    case DataKind::observed_expected:
      out.data = ObservedExpected{v[0], v[1]};
      break;
    case DataKind::generic:
      out.data = Generic{v[0], c.shape.needs[1].alternative ? v[1] * v[1] : v[1]};
      break;
    default:
      if (v[1] > v[2])
        c.clash("interval-swapped", 1, 2,
                fmt::format("the lower limit {} is above the upper limit {}", shortest(v[1]),
                            shortest(v[2])),
                "the upper limit",
                "type the smaller limit in `lower`; check for a missing minus sign", out);
      else if (v[0] < v[1] || v[0] > v[2])
        c.clash("interval-misses-estimate", 0, 1,
                fmt::format("the estimate {} lies outside its interval, {} to {}", shortest(v[0]),
                            shortest(v[1]), shortest(v[2])),
                "its interval",
                "check the three numbers against the paper, a missing minus sign above all", out);
      out.data = Reported{.estimate = v[0], .lower = v[1], .upper = v[2]};
  }
}

}  // namespace

std::span<const TableShape> table_shapes() { return shapes; }

std::string columns_text(const TableShape& shape) {
  std::string out;
  for (const ColumnNeed& need : shape.needs) {
    if (need.name.empty()) continue;
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", need.name);
    if (!need.alternative.empty()) out += fmt::format(" or `{}`", need.alternative);
  }
  std::string any;
  for (const ColumnNeed& need : shape.any_of)
    if (!need.name.empty()) any += fmt::format("{}`{}`", any.empty() ? "" : " or ", need.name);
  return any.empty() ? out : fmt::format("{} and {}", out, any);
}

std::optional<ShapeInTable> find_shape(const TableShape& shape, const csv::Sheet& sheet) {
  ShapeInTable out{.shape = &shape};
  for (const ColumnNeed& need : shape.needs) {
    if (need.name.empty()) continue;
    if (const auto column = sheet.column(need.name)) {
      out.needs.push_back({*column, false, need.rule});
    } else if (const auto other =
                   need.alternative.empty() ? std::nullopt : sheet.column(need.alternative)) {
      out.needs.push_back({*other, true, need.alternative_rule});
    } else {
      return std::nullopt;
    }
  }
  bool wants_any = false, has_any = false;
  for (std::size_t i = 0; i < shape.any_of.size(); ++i) {
    const ColumnNeed& need = shape.any_of[i];
    if (need.name.empty()) continue;
    wants_any = true;
    if (const auto column = sheet.column(need.name)) {
      out.any_of[i] = ShapeInTable::Place{*column, false, need.rule};
      has_any = true;
    }
  }
  if (wants_any && !has_any) return std::nullopt;
  return out;
}

CellReading read_cell(const csv::Cell& cell, std::string_view column, CellRule rule,
                      Diagnostics& diagnostics) {
  const std::string_view text = trimmed(cell.text);
  if (text.empty() || text == "NA") return {};
  const NumberReading reading = read_number(text);
  if (!reading.value) {
    refuse_text(cell, column, reading.problem, diagnostics);
    return {.bad = true};
  }
  const Fault fault = fault_of(*reading.value, rule);
  if (fault.code.empty()) return {.value = reading.value};
  diagnostics.error(fault.code, cell.span,
                    fmt::format("`{}` is {}: {}", column, cell.text, fault.message),
                    std::string(fault.help));
  return {.bad = true};
}

LineReading read_line(const ShapeInTable& shape, const csv::Sheet& sheet,
                      const std::vector<csv::Cell>& line, Diagnostics& diagnostics) {
  LineReading out;
  Cells cells{.shape = shape, .sheet = sheet, .line = line, .diagnostics = diagnostics};
  const auto lacks = [&](std::string_view column) {
    out.missing += fmt::format("{}`{}`", out.missing.empty() ? "" : ", ", column);
  };
  for (std::size_t i = 0; i < shape.needs.size(); ++i) {
    const CellReading reading =
        read_cell(cells.cell(i), cells.name(i), shape.needs[i].rule, diagnostics);
    out.bad = out.bad || reading.bad;
    if (reading.value)
      cells.values[i] = *reading.value;
    else if (!reading.bad)
      lacks(cells.name(i));
  }
  bool wants_any = false, has_any = false;
  std::string names;
  for (std::size_t i = 0; i < shape.any_of.size(); ++i) {
    if (!shape.any_of[i]) continue;
    wants_any = true;
    const std::size_t column = shape.any_of[i]->column;
    const std::string_view name = sheet.header[column].text;
    const CellReading reading = read_cell(line[column], name, shape.any_of[i]->rule, diagnostics);
    out.bad = out.bad || reading.bad;
    has_any = has_any || reading.bad || reading.value;
    cells.any[i] = reading.value;
    names += fmt::format("{}{}", names.empty() ? "" : "` or `", name);
  }
  if (wants_any && !has_any) lacks(names);
  if (!out.bad && out.missing.empty()) build(cells, out);
  return out;
}

Span header_span(const csv::Sheet& sheet) {
  if (sheet.header.empty()) return {};
  Span span = sheet.header.front().span;
  span.end = sheet.header.back().span.end;
  return span;
}

std::string case_hint(const csv::Sheet& sheet) {
  std::string names;
  for (const csv::Cell& cell : sheet.header)
    if (const std::string name = name_in_lower_case(cell.text); !name.empty())
      names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
  return names.empty() ? names
                       : fmt::format("column names are lower case: did you mean {}?", names);
}

void warn_of_names(const csv::Sheet& sheet, Diagnostics& diagnostics) {
  for (const csv::Cell& cell : sheet.header)
    if (const std::string name = name_in_lower_case(cell.text);
        !name.empty() && !sheet.column(name))
      diagnostics.warning("column-case", cell.span,
                          fmt::format("`{}` is not read as the column `{}`", cell.text, name),
                          fmt::format("column names are lower case: did you mean `{}`?", name));
}

void warn_of_times(const csv::Sheet& sheet, Diagnostics& diagnostics) {
  const auto column = sheet.column("time");
  if (!column) return;
  const csv::Cell* first = nullptr;
  bool any = false;
  for (const auto& line : sheet.rows) {
    const csv::Cell& cell = line[*column];
    if (cell.missing()) continue;
    if (read_time(cell.text))
      any = true;
    else if (!first)
      first = &cell;
  }
  if (!any || !first) return;
  diagnostics.warning(
      "time-column", first->span,
      fmt::format("`{}` is no time, so the column `time` is not read as follow-up", first->text),
      "give every cell its unit, such as `6 months`; or call the column something else");
}

void complain_of_header(const csv::Sheet& sheet, Diagnostics& diagnostics) {
  std::string names;
  for (const csv::Cell& cell : sheet.header)
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", cell.text);
  const std::string hint = case_hint(sheet);
  diagnostics.error(
      "measure-does-not-fit", header_span(sheet),
      "no effect measure can be computed from the columns of this table",
      !hint.empty() ? hint
                    : fmt::format("`weald list measures` and the manual name the columns, such as "
                                  "`ai`, `n1i`, `ci`, `n2i` for counts; the table has {}",
                                  names));
}

}  // namespace weald
