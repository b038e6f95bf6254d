// SPDX-License-Identifier: MIT
// The parts of the forest plot. First the content (a Sheet: columns, rows,
// cells in words and numbers, no geometry), then its measurements (a Plan),
// then the shapes. Internal to plots/figures/.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plots/axis.h"
#include "plots/figure.h"
#include "plots/typeset.h"

namespace weald::forest {

using Data = std::vector<std::pair<std::string, Datum>>;

/// How the groups' numbers are headed: one column a group under its name,
/// events and totals apart (RevMan), or the groups' names under «No of
/// events/total».
enum class ArmsSet { together, apart, under_events };

/// How a layout words and sets a forest plot: weald's own way, RevMan's, or a
/// journal's. One row each in forest_houses.cpp.
struct House {
  std::string_view key{};  ///< of the layout; empty: weald's own, in every other layout
  std::string_view study = "Study", percent = " %";
  std::string_view before_ci = " (", between_ci = " to ", between_negative = " to ", after_ci = ")";
  std::string_view weight = "Weight", events{}, favours = "Favours";
  ArmsSet arms = ArmsSet::together;
  bool one_panel = false;     ///< horizons below each other, not side by side
  bool full_measure = false;  ///< «Risk ratio», not «RR», over the effects
  bool weight_first = false, effect_left = false,
       weight_left = false;        ///< about the plot
  bool bare_weights = false;       ///< without the sign of percent, which the head bears
  bool totals_name_level = false;  ///< «Total (95% CI)»; otherwise the method
  bool banded = true, arrows = true, favours_above = false;
  Role interval = Role::interval, square = Role::square, diamond = Role::diamond,
       prediction = Role::prediction, pooled_line = Role::pooled_line;
  std::string_view heterogeneity_head{}, overall_head = "Overall effect: ";
  std::string (*heterogeneity)(const Pooling&) = nullptr;
  std::string (*overall)(const Estimate&) = nullptr;
  std::string (*test)(const std::string& by, const SubgroupTest&) = nullptr;
};
const House& house_of(std::string_view layout);
/// What a mark's role is in that style.
Role role_in(const House& house, Role role);

/// Where pools stand: panels side by side are horizons, sections below each
/// other are subgroup levels (or horizons, where all are drawn in one panel). A
/// section holds one pool a panel; null where there is none.
struct Section {
  std::string title{};
  std::vector<const Pooling*> pools{};
  bool subtotals = false;
  bool loose = false;  ///< studies of the whole that stand in no level: no subtotal
};
struct Arrangement {
  std::vector<std::string> panels{};  ///< heads; one empty head: a single panel
  std::vector<Section> sections{};
  std::vector<const Pooling*> overall{};  ///< a panel each; empty: no overall row
  bool by_subgroup = false;
  const House* house = &house_of("");
};
Arrangement arrange(const AnalysisReport& report, const std::string& layout);

/// One column of text or lights.
struct Column {
  std::string group{};  ///< head over several neighbours; empty: none
  std::string head{};
  Align align = Align::left;
  double max_width = 110;
  bool shared = true;   ///< a study's own, once; otherwise once in each panel
  bool right = false;   ///< of the plot
  bool lights = false;  ///< cells are judgements
  bool effect = false;  ///< the column of estimates and intervals
  std::function<std::string(const StudyResult&)> cell{};
  std::function<std::string(const Pooling&)> total{};  ///< null: empty
  std::function<std::string(const Pooling&)>
      events{};  ///< the row «Total events» of RevMan; null: empty
};

/// The columns asked for, or those that fit. `legend` receives what the lights
/// stand for.
std::vector<Column> columns_of(const AnalysisReport& report, const PlotStyle& style,
                               const Arrangement& arrangement, std::vector<std::string>& legend);

/// `point`: a pool fitted again, the same size whatever it weighs;
/// `point_open`: one that answers otherwise.
enum class CellMark {
  none,
  square,
  square_muted,
  point,
  point_open,
  diamond,
  diamond_sub,
  prediction
};

/// One panel of one row.
struct Cell {
  CellMark mark = CellMark::none;
  Extent shown{};
  double weight = 0;                 ///< of a square: its area
  std::vector<std::string> texts{};  ///< one a panel column
  std::string words{};               ///< in place of numbers
  std::string key{}, title{};
  Data data{};
};

enum class RowKind { section, study, left_out, total, prediction, events, remark };

struct SheetRow {
  RowKind kind = RowKind::study;
  std::string key{};
  std::vector<std::string> texts{};  ///< one a shared column; a remark has one, over all
  std::vector<Cell> cells{};
  bool sub = false;  ///< belongs to a section, not to the whole
};

struct ContrastLine {
  std::string key{}, title{};
  std::vector<std::string> texts{};
  Data data{};
};

struct Panel {
  std::string head{};
  std::optional<double> pooled{};  ///< of the dashed line, read scale
  std::string below{};             ///< heterogeneity, under the axis
};

/// All that the figure says.
struct Sheet {
  std::string title{}, subtitle{}, description{};
  std::vector<Column> left{}, panel_left{}, panel_right{}, right{};
  std::vector<Panel> panels{};
  std::vector<SheetRow> rows{};
  std::vector<std::string> below_left{};  ///< beside the axis: heterogeneity of a single panel
  std::vector<std::string> contrast_heads{};
  std::vector<ContrastLine> contrasts{};
  std::vector<std::string> notes{};
  bool logarithmic = false;
  std::optional<double> none{};  ///< read scale
  std::optional<Range> zone{};
  std::string axis_label{}, favours_left{}, favours_right{};
  const House* house = &house_of("");
};
Sheet sheet_of(const AnalysisReport& report, const PlotStyle& style);
Sheet overview_sheet(const AnalysisReport& report, const PlotStyle& style);

/// What sheet_of is made of.
void add_rows(Sheet& sheet, const AnalysisReport& report, const Arrangement& arrangement,
              const PlotStyle& style, std::vector<std::string>& remarks);
void add_contrasts(Sheet& sheet, const AnalysisReport& report);
void add_captions(Sheet& sheet, const AnalysisReport& report, const PlotStyle& style);
void add_notes(Sheet& sheet, const AnalysisReport& report);

/// Remarks of pools (place, text) as notes, each once, with the places that it
/// holds for where it does not hold for all.
void add_by_place(Sheet& sheet, const std::vector<std::pair<std::string, std::string>>& remarks,
                  std::size_t all);
std::string sentence_of(const Pooling& pool,
                        const Measure& measure);  ///< what was pooled, for the description

/// The cells that rows are made of.
std::vector<const Column*> panel_columns(const Sheet& sheet);
Cell study_cell(const Sheet& sheet, const Pooling& pool, const StudyResult& study,
                const std::string& key);
Cell words_cell(const Pooling* pool, const std::string& label, const std::string& key,
                std::string words);
Cell total_cell(const Sheet& sheet, const Pooling& pool, bool sub);
Cell prediction_cell(const Sheet& sheet, const Pooling* pool);

/// Words shared by the parts.
inline constexpr std::string_view quotation_note =
    "In quotation marks: said in words, no numbers given.";
std::string place_of(const Pooling& pool);  ///< «Short term, women»
std::string said(const Pooling& pool, const std::string& label, const std::string& text);
std::string value_text(const Measure& measure, double shown);
std::string interval_text(const Measure& measure, const Interval& ci, const House& house);
std::string effect_text(const Measure& measure, double estimate, const Interval& ci,
                        const House& house);
/// In weald's own way.
std::string effect_text(const Measure& measure, double estimate, const Interval& ci, bool = false);
/// «RR (95 % CI)», over the effects; a journal may want the measure's full name.
std::string effect_head(const AnalysisReport& report, const Measure& measure, const House& house);
std::string level_text(double level);  ///< "95 %"
std::string level_text(double level, const House& house);
std::string p_text(double log_p, bool capital = false);  ///< "p = 0.016"
std::string count_text(double value);                    ///< no decimals but needed ones
std::string heterogeneity_text(const Pooling& pool, const House& house);
std::string overall_text(const Pooling& pool, const House& house);
std::string studies_text(const Pooling& pool);  ///< «13 studies»
std::string heterogeneity_head(const Pooling& pool, const House& house);
std::string pooled_label(const Pooling& pool);
std::string test_text(const SubgroupTest& test, const House& house);
std::string measure_name(const Measure& measure);  ///< «RR», as in a column's head
const Measure* measure_of(const AnalysisReport& report);
std::optional<double> none_shown(const Measure& measure);

/// How far rules and bands reach into the margin, so that no text stands at
/// their very edge.
inline constexpr double overhang = 5;

/// A column with its place.
struct PlacedColumn {
  double x = 0, width = 0;  ///< in a panel: from the panel's left edge
  TextBlock head{};
};

struct PlannedRow {
  double height = 0;
  std::vector<TextBlock> shared{};  ///< left columns, then right ones
  struct PlannedCell {
    std::vector<TextBlock> texts{};  ///< panel_left, then panel_right
    TextBlock words{};
  };
  std::vector<PlannedCell> cells{};
};

/// The sheet, measured.
struct Plan {
  double width = 0, margin = 20;
  TextBlock title{}, subtitle{}, continued{};
  std::vector<PlacedColumn> left{}, panel_left{}, panel_right{}, right{};
  std::vector<double> panel_x{};
  double panel_width = 0, strip_at = 0,
         strip_width = 0;                ///< strip: where marks are drawn, from the panel's edge
  double left_end = 0;                   ///< of the shared columns on the left
  double free_end = 0;                   ///< of what is left of the plot: room for remarks
  double words_at = 0, words_width = 0;  ///< from the panel's edge
  bool words_over_strip = false;
  double heaviest = 0;  ///< weight of the largest square
  std::vector<TextBlock> panel_heads{};
  double group_height = 0, head_height = 0, panel_head_height = 0;
  std::vector<PlannedRow> rows{};
  Axis axis{};  ///< of the first panel; others are shifted
  TextBlock axis_label{}, favours_left{}, favours_right{};
  bool favours_stacked = false;  ///< one below the other: too wide side by side
  double axis_height = 0;        ///< axis, its label and favours
  std::vector<TextBlock> panel_below{}, below_left{}, notes{};
  double below_height = 0;  ///< the axis with all beside and below it
  std::vector<double> contrast_x{};
  double contrast_end = 0;
  std::vector<TextBlock> contrast_cells{};  ///< heads, then row by row
  double light_radius = 4.6, square_most = 9;
  double head_total() const;
};
Plan plan_of(const Sheet& sheet, const PlotStyle& style, const TextMeasure& measure);
void plan_columns(Plan& plan, const Sheet& sheet, const TextMeasure& measure);
void plan_axis(Plan& plan, const Sheet& sheet, const PlotStyle& style, const TextMeasure& measure);
double favours_height(const Plan& plan);  ///< of the captions of the two directions
inline constexpr double favours_gap = 5;  ///< between such a caption and the line of no effect

/// A row of the sheet with its top edge on a page.
struct PlacedRow {
  std::size_t row = 0;
  double top = 0;
  bool banded = false;
};

/// Shapes of one part at y.
Mark paint_title(const Plan& plan, double y, bool continued, const TextMeasure& measure);
Mark paint_head(const Sheet& sheet, const Plan& plan, double y, const TextMeasure& measure);
void paint_rows(Page& page, const Sheet& sheet, const Plan& plan,
                const std::vector<PlacedRow>& rows, double bottom, const TextMeasure& measure);
void paint_row(Page& page, const Sheet& sheet, const Plan& plan, const PlacedRow& placed,
               const TextMeasure& measure);
void paint_axis(Page& page, const Sheet& sheet, const Plan& plan, double y, bool last,
                const TextMeasure& measure);
void paint_contrast(Page& page, const Sheet& sheet, const Plan& plan, std::size_t line, double y,
                    const TextMeasure& measure);
double contrast_height(const Plan& plan,
                       std::size_t line);  ///< line 0: the heads
Axis panel_axis(const Plan& plan, std::size_t panel);

/// Everything on its pages.
Scene paginate(const Sheet& sheet, const Plan& plan, const PlotStyle& style,
               const TextMeasure& measure);

}  // namespace weald::forest
