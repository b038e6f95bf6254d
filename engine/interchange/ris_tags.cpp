// SPDX-License-Identifier: MIT
#include "engine/interchange/ris_tags.h"

#include <array>
#include <map>

#include "engine/interchange/text_lines.h"

namespace weald::ris {
namespace {

constexpr Type types[] = {
    {"JOUR", "article-journal"},
    {"EJOUR", "article-journal"},
    {"JFULL", "article-journal"},
    {"ABST", "article-journal"},
    {"INPR", "article-journal"},
    {"MGZN", "article-magazine"},
    {"NEWS", "article-newspaper"},
    {"BOOK", "book"},
    {"WHOLE", "book"},
    {"EBOOK", "book"},
    {"EDBOOK", "book"},
    {"CHAP", "chapter"},
    {"ECHAP", "chapter"},
    {"CPAPER", "paper-conference"},
    {"CONF", "paper-conference"},
    {"THES", "thesis"},
    {"RPRT", "report"},
    {"GOVDOC", "report"},
    {"STAND", "standard"},
    {"ELEC", "webpage"},
    {"WEB", "webpage"},
    {"BLOG", "post-weblog"},
    {"DATA", "dataset"},
    {"AGGR", "dataset"},
    {"COMP", "software"},
    {"PAT", "patent"},
    {"UNPB", "manuscript"},
    {"MANSCPT", "manuscript"},
    {"PAMP", "pamphlet"},
    {"DICT", "entry-dictionary"},
    {"ENCYC", "entry-encyclopedia"},
    {"STAT", "legislation"},
    {"BILL", "bill"},
    {"CASE", "legal_case"},
    {"HEAR", "hearing"},
    {"PCOMM", "personal_communication"},
    {"MAP", "map"},
    {"SOUND", "song"},
    {"VIDEO", "motion_picture"},
    {"MPCT", "motion_picture"},
    {"ADVS", "motion_picture"},
    {"MUSIC", "musical_score"},
    {"ART", "graphic"},
    {"FIGURE", "figure"},
    {"GEN", "document"},
};

struct Neutral {
  std::string_view ris, neutral;
};
/// The first row of a neutral tag is how it is written.
constexpr Neutral neutrals[] = {
    {"AB", "abstract"}, {"KW", "keyword"}, {"PB", "publisher"}, {"CY", "place"},
    {"LA", "language"}, {"N1", "note"},    {"ET", "edition"},   {"A2", "editor"},
    {"ED", "editor"},   {"T3", "series"},  {"N2", "abstract"},
};

/// What betrays a dialect: a tag, and how its value begins or what stands in it.
struct Sign {
  std::string_view dialect, tag, begins, contains;
};
constexpr Sign signs[] = {
    {"revman", "NS", "", ""},       {"citesource", "C8", "", ""},
    {"wos", "AN", "WOS:", ""},      {"wos", "UT", "", ""},
    {"scopus", "DB", "Scopus", ""}, {"scopus", "UR", "", "scopus.com"},
    {"ovid", "DB", "Ovid", ""},     {"ovid", "UR", "", "ovid"},
    {"ebsco", "DP", "EBSCO", ""},   {"ebsco", "UR", "", "ebscohost.com"},
    {"pubmed", "DB", "PubMed", ""}, {"pubmed", "DP", "PubMed", ""},
    {"pubmed", "DP", "NLM", ""},    {"pubmed", "DB", "MEDLINE", ""},
};

}  // namespace

std::string_view csl_type(std::string_view ty) {
  for (const Type& type : types)
    if (type.ris == ty) return type.csl;
  return {};
}

std::string_view ris_type(std::string_view csl) {
  for (const Type& type : types)
    if (type.csl == csl) return type.ris;
  return {};
}

std::vector<std::string_view> container_tags(std::string_view csl_type) {
  if (csl_type.starts_with("article")) return {"JF", "T2", "JO", "JA", "J2", "J1"};
  if (csl_type == "book") return {"T2"};
  return {"T2", "BT", "JF", "JO", "JA", "J2"};
}

std::string_view neutral_tag(std::string_view ris) {
  for (const Neutral& row : neutrals)
    if (row.ris == ris) return row.neutral;
  return {};
}

std::string_view tag_of_neutral(std::string_view neutral) {
  if (neutral == "issn" || neutral == "isbn") return "SN";
  for (const Neutral& row : neutrals)
    if (row.neutral == neutral) return row.ris;
  return {};
}

std::string dialect_of(const std::vector<RawRecord>& records) {
  for (const RawRecord& record : records)
    for (const Field& field : record.fields)
      if (field.tag == "C5" && field.value == "weald:dialect generic") return "generic";
  std::map<std::string_view, std::size_t> bearing;
  for (const RawRecord& record : records) {
    const Sign* found = std::end(signs);  // one dialect a record: the first row that fits
    for (const Field& field : record.fields)
      for (const Sign* sign = signs; sign < found; ++sign)
        if (field.tag == sign->tag && text::after(field.value, sign->begins) &&
            (sign->contains.empty() || text::contains(field.value, sign->contains)))
          found = sign;
    if (found != std::end(signs)) ++bearing[found->dialect];
  }
  for (const auto& [dialect, count] : bearing)
    if (2 * count > records.size()) return std::string(dialect);
  return "generic";
}

}  // namespace weald::ris
