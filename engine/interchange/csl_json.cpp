// SPDX-License-Identifier: MIT
#include "engine/interchange/csl_json.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/interchange/json_values.h"
#include "engine/interchange/loose_date.h"
#include "engine/interchange/record_members.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/identifier.h"

namespace weald {

namespace {

// ---- names

std::string joined(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += ' ';
    out += part;
  }
  return out;
}

/// «La Fontaine, Jean de»: a particle that is never dropped goes with the family name, one that is
/// dropped in sorting with the given name.
std::string name_text(const Json& name) {
  if (name.is_string()) return text_of(&name);
  const std::string literal = text_of(name, "literal");
  const std::string family =
      joined({text_of(name, "non-dropping-particle"), text_of(name, "family")});
  const std::string given = joined({text_of(name, "given"), text_of(name, "dropping-particle")});
  const std::string suffix = text_of(name, "suffix");
  if (family.empty()) return literal.empty() ? given : literal;
  std::string out = family;
  if (!given.empty()) out += ", " + given;
  if (!suffix.empty()) out += ", " + suffix;
  return out;
}

/// The reverse: parts where that can be undone, else the whole as a literal.
Json name_json(const std::string& name) {
  const std::size_t first = name.find(", ");
  Json json = Json::object();
  if (first != std::string::npos) {
    const std::size_t second = name.find(", ", first + 2);
    json["family"] = name.substr(0, first);
    json["given"] =
        name.substr(first + 2, second == std::string::npos ? second : second - first - 2);
    if (second != std::string::npos) json["suffix"] = name.substr(second + 2);
    if (!json["given"].get_ref<const std::string&>().empty() && name_text(json) == name)
      return json;
    json = Json::object();
  }
  json["literal"] = name;
  return json;
}

std::vector<std::string> names_of(const Json* names) {
  std::vector<std::string> all;
  for (const Json* one : elements(names)) {
    std::string name = name_text(*one);
    if (!name.empty()) all.push_back(std::move(name));
  }
  return all;
}

Json names_json(const std::vector<std::string>& names) {
  Json json = Json::array();
  for (const std::string& name : names) json.push_back(name_json(name));
  return json;
}

// ---- dates

/// A date that people wrote; of EDTF the marks for doubt and the seasons (months 21 to 41) are left
/// out. Where nothing else is understood, the first number of four digits is the year («c. 2017»).
PartialDate date_of_words(std::string_view text) {
  const PartialDate date = read_loose_date(text).date;
  if (date.known()) return date;
  std::size_t digits = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      ++digits;
      continue;
    }
    if (digits == 4) return sane_date(static_cast<int>(whole_number(text.substr(at - 4, 4))), 0, 0);
    digits = 0;
  }
  return {};
}

PartialDate date_of(const Json& date) {
  if (!date.is_object()) return date_of_words(text_of(&date));
  if (const Json* parts = member(date, "date-parts");
      parts && parts->is_array() && !parts->empty()) {
    const Json& first = (*parts)[0];
    const PartialDate read = date_of_parts(first.is_array() ? &first : parts);
    if (read.known()) return read;
  }
  for (const char* name : {"raw", "literal", "edtf"}) {
    const PartialDate read = date_of_words(text_of(date, name));
    if (read.known()) return read;
  }
  return {};
}

Json date_json(const PartialDate& date) {
  Json parts = Json::array({date.year});
  if (date.month) parts.push_back(date.month);
  if (date.month && date.day) parts.push_back(date.day);
  return Json{{"date-parts", Json::array({std::move(parts)})}};
}

// ---- members

/// Texts that CSL has a member for and a record has not: extras with names of their own.
struct Neutral {
  std::string_view tag;
  const char* name;
  std::string_view separator;  ///< between several; empty: but one is written
};
constexpr std::array neutral{
    Neutral{"series", "collection-title", ""},
    Neutral{"publisher", "publisher", ""},
    Neutral{"place", "publisher-place", ""},
    Neutral{"edition", "edition", ""},
    Neutral{"issn", "ISSN", ", "},
    Neutral{"isbn", "ISBN", ", "},
    Neutral{"language", "language", ""},
    Neutral{"abstract", "abstract", ""},
    Neutral{"keyword", "keyword", "; "},
    Neutral{"note", "note", ""},
};

/// Names of members that a reader puts elsewhere than into an extra `csl:…`.
bool understood(std::string_view name) {
  static constexpr std::array<std::string_view, 15> own{
      "id",    "type", "title", "author", "editor", "issued", "container-title", "volume",
      "issue", "page", "DOI",   "PMID",   "PMCID",  "URL",    "custom"};
  return std::find(own.begin(), own.end(), name) != own.end() ||
         std::any_of(neutral.begin(), neutral.end(),
                     [&](const Neutral& row) { return row.name == name; });
}

void read_neutral(const Json& item, Record& record) {
  for (const Neutral& row : neutral) {
    const Json* value = member(item, row.name);
    for (const Json* one : elements(value)) {
      const std::string text = text_of(one);
      if (row.separator.empty()) {
        if (!text.empty()) record.extra.emplace_back(row.tag, text);
        continue;
      }
      const bool semicolons = text.find(';') != std::string::npos;
      for (std::string& part : split_list(text, semicolons ? ';' : ','))
        record.extra.emplace_back(row.tag, std::move(part));
    }
  }
}

/// An identifier in its normal form; where it has none, the member is kept as it is.
void read_identifier(const Json& item, const char* name, std::string& into,
                     std::string (*normal)(std::string_view), Record& record) {
  const Json* value = member(item, name);
  if (!value) return;
  into = normal(text_of(value));
  if (into.empty()) record.extra.emplace_back(std::string("csl:") + name, json_text(*value));
}

void read_plain(const Json& item, Record& record) {
  record.key = text_of(item, "id");
  if (std::string type = text_of(item, "type"); !type.empty()) record.type = std::move(type);
  record.title = text_of(item, "title");
  record.container = text_of(item, "container-title");
  record.volume = text_of(item, "volume");
  record.issue = text_of(item, "issue");
  record.pages = text_of(item, "page");
  record.url = text_of(item, "URL");
  record.authors = names_of(member(item, "author"));
  for (std::string& name : names_of(member(item, "editor")))
    record.extra.emplace_back("editor", std::move(name));
  read_neutral(item, record);

  if (const Json* author = member(item, "author");
      author && !author->empty() && *author != names_json(record.authors)) {
    record.extra.emplace_back("csl:author", json_text(*author));
  }
  if (const Json* issued = member(item, "issued")) {
    record.date = date_of(*issued);
    if (!record.date.known() || *issued != date_json(record.date))
      record.extra.emplace_back("csl:issued", json_text(*issued));
  }
  read_identifier(item, "DOI", record.doi, normal_doi, record);
  read_identifier(item, "PMID", record.pmid, normal_pmid, record);
  read_identifier(item, "PMCID", record.pmc, normal_pmc, record);
  for (auto it = item.begin(); it != item.end(); ++it) {
    if (!understood(it.key()) && !it->is_null())
      record.extra.emplace_back("csl:" + clean_text(it.key()), json_text(*it));
  }
  if (const Json* custom = member(item, "custom")) {
    Json others = *custom;
    if (others.is_object()) others.erase("weald");
    if (!others.empty()) record.extra.emplace_back("csl:custom", json_text(others));
  }
}

/// Extras as `custom.weald` has them: [tag, value], or [tag] for the next one of that tag that
/// stands in a member of CSL already.
void read_custom_extra(const Json& list, Record& record) {
  auto standing = std::move(record.extra);
  record.extra.clear();
  for (const Json& one : list) {
    if (!one.is_array() || one.empty()) continue;
    const std::string tag = text_of(&one[0]);
    if (one.size() > 1) {
      record.extra.emplace_back(tag, text_of(&one[1]));
      continue;
    }
    const auto found = std::find_if(standing.begin(), standing.end(),
                                    [&tag = tag](const auto& extra) { return extra.first == tag; });
    if (found == standing.end()) continue;
    record.extra.push_back(std::move(*found));
    standing.erase(found);
  }
}

Json custom_extra(const Record& record, const Record& said) {
  Json list = Json::array();
  auto standing = said.extra;
  for (const auto& [tag, value] : record.extra) {
    const auto found = std::find_if(standing.begin(), standing.end(),
                                    [&tag = tag](const auto& extra) { return extra.first == tag; });
    if (found != standing.end() && found->second == value) {
      list.push_back(Json::array({tag}));
      standing.erase(found);
    } else {
      list.push_back(Json::array({tag, value}));
    }
  }
  return list;
}

void read_custom(const Json& custom, Record& record) {
  for (const RecordMember& row : record_members()) {
    const auto found = custom.find(std::string(row.name));
    if (found == custom.end()) continue;
    if (row.name == "extra") {
      if (found->is_array()) read_custom_extra(*found, record);
    } else {
      const bool text = found->is_string() || found->is_null();
      row.set(record, text ? text_of(&*found) : json_text(*found));
    }
  }
}

std::string read_item(const Json& item, Record& record, std::vector<std::string>& remarks) {
  if (!member(item, "id") && !member(item, "title") && !member(item, "DOI"))
    return "it has neither an id nor a title nor a DOI";
  read_plain(item, record);
  const Json* custom = member(member(item, "custom"), "weald");
  if (custom && custom->is_object()) read_custom(*custom, record);
  const Json* issued = member(item, "issued");
  if (issued && !record.date.known())
    remarks.push_back(fmt::format("no year was found in its date {}", json_text(*issued)));
  return {};
}

// ---- writing

void put(Json& item, const char* name, const std::string& value) {
  if (!value.empty()) item[name] = value;
}

/// The members that CSL knows, and those of other programs that were read with the record.
Json item_of(const Record& record, std::size_t number) {
  const auto original = [&](std::string_view tag) { return parse_json(record.more(tag)); };
  Json item = Json::object();
  item["id"] = !record.key.empty()   ? record.key
               : !record.doi.empty() ? record.doi
                                     : fmt::format("record-{}", number);
  item["type"] = record.type;
  put(item, "title", record.title);
  if (!record.authors.empty()) {
    const std::optional<Json> as_read = original("csl:author");
    const bool same = as_read && names_of(&*as_read) == record.authors;
    item["author"] = same ? *as_read : names_json(record.authors);
  }
  std::vector<std::string> editors;
  for (const auto& [tag, value] : record.extra) {
    if (tag == "editor") editors.push_back(value);
  }
  if (!editors.empty()) item["editor"] = names_json(editors);
  if (const std::optional<Json> as_read = original("csl:issued");
      as_read && !as_read->is_null() && date_of(*as_read) == record.date) {
    item["issued"] = *as_read;
  } else if (record.date.known()) {
    item["issued"] = date_json(record.date);
  }
  put(item, "container-title", record.container);
  put(item, "volume", record.volume);
  put(item, "issue", record.issue);
  put(item, "page", record.pages);
  for (const Neutral& row : neutral) {
    std::vector<std::string> values;
    for (const auto& [tag, value] : record.extra) {
      if (tag == row.tag && (values.empty() || !row.separator.empty())) values.push_back(value);
    }
    put(item, row.name, join_list(values, row.separator));
  }
  put(item, "DOI", record.doi);
  put(item, "PMID", record.pmid);
  put(item, "PMCID", record.pmc);
  put(item, "URL", record.url);
  for (const auto& [tag, value] : record.extra) {
    const std::string name = tag.starts_with("csl:") ? tag.substr(4) : "";
    if (name.empty() || name == "custom" || item.contains(name)) continue;
    if (const std::optional<Json> json = parse_json(value)) item[name] = *json;
  }
  return item;
}

/// The record with what its item does not give back in `custom.weald`.
Json whole_item(const Record& record, std::size_t number) {
  Json item = item_of(record, number);
  Json custom = Json::object();
  if (const std::optional<Json> others = parse_json(record.more("csl:custom"));
      others && others->is_object()) {
    custom = *others;
    item["custom"] = custom;
  }
  Record said;
  read_plain(item, said);
  Json own = Json::object();
  for (const RecordMember& row : record_members()) {
    const std::string value = row.get(record);
    if (value == row.get(said)) continue;
    if (row.name == "extra") {
      own["extra"] = custom_extra(record, said);
      continue;
    }
    const std::optional<Json> json =
        row.type == RecordMember::Type::text ? std::nullopt : parse_json(value);
    own[std::string(row.name)] = json ? *json : Json(value);
  }
  if (!own.empty()) {
    custom["weald"] = std::move(own);
    item["custom"] = std::move(custom);
  }
  return item;
}

}  // namespace

bool looks_like_csl_json(std::string_view text) {
  const std::optional<Json> item = first_json_record(text);
  if (!item) return false;
  const bool named = item->contains("id") || item->contains("citation-key");
  return (named && item->contains("type")) || item->contains("container-title") ||
         (item->contains("title") && (item->contains("author") || item->contains("issued")));
}

Reading read_csl_json(std::string_view text) { return read_json_records(text, read_item); }

std::string write_csl_json(std::span<const Record> records) {
  std::string out = "[";
  for (std::size_t i = 0; i < records.size(); ++i) {
    out += i == 0 ? "\n  {" : ",\n  {";
    const Json item = whole_item(cleaned(records[i]), i + 1);
    bool first = true;
    for (auto it = item.begin(); it != item.end(); ++it) {
      out += first ? "\n    " : ",\n    ";
      out += json_text(Json(it.key())) + ": " + json_text(*it);
      first = false;
    }
    out += "\n  }";
  }
  return out + "\n]\n";
}

}  // namespace weald
