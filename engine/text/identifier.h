// SPDX-License-Identifier: MIT
// Identifiers of papers and studies in their one normal form, so that two spellings of one
// identifier compare equal: `https://doi.org/10.7326/M16-1700` and `doi:10.7326/m16-1700`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weald {

/// `10.7326/m16-1700`: lower case (DOIs do not regard case: DOI Handbook 2.4), without address,
/// prefix `doi:`, blanks or percent escapes, and without the punctuation that sentences leave at
/// its end. Empty where the text is no DOI (no `10.` with digits and a slash with something after
/// it).
std::string normal_doi(std::string_view text);

/// `28319997`: the digits, without `pmid:`, an address of PubMed or leading zeros. Empty where the
/// text is no number, or is 0 («Unavailable» in lists of retractions).
std::string normal_pmid(std::string_view text);

/// `PMC4566202`, from the number with or without `PMC`. Empty where the text is none.
std::string normal_pmc(std::string_view text);

/// `W2741809807`, from an OpenAlex identifier or address. Empty where the text is none.
std::string normal_openalex(std::string_view text);

/// A number in a register of trials or reviews as the register writes it: NCT00804531,
/// ISRCTN12345678, EUCTR2012-001234-12 (also from EudraCT and CTIS spellings), ACTRN12605000001606,
/// ChiCTR2000030000 (also ChiCTR-TRC-12345678), DRKS00000001, UMIN000000001, CTRI/2010/091/000001,
/// PACTR201001000000001, NTR123 (also NL1234), KCT0000001, IRCT…, TCTR…, jRCT…, JPRN-…, RBR-…,
/// CRD42019106336. Empty where the text is none.
std::string normal_registration(std::string_view text);

/// Every registration that stands anywhere in a text («registered as NCT00804531; ISRCTN12345678»),
/// in order, each once.
std::vector<std::string> registrations_in(std::string_view text);

/// A register of reviews and not of trials (PROSPERO): such a number names no study.
bool registers_reviews(std::string_view registration);

/// Any identifier with the prefix that says what it is, as edges and placeholders name it:
/// `doi:10.7326/m16-1700`, `pmid:28319997`, `pmc:PMC4566202`, `openalex:W27`, or a registration as
/// it is. Understands all spellings above (a bare number is not an identifier). Empty for anything
/// else.
std::string normal_identifier(std::string_view text);

/// How near two spellings may be a misprint of an identifier: the reason in words («a DOI begins
/// with 10.»), or empty where `text` has no form of an identifier.
std::string identifier_problem(std::string_view text);

}  // namespace weald
