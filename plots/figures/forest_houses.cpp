// SPDX-License-Identifier: MIT
// House styles of forest plots: how Cochrane reviews, The BMJ and JAMA word and
// set them (BMJ and JAMA after their instructions for authors and published
// figures; AMA Manual of Style, 11th ed.).
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"
#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

std::string tau2_of(const Pooling& pool) { return typeset(show_tau2(pool.heterogeneity->tau2)); }
std::string i2_of(const Pooling& pool) { return typeset(show_percent(pool.heterogeneity->i2)); }
std::string q_of(const Pooling& pool) { return typeset(fixed(pool.heterogeneity->q, 2)); }
std::string df_of(const Pooling& pool) { return count_text(pool.heterogeneity->df); }

std::string statistic_of(const Estimate& e, bool with_sign) {
  return typeset(fixed(with_sign ? e.statistic : std::abs(e.statistic), 2));
}

/// Journals print no p below one in a thousand: «P<0.001», «P < .001».
std::string journal_p(double log_p, std::string_view less, std::string_view equals,
                      bool leading_zero) {
  const bool small = log_p < std::log(0.001);
  std::string digits = small ? "0.001" : show_p(log_p);
  if (!leading_zero && digits.starts_with("0.")) digits.erase(0, 1);
  return fmt::format("P{}{}", small ? less : equals, digits);
}
std::string bmj_p(double log_p) { return journal_p(log_p, "<", "=", true); }
std::string jama_p(double log_p) { return journal_p(log_p, " < ", " = ", false); }

/// «92.2%».
std::string tight(std::string text) {
  if (const std::size_t at = text.find(" %"); at != std::string::npos) text.erase(at, 1);
  return text;
}

/// Degrees of freedom at the foot of a statistic: «χ²₁₂», «t₁₂».
std::string at_foot(const std::string& digits) {
  static constexpr std::array<std::string_view, 10> foot{"₀", "₁", "₂", "₃", "₄",
                                                         "₅", "₆", "₇", "₈", "₉"};
  std::string out;
  for (const char c : digits)
    if ('0' <= c && c <= '9')
      out += foot[static_cast<std::size_t>(c - '0')];
    else
      out += c;
  return out;
}

std::string own_heterogeneity(const Pooling& pool) {
  const std::string between =
      pool.tau2_used ? fmt::format("τ² = {} ({}); ", tau2_of(pool), *pool.tau2_used) : "";
  return fmt::format("{}I² = {}; Q = {}, df = {}, {}", between, i2_of(pool), q_of(pool),
                     df_of(pool), p_text(pool.heterogeneity->log_p));
}
std::string own_overall(const Estimate& e) {
  std::string statistic = (e.df ? "t = " : "z = ") + statistic_of(e, true);
  if (e.df) statistic += ", df = " + count_text(*e.df);
  return fmt::format("{}, {}", statistic, p_text(e.log_p));
}
std::string own_test(const std::string& by, const SubgroupTest& test) {
  return fmt::format("Test of subgroup differences ({}): Q = {}, df = {}, {}", by,
                     typeset(fixed(test.q, 2)), count_text(test.df), p_text(test.log_p));
}

std::string revman_heterogeneity(const Pooling& pool) {
  const std::string between =
      pool.tau2_used ? fmt::format("Tau² = {} ({}); ", tau2_of(pool), *pool.tau2_used) : "";
  return fmt::format("{}Chi² = {}, df = {} ({}); I² = {}", between, q_of(pool), df_of(pool),
                     p_text(pool.heterogeneity->log_p, true), i2_of(pool));
}
std::string revman_overall(const Estimate& e) {
  std::string statistic = (e.df ? "t = " : "Z = ") + statistic_of(e, false);
  if (e.df) statistic += ", df = " + count_text(*e.df);
  return fmt::format("{} ({})", statistic, p_text(e.log_p, true));
}
std::string revman_test(const std::string& by, const SubgroupTest& test) {
  return fmt::format("Test for subgroup differences ({}): Chi² = {}, df = {} ({})", by,
                     typeset(fixed(test.q, 2)), count_text(test.df), p_text(test.log_p, true));
}

std::string bmj_heterogeneity(const Pooling& pool) {
  const std::string between =
      pool.tau2_used ? fmt::format("τ²={} ({}), ", tau2_of(pool), *pool.tau2_used) : "";
  return fmt::format("{}χ²={}, df={}, {}, I²={}", between, q_of(pool), df_of(pool),
                     bmj_p(pool.heterogeneity->log_p), tight(i2_of(pool)));
}
std::string bmj_overall(const Estimate& e) {
  std::string statistic = (e.df ? "t=" : "z=") + statistic_of(e, true);
  if (e.df) statistic += ", df=" + count_text(*e.df);
  return fmt::format("{}, {}", statistic, bmj_p(e.log_p));
}
std::string bmj_test(const std::string& by, const SubgroupTest& test) {
  return fmt::format("Test for subgroup differences ({}): χ²={}, df={}, {}", by,
                     typeset(fixed(test.q, 2)), count_text(test.df), bmj_p(test.log_p));
}

std::string jama_heterogeneity(const Pooling& pool) {
  const std::string between =
      pool.tau2_used ? fmt::format("τ² = {} ({}); ", tau2_of(pool), *pool.tau2_used) : "";
  return fmt::format("{}χ²{} = {}; {}; I² = {}", between, at_foot(df_of(pool)), q_of(pool),
                     jama_p(pool.heterogeneity->log_p), tight(i2_of(pool)));
}
std::string jama_overall(const Estimate& e) {
  return fmt::format("{} = {}; {}", e.df ? "t" + at_foot(count_text(*e.df)) : "z",
                     statistic_of(e, true), jama_p(e.log_p));
}
std::string jama_test(const std::string& by, const SubgroupTest& test) {
  return fmt::format("Test for subgroup differences ({}): χ²{} = {}; {}", by,
                     at_foot(count_text(test.df)), typeset(fixed(test.q, 2)), jama_p(test.log_p));
}

constexpr std::array<House, 4> table{
    House{.heterogeneity = own_heterogeneity, .overall = own_overall, .test = own_test},
    House{.key = "revman",
          .study = "Study or subgroup",
          .before_ci = " [",
          .between_ci = ", ",
          .between_negative = ", ",
          .after_ci = "]",
          .arms = ArmsSet::apart,
          .one_panel = true,
          .weight_first = true,
          .effect_left = true,
          .weight_left = true,
          .totals_name_level = true,
          .banded = false,
          .heterogeneity_head = "Heterogeneity: ",
          .overall_head = "Test for overall effect: ",
          .heterogeneity = revman_heterogeneity,
          .overall = revman_overall,
          .test = revman_test},
    House{.key = "bmj",
          .percent = "%",
          .weight = "Weight\u00A0(%)",
          .events = "No of events/",
          .arms = ArmsSet::under_events,
          .one_panel = true,
          .full_measure = true,
          .weight_first = true,
          .bare_weights = true,
          .totals_name_level = true,
          .banded = false,
          .arrows = false,
          .interval = Role::journal_line,
          .square = Role::journal_mark,
          .diamond = Role::journal_mark,
          .prediction = Role::square_muted,
          .pooled_line = Role::journal_pooled,
          .heterogeneity_head = "Test for heterogeneity: ",
          .overall_head = "Test for overall effect: ",
          .heterogeneity = bmj_heterogeneity,
          .overall = bmj_overall,
          .test = bmj_test},
    House{.key = "jama",
          .study = "Source",
          .percent = "%",
          .between_ci = "-",
          .weight = "Weight,\u00A0%",
          .events = "No. of events/",
          .favours = "Favors",
          .arms = ArmsSet::under_events,
          .one_panel = true,
          .effect_left = true,
          .bare_weights = true,
          .totals_name_level = true,
          .banded = false,
          .arrows = false,
          .favours_above = true,
          .interval = Role::journal_line,
          .square = Role::square_muted,
          .diamond = Role::journal_mark,
          .prediction = Role::square_muted,
          .pooled_line = Role::journal_pooled,
          .heterogeneity_head = "Heterogeneity: ",
          .overall_head = "Overall effect: ",
          .heterogeneity = jama_heterogeneity,
          .overall = jama_overall,
          .test = jama_test}};

}  // namespace

const House& house_of(std::string_view layout) {
  for (const House& house : table)
    if (!house.key.empty() && house.key == layout) return house;
  return table.front();
}

Role role_in(const House& house, Role role) {
  switch (role) {
    case Role::interval:
      return house.interval;
    case Role::square:
      return house.square;
    case Role::diamond:
      return house.diamond;
    case Role::diamond_sub:
      return house.diamond == Role::diamond ? role : house.diamond;
    case Role::prediction:
      return house.prediction;
    case Role::pooled_line:
      return house.pooled_line;
    default:
      return role;
  }
}

std::string level_text(double level, const House& house) {
  return fmt::format("{:.4g}{}", 100 * level, house.percent);
}

std::string interval_text(const Measure& measure, const Interval& ci, const House& house) {
  const bool negative = ci.lower < 0 || ci.upper < 0;
  return fmt::format("{}{}{}", value_text(measure, ci.lower),
                     negative ? house.between_negative : house.between_ci,
                     value_text(measure, ci.upper));
}

std::string effect_text(const Measure& measure, double estimate, const Interval& ci,
                        const House& house) {
  if (std::isnan(ci.lower) || std::isnan(ci.upper)) return value_text(measure, estimate);
  return fmt::format("{}{}{}{}", value_text(measure, estimate), house.before_ci,
                     interval_text(measure, ci, house), house.after_ci);
}

std::string heterogeneity_text(const Pooling& pool, const House& house) {
  if (!pool.heterogeneity || pool.studies.size() < 2) return "";
  return unbroken(house.heterogeneity(pool));
}

std::string heterogeneity_head(const Pooling& pool, const House& house) {
  return house.heterogeneity_head.empty() ? fmt::format("Heterogeneity ({}): ", studies_text(pool))
                                          : std::string{house.heterogeneity_head};
}

std::string overall_text(const Pooling& pool, const House& house) {
  // Without a value of «no effect» (a proportion) there is nothing to test.
  if (!pool.pooled || pool.studies.size() < 2 || !none_shown(*pool.measure)) return "";
  return unbroken(house.overall(pool.pooled->estimate));
}

std::string test_text(const SubgroupTest& test, const House& house) {
  return unbroken(house.test(test.by + (test.common_tau2 ? ", τ² common to subgroups" : ""), test));
}

}  // namespace weald::forest
