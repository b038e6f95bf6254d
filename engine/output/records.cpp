// SPDX-License-Identifier: MIT
#include <cmath>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::string cell(const std::optional<double>& value) { return value ? shortest(*value) : ""; }

std::string p_cell(double log_p) {
  return log_p >= -708 ? shortest(std::exp(log_p)) : exp_text(log_p, 17);
}

void add_columns(TextTable& table, std::initializer_list<const char*> heads) {
  for (const char* head : heads) table.columns.push_back({.head = head});
}

}  // namespace

std::vector<TextTable> pool_records(const Report& report) {
  TextTable table;
  add_columns(table, {"analysis",
                      "horizon",
                      "subgroup",
                      "measure",
                      "scale",
                      "model",
                      "k",
                      "estimate",
                      "se",
                      "ci_lower",
                      "ci_upper",
                      "statistic",
                      "df",
                      "p",
                      "pi_lower",
                      "pi_upper",
                      "shown_estimate",
                      "shown_ci_lower",
                      "shown_ci_upper",
                      "tau2",
                      "tau2_ci_lower",
                      "tau2_ci_upper",
                      "i2",
                      "h2",
                      "q",
                      "q_df",
                      "q_p",
                      "ci_method",
                      "methods"});
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools) {
      std::vector<std::string> row{pool.analysis,
                                   pool.horizon.value_or(""),
                                   pool.subgroup.value_or(""),
                                   std::string(pool.measure->key),
                                   std::string(pool.measure->scale().key),
                                   pool.choices.model == Model::random ? "random" : "common",
                                   fmt::format("{}", pool.studies.size())};
      if (pool.pooled) {
        const Estimate& e = pool.pooled->estimate;
        const Shown& shown = pool.pooled->shown;
        const auto& pi = pool.pooled->pi;
        row.insert(row.end(),
                   {shortest(e.estimate), shortest(e.se), shortest(e.ci.lower),
                    shortest(e.ci.upper), shortest(e.statistic), cell(e.df), p_cell(e.log_p),
                    pi ? shortest(pi->lower) : "", pi ? shortest(pi->upper) : "",
                    shortest(shown.estimate), shortest(shown.ci.lower), shortest(shown.ci.upper)});
      } else {
        row.insert(row.end(), 12, "");
      }
      if (pool.heterogeneity) {
        const Heterogeneity& h = *pool.heterogeneity;
        row.insert(row.end(), {shortest(h.tau2), h.tau2_ci ? shortest(h.tau2_ci->lower) : "",
                               h.tau2_ci ? shortest(h.tau2_ci->upper) : "", shortest(h.i2),
                               shortest(h.h2), shortest(h.q), shortest(h.df), p_cell(h.log_p)});
      } else {
        row.insert(row.end(), 8, "");
      }
      row.push_back(pool.ci_used);
      row.push_back(pool.methods_line);
      table.rows.push_back(std::move(row));
    }
  return {table};
}

std::vector<TextTable> effects_records(const Report& report) {
  TextTable table;
  add_columns(table, {"analysis", "horizon", "study", "group", "label", "measure", "scale", "y",
                      "v", "se", "ci_lower", "ci_upper", "shown_estimate", "shown_ci_lower",
                      "shown_ci_upper", "excluded"});
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools) {
      const auto start = [&](const std::string& study, const std::optional<std::string>& group,
                             const std::string& label) {
        return std::vector<std::string>{pool.analysis,
                                        pool.horizon.value_or(""),
                                        study,
                                        group.value_or(""),
                                        label,
                                        std::string(pool.measure->key),
                                        std::string(pool.measure->scale().key)};
      };
      for (const StudyResult& s : pool.studies) {
        auto row = start(s.row.study, s.row.group, s.row.label);
        row.insert(row.end(),
                   {shortest(s.y), shortest(s.v), shortest(std::sqrt(s.v)), shortest(s.ci.lower),
                    shortest(s.ci.upper), shortest(s.shown.estimate), shortest(s.shown.ci.lower),
                    shortest(s.shown.ci.upper), ""});
        table.rows.push_back(std::move(row));
      }
      for (const ExcludedRow& e : pool.excluded) {
        auto row = start(e.study, e.group, e.label);
        row.insert(row.end(), 8, "");
        row.push_back(e.reason);
        table.rows.push_back(std::move(row));
      }
    }
  return {table};
}

}  // namespace weald
