// SPDX-License-Identifier: MIT
#include "cli/yaml_edit.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "cli/yaml_text.h"

namespace weald {
namespace {

using yaml::Node;

/// A list on one line: of scalars, and no longer than a line of authors may be.
bool fits_on_a_line(const Node& list, std::size_t length) {
  return length <= 400 &&
         std::ranges::all_of(list.items, [](const Node& item) { return item.items.empty(); });
}

/// Text to be put in at one place.
struct Insertion {
  std::size_t at = 0;
  std::string text{};
  bool lines = false;  ///< whole lines: what stands before them must have ended
};

/// Offsets of an entry's parts in the file.
std::size_t end_of_entry(std::string_view text, const Node& mapping, std::size_t i) {
  const Node& key = mapping.keys[i];
  const Node& value = mapping.items[i];
  if (value.kind != Node::Kind::null || value.span != key.span) return last_byte(value);
  const std::size_t colon = text.find(':', key.span.end);  // `key:` with nothing behind it
  return colon == std::string_view::npos ? key.span.end : colon + 1;
}

bool in_braces(std::string_view text, const Node& mapping) {
  return mapping.kind == Node::Kind::mapping && mapping.span.begin < text.size() &&
         text[mapping.span.begin] == '{';
}

/// Blanks before the keys of a mapping that is written in lines.
std::size_t indent_of(std::string_view text, const Node& mapping) {
  const std::size_t begin = mapping.keys.front().span.begin;
  const std::size_t line = text.find_last_of("\r\n", begin == 0 ? 0 : begin - 1);
  const std::size_t start = line == std::string_view::npos || begin == 0 ? 0 : line + 1;
  return begin - start;
}

void insert_in_braces(std::string_view text, const Node& mapping, const Node& added,
                      std::vector<Insertion>& insertions) {
  std::string entries = yaml_flow(added);
  entries = entries.substr(1, entries.size() - 2);
  if (mapping.keys.empty())
    insertions.push_back({mapping.span.begin + 1, entries});
  else
    insertions.push_back({end_of_entry(text, mapping, mapping.keys.size() - 1), ", " + entries});
}

/// Entries at the top, each with a blank line before it.
std::string paragraphs(const Node& added, std::size_t indent, std::string_view line_end) {
  std::string all;
  for (std::size_t i = 0; i < added.keys.size(); ++i) {
    Node one = yaml_mapping();
    one.keys.push_back(added.keys[i]);
    one.items.push_back(added.items[i]);
    if (i > 0) all += line_end;
    all += yaml_lines(one, indent, line_end);
  }
  return all;
}

/// Where a text goes on when entries are put at its end: before `...`, which closes a document.
std::size_t end_of_document(std::string_view text, const Node& root) {
  std::size_t at = root.kind == Node::Kind::null ? 0 : end_of_line(text, last_byte(root));
  while (at < text.size()) {
    if (text.substr(at, 3) == "...") return at;
    at = end_of_line(text, at);
  }
  return text.size();
}

bool ends_with_blank_line(std::string_view text) {
  const auto without_break = [](std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  const std::string_view before = without_break(text);
  if (before.size() == text.size()) return false;
  return before.empty() || before.ends_with('\n') || before.ends_with('\r');
}

void insert_at_top_end(std::string_view text, const Node& root, const Node& added,
                       std::vector<Insertion>& insertions) {
  const std::string_view line_end = line_break_of(text);
  const std::size_t at = end_of_document(text, root);
  const std::size_t indent = root.keys.empty() ? 0 : indent_of(text, root);
  std::string lines = paragraphs(added, indent, line_end);
  if (at > 0 && !ends_with_blank_line(text.substr(0, at))) lines.insert(0, line_end);
  insertions.push_back({at, std::move(lines), true});
}

void insert_lines(std::string_view text, const Node& mapping, const Node& added,
                  std::span<const std::string_view> early, std::vector<Insertion>& insertions) {
  const std::string_view line_end = line_break_of(text);
  const std::size_t indent = indent_of(text, mapping);
  const auto is_early = [&](const Node& key) {
    return std::ranges::find(early, key.text) != early.end();
  };
  std::size_t early_end = 0, end = 0;
  for (std::size_t i = 0; i < mapping.keys.size(); ++i) {
    end = std::max(end, end_of_entry(text, mapping, i));
    if (is_early(mapping.keys[i])) early_end = end_of_entry(text, mapping, i);
  }
  Node first = yaml_mapping(), last = yaml_mapping();
  for (std::size_t i = 0; i < added.keys.size(); ++i) {
    Node& part = early_end > 0 && is_early(added.keys[i]) ? first : last;
    part.keys.push_back(added.keys[i]);
    part.items.push_back(added.items[i]);
  }
  // The last byte of a block of text is its line break.
  const auto behind = [&](std::size_t byte) { return end_of_line(text, byte == 0 ? 0 : byte - 1); };
  if (!first.keys.empty())
    insertions.push_back({behind(early_end), yaml_lines(first, indent, line_end), true});
  if (!last.keys.empty())
    insertions.push_back({behind(end), yaml_lines(last, indent, line_end), true});
}

std::string applied(std::string_view text, std::vector<Insertion>& insertions) {
  std::ranges::stable_sort(insertions, {}, &Insertion::at);
  std::string result;
  std::size_t from = 0;
  for (const Insertion& one : insertions) {
    result += text.substr(from, one.at - from);
    from = one.at;
    if (one.lines && !result.empty() && result.back() != '\n' && result.back() != '\r')
      result += line_break_of(text);
    result += one.text;
  }
  result += text.substr(from);
  return result;
}

std::optional<Node> parsed(std::string_view text) {
  Sources sources;
  Diagnostics ignored;
  return yaml::parse(sources, sources.add("", std::string(text)), ignored);
}

std::unordered_map<std::string_view, std::size_t> places(const Node& mapping) {
  std::unordered_map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < mapping.keys.size(); ++i) at.emplace(mapping.keys[i].text, i);
  return at;
}

void append(Node& mapping, const Node& added) {
  mapping.kind = Node::Kind::mapping;
  mapping.keys.insert(mapping.keys.end(), added.keys.begin(), added.keys.end());
  mapping.items.insert(mapping.items.end(), added.items.begin(), added.items.end());
}

bool holds_mappings(const Node& added) {
  return std::ranges::any_of(added.items,
                             [](const Node& item) { return item.kind == Node::Kind::mapping; });
}

}  // namespace

yaml::Node yaml_scalar(std::string_view text) {
  return {.kind = Node::Kind::scalar, .text = std::string(text)};
}

yaml::Node yaml_list(std::vector<yaml::Node> items) {
  return {.kind = Node::Kind::sequence, .items = std::move(items)};
}

yaml::Node yaml_mapping() { return {.kind = Node::Kind::mapping}; }

void yaml_put(yaml::Node& mapping, std::string_view key, yaml::Node value) {
  mapping.keys.push_back(yaml_scalar(key));
  mapping.items.push_back(std::move(value));
}

std::string yaml_flow(const yaml::Node& node) {
  if (node.kind == Node::Kind::scalar) return yaml_word(node.text);
  if (node.kind == Node::Kind::null) return "null";
  const bool list = node.kind == Node::Kind::sequence;
  std::string text(1, list ? '[' : '{');
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) text += ", ";
    if (!list) text += yaml_word(node.keys[i].text) + ": ";
    text += yaml_flow(node.items[i]);
  }
  return text + (list ? ']' : '}');
}

std::string yaml_lines(const yaml::Node& mapping, std::size_t indent, std::string_view line_end) {
  const std::string blanks(indent, ' ');
  std::string text;
  for (std::size_t i = 0; i < mapping.keys.size(); ++i) {
    const Node& value = mapping.items[i];
    text += blanks + yaml_word(mapping.keys[i].text) + ':';
    if (value.kind == Node::Kind::mapping && !value.items.empty()) {
      text += line_end;
      text += yaml_lines(value, indent + 2, line_end);
      continue;
    }
    const std::string flow = yaml_flow(value);
    if (value.kind != Node::Kind::sequence || fits_on_a_line(value, flow.size())) {
      text += ' ' + flow;
      text += line_end;
      continue;
    }
    text += line_end;
    for (const Node& item : value.items) {
      text += blanks + "  - " + yaml_flow(item);
      text += line_end;
    }
  }
  return text;
}

bool same_yaml(const yaml::Node& a, const yaml::Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.keys.size() != b.keys.size())
    return false;
  if (a.kind != Node::Kind::mapping) return std::ranges::equal(a.items, b.items, same_yaml);
  const auto at = places(b);
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    const auto there = at.find(a.keys[i].text);
    if (there == at.end() || !same_yaml(a.items[i], b.items[there->second])) return false;
  }
  return at.size() == b.keys.size();
}

std::uint32_t last_byte(const yaml::Node& node) {
  std::uint32_t end = node.span.end;
  for (const Node& key : node.keys) end = std::max(end, key.span.end);
  for (const Node& item : node.items) end = std::max(end, last_byte(item));
  return end;
}

std::size_t end_of_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_of("\r\n", at);
  if (end == std::string_view::npos) return text.size();
  return end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
}

std::string_view line_break_of(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos || text[end] == '\n') return "\n";
  return text.substr(end, 2) == "\r\n" ? "\r\n" : "\r";
}

std::optional<std::string> with_additions(std::string_view text,
                                          std::span<const YamlAddition> additions,
                                          std::span<const std::string_view> early) {
  auto root = parsed(text);
  if (!root || (root->kind != Node::Kind::mapping && root->kind != Node::Kind::null))
    return std::nullopt;
  const auto at = places(*root);
  std::vector<Insertion> insertions;
  for (const YamlAddition& addition : additions) {
    const Node* target = &*root;
    if (!addition.under.empty()) {
      const auto there = at.find(addition.under);
      if (there == at.end()) return std::nullopt;
      target = &root->items[there->second];
    }
    if (in_braces(text, *target)) {
      insert_in_braces(text, *target, addition.added, insertions);
    } else if (addition.under.empty() && (target->keys.empty() || holds_mappings(addition.added))) {
      insert_at_top_end(text, *root, addition.added, insertions);
    } else if (target->kind == Node::Kind::mapping && !target->keys.empty()) {
      insert_lines(text, *target, addition.added, early, insertions);
    } else if (target->kind == Node::Kind::null && !root->keys.empty()) {  // `key:` alone
      const std::size_t key_end = root->keys[at.at(addition.under)].span.end;
      insertions.push_back(
          {end_of_line(text, key_end),
           yaml_lines(addition.added, indent_of(text, *root) + 2, line_break_of(text)), true});
    } else {
      return std::nullopt;
    }
  }
  std::string result = applied(text, insertions);

  for (const YamlAddition& addition : additions)
    if (!addition.under.empty()) append(root->items[at.at(addition.under)], addition.added);
  for (const YamlAddition& addition : additions)
    if (addition.under.empty()) append(*root, addition.added);
  const auto again = parsed(result);
  if (!again || !same_yaml(*root, *again)) return std::nullopt;
  return result;
}

}  // namespace weald
