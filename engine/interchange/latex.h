// SPDX-License-Identifier: MIT
// LaTeX as it occurs in fields of BibTeX, to UTF-8 and back.
#pragma once

#include <string>
#include <string_view>

namespace weald {

/// Plain text of LaTeX: accents (`\'e`, `\c{c}`, `\'{\i}`, composed where Unicode has the letter,
/// with combining marks where not), letters (`\o`, `\ss`, Greek), symbols, ligatures (`--`, ``` ``
/// ```), escapes; braces, `$` and commands of style go, a command that is not known stays with its
/// backslash. Runs of blanks become one. Linear in its length.
std::string latex_to_text(std::string_view latex);

/// LaTeX that latex_to_text() reads back as the same text: the specials of TeX escaped, accented
/// Latin letters as commands, everything else as UTF-8. Braces are balanced without looking at
/// backslashes, as BibTeX counts them.
std::string text_to_latex(std::string_view text);

/// The same with every word that holds a capital (beyond the first letter of all) in braces, so
/// that no style writes it small.
std::string title_to_latex(std::string_view title);

/// An address or DOI, which LaTeX takes as it is: only `\_`, `\%`, `\&`, `\#`, `\~{}` are undone.
std::string latex_to_verbatim(std::string_view latex);

}  // namespace weald
