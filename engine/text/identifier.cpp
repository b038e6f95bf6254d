// SPDX-License-Identifier: MIT
#include "engine/text/identifier.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace weald {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string lowered(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), lower);
  return low;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Takes `prefix` off without regard to case; true where it was there.
bool take(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size() ||
      !std::equal(prefix.begin(), prefix.end(), text.begin(),
                  [](char a, char b) { return lower(a) == lower(b); }))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Takes a web address up to and with `host` off, whatever its protocol.
void take_address(std::string_view& text, std::string_view host) {
  std::string_view rest = text;
  if (!take(rest, "https://")) take(rest, "http://");
  take(rest, "www.");
  if (take(rest, host)) text = rest;
}

std::string_view leading_digits(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  return text.substr(0, n);
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

int hex(char c) {
  if (is_digit(c)) return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// %2F as `/`, for DOIs copied out of an address.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      const int byte = hex(text[i + 1]) * 16 + hex(text[i + 2]);
      if (byte > 0x20 && byte < 0x7F) {
        plain += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    plain += text[i];
  }
  return plain;
}

/// How a register writes its numbers: the letters before (as it writes them), what else people put
/// there, and what follows.
struct Register {
  std::string_view prefix;
  std::size_t fewest, most;  ///< digits after it
  bool reviews = false;
};
constexpr Register registers[] = {
    {"NCT", 8, 8},        {"ISRCTN", 8, 8}, {"ACTRN", 14, 14},  {"DRKS", 8, 8},    {"UMIN", 9, 9},
    {"PACTR", 12, 20},    {"KCT", 7, 7},    {"TCTR", 11, 11},   {"NTR", 1, 5},     {"NL", 3, 5},
    {"CRD", 8, 14, true}, {"PER-", 3, 6},   {"SLCTR/", 4, 4},   {"LBCTR", 10, 10}, {"jRCTs", 9, 9},
    {"jRCTb", 9, 9},      {"jRCT", 10, 10}, {"ChiCTR", 10, 10},
};
/// Registers whose numbers have an inner structure: letters, digits and these signs.
struct OpenRegister {
  std::string_view prefix, signs;
};
constexpr OpenRegister open_registers[] = {
    {"ChiCTR-", "-"}, {"CTRI/", "/"}, {"SLCTR/", "/"}, {"JPRN-", "-"},
    {"IRCT", ""},     {"RBR-", ""},   {"PACTR", ""},
};

/// 2012-001234-12, as EudraCT and CTIS number trials; CTIS may add -00.
std::string european_number(std::string_view text) {
  const auto digits_at = [&](std::size_t at, std::size_t n) {
    return text.size() >= at + n && all_digits(text.substr(at, n));
  };
  if (!digits_at(0, 4) || text.size() < 14 || text[4] != '-' || !digits_at(5, 6) ||
      text[11] != '-' || !digits_at(12, 2))
    return {};
  if (text.size() > 14 && is_digit(text[14])) return {};
  const int year =
      (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
  if (year < 1990 || year > 2100) return {};
  return "EUCTR" + std::string(text.substr(0, 14));
}

/// What of `text`, which begins with a number in a register, is that number: its normal form, and
/// the bytes that it takes. Empty where none begins here.
struct Found {
  std::string id{};
  std::size_t taken = 0;
};
Found registration_at(std::string_view text) {
  std::string_view rest = text;
  const auto taken = [&](std::string_view left) { return text.size() - left.size(); };
  for (const std::string_view name :
       {"EUCTR", "EudraCT number", "EudraCT", "EU CT number", "EU CT", "CTIS"}) {
    rest = text;
    if (!take(rest, name)) continue;
    while (!rest.empty() && (is_blank(rest.front()) || rest.front() == ':' || rest.front() == '-'))
      rest.remove_prefix(1);
    if (const std::string id = european_number(rest); !id.empty()) {
      rest.remove_prefix(14);
      if (rest.size() >= 3 && rest[0] == '-' && all_digits(rest.substr(1, 2))) {
        rest.remove_prefix(3);  // CTIS counts resubmissions: -00
      } else if (rest.size() >= 3 && rest[0] == '-' && is_letter(rest[1]) && is_letter(rest[2])) {
        rest.remove_prefix(3);  // EUCTR names a country: -FR
      }
      return {id, taken(rest)};
    }
  }
  if (const std::string id = european_number(text); !id.empty()) {
    rest = text.substr(14);
    if (rest.size() >= 3 && rest[0] == '-' && all_digits(rest.substr(1, 2))) rest.remove_prefix(3);
    return {id, taken(rest)};
  }
  // The Japanese portal puts its name before the numbers of the registers it collects.
  rest = text;
  if (take(rest, "JPRN-"))
    for (const std::string_view own : {"UMIN", "jRCT"})
      if (std::string_view begins = rest; take(begins, own)) {
        const Found inner = registration_at(rest);
        if (inner.taken > 0) return {inner.id, taken(rest) + inner.taken};
      }
  for (const Register& one : registers) {
    rest = text;
    // Few digits after few letters could be a key, such as nl-2012: only the register's own
    // spelling.
    const bool strict = one.fewest < 7;
    if (strict ? !text.starts_with(one.prefix) : !take(rest, one.prefix)) continue;
    if (strict) rest.remove_prefix(one.prefix.size());
    std::string_view number = rest;
    while (!strict && !number.empty() &&
           (is_blank(number.front()) || number.front() == ':' || number.front() == '-'))
      number.remove_prefix(1);
    const std::string_view digits = leading_digits(number);
    if (digits.size() < one.fewest || digits.size() > one.most) continue;
    number.remove_prefix(digits.size());
    if (!number.empty() && is_letter(number.front())) continue;
    return {std::string(one.prefix) + std::string(digits), taken(number)};
  }
  for (const OpenRegister& one : open_registers) {
    rest = text;
    if (!take(rest, one.prefix)) continue;
    std::size_t n = 0, digits = 0;
    while (n < rest.size() && (is_digit(rest[n]) || is_letter(rest[n]) ||
                               one.signs.find(rest[n]) != std::string_view::npos))
      digits += is_digit(rest[n++]) ? 1u : 0u;
    while (n > 0 && !is_digit(rest[n - 1]) && !is_letter(rest[n - 1])) --n;
    if (digits < 3) continue;
    std::string id(one.prefix);
    for (const char c : rest.substr(0, n)) id += one.prefix == "RBR-" ? lower(c) : upper(c);
    return {id, taken(rest.substr(n))};
  }
  return {};
}

}  // namespace

std::string normal_doi(std::string_view text) {
  text = trimmed(text);
  take_address(text, "dx.doi.org/");
  take_address(text, "doi.org/");
  if (take(text, "doi")) {
    while (!text.empty() && (text.front() == ':' || is_blank(text.front()))) text.remove_prefix(1);
    take_address(text, "doi.org/");
  }
  std::string doi = lowered(unescaped(text));
  const std::size_t blank = std::min(doi.find_first_of(" \t\r\n"), doi.size());
  if (doi.find_first_not_of(" \t\r\n", blank) != std::string::npos && blank < doi.size()) {
    // «10.1000/abc [doi]», «10.1000/abc (accessed …)»: what follows a blank is no DOI.
    doi.resize(blank);
  }
  // The punctuation of a sentence, and a closing bracket without its opening one, are not the
  // DOI's.
  const auto unmatched = [&](char open, char close) {
    return doi.back() == close && std::ranges::count(doi, open) < std::ranges::count(doi, close);
  };
  while (!doi.empty() &&
         (std::string_view(".,;: \t\r\n").find(doi.back()) != std::string_view::npos ||
          unmatched('(', ')') || unmatched('[', ']')))
    doi.pop_back();
  if (!doi.starts_with("10.")) return {};
  const std::size_t slash = doi.find('/');
  if (slash == std::string::npos || slash + 1 == doi.size()) return {};
  const std::string_view registrant = std::string_view(doi).substr(3, slash - 3);
  if (leading_digits(registrant).size() < 2 ||
      !std::ranges::all_of(registrant, [](char c) { return is_digit(c) || c == '.'; }))
    return {};
  return doi;
}

std::string normal_pmid(std::string_view text) {
  text = trimmed(text);
  take_address(text, "pubmed.ncbi.nlm.nih.gov/");
  take_address(text, "ncbi.nlm.nih.gov/pubmed/");
  if (take(text, "pmid") || take(text, "pubmed"))
    while (!text.empty() && (text.front() == ':' || text.front() == '-' || is_blank(text.front())))
      text.remove_prefix(1);
  if (text.ends_with('/')) text.remove_suffix(1);
  if (!all_digits(text) || text.size() > 12) return {};
  while (text.starts_with('0')) text.remove_prefix(1);
  return std::string(text);
}

std::string normal_pmc(std::string_view text) {
  text = trimmed(text);
  take_address(text, "ncbi.nlm.nih.gov/pmc/articles/");
  take_address(text, "pmc.ncbi.nlm.nih.gov/articles/");
  if (take(text, "pmcid"))
    while (!text.empty() && (text.front() == ':' || is_blank(text.front()))) text.remove_prefix(1);
  if (take(text, "pmc"))
    while (!text.empty() && (text.front() == ':' || is_blank(text.front()))) text.remove_prefix(1);
  take(text, "pmc");  // `pmc:PMC123`
  if (text.ends_with('/')) text.remove_suffix(1);
  if (const std::size_t dot = text.find('.');
      dot != std::string_view::npos && all_digits(text.substr(dot + 1)))
    text = text.substr(0, dot);  // a version, PMC123.1
  if (!all_digits(text) || text.size() > 12) return {};
  while (text.starts_with('0')) text.remove_prefix(1);
  return text.empty() ? std::string{} : "PMC" + std::string(text);
}

std::string normal_openalex(std::string_view text) {
  text = trimmed(text);
  take_address(text, "api.openalex.org/");
  take_address(text, "openalex.org/");
  take(text, "works/");
  if (take(text, "openalex:")) text = trimmed(text);
  if (text.size() < 2 || upper(text.front()) != 'W' || !all_digits(text.substr(1))) return {};
  return "W" + std::string(text.substr(1));
}

std::string normal_registration(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view before : {"registration:", "nct:", "clinicaltrials.gov/"})
    take(text, before);
  text = trimmed(text);
  const Found found = registration_at(text);
  return found.taken == text.size() ? found.id : std::string{};
}

std::vector<std::string> registrations_in(std::string_view text) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < text.size();) {
    const bool inside_word = i > 0 && (is_letter(text[i - 1]) || is_digit(text[i - 1]));
    const Found found = inside_word ? Found{} : registration_at(text.substr(i));
    if (found.taken == 0) {
      ++i;
      continue;
    }
    if (std::ranges::find(ids, found.id) == ids.end()) ids.push_back(found.id);
    i += found.taken;
  }
  return ids;
}

bool registers_reviews(std::string_view registration) {
  return std::ranges::any_of(registers, [&](const Register& one) {
    return one.reviews && registration.starts_with(one.prefix);
  });
}

std::string normal_identifier(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || all_digits(text)) return {};
  if (const std::string doi = normal_doi(text); !doi.empty()) return "doi:" + doi;
  if (const std::string pmc = normal_pmc(text); !pmc.empty()) return "pmc:" + pmc;
  if (const std::string pmid = normal_pmid(text); !pmid.empty()) return "pmid:" + pmid;
  if (const std::string work = normal_openalex(text); !work.empty()) return "openalex:" + work;
  return normal_registration(text);
}

std::string identifier_problem(std::string_view text) {
  text = trimmed(text);
  std::string_view rest = text;
  if (take(rest, "doi:") || lowered(text).find("doi.org") != std::string::npos)
    return normal_doi(text).empty()
               ? "a DOI begins with `10.`, digits and a slash: 10.7326/M16-1700"
               : "";
  rest = text;
  if (take(rest, "pmid:"))
    return normal_pmid(text).empty() ? "a PubMed number is digits alone: pmid:28319997" : "";
  rest = text;
  if (take(rest, "pmc:") || take(rest, "pmc"))
    return normal_pmc(text).empty() ? "a PubMed Central number is PMC and digits: PMC4566202" : "";
  rest = text;
  if (take(rest, "nct") && !rest.empty() && (is_digit(rest.front()) || rest.front() == ':'))
    return normal_registration(text).empty()
               ? fmt::format("a number of ClinicalTrials.gov has eight digits, not {}",
                             leading_digits(rest).size())
               : "";
  rest = text;
  if (take(rest, "isrctn") && !rest.empty() && is_digit(rest.front()))
    return normal_registration(text).empty()
               ? fmt::format("a number of ISRCTN has eight digits, not {}",
                             leading_digits(rest).size())
               : "";
  return {};
}

}  // namespace weald
