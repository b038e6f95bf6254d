// SPDX-License-Identifier: MIT
// The pooled effect over follow-up time: short against long term at a glance. Pools stand at the
// median time of their studies with their intervals (as in Ishak et al. 2007, Clin Trials 4:525,
// for estimates at several times); thin lines join the results of one study.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "engine/analysis/follow_up.h"
#include "engine/output/output.h"
#include "engine/text/number.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"
#include "plots/typeset.h"

namespace weald {
namespace {

using namespace chart;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double month = 365.25 / 12, year = 365.25;
/// Up to so many results each has its name beside it.
constexpr std::size_t few = 14;

/// Points from the studies of a horizon to its pool, which else would hide each other.
constexpr double aside = 10, frame_width = 520;

/// What is drawn of one analysis.
struct Picture {
  const AnalysisReport* report = nullptr;
  std::vector<const Pooling*> pools{};
  FollowUp times{};
  AxisScale x{};

  /// A place a little to the left of `at`: windows end with a time, which is where studies stand.
  double beside(double at) const {
    const double part = -aside / frame_width, low = *x.low, high = *x.high;
    return x.logarithmic ? at * std::pow(high / low, part) : at + part * (high - low);
  }
};

bool is_pooled(const Pooling& pool) { return pool.pooled && pool.studies.size() > 1; }

std::string label_of(const Pooling& pool) {
  return pool.horizon_label.empty() ? pool.horizon.value_or("") : pool.horizon_label;
}

/// Nothing where a picture can be made.
std::string why_not(const AnalysisReport& report, const std::vector<const Pooling*>& pools) {
  if (report.overview)
    return "Published pooled results are shown in the forest plot; they are not pooled again.";
  std::size_t with_numbers = 0;
  for (const Pooling* pool : pools) with_numbers += pool->studies.empty() ? 0 : 1;
  if (pools.size() < 2)
    return pools.empty() || !pools.front()->horizon
               ? "This analysis has no horizons: there is no earlier and no later result to "
                 "compare."
               : fmt::format("One horizon only ({}): there is no other to compare it with.",
                             label_of(*pools.front()));
  return with_numbers == 0 ? "No study gives a number at any horizon." : "";
}

// --- the axis of time ---

struct NamedTime {
  double days;
  const char* label;
};
constexpr std::array round_times{NamedTime{1.0 / 24, "1 hour"},
                                 NamedTime{0.25, "6 hours"},
                                 NamedTime{1, "1 day"},
                                 NamedTime{2, "2 days"},
                                 NamedTime{7, "1 week"},
                                 NamedTime{14, "2 weeks"},
                                 NamedTime{month, "1 month"},
                                 NamedTime{2 * month, "2 months"},
                                 NamedTime{3 * month, "3 months"},
                                 NamedTime{6 * month, "6 months"},
                                 NamedTime{12 * month, "12 months"},
                                 NamedTime{2 * year, "2 years"},
                                 NamedTime{3 * year, "3 years"},
                                 NamedTime{5 * year, "5 years"},
                                 NamedTime{10 * year, "10 years"},
                                 NamedTime{20 * year, "20 years"},
                                 NamedTime{40 * year, "40 years"}};

/// Even steps from 0, in the largest unit that gives three of them.
std::vector<Tick> even_ticks(double to) {
  struct Unit {
    double days;
    const char* word;
  };
  constexpr std::array units{Unit{year, "year"}, Unit{month, "month"}, Unit{7, "week"},
                             Unit{1, "day"}, Unit{1.0 / 24, "hour"}};
  for (const Unit& unit : units) {
    const double amount = to / unit.days;
    if (amount < 3 && unit.days > 0.5) continue;
    double step = 1;
    for (const double wide : {1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0, 120.0, 600.0}) {
      step = wide;
      if (amount / step <= 8) break;
    }
    std::vector<Tick> ticks;
    for (double at = 0; at <= amount * 1.0001; at += step)
      ticks.push_back(
          {at * unit.days,
           at == 0 ? "0" : fmt::format("{:.6g} {}{}", at, unit.word, at == 1 ? "" : "s")});
    return ticks;
  }
  return {};
}

AxisScale time_scale(const Picture& picture) {
  const FollowUp& times = picture.times;
  AxisScale scale;
  if (!times.in_days) {
    const double count = static_cast<double>(times.pools.size());
    return {.label = "Horizon, in order", .low = 0.4, .high = count + 0.6, .plain = true};
  }
  double first = infinite, last = 0;
  const auto hold = [&](double days) {
    if (!std::isfinite(days) || days <= 0) return;
    first = std::min(first, days);
    last = std::max(last, days);
  };
  for (std::size_t i = 0; i < times.pools.size(); ++i) {
    hold(times.pools[i].at);
    for (const double days : times.pools[i].studies) hold(days);
    // A window that begins beyond all results still has its place.
    hold(picture.pools[i]->window.lower);
    if (i + 1 < times.pools.size()) hold(picture.pools[i]->window.upper);
  }
  scale.logarithmic = last > 4 * first;
  if (scale.logarithmic) {
    scale.label = "Follow-up (each doubling the same distance)";
    const double room = std::max(0.1 * std::log(last / first), 0.25);
    scale.low = first * std::exp(-room);
    scale.high = last * std::exp(room);
    for (const NamedTime& time : round_times)
      if (time.days >= *scale.low && time.days <= *scale.high)
        scale.ticks.push_back({time.days, time.label});
  } else {
    scale.label = "Follow-up";
    scale.low = 0;
    scale.high = 1.12 * last;
    scale.ticks = even_ticks(*scale.high);
  }
  return scale;
}

void add_stretches(Panel& panel, const Picture& picture) {
  for (std::size_t i = 0; i < picture.pools.size(); ++i) {
    const Pooling& pool = *picture.pools[i];
    Stretch stretch{.name = label_of(pool),
                    .tag = {.key = fmt::format("window {}", *pool.horizon)}};
    if (!picture.times.in_days) {
      const double at = picture.times.pools[i].at;
      stretch.from = at - 0.5;
      stretch.to = at + 0.5;
    } else if (std::isfinite(pool.window.lower) || std::isfinite(pool.window.upper)) {
      stretch.from = pool.window.lower;
      stretch.to = pool.window.upper;
      if (stretch.from <= 0) stretch.from = -infinite;
      if (std::isfinite(pool.window.lower))
        stretch.tag.data.emplace_back("after_days", pool.window.lower);
      if (std::isfinite(pool.window.upper))
        stretch.tag.data.emplace_back("to_days", pool.window.upper);
    } else if (std::isfinite(picture.times.pools[i].at)) {
      stretch.from = stretch.to = picture.times.pools[i].at;
    } else {
      continue;  // no window, no time, no numbers: the lines of the panel name it
    }
    panel.stretches.push_back(std::move(stretch));
  }
}

// --- studies ---

void add_studies(Panel& panel, const Picture& picture) {
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> of_study;
  std::size_t results = 0;
  for (const Pooling* pool : picture.pools) results += pool->studies.size();
  std::vector<Dot> dots;
  for (std::size_t i = 0; i < picture.pools.size(); ++i) {
    const Pooling& pool = *picture.pools[i];
    double heaviest = 0;
    for (const StudyResult& study : pool.studies) heaviest = std::max(heaviest, study.weight);
    for (std::size_t j = 0; j < pool.studies.size(); ++j) {
      const StudyResult& study = pool.studies[j];
      const double at = picture.times.pools[i].studies[j];
      Dot dot{.at = {at, study.shown.estimate},
              .radius = 0.55 * radius_of(heaviest > 0 ? study.weight / heaviest : 1),
              .role = Role::dot_muted,
              .tag = study_tag(pool, study)};
      if (picture.times.in_days) {
        dot.tag.data.emplace_back("days", at);
        if (!study.row.time.empty()) dot.tag.title += ", at " + study.row.time;
      }
      dot.tag.data.emplace_back("weight", study.weight);
      if (!is_pooled(pool)) {
        dot.radius = 3.4;
        dot.role = Role::dot;
        panel.whiskers.push_back({.from = {at, study.shown.ci.lower},
                                  .to = {at, study.shown.ci.upper},
                                  .tag = {.key = "interval of " + dot.tag.key}});
      }
      of_study[{study.row.study, study.row.group.value_or("")}].push_back(dots.size());
      dots.push_back(std::move(dot));
      if (results <= few) {
        dots.back().label = study.row.label;
        dots.back().importance = study.weight;
      }
    }
  }
  for (const auto& [key, stops] : of_study) {
    if (stops.size() < 2) continue;
    Path path{.role = Role::curve_faint, .tag = {.key = "course of " + key.first}};
    if (!key.second.empty()) path.tag.key += " " + key.second;
    for (const std::size_t stop : stops) {
      path.points.push_back(dots[stop].at);
      path.tag.title += (path.tag.title.empty() ? "" : "; ") + dots[stop].tag.title;
      if (stop != stops.front()) dots[stop].label.clear();
    }
    panel.paths.push_back(std::move(path));
  }
  for (Dot& dot : dots) panel.dots.push_back(std::move(dot));
}

// --- pools ---

std::string prediction_text(const Pooling& pool) {
  if (!pool.pooled->shown.pi) return "";
  return fmt::format("; {} prediction interval {} to {}", forest::level_text(pool.choices.level),
                     forest::value_text(*pool.measure, pool.pooled->shown.pi->lower),
                     forest::value_text(*pool.measure, pool.pooled->shown.pi->upper));
}

/// What one horizon says, in a line.
std::string line_of(const Pooling& pool) {
  const std::string label = label_of(pool);
  if (pool.studies.empty()) return fmt::format("{}: no study with numbers", label);
  if (!is_pooled(pool))
    return fmt::format("{}: {} {}, one study, not pooled ({})", label,
                       forest::measure_name(*pool.measure),
                       forest::effect_text(*pool.measure, pool.studies.front().shown.estimate,
                                           pool.studies.front().shown.ci, false),
                       pool.studies.front().row.label);
  return fmt::format("{}: {}{}; {}", label, pooled_text(*pool.measure, pool.pooled->shown),
                     prediction_text(pool), forest::studies_text(pool));
}

Tag pool_tag(const Pooling& pool, double at, bool in_days) {
  const Shown& shown = pool.pooled->shown;
  Tag tag{.key = fmt::format("pool {}", *pool.horizon),
          .title = line_of(pool),
          .data = {{"horizon", *pool.horizon},
                   {"estimate", shown.estimate},
                   {"lower", shown.ci.lower},
                   {"upper", shown.ci.upper},
                   {"k", static_cast<double>(pool.studies.size())}}};
  if (shown.pi) {
    tag.data.emplace_back("prediction_lower", shown.pi->lower);
    tag.data.emplace_back("prediction_upper", shown.pi->upper);
  }
  if (in_days) tag.data.emplace_back("days", at);
  return tag;
}

void add_pools(Panel& panel, const Picture& picture) {
  Path joined{.role = Role::curve_dashed, .tag = {.key = "pools joined"}};
  for (std::size_t i = 0; i < picture.pools.size(); ++i) {
    const Pooling& pool = *picture.pools[i];
    if (!is_pooled(pool) || !std::isfinite(pool.pooled->shown.estimate)) continue;
    const double at = picture.beside(picture.times.pools[i].at);
    const Shown& shown = pool.pooled->shown;
    const Tag tag = pool_tag(pool, picture.times.pools[i].at, picture.times.in_days);
    if (shown.pi && !std::isnan(shown.pi->lower) && !std::isnan(shown.pi->upper))
      panel.whiskers.push_back({.from = {at, shown.pi->lower},
                                .to = {at, shown.pi->upper},
                                .role = Role::prediction,
                                .tag = {.key = "prediction of " + tag.key, .title = tag.title},
                                .width = 3.4});
    if (!std::isnan(shown.ci.lower) && !std::isnan(shown.ci.upper))
      panel.whiskers.push_back({.from = {at, shown.ci.lower},
                                .to = {at, shown.ci.upper},
                                .role = Role::curve,
                                .tag = {.key = "interval of " + tag.key, .title = tag.title}});
    panel.dots.push_back({.at = {at, shown.estimate},
                          .radius = 5.5,
                          .role = Role::diamond,
                          .form = DotForm::diamond,
                          .tag = tag});
    joined.points.push_back({at, shown.estimate});
  }
  if (joined.points.size() > 1) panel.paths.push_back(std::move(joined));
}

/// The axis of effects: holds every estimate; an enormous interval does not set it.
AxisScale scale_of_effects(const Picture& picture, const PlotStyle& style,
                           const forest::Sheet& sheet) {
  AxisScale scale = effect_scale(*picture.report, style);
  std::vector<Extent> extents;
  const double nothing = std::nan("");
  for (const Pooling* pool : picture.pools) {
    for (const StudyResult& study : pool->studies) {
      const bool shown = !is_pooled(*pool);
      extents.push_back({study.shown.estimate, shown ? study.shown.ci.lower : nothing,
                         shown ? study.shown.ci.upper : nothing});
    }
    if (!is_pooled(*pool)) continue;
    const Shown& shown = pool->pooled->shown;
    extents.push_back({shown.estimate, shown.ci.lower, shown.ci.upper});
    if (shown.pi) extents.push_back({shown.estimate, shown.pi->lower, shown.pi->upper});
  }
  const double start = sheet.none.value_or(extents.empty() ? 1 : extents.front().estimate);
  const Range range = robust_range(extents, start, scale.logarithmic);
  scale.low = style.low.value_or(range.low);
  scale.high = style.high.value_or(range.high);
  scale.lines = true;
  if (!sheet.favours_left.empty())
    scale.label += fmt::format("   ↑ {}   ↓ {}", sheet.favours_right, sheet.favours_left);
  return scale;
}

// --- words ---

/// All pairs of up to four horizons; of more, neighbours and the first with the last.
void add_contrasts(Chart& chart, const Picture& picture, const forest::Sheet& sheet) {
  const std::vector<Contrast>& contrasts = picture.report->contrasts;
  if (sheet.contrasts.empty()) return;
  const std::string& head = sheet.contrast_heads[1];
  chart.notes.push_back(fmt::format(
      "{}: {}. Where studies are in both, a study's results are assumed to correlate at {}.",
      sheet.contrast_heads[0], head, typeset(shortest(contrasts.front().correlation))));
  const auto place = [&](const std::string& horizon) {
    const auto at = std::ranges::find(
        picture.pools, horizon, [](const Pooling* pool) { return pool->horizon.value_or(""); });
    return at - picture.pools.begin();
  };
  for (std::size_t i = 0; i < sheet.contrasts.size(); ++i) {
    const Contrast& contrast = contrasts[i];
    const auto from = place(contrast.from), to = place(contrast.to);
    if (picture.pools.size() > 4 && to - from > 1 &&
        to - from + 1 < static_cast<std::ptrdiff_t>(picture.pools.size()))
      continue;
    const std::vector<std::string>& texts = sheet.contrasts[i].texts;
    chart.notes.push_back(fmt::format("{}: {}, p = {} ({})", texts[0], texts[1], texts[2],
                                      contrast.shared == 0 ? "no study in both"
                                      : contrast.shared == 1
                                          ? "1 study in both"
                                          : fmt::format("{} studies in both", contrast.shared)));
  }
}

void add_notes(Chart& chart, const Picture& picture, const forest::Sheet& sheet) {
  const FollowUp& times = picture.times;
  std::map<std::pair<std::string, std::string>, std::size_t> stops;
  for (const Pooling* pool : picture.pools)
    for (const StudyResult& study : pool->studies)
      ++stops[{study.row.study, study.row.group.value_or("")}];
  const auto several =
      std::ranges::count_if(stops, [](const auto& stop) { return stop.second > 1; });
  std::size_t with_numbers = 0;
  for (const Pooling* pool : picture.pools) with_numbers += pool->studies.empty() ? 0 : 1;
  if (with_numbers < 2) {
    chart.notes.push_back(
        "One horizon alone has numbers: there is no later or earlier effect to "
        "compare it with.");
  } else if (several == 0) {
    chart.notes.push_back(
        "The horizons hold different studies; a difference between them may come "
        "from the studies as well as from time.");
  } else {
    const bool same_everywhere =
        std::ranges::all_of(stops, [&](const auto& stop) { return stop.second == with_numbers; });
    const bool joined = std::ranges::any_of(
        picture.pools, [](const Pooling* pool) { return pool->studies.size() > 1; });
    chart.notes.push_back(fmt::format(
        "{}{} of {} studies {} results at more than one horizon (thin lines).{}",
        joined ? "The dashed line joins pools of different studies and only guides the eye: " : "",
        several, stops.size(), several == 1 ? "has" : "have",
        same_everywhere
            ? ""
            : " A difference between horizons may come from the studies as well as from time."));
  }
  add_contrasts(chart, picture, sheet);
  for (const Pooling* pool : picture.pools) {
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < std::min(pool->findings.size(), most); ++i)
      chart.notes.push_back(fmt::format("{}, in words: {}: “{}”", label_of(*pool),
                                        pool->findings[i].label, pool->findings[i].text));
    if (pool->findings.size() > most)
      chart.notes.push_back(fmt::format("{}: {} more studies speak in words alone.",
                                        label_of(*pool), pool->findings.size() - most));
  }
  if (!times.in_days)
    chart.notes.push_back(
        "Not every horizon has a time: they stand in their order, at even distances.");
  else
    chart.notes.push_back(fmt::format(
        "A study stands at the time of its result{}{}; a pool just left of the median time of its "
        "studies.{}",
        times.of_ranges > 0 ? ", a range at its middle" : "",
        times.without_end > 0 ? ", «after 12 months» (a time without an end) at 18 months" : "",
        times.without_time == 0 ? ""
        : times.without_time == 1
            ? " One result without a time stands at the time of its pool."
            : fmt::format(" {} results without a time stand at the time of their pool.",
                          times.without_time)));
  for (const std::string& note : sheet.notes) chart.notes.push_back(note);
  for (std::string& note : method_notes(*picture.report)) chart.notes.push_back(std::move(note));
}

void add_legend(Chart& chart, const Picture& picture) {
  bool pooled = false, predicted = false, single = false;
  for (const Pooling* pool : picture.pools) {
    pooled |= is_pooled(*pool);
    predicted |= is_pooled(*pool) && pool->pooled->shown.pi;
    single |= pool->studies.size() == 1;
  }
  const std::string level = forest::level_text(picture.pools.front()->choices.level);
  if (pooled) {
    chart.legend.push_back({Swatch::diamond, Role::diamond,
                            fmt::format("Pooled effect, {} confidence interval", level)});
    if (predicted)
      chart.legend.push_back(
          {Swatch::area, Role::prediction, fmt::format("{} prediction interval", level)});
    chart.legend.push_back(
        {Swatch::dot, Role::dot_muted, "A study, area by weight; a line joins its results"});
  }
  if (single)
    chart.legend.push_back(
        {Swatch::dot, Role::dot, "The only study of its horizon, with its interval"});
}

void describe(Chart& chart, const Picture& picture, const forest::Sheet& sheet) {
  for (const Pooling* pool : picture.pools) chart.description += " " + line_of(*pool) + ".";
  for (const forest::ContrastLine& contrast : sheet.contrasts)
    chart.description += " " + contrast.title + ".";
}

}  // namespace

Scene draw_horizons(const FigureSource& source, const PlotStyle& style,
                    const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Picture picture{.report = &report, .pools = whole_pools(report)};
  Chart chart = captioned(report, style, "Effect over follow-up");
  chart.columns = 1;
  chart.frame_width = frame_width;
  chart.frame_height = 330;
  Panel panel{.words = why_not(report, picture.pools)};
  if (!panel.words.empty()) {
    chart.description += " " + panel.words;
    chart.frame_height = 90;
    chart.panels.push_back(std::move(panel));
    return draw_chart(chart, style, measure);
  }
  picture.times = follow_up(picture.pools);
  forest::Sheet sheet;
  forest::add_captions(sheet, report, style);
  forest::add_contrasts(sheet, report);
  for (const Pooling* pool : picture.pools) panel.lines.push_back(line_of(*pool));
  picture.x = time_scale(picture);
  panel.x = picture.x;
  panel.y = scale_of_effects(picture, style, sheet);
  add_stretches(panel, picture);
  if (sheet.zone)
    panel.areas.push_back(
        {.outline = {{-infinite, sheet.zone->low},
                     {infinite, sheet.zone->low},
                     {infinite, sheet.zone->high},
                     {-infinite, sheet.zone->high}},
         .role = Role::zone,
         .tag = {.key = "zone", .data = {{"low", sheet.zone->low}, {"high", sheet.zone->high}}}});
  if (sheet.none)
    panel.guides.push_back({.of_x = false, .at = *sheet.none, .tag = {.key = "none"}});
  add_studies(panel, picture);
  add_pools(panel, picture);
  chart.panels.push_back(std::move(panel));
  add_legend(chart, picture);
  add_notes(chart, picture, sheet);
  describe(chart, picture, sheet);
  // The ends that were asked for are those of the effects, which stand upright here.
  PlotStyle upright = style;
  upright.low = upright.high = {};
  return draw_chart(chart, upright, measure);
}

}  // namespace weald
