// SPDX-License-Identifier: MIT
// Every function gives false at the first doubt: then the full parser reads the text from its
// beginning.
#include "engine/text/yaml_plain.h"

#include <algorithm>
#include <unordered_set>

namespace weald::yaml {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_null(std::string_view text) {
  return text == "~" || text == "null" || text == "Null" || text == "NULL";
}

bool has_duplicate(const std::vector<Node>& keys) {
  if (keys.size() > 16) {
    std::unordered_set<std::string_view> seen;
    return !std::all_of(keys.begin(), keys.end(),
                        [&](const Node& key) { return seen.insert(key.text).second; });
  }
  for (std::size_t i = 1; i < keys.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (keys[i].text == keys[j].text) return true;
    }
  }
  return false;
}

class PlainReader {
 public:
  PlainReader(std::string_view text, std::uint32_t source) : text_(text), source_(source) {}

  bool read(Node& root) {
    if (!next_line()) return false;
    return block(root, column_, 1) && at_ == text_.size();
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n';
  }
  bool at_dash() const { return peek() == '-' && (peek(1) == ' ' || peek(1) == '\n'); }

  Span span(std::size_t begin, std::size_t end) const {
    return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  void set_text(Node& node, std::size_t begin, std::size_t end) const {
    node.kind = Node::Kind::scalar;
    node.span = span(begin, end);
    node.text = text_.substr(begin, end - begin);
  }

  /// From the end of a line's content to the next line with content, its column in column_; false
  /// where something else than a comment is in the way. At the end of the text the column is 0.
  bool next_line() {
    std::size_t line = at_;
    while (true) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
      if (at_ < text_.size() && text_[at_] == '#') {
        if (at_ != 0 && text_[at_ - 1] != ' ' && text_[at_ - 1] != '\n') return false;
        at_ = std::min(text_.find('\n', at_), text_.size());
      }
      if (at_ == text_.size()) {
        column_ = 0;
        return true;
      }
      if (text_[at_] != '\n') break;
      line = ++at_;
    }
    column_ = at_ - line;
    return line == 0 || text_[line - 1] == '\n';
  }

  /// Collections over several lines, by their column.
  bool block(Node& node, std::size_t column, int depth) {
    if (depth > max_depth || at_ == text_.size()) return false;
    return at_dash() ? block_list(node, column, depth, false) : block_map(node, column, depth);
  }

  bool block_map(Node& node, std::size_t column, int depth) {
    if (depth > max_depth) return false;
    node.kind = Node::Kind::mapping;
    const std::size_t begin = at_;
    while (true) {
      if (!key(node.keys.emplace_back())) return false;
      Node& value = node.items.emplace_back();
      if (!after_colon(value, node.keys.back(), column, depth)) return false;
      if (at_ == text_.size() || column_ < column) break;
      if (column_ > column) return false;
    }
    node.span = span(begin, end_);
    return !has_duplicate(node.keys);
  }

  bool after_colon(Node& value, const Node& of, std::size_t column, int depth) {
    while (peek() == ' ') ++at_;
    if (peek() != '\n' && peek() != '#') {
      if (!inline_value(value, column, depth)) return false;
      if (value.kind == Node::Kind::null) value.span = of.span;
      return true;
    }
    if (!next_line()) return false;
    if (at_ < text_.size() && column_ > column) return block(value, column_, depth + 1);
    // A list may stand in the column of its key.
    if (at_ < text_.size() && column_ == column && at_dash()) {
      return block_list(value, column, depth + 1, true);
    }
    value.span = of.span;
    return true;
  }

  bool block_list(Node& node, std::size_t column, int depth, bool in_column_of_key) {
    if (depth > max_depth) return false;
    node.kind = Node::Kind::sequence;
    const std::size_t begin = at_;
    while (true) {
      if (!list_item(node.items.emplace_back(), column, depth)) return false;
      if (at_ == text_.size() || column_ < column) break;
      if (column_ > column) return false;
      if (at_dash()) continue;
      if (!in_column_of_key) return false;
      break;
    }
    node.span = span(begin, end_);
    return true;
  }

  bool list_item(Node& item, std::size_t column, int depth) {
    const std::size_t dash = at_++;
    while (peek() == ' ') ++at_;
    if (peek() == '\n' || peek() == '#') {
      if (!next_line()) return false;
      if (at_ < text_.size() && column_ > column) return block(item, column_, depth + 1);
      item.span = span(dash, dash + 1);
      end_ = dash + 1;
      return true;
    }
    const std::size_t inner = column + (at_ - dash);
    if (at_dash()) return block_list(item, inner, depth + 1, false);
    if (at_key()) return block_map(item, inner, depth + 1);
    return inline_value(item, column, depth);
  }

  /// `word:` before a blank or the end of the line.
  bool at_key() const {
    std::size_t i = at_;
    if (i == text_.size() || !is_word(text_[i])) return false;
    while (i < text_.size() && (is_word(text_[i]) || text_[i] == '-')) ++i;
    return i < text_.size() && text_[i] == ':' &&
           (i + 1 == text_.size() || text_[i + 1] == ' ' || text_[i + 1] == '\n');
  }

  bool key(Node& node) {
    if (!at_key()) return false;
    const std::size_t begin = at_;
    at_ = text_.find(':', at_);
    set_text(node, begin, at_);
    end_ = ++at_;
    // The full parser refuses keys above 1024 characters.
    return !is_null(node.text) && node.text.size() <= 1000;
  }

  /// A value in the line of its key or dash, whose column is given, with what follows it up to the
  /// next line with content.
  bool inline_value(Node& node, std::size_t column, int depth) {
    if (peek() == '[' || peek() == '{') {
      if (!flow(node, depth + 1)) return false;
    } else if (peek() == '"' || peek() == '\'') {
      if (!quoted(node)) return false;
    } else {
      if (!plain(node, false)) return false;
    }
    if (!next_line()) return false;
    // What is indented deeper would go on with the value.
    return at_ == text_.size() || column_ <= column;
  }

  /// A text in quotes, on one line and without escapes.
  bool quoted(Node& node) {
    const char quote = peek();
    const std::size_t close = text_.find_first_of(quote == '"' ? "\"\\\n" : "'\n", at_ + 1);
    if (close == std::string_view::npos || text_[close] != quote) return false;
    set_text(node, at_ + 1, close);
    node.span = span(at_, close + 1);
    node.quoted = true;
    at_ = end_ = close + 1;
    // `''` in single quotes is an apostrophe; a colon would make the text a key.
    return peek() == ' ' || peek() == '\n' || peek() == ',' || peek() == ']' || peek() == '}';
  }

  /// A text without quotes, on one line.
  bool plain(Node& node, bool in_flow) {
    constexpr std::string_view never_first = "&*!|>@`%#,[]{}?:\"'";
    if (never_first.find(peek()) != std::string_view::npos) return false;
    if (peek() == '-' && !is_word(peek(1)) && peek(1) != '.') return false;
    const std::size_t begin = at_;
    for (; peek() != '\n'; ++at_) {
      const char c = peek();
      if (c == '#' && text_[at_ - 1] == ' ') break;
      if (c == ':' && !is_word(peek(1)) && peek(1) != '/') return false;
      if (!in_flow) continue;
      if (c == ',' || c == ']' || c == '}') break;
      if (c == '[' || c == '{' || c == '?') return false;
    }
    std::size_t end = at_;
    while (text_[end - 1] == ' ') --end;
    if (text_.substr(begin, 3) == "...") return false;
    end_ = end;
    const std::string_view value = text_.substr(begin, end - begin);
    if (is_null(value)) {
      node.span = span(begin, end);
      return true;
    }
    set_text(node, begin, end);
    return true;
  }

  /// Over blanks, line breaks and comments within brackets.
  bool flow_space() {
    while (at_ < text_.size()) {
      if (text_[at_] == ' ' || text_[at_] == '\n') {
        ++at_;
      } else if (text_[at_] == '#') {
        if (text_[at_ - 1] != ' ' && text_[at_ - 1] != '\n') return false;
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return true;
      }
    }
    return false;
  }

  bool flow(Node& node, int depth) {
    if (depth > max_depth) return false;
    const bool list = peek() == '[';
    const char close = list ? ']' : '}';
    node.kind = list ? Node::Kind::sequence : Node::Kind::mapping;
    const std::size_t begin = at_++;
    while (true) {
      if (!flow_space()) return false;
      if (peek() == close) break;
      if (!list && !key(node.keys.emplace_back())) return false;
      Node& value = node.items.emplace_back();
      if (!flow_value(value, list ? nullptr : &node.keys.back(), depth)) return false;
      if (!flow_space()) return false;
      if (peek() == close) break;
      if (peek() != ',') return false;
      ++at_;
    }
    end_ = ++at_;
    node.span = span(begin, end_);
    return !has_duplicate(node.keys);
  }

  bool flow_value(Node& node, const Node* of, int depth) {
    if (!flow_space()) return false;
    if (of != nullptr && (peek() == ',' || peek() == '}')) {
      node.span = of->span;
      return true;
    }
    if (peek() == '[' || peek() == '{') return flow(node, depth + 1);
    if (peek() == '"' || peek() == '\'') return quoted(node);
    if (!plain(node, true)) return false;
    if (node.kind == Node::Kind::null && of != nullptr) node.span = of->span;
    return true;
  }

  std::string_view text_;
  std::uint32_t source_;
  std::size_t at_ = 0;      ///< what is read next
  std::size_t end_ = 0;     ///< behind what was read last
  std::size_t column_ = 0;  ///< of the line with content that next_line() found
};

}  // namespace

std::optional<Node> parse_plain(std::string_view text, std::uint32_t source) {
  if (text.find_first_of("\t\r") != std::string_view::npos) return std::nullopt;
  Node root;
  if (!PlainReader(text, source).read(root)) return std::nullopt;
  return root;
}

}  // namespace weald::yaml
