// SPDX-License-Identifier: MIT
#include "engine/interchange/dot.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "engine/interchange/record_graph.h"
#include "engine/interchange/text_tools.h"

namespace weald {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : clean_text(text)) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
  return out + '"';
}

struct Token {
  enum class Kind { id, mark, arrow, end, bad };
  Kind kind = Kind::end;
  std::string text{};
  bool bare = false;  ///< an id without quotes, which may be a word of the language
  std::size_t offset = 0;
};

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  Token next() {
    skip();
    Token token{.offset = at_};
    if (at_ >= text_.size()) return token;
    const char c = text_[at_];
    if (c == '"') {
      read_quoted(token);
    } else if (c == '<') {
      read_html(token);
    } else if (c == '-' && at_ + 1 < text_.size() &&
               (text_[at_ + 1] == '>' || text_[at_ + 1] == '-')) {
      token.kind = Token::Kind::arrow;
      token.text = text_.substr(at_, 2);
      at_ += 2;
    } else if (in_word(c) || (c == '-' && at_ + 1 < text_.size() && in_word(text_[at_ + 1]))) {
      const std::size_t begin = at_++;
      while (at_ < text_.size() && in_word(text_[at_])) ++at_;
      token.kind = Token::Kind::id;
      token.bare = true;
      token.text = clean_text(text_.substr(begin, at_ - begin));
    } else {
      token.kind = std::string_view("{}[];,=:").find(c) == std::string_view::npos
                       ? Token::Kind::bad
                       : Token::Kind::mark;
      token.text = c;
      ++at_;
    }
    return token;
  }

 private:
  /// Blanks and comments; lines that begin with # are those of a preprocessor.
  void skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const std::string_view rest = text_.substr(at_);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        line_begin_ = c == '\n' || (line_begin_ && c != '\r');
        ++at_;
      } else if (rest.starts_with("//") || (c == '#' && line_begin_)) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        break;
      }
    }
    line_begin_ = false;
  }

  void read_quoted(Token& token) {
    token.kind = Token::Kind::id;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      const char c = text_[at_];
      if (c != '\\' || at_ + 1 >= text_.size()) {
        token.text += c;
        continue;
      }
      const char escaped = text_[++at_];
      switch (escaped) {
        case '"':
        case '\\':
          token.text += escaped;
          break;
        case 'n':
        case 'l':
          token.text += '\n';
          break;  // \l: a break after a line set to the left
        case 'r':
          token.text += '\r';
          break;
        case '\n':
          break;  // a text may go on on the next line
        default:
          token.text += {'\\', escaped};
      }
    }
    if (at_ >= text_.size()) token.kind = Token::Kind::bad;
    ++at_;
    token.text = clean_text(token.text);
  }

  void read_html(Token& token) {
    std::size_t depth = 0;
    const std::size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '<') ++depth;
      if (text_[at_] == '>' && --depth == 0) break;
    }
    token.kind = at_ < text_.size() ? Token::Kind::id : Token::Kind::bad;
    at_ = std::min(at_ + 1, text_.size());
    const std::string_view inner = text_.substr(begin + 1);
    token.text =
        without_markup(inner.substr(0, at_ - begin - std::min<std::size_t>(at_ - begin, 2)));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool line_begin_ = true;  ///< nothing but blanks stands before at_ on its line
};

class Reader {
 public:
  explicit Reader(std::string_view text) : tokens_(text), lines_(text) { advance(); }

  Reading read() {
    while (is_word("strict") || is_word("digraph") || is_word("graph")) {
      if (is_word("graph")) {
        reading_.remarks.push_back({line(),
                                    "the edges have no direction; each is read as if its "
                                    "first node cites its second"});
      }
      advance();
    }
    if (now_.kind == Token::Kind::id) advance();  // the graph's name
    if (!is_mark("{")) {
      reading_.rejected.push_back({line(), "", "a graph begins with: digraph {"});
      return std::move(reading_);
    }
    advance();
    std::size_t depth = 1;
    while (now_.kind != Token::Kind::end) {
      if (is_mark("{")) {
        ++depth;
        advance();
      } else if (is_mark("}")) {
        advance();
        if (--depth == 0) break;
      } else if (is_mark(";") || is_mark(",")) {
        advance();
      } else {
        statement();
      }
    }
    if (depth > 0)
      reading_.rejected.push_back(
          {line(), "", "the graph is not closed: a } is missing at its end"});
    records_of(graph_, "dot", reading_);
    return std::move(reading_);
  }

 private:
  bool is_mark(std::string_view mark) const {
    return now_.kind == Token::Kind::mark && now_.text == mark;
  }
  bool is_word(std::string_view word) const {
    return now_.kind == Token::Kind::id && now_.bare && lower_case(now_.text) == word;
  }
  std::size_t line() const { return lines_.at(now_.offset); }
  void advance() { now_ = tokens_.next(); }

  /// Drops the statement that went wrong: to behind its `;` or its `]`, before a brace, or before
  /// an id on another line.
  void give_up(std::size_t at, std::string name, std::string reason) {
    reading_.rejected.push_back({at, std::move(name), std::move(reason)});
    while (now_.kind != Token::Kind::end && !is_mark("}") && !is_mark("{")) {
      if (line() != at && now_.kind == Token::Kind::id) return;
      const bool last = is_mark(";") || is_mark("]");
      advance();
      if (last) return;
    }
  }

  /// `[name=value, …]` once or several times. False where that is not what stands here.
  bool attributes(Attributes& into) {
    while (is_mark("[")) {
      advance();
      while (!is_mark("]")) {
        if (is_mark(",") || is_mark(";")) {
          advance();
          continue;
        }
        if (now_.kind != Token::Kind::id) return false;
        const Tokens tokens_before = tokens_;
        const Token before = now_;
        std::string name = std::move(now_.text), value = "true";
        advance();
        if (is_mark("[") || now_.kind == Token::Kind::arrow) {  // the next statement already
          tokens_ = tokens_before;
          now_ = before;
          return false;
        }
        if (is_mark("=")) {
          advance();
          if (now_.kind != Token::Kind::id) return false;
          value = std::move(now_.text);
          advance();
        }
        if (!attribute(into, name)) into.emplace_back(std::move(name), std::move(value));
      }
      advance();
    }
    return true;
  }

  void statement() {
    const std::size_t at = line();
    if (now_.kind != Token::Kind::id) {
      give_up(at, "", "a statement begins with the id of a node; or a text is not closed here");
      return;
    }
    if (is_word("subgraph")) {
      advance();
      if (now_.kind == Token::Kind::id) advance();
      return;
    }
    const bool defaults = is_word("node") || is_word("edge") || is_word("graph");
    std::vector<std::string> ids{now_.text};
    advance();
    if (is_mark("=")) {  // an attribute of the graph
      advance();
      if (now_.kind == Token::Kind::id) advance();
      return;
    }
    port();
    while (now_.kind == Token::Kind::arrow) {
      advance();
      if (now_.kind != Token::Kind::id || is_word("subgraph")) {
        give_up(at, ids.front(), "an edge must end at a node; edges to groups are not read");
        return;
      }
      ids.push_back(now_.text);
      advance();
      port();
    }
    Attributes read;
    if (!attributes(read)) {
      give_up(at, ids.front(),
              "its attributes are not closed, or not of the form [name=\"value\"]");
      return;
    }
    if (!defaults) add(ids, read, at);
  }

  void port() {
    while (is_mark(":")) {
      advance();
      if (now_.kind == Token::Kind::id) advance();
    }
  }

  void add(const std::vector<std::string>& ids, const Attributes& attributes, std::size_t at) {
    if (ids.size() == 1) {
      add_node(ids[0], attributes, at);
      return;
    }
    for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
      // A node need not be declared before an edge uses it.
      add_node(ids[i], {}, at);
      add_node(ids[i + 1], {}, at);
      const std::string* kind = attribute(attributes, "kind");
      graph_.edges.push_back({.from = ids[i],
                              .to = ids[i + 1],
                              .kind = kind ? *kind : "",
                              .attributes = attributes,
                              .line = at});
    }
  }

  /// A node that is named again gets the further attributes.
  void add_node(const std::string& id, const Attributes& attributes, std::size_t at) {
    const auto [known, fresh] = numbers_.emplace(id, graph_.nodes.size());
    if (fresh) graph_.nodes.push_back({.id = id, .line = at});
    GraphNode& node = graph_.nodes[known->second];
    for (const auto& [name, value] : attributes) {
      if (name == "label") {
        node.label = value;
      } else {
        node.attributes.emplace_back(name, value);
      }
    }
  }

  Tokens tokens_;
  Lines lines_;
  Token now_{};
  Reading reading_{};
  RecordGraph graph_{};
  std::map<std::string, std::size_t> numbers_{};
};

}  // namespace

bool looks_like_dot(std::string_view text) {
  Tokens tokens(text);
  Token token = tokens.next();
  const auto word = [&](std::string_view what) {
    return token.bare && lower_case(token.text) == what;
  };
  if (word("strict")) token = tokens.next();
  if (!word("digraph") && !word("graph")) return false;
  token = tokens.next();
  if (token.kind == Token::Kind::id) token = tokens.next();
  return token.kind == Token::Kind::mark && token.text == "{";
}

Reading read_dot(std::string_view text) { return Reader(text).read(); }

std::string write_dot(std::span<const Record> records) {
  RecordGraph graph = graph_of(records);
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (auto& own : own_attributes(records[i], "dot"))
      graph.nodes[i].attributes.push_back(std::move(own));
  }
  const auto rest = [](const Attributes& attributes) {
    std::string out;
    for (const auto& [name, value] : attributes) out += ", " + quoted(name) + "=" + quoted(value);
    return out + "];\n";
  };
  std::string out = "digraph weald {\n";
  for (const GraphNode& node : graph.nodes) {
    out += "  " + quoted(node.id) + " [label=" + quoted(node.label.empty() ? node.id : node.label) +
           rest(node.attributes);
  }
  for (const GraphEdge& edge : graph.edges) {
    out += "  " + quoted(edge.from) + " -> " + quoted(edge.to) + " [kind=" + quoted(edge.kind) +
           rest(edge.attributes);
  }
  return out + "}\n";
}

}  // namespace weald
