// SPDX-License-Identifier: MIT
#include "plots/theme.h"

#include <array>

namespace weald {
namespace {

constexpr Color hex(unsigned rgb, double alpha = 1) {
  return {((rgb >> 16) & 255U) / 255.0, ((rgb >> 8) & 255U) / 255.0, (rgb & 255U) / 255.0, alpha};
}

constexpr Color none{0, 0, 0, 0};

/// The colours in which themes differ; everything else (sizes, widths) is common to all.
struct Palette {
  Color ink, muted, faint, band, zone, study, study_muted, pooled, pooled_sub, prediction;
  Color risk_low, risk_some, risk_high, risk_unclear;
  Color favourable, unfavourable, inconclusive, different, arc, path, paper, review, guideline;
  Color marked;  ///< densities of what is pointed out
};

Look filled(Color color) { return {.fill = color, .stroke = none}; }
Look stroked(Color color, double width, bool dashed = false) {
  return {.fill = color, .stroke = color, .stroke_width = width, .dashed = dashed};
}
Look outlined(Color fill, Color stroke, double width) {
  return {.fill = fill, .stroke = stroke, .stroke_width = width};
}
Look lettered(Color color, double size, bool bold = false, bool italic = false) {
  return {.fill = color, .stroke = none, .font_size = size, .bold = bold, .italic = italic};
}

constexpr Color with_alpha(Color color, double alpha) { return {color.r, color.g, color.b, alpha}; }

constexpr Color mixed(Color a, Color b, double part) {
  return {a.r + part * (b.r - a.r), a.g + part * (b.g - a.g), a.b + part * (b.b - a.b), 1};
}

/// Five steps from a tint of the colour to the colour itself.
constexpr Color step_of(Color color, int step) {
  return mixed(hex(0xffffff), color, 0.2 + 0.2 * step);
}

/// For pictures with many arcs.
Color faded(Color color) { return {color.r, color.g, color.b, color.alpha * 0.6}; }

Look look_of(const Palette& p, Role role) {
  switch (role) {
    case Role::text:
      return lettered(p.ink, 9);
    case Role::text_bold:
      return lettered(p.ink, 9, true);
    case Role::text_italic:
      return lettered(p.ink, 9, false, true);
    case Role::text_muted:
      return lettered(p.muted, 9);
    case Role::pooled_text:
      return lettered(p.ink, 9, true);
    case Role::heading:
      return lettered(p.ink, 9, true);
    case Role::words:
      return lettered(p.muted, 8, false, true);
    case Role::note:
      return lettered(p.muted, 7.5);
    case Role::title:
      return lettered(p.ink, 13, true);
    case Role::subtitle:
      return lettered(p.muted, 9.5);
    case Role::axis_text:
      return lettered(p.ink, 8);
    case Role::favours:
      return lettered(p.muted, 8);
    case Role::risk_symbol:
      return lettered(hex(0xffffff), 7.5, true);
    case Role::axis:
      return stroked(p.ink, 0.7);
    case Role::tick:
      return stroked(p.ink, 0.7);
    case Role::null_line:
      return stroked(p.ink, 0.7);
    case Role::pooled_line:
      return stroked(p.pooled, 0.7, true);
    case Role::grid:
      return stroked(p.faint, 0.4);
    case Role::rule:
      return stroked(p.faint, 0.6);
    case Role::header_rule:
      return stroked(p.ink, 0.9);
    case Role::zone:
      return filled(p.zone);
    case Role::band:
      return filled(p.band);
    case Role::interval:
      return stroked(p.study, 1);
    case Role::interval_muted:
      return stroked(p.study_muted, 1);
    case Role::square:
      return filled(p.study);
    case Role::square_muted:
      return filled(p.study_muted);
    case Role::diamond:
      return filled(p.pooled);
    case Role::diamond_sub:
      return outlined(p.pooled_sub, p.pooled, 0.8);
    case Role::prediction:
      return filled(p.prediction);
    case Role::contrast:
      return stroked(p.pooled, 1);
    case Role::risk_low:
      return filled(p.risk_low);
    case Role::risk_some:
      return filled(p.risk_some);
    case Role::risk_high:
      return filled(p.risk_high);
    case Role::risk_unclear:
      return filled(p.risk_unclear);
    case Role::paper_text:
      return lettered(p.ink, 7.5);
    case Role::paper_text_included:
      return lettered(p.ink, 8, true);
    case Role::paper_text_faint:
      return lettered(p.muted, 7);
    case Role::paper_flag:
      return lettered(p.unfavourable, 7, true);
    case Role::paper:
      return outlined(p.paper, hex(0xffffff), 0.6);
    case Role::paper_faint:
      return outlined(hex(0xffffff), p.study_muted, 0.7);
    case Role::paper_pile:
      return outlined(p.faint, p.muted, 0.7);
    case Role::review:
      return outlined(p.review, hex(0xffffff), 0.6);
    case Role::guideline:
      return outlined(p.guideline, hex(0xffffff), 0.6);
    case Role::notice:
      return outlined(hex(0xffffff), p.unfavourable, 1.2);
    case Role::found_favourable:
      return filled(p.favourable);
    case Role::found_unfavourable:
      return filled(p.unfavourable);
    case Role::found_inconclusive:
      return filled(p.inconclusive);
    case Role::found_different:
      return filled(p.different);
    case Role::found_words:
    case Role::found_none:
      return filled(hex(0xffffff));
    case Role::found_symbol:
      return stroked(hex(0xffffff), 1.3);
    case Role::found_symbol_dark:
      return stroked(p.ink, 0.9);
    case Role::found_frame:
      return stroked(p.ink, 0.8);
    case Role::retraction:
      return stroked(p.ink, 1.3);
    case Role::arc:
      return stroked(p.arc, 0.6);
    case Role::arc_in_text:
      return {.fill = p.arc, .stroke = p.arc, .stroke_width = 0.7, .dashed = true};
    case Role::arc_inferred:
      return {.fill = p.arc, .stroke = p.arc, .stroke_width = 0.8, .dotted = true};
    case Role::arc_head:
      return filled(p.arc);
    case Role::arc_thin:
      return stroked(faded(p.arc), 0.4);
    case Role::arc_in_text_thin:
      return {.fill = p.arc, .stroke = faded(p.arc), .stroke_width = 0.45, .dashed = true};
    case Role::arc_inferred_thin:
      return {.fill = p.arc, .stroke = faded(p.arc), .stroke_width = 0.55, .dotted = true};
    case Role::arc_head_thin:
      return filled(p.arc);
    case Role::main_path:
      return stroked(p.path, 3.2);
    case Role::main_path_head:
      return filled(p.path);
    case Role::halo:
      return filled(hex(0xffffff, 0.78));
    case Role::dot:
      return outlined(p.study, hex(0xffffff), 0.5);
    case Role::dot_muted:
      return outlined(p.study_muted, hex(0xffffff), 0.5);
    case Role::dot_hollow:
      return outlined(hex(0xffffff), p.study, 0.9);
    case Role::dot_marked:
      return outlined(p.pooled, hex(0xffffff), 0.5);
    case Role::dot_text:
      return lettered(p.ink, 7.5);
    case Role::curve:
      return stroked(p.pooled, 1.6);
    case Role::curve_muted:
      return stroked(p.study, 0.9);
    case Role::curve_faint:
      return stroked(p.faint, 0.7);
    case Role::curve_marked:
      return stroked(p.different, 1.3);
    case Role::curve_dashed:
      return stroked(p.pooled, 1, true);
    case Role::curve_dotted:
      return {.fill = p.study, .stroke = p.study, .stroke_width = 1.4, .dotted = true};
    case Role::area:
      return filled(with_alpha(p.pooled, 0.2));
    case Role::area_faint:
      return filled(with_alpha(p.pooled, 0.09));
    case Role::contour_1:
      return filled(mixed(p.band, p.faint, 0.15));
    case Role::contour_2:
      return filled(mixed(p.band, p.faint, 0.4));
    case Role::contour_3:
      return filled(mixed(p.band, p.faint, 0.7));
    case Role::density_1:
    case Role::density_2:
    case Role::density_3:
    case Role::density_4:
    case Role::density_5:
      return filled(step_of(p.study, static_cast<int>(role) - static_cast<int>(Role::density_1)));
    case Role::density_marked_1:
    case Role::density_marked_2:
    case Role::density_marked_3:
    case Role::density_marked_4:
    case Role::density_marked_5:
      return filled(
          step_of(p.marked, static_cast<int>(role) - static_cast<int>(Role::density_marked_1)));
    case Role::journal_mark:
      return filled(p.muted);
    case Role::journal_line:
      return stroked(p.ink, 0.8);
    case Role::journal_pooled:
      return stroked(p.muted, 0.7, true);
    case Role::background:
      return filled(hex(0xffffff));
  }
  return {};
}

// Blue and vermilion of Okabe and Ito (2008), darkened for print; told apart under every common
// colour blindness.
Look default_look(Role role) {
  static constexpr Palette palette{.ink = hex(0x1b242d),
                                   .muted = hex(0x5d6974),
                                   .faint = hex(0xc3cad1),
                                   .band = hex(0xf4f6f8),
                                   .zone = hex(0xe3c87e, 0.32),
                                   .study = hex(0x1d5c8c),
                                   .study_muted = hex(0x98a5b1),
                                   .pooled = hex(0xc4510a),
                                   .pooled_sub = hex(0xf3c9ab),
                                   .prediction = hex(0xe29c6c),
                                   .risk_low = hex(0x1f8a63),
                                   .risk_some = hex(0xb98300),
                                   .risk_high = hex(0xb8362e),
                                   .risk_unclear = hex(0x7d8894),
                                   .favourable = hex(0x1d5c8c),
                                   .unfavourable = hex(0xc4510a),
                                   .inconclusive = hex(0xdfe3e7),
                                   .different = hex(0x7a5c99),
                                   .arc = hex(0x75869a, 0.7),
                                   .path = hex(0xf0b860),
                                   .paper = hex(0x6b7884),
                                   .review = hex(0x3d7d68),
                                   .guideline = hex(0x7a5c99),
                                   .marked = hex(0xc4510a)};
  return look_of(palette, role);
}

Look grey_look(Role role) {
  static constexpr Palette palette{.ink = hex(0x000000),
                                   .muted = hex(0x555555),
                                   .faint = hex(0xc4c4c4),
                                   .band = hex(0xf5f5f5),
                                   .zone = hex(0xbbbbbb, 0.35),
                                   .study = hex(0x2e2e2e),
                                   .study_muted = hex(0xa0a0a0),
                                   .pooled = hex(0x000000),
                                   .pooled_sub = hex(0xd9d9d9),
                                   .prediction = hex(0x909090),
                                   .risk_low = hex(0x8a8a8a),
                                   .risk_some = hex(0x5c5c5c),
                                   .risk_high = hex(0x1e1e1e),
                                   .risk_unclear = hex(0x777777),
                                   .favourable = hex(0x1a1a1a),
                                   .unfavourable = hex(0x6f6f6f),
                                   .inconclusive = hex(0xe2e2e2),
                                   .different = hex(0x4a4a4a),
                                   .arc = hex(0x777777, 0.7),
                                   .path = hex(0xc2c2c2),
                                   .paper = hex(0x707070),
                                   .review = hex(0x3c3c3c),
                                   .guideline = hex(0x555555),
                                   .marked = hex(0x000000)};
  return look_of(palette, role);
}

constexpr std::string_view fonts = "DejaVu Sans, Verdana, Noto Sans, Arial, sans-serif";

constexpr std::array<Theme, 2> table{
    Theme{"default", "Blue and vermilion, safe for colour-blind readers", fonts, default_look},
    Theme{"greyscale", "Black, white and greys, for print", fonts, grey_look}};

}  // namespace

bool is_outlined(Role role) {
  switch (role) {
    case Role::diamond_sub:
    case Role::paper:
    case Role::paper_faint:
    case Role::paper_pile:
    case Role::review:
    case Role::guideline:
    case Role::notice:
    case Role::dot:
    case Role::dot_muted:
    case Role::dot_hollow:
    case Role::dot_marked:
      return true;
    default:
      return false;
  }
}

std::span<const Theme> themes() { return table; }

const Theme* find_theme(std::string_view key) {
  for (const Theme& theme : table)
    if (theme.key == key) return &theme;
  return nullptr;
}

}  // namespace weald
