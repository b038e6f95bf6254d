// SPDX-License-Identifier: MIT
// The specification curve: every analysis of the multiverse by the size of its effect, over the
// choices that made it (Simonsohn, Simmons & Nelson 2020, Nat Hum Behav 4:1208; for meta-analysis
// Voracek, Kossmeier & Tran 2019, Z Psychol 227:64).
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "engine/output/sensitivity_output.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

constexpr double infinite = std::numeric_limits<double>::infinity(), frame_width = 520;
/// With more analyses than these, intervals are hairlines.
constexpr std::size_t many = 120;

/// One analysis with its place along the curve.
struct Stop {
  const Universe* universe = nullptr;
  std::size_t number = 0;  ///< in the order of the lists, from 1
  double x = 0;
};

struct Picture {
  const AnalysisReport* report = nullptr;
  const PoolSensitivity* pool = nullptr;
  std::vector<Stop> stops{};  ///< by measure, the pool's own first, then by size of the effect
  std::vector<const Measure*> measures{};
  double last = 1;  ///< the largest x
  const Multiverse& multiverse() const { return *pool->multiverse; }
  const Pooling& pooling() const { return *pool->pool; }
};

bool tested(const Pooling& pool) { return forest::none_shown(*pool.measure).has_value(); }

bool same(const Picture& picture, const Universe& universe) {
  return !tested(picture.pooling()) || (universe.direction && universe.significance);
}

Picture picture_of(const AnalysisReport& report, const PoolSensitivity& pool) {
  Picture picture{.report = &report, .pool = &pool, .measures = {pool.pool->measure}};
  const std::vector<Universe>& universes = pool.multiverse->universes;
  for (std::size_t i = 0; i < universes.size(); ++i) {
    const Universe& universe = universes[i];
    if (!universe.result.estimate || !std::isfinite(universe.result.shown.estimate)) continue;
    picture.stops.push_back({&universe, i + 1});
    if (std::ranges::find(picture.measures, universe.measure) == picture.measures.end())
      picture.measures.push_back(universe.measure);
  }
  const auto rank = [&](const Stop& stop) {
    return std::ranges::find(picture.measures, stop.universe->measure) - picture.measures.begin();
  };
  std::ranges::stable_sort(picture.stops, [&](const Stop& a, const Stop& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    const Shown &left = a.universe->result.shown, &right = b.universe->result.shown;
    if (left.estimate != right.estimate) return left.estimate < right.estimate;
    return left.ci.lower < right.ci.lower;
  });
  const double gap = std::max(0.6, 0.03 * static_cast<double>(picture.stops.size()));
  double x = 0;
  for (std::size_t i = 0; i < picture.stops.size(); ++i) {
    x += i > 0 && rank(picture.stops[i]) != rank(picture.stops[i - 1]) ? 1 + gap : 1;
    picture.stops[i].x = x;
  }
  picture.last = std::max(x, 1.0);
  return picture;
}

double spacing(const Picture& picture) { return frame_width / (picture.last + 1); }

AxisScale x_scale(const Picture& picture) {
  return {.low = 0, .high = picture.last + 1, .plain = true};
}

// --- words ---

std::string name_of_list(std::string_view key) {
  static const std::map<std::string_view, std::string_view> names{
      {"measure", "Effect measure"},    {"horizon", "Horizon"},       {"zero-cells", "Zero cells"},
      {"risk-of-bias", "Risk of bias"}, {"design", "Design"},         {"model", "Model"},
      {"tau2", "Estimator of τ²"},      {"ci", "Confidence interval"}};
  const auto found = names.find(key);
  return std::string(found == names.end() ? key : found->second);
}

std::string name_of_value(const Picture& picture, std::string_view list, const std::string& value) {
  if (list == "horizon")
    for (const Pooling& pool : picture.report->pools)
      if (pool.horizon == value && !pool.horizon_label.empty()) return pool.horizon_label;
  return value;
}

std::string choices_text(const Picture& picture, const Universe& universe) {
  std::string text;
  for (const auto& [name, value] : universe.choices)
    if (value != "-")
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", name_of_list(name),
                          name_of_value(picture, name, value));
  return text;
}

Tag tag_of(const Picture& picture, const Stop& stop) {
  const Universe& universe = *stop.universe;
  const Shown& shown = universe.result.shown;
  Tag tag{
      .key = fmt::format("{} analysis {}", picture.pooling().id, stop.number),
      .title = fmt::format("{}{}: {}", universe.primary ? "Primary analysis, " : "",
                           pooled_text(*universe.measure, shown), choices_text(picture, universe)),
      .data = {{"measure", std::string(universe.measure->key)},
               {"estimate", shown.estimate},
               {"lower", shown.ci.lower},
               {"upper", shown.ci.upper},
               {"k", static_cast<double>(universe.result.k)}}};
  for (const auto& [name, value] : universe.choices) tag.data.emplace_back("choice " + name, value);
  if (tested(picture.pooling())) {
    tag.data.emplace_back("keeps direction", universe.direction ? "yes" : "no");
    tag.data.emplace_back("keeps significance", universe.significance ? "yes" : "no");
  }
  return tag;
}

std::string shares_text(const Picture& picture) {
  const Multiverse& m = picture.multiverse();
  if (!tested(picture.pooling()) || m.estimable == 0) return "";
  return multiverse_shares(m) + " Not a vote.";
}

// --- panels ---

void add_stop(Panel& panel, const Picture& picture, const Stop& stop) {
  const Universe& universe = *stop.universe;
  const Shown& shown = universe.result.shown;
  const Tag tag = tag_of(picture, stop);
  if (!std::isnan(shown.ci.lower) && !std::isnan(shown.ci.upper))
    panel.whiskers.push_back(
        {.from = {stop.x, shown.ci.lower},
         .to = {stop.x, shown.ci.upper},
         .role = picture.stops.size() > many ? Role::curve_faint : Role::interval_muted,
         .tag = {.key = "interval of " + tag.key, .title = tag.title}});
  Dot dot{.at = {stop.x, shown.estimate},
          .radius = std::clamp(0.42 * spacing(picture), 0.8, 3.0),
          .tag = tag};
  if (universe.primary) {
    dot.radius = 5;
    dot.role = Role::diamond;
    dot.form = DotForm::diamond;
  } else if (!same(picture, universe)) {
    dot.role = universe.direction ? Role::dot_hollow : Role::dot_marked;
    dot.form = universe.direction ? DotForm::circle : DotForm::square;
  }
  panel.dots.push_back(std::move(dot));
}

/// The curve of some measures that share an axis.
Panel curve_panel(const Picture& picture, const std::vector<const Measure*>& measures, bool first,
                  const PlotStyle& style) {
  Panel panel{.x = x_scale(picture), .height = first ? 210 : 120};
  const Measure& measure = *measures.front();
  const bool own = std::ranges::find(measures, picture.pooling().measure) != measures.end();
  std::vector<std::string> names;
  for (const Measure* each : measures) names.push_back(forest::measure_name(*each));
  panel.y = {.label = fmt::format("{}", fmt::join(names, ", ")),
             .logarithmic = measure.ratio,
             .lines = true};
  if (own && measures.size() == 1)
    panel.y.label = effect_scale(*picture.report, style).label;
  else if (measure.ratio)
    panel.y.label += " (log scale)";
  const std::optional<double> none = forest::none_shown(measure);
  std::vector<Extent> extents;
  for (const Measure* each : measures) {
    double from = infinite, to = -infinite;
    for (const Stop& stop : picture.stops) {
      if (stop.universe->measure != each) continue;
      add_stop(panel, picture, stop);
      const Shown& shown = stop.universe->result.shown;
      extents.push_back({shown.estimate, shown.ci.lower, shown.ci.upper});
      from = std::min(from, stop.x - 0.5);
      to = std::max(to, stop.x + 0.5);
    }
    const double primary = picture.pooling().pooled->shown.estimate;
    if (each == picture.pooling().measure && from < to)
      panel.paths.push_back({.points = {{from, primary}, {to, primary}},
                             .role = Role::pooled_line,
                             .tag = {.key = "primary " + picture.pooling().id,
                                     .title = "The estimate of the primary analysis",
                                     .data = {{"estimate", primary}}}});
    if (picture.measures.size() > 1 && from < to)
      panel.stretches.push_back({.from = from,
                                 .to = to,
                                 .name = forest::measure_name(*each),
                                 .tag = {.key = "measure " + std::string(each->key)}});
  }
  if (extents.empty()) extents.push_back({picture.pooling().pooled->shown.estimate, 0, 0});
  const Range range = robust_range(extents, none.value_or(extents.front().estimate), measure.ratio);
  panel.y.low = range.low;
  panel.y.high = range.high;
  if (own && style.low) panel.y.low = style.low;
  if (own && style.high) panel.y.high = style.high;
  if (none) panel.guides.push_back({.of_x = false, .at = *none, .tag = {.key = "none"}});
  return panel;
}

/// Which choices each analysis is made of: a row a value, values of one list together.
Panel choices_panel(const Picture& picture) {
  Panel panel{.x = x_scale(picture), .y = {.turned = true}};
  panel.x.label = "Analyses, by the size of their effect";
  panel.of_cells = {.key = "choices " + picture.pooling().id,
                    .title = "Which choices each analysis is made of"};
  const double half = std::min(0.38, 3.6 / spacing(picture));
  double row = 0;
  bool ground = true;
  for (const auto& list : picture.multiverse().lists) {
    const std::string& name = list.first;
    std::vector<std::string> met;
    for (const Stop& stop : picture.stops)
      for (const auto& [key, value] : stop.universe->choices)
        if (key == name && value != "-" && std::ranges::find(met, value) == met.end())
          met.push_back(value);
    // In the order of the list; what only a collapse brought in («z» of a common effect) last.
    std::ranges::stable_sort(met, {}, [&](const std::string& value) {
      return std::ranges::find(list.second, value) - list.second.begin();
    });
    if (met.size() < 2) continue;
    const double top = row + 0.3;
    row += 1;
    panel.y.ticks.push_back({.value = row, .label = name_of_list(name), .heading = true});
    for (const std::string& value : met) {
      row += 1;
      panel.y.ticks.push_back({.value = row, .label = name_of_value(picture, name, value)});
      for (const Stop& stop : picture.stops)
        for (const auto& [key, chosen] : stop.universe->choices)
          if (key == name && chosen == value)
            panel.cells.push_back({.low = {stop.x - half, row - 0.33},
                                   .high = {stop.x + half, row + 0.33},
                                   .role = stop.universe->primary          ? Role::diamond
                                           : same(picture, *stop.universe) ? Role::square
                                                                           : Role::square_muted});
    }
    row += 0.4;
    if (ground)
      panel.areas.push_back({.outline = {{-infinite, top},
                                         {infinite, top},
                                         {infinite, row + 0.3},
                                         {-infinite, row + 0.3}},
                             .role = Role::band,
                             .tag = {.key = "list " + name}});
    ground = !ground;
  }
  if (panel.y.ticks.empty()) {
    panel.words = "No list holds more than one value: there is nothing to choose.";
    panel.height = 30;
    return panel;
  }
  panel.y.low = 0.3;
  panel.y.high = row + 0.3;
  panel.height = std::max(12.5 * row, 30.0);
  return panel;
}

void add_panels(Chart& chart, const Picture& picture, const PlotStyle& style) {
  // Ratios share an axis; any other measure has one of its own.
  std::vector<std::vector<const Measure*>> axes;
  for (const Measure* measure : picture.measures) {
    const auto at = std::ranges::find_if(
        axes, [&](const auto& axis) { return measure->ratio && axis.front()->ratio; });
    if (at != axes.end())
      at->push_back(measure);
    else
      axes.push_back({measure});
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    Panel panel = curve_panel(picture, axes[i], i == 0, style);
    if (i == 0) {
      panel.title = forest::place_of(picture.pooling());
      panel.lines.push_back(
          fmt::format("Primary analysis, {}: {}", forest::studies_text(picture.pooling()),
                      pooled_text(*picture.pooling().measure, picture.pooling().pooled->shown)));
      if (std::string shares = shares_text(picture); !shares.empty())
        panel.lines.push_back(std::move(shares));
    }
    chart.panels.push_back(std::move(panel));
  }
  chart.panels.push_back(choices_panel(picture));
}

// --- notes ---

void add_notes(Chart& chart, const Picture& picture, bool named) {
  const Multiverse& m = picture.multiverse();
  const std::string place = forest::place_of(picture.pooling());
  const std::string head = named && !place.empty() ? place + ": " : "";
  std::map<std::string, std::size_t> reasons;
  for (const Universe& universe : m.universes)
    if (!universe.result.estimate)
      ++reasons[universe.reason];
    else if (!std::isfinite(universe.result.shown.estimate))
      ++reasons["the estimate is not finite"];
  for (const auto& [reason, count] : reasons)
    chart.notes.push_back(fmt::format("{}{} of {} analyses {} no answer and {} not drawn: {}.",
                                      head, count, m.universes.size(), count == 1 ? "has" : "have",
                                      count == 1 ? "is" : "are", reason));
  if (std::ranges::none_of(m.universes, &Universe::primary))
    chart.notes.push_back(head +
                          "The primary analysis is not among these lists; the dashed line "
                          "is its estimate.");
  std::string held;
  for (const auto& [name, values] : m.lists)
    if (values.size() == 1)
      held += fmt::format("{}{}: {}", held.empty() ? "" : "; ", name_of_list(name),
                          name_of_value(picture, name, values.front()));
  if (!held.empty()) chart.notes.push_back(fmt::format("{}The same in all: {}.", head, held));
}

void add_common_notes(Chart& chart, bool across_measures) {
  chart.notes.push_back(
      "Not a vote: the analyses share their data, the shares depend on what is in the lists, and "
      "one analysis can be right against all others. Read it for which choice moves the result.");
  if (across_measures)
    chart.notes.push_back(
        "Estimates of different measures are not comparable in size: each measure has its own "
        "stretch.");
}

void add_legend(Chart& chart, const std::vector<Picture>& pictures) {
  bool other = false, opposite = false, primary = false;
  for (const Picture& picture : pictures)
    for (const Stop& stop : picture.stops) {
      primary |= stop.universe->primary;
      if (same(picture, *stop.universe) || stop.universe->primary) continue;
      (stop.universe->direction ? other : opposite) = true;
    }
  if (primary) chart.legend.push_back({Swatch::diamond, Role::diamond, "Primary analysis"});
  chart.legend.push_back({Swatch::dot, Role::dot,
                          other || opposite ? "Same direction and significance"
                                            : "An analysis with its confidence interval"});
  if (other) chart.legend.push_back({Swatch::dot, Role::dot_hollow, "Significance differs"});
  if (opposite) chart.legend.push_back({Swatch::square, Role::dot_marked, "Opposite direction"});
  if (other || opposite)
    chart.legend.push_back({Swatch::square, Role::square_muted, "Choices of analyses that differ"});
}

}  // namespace

Scene draw_multiverse(const FigureSource& source, const PlotStyle& style,
                      const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Specification curve");
  chart.columns = 1;
  chart.frame_width = frame_width;
  std::vector<Picture> pictures;
  std::size_t wholes = 0;
  for (const PoolSensitivity* pool : source.sensitivity) wholes += pool->pool->subgroup ? 0 : 1;
  for (const PoolSensitivity* pool : source.sensitivity) {
    if (pool->pool->subgroup) continue;
    if (pool->multiverse && pool->pool->pooled) {
      pictures.push_back(picture_of(report, *pool));
      add_panels(chart, pictures.back(), style);
      add_notes(chart, pictures.back(), wholes > 1);
      if (std::string shares = shares_text(pictures.back()); !shares.empty())
        chart.description += fmt::format(" {}{}{}", forest::place_of(*pool->pool),
                                         forest::place_of(*pool->pool).empty() ? "" : ": ", shares);
      continue;
    }
    Panel panel{
        .title = forest::place_of(*pool->pool), .words = "There is no pool to vary.", .height = 60};
    for (const Note& note : pool->notes)
      if (note.message.starts_with("multiverse: ")) panel.words = note.message.substr(12);
    chart.panels.push_back(std::move(panel));
  }
  if (chart.panels.empty())
    chart.panels.push_back({.words = "There is no pool to vary.", .height = 60});
  if (!pictures.empty()) {
    add_legend(chart, pictures);
    add_common_notes(chart, std::ranges::any_of(pictures, [](const Picture& picture) {
                       return picture.measures.size() > 1;
                     }));
    for (std::string& note : method_notes(report)) chart.notes.push_back(std::move(note));
  }
  // The ends that were asked for are those of the effects, which stand upright here.
  PlotStyle upright = style;
  upright.low = upright.high = {};
  return draw_chart(chart, upright, measure);
}

}  // namespace weald
