// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/output/regress_output.h"
#include "engine/output/table_parts.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string interval_text(const Interval& ci) {
  return fmt::format("{} to {}", show_coefficient(ci.lower), show_coefficient(ci.upper));
}

bool logarithmic(const Measure& measure) {
  return measure.ratio && measure.scale().key == std::string_view("log");
}

/// Ratios are read as a factor: e to the coefficient.
std::string factor_text(const Estimate& e) {
  return fmt::format("{} ({})", show_coefficient(std::exp(e.estimate)),
                     interval_text({std::exp(e.ci.lower), std::exp(e.ci.upper)}));
}

std::string_view statistic_name(const Estimate& e) { return e.df ? "t" : "z"; }

std::string test_text(const WaldTest& test) {
  return test.df2 ? fmt::format("F {} on {} and {} df, p {}", fixed(test.statistic, 2),
                                shortest(test.df1), shortest(*test.df2), show_p(test.log_p))
                  : fmt::format("QM {} on {} df, p {}", fixed(test.statistic, 2),
                                shortest(test.df1), show_p(test.log_p));
}

std::string p_of_share(double p, const PermutationTest& test) {
  return p == 0 ? fmt::format("< {}", shortest(1 / static_cast<double>(test.iterations)))
                : show_p(std::log(p));
}

TextTable coefficients_table(const Regression& r) {
  TextTable table;
  const Measure& measure = *r.pool.measure;
  const bool factors = logarithmic(measure);
  const bool inflated = std::any_of(r.coefficients.begin(), r.coefficients.end(),
                                    [](const CoefficientRow& row) { return row.vif.has_value(); });
  table.columns = {{"Coefficient"},
                   {fmt::format("Estimate ({} CI)", level_text(r.pool.choices.level)), true},
                   {"SE", true},
                   {std::string(statistic_name(r.coefficients.front().estimate)), true},
                   {"p", true}};
  if (factors)
    table.columns.push_back({fmt::format("As ratio of {} (CI)", measure.short_label), true});
  if (inflated) table.columns.push_back({"VIF", true});
  if (r.permutation) table.columns.push_back({"p by permutation", true});
  for (const CoefficientRow& row : r.coefficients) {
    const Estimate& e = row.estimate;
    std::vector<std::string> cells{
        row.name, fmt::format("{} ({})", show_coefficient(e.estimate), interval_text(e.ci)),
        show_coefficient(e.se), fixed(e.statistic, 2), show_p(e.log_p)};
    // e to the intercept is no ratio of effects but an effect, where all moderators are 0.
    if (factors) cells.push_back(row.name == "(Intercept)" ? "-" : factor_text(e));
    if (inflated) cells.push_back(row.vif ? significant(*row.vif, 3) : "-");
    if (r.permutation)
      cells.push_back(row.permutation_p ? p_of_share(*row.permutation_p, *r.permutation) : "-");
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void add_heterogeneity(TextTable& table, const Regression& r) {
  const Heterogeneity& h = *r.pool.heterogeneity;
  if (r.moderators) table.below.push_back("Test of all moderators: " + test_text(*r.moderators));
  if (r.terms.size() > 1)
    for (const TermRow& term : r.terms)
      if (term.test.df1 > 1)
        table.below.push_back(fmt::format("Test of {}: {}", term.name, test_text(term.test)));
  if (r.permutation)
    table.below.push_back(fmt::format("Permutation test of all moderators: p {} ({} {} orders{})",
                                      p_of_share(r.permutation->p_moderators, *r.permutation),
                                      r.permutation->exact ? "all" : "a sample of",
                                      r.permutation->iterations,
                                      r.seed ? fmt::format(", seed {}", *r.seed) : ""));
  if (r.pool.tau2_used) {
    std::string left = "Heterogeneity left: τ² " + show_tau2(h.tau2);
    if (h.tau2_ci)
      left += fmt::format(" ({} to {})", show_tau2(h.tau2_ci->lower), show_tau2(h.tau2_ci->upper));
    left += fmt::format(", I² {}", show_percent(h.i2));
    left += r.r2 ? fmt::format("; R² {} of τ² is explained", show_percent(*r.r2))
            : r.plan.formula.intercept
                ? std::string("; no R²: without moderators there is no heterogeneity to explain")
                : std::string("; no R² without an intercept");
    table.below.push_back(std::move(left));
  }
  table.below.push_back(fmt::format("Test of what is left: QE {} on {} df, p {}", fixed(h.q, 2),
                                    shortest(h.df), show_p(h.log_p)));
  for (const std::string& reference : r.references) {
    table.below.push_back(fmt::format("Levels, the reference first: {}", reference));
  }
}

void add_remarks(TextTable& table, const Regression& r) {
  for (const FindingRow& finding : r.pool.findings)
    table.below.push_back(
        fmt::format("In words: {}: {} ({})", finding.label, finding.text, finding.source));
  for (const ExcludedRow& row : r.pool.excluded)
    table.below.push_back(fmt::format("Left out: {}: {}", row.label, row.reason));
  for (const Note& note : r.pool.notes) table.below.push_back("Note: " + note_text(note));
  if (!r.fit) return;
  table.below.push_back(
      "Not to conclude: that a moderator causes the difference. Studies were not randomised to "
      "it, other things differ between them too, and what holds between studies need not hold "
      "between people.");
  table.below.push_back("Methods: " + r.pool.methods_line);
}

TextTable predictions_table(const Regression& r) {
  const Measure& measure = *r.pool.measure;
  const std::string level = level_text(r.pool.choices.level);
  TextTable table{.title = "Predicted " + std::string(measure.short_label)};
  table.columns = {{"Where"},
                   {fmt::format("{} ({} CI)", measure.short_label, level), true},
                   {fmt::format("{} prediction interval", level), true}};
  for (const PredictionRow& row : r.predictions)
    table.rows.push_back({row.label,
                          fmt::format("{} ({})", show_effect(measure, row.shown.estimate),
                                      show_interval(measure, row.shown.ci)),
                          row.shown.pi ? show_interval(measure, *row.shown.pi) : "-"});
  return table;
}

TextTable contrasts_table(const Regression& r) {
  TextTable table{.title = "Contrasts"};
  const bool factors = logarithmic(*r.pool.measure);
  table.columns = {{"Contrast"},
                   {fmt::format("Estimate ({} CI)", level_text(r.pool.choices.level)), true},
                   {"SE", true},
                   {std::string(statistic_name(r.contrasts.front().estimate)), true},
                   {"p", true}};
  if (factors)
    table.columns.push_back(
        {fmt::format("As ratio of {} (CI)", r.pool.measure->short_label), true});
  for (const ContrastRow& row : r.contrasts) {
    const Estimate& e = row.estimate;
    table.rows.push_back({row.label,
                          fmt::format("{} ({})", show_coefficient(e.estimate), interval_text(e.ci)),
                          show_coefficient(e.se), fixed(e.statistic, 2), show_p(e.log_p)});
    if (factors) table.rows.back().push_back(factor_text(e));
  }
  return table;
}

TextTable comparison_table(const Regression& r) {
  const LikelihoodRatio& test = r.comparison->test;
  const bool random = r.pool.choices.model == Model::random;
  TextTable table{.title = "Comparison of models, both fitted by maximum likelihood"};
  table.columns = {{"Model"},     {"τ² (ML)", true}, {"log-likelihood", true},
                   {"AIC", true}, {"BIC", true},     {"AICc", true}};
  const auto row = [&](const std::string& formula, double tau2, const Likelihood& l) {
    table.rows.push_back({formula, random ? show_tau2(tau2) : "-", fixed(l.loglik, 3),
                          fixed(l.aic, 2), fixed(l.bic, 2), l.aicc ? fixed(*l.aicc, 2) : "-"});
  };
  row(r.formula, test.tau2_full, test.full);
  row(r.comparison->formula, test.tau2_reduced, test.reduced);
  table.below.push_back(fmt::format("Likelihood-ratio test: {} on {} df, p {}",
                                    fixed(test.statistic, 2), shortest(test.df),
                                    show_p(test.log_p)));
  return table;
}

std::string title_of(const RegressionReport& report, const Regression& r) {
  std::string title = r.pool.title.empty() ? report.source_title : r.pool.title;
  if (r.pool.horizon) title += ", " + r.pool.horizon_label;
  return fmt::format("{}: {} by {} (k = {})", title, r.pool.measure->short_label, r.formula,
                     r.pool.studies.size());
}

std::string cell(const std::optional<double>& value) { return value ? shortest(*value) : ""; }

std::string p_cell(double log_p) {
  return log_p >= -708 ? shortest(std::exp(log_p)) : exp_text(log_p, 17);
}

}  // namespace

std::vector<TextTable> regress_tables(const RegressionReport& report) {
  std::vector<TextTable> tables;
  for (const Regression& r : report.entries) {
    TextTable main;
    if (r.fit) {
      main = coefficients_table(r);
      add_heterogeneity(main, r);
    } else {
      main.columns = {{"Coefficient"}};
      main.rows = {{"no model could be fitted"}};
    }
    main.title = title_of(report, r);
    add_remarks(main, r);
    tables.push_back(std::move(main));
    if (!r.predictions.empty()) tables.push_back(predictions_table(r));
    if (!r.contrasts.empty()) tables.push_back(contrasts_table(r));
    if (r.comparison) tables.push_back(comparison_table(r));
  }
  return tables;
}

std::vector<TextTable> regress_records(const RegressionReport& report) {
  TextTable table;
  for (const char* head :
       {"analysis",  "horizon",     "measure",  "scale",     "model",         "formula",
        "k",         "coefficient", "estimate", "se",        "ci_lower",      "ci_upper",
        "statistic", "df",          "p",        "vif",       "p_permutation", "qm",
        "qm_df1",    "qm_df2",      "qm_p",     "qe",        "qe_df",         "qe_p",
        "tau2",      "i2",          "r2",       "ci_method", "methods"})
    table.columns.push_back({.head = head});
  for (const Regression& r : report.entries)
    for (const CoefficientRow& row : r.coefficients) {
      const Estimate& e = row.estimate;
      const Heterogeneity& h = *r.pool.heterogeneity;
      std::vector<std::string> cells{r.pool.analysis,
                                     r.pool.horizon.value_or(""),
                                     std::string(r.pool.measure->key),
                                     std::string(r.pool.measure->scale().key),
                                     r.pool.choices.model == Model::random ? "random" : "common",
                                     r.formula,
                                     fmt::format("{}", r.pool.studies.size()),
                                     row.name,
                                     shortest(e.estimate),
                                     shortest(e.se),
                                     shortest(e.ci.lower),
                                     shortest(e.ci.upper),
                                     shortest(e.statistic),
                                     cell(e.df),
                                     p_cell(e.log_p),
                                     cell(row.vif),
                                     cell(row.permutation_p)};
      if (r.moderators)
        cells.insert(cells.end(), {shortest(r.moderators->statistic), shortest(r.moderators->df1),
                                   cell(r.moderators->df2), p_cell(r.moderators->log_p)});
      else
        cells.insert(cells.end(), 4, "");
      cells.insert(cells.end(), {shortest(h.q), shortest(h.df), p_cell(h.log_p), shortest(h.tau2),
                                 shortest(h.i2), cell(r.r2), r.pool.ci_used, r.pool.methods_line});
      table.rows.push_back(std::move(cells));
    }
  return {table};
}

}  // namespace weald
