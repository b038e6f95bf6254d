// SPDX-License-Identifier: MIT
// What a methods reviewer reads of small-study effects: the test that fits and whether it may be
// read at all, the estimates under each assumption, and what not to conclude.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "engine/models/fail_safe.h"
#include "engine/output/bias_output.h"
#include "engine/output/table_parts.h"
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

std::string count(double n) { return std::isinf(n) ? "no number" : fixed(n, 0); }

std::string studies(double n) { return count(n) + (n == 1 ? " study" : " studies"); }

/// What has no answer, by the reason why.
using Absent = std::vector<std::pair<std::string, std::vector<std::string>>>;

void add_absent(Absent& absent, std::string_view reason, std::string_view name) {
  for (auto& [of, names] : absent)
    if (of == reason) return names.emplace_back(name), void();
  absent.push_back({std::string(reason), {std::string(name)}});
}

void say_absent(const Absent& absent, std::string_view what, TextTable& table) {
  for (const auto& [reason, names] : absent)
    table.below.push_back(fmt::format("{}: {}: {}.", what, fmt::join(names, "; "), reason));
}

constexpr double asymmetry_p = 0.1;  ///< these tests are read at 10 % (Egger et al. 1997)

/// Whether other tests say otherwise, and whether the studies are such that any can be read.
std::vector<std::string> cautions(const PoolBias& bias) {
  std::vector<std::string> said, otherwise;
  std::optional<bool> found;
  for (const BiasTest& row : bias.tests)
    if (row.test == bias.recommended && row.result)
      found = row.result->log_p <= std::log(asymmetry_p);
  for (const BiasTest& row : bias.tests)
    if (found && row.result && (row.result->log_p <= std::log(asymmetry_p)) != *found)
      otherwise.push_back(fmt::format("{} (p {})", row.test->label, show_p(row.result->log_p)));
  if (!otherwise.empty())
    said.push_back(fmt::format("Other tests say otherwise: {}. The answer hangs on the test.",
                               fmt::join(otherwise, "; ")));
  const auto& h = bias.pool->heterogeneity;
  if (h && h->i2 > 50)
    said.push_back(fmt::format(
        "I² is {}: where studies differ that much for other reasons, asymmetry may be one of them, "
        "and these tests are not to be relied on (Ioannidis & Trikalinos 2007, CMAJ 176:1091).",
        show_percent(h->i2)));
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (const StudyResult& study : bias.pool->studies) {
    least = std::min(least, study.v);
    most = std::max(most, study.v);
  }
  if (most <= 4 * least)
    said.emplace_back(
        "The studies hardly differ in precision (largest variance within four times the smallest): "
        "there are no small studies to compare with large ones (Ioannidis & Trikalinos 2007).");
  return said;
}

TextTable tests_table(const PoolBias& bias) {
  const Measure& measure = *bias.pool->measure;
  TextTable table{.title = titled(bias, "tests of funnel asymmetry")};
  table.columns = {{"Test"},
                   {"statistic", true},
                   {"df", true},
                   {"p", true},
                   {"slope (SE)", true},
                   {fmt::format("{} at standard error 0 ({} CI)", measure.short_label,
                                level_text(bias.pool->choices.level)),
                    true}};
  Absent absent;
  for (const BiasTest& row : bias.tests) {
    if (!row.result) {
      add_absent(absent, row.reason, row.test->label);
      continue;
    }
    const SmallStudyResult& r = *row.result;
    const bool fits = row.test == bias.recommended;
    std::string limit = "-";
    if (r.limit) {
      const Scale& scale = measure.scale();
      limit = effect_text(
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
  table.below.push_back(fmt::format("* The test that fits here: {}.", bias.recommended_reason));
  if (const std::string text = asymmetry_verdict(bias); !text.empty())
    table.below.push_back(text + ".");
  if (bias.interpretable)
    for (std::string& text : cautions(bias)) table.below.push_back(std::move(text));
  if (table.rows.size() > 2 && bias.interpretable)
    table.below.push_back(
        "Decide on one test beforehand: of many, one is soon small. The others show whether the "
        "answer hangs on the choice.");
  say_absent(absent, "Not run", table);
  if (table.rows.empty()) table.columns.clear();
  return table;
}

TextTable unseen_table(const PoolBias& bias) {
  TextTable table{.title = titled(bias, "how much unseen evidence the result could bear")};
  table.columns = {{"Question"}, {"Answer"}};
  const Measure& measure = *bias.pool->measure;
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
      if (!ratio) return std::string("no preference could, however strong");
      if (*ratio <= 1) return std::string("none is needed: it is there already");
      return significant(*ratio, 3) + " times as likely";
    };
    table.rows.push_back(
        {fmt::format(
             "S-value: how much likelier must the publication of affirmative studies ({} of "
             "{}: significant in the direction of the pool) be to bring the estimate to no effect",
             s.affirmative, s.affirmative + s.nonaffirmative),
         times(s.estimate)});
    table.rows.push_back({"S-value: and to bring the interval to no effect", times(s.limit)});
  }
  if (!bias.fail_safe.empty())
    table.below.push_back(
        "A fail-safe N takes unseen studies to average no effect and looks at significance alone; "
        "0 means that the result is not significant as it stands, and Orwin's for half of the mean "
        "is about the number of studies, whatever they found. The Cochrane Handbook advises "
        "against it.");
  if (bias.excess)
    table.below.emplace_back(
        "Excess significance takes the pooled effect for the true one of every study; where "
        "studies differ, power is not what it takes it to be.");
  if (bias.s_value)
    table.below.push_back(fmt::format(
        "The S-value takes it that studies are selected for being affirmative and for nothing else "
        "(Mathur & VanderWeele 2020, J R Stat Soc C 69:1091); whether so strong a preference is "
        "likely is a judgement. Under the strongest, the {} would be {}.",
        measure.short_label, effect_text(measure, bias.s_value->worst_case)));
  return table;
}

TextTable selection_table(const PoolBias& bias) {
  const Measure& measure = *bias.pool->measure;
  TextTable table{.title = titled(bias, "selection models")};
  table.columns = {{"Weight of publication"},
                   {"parameters"},
                   effect_column(measure, bias.pool->choices.level),
                   {"τ²", true},
                   {"test of no selection", true},
                   {"fit"}};
  Absent absent;
  bool cut = false;
  for (const SelectionResult& row : bias.selection) {
    if (!row.fit) {
      add_absent(absent, row.reason, row.model->label);
      continue;
    }
    cut = cut || row.model->key == "truncest";
    const SelectionFit& fit = *row.fit;
    std::string parameters;
    for (const double w : fit.weights)
      parameters += (parameters.empty() ? "" : ", ") + significant(w, 3);
    std::string how = "converged";
    if (!fit.convergence.ok) how = "no clear maximum: do not use";
    if (fit.weight_at_bound) how += "; a parameter is at its bound";
    if (fit.convergence.at_boundary) how += "; τ² is 0";
    const bool usable = std::isfinite(fit.pooled.se);
    table.rows.push_back(
        {std::string(row.model->label), parameters,
         usable ? effect_text(measure, row.shown) : show_effect(measure, row.shown.estimate),
         bias.pool->choices.model == Model::common ? "-" : show_tau2(fit.tau2),
         fmt::format("χ² {} on {}, p {}", fixed(fit.lrt, 2), fit.lrt_df, show_p(fit.lrt_log_p)),
         how});
  }
  const SelectionResult& first = bias.selection.front();
  say_absent(absent, "Not fitted", table);
  if (table.rows.empty()) {
    table.columns.clear();
    return table;
  }
  table.below.push_back(fmt::format(
      "Maximum likelihood; selection by the p-value {}; test of no selection: likelihood ratio. "
      "The parameters δ shape the weight; of a step function they are the chances of publication "
      "relative to the first interval of p.",
      first.alternative == Alternative::two_sided ? "of the two-sided test"
      : first.alternative == Alternative::less    ? "of the one-sided test for effects below none"
                                               : "of the one-sided test for effects above none"));
  if (cut)
    table.below.emplace_back(
        "Without selection the cut of a truncated model means nothing, so its likelihood ratio "
        "does not follow χ²: that p is a rough guide.");
  table.below.push_back(fmt::format(
      "A test that finds no selection shows little: with {} it misses strong selection often. The "
      "models are for seeing how far the estimate moves (below), not for finding the one that is "
      "true.",
      studies(static_cast<double>(bias.pool->studies.size()))));
  return table;
}

/// How far the corrected estimates lie apart, and which of PET and PEESE is usually read.
std::vector<std::string> spread(const PoolBias& bias) {
  const Measure& measure = *bias.pool->measure;
  std::vector<std::string> said;
  std::vector<const AdjustedEstimate*> corrected;
  std::size_t apart = 0;
  for (const AdjustedEstimate& row : bias.panel) {
    if (!row.value || row.uncorrected) continue;
    corrected.push_back(&row);
    const Interval& ci = row.value->estimate.ci;
    apart += ci.lower > measure.none || ci.upper < measure.none ? 1u : 0u;
  }
  if (corrected.size() > 1) {
    const auto [low, high] = std::ranges::minmax_element(
        corrected, {}, [](const AdjustedEstimate* row) { return row->value->shown.estimate; });
    said.push_back(fmt::format(
        "Corrected, the {} runs from {} ({}) to {} ({}){}.", measure.short_label,
        show_effect(measure, (*low)->value->shown.estimate), (*low)->label,
        show_effect(measure, (*high)->value->shown.estimate), (*high)->label,
        std::isnan(measure.none)
            ? ""
            : fmt::format("; {} of {} intervals exclude no effect", apart, corrected.size())));
  }
  if (bias.pet && bias.peese && bias.pool->pooled && !std::isnan(measure.none)) {
    const Estimate& pet = bias.pet->estimate;
    const bool same_side =
        (pet.estimate > measure.none) == (bias.pool->pooled->estimate.estimate > measure.none);
    said.push_back(
        fmt::format("PET-PEESE: where PET's one-sided p is below 0.05 the usual rule reads PEESE, "
                    "otherwise PET (Stanley & Doucouliagos 2014, Res Synth Methods 5:60): here {}.",
                    same_side && pet.log_p < std::log(0.1) ? "PEESE" : "PET"));
  }
  return said;
}

TextTable panel_table(const PoolBias& bias) {
  const Measure& measure = *bias.pool->measure;
  TextTable table{.title = titled(bias, "the estimate under different assumptions")};
  table.columns = {{"Method"},
                   effect_column(measure, bias.pool->choices.level),
                   {"p", true},
                   {"It is right if"}};
  const bool has_null = !std::isnan(measure.none);
  Absent absent;
  for (const AdjustedEstimate& row : bias.panel) {
    if (!row.value && !row.remark.empty()) {
      add_absent(absent, row.remark, row.label);
      continue;
    }
    std::string assumes = row.assumes;
    if (!row.remark.empty()) assumes += " [" + row.remark + "]";
    table.rows.push_back({row.label, row.value ? effect_text(measure, row.value->shown) : "none",
                          row.value && has_null ? show_p(row.value->estimate.log_p) : "-",
                          assumes});
  }
  say_absent(absent, "No estimate", table);
  for (std::string& text : spread(bias)) table.below.push_back(std::move(text));
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
    if (!bias.interpretable) table.below.emplace_back(too_few_to_correct);
  }
  return table;
}

/// Of pools with one or two studies nothing is shown: every number would be read.
TextTable too_small(const std::vector<std::string>& pools) {
  return {.title = "Too few studies for small-study effects",
          .below = {fmt::format("Nothing is shown of: {}.", fmt::join(pools, "; ")),
                    "Three studies are the fewest in which small-study effects could be looked "
                    "for, ten the fewest in which they could be seen."}};
}

}  // namespace

std::string asymmetry_verdict(const PoolBias& bias) {
  const double k = static_cast<double>(bias.pool->studies.size());
  if (!bias.interpretable)
    return fmt::format("Not interpreted: {}. {}", studies(k), too_few_to_test);
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

std::vector<TextTable> bias_tables(std::span<const PoolBias> pools) {
  std::vector<TextTable> tables;
  std::vector<std::string> small;
  for (const PoolBias& bias : pools) {
    const std::size_t before = tables.size();
    if (const std::size_t k = bias.pool->studies.size(); k < 3) {
      small.push_back(fmt::format("{} ({})", name_of(bias).empty() ? "the pool" : name_of(bias),
                                  studies(static_cast<double>(k))));
      continue;
    }
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
  if (!small.empty()) tables.push_back(too_small(small));
  return tables;
}

}  // namespace weald
