// SPDX-License-Identifier: MIT
// One line of text set by Pango in a role's font: the same for measuring and for painting. Internal
// to backends/.
#pragma once

#include <memory>
#include <string_view>

#include <pango/pangocairo.h>

#include "plots/theme.h"

namespace weald {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using LayoutPointer = std::unique_ptr<PangoLayout, Unref>;
using ContextPointer = std::unique_ptr<PangoContext, Unref>;

/// A context in points whose metrics do not depend on the resolution of the surface: no hinting, no
/// rounding. Fonts once loaded are shared by all contexts of a thread.
ContextPointer make_context();

/// The layout of one line.
LayoutPointer make_layout(PangoContext* context, const Theme& theme, std::string_view text,
                          Role role);

}  // namespace weald
