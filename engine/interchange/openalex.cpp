// SPDX-License-Identifier: MIT
#include "engine/interchange/openalex.h"

#include <algorithm>
#include <array>
#include <map>

#include "engine/interchange/json_values.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/identifier.h"

namespace weald {

namespace {

struct Type {
  std::string_view openalex, csl, kind;
};
constexpr std::array types{
    Type{"article", "article-journal", "report"},
    Type{"review", "article-journal", "review"},
    Type{"retraction", "article-journal", "notice"},
    Type{"erratum", "article-journal", "notice"},
    Type{"editorial", "article-journal", "report"},
    Type{"letter", "article-journal", "report"},
    Type{"preprint", "article", "report"},
    Type{"book", "book", "report"},
    Type{"book-chapter", "chapter", "report"},
    Type{"dissertation", "thesis", "report"},
    Type{"report", "report", "report"},
    Type{"dataset", "dataset", "report"},
    Type{"standard", "standard", "report"},
    Type{"peer-review", "review", "report"},
    Type{"reference-entry", "entry", "report"},
    Type{"paratext", "document", "report"},
    Type{"supplementary-materials", "document", "report"},
    Type{"other", "document", "report"},
};
// Of these CSL's type and the kind say everything.
constexpr std::array<std::string_view, 6> plain{"article",      "review", "book",
                                                "book-chapter", "report", "dataset"};

void read_type(const Json& work, Record& record) {
  const std::string type = text_of(work, "type");
  for (const Type& row : types) {
    if (row.openalex != type) continue;
    record.type = std::string(row.csl);
    record.kind = std::string(row.kind);
  }
  if (!type.empty() && std::find(plain.begin(), plain.end(), type) == plain.end())
    record.extra.emplace_back("openalex:type", type);
}

/// The words at their places. Indexes with holes or beyond a length that abstracts have give what
/// there is, in order.
std::string abstract_of(const Json* index) {
  std::multimap<long, std::string> words;
  if (!index || !index->is_object()) return {};
  for (auto it = index->begin(); it != index->end(); ++it) {
    for (const Json* place : elements(&*it)) {
      if (const std::optional<long> at = count_of(place)) words.emplace(*at, clean_text(it.key()));
    }
  }
  std::string text;
  for (const auto& [at, word] : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// The first of several members that holds something.
std::string first_text(const Json& json, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (std::string text = text_of(json, name); !text.empty()) return text;
  }
  return {};
}

void read_identifiers(const Json& work, Record& record) {
  const Json* ids = member(work, "ids");
  const auto either = [&](const char* name, std::string (*normal)(std::string_view)) {
    const std::string own = normal(text_of(work, name));
    return own.empty() ? normal(text_of(member(ids, name))) : own;
  };
  record.openalex = normal_openalex(text_of(work, "id"));
  if (record.openalex.empty()) record.openalex = normal_openalex(text_of(member(ids, "openalex")));
  record.doi = either("doi", normal_doi);
  record.pmid = either("pmid", normal_pmid);
  record.pmc = either("pmcid", normal_pmc);
}

void read_place(const Json& work, Record& record) {
  const Json* location = member(work, "primary_location");
  const Json* source = member(location, "source");
  if (!source) source = member(work, "host_venue");  // before 2023
  record.container = without_markup(text_of(member(source, "display_name")));
  for (const Json* issn : elements(member(source, "issn"))) {
    if (std::string text = text_of(issn); !text.empty())
      record.extra.emplace_back("issn", std::move(text));
  }
  std::string publisher = text_of(member(source, "host_organization_name"));
  if (publisher.empty()) publisher = text_of(member(source, "publisher"));
  if (!publisher.empty()) record.extra.emplace_back("publisher", std::move(publisher));
  const std::string page = text_of(member(location, "landing_page_url"));
  if (normal_identifier(page).empty()) record.url = page;

  const Json* biblio = member(work, "biblio");
  record.volume = text_of(member(biblio, "volume"));
  record.issue = text_of(member(biblio, "issue"));
  const std::string first = text_of(member(biblio, "first_page"));
  const std::string last = text_of(member(biblio, "last_page"));
  record.pages = last.empty() || last == first ? first : first + "-" + last;
}

void read_references(const Json& work, Record& record, std::vector<std::string>& remarks) {
  for (const Json* one : elements(member(work, "referenced_works"))) {
    const std::string text = text_of(one);
    const std::string id = normal_openalex(text);
    record.cites.push_back(
        {id.empty() ? normal_identifier(text) : "openalex:" + id, id.empty() ? text : "", ""});
    if (record.cites.back().id.empty())
      remarks.push_back("a reference is no identifier of OpenAlex: " + text);
  }
  record.cites_known = !record.cites.empty();
  const std::optional<long> count = count_of(member(work, "referenced_works_count"));
  if (count && (*count > 0 || record.cites_known)) record.reference_count = count;
  record.cited_by_count = count_of(member(work, "cited_by_count"));
}

std::string read_work(const Json& work, Record& record, std::vector<std::string>& remarks) {
  read_identifiers(work, record);
  record.title = without_markup(first_text(work, {"title", "display_name"}));
  if (record.openalex.empty() && record.doi.empty() && record.title.empty())
    return "it has neither an identifier nor a title";
  read_type(work, record);
  for (const Json* authorship : elements(member(work, "authorships"))) {
    std::string name = text_of(member(member(*authorship, "author"), "display_name"));
    if (name.empty()) name = text_of(*authorship, "raw_author_name");
    if (!name.empty()) record.authors.push_back(inverted_name(name));
  }
  record.date = read_date_text(text_of(work, "publication_date"));
  if (!record.date.known()) record.date = sane_date(int_of(member(work, "publication_year")), 0, 0);
  read_place(work, record);
  read_references(work, record, remarks);
  if (const Json* retracted = member(work, "is_retracted"); retracted && *retracted == true)
    record.notices.push_back({.kind = "retraction", .reason = "OpenAlex"});
  std::string abstract = abstract_of(member(work, "abstract_inverted_index"));
  if (!abstract.empty()) record.extra.emplace_back("abstract", std::move(abstract));
  for (const Json* one : elements(member(work, "keywords"))) {
    std::string word =
        one->is_object() ? first_text(*one, {"display_name", "keyword"}) : text_of(one);
    if (!word.empty()) record.extra.emplace_back("keyword", std::move(word));
  }
  if (std::string language = text_of(work, "language"); !language.empty())
    record.extra.emplace_back("language", std::move(language));
  return {};
}

}  // namespace

bool looks_like_openalex(std::string_view text) {
  const std::optional<Json> work = first_json_record(text);
  if (!work) return false;
  return text_of(*work, "id").find("openalex.org/") != std::string::npos ||
         work->contains("referenced_works") || work->contains("authorships") ||
         work->contains("abstract_inverted_index");
}

Reading read_openalex(std::string_view text) { return read_json_records(text, read_work); }

}  // namespace weald
