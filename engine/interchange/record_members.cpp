// SPDX-License-Identifier: MIT
#include "engine/interchange/record_members.h"

#include <fmt/format.h>

#include "engine/interchange/json_values.h"
#include "engine/interchange/text_tools.h"

namespace weald {

namespace {

using Type = RecordMember::Type;

template <auto text>
constexpr RecordMember text_row(std::string_view name) {
  return {name, Type::text, false, [](const Record& r) { return r.*text; },
          [](Record& r, std::string_view value) { r.*text = std::string(value); }};
}

template <auto text>
constexpr RecordMember word_row(std::string_view name) {  // a word with a default
  return {name, Type::text, false, [](const Record& r) { return r.*text; },
          [](Record& r, std::string_view value) {
            r.*text = value.empty() ? Record{}.*text : std::string(value);
          }};
}

template <auto list>
constexpr RecordMember list_row(std::string_view name) {
  return {name, Type::text, false, [](const Record& r) { return list_text(r.*list); },
          [](Record& r, std::string_view value) { r.*list = read_list_text(value); }};
}

template <auto count>
constexpr RecordMember count_row(std::string_view name) {
  return {name, Type::whole, false,
          [](const Record& r) { return r.*count ? fmt::format("{}", *(r.*count)) : std::string(); },
          [](Record& r, std::string_view value) {
            const long number = whole_number(trimmed(value));
            r.*count = number < 0 ? std::nullopt : std::optional<long>(number);
          }};
}

/// A member of an object, left out where it is empty.
void put(Json& object, const char* name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

std::string text_unless_empty(const Json& list) { return list.empty() ? "" : json_text(list); }

std::string cites_text(const Record& r) {
  Json list = Json::array();
  for (const CitedRecord& cited : r.cites) {
    Json one = Json::object();
    put(one, "id", cited.id);
    put(one, "text", cited.text);
    put(one, "status", cited.status);
    list.push_back(std::move(one));
  }
  return text_unless_empty(list);
}

void set_cites(Record& r, std::string_view value) {
  r.cites.clear();
  const std::optional<Json> list = parse_json(value);
  if (!list || !list->is_array()) return;
  for (const Json& one : *list)
    r.cites.push_back({text_of(one, "id"), text_of(one, "text"), text_of(one, "status")});
}

std::string notices_text(const Record& r) {
  Json list = Json::array();
  for (const PublishedNotice& notice : r.notices) {
    Json one = Json::object();
    put(one, "kind", notice.kind);
    put(one, "date", date_text(notice.date));
    put(one, "notice", notice.notice);
    put(one, "reason", notice.reason);
    list.push_back(std::move(one));
  }
  return text_unless_empty(list);
}

void set_notices(Record& r, std::string_view value) {
  r.notices.clear();
  const std::optional<Json> list = parse_json(value);
  if (!list || !list->is_array()) return;
  for (const Json& one : *list) {
    r.notices.push_back({text_of(one, "kind"), read_date_text(text_of(one, "date")),
                         text_of(one, "notice"), text_of(one, "reason")});
  }
}

std::string relations_text(const Record& r) {
  Json list = Json::array();
  for (const Relation& relation : r.relations) {
    Json one = Json::object();
    put(one, "kind", relation.kind);
    put(one, "id", relation.id);
    list.push_back(std::move(one));
  }
  return text_unless_empty(list);
}

void set_relations(Record& r, std::string_view value) {
  r.relations.clear();
  const std::optional<Json> list = parse_json(value);
  if (!list || !list->is_array()) return;
  for (const Json& one : *list) r.relations.push_back({text_of(one, "kind"), text_of(one, "id")});
}

std::string extra_text(const Record& r) {
  Json list = Json::array();
  for (const auto& [tag, value] : r.extra) list.push_back(Json::array({tag, value}));
  return text_unless_empty(list);
}

void set_extra(Record& r, std::string_view value) {
  r.extra.clear();
  const std::optional<Json> list = parse_json(value);
  if (!list || !list->is_array()) return;
  for (const Json& one : *list) {
    if (!one.is_array() || one.size() != 2) continue;
    r.extra.emplace_back(text_of(&one[0]), text_of(&one[1]));
  }
}

const RecordMember table[] = {
    text_row<&Record::key>("key"),
    word_row<&Record::kind>("kind"),
    word_row<&Record::type>("type"),
    text_row<&Record::title>("title"),
    text_row<&Record::container>("container"),
    list_row<&Record::authors>("authors"),
    {"date", Type::text, false, [](const Record& r) { return date_text(r.date); },
     [](Record& r, std::string_view value) { r.date = read_date_text(value); }},
    text_row<&Record::volume>("volume"),
    text_row<&Record::issue>("issue"),
    text_row<&Record::pages>("pages"),
    text_row<&Record::url>("url"),
    text_row<&Record::doi>("doi"),
    text_row<&Record::pmid>("pmid"),
    text_row<&Record::pmc>("pmc"),
    text_row<&Record::openalex>("openalex"),
    list_row<&Record::registrations>("registrations"),
    {"cites", Type::json, true, cites_text, set_cites},
    {"cites_known", Type::flag, false,
     [](const Record& r) { return std::string(r.cites_known ? "true" : ""); },
     [](Record& r, std::string_view value) { r.cites_known = value == "true"; }},
    count_row<&Record::reference_count>("reference_count"),
    count_row<&Record::cited_by_count>("cited_by_count"),
    {"notices", Type::json, false, notices_text, set_notices},
    {"relations", Type::json, true, relations_text, set_relations},
    {"extra", Type::json, false, extra_text, set_extra},
};

}  // namespace

std::span<const RecordMember> record_members() { return table; }

const RecordMember* find_record_member(std::string_view name) {
  for (const RecordMember& row : table) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string list_text(const std::vector<std::string>& list) {
  std::string plain = join_list(list, "; ");
  if (plain.starts_with('[') || read_list_text(plain) != list) return json_text(Json(list));
  return plain;
}

std::vector<std::string> read_list_text(std::string_view text) {
  if (text.starts_with('[')) {
    const std::optional<Json> json = parse_json(text);
    if (json && json->is_array()) {
      std::vector<std::string> list;
      for (const Json& one : *json) list.push_back(text_of(&one));
      return list;
    }
  }
  return split_list(text, ';');
}

Record cleaned(Record r) {
  const auto clean = [](std::string& text) { text = clean_text(text); };
  for (std::string* text : {&r.key, &r.kind, &r.type, &r.title, &r.container, &r.volume, &r.issue,
                            &r.pages, &r.url, &r.doi, &r.pmid, &r.pmc, &r.openalex}) {
    clean(*text);
  }
  for (std::string& author : r.authors) clean(author);
  for (std::string& registration : r.registrations) clean(registration);
  for (CitedRecord& cited : r.cites) {
    clean(cited.id);
    clean(cited.text);
    clean(cited.status);
  }
  for (PublishedNotice& notice : r.notices) {
    clean(notice.kind);
    clean(notice.notice);
    clean(notice.reason);
  }
  for (Relation& relation : r.relations) {
    clean(relation.kind);
    clean(relation.id);
  }
  for (auto& [tag, value] : r.extra) {
    clean(tag);
    clean(value);
  }
  return r;
}

}  // namespace weald
