// SPDX-License-Identifier: MIT
// What reader and writer of BibTeX share: types, names of fields, one entry understood.
#pragma once

#include <string_view>
#include <vector>

#include "engine/interchange/bibtex_parse.h"

namespace weald::bibtex {

struct Type {
  std::string_view bibtex, csl;  ///< the first row of a CSL type is how it is written
};
inline constexpr Type types[] = {
    {"article", "article-journal"},
    {"periodical", "article-journal"},
    {"suppperiodical", "article-journal"},
    {"book", "book"},
    {"mvbook", "book"},
    {"collection", "book"},
    {"mvcollection", "book"},
    {"reference", "book"},
    {"proceedings", "book"},
    {"mvproceedings", "book"},
    {"incollection", "chapter"},
    {"inbook", "chapter"},
    {"bookinbook", "chapter"},
    {"suppbook", "chapter"},
    {"inreference", "entry-encyclopedia"},
    {"inproceedings", "paper-conference"},
    {"conference", "paper-conference"},
    {"thesis", "thesis"},
    {"phdthesis", "thesis"},
    {"mastersthesis", "thesis"},
    {"techreport", "report"},
    {"report", "report"},
    {"online", "webpage"},
    {"electronic", "webpage"},
    {"www", "webpage"},
    {"unpublished", "manuscript"},
    {"booklet", "pamphlet"},
    {"dataset", "dataset"},
    {"software", "software"},
    {"patent", "patent"},
    {"legislation", "legislation"},
    {"misc", "document"},
    {"manual", "document"},
};

inline std::string_view csl_type(std::string_view bibtex) {
  for (const Type& type : types)
    if (type.bibtex == bibtex) return type.csl;
  return {};
}
inline std::string_view bibtex_type(std::string_view csl) {
  for (const Type& type : types)
    if (type.csl == csl) return type.bibtex;
  return {};
}

/// Fields that hold the container, the one that wins first.
inline std::vector<std::string_view> container_fields(std::string_view csl) {
  if (csl.starts_with("article")) return {"journal", "journaltitle", "booktitle"};
  return {"booktitle", "journal", "journaltitle"};
}
/// The field of who published it.
inline std::string_view publisher_field(std::string_view csl) {
  if (csl == "thesis") return "school";
  if (csl == "report") return "institution";
  return "publisher";
}

struct Neutral {
  std::string_view field, neutral;  ///< the first row of a neutral tag is how it is written
  bool several = false;             ///< a list in one field
};
inline constexpr Neutral neutrals[] = {
    {"abstract", "abstract"}, {"keywords", "keyword", true}, {"keyword", "keyword", true},
    {"address", "place"},     {"location", "place"},         {"language", "language"},
    {"note", "note"},         {"edition", "edition"},        {"editor", "editor", true},
    {"series", "series"},     {"issn", "issn", true},        {"isbn", "isbn", true},
};

/// True of a field whose value makes up more than an extra «bibtex:NAME».
bool understood(std::string_view field);

/// True of the name of a field that can stand in a file as it is.
bool plain_name(std::string_view name);

/// What an entry says. `problem` is set where that is no record.
Record interpret(const Entry& entry, std::string& problem, std::vector<Remark>& remarks);

}  // namespace weald::bibtex
