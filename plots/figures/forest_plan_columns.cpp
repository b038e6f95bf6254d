// SPDX-License-Identifier: MIT
// Widths of columns and panels.
#include <algorithm>
#include <array>

#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

constexpr double gap = 12, panel_gap = 26, strip_gap = 14;

bool counts_for_width(const SheetRow& row) {
  return row.kind == RowKind::study || row.kind == RowKind::left_out;
}

double longest_word(const std::string& text, Role role, const TextMeasure& measure) {
  double longest = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    longest =
        std::max(longest, measure(drawable_text(text.substr(begin, end - begin)), role).width);
    begin = end + 1;
  }
  return longest;
}

/// The width that a column's texts want, no more than its limit; heads wrap to
/// at least a word's width.
PlacedColumn placed(const Column& column, const std::vector<std::pair<std::string, Role>>& texts,
                    double light_radius, const TextMeasure& measure) {
  PlacedColumn out;
  if (column.lights) out.width = 2 * light_radius + 1;
  for (const auto& [text, role] : texts)
    if (!column.lights)
      out.width = std::max(out.width, wrap(text, role, column.max_width, 3, measure).width);
  const double least = std::clamp(longest_word(column.head, Role::heading, measure),
                                  column.lights ? 14.0 : 40.0, 130.0);
  out.head = wrap(column.head, Role::heading, std::max(out.width, least), 4, measure);
  out.width = std::max(out.width, out.head.width);
  return out;
}

/// Heads over several columns: where they are wider than their columns, the
/// last one gives room.
double make_room_for_groups(const std::vector<Column>& columns, std::vector<PlacedColumn>& places,
                            const TextMeasure& measure) {
  double height = 0;
  for (std::size_t i = 0; i < columns.size();) {
    std::size_t end = i + 1;
    double width = places[i].width;
    while (end < columns.size() && columns[end].group == columns[i].group &&
           !columns[i].group.empty())
      width += gap + places[end++].width;
    if (!columns[i].group.empty()) {
      const TextBlock head =
          wrap(columns[i].group, Role::heading, std::max(width, 78.0), 3, measure);
      height = std::max(height, head.height);
      if (head.width > width)
        for (std::size_t c = i; c < end; ++c)
          places[c].width += (head.width - width) / static_cast<double>(end - i);
    }
    i = end;
  }
  return height;
}

double width_of(const std::vector<PlacedColumn>& places) {
  double width = 0;
  for (const PlacedColumn& place : places) width += place.width + gap;
  return width;
}

/// A plot a little wider saves a subtitle that would be broken for one word.
double slack_for_subtitle(const Plan& plan, const Sheet& sheet, const TextMeasure& measure) {
  const double rest = plan.left_end - plan.margin + width_of(plan.right) +
                      width_of(plan.panel_left) + width_of(plan.panel_right);
  const double missing =
      measure(drawable_text(sheet.subtitle), Role::subtitle).width - (rest + plan.strip_width);
  return missing > 0 && missing < 110 ? missing : 0;
}

double put(std::vector<PlacedColumn>& places, double x, const std::vector<Column>& columns) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i].x = x;
    const bool lights = columns[i].lights && i + 1 < places.size() && columns[i + 1].lights;
    x += places[i].width + (lights ? 2 : gap);
  }
  return places.empty() ? x : x - gap;
}

}  // namespace

void plan_columns(Plan& plan, const Sheet& sheet, const TextMeasure& measure) {
  const std::size_t shared_left = sheet.left.size();
  const auto shared = [&](const Column& column, std::size_t index) {
    std::vector<std::pair<std::string, Role>> texts;
    for (const SheetRow& row : sheet.rows)
      if (counts_for_width(row) && index < row.texts.size())
        texts.emplace_back(row.texts[index], Role::text);
    return placed(column, texts, plan.light_radius, measure);
  };
  const auto in_panel = [&](const Column& column, std::size_t index) {
    std::vector<std::pair<std::string, Role>> texts;
    for (const SheetRow& row : sheet.rows)
      for (const Cell& cell : row.cells)
        if (index < cell.texts.size())
          texts.emplace_back(cell.texts[index],
                             row.kind == RowKind::total ? Role::pooled_text : Role::text);
    return placed(column, texts, plan.light_radius, measure);
  };
  for (std::size_t i = 0; i < sheet.left.size(); ++i) plan.left.push_back(shared(sheet.left[i], i));
  for (std::size_t i = 0; i < sheet.right.size(); ++i)
    plan.right.push_back(shared(sheet.right[i], shared_left + i));
  for (std::size_t i = 0; i < sheet.panel_left.size(); ++i)
    plan.panel_left.push_back(in_panel(sheet.panel_left[i], i));
  for (std::size_t i = 0; i < sheet.panel_right.size(); ++i)
    plan.panel_right.push_back(in_panel(sheet.panel_right[i], sheet.panel_left.size() + i));
  plan.group_height =
      std::max({make_room_for_groups(sheet.left, plan.left, measure),
                make_room_for_groups(sheet.right, plan.right, measure),
                make_room_for_groups(sheet.panel_left, plan.panel_left, measure),
                make_room_for_groups(sheet.panel_right, plan.panel_right, measure)});
  if (plan.group_height > 0) plan.group_height += 5;
  for (const auto* places : {&plan.left, &plan.right, &plan.panel_left, &plan.panel_right})
    for (const PlacedColumn& place : *places)
      plan.head_height = std::max(plan.head_height, place.head.height);
  plan.head_height += 6;

  // The names of totals and the words below them need some room whatever the
  // studies are called.
  double least = sheet.panels.size() > 1 ? 110 : sheet.panel_left.empty() ? 200 : 120;
  for (const SheetRow& row : sheet.rows)
    if ((row.kind == RowKind::total || row.kind == RowKind::prediction ||
         row.kind == RowKind::section) &&
        !row.texts.empty())
      least = std::max(least, std::min(measure(drawable_text(row.texts[0]),
                                               row.kind == RowKind::prediction ? Role::text_muted
                                                                               : Role::text_bold)
                                           .width,
                                       220.0));
  const bool single = sheet.panels.size() == 1;
  plan.left_end = put(plan.left, plan.margin, sheet.left);
  if (plan.left_end < plan.margin + least) {
    // The first column takes the slack, so that the others keep to the panel.
    const double slack = plan.margin + least - plan.left_end;
    plan.left.front().width += slack;
    plan.left_end = put(plan.left, plan.margin, sheet.left);
  }

  static constexpr std::array<double, 4> strips{230, 180, 150, 132};
  plan.strip_width = strips[std::min<std::size_t>(sheet.panels.size(), strips.size()) - 1];
  if (single) plan.strip_width += slack_for_subtitle(plan, sheet, measure);
  double x = put(plan.panel_left, 0, sheet.panel_left);
  plan.strip_at = plan.panel_left.empty() ? 0 : x + strip_gap;
  x = plan.strip_at + plan.strip_width;
  if (!plan.panel_right.empty()) x = put(plan.panel_right, x + strip_gap, sheet.panel_right);
  plan.panel_width = x;
  // Words take the text columns beside the plot where these are wide enough,
  // otherwise the whole panel.
  const double right = plan.panel_right.empty() ? 0 : plan.panel_width - plan.panel_right.front().x;
  const double left = plan.panel_left.empty() ? 0 : plan.strip_at - strip_gap;
  const double least_words = 96;
  plan.words_over_strip = std::max(right, left) < least_words;
  plan.words_at = right >= least_words ? plan.panel_right.front().x : 0;
  plan.words_width = plan.words_over_strip ? plan.panel_width : right >= least_words ? right : left;

  x = plan.left_end + (single ? strip_gap : panel_gap);
  for (const Panel& panel : sheet.panels) {
    plan.panel_x.push_back(x);
    x += plan.panel_width + panel_gap;
    plan.panel_heads.push_back(wrap(panel.head, Role::heading, plan.panel_width, 3, measure));
    plan.panel_head_height = std::max(plan.panel_head_height, plan.panel_heads.back().height);
  }
  if (plan.panel_head_height > 0) plan.panel_head_height += 8;
  x -= panel_gap;
  if (!plan.right.empty()) x = put(plan.right, x + gap, sheet.right);
  plan.width = x + plan.margin;
  plan.free_end =
      plan.panel_left.empty() ? plan.left_end : plan.panel_x[0] + plan.strip_at - strip_gap;
}

}  // namespace weald::forest
