// SPDX-License-Identifier: MIT
// Baujat's plot (Baujat, Mahé, Pignon & Hill 2002, Stat Med 21:2641): which studies make the
// heterogeneity, and which of them pull the result. One panel a horizon.
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

constexpr std::string_view kind = "baujat", what = "Baujat plot";

/// The rows that a panel is about.
struct Leading {
  const BaujatRow* apart = nullptr;  ///< the largest part in heterogeneity
  const BaujatRow* pull = nullptr;   ///< the strongest pull
  double x_total = 0, x_most = 0, y_most = 0;
};

Leading leading_of(const std::vector<BaujatRow>& rows) {
  Leading out;
  for (const BaujatRow& row : rows) {
    if (!std::isfinite(row.point.x) || !std::isfinite(row.point.y)) continue;
    out.x_total += row.point.x;
    if (out.apart == nullptr || row.point.x > out.x_most)
      out.apart = &row, out.x_most = row.point.x;
    if (out.pull == nullptr || row.point.y > out.y_most) out.pull = &row, out.y_most = row.point.y;
  }
  return out;
}

/// How far a study stands from the corner where nothing happens, in parts of the panel.
double distance(const BaujatRow& row, const Leading& leading) {
  const auto part = [](double value, double most) { return most > 0 ? value / most : 0; };
  return std::hypot(part(row.point.x, leading.x_most), part(row.point.y, leading.y_most));
}

/// The names that a panel has room for; the others' dots say theirs under the pointer.
std::size_t names_for(std::size_t panels) { return panels == 1 ? 16 : panels == 2 ? 12 : 8; }

void add_dots(Chart& chart, Panel& panel, const PoolSensitivity& answer, const Leading& leading,
              std::size_t names, std::size_t& unnamed) {
  const std::vector<BaujatRow>& rows = *answer.baujat;
  const Pooling& pool = *answer.pool;
  double heaviest = 0;
  std::vector<double> distances;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    heaviest = std::max(heaviest, pool.studies[i].weight);
    distances.push_back(distance(rows[i], leading));
  }
  std::ranges::sort(distances, std::greater<>{});
  const double least = distances.size() > names ? distances[names - 1] : -1;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const BaujatRow& row = rows[i];
    if (std::isnan(row.point.x) || std::isnan(row.point.y)) {
      chart.notes.push_back(
          fmt::format("Not drawn: {}, which has no such value.", name_of(pool, row.label)));
      continue;
    }
    const bool leads = &row == leading.apart || &row == leading.pull;
    const double importance = distance(row, leading);
    const bool named = leads || importance >= least;
    unnamed += named ? 0 : 1;
    panel.dots.push_back(
        {.at = {row.point.x, row.point.y},
         .radius = radius_of(pool.studies[i].weight / heaviest) + (leads ? 1 : 0),
         .role = leads ? Role::dot_marked : Role::dot,
         .form = leads ? DotForm::diamond : DotForm::circle,
         .tag = {.key = "study " + key_of(pool, pool.studies[i]),
                 .title =
                     fmt::format("{}: contribution to heterogeneity {}, pull {}, weight {}",
                                 name_of(pool, row.label), significant(row.point.x, 3),
                                 significant(row.point.y, 3), show_weight(pool.studies[i].weight)),
                 .data = {{"study", row.study},
                          {"x", row.point.x},
                          {"y", row.point.y},
                          {"weight", pool.studies[i].weight}}},
         .label = named ? row.label : "",
         .importance = importance + (leads ? 10 : 0)});
  }
}

/// «Largest contribution: TPT Madras 1980, 13.7 % of the sum.»
std::vector<std::string> findings(const Leading& leading) {
  if (leading.apart == nullptr || !(leading.x_total > 0)) return {};
  return {fmt::format("Contributes most: {}, {} of the sum", leading.apart->label,
                      show_percent(100 * leading.x_most / leading.x_total)),
          fmt::format("Pulls most: {}", leading.pull->label)};
}

/// The part of a panel beyond a value: shaded rather than ruled, so that names may stand there.
Area beyond(bool of_x, double at) {
  constexpr double far = 1e300;
  if (of_x) return {{{at, -far}, {far, -far}, {far, far}, {at, far}}, Role::area_faint, {}};
  return {{{-far, at}, {far, at}, {far, far}, {-far, far}}, Role::area_faint, {}};
}

Panel panel_for(Chart& chart, const PoolSensitivity& answer, std::size_t names,
                std::size_t& unnamed, std::string& description) {
  Panel panel = answer_panel(answer, answer.baujat.has_value(), kind, what);
  panel.x = {.label = "Contribution to heterogeneity (squared Pearson residual)", .holds = {0}};
  panel.y = {.label = "Pull on the result (squared standardised change without the study)",
             .holds = {0}};
  panel.left = "← Near the pooled result";
  panel.right = "Far from it →";
  description += sentence_of(*answer.pool);
  if (!panel.words.empty()) {
    description += panel.words + " ";
    return panel;
  }
  const Leading leading = leading_of(*answer.baujat);
  for (std::string& line : findings(leading)) {
    description += line + ". ";
    panel.lines.push_back(std::move(line));
  }
  panel.areas = {beyond(true, 3.84), beyond(false, 1)};
  add_dots(chart, panel, answer, leading, names, unnamed);
  return panel;
}

}  // namespace

Scene draw_baujat(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  Chart chart = captioned(*source.analysis, style, "Baujat plot");
  const std::vector<const PoolSensitivity*> answers = whole_answers(source);
  if (answers.empty()) say_nothing_pooled(chart, what);
  std::size_t unnamed = 0;
  std::string description;
  for (const PoolSensitivity* answer : answers)
    chart.panels.push_back(
        panel_for(chart, *answer, names_for(answers.size()), unnamed, description));
  chart.description += " " + description;
  while (chart.description.ends_with(' ')) chart.description.pop_back();
  const bool drawn =
      std::ranges::any_of(chart.panels, [](const Panel& panel) { return panel.words.empty(); });
  if (drawn) {
    chart.legend = {{Swatch::diamond, Role::dot_marked, "Contributes most, or pulls most"},
                    {Swatch::dot, Role::dot, "Other studies (area: weight in the pool)"}};
    if (unnamed > 0)
      chart.notes.push_back(
          "Named are the studies that stand furthest from the lower left corner.");
    chart.notes.push_back(
        "Right: far from the pooled result for its precision. High: the result moves without the "
        "study. Shaded, where in view: a contribution above 3.84, which one study in twenty has by "
        "chance, and a pull above 1, at which the estimate moves by more than its standard error. "
        "A study at the upper right is to be read again, not to be left out for that.");
    if (answers.size() > 1) chart.notes.push_back("Each panel has scales of its own.");
    for (std::string& note : method_notes(*source.analysis)) chart.notes.push_back(std::move(note));
  }
  return draw_chart(chart, style, measure);
}

}  // namespace weald
