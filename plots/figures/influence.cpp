// SPDX-License-Identifier: MIT
// Case-deletion diagnostics (Viechtbauer & Cheung 2010, Res Synth Methods 1:112) as a table of
// small plots: a study a line, its name once at the left, a column each of what it does to the
// result. One block a horizon.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"
#include "plots/figures/sensitivity_words.h"

namespace weald {
namespace {

using namespace chart;

constexpr std::string_view kind = "influence", what = "influence plot";
constexpr std::size_t across = 4;       ///< plots side by side
constexpr double margin = 0.3;          ///< above the first and below the last line, in lines
constexpr std::size_t named_most = 50;  ///< up to so many studies every one is named

std::string two_decimals(double value) { return fixed(value, 2); }

/// A diagnostic is a row. `limit`: of the rule, or how far is far; on both sides where `both`.
struct Diagnostic {
  std::string_view key, title, meaning;
  double StudyInfluence::*value;
  double reference;  ///< where stems begin
  double InfluenceLimits::*limit;
  bool both;
  std::string (*show)(double);
  double drawn_as = 1;  ///< factor of the axis: weights in percent
};

constexpr Diagnostic diagnostics[] = {
    {"rstudent", "rstudent", "distance from what the others predict, in standard errors",
     &StudyInfluence::rstudent, 0, nullptr, true, two_decimals},
    {"dffits", "DFFITS", "shift of the result, in standard errors of the study's own fit",
     &StudyInfluence::dffits, 0, &InfluenceLimits::dffits, true, two_decimals},
    {"cook", "Cook's distance", "squared shift of the result", &StudyInfluence::cook, 0,
     &InfluenceLimits::cook, false, two_decimals},
    {"dfbeta", "DFBETA", "shift of the result, in its standard errors", &StudyInfluence::dfbeta, 0,
     &InfluenceLimits::dfbeta, true, two_decimals},
    {"cov_ratio", "Covariance ratio", "below 1: the result is more precise without it",
     &StudyInfluence::cov_ratio, 1, nullptr, false, two_decimals},
    {"tau2_deleted", "τ² without", "heterogeneity without it", &StudyInfluence::tau2_deleted, 0,
     nullptr, false, show_tau2},
    {"q_deleted", "Q without", "Cochran's Q without it", &StudyInfluence::q_deleted, 0, nullptr,
     false, two_decimals},
    {"weight", "Weight (hat), %", "part of the result that is its own", &StudyInfluence::weight, 0,
     &InfluenceLimits::hat, false, show_weight, 100},
};

/// The value that all studies have together: where stems begin.
double reference_of(const Diagnostic& diagnostic, const Pooling& pool) {
  if (!pool.heterogeneity) return diagnostic.reference;
  if (diagnostic.key == "tau2_deleted") return pool.heterogeneity->tau2;
  if (diagnostic.key == "q_deleted") return pool.heterogeneity->q;
  return diagnostic.reference;
}

/// Where the lines of studies stand and what they are called.
struct Lines {
  std::size_t k = 0;
  bool dense = false;  ///< more studies than names have room for
  double height = 0;
  std::vector<Tick> names{};
  std::size_t unnamed = 0;  ///< influential studies without room for their name
};

double line_of(std::size_t study) { return static_cast<double>(study) + 1; }

std::string shortened(const std::string& label, const TextMeasure& measure) {
  const TextBlock block = wrap(typeset(label), Role::axis_text, 120, 1, measure);
  return block.lines.empty() ? "" : block.lines.front();
}

/// The height that one name under another needs; some scripts are taller than others.
double height_of_names(const std::vector<InfluenceRow>& rows, const TextMeasure& measure) {
  double height = line_height(Role::axis_text, measure);
  for (const InfluenceRow& row : rows) {
    const TextExtent extent = measure(shortened(row.label, measure), Role::axis_text);
    height = std::max(height, extent.ascent + extent.descent);
  }
  return height + 0.5;
}

/// How much a study stands out: those beyond a limit first, then by how far the result moves.
double notability(const StudyInfluence& values) {
  const double moved = std::isfinite(values.cook) ? values.cook : 1e9;
  return (values.influential ? 1e12 : 0) + moved;
}

/// In a dense block the most notable studies are named, as far as their names do not meet.
void name_notable(Lines& lines, const std::vector<InfluenceRow>& rows, const TextMeasure& measure) {
  const double needed = height_of_names(rows, measure),
               step = lines.height / (static_cast<double>(lines.k) + 2 * margin);
  std::vector<std::size_t> order(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return notability(rows[a].values) > notability(rows[b].values);
  });
  for (const std::size_t i : order) {
    const bool influential = rows[i].values.influential;
    if (!influential && lines.names.size() >= 12) break;
    const bool room = std::ranges::all_of(lines.names, [&](const Tick& tick) {
      return std::abs(tick.value - line_of(i)) * step >= needed;
    });
    if (room)
      lines.names.push_back({line_of(i), shortened(rows[i].label, measure)});
    else if (influential)
      ++lines.unnamed;
  }
}

Lines lines_of(const std::vector<InfluenceRow>& rows, const TextMeasure& measure) {
  Lines lines{.k = rows.size(), .dense = rows.size() > named_most};
  const double k = static_cast<double>(lines.k);
  lines.height = lines.dense ? std::clamp(2.2 * k, 260.0, 620.0)
                             : (k + 2 * margin) * height_of_names(rows, measure);
  if (lines.dense) {
    name_notable(lines, rows, measure);
  } else {
    for (std::size_t i = 0; i < rows.size(); ++i)
      lines.names.push_back({line_of(i), shortened(rows[i].label, measure)});
  }
  return lines;
}

/// Shades every second line, and those of influential studies, over the whole width.
void add_bands(Panel& panel, const Lines& lines, const std::vector<InfluenceRow>& rows) {
  constexpr double far = 1e300;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool influential = rows[i].values.influential;
    if (!influential && (lines.dense || i % 2 == 1)) continue;
    const double from = line_of(i) - 0.5, to = line_of(i) + 0.5;
    panel.areas.push_back({.outline = {{-far, from}, {far, from}, {far, to}, {-far, to}},
                           .role = influential ? Role::area_faint : Role::contour_1});
  }
}

void add_limits(Panel& panel, const Diagnostic& diagnostic, const PoolSensitivity& answer) {
  const InfluenceLimits limits =
      influence_limits(static_cast<Eigen::Index>(answer.pool->studies.size()));
  const bool residual = diagnostic.key == "rstudent";
  if (diagnostic.limit == nullptr && !residual) return;
  const double limit = residual ? 1.96 : limits.*diagnostic.limit;
  for (const double side : {-1.0, 1.0}) {
    if (side < 0 && !diagnostic.both) continue;
    const double at = side * limit * diagnostic.drawn_as;
    panel.x.holds.push_back(at);
    panel.guides.push_back(
        {.at = at,
         .role = residual ? Role::grid : Role::curve_dashed,
         .tag = {.key = fmt::format("limit {}", diagnostic.key),
                 .title = fmt::format("Limit of {}: {}", diagnostic.title, significant(at, 3)),
                 .data = {{"limit", side * limit}}}});
  }
}

void add_studies(Chart& chart, Panel& panel, const Diagnostic& diagnostic,
                 const PoolSensitivity& answer, double reference, bool dense) {
  const std::vector<InfluenceRow>& rows = *answer.influence;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const InfluenceRow& row = rows[i];
    const double value = row.values.*diagnostic.value;
    if (std::isnan(value)) {
      chart.notes.push_back(fmt::format("Not drawn: {} of {}, which has no such value.",
                                        diagnostic.title, name_of(*answer.pool, row.label)));
      continue;
    }
    const bool influential = row.values.influential;
    const double at = value * diagnostic.drawn_as;
    panel.whiskers.push_back({.from = {reference, line_of(i)},
                              .to = {std::isfinite(at) ? at : reference, line_of(i)},
                              .role = influential ? Role::interval : Role::interval_muted});
    panel.dots.push_back(
        {.at = {at, line_of(i)},
         .radius = influential ? (dense ? 2.8 : 3.6) : (dense ? 1.4 : 2.4),
         .role = influential ? Role::dot_marked : Role::dot,
         .form = influential ? DotForm::diamond : DotForm::circle,
         .tag = {
             .key = fmt::format("{} {}", diagnostic.key,
                                key_of(*answer.pool, answer.pool->studies[i])),
             .title = fmt::format("{}: {} {}{}", name_of(*answer.pool, row.label), diagnostic.title,
                                  diagnostic.show(value), influential ? ", influential" : ""),
             .data = {{"study", row.study},
                      {"diagnostic", std::string{diagnostic.key}},
                      {"value", value}}}});
  }
}

/// Whether there is nothing to see but zeros: the axis must not run to what cannot be.
bool all_zero(const Diagnostic& diagnostic, const std::vector<InfluenceRow>& rows,
              double reference) {
  return reference == 0 && std::ranges::all_of(rows, [&](const InfluenceRow& row) {
           return row.values.*diagnostic.value == 0;
         });
}

Panel panel_for(Chart& chart, const Diagnostic& diagnostic, const PoolSensitivity& answer,
                const Lines& lines, bool first) {
  const double reference = reference_of(diagnostic, *answer.pool);
  Panel panel{.title = std::string{diagnostic.title}, .lines = {std::string{diagnostic.meaning}}};
  panel.head_over_frame = true;
  panel.height = lines.height;
  panel.x.holds = {reference};
  if (diagnostic.key == "tau2_deleted" && all_zero(diagnostic, *answer.influence, reference)) {
    panel.x.low = -0.05;
    panel.x.high = 1;
  }
  panel.y = {.turned = true,
             .low = 0.5 - margin,
             .high = static_cast<double>(lines.k) + 0.5 + margin,
             .ticks = first ? lines.names : std::vector<Tick>{},
             .plain = !first};
  add_bands(panel, lines, *answer.influence);
  panel.guides.push_back({.at = reference, .role = Role::null_line});
  add_limits(panel, diagnostic, answer);
  add_studies(chart, panel, diagnostic, answer, reference, lines.dense);
  return panel;
}

std::string join_names(const PoolSensitivity& answer) {
  std::string names;
  std::size_t count = 0;
  for (const InfluenceRow& row : *answer.influence) {
    if (!row.values.influential) continue;
    if (++count > 12) continue;
    names += (names.empty() ? "" : ", ") + row.label;
  }
  if (count == 0) return "No study is influential by the rule below.";
  if (count > 12) names += fmt::format(" and {} more", count - 12);
  return fmt::format("Influential: {}.", names);
}

/// The rows of plots of one pool; returns how many influential studies have no room for their name.
std::size_t add_block(Chart& chart, const PoolSensitivity& answer, const TextMeasure& measure) {
  const Lines lines = lines_of(*answer.influence, measure);
  const Panel head = panel_of(*answer.pool, 0, what);
  std::size_t column = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    Panel panel = panel_for(chart, diagnostic, answer, lines, column % across == 0);
    if (column % across == 0) panel.heading = head.title;
    if (column == 0) {
      panel.under_heading = head.lines;
      panel.under_heading.push_back(join_names(answer));
    }
    chart.panels.push_back(std::move(panel));
    ++column;
  }
  return lines.unnamed;
}

void add_notes(Chart& chart, const AnalysisReport& report, bool dense, std::size_t unnamed) {
  chart.legend = {{Swatch::diamond, Role::dot_marked, "Influential study"},
                  {Swatch::dot, Role::dot, "Other study"},
                  {Swatch::line, Role::curve_dashed, "Limit of the rule"}};
  if (dense)
    chart.notes.push_back(fmt::format(
        "Named where there is room: influential studies, and those that move the result most{}.",
        unnamed == 0 ? ""
                     : fmt::format(" ({} influential {} no room for its name)", unnamed,
                                   unnamed == 1 ? "one has" : "ones have")));
  chart.notes.push_back(
      "Each line says what happens without that study. Solid line: 0, or what all studies together "
      "have (covariance ratio 1; τ² and Q of the pool). Rule: |DFFITS| > 3√(1/(k−1)), or Cook's "
      "distance above the median of chi-squared on 1 df, or weight > 3/k, or |DFBETA| > 1. Grey "
      "lines: rstudent ±1.96, outside which one study in twenty lies by chance. The rule marks "
      "studies to be read again (data, population, risk of bias); it is no ground for leaving one "
      "out.");
  for (std::string& note : method_notes(report)) chart.notes.push_back(std::move(note));
}

}  // namespace

Scene draw_influence(const FigureSource& source, const PlotStyle& style,
                     const TextMeasure& measure) {
  Chart chart = captioned(*source.analysis, style, "Influence of each study");
  const std::vector<const PoolSensitivity*> answers = whole_answers(source);
  const bool drawn = std::ranges::any_of(
      answers, [](const auto* answer) { return answer->influence.has_value(); });
  if (answers.empty()) say_nothing_pooled(chart, what);
  std::string description;
  std::size_t unnamed = 0;
  bool dense = false;
  for (const PoolSensitivity* answer : answers) {
    description += sentence_of(*answer->pool);
    if (answer->influence) {
      unnamed += add_block(chart, *answer, measure);
      dense |= answer->influence->size() > named_most;
      description += join_names(*answer) + " ";
      continue;
    }
    const Panel panel = answer_panel(*answer, false, kind, what);
    description += panel.words + " ";
    if (drawn)
      chart.notes.push_back(panel.title.empty() ? panel.words
                                                : fmt::format("{}: {}", panel.title, panel.words));
    else
      chart.panels.push_back(panel);
  }
  if (drawn) {
    chart.columns = across;
    chart.frame_width = 112;
    add_notes(chart, *source.analysis, dense, unnamed);
  }
  chart.description += " " + description;
  while (chart.description.ends_with(' ')) chart.description.pop_back();
  // Ends of an axis of effects say nothing to axes of diagnostics.
  PlotStyle own = style;
  own.low = own.high = std::nullopt;
  return draw_chart(chart, own, measure);
}

}  // namespace weald
