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
                                   .risk_unclear = hex(0x7d8894)};
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
                                   .risk_unclear = hex(0x777777)};
  return look_of(palette, role);
}

constexpr std::string_view fonts = "DejaVu Sans, Verdana, Noto Sans, Arial, sans-serif";

constexpr std::array<Theme, 2> table{
    Theme{"default", "Blue and vermilion, safe for colour-blind readers", fonts, default_look},
    Theme{"greyscale", "Black, white and greys, for print", fonts, grey_look}};

}  // namespace

std::span<const Theme> themes() { return table; }

const Theme* find_theme(std::string_view key) {
  for (const Theme& theme : table)
    if (theme.key == key) return &theme;
  return nullptr;
}

}  // namespace weald
