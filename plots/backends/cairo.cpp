// SPDX-License-Identifier: MIT
#include "plots/backends/cairo.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <cairo-pdf.h>
#include <cairo.h>

#include "engine/expects.h"
#include "plots/backends/pango_text.h"

namespace weald {
namespace {

struct CairoFree {
  void operator()(cairo_t* cr) const { cairo_destroy(cr); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, CairoFree>;
using Context = std::unique_ptr<cairo_t, CairoFree>;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

/// Visits shapes with a pen.
struct Painter {
  cairo_t* cr;
  const Theme& theme;
  PangoContext* text;

  void colour(const Color& c) const {
    if (c.alpha < 1)
      cairo_set_source_rgba(cr, c.r, c.g, c.b, c.alpha);
    else
      cairo_set_source_rgb(cr, c.r, c.g, c.b);
  }

  void stroke(const Look& look) const {
    colour(look.stroke);
    cairo_set_line_width(cr, look.stroke_width);
    const double dashes[] = {3, 2.2}, dots[] = {0.9, 1.6};
    cairo_set_dash(cr, look.dotted ? dots : dashes, look.dashed || look.dotted ? 2 : 0, 0);
    cairo_stroke(cr);
  }

  void fill_path(Role role) const {
    const Look look = theme.look(role);
    colour(look.fill);
    if (!is_outlined(role)) {
      cairo_fill(cr);
      return;
    }
    cairo_fill_preserve(cr);
    stroke(look);
  }

  void operator()(const Line& s) const {
    cairo_move_to(cr, s.from.x, s.from.y);
    cairo_line_to(cr, s.to.x, s.to.y);
    stroke(theme.look(s.role));
  }
  void operator()(const Rect& s) const {
    cairo_rectangle(cr, s.at.x, s.at.y, s.size.width, s.size.height);
    fill_path(s.role);
  }
  void operator()(const Polygon& s) const {
    cairo_new_path(cr);  // a text leaves its end as the current point
    for (const Point& p : s.points) cairo_line_to(cr, p.x, p.y);
    cairo_close_path(cr);
    fill_path(s.role);
  }
  void operator()(const Circle& s) const {
    cairo_new_sub_path(cr);
    cairo_arc(cr, s.centre.x, s.centre.y, s.radius, 0, 2 * M_PI);
    fill_path(s.role);
  }
  void operator()(const Curve& s) const {
    cairo_new_path(cr);
    cairo_move_to(cr, s.from.x, s.from.y);
    cairo_curve_to(cr, s.bend_from.x, s.bend_from.y, s.bend_to.x, s.bend_to.y, s.to.x, s.to.y);
    stroke(theme.look(s.role));
  }
  void operator()(const Polyline& s) const {
    cairo_new_path(cr);
    for (const Point& p : s.points) cairo_line_to(cr, p.x, p.y);
    stroke(theme.look(s.role));
  }
  void operator()(const Text& s) const {
    const LayoutPointer layout = make_layout(text, theme, s.text, s.role);
    PangoRectangle logical;
    pango_layout_get_extents(layout.get(), nullptr, &logical);
    const double width = logical.width / double{PANGO_SCALE};
    const double left = s.align == Align::left    ? s.at.x
                        : s.align == Align::right ? s.at.x - width
                                                  : s.at.x - width / 2;
    colour(theme.look(s.role).fill);
    cairo_move_to(cr, left - logical.x / double{PANGO_SCALE},
                  s.at.y - pango_layout_get_baseline(layout.get()) / double{PANGO_SCALE});
    pango_cairo_show_layout(cr, layout.get());
  }
};

void paint_page(cairo_t* cr, const Page& page, const Theme& theme, PangoContext* text) {
  const Painter painter{cr, theme, text};
  for (const Mark& mark : page.marks)
    for (const Shape& shape : mark.shapes) std::visit(painter, shape);
}

}  // namespace

std::string paint_pdf(const Scene& scene, const Theme& theme) {
  std::string bytes;
  Surface surface{
      cairo_pdf_surface_create_for_stream(append, &bytes, scene.size.width, scene.size.height)};
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, scene.title.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_SUBJECT,
                                 scene.description.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "weald");
  // A date of its own would make two runs differ.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                 "2000-01-01T00:00:00Z");
  const ContextPointer text = make_context();
  const Context cr{cairo_create(surface.get())};
  for (const Page& page : scene.pages) {
    paint_page(cr.get(), page, theme, text.get());
    cairo_show_page(cr.get());
  }
  cairo_surface_finish(surface.get());
  EXPECTS(cairo_status(cr.get()) == CAIRO_STATUS_SUCCESS);
  return bytes;
}

std::string paint_png(const Scene& scene, const Theme& theme) {
  const double pages = static_cast<double>(std::max<std::size_t>(scene.pages.size(), 1));
  const double height = scene.size.height * pages;
  // 144 dots an inch are two a point.
  const double scale = std::min({2.0, 32000 / scene.size.width, 32000 / height});
  const auto dots = [&](double points) {
    return std::max(1, static_cast<int>(std::ceil(points * scale)));
  };
  Surface surface{
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, dots(scene.size.width), dots(height))};
  const ContextPointer text = make_context();
  const Context cr{cairo_create(surface.get())};
  cairo_set_source_rgb(cr.get(), 1, 1, 1);
  cairo_paint(cr.get());
  cairo_scale(cr.get(), scale, scale);
  for (const Page& page : scene.pages) {
    paint_page(cr.get(), page, theme, text.get());
    cairo_translate(cr.get(), 0, scene.size.height);
  }
  std::string bytes;
  EXPECTS(cairo_status(cr.get()) == CAIRO_STATUS_SUCCESS);
  EXPECTS(cairo_surface_write_to_png_stream(surface.get(), append, &bytes) == CAIRO_STATUS_SUCCESS);
  return bytes;
}

}  // namespace weald
