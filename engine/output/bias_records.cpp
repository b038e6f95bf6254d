// SPDX-License-Identifier: MIT
#include <cmath>

#include "engine/models/fail_safe.h"
#include "engine/output/bias_output.h"
#include "engine/text/number.h"

namespace weald {
namespace {

void add_row(TextTable& table, const PoolBias& bias, std::string_view key,
             std::string_view quantity, const std::optional<double>& value) {
  table.rows.push_back({bias.pool->analysis, bias.pool->horizon.value_or(""),
                        bias.pool->subgroup.value_or(""), std::string(key), std::string(quantity),
                        value && std::isfinite(*value) ? shortest(*value) : ""});
}

}  // namespace

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
