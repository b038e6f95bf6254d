// SPDX-License-Identifier: MIT
#include "engine/text/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace weald {

namespace {

std::string_view path_of(const Span& span, const Sources& sources) {
  return span.known() ? std::string_view(sources.path(span.source)) : std::string_view();
}

/// The order of showing, then everything else, so that the order never depends on that of adding.
auto order(const Diagnostic& d, const Sources& sources) {
  const Span span = d.primary.span.known() ? d.primary.span : Span{};
  return std::tuple(path_of(span, sources), span.begin, d.code, std::string_view(d.message),
                    span.end, d.severity, std::string_view(d.primary.text),
                    std::string_view(d.help), d.acknowledged, std::string_view(d.why_acknowledged),
                    d.secondary.size());
}

bool same_label(const Label& a, const Label& b) { return a.span == b.span && a.text == b.text; }

}  // namespace

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
  return items_.emplace_back(std::move(diagnostic));
}

Diagnostic& Diagnostics::error(std::string_view code, Span span, std::string message,
                               std::string help) {
  return add({.severity = Severity::error,
              .code = code,
              .message = std::move(message),
              .primary = {.span = span},
              .help = std::move(help)});
}

Diagnostic& Diagnostics::warning(std::string_view code, Span span, std::string message,
                                 std::string help) {
  Diagnostic& added = error(code, span, std::move(message), std::move(help));
  added.severity = Severity::warning;
  return added;
}

void Diagnostics::append(Diagnostics other) {
  if (items_.empty()) {
    items_ = std::move(other.items_);
    return;
  }
  items_.insert(items_.end(), std::make_move_iterator(other.items_.begin()),
                std::make_move_iterator(other.items_.end()));
}

void Diagnostics::sort(const Sources& sources) {
  std::stable_sort(items_.begin(), items_.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return order(a, sources) < order(b, sources);
  });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) {
    return order(a, sources) == order(b, sources) && a.primary.span == b.primary.span &&
           std::equal(a.secondary.begin(), a.secondary.end(), b.secondary.begin(),
                      b.secondary.end(), same_label);
  };
  items_.erase(std::unique(items_.begin(), items_.end(), same), items_.end());
}

bool Diagnostics::has_errors() const {
  return std::any_of(items_.begin(), items_.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::size_t Diagnostics::open_warnings() const {
  return static_cast<std::size_t>(std::count_if(
      items_.begin(), items_.end(),
      [](const Diagnostic& d) { return d.severity == Severity::warning && !d.acknowledged; }));
}

}  // namespace weald
