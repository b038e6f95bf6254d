// SPDX-License-Identifier: MIT
#include "cli/explain_study.h"

#include <cmath>

#include <fmt/format.h>

#include "engine/effects/measure.h"
#include "engine/output/output.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

std::string show(double value) { return shortest(value); }

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::string numbers_of_reported(const Reported& r) {
  std::string text = fmt::format("reported estimate {}", show(r.estimate));
  if (r.lower && r.upper)
    text += fmt::format(", {} % interval {} to {}", show(100 * r.level), show(*r.lower),
                        show(*r.upper));
  if (r.se) text += fmt::format(", se {}", show(*r.se));
  if (r.variance) text += fmt::format(", variance {}", show(*r.variance));
  if (r.p) text += fmt::format(", p {}", show(*r.p));
  return text;
}

/// The raw numbers with the letters of the formulas.
std::string numbers(const OutcomeData& data) {
  return std::visit(
      Overloaded{
          [](const Missing&) { return std::string("none"); },
          [](const TwoByTwo& t) {
            return fmt::format(
                "a = {}, b = {} ({} of {} had the outcome); c = {}, d = {} ({} of {})", show(t.a),
                show(t.b), show(t.a), show(t.n1()), show(t.c), show(t.d), show(t.c), show(t.n2()));
          },
          [](const TwoMeans& t) {
            return fmt::format("m1 = {}, sd1 = {}, n1 = {}; m2 = {}, sd2 = {}, n2 = {}", show(t.m1),
                               show(t.sd1), show(t.n1), show(t.m2), show(t.sd2), show(t.n2));
          },
          [](const StandardisedInput& t) {
            std::string text = fmt::format("n1 = {}, n2 = {}", show(t.n1), show(t.n2));
            if (t.d) text += fmt::format(", d = {}", show(*t.d));
            if (t.t) text += fmt::format(", t = {}", show(*t.t));
            if (t.p) text += fmt::format(", p = {}", show(*t.p));
            return text;
          },
          [](const TwoRates& t) {
            return fmt::format("x1 = {} in t1 = {}; x2 = {} in t2 = {}", show(t.x1), show(t.t1),
                               show(t.x2), show(t.t2));
          },
          [](const Proportion& t) { return fmt::format("x = {} of n = {}", show(t.x), show(t.n)); },
          [](const Rate& t) { return fmt::format("x = {} in t = {}", show(t.x), show(t.t)); },
          [](const Mean& t) {
            return fmt::format("m = {}, sd = {}, n = {}", show(t.m), show(t.sd), show(t.n));
          },
          [](const Correlation& t) {
            std::string text = fmt::format("n = {}", show(t.n));
            if (t.r) text += fmt::format(", r = {}", show(*t.r));
            if (t.t) text += fmt::format(", t = {}", show(*t.t));
            if (t.p) text += fmt::format(", p = {}", show(*t.p));
            return text;
          },
          [](const Reliability& t) {
            return fmt::format("alpha = {} of m = {} items, n = {}", show(t.alpha), show(t.items),
                               show(t.n));
          },
          [](const Generic& t) {
            return fmt::format("y = {}, v = {} as given", show(t.y), show(t.v));
          },
          [](const Reported& r) { return numbers_of_reported(r); },
          [](const ObservedExpected& t) {
            return fmt::format("observed minus expected = {}, variance = {}", show(t.oe),
                               show(t.v));
          },
      },
      data);
}

/// How y and v follow from a printed estimate.
std::string from_reported(const Reported& r) {
  const std::string_view v =
      r.variance ? "v as given"
      : r.se     ? "v = se^2"
      : r.lower  ? "v = ((upper - lower) / (2 z))^2, both put on the analysis scale first"
                 : "v = (y / z)^2, with z from the two-sided p";
  return fmt::format("y = the estimate on the analysis scale; {}", v);
}

std::string formula_of(const Measure& measure, const OutcomeData& data) {
  if (const auto* reported = std::get_if<Reported>(&data)) return from_reported(*reported);
  if (std::holds_alternative<Generic>(data)) return "none: y and v stand in the data";
  return fmt::format("{} ({})", measure.formula, measure.source);
}

std::string one_result(const Pooling& pool, const StudyResult& result) {
  const Measure& measure = *pool.measure;
  const std::string where =
      result.row.group ? fmt::format("{}, group {}", pool.id, *result.row.group) : pool.id;
  std::string text = fmt::format("\n{}: {} ({}), {} scale\n", where, measure.label, measure.key,
                                 measure.scale().key);
  if (!result.row.time.empty()) text += fmt::format("  time      {}\n", result.row.time);
  if (!result.row.source.empty()) text += fmt::format("  source    {}\n", result.row.source);
  if (!result.row.derived.empty()) text += fmt::format("  derived   {}\n", result.row.derived);
  text += fmt::format("  numbers   {}\n", numbers(result.row.data));
  text += fmt::format("  formula   {}\n", formula_of(measure, result.row.data));
  text += fmt::format("  y         {}\n", significant(result.y, 8));
  text += fmt::format("  v         {}, so se = {}\n", significant(result.v, 8),
                      significant(std::sqrt(result.v), 8));
  text += fmt::format("  interval  {} to {} (y -/+ z se, {} %)\n", significant(result.ci.lower, 8),
                      significant(result.ci.upper, 8), show(100 * pool.choices.level));
  text += fmt::format("  read      {} {} ({})\n", measure.short_label,
                      show_effect(measure, result.shown.estimate),
                      show_interval(measure, result.shown.ci));
  text += fmt::format("  weight    {} in its pool of {}\n", show_weight(result.weight),
                      pool.studies.size());
  return text;
}

}  // namespace

std::string explain_study(const Report& report, std::string_view study) {
  std::string label, text;
  for (const AnalysisReport& analysis : report.analyses) {
    for (const Pooling& pool : analysis.pools) {
      if (pool.subgroup) continue;  // the same row as in the whole
      for (const StudyResult& result : pool.studies) {
        if (!same_word(result.row.study, study)) continue;
        label = result.row.label;
        text += one_result(pool, result);
      }
      for (const ExcludedRow& row : pool.excluded) {
        if (!same_word(row.study, study)) continue;
        label = row.label;
        text += fmt::format("\n{}: left out: {} ({})\n", pool.id, row.reason, row.code);
      }
      for (const FindingRow& row : pool.findings) {
        if (!same_word(row.study, study)) continue;
        label = row.label;
        text += fmt::format("\n{}: said without numbers: {} ({})\n", pool.id, row.text, row.source);
      }
    }
  }
  if (text.empty()) return {};
  return fmt::format("{} ({})\n{}", label, study, text);
}

}  // namespace weald
