// SPDX-License-Identifier: MIT
// What a methods reviewer reads of small-study effects: the test that fits and whether it may be
// read at all, the estimates under each assumption, and what not to conclude.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/models/fail_safe.h"
#include "engine/output/bias_output.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string name_of(const PoolBias& bias) {
  std::string name = bias.analysis->title;
  if (bias.pool->horizon) name += (name.empty() ? "" : ", ") + bias.pool->horizon_label;
  if (bias.pool->subgroup) name += (name.empty() ? "" : ", ") + bias.pool->subgroup_label;
  return name;
}

std::string titled(const PoolBias& bias, std::string_view what) {
  const std::string name = name_of(bias);
  return name.empty() ? std::string(what) : fmt::format("{}: {}", name, what);
}

std::string estimate_text(const Measure& measure, const Shown& shown) {
  return fmt::format("{} ({})", show_effect(measure, shown.estimate),
                     show_interval(measure, shown.ci));
}

std::string level_text(double level) { return shortest(std::round(1e6 * level) / 1e4) + " %"; }

std::string count(double n) { return std::isinf(n) ? "no number" : fixed(n, 0); }

std::string studies(double n) { return count(n) + (n == 1 ? " study" : " studies"); }

/// What the test that fits says, in a sentence, or that it must not be read.
std::string verdict(const PoolBias& bias) {
  const double k = static_cast<double>(bias.pool->studies.size());
  if (!bias.interpretable)
    return fmt::format(
        "Not interpreted: {}. Below ten, tests of asymmetry cannot tell chance from asymmetry "
        "(Sterne et al. 2011, BMJ 343:d4002); neither a small nor a large p means anything here",
        studies(k));
  for (const BiasTest& row : bias.tests)
    if (row.test == bias.recommended && row.result) {
      const std::string head = fmt::format("{}: p {}", row.test->label, show_p(row.result->log_p));
      if (row.result->log_p > std::log(0.1))
        return head +
               ", no sign of asymmetry. These tests miss it often; this is no proof that "
               "nothing is missing";
      return head +
             ", small studies show other effects than large ones. Unpublished studies are "
             "one explanation; real differences, poorer methods of small studies, selective "
             "reporting and chance are others";
    }
  return {};
}

TextTable tests_table(const PoolBias& bias) {
  const Measure& measure = *bias.pool->measure;
  TextTable table{.title = titled(bias, "tests of funnel asymmetry")};
  table.columns = {{"Test"},
                   {"statistic", true},
                   {"df", true},
                   {"p", true},
                   {"slope (SE)", true},
                   {fmt::format("{} of an endless study (CI)", measure.short_label), true}};
  std::vector<std::pair<std::string, std::vector<std::string>>> absent;
  for (const BiasTest& row : bias.tests) {
    if (!row.result) {
      const auto same = std::ranges::find(absent, row.reason, &decltype(absent)::value_type::first);
      if (same == absent.end())
        absent.push_back({row.reason, {std::string(row.test->label)}});
      else
        same->second.push_back(std::string(row.test->label));
      continue;
    }
    const SmallStudyResult& r = *row.result;
    const bool fits = row.test == bias.recommended;
    std::string limit = "-";
    if (r.limit) {
      const Scale& scale = measure.scale();
      limit = estimate_text(
          measure, {.estimate = scale.shown(r.limit->estimate, 0),
                    .ci = {scale.shown(r.limit->ci.lower, 0), scale.shown(r.limit->ci.upper, 0)}});
    }
    const std::string letter = r.df                         ? "t"
                               : row.test->statistic == "t" ? "z"
                                                            : std::string(row.test->statistic);
    table.rows.push_back(
        {std::string(row.test->label) + (fits ? " *" : ""),
         fmt::format("{} {}", letter, fixed(r.statistic, 2)), r.df ? shortest(*r.df) : "-",
         show_p(r.log_p) + (r.exact ? " (exact)" : ""),
         r.bias
             ? fmt::format("{} ({})", significant(r.bias->estimate, 3), significant(r.bias->se, 3))
             : "-",
         limit});
  }
  table.below.push_back(
      fmt::format("* The test that fits {}: {}.", measure.key, bias.recommended_reason));
  if (const std::string text = verdict(bias); !text.empty()) table.below.push_back(text + ".");
  if (table.rows.size() > 2 && bias.interpretable)
    table.below.push_back(
        "Decide on one test beforehand: of many, one is soon small. The others show whether the "
        "answer hangs on the choice.");
  for (const auto& [reason, names] : absent)
    table.below.push_back(fmt::format("Not run: {}: {}.", fmt::join(names, "; "), reason));
  return table;
}

TextTable unseen_table(const PoolBias& bias) {
  TextTable table{.title = titled(bias, "how much unseen evidence the result could bear")};
  table.columns = {{"Question"}, {"Answer"}};
  for (const FailSafeN& row : bias.fail_safe)
    table.rows.push_back(
        {fmt::format("Fail-safe N, {}: {}", row.row->label, row.row->meaning), studies(row.n)});
  if (bias.excess) {
    const ExcessSignificance& e = bias.excess->values;
    table.rows.push_back(
        {fmt::format("Excess significance ({}): significant studies found, and expected from their "
                     "power at the pooled effect",
                     bias.excess->test->label),
         fmt::format("{} found, {} expected, p {}", fixed(e.observed, 0), fixed(e.expected, 1),
                     show_p(e.log_p))});
  }
  if (bias.s_value) {
    const SValue& s = bias.s_value->values;
    const auto times = [](const std::optional<double>& ratio) {
      if (!ratio) return std::string("no preference, however strong");
      if (*ratio <= 1) return std::string("none is needed");
      return significant(*ratio, 3) + " times as likely";
    };
    table.rows.push_back(
        {fmt::format(
             "S-value: how much likelier must the publication of affirmative studies ({} of "
             "{}) be to bring the estimate to no effect",
             s.affirmative, s.affirmative + s.nonaffirmative),
         times(s.estimate)});
    table.rows.push_back({"S-value: and to bring the interval to no effect", times(s.limit)});
  }
  if (!bias.fail_safe.empty())
    table.below.push_back(
        "A fail-safe N takes unseen studies to average no effect and looks at significance alone; "
        "Handbook and methods papers advise against leaning on it.");
  return table;
}

TextTable selection_table(const PoolBias& bias) {
  const Measure& measure = *bias.pool->measure;
  TextTable table{.title = titled(bias, "selection models")};
  table.columns = {{"Weight of publication"},
                   {"parameters"},
                   {fmt::format("{} (CI)", measure.short_label), true},
                   {"τ²", true},
                   {"against no selection", true},
                   {"fit"}};
  for (const SelectionResult& row : bias.selection) {
    if (!row.fit) {
      table.rows.push_back({std::string(row.model->label), "-", "-", "-", "-", row.reason});
      continue;
    }
    const SelectionFit& fit = *row.fit;
    std::string parameters;
    for (const double w : fit.weights)
      parameters += (parameters.empty() ? "" : ", ") + significant(w, 3);
    std::string how = fmt::format("converged in {} rounds", fit.convergence.iterations);
    if (!fit.convergence.ok) how = "no clear maximum: do not use";
    if (fit.weight_at_bound) how += "; a parameter is at its bound";
    if (fit.convergence.at_boundary) how += "; τ² is 0";
    const bool usable = std::isfinite(fit.pooled.se);
    table.rows.push_back(
        {std::string(row.model->label), parameters,
         usable ? estimate_text(measure, row.shown) : show_effect(measure, row.shown.estimate),
         bias.pool->choices.model == Model::common ? "-" : show_tau2(fit.tau2),
         fmt::format("χ² {} on {}, p {}", fixed(fit.lrt, 2), fit.lrt_df, show_p(fit.lrt_log_p)),
         how});
  }
  const SelectionResult& first = bias.selection.front();
  table.below.push_back(fmt::format(
      "Maximum likelihood; p is {}. The parameters are the weights (of a step function, the chance "
      "of publication relative to the first interval of p).",
      first.alternative == Alternative::two_sided ? "two-sided"
      : first.alternative == Alternative::less    ? "one-sided for effects below no effect"
                                                  : "one-sided for effects above no effect"));
  return table;
}

TextTable panel_table(const PoolBias& bias) {
  const Measure& measure = *bias.pool->measure;
  TextTable table{.title = titled(bias, "the estimate under different assumptions")};
  table.columns = {
      {"Method"},
      {fmt::format("{} ({} CI)", measure.short_label, level_text(bias.pool->choices.level)), true},
      {"p", true},
      {"It is right if"}};
  const bool has_null = !std::isnan(measure.none);
  for (const AdjustedEstimate& row : bias.panel) {
    std::string assumes = row.assumes;
    if (!row.remark.empty()) assumes += " [" + row.remark + "]";
    table.rows.push_back({row.label, row.value ? estimate_text(measure, row.value->shown) : "none",
                          row.value && has_null ? show_p(row.value->estimate.log_p) : "-",
                          assumes});
  }
  if (bias.limit)
    table.below.push_back(
        fmt::format("Limit meta-analysis: of Q {} small-study effects explain {} (df 1), {} is "
                    "left (df {}); G² {}.",
                    fixed(bias.limit->q_small + bias.limit->q_resid, 2),
                    fixed(bias.limit->q_small, 2), fixed(bias.limit->q_resid, 2),
                    bias.pool->studies.size() - 2, show_percent(bias.limit->g2)));
  if (bias.trim_fill)
    table.below.push_back(fmt::format(
        "Trim and fill: {} added on the {}{}.",
        studies(static_cast<double>(bias.trim_fill->added.size())),
        bias.trim_fill->right ? "right" : "left",
        bias.trim_fill->added.empty()
            ? ""
            : fmt::format(", each the mirror image of one found; estimator {} ({})",
                          bias.trim_fill->estimator->key, bias.trim_fill->estimator->label)));
  if (bias.copas && bias.copas->chosen) {
    const CopasFit& at = bias.copas->values.path[*bias.copas->values.chosen];
    if (*bias.copas->values.chosen == 0)
      table.below.push_back(fmt::format(
          "Copas: no selection is needed to explain the asymmetry (p {}), so nothing is "
          "corrected.",
          show_p(at.residual_log_p)));
    else
      table.below.push_back(fmt::format(
          "Copas: a chance of {} that the least precise study is published, {} unpublished, ρ {}; "
          "p of the asymmetry left {}.",
          significant(at.published_least, 2), studies(std::round(at.unpublished)), fixed(at.rho, 2),
          show_p(at.residual_log_p)));
  }
  if (bias.panel.size() > 1) {
    table.below.push_back(
        "None of these is the true effect: each is right under its own assumption, and none of the "
        "assumptions can be checked with these data. Read how far they lie apart, not which is "
        "smallest.");
    if (!bias.interpretable)
      table.below.push_back(
          "With fewer than ten studies every one of them is too uncertain to replace the pooled "
          "result.");
  }
  return table;
}

void add_row(TextTable& table, const PoolBias& bias, std::string_view key,
             std::string_view quantity, const std::optional<double>& value) {
  table.rows.push_back({bias.pool->analysis, bias.pool->horizon.value_or(""),
                        bias.pool->subgroup.value_or(""), std::string(key), std::string(quantity),
                        value && std::isfinite(*value) ? shortest(*value) : ""});
}

}  // namespace

std::vector<TextTable> bias_tables(std::span<const PoolBias> pools) {
  std::vector<TextTable> tables;
  for (const PoolBias& bias : pools) {
    const std::size_t before = tables.size();
    if (!bias.tests.empty()) tables.push_back(tests_table(bias));
    if (!bias.fail_safe.empty() || bias.excess || bias.s_value)
      tables.push_back(unseen_table(bias));
    if (!bias.selection.empty()) tables.push_back(selection_table(bias));
    if (bias.panel.size() > 1) tables.push_back(panel_table(bias));
    if (tables.size() == before) tables.push_back({.title = titled(bias, "small-study effects")});
    for (const std::string& remark : bias.remarks)
      tables.back().below.push_back(fmt::format("Note: {}.", remark));
    tables.back().below.push_back(fmt::format("Methods of the pool: {}", bias.pool->methods_line));
  }
  return tables;
}

std::vector<TextTable> bias_records(std::span<const PoolBias> pools) {
  TextTable table;
  for (const char* head : {"analysis", "horizon", "subgroup", "key", "quantity", "value"})
    table.columns.push_back({.head = head});
  const auto add_estimate = [&](const PoolBias& bias, std::string_view key, const Estimate& e) {
    add_row(table, bias, key, "estimate", e.estimate);
    add_row(table, bias, key, "se", e.se);
    add_row(table, bias, key, "ci_lower", e.ci.lower);
    add_row(table, bias, key, "ci_upper", e.ci.upper);
    add_row(table, bias, key, "p", std::exp(e.log_p));
  };
  for (const PoolBias& bias : pools) {
    for (const BiasTest& row : bias.tests) {
      if (!row.result) continue;
      add_row(table, bias, row.test->key, "statistic", row.result->statistic);
      add_row(table, bias, row.test->key, "df", row.result->df);
      add_row(table, bias, row.test->key, "p", std::exp(row.result->log_p));
    }
    for (const FailSafeN& row : bias.fail_safe)
      add_row(table, bias, "fail-safe-" + std::string(row.row->key), "n", row.n);
    if (bias.excess) {
      add_row(table, bias, "excess-significance", "observed", bias.excess->values.observed);
      add_row(table, bias, "excess-significance", "expected", bias.excess->values.expected);
      add_row(table, bias, "excess-significance", "p", std::exp(bias.excess->values.log_p));
    }
    if (bias.s_value) {
      add_row(table, bias, "s-value", "estimate", bias.s_value->values.estimate);
      add_row(table, bias, "s-value", "limit", bias.s_value->values.limit);
    }
    for (const AdjustedEstimate& row : bias.panel)
      if (row.value) add_estimate(bias, "adjusted-" + row.key, row.value->estimate);
  }
  return {table};
}

}  // namespace weald
