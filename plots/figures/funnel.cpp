// SPDX-License-Identifier: MIT
// The funnel plot, contour-enhanced (Light & Pillemer 1984; Sterne & Egger 2001, J Clin Epidemiol
// 54:1046; Peters et al. 2008, J Clin Epidemiol 61:991), one panel a horizon, with the mirror
// images and the estimate of trim and fill and the estimate of the limit meta-analysis.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/analysis/study_curves.h"
#include "engine/output/bias_output.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"
#include "plots/typeset.h"

namespace weald {
namespace {

using namespace chart;

constexpr double endless = std::numeric_limits<double>::infinity();

/// What goes up in the figure. To add one: a row.
struct Vertical {
  std::string_view key, label;
  bool logarithmic, turned;
  std::optional<double> (*of)(const StudyResult&);
  double (*se)(double);  ///< back to the standard error; null: it does not tell
};

constexpr std::array verticals{
    Vertical{"se", "Standard error", false, true,
             [](const StudyResult& s) -> std::optional<double> { return std::sqrt(s.v); },
             [](double se) { return se; }},
    Vertical{"precision", "Precision (1 / standard error)", false, false,
             [](const StudyResult& s) -> std::optional<double> { return 1 / std::sqrt(s.v); },
             [](double precision) { return 1 / precision; }},
    Vertical{"n", "Number of people (log scale)", true, false,
             [](const StudyResult& s) -> std::optional<double> {
               const std::optional<double> n = sizes_of(s.row).n;
               return n && *n > 0 ? n : std::nullopt;
             },
             nullptr}};

const Vertical& vertical_of(const PlotStyle& style) {
  const auto* row = std::ranges::find(verticals, style.vertical, &Vertical::key);
  return row == verticals.end() ? verticals.front() : *row;
}

/// All that the parts of the figure share.
struct Funnels {
  const FigureSource& source;
  const PlotStyle& style;
  const Vertical& vertical;
  std::vector<const Pooling*> drawn{};  ///< whole pools with studies enough
  double low = 0, high = 1;             ///< ends of the vertical axis, the same in every panel
  std::vector<std::string> without{};   ///< studies that have no place on that axis

  bool single() const { return drawn.size() == 1; }
  const PoolBias* bias(const Pooling& pool) const {
    for (const PoolBias* one : source.bias)
      if (one->pool == &pool) return one;
    return nullptr;
  }
};

const std::vector<StudyResult>& added_of(const PoolBias* bias) {
  static const std::vector<StudyResult> none;
  return bias != nullptr && bias->trim_fill ? bias->trim_fill->added : none;
}

/// The ends of the vertical axis. One study of hardly any precision does not flatten the others:
/// beyond six times the upper quartile of the standard errors it gets an arrow.
void set_ends(Funnels& funnels) {
  std::vector<double> values;
  for (const Pooling* pool : funnels.drawn)
    for (const StudyResult& study : pool->studies)
      if (const auto value = funnels.vertical.of(study); value && std::isfinite(*value))
        values.push_back(*value);
  if (values.empty()) return;
  std::ranges::sort(values);
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  const double least = values.front(), most = values.back();
  if (funnels.vertical.logarithmic) {
    const double room = std::max(0.05 * std::log(most / least), 0.1);
    funnels.low = least / std::exp(room);
    funnels.high = most * std::exp(room);
  } else if (funnels.vertical.turned) {
    funnels.low = 0;
    funnels.high = 1.06 * std::min(most, 6 * at(0.75));
  } else {
    funnels.low = 0.85 * std::max(least, at(0.25) / 6);
    funnels.high = 1.06 * most;
  }
}

/// Places from one end of the vertical axis to the other, close enough for a smooth curve.
std::vector<double> steps(const Funnels& funnels) {
  constexpr int count = 80;
  std::vector<double> values;
  for (int i = 0; i <= count; ++i)
    values.push_back(funnels.low + (funnels.high - funnels.low) * i / count);
  return values;
}

struct Contour {
  double below, above;  ///< of p
  Role role;
  std::string_view label;
};
constexpr std::array contours{Contour{0.10, 0.05, Role::contour_1, "p 0.05 to 0.10"},
                              Contour{0.05, 0.01, Role::contour_2, "p 0.01 to 0.05"},
                              Contour{0.01, 0.00, Role::contour_3, "p below 0.01"}};

bool has_contours(const Funnels& funnels, const Measure& measure) {
  return funnels.vertical.se != nullptr && std::isfinite(measure.none);
}

/// Where a single study's effect would differ from none at a level between two values of p: left
/// and right of no effect.
void add_contours(Panel& panel, const Funnels& funnels, const Pooling& pool) {
  if (!has_contours(funnels, *pool.measure)) return;
  for (const Contour& contour : contours)
    for (const bool right : {false, true}) {
      Area area{.role = contour.role,
                .tag = {.key = fmt::format("p {} to {} {}{}", contour.above, contour.below,
                                           right ? "right" : "left", suffix_of(pool)),
                        .title = std::string{contour.label},
                        .data = {{"p_low", contour.above}, {"p_high", contour.below}}}};
      std::vector<Point> far;
      for (const double y : steps(funnels)) {
        const double se = funnels.vertical.se(y), none = pool.measure->none;
        const Interval near = chance_interval(pool, none, se, 1 - contour.below);
        const Interval end = contour.above > 0 ? chance_interval(pool, none, se, 1 - contour.above)
                                               : Interval{-endless, endless};
        area.outline.push_back({right ? near.upper : near.lower, y});
        far.push_back({right ? end.upper : end.lower, y});
      }
      area.outline.insert(area.outline.end(), far.rbegin(), far.rend());
      panel.areas.push_back(std::move(area));
    }
}

Data shown_data(const Shown& shown) {
  return {{"estimate", shown.estimate}, {"lower", shown.ci.lower}, {"upper", shown.ci.upper}};
}

/// The pooled effect, and where studies would lie around it by chance alone.
void add_funnel(Panel& panel, const Funnels& funnels, const Pooling& pool) {
  if (!pool.pooled) return;
  panel.guides.push_back(
      {.at = pool.pooled->shown.estimate,
       .role = Role::pooled_line,
       .tag = {.key = "pooled" + suffix_of(pool),
               .title = fmt::format("{}: {}", forest::pooled_label(pool),
                                    pooled_text(*pool.measure, pool.pooled->shown)),
               .data = shown_data(pool.pooled->shown)}});
  if (funnels.vertical.se == nullptr) return;
  Path left{.role = Role::curve_dashed}, right{.role = Role::curve_dashed};
  for (const double y : steps(funnels)) {
    const Interval by_chance = chance_interval(pool, pool.pooled->estimate.estimate,
                                               funnels.vertical.se(y), pool.choices.level);
    left.points.push_back({by_chance.lower, y});
    right.points.push_back({by_chance.upper, y});
  }
  left.tag = {.key = "funnel left" + suffix_of(pool)};
  right.tag = {.key = "funnel right" + suffix_of(pool)};
  for (Path* side : {&left, &right}) {
    side->tag.title = fmt::format("{} of studies would lie between the dashed lines",
                                  forest::level_text(pool.choices.level));
    side->tag.data = {{"level", pool.choices.level}};
    panel.paths.push_back(std::move(*side));
  }
}

/// An estimate that corrects for small-study effects, and how it is drawn.
struct Corrected {
  std::string_view key;
  Role role;
};
constexpr std::array corrected{Corrected{"trim-fill", Role::curve_dotted},
                               Corrected{"limit", Role::curve_marked}};

const AdjustedEstimate* adjusted(const PoolBias* bias, std::string_view key) {
  if (bias == nullptr) return nullptr;
  for (const AdjustedEstimate& row : bias->panel)
    if (row.key == key && row.value) return &row;
  return nullptr;
}

/// «Limit meta-analysis: RR 0.53 (0.34 to 0.84)».
std::string adjusted_text(const AdjustedEstimate& row, const Measure& measure) {
  return fmt::format("{}: {}", row.label, pooled_text(measure, row.value->shown));
}

/// Whether that correction has a line of its own: trim and fill that added nothing has none.
bool has_line(const PoolBias* bias, const Corrected& line) {
  return adjusted(bias, line.key) != nullptr &&
         (line.key != "trim-fill" || !added_of(bias).empty());
}

void add_corrections(Panel& panel, const Funnels& funnels, const Pooling& pool) {
  const PoolBias* bias = funnels.bias(pool);
  for (const Corrected& line : corrected) {
    const AdjustedEstimate* row = adjusted(bias, line.key);
    if (row == nullptr) continue;
    const std::string text = adjusted_text(*row, *pool.measure);
    if (!funnels.single()) panel.lines.push_back(text);
    if (!has_line(bias, line)) continue;
    panel.guides.push_back({.at = row->value->shown.estimate,
                            .role = line.role,
                            .tag = {.key = row->key + suffix_of(pool),
                                    .title = text,
                                    .data = shown_data(row->value->shown)}});
  }
}

/// How far each study lies from the pooled effect, 1 on the dashed lines.
std::vector<double> distances(const Pooling& pool) {
  std::vector<double> away(pool.studies.size(), 0);
  if (pool.pooled)
    for (std::size_t i = 0; i < away.size(); ++i)
      away[i] = std::abs(pool.studies[i].y - pool.pooled->estimate.estimate) /
                std::sqrt(pool.studies[i].v) / reach_of_level(pool.choices.level);
  return away;
}

void add_studies(Panel& panel, const Funnels& funnels, const Pooling& pool) {
  const double radius = pool.studies.size() > 80 ? 2.3 : 3;
  const std::vector<double> importance = worth_naming(pool, distances(pool));
  for (std::size_t i = 0; i < pool.studies.size(); ++i) {
    const StudyResult& study = pool.studies[i];
    const std::optional<double> y = funnels.vertical.of(study);
    if (!y || std::isnan(study.shown.estimate)) continue;
    Dot dot{.at = {study.shown.estimate, *y},
            .radius = radius,
            .tag = study_tag(pool, study),
            .importance = importance[i]};
    dot.tag.data.emplace_back(std::string{funnels.vertical.key}, *y);
    if (funnels.vertical.key == "se") dot.tag.data.pop_back();  // study_tag has it
    if (importance[i] > 0) dot.label = study.row.label;
    panel.dots.push_back(std::move(dot));
  }
  for (const StudyResult& image : added_of(funnels.bias(pool))) {
    const std::optional<double> y = funnels.vertical.of(image);
    if (!y || std::isnan(image.shown.estimate)) continue;
    Dot dot{.at = {image.shown.estimate, *y},
            .radius = radius,
            .role = Role::dot_hollow,
            .tag = study_tag(pool, image)};
    dot.tag.key = "mirror image of " + dot.tag.key;
    panel.dots.push_back(std::move(dot));
  }
}

Panel panel_for(Funnels& funnels, const Pooling& pool) {
  const AnalysisReport& report = *funnels.source.analysis;
  Panel panel = panel_of(pool, 3, "a funnel plot");
  if (!panel.words.empty()) return panel;
  panel.x = effect_scale(report, funnels.style);
  panel.y = {.label = std::string{funnels.vertical.label},
             .logarithmic = funnels.vertical.logarithmic,
             .turned = funnels.vertical.turned,
             .low = funnels.low,
             .high = funnels.high};
  for (const StudyResult& study : pool.studies)
    if (!funnels.vertical.of(study)) funnels.without.push_back(study_tag(pool, study).title);
  add_contours(panel, funnels, pool);
  if (const auto none = forest::none_shown(*pool.measure))
    panel.guides.push_back({.at = *none, .tag = {.key = "no effect" + suffix_of(pool)}});
  add_corrections(panel, funnels, pool);
  add_funnel(panel, funnels, pool);
  add_studies(panel, funnels, pool);
  if (panel.dots.empty()) {
    panel.words = "No study says how many people it had.";
    panel.y.label.clear();
  }
  return panel;
}

void add_legend(Chart& chart, const Funnels& funnels) {
  const Pooling& first = *funnels.drawn.front();
  const Measure& measure = *first.measure;
  const bool single = funnels.single();
  const auto any = [&](const auto& has) { return std::ranges::any_of(funnels.drawn, has); };
  chart.legend.push_back({.text = "A study"});
  if (any([&](const Pooling* pool) { return !added_of(funnels.bias(*pool)).empty(); }))
    chart.legend.push_back({.role = Role::dot_hollow, .text = "A mirror image (trim and fill)"});
  if (forest::none_shown(measure))
    chart.legend.push_back({Swatch::line, Role::null_line, "No effect"});
  if (first.pooled || !single)
    chart.legend.push_back({Swatch::line, Role::pooled_line,
                            single ? fmt::format("{}: {}", forest::pooled_label(first),
                                                 pooled_text(measure, first.pooled->shown))
                                   : forest::pooled_label(first)});
  if (funnels.vertical.se != nullptr)
    chart.legend.push_back({Swatch::line, Role::curve_dashed,
                            fmt::format("Where {} of studies would lie if chance alone moved them",
                                        forest::level_text(first.choices.level))});
  for (const Corrected& line : corrected)
    for (const Pooling* pool : funnels.drawn) {
      const PoolBias* bias = funnels.bias(*pool);
      if (!has_line(bias, line)) continue;
      const AdjustedEstimate& row = *adjusted(bias, line.key);
      chart.legend.push_back(
          {Swatch::line, line.role,
           single ? adjusted_text(row, measure) : row.label.substr(0, row.label.find(" ("))});
      break;
    }
  if (!has_contours(funnels, measure)) return;
  for (const Contour& contour : contours)
    chart.legend.push_back({Swatch::area, contour.role, std::string{contour.label}});
}

/// What the test says of each panel, in the words of `weald bias`; panels below ten studies
/// together.
void add_verdicts(Chart& chart, const Funnels& funnels) {
  std::string few;
  bool corrections = false;
  for (const Pooling* pool : funnels.drawn) {
    const PoolBias* bias = funnels.bias(*pool);
    if (bias == nullptr) continue;
    const std::string place = forest::place_of(*pool);
    if (!bias->interpretable) {
      few += fmt::format("{}{}{}", few.empty() ? "" : "; ", place.empty() ? "" : place + ", ",
                         forest::studies_text(*pool));
      corrections |= bias->panel.size() > 1;
    } else if (const std::string verdict = asymmetry_verdict(*bias); !verdict.empty()) {
      chart.notes.push_back(
          fmt::format("{}{}.", place.empty() ? "" : place + ": ", typeset(verdict)));
    }
  }
  if (few.empty()) return;
  std::string note = fmt::format("Not interpreted: {}. {}.", few, too_few_to_test);
  if (corrections)
    note += fmt::format(" The same holds for the corrected estimates: {}", too_few_to_correct);
  chart.notes.push_back(std::move(note));
}

void add_notes(Chart& chart, const Funnels& funnels) {
  const Measure& measure = *funnels.drawn.front()->measure;
  if (has_contours(funnels, measure))
    chart.notes.emplace_back(
        "Shaded: where a study alone would differ from no effect at that p (two-sided); white: p "
        "above 0.10. Studies missing from the white speak for unpublished results, studies missing "
        "from the shaded for other causes.");
  else if (funnels.vertical.se == nullptr)
    chart.notes.emplace_back(
        "How many people a study had does not tell its standard error: no regions of significance "
        "and no funnel.");
  else
    chart.notes.emplace_back("No regions of significance: this measure has no value of no effect.");
  if (funnels.vertical.se != nullptr)
    chart.notes.emplace_back(
        "True differences between studies widen the scatter beyond the dashed lines without making "
        "it lopsided. Named: studies farthest outside, and the two most precise.");
  if (!funnels.without.empty())
    chart.notes.push_back(fmt::format("Not drawn, the number of people is not known: {}.",
                                      fmt::join(funnels.without, "; ")));
  add_verdicts(chart, funnels);
  for (std::string& note : method_notes(*funnels.source.analysis))
    chart.notes.push_back(std::move(note));
}

}  // namespace

Scene draw_funnel(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Funnel plot");
  chart.same_x = chart.same_y = true;
  Funnels funnels{.source = source, .style = style, .vertical = vertical_of(style)};
  for (const Pooling* pool : whole_pools(report))
    if (pool->studies.size() >= 3) funnels.drawn.push_back(pool);
  set_ends(funnels);
  for (const Pooling* pool : whole_pools(report)) chart.panels.push_back(panel_for(funnels, *pool));
  if (!funnels.drawn.empty()) {
    add_legend(chart, funnels);
    add_notes(chart, funnels);
  }
  describe_panels(chart);
  if (funnels.single())
    for (const LegendEntry& entry : chart.legend)
      if (entry.swatch == Swatch::line && entry.text.find(": ") != std::string::npos)
        chart.description += fmt::format(" {}.", entry.text);
  return draw_chart(chart, style, measure);
}

}  // namespace weald
