// SPDX-License-Identifier: MIT
// Puts the parts on one tall page, or on several with title, heads and axis
// repeated.
#include <algorithm>

#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

bool follows(RowKind kind) {
  return kind == RowKind::total || kind == RowKind::events || kind == RowKind::prediction ||
         kind == RowKind::remark;
}

/// The row after the last one that must stay with `first` on a page.
std::size_t chunk_end(const Sheet& sheet, std::size_t first) {
  std::size_t end = first + 1;
  while (end < sheet.rows.size() &&
         (sheet.rows[end - 1].kind == RowKind::section || follows(sheet.rows[end].kind)))
    ++end;
  return end;
}

struct Pager {
  const Sheet& sheet;
  const Plan& plan;
  const TextMeasure& measure;
  double limit;  ///< the last usable y; infinite on one tall page
  std::vector<Page> pages{};
  double y = 0;

  void start(bool heads) {
    const bool first = pages.empty();
    pages.emplace_back();
    y = plan.margin;
    pages.back().marks.push_back(paint_title(plan, y, !first, measure));
    y += first ? plan.title.height + 2 + plan.subtitle.height + 12 : plan.continued.height + 10;
    if (!heads) return;
    pages.back().marks.push_back(paint_head(sheet, plan, y, measure));
    y += plan.head_total() + 2;
  }

  void rows() {
    start(true);
    std::size_t row = 0;
    bool band = false;
    do {
      if (row > 0) start(true);
      std::vector<PlacedRow> placed;
      while (row < sheet.rows.size()) {
        const std::size_t end = chunk_end(sheet, row);
        double height = 0;
        for (std::size_t i = row; i < end; ++i) height += plan.rows[i].height;
        const double below = end == sheet.rows.size() ? plan.below_height : plan.axis_height;
        if (y + height + below > limit && !placed.empty()) break;
        for (; row < end; ++row) {
          const RowKind kind = sheet.rows[row].kind;
          if (kind == RowKind::section || (kind == RowKind::total && sheet.rows[row].sub))
            band = false;
          const bool study = kind == RowKind::study || kind == RowKind::left_out;
          const bool after_remark = row > 0 && sheet.rows[row - 1].kind == RowKind::remark;
          if ((kind == RowKind::section || (kind == RowKind::total && after_remark)) &&
              !placed.empty())
            y += 5;
          placed.push_back({row, y, study && band && sheet.house->banded});
          if (study) band = !band;
          y += plan.rows[row].height;
        }
      }
      y += 2;
      paint_rows(pages.back(), sheet, plan, placed, y, measure);
      const bool last = row >= sheet.rows.size();
      paint_axis(pages.back(), sheet, plan, y, last, measure);
      y += last ? plan.below_height : plan.axis_height;
    } while (row < sheet.rows.size());
  }

  void room(double height) {
    if (y + height > limit) start(false);
  }

  void below() {
    if (!sheet.contrasts.empty()) {
      y += 14;
      room(contrast_height(plan, 0) + contrast_height(plan, 1));
      for (std::size_t line = 0; line <= sheet.contrasts.size(); ++line) {
        const double height = contrast_height(plan, line);
        room(height);
        paint_contrast(pages.back(), sheet, plan, line, y, measure);
        y += height + (line == 0 ? 3 : 1);
      }
    }
    if (!plan.notes.empty()) y += 12;
    for (std::size_t i = 0; i < plan.notes.size(); ++i) {
      room(plan.notes[i].height);
      Mark mark{.key = "note"};
      set_block(mark.shapes, plan.notes[i], plan.margin, y, Align::left, measure);
      pages.back().marks.push_back(std::move(mark));
      y += plan.notes[i].height + 2.5;
    }
  }
};

Pager drawn(const Sheet& sheet, const Plan& plan, double limit, const TextMeasure& measure) {
  Pager pager{sheet, plan, measure, limit};
  pager.rows();
  pager.below();
  return pager;
}

}  // namespace

Scene paginate(const Sheet& sheet, const Plan& plan, const PlotStyle& style,
               const TextMeasure& measure) {
  Scene scene{.title = drawable_text(sheet.title), .description = drawable_text(sheet.description)};
  Pager tall = drawn(sheet, plan, 1e300, measure);
  const double height = tall.y + plan.margin;
  if (!style.paginate || height <= style.page_height) {
    scene.size = {plan.width, height};
    scene.pages = std::move(tall.pages);
    return scene;
  }
  // A page holds at least its heads, its axis and the highest rows that must
  // stay together.
  double highest = 0;
  for (std::size_t row = 0; row < sheet.rows.size(); row = chunk_end(sheet, row)) {
    double sum = 0;
    for (std::size_t i = row; i < chunk_end(sheet, row); ++i) sum += plan.rows[i].height;
    highest = std::max(highest, sum);
  }
  for (const TextBlock& note : plan.notes) highest = std::max(highest, note.height);
  const double least = 2 * plan.margin + plan.title.height + plan.subtitle.height +
                       plan.continued.height + 24 + plan.head_total() + plan.below_height +
                       highest + 12;
  const double page_height = std::max(style.page_height, least);
  Pager pager = drawn(sheet, plan, page_height - plan.margin, measure);
  scene.size = {plan.width, page_height};
  scene.pages = std::move(pager.pages);
  return scene;
}

}  // namespace weald::forest
