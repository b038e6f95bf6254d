// SPDX-License-Identifier: MIT
// What `weald explain` says of a row of any table, and the pages of docs/ made from the same words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weald {

/// Everything the tables know of that word, without regard to case: a diagnostic's code, a measure,
/// a method, a preset, an option, a command, a figure. Empty where no table knows it.
std::string explain_word(std::string_view word);

/// Every word that explain_word() knows, for «did you mean» and completion.
std::vector<std::string_view> explained_words();

/// docs/measures.md and docs/diagnostics.md.
std::string measures_page();
std::string diagnostics_page();

}  // namespace weald
