// SPDX-License-Identifier: MIT
// Diagnostics: what is wrong with the user's data, where, and how to mend it. Collected, never
// thrown. The layer knows how to show one; what codes there are and why is the catalogue's
// (engine/review).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/source.h"

namespace weald {

enum class Severity { error, warning, note };

/// A place and what to say about it; the text may be empty.
struct Label {
  Span span{};
  std::string text{};
};

/// One complaint. `code` is a row of the catalogue (`weald explain CODE`) and points to static
/// text.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string_view code{};
  std::string message{};
  Label primary{};
  std::vector<Label> secondary{};
  std::string help{};         ///< the remedy, in one or two sentences
  bool acknowledged = false;  ///< a warning that an `ack:` of the descriptor covers
  std::string why_acknowledged{};
};

/// The complaints of one run. Order of adding does not matter: sort() before showing.
class Diagnostics {
 public:
  Diagnostic& add(Diagnostic diagnostic);
  /// Adds an error at `span`.
  Diagnostic& error(std::string_view code, Span span, std::string message, std::string help = {});
  /// Adds a warning at `span`.
  Diagnostic& warning(std::string_view code, Span span, std::string message, std::string help = {});
  void append(Diagnostics other);

  /// By source path, place, code and message; exact repetitions are dropped.
  void sort(const Sources& sources);

  bool has_errors() const;
  /// Warnings that no `ack:` covers.
  std::size_t open_warnings() const;
  const std::vector<Diagnostic>& all() const { return items_; }
  std::vector<Diagnostic>& all() { return items_; }

 private:
  std::vector<Diagnostic> items_;
};

/// The diagnostic as text for people, in the manner of rustc: code, message, place, the line with
/// carets, further labels, help. Wide and combining characters are given their width.
std::string render(const Diagnostic& diagnostic, const Sources& sources, bool color);

}  // namespace weald
