// SPDX-License-Identifier: MIT
// GOSH (Olkin, Dahabreh & Trikalinos 2012, Res Synth Methods 3:214): the density of all subsets by
// pooled effect and I². Those that hold one study stand over those without it on the same axis, so
// that what the study does is a step from one picture to the next. A horizon is a column.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/analysis/gosh_density.h"
#include "engine/output/output.h"
#include "plots/figures/chart_words.h"
#include "plots/figures/figures.h"
#include "plots/figures/sensitivity_words.h"

namespace weald {
namespace {

using namespace chart;

constexpr std::string_view kind = "gosh", what = "GOSH plot";
constexpr std::size_t steps = 5;

/// What is drawn of one pool.
struct Block {
  const PoolSensitivity* answer = nullptr;
  std::vector<Eigen::Index> marked{};  ///< empty: the pool does not hold the study asked for
  std::string label{};                 ///< of the study marked
  GoshDensity density{};
  std::array<std::uint64_t, steps> least{};  ///< counts at which the steps of darkness begin

  const GoshResult& gosh() const { return *answer->gosh; }
  const Pooling& pool() const { return *answer->pool; }
  double shown(double y) const { return pool().measure->scale().shown(y, 0); }
  double left_of(std::size_t column) const { return shown(density.grid.left_of(column)); }
};

void choose_study(Block& block, const std::string& key) {
  const std::vector<std::string>& studies = block.gosh().studies;
  const std::size_t most = most_moving(block.gosh().by_study);
  for (std::size_t i = 0; i < studies.size(); ++i)
    if (key.empty() ? i == most : studies[i] == key) {
      block.marked.push_back(static_cast<Eigen::Index>(i));
      block.label = block.pool().studies[i].row.label;
    }
}

/// One grid for all pools, so that cells and ends mean the same in each: what each needs, or the
/// ends that the user asked for, where the scale knows them.
GoshGrid common_grid(const std::vector<Block>& blocks, const PlotStyle& style) {
  GoshGrid grid = gosh_grid(blocks.front().gosh().points);
  for (const Block& block : blocks) {
    const GoshGrid own = gosh_grid(block.gosh().points);
    grid.low = std::min(grid.low, own.low);
    grid.high = std::max(grid.high, own.high);
    grid.columns = std::max(grid.columns, own.columns);
    grid.rows = std::max(grid.rows, own.rows);
  }
  const weald::Scale& scale = blocks.front().pool().measure->scale();
  const auto analysed = [&](std::optional<double> shown) {
    return shown ? scale.analysed(*shown) : std::nan("");
  };
  if (const double low = analysed(style.low); std::isfinite(low)) grid.low = low;
  if (const double high = analysed(style.high); std::isfinite(high)) grid.high = high;
  // One end alone may have been asked for, beyond all subsets.
  if (!(grid.high > grid.low)) grid.high = grid.low + std::max(1.0, std::abs(grid.low));
  return grid;
}

/// Equal steps of the logarithm of the count, from one subset to the fullest cell.
std::array<std::uint64_t, steps> steps_of(const GoshDensity& density) {
  std::uint64_t most = 1;
  for (const GoshCounts* counts : {&density.with, &density.without})
    for (const std::uint64_t count : counts->cells) most = std::max(most, count);
  std::array<std::uint64_t, steps> least{};
  for (std::size_t i = 0; i < steps; ++i)
    least[i] = static_cast<std::uint64_t>(std::ceil(
        std::pow(static_cast<double>(most), static_cast<double>(i) / static_cast<double>(steps)) -
        1e-9));
  return least;
}

std::vector<Block> blocks_of(const std::vector<const PoolSensitivity*>& answers,
                             const PlotStyle& style) {
  std::vector<Block> blocks;
  for (const PoolSensitivity* answer : answers) {
    if (!answer->gosh) continue;
    blocks.push_back({.answer = answer});
    choose_study(blocks.back(), style.mark);
  }
  if (blocks.empty()) return blocks;
  const GoshGrid grid = common_grid(blocks, style);
  for (Block& block : blocks) {
    block.density = gosh_density(block.gosh().points, grid, block.marked);
    block.least = steps_of(block.density);
  }
  return blocks;
}

Role darkness(const Block& block, std::uint64_t count, bool marked) {
  std::size_t step = 0;
  while (step + 1 < steps && count >= block.least[step + 1]) ++step;
  const Role first = marked ? Role::density_marked_1 : Role::density_1;
  return static_cast<Role>(static_cast<std::size_t>(first) + step);
}

/// The counts of all cells: rows from I² 0, their cells from the low end, «0 3 1; 2 0 0».
std::string cells_text(const GoshGrid& grid, const GoshCounts& counts) {
  std::string text;
  for (std::size_t row = 0; row < grid.rows; ++row) {
    text += row > 0 ? "; " : "";
    for (std::size_t column = 0; column < grid.columns; ++column)
      text += fmt::format("{}{}", column > 0 ? " " : "", counts.cells[row * grid.columns + column]);
  }
  return text;
}

double number(std::uint64_t count) { return static_cast<double>(count); }

std::string subsets_text(std::uint64_t count) {
  return count == 1 ? "one subset" : fmt::format("{} subsets", count);
}

/// An arrow at each edge beyond which there are subsets.
void add_outside(Panel& panel, const GoshCounts& counts, bool marked) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Role role = marked ? Role::dot_marked : Role::dot;
  const auto add = [&](std::uint64_t count, double at, std::string_view where,
                       std::string_view side) {
    if (count == 0) return;
    panel.dots.push_back({.at = {at, 50},
                          .role = role,
                          .tag = {.key = fmt::format("{} {}", panel.of_cells.key, side),
                                  .title = fmt::format("{} further {}", subsets_text(count), where),
                                  .data = {{"subsets", number(count)}}}});
  };
  add(counts.below, panel.x.logarithmic ? 0 : -infinity, "to the left", "below");
  add(counts.above, infinity, "to the right", "above");
}

void add_cells(Panel& panel, const Block& block, const GoshCounts& counts, bool marked) {
  const GoshGrid& grid = block.density.grid;
  for (std::size_t row = 0; row < grid.rows; ++row)
    for (std::size_t column = 0; column < grid.columns; ++column) {
      const std::uint64_t count = counts.cells[row * grid.columns + column];
      if (count == 0) continue;
      panel.cells.push_back({.low = {block.left_of(column), grid.bottom_of(row)},
                             .high = {block.left_of(column + 1), grid.bottom_of(row + 1)},
                             .role = darkness(block, count, marked)});
    }
  const std::string horizon = block.pool().horizon ? " " + *block.pool().horizon : "";
  panel.of_cells = {
      .key = fmt::format("subsets {}{}", marked ? "with" : "without", horizon),
      .title = panel.lines.empty() ? "" : panel.lines.back(),
      .data = {{"study", block.marked.empty()
                             ? std::string{}
                             : block.gosh().studies[static_cast<std::size_t>(block.marked[0])]},
               {"subsets", number(counts.subsets)},
               {"below", number(counts.below)},
               {"above", number(counts.above)},
               {"low", block.left_of(0)},
               {"high", block.left_of(grid.columns)},
               {"columns", number(grid.columns)},
               {"rows", number(grid.rows)},
               {"counts", cells_text(grid, counts)}}};
}

/// «RR 0.45»: a mean over subsets, as people read it.
std::string mean_text(const Block& block, double y) {
  return fmt::format("{} {}", forest::measure_name(*block.pool().measure),
                     forest::value_text(*block.pool().measure, block.shown(y)));
}

std::string line_of(const Block& block, bool with) {
  const GoshCounts& counts = with ? block.density.with : block.density.without;
  if (block.marked.empty()) return fmt::format("All {}", subsets_text(counts.subsets));
  std::string text = fmt::format("{} {}: {}", with ? "With" : "Without", block.label,
                                 subsets_text(counts.subsets));
  if (block.marked.size() == 1) {
    const WithAndWithout& mean = block.gosh().by_study[static_cast<std::size_t>(block.marked[0])];
    text += ", mean " + mean_text(block, with ? mean.with : mean.without);
  }
  return text;
}

void add_lines(Panel& panel, const Block& block) {
  if (const auto none = forest::none_shown(*block.pool().measure))
    panel.guides.push_back({.at = *none, .role = Role::null_line});
  if (block.pool().pooled)
    panel.guides.push_back(
        {.at = block.pool().pooled->shown.estimate,
         .role = Role::pooled_line,
         .tag = {.key = "pooled",
                 .title = "All studies: " +
                          pooled_text(*block.pool().measure, block.pool().pooled->shown),
                 .data = {{"estimate", block.pool().pooled->shown.estimate}}}});
}

Panel density_panel(const Block& block, const AxisScale& x, bool with) {
  Panel panel{.lines = {line_of(block, with)}, .x = x, .y = {.label = "I² (%)"}};
  panel.y.low = 0.0;
  panel.y.high = 100.0;
  panel.y.ticks = {{0, "0"}, {25, "25"}, {50, "50"}, {75, "75"}, {100, "100"}};
  if (with && block.marked.empty()) {
    panel.lines.clear();
    panel.words = "The study that is marked has no result here.";
    return panel;
  }
  const GoshCounts& counts = with ? block.density.with : block.density.without;
  add_lines(panel, block);
  add_cells(panel, block, counts, with);
  add_outside(panel, counts, with);
  return panel;
}

/// The outline of a histogram of the estimates, from the first to the last step that is not empty.
std::vector<Point> outline_of(const Block& block, const GoshCounts& counts) {
  std::size_t first = 0, last = counts.columns.size();
  while (first < last && counts.columns[first] == 0) ++first;
  while (last > first && counts.columns[last - 1] == 0) --last;
  std::vector<Point> points{{block.left_of(first), 0}};
  for (std::size_t column = first; column < last; ++column) {
    const double height = number(counts.columns[column]);
    points.push_back({block.left_of(column), height});
    points.push_back({block.left_of(column + 1), height});
  }
  points.push_back({block.left_of(last), 0});
  return points;
}

Panel margin_panel(const Block& block, const AxisScale& x) {
  Panel panel = panel_of(block.pool(), 0, what);
  panel.x = x;
  panel.x.label.clear();
  panel.y = {.label = "Number of subsets", .low = 0.0, .plain = true};
  panel.height = 70;
  add_lines(panel, block);
  panel.paths.push_back({.points = outline_of(block, block.density.without),
                         .role = Role::curve_muted,
                         .tag = {.key = "histogram without", .title = line_of(block, false)}});
  if (block.marked.empty()) return panel;
  const std::vector<Point> outline = outline_of(block, block.density.with);
  panel.areas.push_back({.outline = outline, .role = Role::area});
  panel.paths.push_back({.points = outline,
                         .role = Role::curve,
                         .tag = {.key = "histogram with", .title = line_of(block, true)}});
  return panel;
}

/// The most columns, three at most, that leave no row unfilled.
std::size_t columns_for(std::size_t blocks) {
  for (const std::size_t columns : {3U, 2U})
    if (blocks % columns == 0) return columns;
  return 1;
}

void add_panels(Chart& chart, const std::vector<Block>& blocks, const AxisScale& x) {
  chart.columns = columns_for(blocks.size());
  chart.same_x = true;
  const double height = chart.columns == 1 ? 210 : chart.columns == 2 ? 180 : 150;
  for (std::size_t first = 0; first < blocks.size(); first += chart.columns) {
    const auto each = [&](auto panel_for) {
      for (std::size_t i = first; i < first + chart.columns; ++i)
        chart.panels.push_back(panel_for(blocks[i]));
    };
    each([&](const Block& block) { return margin_panel(block, x); });
    for (const bool with : {true, false})
      each([&](const Block& block) {
        Panel panel = density_panel(block, x, with);
        if (with) panel.x.label.clear();
        panel.height = height;
        return panel;
      });
  }
}

std::string range_text(std::uint64_t from, std::uint64_t to) {
  return from == to ? fmt::format("{}", from) : fmt::format("{} to {}", from, to);
}

void add_legend(Chart& chart, const std::vector<Block>& blocks) {
  if (blocks.size() > 1) {
    chart.legend = {{Swatch::area, Role::density_1, "Few subsets"},
                    {Swatch::area, Role::density_3, "more"},
                    {Swatch::area, Role::density_5, "most (steps by the logarithm)"}};
    return;
  }
  const Block& block = blocks.front();
  std::uint64_t most = 1;
  for (const GoshCounts* counts : {&block.density.with, &block.density.without})
    most = std::max(most, *std::ranges::max_element(counts->cells));
  for (std::size_t i = 0; i < steps; ++i) {
    const std::uint64_t from = block.least[i], to = i + 1 < steps ? block.least[i + 1] - 1 : most;
    if (from > to) continue;
    const std::string range = range_text(from, to);
    chart.legend.push_back({Swatch::area,
                            static_cast<Role>(static_cast<std::size_t>(Role::density_1) + i),
                            chart.legend.empty() ? "Subsets in a cell: " + range : range});
  }
}

/// «Every one of the 8191 subsets of the 13 studies was pooled.»
std::string subsets_note(const Block& block) {
  const Gosh& points = block.gosh().points;
  if (points.exhaustive)
    return fmt::format("Every one of the {} subsets of the {} studies was pooled.",
                       points.subsets(), points.k);
  return fmt::format(
      "{} subsets of the {} studies were drawn (seed {}), each study with even odds: all subsets "
      "would be too many.",
      points.subsets(), points.k, points.seed);
}

void add_notes(Chart& chart, const std::vector<Block>& blocks, const PlotStyle& style) {
  std::uint64_t outside = 0;
  for (const Block& block : blocks) {
    const std::string place = forest::place_of(block.pool());
    chart.notes.push_back((place.empty() ? "" : place + ": ") + subsets_note(block));
    for (const GoshCounts* counts : {&block.density.with, &block.density.without})
      outside += counts->below + counts->above;
  }
  if (outside > 0)
    chart.notes.push_back(
        fmt::format("Beyond the ends of the axis (arrows): {}.", subsets_text(outside)));
  if (style.mark.empty())
    chart.notes.push_back(
        "Set apart is the study whose presence moves the mean estimate of the subsets most.");
  chart.notes.push_back(
      "Dashed line: all studies together. Top: how many subsets have each estimate, with the study "
      "(filled) and without it (line). Subsets are no sample of possible reviews: their spread is "
      "not an interval. Two or more clouds hint at different populations, and a study in only one "
      "of them at why.");
}

std::string description_of(const Block& block) {
  const GoshResult& gosh = block.gosh();
  const Measure& measure = *block.pool().measure;
  const auto shown = [&](double y) { return forest::value_text(measure, block.shown(y)); };
  return fmt::format(
      "{}{} Their estimates run from {} to {} (median {}), I² from {} to {} (median {}). {}. {}. ",
      sentence_of(block.pool()), subsets_note(block), shown(gosh.estimate.min),
      shown(gosh.estimate.max), shown(gosh.estimate.median), show_percent(gosh.i2.min),
      show_percent(gosh.i2.max), show_percent(gosh.i2.median),
      block.marked.empty() ? "The study that is marked has no result here" : line_of(block, true),
      line_of(block, false));
}

}  // namespace

Scene draw_gosh(const FigureSource& source, const PlotStyle& style, const TextMeasure& measure) {
  Chart chart = captioned(*source.analysis, style, "GOSH plot");
  const std::vector<const PoolSensitivity*> answers = whole_answers(source);
  if (answers.empty()) say_nothing_pooled(chart, what);
  const std::vector<Block> blocks = blocks_of(answers, style);
  std::vector<Panel> empty;
  for (const PoolSensitivity* answer : answers)
    if (!answer->gosh) empty.push_back(answer_panel(*answer, false, kind, what));
  std::string description;
  for (const Block& block : blocks) description += description_of(block);
  if (blocks.empty()) {
    chart.panels.insert(chart.panels.end(), empty.begin(), empty.end());
  } else {
    add_panels(chart, blocks, effect_scale(*source.analysis, style));
    add_legend(chart, blocks);
    add_notes(chart, blocks, style);
  }
  for (const Panel& panel : empty) {
    const std::string words =
        panel.title.empty() ? panel.words : fmt::format("{}: {}", panel.title, panel.words);
    description += words + " ";
    if (!blocks.empty()) chart.notes.push_back(words);
  }
  if (!blocks.empty())
    for (std::string& note : method_notes(*source.analysis)) chart.notes.push_back(std::move(note));
  chart.description += " " + description;
  while (chart.description.ends_with(' ')) chart.description.pop_back();
  return draw_chart(chart, style, measure);
}

}  // namespace weald
