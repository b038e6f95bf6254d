// SPDX-License-Identifier: MIT
// RIS (Reference Manager), as databases and reference managers really write it.
//
// Conventions of ours beyond the format, all of which our reader takes back:
// - `kind` other than report, registrations, references, notices, relations and counts stand in
//   lines `C5  - weald:VERB VALUE` (carried.h), as does what other formats alone know; programs
//   that do not know them show them as a custom field and lose nothing else;
// - the PMID stands as `AN  - PMID:28319997`, the PMC number as `C2  - PMC4566202`;
// - the key stands in ID, the journal in JF, the title of a book around a chapter in T2;
// - a TY that has no CSL type of its own (EJOUR) is kept as the extra `ris:TY` and written again.
// Without such a line M3 (type of work) tells reviews, guidelines and notices.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

/// True where a line `TY  -` stands in the first 256 KiB.
bool looks_like_ris(std::string_view text);

/// Reads RIS; text is UTF-8 (to_utf8). The dialect (generic wos pubmed scopus ovid ebsco revman
/// citesource) is chosen once for the file, by what most of its records bear. A record needs a
/// title or an identifier. What ends without ER is kept with a remark, unless the file breaks off
/// in the middle of a line. Text that is no RIS at all gives one Rejected that says what it seems
/// to be.
Reading read_ris(std::string_view text);

/// Writes RIS: CRLF, UTF-8 without byte order mark, TY … ER, one blank line between records.
std::string write_ris(std::span<const Record> records);

}  // namespace weald
