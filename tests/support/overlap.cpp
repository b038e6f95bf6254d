// SPDX-License-Identifier: MIT
#include "tests/support/overlap.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace weald::build {
namespace {

struct Placed {
  Box box;
  std::string what;
};

bool meet(const Box& a, const Box& b) {
  const double hair = 0.02;
  return a.left < b.right - hair && b.left < a.right - hair && a.top < b.bottom - hair &&
         b.top < a.bottom - hair;
}

bool is_dot(Role role) {
  return role == Role::dot || role == Role::dot_muted || role == Role::dot_hollow ||
         role == Role::dot_marked;
}

/// What charts are drawn over: contours and bands of an interval.
bool is_ground(Role role) {
  return role == Role::area || role == Role::area_faint || role == Role::contour_1 ||
         role == Role::contour_2 || role == Role::contour_3;
}

/// What a text must not lie on: squares, diamonds, prediction bars, arrows, whole intervals,
/// lights.
std::optional<Box> body_of(const Shape& shape) {
  if (const Rect* r = std::get_if<Rect>(&shape)) {
    if (is_ground(r->role) || r->role == Role::zone || r->role == Role::band ||
        r->role == Role::background || r->role == Role::halo || r->role == Role::main_path_head)
      return {};
    return Box{r->at.x, r->at.y, r->at.x + r->size.width, r->at.y + r->size.height};
  }
  if (const Polygon* p = std::get_if<Polygon>(&shape)) {
    // The arrows of arcs may end beside a label; marks of papers may not.
    if (is_ground(p->role) || p->role == Role::arc_head || p->role == Role::arc_head_thin ||
        p->role == Role::main_path_head)
      return {};
    Box box{1e9, 1e9, -1e9, -1e9};
    for (const Point& point : p->points)
      box = {std::min(box.left, point.x), std::min(box.top, point.y), std::max(box.right, point.x),
             std::max(box.bottom, point.y)};
    return box;
  }
  if (const Circle* c = std::get_if<Circle>(&shape)) {
    // Lights are told of apart; dots of a chart may lie on each other, but no text on them.
    if (!is_dot(c->role)) return {};
    return Box{c->centre.x - c->radius, c->centre.y - c->radius, c->centre.x + c->radius,
               c->centre.y + c->radius};
  }
  if (const Line* l = std::get_if<Line>(&shape)) {
    if (l->role != Role::interval && l->role != Role::interval_muted &&
        l->role != Role::journal_line)
      return {};
    return Box{std::min(l->from.x, l->to.x), std::min(l->from.y, l->to.y) - 0.5,
               std::max(l->from.x, l->to.x), std::max(l->from.y, l->to.y) + 0.5};
  }
  return {};
}

}  // namespace

std::vector<std::string> faults(const Scene& scene, const TextMeasure& measure) {
  std::vector<std::string> out;
  for (const Page& page : scene.pages) {
    std::vector<Placed> texts, bodies, lights;
    for (const Mark& mark : page.marks)
      for (const Shape& shape : mark.shapes) {
        if (const Text* text = std::get_if<Text>(&shape)) {
          if (text->role == Role::risk_symbol) continue;
          texts.push_back({text_box(*text, measure), text->text});
        } else if (const Circle* c = std::get_if<Circle>(&shape);
                   c != nullptr && !is_dot(c->role)) {
          lights.push_back({{c->centre.x - c->radius, c->centre.y - c->radius,
                             c->centre.x + c->radius, c->centre.y + c->radius},
                            "light"});
        } else if (const auto body = body_of(shape)) {
          bodies.push_back({*body, mark.key});
        }
        // The axis's ends and everything else stays on the page too.
        if (const auto body = body_of(shape))
          if (body->left < 0 || body->right > scene.size.width || body->top < 0 ||
              body->bottom > scene.size.height)
            out.push_back("off the page: " + mark.key);
      }
    for (const Placed& text : texts)
      if (text.box.left < -0.01 || text.box.top < -0.01 ||
          text.box.right > scene.size.width + 0.01 || text.box.bottom > scene.size.height + 0.01)
        out.push_back("off the page: " + text.what);
    std::sort(texts.begin(), texts.end(),
              [](const Placed& a, const Placed& b) { return a.box.top < b.box.top; });
    for (std::size_t i = 0; i < texts.size(); ++i)
      for (std::size_t j = i + 1; j < texts.size() && texts[j].box.top < texts[i].box.bottom; ++j)
        if (meet(texts[i].box, texts[j].box))
          out.push_back("«" + texts[i].what + "» on «" + texts[j].what + "»");
    for (const Placed& text : texts)
      for (const std::vector<Placed>* others : {&bodies, &lights})
        for (const Placed& body : *others)
          if (meet(text.box, body.box)) out.push_back("«" + text.what + "» on " + body.what);
    std::sort(lights.begin(), lights.end(),
              [](const Placed& a, const Placed& b) { return a.box.top < b.box.top; });
    for (std::size_t i = 0; i < lights.size(); ++i)
      for (std::size_t j = i + 1; j < lights.size() && lights[j].box.top < lights[i].box.bottom;
           ++j)
        if (meet(lights[i].box, lights[j].box)) out.push_back("two lights meet");
  }
  return out;
}

}  // namespace weald::build
