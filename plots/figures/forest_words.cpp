// SPDX-License-Identifier: MIT
// Numbers of a pool in words: what stands under the diamonds.
#include <cmath>

#include <fmt/format.h>

#include "engine/output/output.h"
#include "engine/text/number.h"
#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

bool starts_upper_word(std::string_view text) {
  return text.size() > 1 && 'A' <= text[0] && text[0] <= 'Z' && !('A' <= text[1] && text[1] <= 'Z');
}

}  // namespace

std::string value_text(const Measure& measure, double shown) {
  if (std::isnan(shown)) return "–";
  if (std::isinf(shown)) return shown > 0 ? "∞" : "−∞";
  return typeset(show_effect(measure, shown));
}

std::string effect_text(const Measure& measure, double estimate, const Interval& ci, bool) {
  return effect_text(measure, estimate, ci, house_of(""));
}

std::string count_text(double value) { return typeset(fmt::format("{:.6g}", value)); }

std::string level_text(double level) { return level_text(level, house_of("")); }

std::string p_text(double log_p, bool capital) {
  return (capital ? "P = " : "p = ") + typeset(show_p(log_p));
}

std::string studies_text(const Pooling& pool) {
  return fmt::format("{}\u00A0studies", pool.studies.size());
}

std::string pooled_label(const Pooling& pool) {
  if (pool.choices.method == Method::mh) return "Pooled, Mantel–Haenszel";
  if (pool.choices.method == Method::peto) return "Pooled, Peto";
  return pool.choices.model == Model::random ? "Pooled, random effects" : "Pooled, common effect";
}

std::string measure_name(const Measure& measure) {
  return std::string{measure.short_label.empty() ? measure.key : measure.short_label};
}

const Measure* measure_of(const AnalysisReport& report) {
  if (report.measure != nullptr) return report.measure;
  for (const Pooling& pool : report.pools)
    if (pool.measure != nullptr) return pool.measure;
  return nullptr;
}

std::optional<double> none_shown(const Measure& measure) {
  if (!std::isfinite(measure.none)) return {};
  const double shown_none = measure.scale().shown(measure.none, 0);
  if (!std::isfinite(shown_none)) return {};
  return shown_none;
}

void add_contrasts(Sheet& sheet, const AnalysisReport& report) {
  const Measure* measure = measure_of(report);
  if (report.contrasts.empty() || measure == nullptr) return;
  const auto label = [&](const std::string& horizon) {
    for (const Pooling& pool : report.pools)
      if (pool.horizon == horizon && !pool.horizon_label.empty()) return pool.horizon_label;
    return horizon;
  };
  const std::string level =
      report.pools.empty() ? "95 %" : level_text(report.pools.front().choices.level);
  const bool plain = measure->scale().key == "identity";
  const std::string what = measure->ratio ? fmt::format("Ratio of {}s", measure_name(*measure))
                           : plain        ? std::string{"Difference"}
                                   : fmt::format("Difference, {} scale", measure->scale().key);
  sheet.contrast_heads = {
      measure->ratio ? "Later over earlier horizon" : "Later minus earlier horizon",
      fmt::format("{} ({} CI)", what, level),
      "p",
      "Studies in both",
      "Assumed correlation",
      "p if it were 0 to 0.9"};
  for (const Contrast& c : report.contrasts) {
    std::string sweep = "–";
    if (!c.sweep.empty() && c.shared > 0)
      sweep = fmt::format("{} to {}", typeset(show_p(c.sweep.front().log_p)),
                          typeset(show_p(c.sweep.back().log_p)));
    const std::string name =
        fmt::format("{} {} {}", label(c.to), measure->ratio ? "÷" : "−", label(c.from));
    const std::string effect = effect_text(*measure, c.shown.estimate, c.shown.ci);
    sheet.contrasts.push_back(
        {.key = fmt::format("contrast {} {}", c.from, c.to),
         .title = fmt::format("{}: {} {}, {}", name, what, effect, p_text(c.log_p)),
         .texts = {name, effect, typeset(show_p(c.log_p)), std::to_string(c.shared),
                   c.shared > 0 ? typeset(shortest(c.correlation)) : "–", sweep},
         .data = {{"from", c.from},
                  {"to", c.to},
                  {"estimate", c.shown.estimate},
                  {"lower", c.shown.ci.lower},
                  {"upper", c.shown.ci.upper},
                  {"y", c.estimate},
                  {"se", c.se},
                  {"correlation", c.correlation},
                  {"shared", static_cast<double>(c.shared)}}});
  }
}

void add_captions(Sheet& sheet, const AnalysisReport& report, const PlotStyle& style) {
  const Measure* measure = measure_of(report);
  sheet.title = report.title.empty() ? report.outcome_label : report.title;
  if (sheet.title.empty()) sheet.title = report.key;
  if (measure == nullptr) return;
  const bool generic = measure->key == "GEN", linear = measure->scale().key == "identity";
  const bool in_units = linear && !measure->key.starts_with("SMD");
  std::vector<std::string> parts;
  if (report.arm_labels.size() == 2)
    parts.push_back(fmt::format("{} versus {}", report.arm_labels[0], report.arm_labels[1]));
  if (!report.outcome_label.empty() && report.outcome_label != sheet.title)
    parts.push_back(report.outcome_label);
  if (!report.pools.empty()) {
    const Choices& c = report.pools.front().choices;
    std::string what{measure->label};
    if (starts_upper_word(what) && !what.starts_with("Peto") && !parts.empty())
      what[0] = static_cast<char>(what[0] - 'A' + 'a');
    what = generic ? "" : what + ", ";
    parts.push_back(
        fmt::format("{}{} confidence intervals", what, level_text(c.level, *sheet.house)));
  }
  for (const std::string& part : parts)
    sheet.subtitle += (sheet.subtitle.empty() ? "" : "  ·  ") + part;
  sheet.logarithmic = measure->ratio;
  sheet.none = none_shown(*measure);
  // What is drawn is what people read: the scale of the analysis, in brackets
  // in some labels, is not the axis's.
  const std::string_view label = measure->label;
  sheet.axis_label =
      std::string{generic && !report.outcome_label.empty() ? std::string_view{report.outcome_label}
                  : linear                                 ? label
                                                           : label.substr(0, label.find(" ("))};
  if (sheet.logarithmic) sheet.axis_label += " (log scale)";
  if (!report.unit.empty() && in_units) sheet.axis_label += ", " + report.unit;
  if (report.important_difference && sheet.none && *report.important_difference > 0) {
    const double d = *report.important_difference;
    // An outcome's unit says that the difference is one of means; a ratio has
    // none.
    if (in_units && measure->key != "COR") sheet.zone = Range{*sheet.none - d, *sheet.none + d};
    if (sheet.logarithmic && measure->key != "ROM" && report.unit.empty())
      sheet.zone = d < 1 ? Range{d, 1 / d} : Range{1 / d, d};
    if (sheet.zone)
      sheet.notes.push_back(fmt::format(
          "Shaded: from {} to {}, less than the smallest "
          "difference that matters.",
          value_text(*measure, sheet.zone->low), value_text(*measure, sheet.zone->high)));
  }
  if (!style.favours || report.better == Better::unknown || !sheet.none) return;
  const bool lower = report.better == Better::lower;
  if (measure->two_groups && report.arm_labels.size() == 2) {
    sheet.favours_left =
        fmt::format("{} {}", sheet.house->favours, report.arm_labels[lower ? 0 : 1]);
    sheet.favours_right =
        fmt::format("{} {}", sheet.house->favours, report.arm_labels[lower ? 1 : 0]);
  } else {
    sheet.favours_left = lower ? "Better" : "Worse";
    sheet.favours_right = lower ? "Worse" : "Better";
  }
}

}  // namespace weald::forest
