// SPDX-License-Identifier: MIT
// Pools fitted again, as forest plots: without each study in turn (leave-one-out; Greenhouse &
// Iyengar 1994, Handbook of Research Synthesis, 383) and as study after study is added (cumulative;
// Lau et al. 1992, N Engl J Med 327:248). One row a study, one panel a horizon.
#include "plots/figures/refits.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "engine/expects.h"
#include "engine/output/output.h"
#include "engine/output/sensitivity_output.h"
#include "engine/text/number.h"
#include "plots/figures/figures.h"

namespace weald {
namespace {

using namespace forest;

bool excludes(const Estimate& estimate, double none) {
  return estimate.ci.lower > none || estimate.ci.upper < none;
}

/// Whether the refit answers otherwise than the pool of all whether there is an effect.
bool turned(const Refit& row, const Pooling& pool) {
  const double none = pool.measure->none;
  return row.estimate && pool.pooled && none == none &&
         excludes(*row.estimate, none) != excludes(pool.pooled->estimate, none);
}

struct RefitFigure {
  const AnalysisReport& report;  ///< whole pools only
  bool cumulative = false;
  std::vector<RefitPanel> panels{};
  Sheet sheet{};
  std::vector<RefitColumn> columns{};  ///< of a panel, as in the sheet
  std::string unit = "study", order{};

  void read(const std::vector<const PoolSensitivity*>& answers) {
    for (const Pooling& pool : report.pools) {
      RefitPanel panel{.pool = &pool};
      for (const PoolSensitivity* each : answers)
        if (each->pool->id == pool.id) panel.answers = each;
      if (panel.answers != nullptr) {
        const auto& rows = cumulative ? panel.answers->cumulative : panel.answers->leave_one_out;
        if (!panel.answers->unit.empty()) unit = panel.answers->unit;
        if (!panel.answers->order.empty()) order = panel.answers->order;
        std::map<std::string, int> seen;
        if (rows)
          for (const Refit& row : *rows) {
            panel.keys.emplace_back(row.study, seen[row.study]++);
            panel.rows.push_back(&row);
          }
      }
      panels.push_back(std::move(panel));
    }
  }

  bool any(bool (*holds)(const Refit&, const Pooling&)) const {
    return std::ranges::any_of(panels, [&](const RefitPanel& panel) {
      return std::ranges::any_of(panel.rows,
                                 [&](const Refit* row) { return holds(*row, *panel.pool); });
    });
  }

  void add_column(RefitColumn column) {
    Column placed{.head = column.head,
                  .align = column.align,
                  .max_width = column.text == effect_of ? 200.0 : 110.0,
                  .shared = false,
                  .right = column.right,
                  .effect = column.text == effect_of};
    if (column.text != refit_label && column.text != by_of)
      placed.total = [text = column.text](const Pooling& pool) {
        return text(whole_of(pool), pool);
      };
    (column.right ? sheet.panel_right : sheet.panel_left).push_back(std::move(placed));
    columns.push_back(std::move(column));
  }

  void add_columns(const Measure& measure) {
    if (panels.empty()) return;
    if (!number_said_below()) add_column({.head = "Studies", .right = false, .text = k_of});
    add_column({.head = effect_head(report, measure, *sheet.house), .text = effect_of});
    // With many panels the columns that the interval already tells of give way.
    if (none_shown(measure) && panels.size() <= 2) add_column({.head = "p", .text = p_of});
    add_column({.head = "τ²", .text = tau2_of});
    add_column({.head = "I²", .text = i2_of});
    if (any([](const Refit& row, const Pooling& pool) {
          return row.estimate && row.ci_used != pool.ci_used;
        }))
      add_column({.head = "Interval by", .align = Align::left, .text = method_of});
  }

  /// Where every line says how many studies it is of, or all lack one, the number of all stands
  /// below the panel and needs no column.
  bool number_said_below() const {
    if (ranked) return true;
    return panels.size() > 2 && std::ranges::all_of(panels, [](const RefitPanel& panel) {
             return std::ranges::all_of(panel.rows, [&](const Refit* row) {
               return row->k + 1 == panel.pool->studies.size();
             });
           });
  }

  Cell refit_cell(const RefitPanel& panel, const Refit& row, const std::string& key) const {
    const Pooling& pool = *panel.pool;
    const std::string what =
        (cumulative ? "With " : "Without ") + refit_label(row, pool) + (cumulative ? " added" : "");
    if (!row.estimate)
      return words_cell(&pool, what, key,
                        row.k == 0 ? "no study is left"
                                   : fmt::format("no estimate from {} {}", row.k,
                                                 row.k == 1 ? "study" : "studies"));
    Cell cell{
        .mark = turned(row, pool) ? CellMark::point_open : CellMark::point,
        .shown = {row.shown.estimate, row.shown.ci.lower, row.shown.ci.upper},
        .key = fmt::format("row {} {}", key, pool.horizon.value_or("")),
        .title = said(pool, what,
                      fmt::format("{} {}, {} {}", measure_name(*pool.measure), effect_of(row, pool),
                                  row.k, row.k == 1 ? "study" : "studies")),
        .data = {{"study", row.study}}};
    if (pool.horizon) cell.data.emplace_back("horizon", *pool.horizon);
    if (!row.by.empty()) cell.data.emplace_back("by", row.by);
    cell.data.emplace_back("ci_method", row.ci_used);
    for (const auto& [name, value] :
         {std::pair<const char*, double>{"k", static_cast<double>(row.k)},
          {"estimate", row.shown.estimate},
          {"lower", row.shown.ci.lower},
          {"upper", row.shown.ci.upper},
          {"y", row.estimate->estimate},
          {"se", row.estimate->se},
          {"log_p", row.estimate->log_p},
          {"tau2", row.tau2},
          {"i2", row.i2}})
      if (value == value) cell.data.emplace_back(name, value);
    for (const RefitColumn& column : columns) cell.texts.push_back(column.text(row, pool));
    return cell;
  }

  /// Why a study has no line in a panel.
  static std::string absence(const RefitPanel& panel, const RefitKey& key) {
    const std::vector<StudyResult>& studies = panel.pool->studies;
    if (!panel.rows.empty() || studies.empty()) return "no result";
    if (std::ranges::none_of(studies,
                             [&](const StudyResult& s) { return s.row.study == key.first; }))
      return "no result";
    return studies.size() == 1 ? "the only study" : "not pooled";
  }

  void add_rows(const Measure& measure) {
    std::map<RefitKey, std::string> labels, values;
    bool by = false, same_values = true, numbers = true;
    for (RefitPanel& panel : panels) {
      for (std::size_t i = 0; i < panel.keys.size(); ++i) {
        const Refit& row = *panel.rows[i];
        labels.emplace(panel.keys[i], refit_label(row, *panel.pool));
        const auto [at, added] = values.emplace(panel.keys[i], row.by);
        same_values = same_values && (added || at->second == row.by);
        by = by || !row.by.empty();
        numbers = numbers && (row.by.empty() || read_number(row.by).value);
      }
      // The only study of a panel is named even where nothing can be left out.
      if (panel.rows.empty())
        for (const StudyResult& study : panel.pool->studies) {
          const RefitKey key{study.row.study, 0};
          if (labels.emplace(key, study.row.label.empty() ? study.row.study : study.row.label)
                  .second &&
              std::ranges::none_of(panels, [&](const RefitPanel& other) {
                return std::ranges::find(other.keys, key) != other.keys.end();
              }))
            lone.push_back(key);
        }
    }
    CommonOrder common = common_order(panels, same_values ? values : decltype(values){},
                                      order.ends_with(", descending"));
    ranked = cumulative && !common.agreed;
    const Align by_align = numbers ? Align::right : Align::left;
    const std::string head = cumulative        ? "Study added"
                             : unit == "study" ? "Without"
                                               : "Without " + unit;
    if (ranked) {
      sheet.left = {{.head = "Step"}};
      add_column({.head = head, .align = Align::left, .right = false, .text = refit_label});
    } else {
      sheet.left = {{.head = head, .max_width = 190}};
    }
    const bool by_shared = by && !ranked && same_values;
    if (by_shared)
      sheet.left.push_back({.head = by_head(field_of(order), measure), .align = by_align});
    if (by && !by_shared)
      add_column({.head = by_head(field_of(order), measure),
                  .align = by_align,
                  .right = false,
                  .text = by_of});
    add_columns(measure);
    if (ranked) {
      add_ranked();
    } else {
      common.keys.insert(common.keys.end(), lone.begin(), lone.end());
      for (const RefitKey& key : common.keys) {
        const std::string name =
            key.first + (key.second > 0 ? fmt::format("/{}", key.second + 1) : "");
        SheetRow row{.kind = RowKind::study, .key = name, .texts = {labels.at(key)}};
        if (by_shared) {
          const std::string& value = values[key];
          row.texts.push_back(value.empty() ? "–" : number_text(value));
        }
        for (const RefitPanel& panel : panels) {
          const auto at = std::ranges::find(panel.keys, key);
          row.cells.push_back(
              at == panel.keys.end()
                  ? words_cell(panel.pool, labels.at(key), name, absence(panel, key))
                  : refit_cell(panel,
                               *panel.rows[static_cast<std::size_t>(at - panel.keys.begin())],
                               name));
        }
        sheet.rows.push_back(std::move(row));
      }
    }
    add_total();
  }

  /// Panels whose orders differ: a row a step, each panel with its own study.
  void add_ranked() {
    std::size_t most = 0;
    for (const RefitPanel& panel : panels) most = std::max(most, panel.rows.size());
    for (std::size_t i = 0; i < most; ++i) {
      SheetRow row{.kind = RowKind::study,
                   .key = fmt::format("step {}", i + 1),
                   .texts = {fmt::format("{}", i + 1)}};
      for (const RefitPanel& panel : panels)
        row.cells.push_back(i < panel.rows.size()
                                ? refit_cell(panel, *panel.rows[i], panel.rows[i]->study)
                                : Cell{});
      sheet.rows.push_back(std::move(row));
    }
  }

  void add_total() {
    const Pooling* named = nullptr;
    for (const RefitPanel& panel : panels)
      if (panel.pool->pooled && (named == nullptr || named->studies.size() < 2)) named = panel.pool;
    std::string label = named == nullptr ? "Pooled" : pooled_label(*named);
    if (const std::size_t comma = label.find(','); comma != std::string::npos)
      label = "All studies" + label.substr(comma);
    SheetRow total{.kind = RowKind::total, .key = "total", .texts = {label}};
    for (const RefitPanel& panel : panels)
      total.cells.push_back(total_cell(sheet, *panel.pool, false));
    sheet.rows.push_back(std::move(total));
  }

  void add_notes() {
    const bool some =
        std::ranges::any_of(panels, [](const RefitPanel& panel) { return !panel.rows.empty(); });
    if (!some) return forest::add_notes(sheet, report);
    std::vector<std::string> own;
    if (cumulative)
      own.push_back(
          "Each line adds one study to those above it and pools them anew by the same methods; "
          "studies come " +
          order_in_words(order) + ".");
    else
      own.push_back(fmt::format("Each line is the pool of all studies but {}, by the same methods.",
                                unit == "study" ? std::string{"one"} : "those of one " + unit));
    if (any(turned)) own.push_back(open_squares());
    std::vector<std::pair<std::string, std::string>> found;
    std::vector<std::vector<std::string>> sentences;
    std::size_t most = 0;
    for (const RefitPanel& panel : panels) {
      sentences.emplace_back();
      if (panel.rows.empty()) continue;
      sentences.back() =
          cumulative ? cumulative_findings(*panel.answers) : leave_one_out_findings(*panel.answers);
      most = std::max(most, sentences.back().size());
      for (std::string& line : sentences.back()) {
        line = typeset(line);
        sheet.description += said_of(*panel.pool) + line + " ";
      }
    }
    // The same question of all horizons stands together.
    for (std::size_t i = 0; i < most; ++i)
      for (std::size_t p = 0; p < panels.size(); ++p)
        if (i < sentences[p].size()) found.emplace_back(place_of(*panels[p].pool), sentences[p][i]);
    // Of one study or none the cells say it themselves.
    for (const RefitPanel& panel : panels)
      if (panel.answers != nullptr && panel.pool->studies.size() > 1)
        for (const Note& note : panel.answers->notes)
          found.emplace_back(place_of(*panel.pool), capital(note.message) + ".");
    sheet.notes.insert(sheet.notes.begin(), own.begin(), own.end());
    add_by_place(sheet, found, panels.size());
    sheet.notes.emplace_back(
        cumulative ? "The intervals and p are not corrected for repeated looks at the same growing "
                     "data: they do not say when trials could have stopped."
                   : "A result that stands without each study can still fall without two of them; "
                     "that one study matters is a reason to look at it, not to leave it out.");
    forest::add_notes(sheet, report);
  }

  std::string said_of(const Pooling& pool) const {
    const std::string place = place_of(pool);
    return place.empty() || panels.size() < 2 ? "" : place + ": ";
  }

  /// What open squares mean, as plainly as the pools allow.
  std::string open_squares() const {
    bool some_exclude = false, some_hold = false;
    for (const RefitPanel& panel : panels)
      for (const Refit* row : panel.rows)
        if (turned(*row, *panel.pool))
          (excludes(panel.pool->pooled->estimate, panel.pool->measure->none) ? some_exclude
                                                                             : some_hold) = true;
    if (some_exclude && some_hold)
      return "Open squares: unlike all studies together on whether the interval holds the value of "
             "no effect.";
    return some_exclude
               ? "Open squares: the interval holds the value of no effect; that of all studies "
                 "does not."
               : "Open squares: the interval excludes the value of no effect; that of all studies "
                 "holds it.";
  }

  void fill(const PlotStyle& style) {
    add_captions(sheet, report, style);
    const std::string by = field_of(order);
    const std::string kind =
        !cumulative ? unit == "study" ? "Leave-one-out" : fmt::format("Leave-one-{}-out", unit)
        : by.empty() || by == "as listed" ? "Cumulative, as listed"
                                          : "Cumulative, by " + order;
    sheet.subtitle = kind + (sheet.subtitle.empty() ? "" : "  ·  " + sheet.subtitle);
    const Measure* measure = measure_of(report);
    sheet.description =
        fmt::format("{} forest plot{}. ", cumulative ? "Cumulative" : "Leave-one-out",
                    measure == nullptr ? "" : ", " + std::string{measure->label});
    for (const RefitPanel& panel : panels) {
      Panel drawn{.head = panels.size() > 1 ? place_of(*panel.pool) : ""};
      if (panel.pool->pooled && panel.pool->studies.size() > 1)
        drawn.pooled = panel.pool->pooled->shown.estimate;
      sheet.panels.push_back(std::move(drawn));
      if (measure != nullptr) sheet.description += sentence_of(*panel.pool, *measure);
    }
    if (panels.empty() || measure == nullptr) {
      sheet.panels = {Panel{}};
      sheet.left = {{.head = "Study"}};
      sheet.rows = {{.kind = RowKind::remark,
                     .key = "nothing",
                     .texts = {"Nothing is pooled here, so there is nothing to pool again."},
                     .cells = {Cell{}}}};
    } else {
      add_rows(*measure);
      if (number_said_below())
        for (std::size_t p = 0; p < panels.size(); ++p)
          sheet.panels[p].below = studies_text(*panels[p].pool);
      add_notes();
    }
    while (sheet.description.ends_with(' ')) sheet.description.pop_back();
  }

  bool ranked = false;           ///< the panels' orders differ: a row a step
  std::vector<RefitKey> lone{};  ///< studies of panels in which nothing can be left out
};

Scene draw_refits(const FigureSource& source, bool cumulative, const PlotStyle& style,
                  const TextMeasure& measure) {
  EXPECTS(source.analysis != nullptr);
  AnalysisReport whole = *source.analysis;
  std::erase_if(whole.pools, [](const Pooling& pool) { return pool.subgroup.has_value(); });
  whole.contrasts.clear();
  RefitFigure figure{.report = whole, .cumulative = cumulative};
  figure.read(source.sensitivity);
  figure.fill(style);
  return paginate(figure.sheet, plan_of(figure.sheet, style, measure), style, measure);
}

}  // namespace

Scene draw_leave_one_out(const FigureSource& source, const PlotStyle& style,
                         const TextMeasure& measure) {
  return draw_refits(source, false, style, measure);
}

Scene draw_cumulative(const FigureSource& source, const PlotStyle& style,
                      const TextMeasure& measure) {
  return draw_refits(source, true, style, measure);
}

}  // namespace weald
