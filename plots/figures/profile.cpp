// SPDX-License-Identifier: MIT
// The likelihood of the between-study variance τ² with its peaks, the estimate in use and its
// intervals (Hardy & Thompson 1996, Stat Med 15:619; Viechtbauer 2007, Stat Med 26:37), one panel a
// horizon.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/analysis/curves.h"
#include "engine/output/output.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace chart;

/// Where τ² stands along the axis: at itself, or, where peaks are orders of magnitude apart, at
/// log(1 + τ²/unit).
struct Along {
  double unit = 0;  ///< 0: at itself
  double operator()(double tau2) const { return unit > 0 ? std::log1p(tau2 / unit) : tau2; }
};

using Profiles = std::vector<std::pair<const Pooling*, Tau2Profile>>;

/// The smallest τ² that is marked and not 0.
double smallest_marked(const Tau2Profile& profile) {
  double smallest = profile.curve.back().tau2;
  for (const ProfilePoint& peak : profile.peaks)
    if (peak.tau2 > 0) smallest = std::min(smallest, peak.tau2);
  return profile.used.tau2 > 0 ? std::min(smallest, profile.used.tau2) : smallest;
}

/// One axis for all panels.
Along along_of(const Profiles& profiles) {
  double unit = std::numeric_limits<double>::infinity(), far = 0;
  for (const auto& [pool, profile] : profiles) {
    unit = std::min(unit, smallest_marked(profile));
    far = std::max(far, profile.curve.back().tau2 / smallest_marked(profile));
  }
  return far > 60 ? Along{unit} : Along{};
}

/// 0 and the powers of ten, with 2 and 5 between them where there are few.
std::vector<Tick> ticks_of(const Along& position, double far) {
  std::vector<Tick> ticks{{0, "0"}};
  const int from = static_cast<int>(std::ceil(std::log10(position.unit))),
            to = static_cast<int>(std::floor(std::log10(far)));
  for (int e = from; e <= to; ++e)
    for (const int digit : {1, 2, 5}) {
      const double value = digit * std::pow(10.0, e);
      if (value > far || (digit > 1 && to - from > 1)) continue;
      ticks.push_back({position(value), fmt::format("{:.4g}", value)});
    }
  return ticks;
}

std::string tau2_text(double tau2) { return "τ² " + typeset(show_tau2(tau2)); }

std::string name_of(const Tau2Profile& profile) {
  return profile.restricted ? "restricted log-likelihood" : "log-likelihood";
}

/// What is under the curve and above the cut, a piece for each run of points up there.
void add_region(Panel& panel, const Tau2Profile& profile, const Along& position,
                const std::string& suffix) {
  std::vector<Point> top;
  double from = 0, to = 0;
  const auto close = [&] {
    if (top.size() > 1) {
      top.push_back({position(to), profile.cut});
      top.push_back({position(from), profile.cut});
      panel.areas.push_back(
          {.outline = top,
           .role = Role::area_faint,
           .tag = {.key = fmt::format("high enough {}{}", panel.areas.size() + 1, suffix),
                   .title = fmt::format("Within {} of the maximum, from τ² {} to {}",
                                        typeset(fmt::format("{:.2f}", -profile.cut)),
                                        typeset(show_tau2(from)), typeset(show_tau2(to))),
                   .data = {{"lower", from}, {"upper", to}}}});
    }
    top.clear();
  };
  for (const ProfilePoint& point : profile.curve) {
    // The ends of the interval are points of the curve, at the height of the cut but for rounding.
    if (point.height >= profile.cut - 1e-9) {
      if (top.empty()) from = point.tau2;
      to = point.tau2;
      top.push_back({position(to), std::max(point.height, profile.cut)});
    } else {
      close();
    }
  }
  close();
}

void add_peaks(Panel& panel, const Pooling& pool, const Tau2Profile& profile, const Along& position,
               const std::string& suffix) {
  const bool is_used = std::abs(profile.used.tau2 - profile.peaks.front().tau2) <=
                       1e-6 * std::max(profile.used.tau2, profile.peaks.front().tau2);
  for (std::size_t i = 0; i < profile.peaks.size(); ++i) {
    const ProfilePoint& peak = profile.peaks[i];
    const bool highest = i == 0;
    std::string what =
        highest ? profile.peaks.size() > 1 ? "highest peak" : "maximum" : "lower peak";
    if (highest && is_used) what = fmt::format("estimate in use ({}), {}", *pool.tau2_used, what);
    panel.dots.push_back({.at = {position(peak.tau2), peak.height},
                          .radius = highest && is_used ? 4.5 : 3.5,
                          .role = highest && is_used ? Role::dot_marked : Role::dot_hollow,
                          .form = highest && is_used ? DotForm::diamond : DotForm::circle,
                          .tag = {.key = fmt::format("peak {}{}", i + 1, suffix),
                                  .title = fmt::format("{}: {}", what, tau2_text(peak.tau2)),
                                  .data = {{"tau2", peak.tau2}, {"height", peak.height}}},
                          .label = tau2_text(peak.tau2),
                          .importance = highest ? 3.0 : 1.0});
  }
  if (is_used) return;
  panel.dots.push_back(
      {.at = {position(profile.used.tau2), profile.used.height},
       .radius = 4.5,
       .role = Role::dot_marked,
       .form = DotForm::diamond,
       .tag = {.key = "estimate" + suffix,
               .title = fmt::format("estimate in use ({}): {}", *pool.tau2_used,
                                    tau2_text(profile.used.tau2)),
               .data = {{"tau2", profile.used.tau2}, {"height", profile.used.height}}},
       .label = fmt::format("{} {}", *pool.tau2_used, tau2_text(profile.used.tau2)),
       .importance = 4});
}

/// The interval that the report states, under the curve.
void add_interval(Panel& panel, const Pooling& pool, const Along& position, double at,
                  const std::string& suffix) {
  const Heterogeneity& h = *pool.heterogeneity;
  if (!h.tau2_ci || pool.choices.tau2_ci == nullptr) return;
  panel.whiskers.push_back(
      {{position(h.tau2_ci->lower), at},
       {position(h.tau2_ci->upper), at},
       Role::interval,
       {.key = "interval" + suffix,
        .title =
            fmt::format("{} interval of τ² ({}): {} to {}", forest::level_text(pool.choices.level),
                        pool.choices.tau2_ci->label, typeset(show_tau2(h.tau2_ci->lower)),
                        typeset(show_tau2(h.tau2_ci->upper))),
        .data = {{"lower", h.tau2_ci->lower},
                 {"upper", h.tau2_ci->upper},
                 {"method", std::string(pool.choices.tau2_ci->key)}}}});
}

void add_lines(Panel& panel, const Pooling& pool, const Tau2Profile& profile) {
  const Heterogeneity& h = *pool.heterogeneity;
  std::string line =
      fmt::format("{} studies; {} ({})", pool.studies.size(), tau2_text(h.tau2), *pool.tau2_used);
  if (h.tau2_ci && pool.choices.tau2_ci != nullptr)
    line += fmt::format(", {} interval {} to {}", pool.choices.tau2_ci->label,
                        typeset(show_tau2(h.tau2_ci->lower)), typeset(show_tau2(h.tau2_ci->upper)));
  else if (h.tau2_ci_empty)
    line += ", its Q-profile interval is empty";
  panel.lines = {line};
  panel.lines.push_back(fmt::format("Profile-likelihood interval {} to {}",
                                    typeset(show_tau2(profile.interval.lower)),
                                    typeset(show_tau2(profile.interval.upper))));
  if (profile.peaks.size() < 2) return;
  std::string others;
  for (std::size_t i = 1; i < profile.peaks.size(); ++i)
    others += (i > 1 ? ", " : "") + typeset(show_tau2(profile.peaks[i].tau2));
  panel.lines.push_back(fmt::format("{} peaks: the highest at {}, lower at {}",
                                    profile.peaks.size(), tau2_text(profile.peaks[0].tau2),
                                    others));
}

Panel panel_for(const Pooling& pool, const Tau2Profile* profile, const Along& position) {
  Panel panel = panel_of(pool, 2, "the likelihood of τ²");
  panel.x = {.label = "Between-study variance τ²", .low = 0.0};
  if (!panel.words.empty()) return panel;
  if (profile == nullptr) {
    panel.lines.clear();
    panel.words =
        "No τ² is estimated here: its likelihood belongs to the random-effects model by "
        "inverse variance.";
    return panel;
  }
  const std::string suffix = pool.horizon ? " " + *pool.horizon : "";
  std::string name = name_of(*profile);
  name.front() = static_cast<char>(name.front() - 'a' + 'A');
  const double least = std::min(2.2 * profile->cut, 1.15 * profile->used.height);
  panel.y = {.label = name + ", less its maximum", .low = least, .high = -0.16 * least};
  const double far = profile->curve.back().tau2;
  panel.x.high = 1.02 * position(far);
  if (position.unit > 0) {
    panel.x.label += " (scale: log of 1 + τ²/" + typeset(show_tau2(position.unit)) + ")";
    panel.x.ticks = ticks_of(position, far);
  }
  add_lines(panel, pool, *profile);
  add_region(panel, *profile, position, suffix);
  panel.guides.push_back({.of_x = false,
                          .at = profile->cut,
                          .role = Role::pooled_line,
                          .tag = {.key = "cut" + suffix,
                                  .title = fmt::format("{} of χ² on 1 df, halved",
                                                       forest::level_text(pool.choices.level)),
                                  .data = {{"height", profile->cut}}}});
  Path curve{.tag = {.key = "curve" + suffix,
                     .title = fmt::format("The {}", name_of(*profile)),
                     .data = {{"interval lower", profile->interval.lower},
                              {"interval upper", profile->interval.upper},
                              {"cut", profile->cut}}}};
  for (const ProfilePoint& point : profile->curve)
    curve.points.push_back({position(point.tau2), point.height});
  panel.paths.push_back(std::move(curve));
  add_interval(panel, pool, position, 0.93 * least, suffix);
  add_peaks(panel, pool, *profile, position, suffix);
  return panel;
}

}  // namespace

Scene draw_profile(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  const AnalysisReport& report = *source.analysis;
  Chart chart = captioned(report, style, "Likelihood of the between-study variance");
  const Pooling* drawn = nullptr;
  bool interval = false, hollow = false, moments = false;
  Profiles profiles;
  for (const Pooling* pool : whole_pools(report))
    if (auto profile = tau2_profile(*pool)) profiles.emplace_back(pool, std::move(*profile));
  const Along position = along_of(profiles);
  for (const Pooling* pool : whole_pools(report)) {
    const auto found = std::ranges::find(profiles, pool, &Profiles::value_type::first);
    Panel panel = panel_for(*pool, found != profiles.end() ? &found->second : nullptr, position);
    const std::string place = forest::place_of(*pool);
    if (panel.words.empty()) {
      drawn = pool;
      chart.description +=
          fmt::format(" {}{}.", place.empty() ? "" : place + ": ", fmt::join(panel.lines, "; "));
      interval |= !panel.whiskers.empty();
      for (const Dot& dot : panel.dots) hollow |= dot.role == Role::dot_hollow;
      moments |= !find_tau2(*pool->tau2_used)->likelihood;
    }
    chart.panels.push_back(std::move(panel));
  }
  if (drawn != nullptr) {
    const std::string level = forest::level_text(drawn->choices.level);
    chart.legend.push_back({Swatch::diamond, Role::dot_marked, "Estimate in use"});
    if (hollow) chart.legend.push_back({Swatch::dot, Role::dot_hollow, "Peak of the likelihood"});
    if (interval)
      chart.legend.push_back(
          {Swatch::line, Role::interval,
           fmt::format("{} interval in the report ({})", level, drawn->choices.tau2_ci->label)});
    chart.legend.push_back({Swatch::area, Role::area_faint,
                            level + " profile likelihood: as high as the dashed line, half a "
                                    "quantile of χ²"});
    if (moments)
      chart.notes.push_back(
          "The estimate in use maximises no likelihood; the restricted likelihood is drawn to "
          "compare with.");
    chart.notes.push_back(
        "A flat curve means that these studies hardly tell how much true effects differ: pooled "
        "results and prediction intervals then hang on the estimator of τ².");
    for (const std::string& note : method_notes(report)) chart.notes.push_back(note);
  }
  PlotStyle placed = style;
  for (std::optional<double>* end : {&placed.low, &placed.high})
    if (*end) *end = position(std::max(0.0, **end));
  return draw_chart(chart, placed, measure);
}

}  // namespace weald
