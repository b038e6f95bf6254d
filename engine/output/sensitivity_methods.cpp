// SPDX-License-Identifier: MIT
// The tables of what subsets, chance and method do to the pool. Each says below itself what was
// done, what it found, and what not to conclude.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/output/sensitivity_parts.h"
#include "engine/output/table_parts.h"
#include "engine/text/number.h"

namespace weald {

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

TextTable gosh_table(const PoolSensitivity& p) {
  const GoshResult& g = *p.gosh;
  TextTable table{.title = title_of(p, "subsets (GOSH)")};
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
          : fmt::format(
                "{} subsets of the {} studies were drawn (seed {}), each study with even odds.",
                g.points.subsets(), g.points.k, g.points.seed));
  table.below.push_back(gosh_finding(p));
  table.below.push_back(
      "Subsets are no sample of possible reviews: the spread is not an interval. Two or more "
      "clouds (`weald plot gosh`) hint at different populations, and a study in only one of them "
      "at why.");
  return table;
}

std::string permutation_finding(const PoolSensitivity& p) {
  const Permutation& t = *p.permutation;
  return fmt::format(
      "p {} by {} ({} statistic {}); p {} by the pool's own interval.", show_p(std::log(t.p)),
      t.exact ? fmt::format("all {} choices of signs", t.iterations)
              : fmt::format("{} drawn choices of signs, seed {}", t.iterations, t.seed),
      t.hartung_knapp ? "HK" : "z", fixed(t.statistic, 3), show_p(p.pool->pooled->estimate.log_p));
}

TextTable permutation_table(const PoolSensitivity& p) {
  const Permutation& t = *p.permutation;
  TextTable table{.title = title_of(p, "permutation test")};
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
  return table;
}

TextTable bootstrap_table(const PoolSensitivity& p) {
  const Bootstrap& b = *p.bootstrap;
  TextTable table{.title = title_of(p, "parametric bootstrap")};
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
      "true with the estimated τ²; it does not test the model.");
  return table;
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

TextTable sweep_table(const PoolSensitivity& p) {
  TextTable table{.title = title_of(p, "other values of τ²")};
  table.columns = {{"τ² taken as"}, {"τ²", true},
                   {"I²", true},    effect_column(measure_of(p), p.pool->choices.level),
                   {"p", true},     {"prediction interval", true}};
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
  return table;
}

std::string multiverse_shares(const Multiverse& m) {
  std::string found =
      m.direction == m.estimable && m.significance == m.estimable
          ? fmt::format("All {} analyses keep the direction and significance of the primary one.",
                        m.estimable)
          : fmt::format(
                "Of {} analyses {} keep the direction of the primary one and {} its significance.",
                m.estimable, m.direction, m.significance);
  if (m.judged_importance > 0)
    found += fmt::format(" {} of {} on its scale lie on the same side of the important difference.",
                         m.importance, m.judged_importance);
  return found;
}

std::string multiverse_finding(const PoolSensitivity& p) {
  const Multiverse& m = *p.multiverse;
  std::string found = multiverse_shares(m);
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

TextTable multiverse_table(const PoolSensitivity& p) {
  const Multiverse& m = *p.multiverse;
  // Effects by each value of each choice, one row a value: which choices matter.
  TextTable table{.title = title_of(p, "multiverse")};
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
    table.below.push_back(
        fmt::format("{} could not be made.",
                    count_of(m.universes.size() - m.estimable, "analysis", "analyses")));
  for (const auto& [name, values] : m.lists)
    table.below.push_back(fmt::format("{}: {}", name, fmt::join(values, ", ")));
  table.below.push_back(
      "This is no vote: the analyses share their data, the shares depend on what is in the lists "
      "(change them with --multiverse), and one analysis can be right against all others. Read it "
      "for which choice moves the result.");
  return table;
}

}  // namespace weald
