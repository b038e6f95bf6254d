// SPDX-License-Identifier: MIT
// The tables of what each study does to the pool. Each says below itself what was done, what it
// found, and what not to conclude.
#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/output/sensitivity_parts.h"
#include "engine/output/table_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// Names of the studies whose rows satisfy a condition.
template <class Rows, class Holds>
std::string names_where(const Rows& rows, Holds holds) {
  std::vector<std::string> names;
  for (const auto& row : rows)
    if (holds(row)) names.push_back(row.label);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::vector<std::string> leave_one_out_findings(const PoolSensitivity& p) {
  const auto& rows = *p.leave_one_out;
  std::vector<std::string> found;
  const double none = measure_of(p).none;
  const auto [low, high] =
      std::minmax_element(rows.begin(), rows.end(), [](const Refit& a, const Refit& b) {
        return a.estimate && b.estimate && a.estimate->estimate < b.estimate->estimate;
      });
  if (low->estimate && high->estimate)
    found.push_back(fmt::format("The pooled {} runs from {} (without {}) to {} (without {}).",
                                measure_of(p).short_label,
                                show_effect(measure_of(p), low->shown.estimate), low->label,
                                show_effect(measure_of(p), high->shown.estimate), high->label));
  if (tested(p)) {
    const Refit all = whole(p);
    const bool now = is_significant(*all.estimate, none);
    const std::string turned = names_where(rows, [&](const Refit& row) {
      return row.estimate && is_significant(*row.estimate, none) != now;
    });
    const std::string crossed = names_where(rows, [&](const Refit& row) {
      return row.estimate && (row.estimate->estimate > none) != (all.estimate->estimate > none);
    });
    found.push_back(
        turned.empty()
            ? fmt::format("Whichever {} is left out, the interval {} the value of no effect.",
                          p.unit == "study" ? "study" : p.unit, now ? "excludes" : "holds")
            : fmt::format("The interval {} the value of no effect, but not without: {}.",
                          now ? "excludes" : "holds", turned));
    if (!crossed.empty())
      found.push_back(
          fmt::format("The estimate lies on the other side of no effect without: {}.", crossed));
  }
  return found;
}

std::string leave_one_out_finding(const PoolSensitivity& p) {
  const std::vector<std::string> found = leave_one_out_findings(p);
  return fmt::format("{}", fmt::join(found, " "));
}

TextTable leave_one_out_table(const PoolSensitivity& p) {
  const auto& rows = *p.leave_one_out;
  TextTable table{.title = title_of(p, "leave-one-out")};
  table.columns = {{p.unit == "study" ? "Without" : "Without " + p.unit}};
  add_refit_columns(table, p);
  for (const Refit& row : rows) table.rows.push_back(row_with(row.label, refit_cells(p, row)));
  table.rows.push_back(row_with("none left out", refit_cells(p, whole(p))));
  table.below = leave_one_out_findings(p);
  if (const auto z = interval_change(p, rows); !z.empty()) table.below.push_back(z);
  table.below.emplace_back(
      "A result that stands without each study can still fall without two of them (see gosh); that "
      "one study matters is a reason to look at it, not to leave it out.");
  return table;
}

std::vector<std::string> cumulative_findings(const PoolSensitivity& p) {
  const auto& rows = *p.cumulative;
  std::vector<std::string> found;
  const double none = measure_of(p).none;
  if (tested(p)) {
    const bool last = is_significant(*whole(p).estimate, none);
    std::size_t since = rows.size();
    while (since > 0 && rows[since - 1].estimate &&
           is_significant(*rows[since - 1].estimate, none) == last)
      --since;
    found.push_back(
        since == 0
            ? fmt::format("The interval {} the value of no effect from the first study on.",
                          last ? "excludes" : "holds")
            : fmt::format("The interval has {} the value of no effect since {} (study {} of {}).",
                          last ? "excluded" : "held", rows[std::min(since, rows.size() - 1)].label,
                          std::min(since + 1, rows.size()), rows.size()));
  }
  return found;
}

TextTable cumulative_table(const PoolSensitivity& p) {
  const auto& rows = *p.cumulative;
  TextTable table{.title = title_of(p, "cumulative, " + p.order)};
  table.columns = {{"Added"}};
  const bool by = std::ranges::any_of(rows, [](const Refit& row) { return !row.by.empty(); });
  if (by) table.columns.push_back({p.order.substr(0, p.order.find(',')), true});
  add_refit_columns(table, p);
  for (const Refit& row : rows) {
    std::vector<std::string> cells = refit_cells(p, row);
    if (by) cells.insert(cells.begin(), row.by.empty() ? "-" : row.by);
    table.rows.push_back(row_with("+ " + row.label, std::move(cells)));
  }
  table.below = cumulative_findings(p);
  if (p.order.starts_with("as listed"))
    table.below.emplace_back(
        "The order is that of the list and says nothing of time: --by year shows how the evidence "
        "grew, --by precision whether small studies move the pool.");
  if (const auto z = interval_change(p, rows); !z.empty()) table.below.push_back(z);
  table.below.emplace_back(
      "Every line is a look at the same growing data: its interval and p are not corrected for "
      "repeated looks and say nothing about when a trial could have been stopped.");
  return table;
}

std::string influence_finding(const PoolSensitivity& p) {
  const std::string names =
      names_where(*p.influence, [](const InfluenceRow& row) { return row.values.influential; });
  return names.empty() ? "No study is influential by the usual rule."
                       : fmt::format("Influential by the usual rule: {}.", names);
}

TextTable influence_table(const PoolSensitivity& p) {
  TextTable table{.title = title_of(p, "influence")};
  table.columns = {{"Study"},           {"rstudent", true},   {"DFFITS", true},
                   {"Cook", true},      {"cov. ratio", true}, {"τ² without", true},
                   {"Q without", true}, {"weight", true},     {"DFBETA", true},
                   {"influential"}};
  for (const InfluenceRow& row : *p.influence) {
    const StudyInfluence& v = row.values;
    table.rows.push_back({row.label, fixed(v.rstudent, 2), fixed(v.dffits, 2), fixed(v.cook, 2),
                          fixed(v.cov_ratio, 2), show_tau2(v.tau2_deleted), fixed(v.q_deleted, 2),
                          show_weight(v.weight), fixed(v.dfbeta, 2), v.influential ? "yes" : ""});
  }
  const std::string odd = names_where(
      *p.influence, [](const InfluenceRow& row) { return std::fabs(row.values.rstudent) > 1.96; });
  table.below.push_back(influence_finding(p));
  if (!odd.empty())
    table.below.push_back(fmt::format(
        "More than 1.96 standard errors from what the other studies predict: {}. Of {} studies, "
        "about {} would be by chance.",
        odd, p.influence->size(), fixed(0.05 * static_cast<double>(p.influence->size()), 1)));
  table.below.push_back(
      "The rule: |DFFITS| > 3√(1/(k-1)), or Cook's distance above the median of chi-squared on 1 "
      "df, or weight > 3/k, or |DFBETA| > 1. It marks studies to be read again (data, population, "
      "risk of bias); it is no ground for leaving one out.");
  return table;
}

TextTable baujat_table(const PoolSensitivity& p) {
  TextTable table{.title = title_of(p, "Baujat")};
  table.columns = {{"Study"}, {"part in heterogeneity", true}, {"pull on the result", true}};
  for (const BaujatRow& row : *p.baujat)
    table.rows.push_back({row.label, significant(row.point.x, 3), significant(row.point.y, 3)});
  std::vector<const BaujatRow*> order;
  double total = 0;
  for (const BaujatRow& row : *p.baujat) {
    order.push_back(&row);
    total += row.point.x;
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const BaujatRow* a, const BaujatRow* b) { return a->point.x > b->point.x; });
  if (total > 0)
    table.below.push_back(
        fmt::format("{} makes {} of the sum of squared residuals, {} {}.", order[0]->label,
                    show_percent(100 * order[0]->point.x / total), order[1]->label,
                    show_percent(100 * order[1]->point.x / total)));
  table.below.push_back(
      "Part in heterogeneity: squared Pearson residual of the pool's own model. Pull: squared "
      "change of the estimate without the study, over its variance then.");
  return table;
}

std::string outliers_finding(const PoolSensitivity& p) {
  const Outliers& o = *p.outliers;
  return o.labels.empty()
             ? std::string("No outlier: the interval of every study meets that of the pool.")
             : fmt::format("Outliers, their interval misses that of the pool: {}.",
                           fmt::join(o.labels, ", "));
}

TextTable outliers_table(const PoolSensitivity& p) {
  const Outliers& o = *p.outliers;
  TextTable table{.title = title_of(p, "outliers, and what makes I²")};
  table.columns = {{"Left out"}};
  add_refit_columns(table, p);
  table.rows.push_back(row_with("nothing", refit_cells(p, whole(p))));
  std::string before;
  for (const Refit& row : o.steps) {
    table.rows.push_back(row_with((before.empty() ? "" : "and ") + row.label, refit_cells(p, row)));
    before = row.label;
  }
  if (o.without) table.rows.push_back(row_with("all outliers", refit_cells(p, *o.without)));
  const double i2 = p.pool->heterogeneity->i2;
  if (i2 < 25)
    table.below.push_back(
        fmt::format("I² is {}: there is little heterogeneity to explain.", show_percent(i2)));
  else if (o.steps.empty() || o.steps.back().i2 >= 25)
    table.below.push_back(
        fmt::format("Leaving out half of the studies does not bring I² below 25 %: no small group "
                    "of studies makes the heterogeneity."));
  else
    table.below.push_back(fmt::format("I² falls from {} to {} without {}.", show_percent(i2),
                                      show_percent(o.steps.back().i2),
                                      count_of(o.steps.size(), "study", "studies")));
  if (const auto z = interval_change(p, o.steps); !z.empty()) table.below.push_back(z);
  table.below.push_back(outliers_finding(p));
  table.below.push_back(
      "Studies are left out one at a time, the one whose loss lowers I² most. Chosen after seeing "
      "the results, the smaller pool is too sure of itself: it is a lead to causes, not a better "
      "estimate.");
  return table;
}

std::string fragility_finding(const PoolSensitivity& p) {
  const Fragility& f = *p.fragility;
  if (!f.events)
    return fmt::format("The result is {}, and stays so whatever the outcome of {} people.",
                       f.significant ? "significant" : "not significant", f.looked_up_to);
  return fmt::format("The result is {}; it is {} once the outcome of {} is another.",
                     f.significant ? "significant" : "not significant",
                     f.significant ? "no longer so" : "significant",
                     count_of(static_cast<std::size_t>(*f.events), "person", "people"));
}

TextTable fragility_table(const PoolSensitivity& p) {
  const Fragility& f = *p.fragility;
  TextTable table{.title = title_of(p, "fragility")};
  table.below.push_back(fragility_finding(p));
  if (f.events) {
    table.below.push_back(fmt::format("They are: {}.", fmt::join(f.changes, "; ")));
    table.below.push_back(fmt::format("Then: {} {}, p {}.", measure_of(p).short_label,
                                      effect_text(measure_of(p), f.after->shown),
                                      show_p(f.after->estimate->log_p)));
  }
  std::size_t people = 0, events = 0;
  for (const StudyResult& study : p.pool->studies)
    if (const auto* t = std::get_if<TwoByTwo>(&study.row.data)) {
      people += static_cast<std::size_t>(t->n1() + t->n2());
      events += static_cast<std::size_t>(t->a + t->c);
    }
  table.below.push_back(fmt::format(
      "To compare: {} events among {} people. Each step turns the outcome that brings the interval "
      "nearest to the other conclusion; fewer might do. The number follows p and sample size and "
      "is no measure of bias or of certainty; compare it with the people lost to follow-up.",
      events, people));
  return table;
}

}  // namespace weald
