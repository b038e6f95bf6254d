// SPDX-License-Identifier: MIT
// What to tell people about a text that is not YAML. Used by yaml.cpp alone.
#pragma once

#include <optional>
#include <string_view>

#include "engine/text/diagnostic.h"
#include "engine/text/source.h"

namespace weald::yaml {

/// Where and why reading stopped, and what was being read.
struct SyntaxFault {
  std::size_t at = 0;                         ///< byte offset
  std::string_view detail{};                  ///< the parser's own words
  std::optional<std::size_t> open_bracket{};  ///< innermost `[` or `{` that is still open
  std::optional<Span> last_quoted{};          ///< the last thing read, if it was a text in quotes
};

/// The one diagnostic of such a text: names the commonest mistakes (tabs, unclosed quotes and
/// brackets, a colon in a text, a missing blank after a colon) where they can be recognised.
Diagnostic describe_fault(const Sources& sources, std::uint32_t source, const SyntaxFault& fault);

/// The diagnostic of a quotation mark at `at` that is never closed.
Diagnostic unclosed_quote(std::uint32_t source, std::size_t at);

/// The diagnostic of a `[` or `{` at `at` that is never closed.
Diagnostic unclosed_bracket(std::string_view text, std::uint32_t source, std::size_t at);

}  // namespace weald::yaml
