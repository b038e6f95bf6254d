// SPDX-License-Identifier: MIT
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "plots/backends/backends.h"
#include "plots/backends/pango_text.h"

namespace weald {

ContextPointer make_context() {
  ContextPointer context{pango_font_map_create_context(pango_cairo_font_map_get_default())};
  pango_cairo_context_set_resolution(context.get(), 72);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  // A fixed language: which font stands in for a missing letter must not depend on the user's
  // locale.
  pango_context_set_language(context.get(), pango_language_from_string("en"));
  return context;
}

LayoutPointer make_layout(PangoContext* context, const Theme& theme, std::string_view text,
                          Role role) {
  const Look look = theme.look(role);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, std::string{theme.font}.c_str());
  pango_font_description_set_absolute_size(font, look.font_size * PANGO_SCALE);
  pango_font_description_set_weight(font, look.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(font, look.italic ? PANGO_STYLE_OBLIQUE : PANGO_STYLE_NORMAL);
  LayoutPointer layout{pango_layout_new(context)};
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

TextMeasure pango_measure(const Theme& theme) {
  struct Memory {
    ContextPointer context{make_context()};
    std::map<std::pair<Role, std::string>, TextExtent, std::less<>> known{};
  };
  auto memory = std::make_shared<Memory>();
  return [memory, &theme](std::string_view text, Role role) {
    std::pair<Role, std::string> key{role, std::string{text}};
    if (const auto found = memory->known.find(key); found != memory->known.end())
      return found->second;
    const LayoutPointer layout = make_layout(memory->context.get(), theme, text, role);
    PangoRectangle logical;
    pango_layout_get_extents(layout.get(), nullptr, &logical);
    const double baseline = pango_layout_get_baseline(layout.get());
    const TextExtent extent{.width = logical.width / double{PANGO_SCALE},
                            .ascent = (baseline - logical.y) / PANGO_SCALE,
                            .descent = (logical.y + logical.height - baseline) / PANGO_SCALE};
    memory->known.emplace(std::move(key), extent);
    return extent;
  };
}

}  // namespace weald
