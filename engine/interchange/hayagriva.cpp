// SPDX-License-Identifier: MIT
#include "engine/interchange/hayagriva.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "engine/interchange/loose_date.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/identifier.h"
#include "engine/text/yaml.h"

namespace weald {

namespace {

using yaml::Node;

struct Type {
  std::string_view name, parent, csl;  // parent empty: whatever it is
};
constexpr std::array types{
    Type{"article", "proceedings", "paper-conference"},
    Type{"article", "conference", "paper-conference"},
    Type{"article", "newspaper", "article-newspaper"},
    Type{"article", "blog", "post-weblog"},
    Type{"article", "repository", "article"},
    Type{"article", "", "article-journal"},
    Type{"entry", "reference", "entry"},
    Type{"entry", "", "entry"},
    Type{"chapter", "", "chapter"},
    Type{"anthos", "", "chapter"},
    Type{"thesis", "", "thesis"},
    Type{"report", "", "report"},
    Type{"book", "", "book"},
    Type{"anthology", "", "book"},
    Type{"proceedings", "", "book"},
    Type{"reference", "", "book"},
    Type{"web", "", "webpage"},
    Type{"post", "", "post"},
    Type{"patent", "", "patent"},
    Type{"case", "", "legal_case"},
    Type{"legislation", "", "legislation"},
    Type{"manuscript", "", "manuscript"},
    Type{"repository", "", "dataset"},
    Type{"video", "", "motion_picture"},
    Type{"audio", "", "song"},
    Type{"performance", "", "performance"},
    Type{"misc", "", "document"},
};

bool known_type(std::string_view name) {
  static constexpr std::array<std::string_view, 10> others{
      "scene", "artwork",    "newspaper", "original",   "periodical",
      "blog",  "conference", "thread",    "exhibition", "Article"};
  const std::string low = lower_case(name);
  return std::any_of(types.begin(), types.end(), [&](const Type& t) { return t.name == low; }) ||
         std::find(others.begin(), others.end(), low) != others.end();
}

/// A text, or the `value` of a map that says more about it (sentence case, date of a visit).
std::string text_of(const Node* node) {
  if (!node) return {};
  if (node->kind == Node::Kind::mapping) node = node->find("value");
  return node && node->kind == Node::Kind::scalar ? clean_text(node->text) : "";
}

std::vector<const Node*> elements(const Node* node) {
  std::vector<const Node*> all;
  if (!node || node->kind == Node::Kind::null) return all;
  if (node->kind != Node::Kind::sequence) return {node};
  for (const Node& one : node->items) all.push_back(&one);
  return all;
}

/// Without the braces that keep capitals as they are.
std::string without_braces(std::string text) {
  if (std::count(text.begin(), text.end(), '{') == std::count(text.begin(), text.end(), '}'))
    std::erase_if(text, [](char c) { return c == '{' || c == '}'; });
  return text;
}

/// «van den Berg, Jan, Jr» of a text or of a map with name, given-name, prefix, suffix.
std::string name_of(const Node& node) {
  if (node.kind != Node::Kind::mapping) return text_of(&node);
  const auto part = [&](const char* key) { return text_of(node.find(key)); };
  std::string name = part("prefix");
  if (!name.empty()) name += ' ';
  name += part("name");
  if (const std::string given = part("given-name"); !given.empty()) name += ", " + given;
  if (const std::string suffix = part("suffix"); !suffix.empty()) name += ", " + suffix;
  return name;
}

std::vector<std::string> names_of(const Node* node) {
  std::vector<std::string> names;
  for (const Node* one : elements(node)) {
    if (std::string name = name_of(*one); !name.empty()) names.push_back(std::move(name));
  }
  return names;
}

/// Any value on one line, for members that are kept but not understood.
std::string flat(const Node& root) {
  std::string out;
  std::vector<std::pair<const Node*, std::string_view>> open{{&root, ""}};
  while (!open.empty()) {
    const auto [node, name] = open.back();
    open.pop_back();
    if (node->kind == Node::Kind::scalar) {
      out +=
          (out.empty() ? "" : "; ") + (name.empty() ? "" : std::string(name) + ": ") + node->text;
    }
    for (std::size_t i = node->items.size(); i-- > 0;)
      open.emplace_back(&node->items[i], i < node->keys.size()
                                             ? std::string_view(node->keys[i].text)
                                             : std::string_view());
  }
  return clean_text(out);
}

/// An entry of the file and what it appeared in, nearest first.
class Entry {
 public:
  Entry(const Node& node, Record& record, std::vector<std::string>& remarks)
      : record_(record), remarks_(remarks) {
    nodes_.push_back(&node);
    // Of several parents the first leads on.
    while (nodes_.size() < yaml::max_depth) {
      const std::vector<const Node*> parents = elements(nodes_.back()->find("parent"));
      if (parents.empty() || parents[0]->kind != Node::Kind::mapping) break;
      nodes_.push_back(parents[0]);
    }
  }

  void read() {
    const Node& own = *nodes_[0];
    record_.title = without_braces(text_of(own.find("title")));
    record_.authors = names_of(own.find("author"));
    if (nodes_.size() > 1) {
      record_.container = without_braces(text_of(nodes_[1]->find("title")));
    } else if (const auto parents = elements(own.find("parent")); !parents.empty()) {
      record_.container = text_of(parents[0]);
    }
    read_type();
    const std::string date = text_of(nearest("date"));
    record_.date = read_loose_date(date).date;
    if (!record_.date.known()) record_.date = {};
    if (!record_.date.known() && !date.empty())
      remarks_.push_back(fmt::format("no year was found in its date «{}»", date));
    record_.volume = text_of(nearest("volume"));
    record_.issue = text_of(nearest("issue"));
    record_.pages = text_of(nearest("page-range"));
    record_.url = text_of(own.find("url"));
    read_numbers();
    read_extra();
  }

 private:
  /// What the entry says, or the nearest parent that says it.
  const Node* nearest(const char* key) const {
    for (const Node* node : nodes_) {
      if (const Node* found = node->find(key)) return found;
    }
    return nullptr;
  }

  void keep(std::string_view tag, std::string text) {
    if (!text.empty()) record_.extra.emplace_back(tag, std::move(text));
  }

  void read_type() {
    const std::string own = lower_case(text_of(nodes_[0]->find("type")));
    const std::string parent =
        nodes_.size() > 1 ? lower_case(text_of(nodes_[1]->find("type"))) : "";
    record_.type = "document";
    for (const Type& row : types) {
      if (row.name != own || (!row.parent.empty() && row.parent != parent)) continue;
      record_.type = std::string(row.csl);
      break;
    }
    if (record_.type == "document" && own != "misc") keep("hayagriva:type", own);
  }

  /// `serial-number: {doi: …, pmid: …}`, one number, or the older members doi, issn and isbn.
  void read_numbers() {
    for (const Node* node : nodes_) {
      const bool own = node == nodes_[0];
      for (const char* name : {"doi", "isbn", "issn"}) number(name, text_of(node->find(name)), own);
      const Node* serial = node->find("serial-number");
      if (!serial) continue;
      if (serial->kind == Node::Kind::scalar) {
        number("serial", clean_text(serial->text), own);
        continue;
      }
      for (std::size_t i = 0; i < serial->keys.size(); ++i)
        number(lower_case(serial->keys[i].text), text_of(&serial->items[i]), own);
    }
  }

  void number(const std::string& name, const std::string& text, bool own) {
    if (text.empty()) return;
    struct Row {
      std::string_view name;
      std::string Record::*into;
      std::string (*normal)(std::string_view);
    };
    static constexpr std::array rows{Row{"doi", &Record::doi, normal_doi},
                                     Row{"pmid", &Record::pmid, normal_pmid},
                                     Row{"pmcid", &Record::pmc, normal_pmc},
                                     Row{"openalex", &Record::openalex, normal_openalex}};
    for (const Row& row : rows) {
      if (row.name != name || !own) continue;
      record_.*row.into = row.normal(text);
      if (!(record_.*row.into).empty()) return;
    }
    if (name == "issn" || name == "isbn") {
      keep(name, text);
    } else if (std::string registration = normal_registration(text); own && !registration.empty()) {
      record_.registrations.push_back(std::move(registration));
    } else {
      keep("hayagriva:" + name, text);
    }
  }

  /// A publisher or an organisation: a text, or a map of name and location.
  void read_publisher() {
    const Node* publisher = nearest("publisher");
    if (!publisher) publisher = nearest("organization");
    std::string place = text_of(nearest("location"));
    if (publisher && publisher->kind == Node::Kind::mapping) {
      keep("publisher", text_of(publisher->find("name")));
      if (place.empty()) place = text_of(publisher->find("location"));
    } else {
      keep("publisher", text_of(publisher));
    }
    keep("place", place);
  }

  void read_affiliated() {
    for (const Node* one : elements(nodes_[0]->find("affiliated"))) {
      const std::string role = text_of(one->find("role"));
      for (std::string& name : names_of(one->find("names")))
        keep(role == "editor" ? role : "hayagriva:" + (role.empty() ? "affiliated" : role),
             std::move(name));
    }
  }

  void read_extra() {
    for (std::string& editor : names_of(nearest("editor"))) keep("editor", std::move(editor));
    read_affiliated();
    read_publisher();
    if (nodes_.size() > 2) keep("series", without_braces(text_of(nodes_[2]->find("title"))));
    for (const char* name : {"edition", "language", "note", "abstract"})
      keep(name, text_of(nearest(name)));
    static const std::set<std::string_view> understood{
        "type",     "title",      "author",    "date",         "parent", "volume",
        "issue",    "page-range", "url",       "doi",          "isbn",   "issn",
        "editor",   "affiliated", "publisher", "organization", "note",   "edition",
        "language", "location",   "abstract",  "serial-number"};
    const Node& own = *nodes_[0];
    for (std::size_t i = 0; i < own.keys.size(); ++i) {
      if (!understood.contains(own.keys[i].text))
        keep("hayagriva:" + clean_text(own.keys[i].text), flat(own.items[i]));
    }
  }

  std::vector<const Node*> nodes_{};
  Record& record_;
  std::vector<std::string>& remarks_;
};

/// A stretch of the text that holds one entry.
struct Chunk {
  std::size_t begin = 0, end = 0, line = 1;
};

/// The entries begin where a line begins with neither blank nor comment.
std::vector<Chunk> chunks_of(std::string_view text) {
  std::vector<Chunk> chunks;
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    const std::string_view row = text.substr(at, stop - at);
    const bool marker = row.starts_with("---") || row.starts_with("...") || row.starts_with('%');
    const bool inside =
        row.empty() || std::string_view(" \t\r#}]").find(row[0]) != std::string_view::npos;
    if (!inside && !marker) chunks.push_back({at, text.size(), line});
    if ((!inside || marker) && chunks.size() > (marker ? 0 : 1)) {
      Chunk& before = chunks[chunks.size() - (marker ? 1 : 2)];
      before.end = std::min(before.end, at);
    }
    at = stop + 1;
  }
  return chunks;
}

}  // namespace

bool looks_like_hayagriva(std::string_view text) {
  // An entry: a bare key at the margin, and under it, indented, a type that Hayagriva has.
  bool entry = false;
  std::size_t lines = 0;
  while (!text.empty() && ++lines < 2000) {
    const std::size_t stop = std::min(text.find('\n'), text.size());
    const std::string_view row = text.substr(0, stop), inner = trimmed(row);
    text.remove_prefix(std::min(stop + 1, text.size()));
    if (inner.empty() || inner.starts_with('#') || inner == "---") continue;
    if (row[0] != ' ' && row[0] != '\t') {
      if (std::string_view("{[<@\"").find(row[0]) != std::string_view::npos) return false;
      entry = inner.ends_with(':');
    } else if (entry && inner.starts_with("type:") && known_type(trimmed(inner.substr(5)))) {
      return true;
    }
  }
  return false;
}

Reading read_hayagriva(std::string_view text) {
  Reading reading;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > max_record_file) {
    reading.rejected.push_back({1, "", "the file is larger than 64 MiB"});
    return reading;
  }
  std::set<std::string> keys;
  for (const Chunk& chunk : chunks_of(text)) {
    Sources sources;
    const std::uint32_t source =
        sources.add("", std::string(text.substr(chunk.begin, chunk.end - chunk.begin)));
    Diagnostics diagnostics;
    const std::optional<Node> root = yaml::parse(sources, source, diagnostics);
    const auto line_of = [&](Span span) {
      return chunk.line + sources.position(source, span.begin).line - 1;
    };
    const bool entries = root && root->kind == Node::Kind::mapping;
    std::string name = entries && !root->keys.empty() ? clean_text(root->keys[0].text) : "";
    const auto reject = [&](std::size_t line, std::string reason) {
      reading.rejected.push_back({line, name, std::move(reason)});
    };
    const auto& all = diagnostics.all();
    const auto error = std::find_if(
        all.begin(), all.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
    for (const Diagnostic& d : all) {
      if (d.severity != Severity::error)
        reading.remarks.push_back({line_of(d.primary.span), clean_text(d.message)});
    }
    if (error != all.end()) {
      reject(line_of(error->primary.span), clean_text(error->message));
      continue;
    }
    if (!entries) {
      reject(chunk.line, "an entry is a key with its members indented under it");
      continue;
    }
    for (std::size_t i = 0; i < root->keys.size(); ++i) {
      const Node& entry = root->items[i];
      const std::size_t line = line_of(root->keys[i].span);
      name = clean_text(root->keys[i].text);
      if (entry.kind != Node::Kind::mapping) {
        reject(line, "an entry is a key with its members indented under it");
      } else if (!keys.insert(name).second) {
        reject(line, "another entry has the same key; give each a key of its own");
      } else {
        Record record;
        record.key = name;
        record.line = line;
        std::vector<std::string> remarks;
        Entry(entry, record, remarks).read();
        for (std::string& remark : remarks) reading.remarks.push_back({line, std::move(remark)});
        reading.records.push_back(std::move(record));
      }
    }
  }
  return reading;
}

}  // namespace weald
