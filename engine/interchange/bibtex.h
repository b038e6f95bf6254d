// SPDX-License-Identifier: MIT
// BibTeX and BibLaTeX databases.
//
// Conventions of ours beyond the format, all of which our reader takes back:
// - `kind` other than report, registrations, references, notices, relations and counts stand in
//   fields `weald-VERB = {value; value}` (carried.h), as does what other formats alone know and a
//   field that stands twice; BibTeX passes over fields that it does not know; `weald-order` says
//   how the extras were ordered where the fields are not;
// - a type that has no CSL type of its own (phdthesis) is the extra `bibtex:entrytype` and written
//   again; a CSL type without one of BibTeX is @misc with `weald-type`;
// - unknown fields are extras `bibtex:name`, their LaTeX as it was (blanks collapsed);
// - `doi`, `url` and `eprint` are written as they are, as BibLaTeX and hyperref take them;
// - «and others» is the author «others».
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

/// True where a line of the first 256 KiB begins an entry (`@article{`), and the text does not
/// begin as JSON or XML.
bool looks_like_bibtex(std::string_view text);

/// Reads BibTeX; text is UTF-8 (to_utf8). An entry needs a title or an identifier. Entries with the
/// same key are kept, with a remark.
Reading read_bibtex(std::string_view text);

/// Writes BibTeX: UTF-8, one field a line, accented Latin letters as commands, capitals of titles
/// in braces. Records without a key get one of the family name and the year; keys are unique.
std::string write_bibtex(std::span<const Record> records);

}  // namespace weald
