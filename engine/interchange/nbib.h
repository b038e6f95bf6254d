// SPDX-License-Identifier: MIT
// NBIB, the MEDLINE format of PubMed.
//
// RIN, EIN, ECI, RRI (retraction, erratum, expression of concern, retraction and republication in)
// become notices; ROF, EFR, ECF, UOF, RPF, RRF, CRF become relations: retracts, corrects, concerns,
// and version-of for the rest. The PMID or DOI is taken from the citation; where it names none, the
// line stays an extra (with a remark for a relation, which needs one). Comments (CON, CIN) stay
// extras. PT decides the kind: notice before guideline before review.
#pragma once

#include <string_view>

#include "engine/interchange/formats.h"

namespace weald {

/// True where a line `PMID-` stands in the first 256 KiB.
bool looks_like_nbib(std::string_view text);

/// Reads NBIB; text is UTF-8 (to_utf8). A record begins at PMID-, or after a blank line at the tag
/// that began the one before; it needs a title (TI, BTI or TT).
Reading read_nbib(std::string_view text);

}  // namespace weald
