// SPDX-License-Identifier: MIT
// The bubble plot of a meta-regression (Thompson & Higgins 2002, Stat Med 21:1559): effects against
// a moderator, circles by weight, the fitted line with its bands; a moderator that is a category
// has a row a level. One panel a horizon.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/curves.h"
#include "engine/output/output.h"
#include "engine/text/number.h"
#include "engine/text/unicode.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

constexpr int steps = 160;
/// With so few studies every one is named, with more those that lie off the line.
constexpr std::size_t all_named = 15;
constexpr double off_the_line = 1.96;

std::string field_of(const Regression& r, const PlotStyle& style) {
  const std::vector<std::string> fields = fields_of(r.plan.formula);
  return std::ranges::find(fields, style.field) != fields.end() ? style.field : leading_field(r);
}

/// «ratio of RRs 1.03 (0.99 to 1.06) for each unit more».
std::string as_factor(const Regression& r, const Estimate& e) {
  if (!r.pool.measure->ratio || r.pool.measure->scale().key != std::string_view("log")) return "";
  return fmt::format(", as ratio of {}s {} ({} to {})", forest::measure_name(*r.pool.measure),
                     show_coefficient(std::exp(e.estimate)), show_coefficient(std::exp(e.ci.lower)),
                     show_coefficient(std::exp(e.ci.upper)));
}

std::string test_text(const WaldTest& test) {
  const std::string what =
      test.df2 ? fmt::format("F {} on {} and {} df", fixed(test.statistic, 2), shortest(test.df1),
                             shortest(*test.df2))
               : fmt::format("QM {} on {} df", fixed(test.statistic, 2), shortest(test.df1));
  return what + ", " + forest::p_text(test.log_p);
}

bool concerns(const Regression& r, std::size_t term, const std::string& field) {
  for (const std::size_t v : r.plan.formula.terms[term]) {
    const std::vector<std::string> fields = fields_of(r.plan.formula.variables[v]);
    if (std::ranges::find(fields, field) != fields.end()) return true;
  }
  return false;
}

/// A line for each term that the field stands in: its coefficient, or the test of its several.
void add_terms(Panel& panel, const Regression& r, const std::string& field) {
  std::size_t tested = 0;
  for (std::size_t t = 0; t < r.plan.formula.terms.size(); ++t) {
    std::vector<const CoefficientRow*> rows;
    for (std::size_t j = 0; j < r.kept.size(); ++j)
      if (r.plan.columns[r.kept[j]].term == t) rows.push_back(&r.coefficients[j]);
    if (rows.empty()) continue;
    const TermRow& term = r.terms[tested++];
    if (!concerns(r, t, field)) continue;
    if (rows.size() > 1) {
      panel.lines.push_back(fmt::format("{}: {}", term.name, test_text(term.test)));
      continue;
    }
    const Estimate& e = rows.front()->estimate;
    panel.lines.push_back(fmt::format("{}: {} ({} to {}){}; {}", rows.front()->name,
                                      show_coefficient(e.estimate), show_coefficient(e.ci.lower),
                                      show_coefficient(e.ci.upper), as_factor(r, e),
                                      forest::p_text(e.log_p)));
  }
}

std::string explained(const Regression& r) {
  if (r.r2) return fmt::format("R² {} of τ² is explained", show_percent(*r.r2));
  return r.pool.tau2_used ? "no R²" : "";
}

Panel head_of(const Regression& r, const std::string& field) {
  Panel panel{.title = forest::place_of(r.pool)};
  const std::size_t k = r.pool.studies.size();
  const std::string also = r.fit ? explained(r) : "";
  panel.lines.push_back(fmt::format("Meta-regression on {}: {} {}{}", r.formula, k,
                                    k == 1 ? "study" : "studies", also.empty() ? "" : "; " + also));
  if (r.fit) {
    add_terms(panel, r, field);
    return panel;
  }
  panel.words = k == 0 ? "No study with numbers and a value of every moderator." : "";
  for (const Note& note : r.pool.notes)
    if (note.code == "not-estimable") panel.words = "Not estimable: " + note.message + ".";
  if (panel.words.empty()) panel.words = "No model could be fitted.";
  return panel;
}

/// The dots of the studies, unplaced along the moderator.
std::vector<Dot> study_dots(const Regression& r) {
  double heaviest = 0;
  for (const StudyResult& study : r.pool.studies) heaviest = std::max(heaviest, study.weight);
  const std::vector<double> off = standard_residuals(r);
  std::vector<Dot> dots;
  for (std::size_t i = 0; i < off.size(); ++i) {
    const StudyResult& study = r.pool.studies[i];
    Dot& dot = dots.emplace_back();
    dot.radius = 1.4 * radius_of(heaviest > 0 ? study.weight / heaviest : 1);
    dot.role = Role::dot_muted;
    dot.tag = study_tag(r.pool, study);
    dot.tag.data.emplace_back("weight", study.weight);
    dot.tag.data.emplace_back("standard residual", off[i]);
    dot.importance = std::abs(off[i]);
    if (off.size() <= all_named || std::abs(off[i]) > off_the_line) dot.label = study.row.label;
  }
  // Small ones last, so that none is hidden under a large one.
  return dots;
}

Data prediction_data(const PredictionRow& row) {
  Data data{{"where", row.label},
            {"estimate", row.shown.estimate},
            {"lower", row.shown.ci.lower},
            {"upper", row.shown.ci.upper}};
  if (row.shown.pi) {
    data.emplace_back("prediction lower", row.shown.pi->lower);
    data.emplace_back("prediction upper", row.shown.pi->upper);
  }
  return data;
}

std::string prediction_title(const Regression& r, const PredictionRow& row) {
  return fmt::format("{}: {}", row.label, pooled_text(*r.pool.measure, row.shown));
}

/// The outline of a band: its upper ends and back along its lower ones.
template <class Ends>
Area band_of(const ModeratorCurve& curve, Role role, Tag tag, Ends ends) {
  Area area{.role = role, .tag = std::move(tag)};
  for (const ModeratorCurve::At& at : curve.points)
    area.outline.push_back({at.x, ends(at.row.shown).upper});
  for (auto at = curve.points.rbegin(); at != curve.points.rend(); ++at)
    area.outline.push_back({at->x, ends(at->row.shown).lower});
  return area;
}

void draw_line(Panel& panel, const Regression& r, const ModeratorCurve& curve,
               const AnalysisReport& report, const PlotStyle& style) {
  panel.x = {.label = curve.field};
  panel.y = effect_scale(report, style);
  const std::string suffix = r.pool.horizon ? " " + *r.pool.horizon : "";
  std::vector<Dot> dots = study_dots(r);
  for (std::size_t i = 0; i < dots.size(); ++i) {
    const StudyResult& study = r.pool.studies[i];
    const double x = *study.row.fields.at(curve.field).number;
    dots[i].at = {x, study.shown.estimate};
    dots[i].tag.data.emplace_back(curve.field, x);
  }
  std::ranges::stable_sort(dots, [](const Dot& a, const Dot& b) { return a.radius > b.radius; });
  panel.dots = std::move(dots);
  const double none = r.pool.measure->none;
  if (std::isfinite(none) && !panel.y.holds.empty())
    panel.guides.push_back({.of_x = false,
                            .at = panel.y.holds.front(),
                            .role = Role::null_line,
                            .tag = {.key = "no effect" + suffix, .title = "No effect"}});
  if (curve.points.size() < 2) return;
  // Where there are studies enough the confidence band is in view, whatever it does at its ends.
  for (std::size_t i = curve.points.size() / 10; i < curve.points.size() * 9 / 10; ++i) {
    panel.y.holds.push_back(curve.points[i].row.shown.ci.lower);
    panel.y.holds.push_back(curve.points[i].row.shown.ci.upper);
  }
  const PredictionRow &first = curve.points.front().row, &last = curve.points.back().row;
  const std::string from_to = prediction_title(r, first) + "; " + prediction_title(r, last);
  if (first.shown.pi && last.shown.pi)
    panel.areas.push_back(
        band_of(curve, Role::area_faint,
                {.key = "prediction band" + suffix, .title = "Where a new study's effect lies"},
                [](const Shown& shown) { return shown.pi.value_or(shown.ci); }));
  panel.areas.push_back(band_of(
      curve, Role::area, {.key = "confidence band" + suffix, .title = "Where the mean effect lies"},
      [](const Shown& shown) { return shown.ci; }));
  Path line{.tag = {.key = "line" + suffix, .title = "Fitted: " + from_to}};
  for (const ModeratorCurve::At& at : curve.points)
    line.points.push_back({at.x, at.row.shown.estimate});
  for (const auto& [name, at] : {std::pair{"first ", &curve.points.front()},
                                 std::pair{"middle ", &curve.points[curve.points.size() / 2]},
                                 std::pair{"last ", &curve.points.back()}})
    for (const auto& [key, value] : prediction_data(at->row))
      line.tag.data.emplace_back(name + key, value);
  panel.paths.push_back(std::move(line));
}

/// No longer than fits beside an axis.
std::string shortened(const std::string& text) {
  constexpr std::size_t most = 30;
  if (count_code_points(text) <= most) return text;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i + 1 < most; ++i)
    bytes += decode_utf8(std::string_view(text).substr(bytes)).bytes;
  return text.substr(0, bytes) + "…";
}

void draw_levels(Panel& panel, const Regression& r, const ModeratorCurve& curve,
                 const AnalysisReport& report, const PlotStyle& style) {
  panel.x = effect_scale(report, style);
  const auto count = static_cast<double>(curve.points.size());
  panel.y = {.label = curve.field, .turned = true, .low = 0.5, .high = count + 0.5};
  panel.height = std::max(150.0, 70 * count);
  const std::string suffix = r.pool.horizon ? " " + *r.pool.horizon : "";
  if (!panel.x.holds.empty())
    panel.guides.push_back({.at = panel.x.holds.front(),
                            .role = Role::null_line,
                            .tag = {.key = "no effect" + suffix, .title = "No effect"}});
  std::vector<Dot> dots = study_dots(r), placed;
  for (const ModeratorCurve::At& at : curve.points) {
    panel.y.ticks.push_back({at.x, shortened(at.level)});
    std::vector<std::size_t> here;
    for (std::size_t i = 0; i < dots.size(); ++i)
      if (r.pool.studies[i].row.fields.at(curve.field).text == at.level) here.push_back(i);
    std::ranges::stable_sort(here, {}, [&](std::size_t i) { return r.pool.studies[i].y; });
    // Neighbours stand in different lanes above the mean, so that few lie on each other.
    const std::size_t lanes = std::clamp<std::size_t>(here.size() / 3, 1, 6);
    for (std::size_t n = 0; n < here.size(); ++n) {
      Dot& dot = dots[here[n]];
      const double part =
          lanes == 1 ? 0.5 : static_cast<double>(n % lanes) / static_cast<double>(lanes - 1);
      dot.at = {r.pool.studies[here[n]].shown.estimate, at.x - 0.36 + 0.42 * part};
      dot.tag.data.emplace_back(curve.field, at.level);
      placed.push_back(dot);
    }
    const double lane = at.x + 0.3;
    const Tag tag{.key = "level " + at.level + suffix,
                  .title = prediction_title(r, at.row),
                  .data = prediction_data(at.row)};
    if (at.row.shown.pi)
      panel.whiskers.push_back({{at.row.shown.pi->lower, lane},
                                {at.row.shown.pi->upper, lane},
                                Role::curve_dashed,
                                {.key = "prediction " + at.level + suffix,
                                 .title = "Where a new study's effect lies: " + tag.title,
                                 .data = tag.data}});
    panel.whiskers.push_back(
        {{at.row.shown.ci.lower, lane},
         {at.row.shown.ci.upper, lane},
         Role::curve,
         {.key = "interval " + at.level + suffix, .title = tag.title, .data = tag.data}});
    placed.push_back({.at = {at.row.shown.estimate, lane},
                      .radius = 5,
                      .role = Role::diamond,
                      .form = DotForm::diamond,
                      .tag = tag,
                      .label = typeset(pooled_text(*r.pool.measure, at.row.shown)),
                      .importance = 1e6});
  }
  std::ranges::stable_sort(placed, [](const Dot& a, const Dot& b) { return a.radius > b.radius; });
  panel.dots = std::move(placed);
}

/// «The line is drawn at design = cohort (the reference) and dose = 12.5 (the mean).»
std::string held_note(const ModeratorCurve& curve, const std::string& place) {
  if (curve.held.empty()) return "";
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < curve.held.size(); ++i)
    parts.push_back(fmt::format("{} = {} (the {})", curve.held[i].first, curve.held[i].second,
                                curve.held_how[i]));
  return fmt::format("{}Other moderators are held at {}; studies are drawn where they are.",
                     place.empty() ? "" : place + ": ", fmt::join(parts, ", "));
}

/// The methods of the fit, with the prediction interval that the band is of.
std::string methods_note(const Regression& r) {
  const bool unsaid = r.pool.pi_used && r.predictions.empty();
  return fmt::format("Methods: {}{}.", r.pool.methods_line,
                     unsaid ? "; PI " + *r.pool.pi_used : "");
}

void add_once(std::vector<std::string>& notes, const std::string& note) {
  if (!note.empty() && std::ranges::find(notes, note) == notes.end()) notes.push_back(note);
}

void add_legend(Chart& chart, bool line, bool levels, bool prediction, const std::string& level) {
  chart.legend.push_back({Swatch::dot, Role::dot_muted, "Study, area by weight"});
  if (line) {
    chart.legend.push_back({Swatch::line, Role::curve, "Fitted mean effect"});
    chart.legend.push_back({Swatch::area, Role::area, level + " confidence band of the mean"});
    if (prediction)
      chart.legend.push_back(
          {Swatch::area, Role::area_faint, level + " prediction band of a new study"});
  }
  if (levels) {
    chart.legend.push_back({Swatch::diamond, Role::diamond,
                            "Predicted mean effect, " + level + " confidence interval"});
    if (prediction)
      chart.legend.push_back(
          {Swatch::line, Role::curve_dashed, level + " prediction interval of a new study"});
  }
}

}  // namespace

Scene draw_bubble(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Bubble plot of a meta-regression");
  bool line = false, levels = false, prediction = false;
  std::string level;
  std::vector<std::string> held, methods, cautions;
  for (const Regression* r : source.regressions) {
    if (r->pool.subgroup) continue;
    const std::string field = field_of(*r, style), place = forest::place_of(r->pool);
    Panel panel = head_of(*r, field);
    chart.description +=
        fmt::format(" {}{}.", place.empty() ? "" : place + ": ", fmt::join(panel.lines, "; "));
    if (r->fit && !field.empty()) {
      const ModeratorCurve curve = moderator_curve(*r, field, steps);
      (curve.category ? levels : line) = true;
      prediction |= r->pool.pi_used.has_value();
      level = forest::level_text(r->pool.choices.level);
      if (curve.category)
        draw_levels(panel, *r, curve, report, style);
      else
        draw_line(panel, *r, curve, report, style);
      add_once(held, held_note(curve, source.regressions.size() > 1 ? place : ""));
      add_once(methods, methods_note(*r));
      for (const Note& note : r->pool.notes)
        if (note.code == "few-studies-per-moderator" || note.code == "collinear-moderators")
          add_once(cautions, fmt::format("{}{}.", place.empty() ? "" : place + ": ", note.message));
    } else if (r->fit) {
      panel.words = "The formula has no moderator.";
    } else {
      panel.lines.clear();
    }
    chart.panels.push_back(std::move(panel));
  }
  chart.same_x = chart.same_y = !levels;
  if (line || levels) {
    add_legend(chart, line, levels, prediction, level);
    for (const auto* notes : {&held, &cautions, &methods})
      chart.notes.insert(chart.notes.end(), notes->begin(), notes->end());
    chart.notes.push_back(
        "Not to conclude: that the moderator causes the difference. Studies were not randomised to "
        "it, and what holds between studies need not hold between people.");
  }
  return draw_chart(chart, style, measure);
}

}  // namespace weald
