// SPDX-License-Identifier: MIT
#include "cli/record_entry.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "cli/yaml_edit.h"
#include "cli/yaml_text.h"
#include "engine/interchange/names.h"
#include "engine/text/identifier.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using yaml::Node;

constexpr std::array<std::string_view, 14> naming{
    "title", "authors", "journal", "year", "date",     "volume", "issue",
    "pages", "doi",     "pmid",    "pmc",  "openalex", "url",    "registration"};

constexpr std::array<std::string_view, 11> others{
    "type",  "version-of", "reports",         "retracts",       "corrects", "concerns",
    "cites", "includes",   "reference-count", "cited-by-count", "notices"};

/// What a plain paper is called where an entry does not say it.
constexpr std::string_view usual_type = "article-journal";

void put_text(Node& entry, std::string_view key, std::string_view text) {
  if (!text.empty()) yaml_put(entry, key, yaml_scalar(text));
}

Node map_of(std::initializer_list<std::pair<std::string_view, std::string_view>> entries) {
  Node map = yaml_mapping();
  for (const auto& [key, text] : entries) put_text(map, key, text);
  return map;
}

/// As an entry names another paper: its key, else its identifier; empty for a key of nobody.
std::string name_of(const std::string& id, const KeyOf& key_of) {
  if (id.empty()) return {};
  std::string key = key_of(id);
  return key.empty() ? normal_identifier(id) : key;
}

Node cited(const CitedRecord& one, const KeyOf& key_of) {
  const std::string name = name_of(one.id, key_of);
  const std::string as = !name.empty() || !one.text.empty() ? one.text : one.id;
  const std::string_view status = one.status == "explicit" ? "" : std::string_view(one.status);
  if (status.empty() && as.empty()) return yaml_scalar(name);
  return map_of({{"key", name}, {"status", status}, {"as", as}});
}

Node cites_of(const Record& record, const KeyOf& key_of) {
  Node list = yaml_list({});
  std::set<std::string> seen;
  for (const CitedRecord& one : record.cites) {
    if (one.id.empty() && one.text.empty()) continue;  // counted in reference-count
    Node node = cited(one, key_of);
    if (seen.insert(yaml_flow(node)).second) list.items.push_back(std::move(node));
  }
  return list;
}

Node notices_of(const Record& record, std::string_view source, const KeyOf& key_of) {
  Node list = yaml_list({});
  for (const PublishedNotice& notice : record.notices) {
    const std::string name = name_of(notice.notice, key_of);
    list.items.push_back(map_of({{"kind", notice.kind},
                                 {"date", date_text(notice.date)},
                                 {"notice", name.empty() ? notice.notice : name},
                                 {"source", source},
                                 {"reason", notice.reason}}));
  }
  return list;
}

bool is_kind(std::string_view kind) {
  return kind == "report" || kind == "review" || kind == "guideline" || kind == "notice";
}

/// The other papers that a record speaks about, by kind; what no key can hold goes to `extra`.
void put_relations(Node& entry, const Record& record, const KeyOf& key_of, Node& extra) {
  for (const std::string_view kind :
       {"version-of", "reports", "retracts", "corrects", "concerns", "includes"}) {
    Node list = yaml_list({});
    for (const Relation& relation : record.relations) {
      if (relation.kind != kind) continue;
      const std::string name = name_of(relation.id, key_of);
      const bool one_only = kind == "version-of" && !list.items.empty();
      if (name.empty() || one_only)
        extra.items.push_back(map_of({{"tag", kind}, {"value", relation.id}}));
      else
        list.items.push_back(yaml_scalar(name));
    }
    if (list.items.empty()) continue;
    if (kind == "version-of")
      yaml_put(entry, kind, list.items.front());
    else
      yaml_put(entry, kind, std::move(list));
  }
}

Node extra_of(const Record& record) {
  Node extra = yaml_list({});
  if (record.type != usual_type && !record.type.empty())
    extra.items.push_back(map_of({{"tag", "type"}, {"value", record.type}}));
  if (!is_kind(record.kind))
    extra.items.push_back(map_of({{"tag", "kind"}, {"value", record.kind}}));
  for (const auto& [tag, value] : record.extra) {
    Node one = yaml_mapping();
    yaml_put(one, "tag", yaml_scalar(tag));
    yaml_put(one, "value", yaml_scalar(value));
    extra.items.push_back(std::move(one));
  }
  return extra;
}

/// The first words of a title, as a key.
std::string words_of(std::string_view title) {
  constexpr std::size_t enough = 24;
  std::string key = key_of_label(title);
  if (key.size() > enough) {
    const std::size_t hyphen = key.rfind('-', enough);
    key.resize(hyphen == std::string::npos || hyphen == 0 ? enough : hyphen);
  }
  return key;
}

}  // namespace

yaml::Node entry_of(const Record& record, std::string_view source, const KeyOf& key_of) {
  Node entry = yaml_mapping();
  Node extra = extra_of(record);
  put_text(entry, "title", record.title);
  if (!record.authors.empty()) {
    Node authors = yaml_list({});
    for (const std::string& author : record.authors)
      authors.items.push_back(yaml_scalar(short_author(author)));
    yaml_put(entry, "authors", std::move(authors));
  }
  put_text(entry, "journal", record.container);
  const bool plausible = record.date.year >= 1500 && record.date.year <= 2200;
  if (plausible) {
    yaml_put(entry, "year", yaml_scalar(std::to_string(record.date.year)));
    if (record.date.month != 0) yaml_put(entry, "date", yaml_scalar(date_text(record.date)));
  } else if (record.date.known()) {
    extra.items.push_back(map_of({{"tag", "date"}, {"value", date_text(record.date)}}));
  }
  put_text(entry, "volume", record.volume);
  put_text(entry, "issue", record.issue);
  put_text(entry, "pages", record.pages);
  put_text(entry, "doi", record.doi);
  put_text(entry, "pmid", record.pmid);
  put_text(entry, "pmc", record.pmc);
  put_text(entry, "openalex", record.openalex);
  put_text(entry, "url", record.url);
  put_text(entry, "registration", fmt::format("{}", fmt::join(record.registrations, "; ")));
  put_text(entry, "type", is_kind(record.kind) ? record.kind : "report");
  put_relations(entry, record, key_of, extra);
  if (record.cites_known || !record.cites.empty())
    yaml_put(entry, "cites", cites_of(record, key_of));
  const auto put_count = [&](std::string_view key, const std::optional<long>& count) {
    if (count && *count >= 0) yaml_put(entry, key, yaml_scalar(std::to_string(*count)));
  };
  put_count("reference-count", record.reference_count);
  put_count("cited-by-count", record.cited_by_count);
  if (!record.notices.empty()) yaml_put(entry, "notices", notices_of(record, source, key_of));
  if (!extra.items.empty()) yaml_put(entry, "extra", std::move(extra));
  return entry;
}

std::span<const std::string_view> naming_keys() { return naming; }

std::size_t place_of_key(std::string_view key) {
  const auto name = std::ranges::find(naming, key);
  if (name != naming.end()) return static_cast<std::size_t>(name - naming.begin());
  return naming.size() + static_cast<std::size_t>(std::ranges::find(others, key) - others.begin());
}

std::string in_words(std::string_view key, const yaml::Node& value) {
  struct Row {
    std::string_view key, words;
  };
  constexpr Row rows[] = {
      {"doi", "the DOI"},
      {"pmid", "the PubMed number"},
      {"pmc", "the PubMed Central number"},
      {"openalex", "the OpenAlex number"},
      {"registration", "the registration"},
      {"year", "the year"},
      {"date", "the date"},
  };
  const std::size_t n = value.items.size();
  if (key == "cites") return fmt::format("{} reference{}", n, n == 1 ? "" : "s");
  if (key == "authors") return fmt::format("{} author{}", n, n == 1 ? "" : "s");
  if (key == "reference-count") return fmt::format("a list of {} references", value.text);
  if (key == "cited-by-count") return fmt::format("{} citations of it", value.text);
  if (key == "notices") {
    std::vector<std::string> kinds;
    for (const Node& notice : value.items)
      if (const Node* kind = notice.find("kind")) kinds.push_back("a notice of " + kind->text);
    return fmt::format("{}", fmt::join(kinds, ", "));
  }
  const auto row = std::ranges::find(rows, key, &Row::key);
  if (row != std::end(rows)) return fmt::format("{} {}", row->words, value.text);
  return fmt::format("its {}", key);
}

std::string key_for(const Record& record) {
  constexpr std::size_t longest_name = 40;
  std::string key;
  if (!record.authors.empty()) key = key_of_label(family_name(record.authors.front()));
  if (key.size() > longest_name) key = words_of(key);
  if (key.empty()) key = words_of(record.title);
  if (key.empty()) key = "paper";
  if (record.date.known() && record.date.year > 0) key += fmt::format("-{}", record.date.year);
  return study_key_of_label(key);
}

}  // namespace weald
