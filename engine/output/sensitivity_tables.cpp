// SPDX-License-Identifier: MIT
// Each table says below itself what was done, what it found, and what not to conclude.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/output/sensitivity_output.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string level_text(double level) { return shortest(std::round(1e6 * level) / 1e4) + " %"; }

const Measure& measure_of(const PoolSensitivity& p) { return *p.pool->measure; }

std::string effect_text(const Measure& measure, const Shown& shown) {
  return fmt::format("{} ({})", show_effect(measure, shown.estimate),
                     show_interval(measure, shown.ci));
}

/// A number of the analysis scale as people read it.
std::string read_back(const PoolSensitivity& p, double y) {
  return show_effect(measure_of(p), measure_of(p).scale().shown(y, 0));
}

bool tested(const PoolSensitivity& p) { return !std::isnan(measure_of(p).none); }

bool is_significant(const Estimate& e, double none) {
  return e.ci.lower > none || e.ci.upper < none;
}

TextTable::Column effect_column(const PoolSensitivity& p) {
  return {fmt::format("{} ({} CI)", measure_of(p).short_label, level_text(p.pool->choices.level)),
          true};
}

std::string pool_name(const PoolSensitivity& p) {
  const Pooling& pool = *p.pool;
  std::string name = p.analysis->title.empty() ? pool.analysis : p.analysis->title;
  if (pool.horizon) name += ", " + pool.horizon_label;
  if (pool.subgroup) name += ", " + pool.subgroup_label;
  return name;
}

std::string name_of(const PoolSensitivity& p, std::string_view what) {
  return fmt::format("{}: {}", pool_name(p), what);
}

std::string plural(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

/// study, k, effect, p, τ², I².
std::vector<std::string> refit_cells(const PoolSensitivity& p, const Refit& row) {
  if (!row.estimate) return {fmt::format("{}", row.k), "not estimable", "-", "-", "-"};
  const bool several = row.k > 1;
  return {fmt::format("{}", row.k), effect_text(measure_of(p), row.shown),
          tested(p) ? show_p(row.estimate->log_p) : "-",
          several && p.pool->tau2_used ? show_tau2(row.tau2) : "-",
          several ? show_percent(row.i2) : "-"};
}

void add_refit_columns(TextTable& table, const PoolSensitivity& p) {
  table.columns.push_back({"k", true});
  table.columns.push_back(effect_column(p));
  table.columns.push_back({"p", true});
  table.columns.push_back({"τ²", true});
  table.columns.push_back({"I²", true});
}

std::vector<std::string> row_with(std::string first, std::vector<std::string> rest) {
  rest.insert(rest.begin(), std::move(first));
  return rest;
}

Refit whole(const PoolSensitivity& p) {
  Refit row{.k = p.pool->studies.size(),
            .estimate = p.pool->pooled->estimate,
            .pi = p.pool->pooled->pi,
            .shown = p.pool->pooled->shown};
  row.tau2 = p.pool->heterogeneity->tau2;
  row.i2 = p.pool->heterogeneity->i2;
  row.ci_used = p.pool->ci_used;
  return row;
}

/// Names of the studies whose rows satisfy a condition.
template <class Rows, class Holds>
std::string names_where(const Rows& rows, Holds holds) {
  std::vector<std::string> names;
  for (const auto& row : rows)
    if (holds(row)) names.push_back(row.label);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Which rows have another interval than the pool, whose rule needs τ² > 0 or more studies.
std::string interval_change(const PoolSensitivity& p, const std::vector<Refit>& rows) {
  std::vector<std::string> fell;
  for (const Refit& row : rows)
    if (row.estimate && row.ci_used != p.pool->ci_used) fell.push_back(row.label);
  if (fell.empty()) return {};
  return fmt::format("The interval and p are by z instead of {} (k > 2, τ² > 0) for: {}.",
                     p.pool->ci_used, fmt::join(fell, ", "));
}

void leave_one_out_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const auto& rows = *p.leave_one_out;
  TextTable table{.title = name_of(p, "leave-one-out")};
  table.columns = {{p.unit == "study" ? "Without" : "Without " + p.unit}};
  add_refit_columns(table, p);
  for (const Refit& row : rows) table.rows.push_back(row_with(row.label, refit_cells(p, row)));
  table.rows.push_back(row_with("none left out", refit_cells(p, whole(p))));
  table.below = leave_one_out_findings(p);
  if (const auto z = interval_change(p, rows); !z.empty()) table.below.push_back(z);
  table.below.emplace_back(
      "A result that stands without each study can still fall without two of them (see gosh); that "
      "one study matters is a reason to look at it, not to leave it out.");
  tables.push_back(std::move(table));
}

void cumulative_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const auto& rows = *p.cumulative;
  TextTable table{.title = name_of(p, "cumulative, " + p.order)};
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
  tables.push_back(std::move(table));
}

std::string influence_finding(const PoolSensitivity& p) {
  const std::string names =
      names_where(*p.influence, [](const InfluenceRow& row) { return row.values.influential; });
  return names.empty() ? "No study is influential by the usual rule."
                       : fmt::format("Influential by the usual rule: {}.", names);
}

void influence_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  TextTable table{.title = name_of(p, "influence")};
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
      "df, "
      "or "
      "weight > 3/k, or |DFBETA| > 1. It marks studies to be read again (data, population, risk of "
      "bias); it is no ground for leaving one out.");
  tables.push_back(std::move(table));
}

void baujat_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  TextTable table{.title = name_of(p, "Baujat")};
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
      "change "
      "of the estimate without the study, over its variance then.");
  tables.push_back(std::move(table));
}

std::string outliers_finding(const PoolSensitivity& p) {
  const Outliers& o = *p.outliers;
  return o.labels.empty()
             ? std::string("No outlier: the interval of every study meets that of the pool.")
             : fmt::format("Outliers, their interval misses that of the pool: {}.",
                           fmt::join(o.labels, ", "));
}

void outliers_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const Outliers& o = *p.outliers;
  TextTable table{.title = name_of(p, "outliers, and what makes I²")};
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
    table.below.push_back(fmt::format(
        "Leaving out half of the studies does not bring I² below 25 %: no small group of "
        "studies makes the heterogeneity."));
  else
    table.below.push_back(fmt::format("I² falls from {} to {} without {}.", show_percent(i2),
                                      show_percent(o.steps.back().i2),
                                      plural(o.steps.size(), "study", "studies")));
  if (const auto z = interval_change(p, o.steps); !z.empty()) table.below.push_back(z);
  table.below.push_back(outliers_finding(p));
  table.below.push_back(
      "Studies are left out one at a time, the one whose loss lowers I² most. Chosen after seeing "
      "the results, the smaller pool is too sure of itself: it is a lead to causes, not a better "
      "estimate.");
  tables.push_back(std::move(table));
}

std::string gosh_finding(const PoolSensitivity& p) {
  const GoshResult& g = *p.gosh;
  std::size_t which = 0;
  for (std::size_t i = 1; i < g.by_study.size(); ++i)
    if (std::fabs(g.by_study[i].with - g.by_study[i].without) >
        std::fabs(g.by_study[which].with - g.by_study[which].without))
      which = i;
  return fmt::format(
      "The study that shifts subsets most is {}: mean estimate {} with it, {} without.",
      p.pool->studies[which].row.label, read_back(p, g.by_study[which].with),
      read_back(p, g.by_study[which].without));
}

void gosh_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const GoshResult& g = *p.gosh;
  TextTable table{.title = name_of(p, "subsets (GOSH)")};
  table.columns = {{""},
                   {"lowest", true},
                   {"quarter", true},
                   {"median", true},
                   {"three quarters", true},
                   {"highest", true}};
  const auto shown = [&](double y) { return read_back(p, y); };
  table.rows.push_back({measure_of(p).short_label.empty() ? std::string("effect")
                                                          : std::string(measure_of(p).short_label),
                        shown(g.estimate.min), shown(g.estimate.q1), shown(g.estimate.median),
                        shown(g.estimate.q3), shown(g.estimate.max)});
  table.rows.push_back({"I²", show_percent(g.i2.min), show_percent(g.i2.q1),
                        show_percent(g.i2.median), show_percent(g.i2.q3), show_percent(g.i2.max)});
  table.below.push_back(
      g.points.exhaustive
          ? fmt::format("Every one of the {} subsets of the {} studies was pooled.",
                        g.points.subsets(), g.points.k)
          : fmt::format("{} subsets of the {} studies were drawn (seed {}), each study with even "
                        "odds.",
                        g.points.subsets(), g.points.k, g.points.seed));
  table.below.push_back(gosh_finding(p));
  table.below.push_back(
      "Subsets are no sample of possible reviews: the spread is not an interval. Two or more "
      "clouds "
      "(`weald plot gosh`) hint at different populations, and a study in only one of them at why.");
  tables.push_back(std::move(table));
}

std::string permutation_finding(const PoolSensitivity& p) {
  const Permutation& t = *p.permutation;
  return fmt::format(
      "p {} by {} ({} statistic {}); p {} by the pool's own interval.", show_p(std::log(t.p)),
      t.exact ? fmt::format("all {} choices of signs", t.iterations)
              : fmt::format("{} drawn choices of signs, seed {}", t.iterations, t.seed),
      t.hartung_knapp ? "HK" : "z", fixed(t.statistic, 3), show_p(p.pool->pooled->estimate.log_p));
}

void permutation_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const Permutation& t = *p.permutation;
  TextTable table{.title = name_of(p, "permutation test")};
  table.below.push_back(permutation_finding(p));
  const double least = (t.exact ? 2.0 : 1.0) / static_cast<double>(t.iterations);
  if (t.p <= least)
    table.below.push_back(
        fmt::format("That is the smallest p that {} choices can give.", t.iterations));
  if (t.exact && p.pool->studies.size() < 6)
    table.below.push_back(
        fmt::format("With {} studies p cannot be below {}: this test cannot reject at 5 %.",
                    p.pool->studies.size(), shortest(2.0 / static_cast<double>(t.iterations))));
  table.below.push_back(
      "It assumes that without an effect an estimate and its negative would be equally likely in "
      "every study; it assumes no normal distribution of effects and no large samples of studies.");
  tables.push_back(std::move(table));
}

void bootstrap_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const Bootstrap& b = *p.bootstrap;
  TextTable table{.title = name_of(p, "parametric bootstrap")};
  table.columns = {{""}, {"of the pool", true}, {"bootstrap", true}};
  const Scale& scale = measure_of(p).scale();
  const auto shown = [&](const Interval& i) {
    return show_interval(measure_of(p), {scale.shown(i.lower, 0), scale.shown(i.upper, 0)});
  };
  const Estimate& e = p.pool->pooled->estimate;
  table.rows.push_back({"CI, studentised", shown(e.ci), shown(b.ci_t)});
  table.rows.push_back({"CI, percentiles", "", shown(b.ci)});
  if (b.pi)
    table.rows.push_back({"Prediction interval",
                          p.pool->pooled->pi ? shown(*p.pool->pooled->pi) : "-", shown(*b.pi)});
  if (b.tau2_ci) {
    const auto& own = p.pool->heterogeneity->tau2_ci;
    table.rows.push_back(
        {"τ²", own ? fmt::format("{} to {}", show_tau2(own->lower), show_tau2(own->upper)) : "-",
         fmt::format("{} to {}", show_tau2(b.tau2_ci->lower), show_tau2(b.tau2_ci->upper))});
  }
  table.below.push_back(fmt::format(
      "{} replicates of the fitted model, seed {}: standard error of the estimate {} (the pool's: "
      "{}), bias {}{}.",
      b.replicates, b.seed, significant(b.se, 3), significant(e.se, 3), significant(b.bias, 2),
      b.tau2_ci ? fmt::format("; τ² is 0 in {} of them", show_percent(100 * b.tau2_zero)) : ""));
  table.below.push_back(
      "It shows how the estimators behave if the model (normal effects, variances as given) is "
      "true "
      "with the estimated τ²; it does not test the model.");
  tables.push_back(std::move(table));
}

std::string sweep_finding(const PoolSensitivity& p) {
  const double none = measure_of(p).none;
  const bool now = is_significant(p.pool->pooled->estimate, none);
  std::vector<std::string> turned;
  for (const SweepRow& row : *p.sweep)
    if (is_significant(*row.at.estimate, none) != now) turned.push_back(row.what);
  return turned.empty()
             ? fmt::format("At each of these τ² the interval {} the value of no effect.",
                           now ? "excludes" : "holds")
             : fmt::format("The interval {} the value of no effect, but not with τ² taken as: {}.",
                           now ? "excludes" : "holds", fmt::join(turned, "; "));
}

void sweep_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  TextTable table{.title = name_of(p, "other values of τ²")};
  table.columns = {{"τ² taken as"},  {"τ²", true}, {"I²", true},
                   effect_column(p), {"p", true},  {"prediction interval", true}};
  for (const SweepRow& row : *p.sweep)
    table.rows.push_back({row.what, show_tau2(row.tau2), show_percent(row.i2),
                          effect_text(measure_of(p), row.at.shown),
                          tested(p) ? show_p(row.at.estimate->log_p) : "-",
                          row.at.shown.pi ? show_interval(measure_of(p), *row.at.shown.pi) : "-"});
  if (tested(p)) table.below.push_back(sweep_finding(p));
  std::vector<Refit> rows;
  for (const SweepRow& row : *p.sweep) rows.emplace_back(row.at).label = row.what;
  if (const auto z = interval_change(p, rows); !z.empty()) table.below.push_back(z);
  table.below.push_back(
      "τ² of few studies is hardly known; the rows between the ends of its interval are all "
      "compatible with the data.");
  tables.push_back(std::move(table));
}

std::string fragility_finding(const PoolSensitivity& p) {
  const Fragility& f = *p.fragility;
  if (!f.events)
    return fmt::format("The result is {}, and stays so whatever the outcome of {} people.",
                       f.significant ? "significant" : "not significant", f.looked_up_to);
  return fmt::format("The result is {}; it is {} once the outcome of {} is another.",
                     f.significant ? "significant" : "not significant",
                     f.significant ? "no longer so" : "significant",
                     plural(static_cast<std::size_t>(*f.events), "person", "people"));
}

void fragility_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const Fragility& f = *p.fragility;
  TextTable table{.title = name_of(p, "fragility")};
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
      "is "
      "no measure of bias or of certainty; compare it with the people lost to follow-up.",
      events, people));
  tables.push_back(std::move(table));
}

std::string multiverse_finding(const PoolSensitivity& p) {
  const Multiverse& m = *p.multiverse;
  std::string found =
      m.direction == m.estimable && m.significance == m.estimable
          ? fmt::format("All {} analyses keep the direction and significance of the primary one.",
                        m.estimable)
          : fmt::format(
                "Of {} analyses {} keep the direction of the primary one and {} its "
                "significance.",
                m.estimable, m.direction, m.significance);
  if (m.judged_importance > 0)
    found += fmt::format(" {} of {} on its scale lie on the same side of the important difference.",
                         m.importance, m.judged_importance);
  constexpr std::size_t few = 3;
  if (const std::size_t turned = m.estimable - m.significance; turned > 0 && turned <= few) {
    std::vector<std::string> which;
    for (const Universe& u : m.universes) {
      if (!u.result.estimate || u.significance) continue;
      std::vector<std::string> words;
      for (const auto& [name, value] : u.choices)
        if (value != "-") words.push_back(fmt::format("{} {}", name, value));
      which.push_back(fmt::format("{}", fmt::join(words, ", ")));
    }
    found += fmt::format(" Other significance: {}.", fmt::join(which, "; "));
  }
  return found;
}

void multiverse_table(const PoolSensitivity& p, std::vector<TextTable>& tables) {
  const Multiverse& m = *p.multiverse;
  // Effects by each value of each choice, one row a value: which choices matter.
  TextTable table{.title = name_of(p, "multiverse")};
  table.columns = {{"Choice"},
                   {"analyses", true},
                   {"estimates, lowest to highest", true},
                   {"same direction", true},
                   {"same significance", true}};
  const auto row_of = [&](std::string name, auto holds) {
    std::size_t n = 0, direction = 0, significance = 0;
    std::map<const Measure*, std::pair<double, double>> range;
    for (const Universe& u : m.universes) {
      if (!u.result.estimate || !holds(u)) continue;
      ++n;
      direction += u.direction ? 1u : 0u;
      significance += u.significance ? 1u : 0u;
      const double shown = u.result.shown.estimate;
      const auto [at, fresh] = range.try_emplace(u.measure, shown, shown);
      if (!fresh)
        at->second = {std::min(at->second.first, shown), std::max(at->second.second, shown)};
    }
    if (n == 0) return;
    std::string ranges = "-";  // of several measures there is no range
    if (range.size() == 1) {
      const auto& [measure, ends] = *range.begin();
      ranges = fmt::format("{} {} to {}", measure->short_label, show_effect(*measure, ends.first),
                           show_effect(*measure, ends.second));
    }
    table.rows.push_back({std::move(name), fmt::format("{}", n), ranges,
                          fmt::format("{} of {}", direction, n),
                          fmt::format("{} of {}", significance, n)});
  };
  row_of("all", [](const Universe&) { return true; });
  for (const auto& list : m.lists) {
    const std::string& name = list.first;
    if (list.second.size() < 2) continue;
    std::vector<std::string> met;
    for (const Universe& u : m.universes)
      for (const auto& [key, value] : u.choices)
        if (key == name && value != "-" && std::ranges::find(met, value) == met.end())
          met.push_back(value);
    for (const std::string& value : met)
      row_of(fmt::format("{}: {}", name, value), [&](const Universe& u) {
        return std::ranges::any_of(
            u.choices, [&](const auto& c) { return c.first == name && c.second == value; });
      });
  }
  if (tested(p)) table.below.push_back(multiverse_finding(p));
  if (m.estimable < m.universes.size())
    table.below.push_back(fmt::format(
        "{} could not be made.", plural(m.universes.size() - m.estimable, "analysis", "analyses")));
  for (const auto& [name, values] : m.lists)
    table.below.push_back(fmt::format("{}: {}", name, fmt::join(values, ", ")));
  table.below.push_back(
      "This is no vote: the analyses share their data, the shares depend on what is in the lists "
      "(change them with --multiverse), and one analysis can be right against all others. Read it "
      "for which choice moves the result.");
  tables.push_back(std::move(table));
}

/// What each kind found, in one table, where there is more than a few of them.
std::optional<TextTable> in_short(const PoolSensitivity& p) {
  TextTable table{.title = name_of(p, "in short"), .columns = {{"Does it hang on …"}, {"Found"}}};
  const auto add = [&](std::string what, std::string found) {
    table.rows.push_back({std::move(what), std::move(found)});
  };
  if (p.leave_one_out) {
    const std::vector<std::string> found = leave_one_out_findings(p);
    add(fmt::format("one {}?", p.unit), fmt::format("{}", fmt::join(found, " ")));
  }
  if (p.influence) add("influential studies?", influence_finding(p));
  if (p.outliers) add("outliers?", outliers_finding(p));
  if (p.gosh) add("which studies are pooled?", gosh_finding(p));
  if (p.permutation) add("the distribution of effects?", permutation_finding(p));
  if (p.sweep && tested(p)) add("τ²?", sweep_finding(p));
  if (p.fragility) add("a few events?", fragility_finding(p));
  if (p.multiverse && tested(p)) add("the method?", multiverse_finding(p));
  if (table.rows.size() < 4) return {};
  const Refit all = whole(p);
  table.below.push_back(fmt::format(
      "The pool: {} {}{}{}; {}.", measure_of(p).short_label, effect_text(measure_of(p), all.shown),
      tested(p) ? fmt::format(", p {}", show_p(all.estimate->log_p)) : "",
      all.shown.pi
          ? fmt::format(", prediction interval {}", show_interval(measure_of(p), *all.shown.pi))
          : "",
      plural(all.k, "study", "studies")));
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
      table.below.push_back(fmt::format("Note: {} [{}]", note.message, note.code));
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
    if (p.leave_one_out) leave_one_out_table(p, tables);
    if (p.cumulative) cumulative_table(p, tables);
    if (p.influence) influence_table(p, tables);
    if (p.baujat) baujat_table(p, tables);
    if (p.outliers) outliers_table(p, tables);
    if (p.gosh) gosh_table(p, tables);
    if (p.permutation) permutation_table(p, tables);
    if (p.bootstrap) bootstrap_table(p, tables);
    if (p.sweep) sweep_table(p, tables);
    if (p.fragility) fragility_table(p, tables);
    if (p.multiverse) multiverse_table(p, tables);
    if (tables.size() == before) tables.push_back({.title = name_of(p, "sensitivity")});
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
