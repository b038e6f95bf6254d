// SPDX-License-Identifier: MIT
#include "engine/interchange/crossref.h"

#include <array>

#include "engine/interchange/json_values.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/identifier.h"

namespace weald {

namespace {

struct Pair {
  std::string_view crossref, ours;
};
constexpr std::array types{
    Pair{"journal-article", "article-journal"},
    Pair{"posted-content", "article"},
    Pair{"proceedings-article", "paper-conference"},
    Pair{"book-chapter", "chapter"},
    Pair{"book-section", "chapter"},
    Pair{"book-part", "chapter"},
    Pair{"monograph", "book"},
    Pair{"edited-book", "book"},
    Pair{"reference-book", "book"},
    Pair{"proceedings", "book"},
    Pair{"reference-entry", "entry"},
    Pair{"dissertation", "thesis"},
    Pair{"report-component", "report"},
    Pair{"peer-review", "review"},
    Pair{"component", "document"},
    Pair{"other", "document"},
};

// What an update does to the paper that it updates (Crossref's list of update types), as a notice
// of that paper and as a relation of the updating one.
struct Update {
  std::string_view type, notice, relation;
};
constexpr std::array updates{
    Update{"retraction", "retraction", "retracts"},
    Update{"partial_retraction", "retraction", "retracts"},
    Update{"withdrawal", "retraction", "retracts"},
    Update{"removal", "retraction", "retracts"},
    Update{"expression_of_concern", "concern", "concerns"},
    Update{"correction", "correction", "corrects"},
    Update{"corrigendum", "correction", "corrects"},
    Update{"erratum", "correction", "corrects"},
    Update{"addendum", "correction", "corrects"},
    Update{"clarification", "correction", "corrects"},
    Update{"new_version", "", "version-of"},
    Update{"new_edition", "", "version-of"},
    Update{"reinstatement", "reinstatement", ""},
};

const Update* update_of(const Json& json) {
  std::string type = lower_case(text_of(json, "type"));
  for (char& c : type) {
    if (c == '-' || c == ' ') c = '_';
  }
  for (const Update& row : updates) {
    if (row.type == type) return &row;
  }
  return nullptr;
}

PartialDate date_in(const Json* holder) {
  const Json* parts = member(holder, "date-parts");
  if (!parts || !parts->is_array() || parts->empty()) return {};
  const Json& first = (*parts)[0];
  return date_of_parts(first.is_array() ? &first : parts);
}

PartialDate date_of(const Json& work) {
  for (const char* name :
       {"issued", "published", "published-print", "published-online", "posted"}) {
    const PartialDate date = date_in(member(work, name));
    if (date.known()) return date;
  }
  return {};
}

/// The first text of a member that is a text or a list of texts.
std::string first_of(const Json& work, const char* name) {
  for (const Json* one : elements(member(work, name))) {
    if (std::string text = without_markup(text_of(one)); !text.empty()) return text;
  }
  return {};
}

std::string name_of(const Json& person) {
  const std::string family = text_of(person, "family"), given = text_of(person, "given");
  if (family.empty()) {
    const std::string group = text_of(person, "name");
    return group.empty() ? given : group;
  }
  const std::string suffix = text_of(person, "suffix");
  return family + (given.empty() ? "" : ", " + given) + (suffix.empty() ? "" : ", " + suffix);
}

std::vector<std::string> names_of(const Json& work, const char* name) {
  std::vector<std::string> names;
  for (const Json* person : elements(member(work, name))) {
    std::string one = without_markup(name_of(*person));
    if (!one.empty()) names.push_back(std::move(one));
  }
  return names;
}

/// A reference as it is printed: as such, or put together from what was deposited.
std::string printed(const Json& reference) {
  std::string whole = without_markup(text_of(reference, "unstructured"));
  if (!whole.empty()) return whole;
  for (const char* name : {"author", "article-title", "volume-title", "series-title",
                           "journal-title", "year", "volume", "first-page"}) {
    const std::string part = without_markup(text_of(reference, name));
    if (part.empty()) continue;
    if (!whole.empty()) whole += whole.ends_with('.') ? " " : ". ";
    whole += part;
  }
  return whole;
}

void read_references(const Json& work, Record& record) {
  for (const Json* reference : elements(member(work, "reference"))) {
    if (!reference->is_object()) continue;
    const std::string doi = normal_doi(text_of(*reference, "DOI"));
    CitedRecord cited;
    if (!doi.empty()) {
      cited.id = "doi:" + doi;
    } else {
      cited.text = printed(*reference);
    }
    record.cites.push_back(std::move(cited));
  }
  record.cites_known = !record.cites.empty();
  std::optional<long> count = count_of(member(work, "reference-count"));
  if (!count) count = count_of(member(work, "references-count"));
  // A publisher that deposits no references counts 0.
  if (count && (*count > 0 || record.cites_known)) record.reference_count = count;
  record.cited_by_count = count_of(member(work, "is-referenced-by-count"));
}

void read_updates(const Json& work, Record& record, std::vector<std::string>& remarks) {
  for (const Json* one : elements(member(work, "update-to"))) {
    const Update* row = update_of(*one);
    const std::string doi = normal_doi(text_of(*one, "DOI"));
    if (!row || row->relation.empty() || doi.empty()) {
      remarks.push_back("what it does to another paper is not understood and kept as it is: " +
                        json_text(*one));
      record.extra.emplace_back("crossref:update-to", json_text(*one));
      continue;
    }
    record.relations.push_back({std::string(row->relation), "doi:" + doi});
    if (!row->notice.empty()) record.kind = "notice";
  }
  for (const Json* one : elements(member(work, "updated-by"))) {
    const Update* row = update_of(*one);
    if (!row || row->notice.empty()) {
      if (!row)
        remarks.push_back("a later notice is not understood and kept as it is: " + json_text(*one));
      record.extra.emplace_back("crossref:updated-by", json_text(*one));
      continue;
    }
    const std::string doi = normal_doi(text_of(*one, "DOI"));
    record.notices.push_back({std::string(row->notice), date_in(member(*one, "updated")),
                              doi.empty() ? "" : "doi:" + doi, text_of(*one, "source")});
  }
}

/// Relations to preprints, where this work is the version of the other.
void read_relations(const Json& work, Record& record) {
  for (const char* name : {"is-preprint-of", "is-version-of", "is-manuscript-of"}) {
    for (const Json* one : elements(member(member(work, "relation"), name))) {
      const std::string doi = normal_doi(text_of(*one, "id"));
      if (!doi.empty()) record.relations.push_back({"version-of", "doi:" + doi});
    }
  }
}

void read_registrations(const Json& work, Record& record) {
  for (const Json* one : elements(member(work, "clinical-trial-number"))) {
    const std::string number =
        one->is_object() ? text_of(*one, "clinical-trial-number") : text_of(one);
    std::string normal = normal_registration(number);
    if (normal.empty()) {
      if (!number.empty()) record.extra.emplace_back("crossref:clinical-trial-number", number);
      continue;
    }
    bool known = false;
    for (const std::string& other : record.registrations) known = known || other == normal;
    if (!known) record.registrations.push_back(std::move(normal));
  }
}

void read_extra(const Json& work, Record& record) {
  const auto keep = [&](const char* tag, std::string text) {
    if (!text.empty()) record.extra.emplace_back(tag, std::move(text));
  };
  keep("abstract", without_markup(text_of(work, "abstract")));
  for (std::string& editor : names_of(work, "editor")) keep("editor", std::move(editor));
  for (const Json* word : elements(member(work, "subject"))) keep("keyword", text_of(word));
  keep("publisher", text_of(work, "publisher"));
  keep("place", text_of(work, "publisher-location"));
  keep("edition", text_of(work, "edition-number"));
  for (const Json* issn : elements(member(work, "ISSN"))) keep("issn", text_of(issn));
  for (const Json* isbn : elements(member(work, "ISBN"))) keep("isbn", text_of(isbn));
  keep("language", text_of(work, "language"));
}

std::string read_work(const Json& work, Record& record, std::vector<std::string>& remarks) {
  record.doi = normal_doi(text_of(work, "DOI"));
  record.title = first_of(work, "title");
  if (record.doi.empty() && record.title.empty()) return "it has neither a DOI nor a title";
  if (const std::string subtitle = first_of(work, "subtitle");
      !subtitle.empty() && record.title.find(subtitle) == std::string::npos) {
    record.title += (record.title.empty() ? "" : ": ") + subtitle;
  }
  record.container = first_of(work, "container-title");
  if (const std::string type = text_of(work, "type"); !type.empty()) {
    record.type = type;
    for (const Pair& row : types) {
      if (row.crossref == type) record.type = std::string(row.ours);
    }
  }
  record.authors = names_of(work, "author");
  record.date = date_of(work);
  record.volume = text_of(work, "volume");
  record.issue = text_of(work, "issue");
  record.pages = text_of(work, "page");
  if (record.pages.empty()) record.pages = text_of(work, "article-number");
  if (const std::string url = text_of(work, "URL"); normal_identifier(url).empty())
    record.url = url;
  read_registrations(work, record);
  read_references(work, record);
  read_updates(work, record, remarks);
  read_relations(work, record);
  read_extra(work, record);
  return {};
}

}  // namespace

bool looks_like_crossref(std::string_view text) {
  const std::optional<Json> work = first_json_record(text);
  if (!work || !work->contains("DOI")) return false;
  const Json* title = member(*work, "title");
  return work->contains("reference-count") || work->contains("references-count") ||
         work->contains("is-referenced-by-count") || work->contains("updated-by") ||
         work->contains("update-to") || work->contains("reference") ||
         text_of(*work, "source") == "Crossref" || text_of(*work, "type") == "journal-article" ||
         (title && title->is_array());
}

Reading read_crossref(std::string_view text) { return read_json_records(text, read_work); }

}  // namespace weald
