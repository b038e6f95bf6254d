// SPDX-License-Identifier: MIT
#include "cli/terminal.h"

#include <cstdlib>
#include <ostream>

#include <fmt/format.h>

namespace weald {
namespace {

void say_error(const Streams& streams, std::string_view message, std::string_view help) {
  streams.err << "error: " << message << '\n';
  if (!help.empty()) streams.err << "  = help: " << help << '\n';
}

}  // namespace

void say_usage(const Streams& streams, std::string_view message, std::string_view help) {
  say_error(streams, message, help);
}

void say_file(const Streams& streams, std::string_view message, std::string_view help) {
  say_error(streams, message, help);
}

void say(const Call& call, std::string_view message) {
  if (!call.has("quiet")) call.err() << message << '\n';
}

bool colored(const Call& call, bool is_terminal) {
  const std::string when = call.value("color", "auto");
  if (when == "always") return true;
  if (when == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  return is_terminal && (no_color == nullptr || *no_color == '\0');
}

OutputStyle output_style(const Call& call) {
  const bool to_terminal = call.streams->out_is_terminal && !call.has("output");
  return {.color = colored(call, to_terminal),
          .ascii = call.has("ascii"),
          .width = call.streams->width};
}

void show(const Call& call, Diagnostics& diagnostics, const Sources& sources, bool acknowledged) {
  diagnostics.sort(sources);
  const bool color = colored(call, call.streams->err_is_terminal);
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.acknowledged && !acknowledged) continue;
    if (diagnostic.severity != Severity::error && call.has("quiet")) continue;
    call.err() << render(diagnostic, sources, color);
  }
}

}  // namespace weald
