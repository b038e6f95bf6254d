// SPDX-License-Identifier: MIT
#include <cmath>

#include <fmt/format.h>

#include "engine/output/sensitivity_output.h"
#include "engine/text/csv.h"
#include "engine/text/number.h"

namespace weald {
namespace {

using Cells = std::vector<std::string>;

std::string p_cell(double log_p) {
  return log_p >= -708 ? shortest(std::exp(log_p)) : exp_text(log_p, 17);
}

void add(TextTable& table, const PoolSensitivity& p, std::string_view kind, std::string what,
         const Refit& row) {
  Cells cells{p.pool->id, std::string(kind), std::move(what), fmt::format("{}", row.k)};
  if (row.estimate) {
    const Estimate& e = *row.estimate;
    const Cells numbers{shortest(e.estimate),
                        shortest(e.se),
                        shortest(e.ci.lower),
                        shortest(e.ci.upper),
                        p_cell(e.log_p),
                        row.pi ? shortest(row.pi->lower) : "",
                        row.pi ? shortest(row.pi->upper) : "",
                        shortest(row.tau2),
                        shortest(row.i2),
                        shortest(row.shown.estimate),
                        shortest(row.shown.ci.lower),
                        shortest(row.shown.ci.upper),
                        row.ci_used};
    cells.insert(cells.end(), numbers.begin(), numbers.end());
  } else {
    cells.insert(cells.end(), 13, "");
  }
  table.rows.push_back(std::move(cells));
}

}  // namespace

std::vector<TextTable> sensitivity_records(std::span<const PoolSensitivity> pools) {
  TextTable table;
  for (const char* head : {"id", "kind", "what", "k", "estimate", "se", "ci_lower", "ci_upper", "p",
                           "pi_lower", "pi_upper", "tau2", "i2", "shown_estimate", "shown_ci_lower",
                           "shown_ci_upper", "ci_method"})
    table.columns.push_back({.head = head});
  for (const PoolSensitivity& p : pools) {
    if (p.leave_one_out)
      for (const Refit& row : *p.leave_one_out) add(table, p, "leave-one-out", row.study, row);
    if (p.cumulative)
      for (const Refit& row : *p.cumulative) add(table, p, "cumulative", row.study, row);
    if (p.outliers && p.outliers->without)
      add(table, p, "outliers", fmt::format("{}", fmt::join(p.outliers->studies, "; ")),
          *p.outliers->without);
    if (p.outliers)
      for (const Refit& row : p.outliers->steps) add(table, p, "outliers-step", row.study, row);
    if (p.sweep)
      for (const SweepRow& row : *p.sweep) add(table, p, "sweep", row.what, row.at);
    if (p.multiverse)
      for (const Universe& u : p.multiverse->universes) {
        std::string what;
        for (const auto& [name, value] : u.choices)
          what += fmt::format("{}{}={}", what.empty() ? "" : "; ", name, value);
        add(table, p, "multiverse", std::move(what), u.result);
      }
  }
  return {table};
}

std::string gosh_points(std::span<const PoolSensitivity> pools) {
  std::string out;
  for (const PoolSensitivity& p : pools) {
    if (!p.gosh) continue;
    if (out.empty()) out = "id,studies,k,estimate,i2\n";
    const Gosh& points = p.gosh->points;
    const std::string id = csv::quote(p.pool->id);
    std::string members(static_cast<std::size_t>(points.k), '0');
    for (std::uint64_t s = 0; s < points.subsets(); ++s) {
      std::size_t k = 0;
      for (std::size_t i = 0; i < members.size(); ++i) {
        const bool in = points.holds(s, static_cast<Eigen::Index>(i));
        members[i] = in ? '1' : '0';
        k += in ? 1u : 0u;
      }
      out += id;
      out += ',';
      out += members;
      out += fmt::format(",{},", k);
      out += shortest(points.estimate[s]);
      out += ',';
      out += shortest(points.i2[s]);
      out += '\n';
    }
  }
  return out;
}

}  // namespace weald
