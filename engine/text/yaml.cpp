// SPDX-License-Identifier: MIT
// The tree is built from yaml-cpp's events: its own nodes lose places and hide duplicate keys. An
// event tells only where a node begins, so ends are found in the text.
#include "engine/text/yaml.h"

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "engine/text/yaml_errors.h"
#include "engine/text/yaml_places.h"
#include "engine/text/yaml_plain.h"

namespace weald::yaml {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A text as a stream, without a copy.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // streambuf's interface; nothing is written
    setg(begin, begin, begin + text.size());
  }
};

/// A collection that is being read.
struct Frame {
  Node node{};
  bool bracketed = false;
  bool drop = false;  ///< the entry in hand was refused: it is not kept
};

/// Builds the tree. Nothing may be thrown through yaml-cpp: a fault sets broken_, and the rest is
/// ignored.
class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, std::uint32_t source, std::size_t shift)
      : text_(text), scan_(text), source_(source), shift_(shift), end_(shift) {}

  bool broken() const { return broken_; }
  Diagnostics take_refusals() { return std::move(refusals_); }
  Node take_root() { return std::move(root_); }
  std::optional<Span> last_quoted() const { return last_quoted_; }
  std::size_t end() const { return end_; }
  std::optional<std::size_t> bracket_at_key() const { return bracket_at_key_; }
  std::optional<std::size_t> open_bracket() const {
    for (auto frame = stack_.rbegin(); frame != stack_.rend(); ++frame) {
      if (frame->bracketed) return frame->node.span.begin;
    }
    return std::nullopt;
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (broken_) return;
    std::size_t at = offset(mark);
    if (anchor != 0) at = properties(at, true);
    const std::size_t word_end = scan_.null_end(at);
    const bool word = word_end > at;
    if (at_key()) {
      // `null:` and `~:` are keys like any other; the parser takes them for nothing.
      if (!word)
        return fault(at, "a colon without a key before it", "Write the key: \"key: value\".");
      Node key{.kind = Node::Kind::scalar, .span = span(at, word_end)};
      key.text = text_.substr(at, word_end - at);
      end_ = word_end;
      return attach(std::move(key));
    }
    Node node;
    if (!stack_.empty() && stack_.back().node.kind == Node::Kind::mapping) {
      const Node& key = stack_.back().node.keys.back();
      const std::size_t colon = scan_.skip(key.span.end);
      const bool alone = scan_.at(colon) != ':';
      if (alone && !cut_by_comma(key)) return key_without_colon(key);
      end_ = alone ? key.span.end : colon + 1;
      node.span = key.span;
    } else if (word || stack_.empty()) {
      node.span = span(at, word_end);
    } else if (stack_.back().bracketed) {
      node.span = span(at, at + 1);
    } else {
      const std::size_t dash = scan_.skip(end_);
      node.span = span(dash, dash + 1);
      end_ = dash + 1;
    }
    if (word) end_ = word_end;
    attach(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (broken_) return;
    const std::size_t at = offset(mark);
    end_ = scan_.word_end(at);
    const bool merged = !stack_.empty() && stack_.back().drop;
    if (!merged) refuse_alias(refusals_, span(at, end_));
    // A short text is put in the alias's place, so that no reader misses it; anything else is left
    // out.
    const auto known = anchored_.find(anchor);
    const bool text = known != anchored_.end();
    Node node{.kind = text ? Node::Kind::scalar : Node::Kind::null, .span = span(at, end_)};
    if (text) node.text = known->second;
    if (!text && at_key()) return fault(at, "a key cannot be an alias", "Write the key out.");
    if (!text && !stack_.empty()) {
      if (stack_.back().node.kind == Node::Kind::sequence) return;
      stack_.back().drop = true;
    }
    attach(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (broken_) return;
    std::size_t at = offset(mark);
    const bool tagged = tag == "!" ? scan_.at(at) == '!' : tag != "?";
    if (tagged || anchor != 0) at = properties(at, value.empty());
    if (anchor != 0 && value.size() <= 64) anchored_[anchor] = value;
    const char first = scan_.at(at);
    const bool in_quotes = first == '"' || first == '\'';
    const bool block = first == '|' || first == '>';
    Node node{.kind = Node::Kind::scalar, .quoted = (in_quotes || block)};
    if (in_quotes) {
      // yaml-cpp takes the end of the file for the end of the text in quotes.
      const auto end = scan_.quoted_end(at);
      if (!end) return fault_as(unclosed_quote(source_, at));
      end_ = *end;
    } else if (value.empty() && !block) {
      node.kind = Node::Kind::null;  // a tag without a value
      end_ = at;
    } else {
      end_ = block ? scan_.block_end(at, value) : scan_.plain_end(at, value);
    }
    node.span = span(at, end_);
    node.text = value;
    last_quoted_ = in_quotes ? std::optional(node.span) : std::nullopt;
    if (node.kind == Node::Kind::null) {
      if (at_key())
        return fault(at, "a colon without a key before it", "Write the key: \"key: value\".");
      if (!stack_.empty() && stack_.back().node.kind == Node::Kind::mapping) {
        node.span = stack_.back().node.keys.back().span;
      }
    }
    attach(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::sequence, '[', mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::mapping, '{', mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

  static Diagnostic too_deep(Span span) {
    return {.code = "nesting-too-deep",
            .message = fmt::format("lists and maps are nested more than {} deep", max_depth),
            .primary = {.span = span},
            .help = "A descriptor needs no more than six levels."};
  }

  static void refuse_alias(Diagnostics& diagnostics, Span span) {
    diagnostics.error(
        "yaml-alias", span, "aliases (*name) are not read",
        "Write the value out where it is needed. A text that begins with * must stand in "
        "quotes.");
  }

 private:
  Span span(std::size_t begin, std::size_t end) const {
    end = std::min(end, text_.size());
    return {source_, static_cast<std::uint32_t>(std::min(begin, end)),
            static_cast<std::uint32_t>(end)};
  }

  std::size_t offset(const YAML::Mark& mark) const {
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)) + shift_, text_.size());
  }

  void fault_as(Diagnostic diagnostic) {
    broken_ = true;
    refusals_ = {};
    refusals_.add(std::move(diagnostic));
  }

  void fault(std::size_t at, std::string message, std::string help) {
    fault_as({.code = "not-yaml",
              .message = std::move(message),
              .primary = {.span = span(at, at + 1)},
              .help = std::move(help)});
  }

  /// `5` in `{mean: 2,5}`: half of a number with a decimal comma, which the reader of fields
  /// reports.
  bool cut_by_comma(const Node& key) const {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::size_t at = key.span.begin;
    return std::all_of(key.text.begin(), key.text.end(), digit) && at >= 2 &&
           text_[at - 1] == ',' && digit(text_[at - 2]);
  }

  /// yaml-cpp takes a word alone for a key without a value.
  void key_without_colon(const Node& key) {
    if (const auto open = open_bracket(); open && scan_.skip(key.span.end) == text_.size()) {
      return fault_as(unclosed_bracket(text_, source_, *open));
    }
    const std::size_t colon = key.quoted ? std::string::npos : key.text.find(':');
    if (colon == std::string::npos) {
      return fault_as(
          {.code = "not-yaml",
           .message = fmt::format("there is no colon after \"{}\"", key.text),
           .primary = {.span = key.span},
           .help = "Write it as \"key: value\". A text over several lines is indented deeper "
                   "than its key."});
    }
    fault(key.span.begin + colon, "a space is missing after the colon",
          fmt::format("Write \"{}: {}\".", key.text.substr(0, colon), key.text.substr(colon + 1)));
  }

  /// True where the next node is a mapping's key.
  bool at_key() const {
    if (stack_.empty() || stack_.back().node.kind != Node::Kind::mapping) return false;
    return stack_.back().node.keys.size() == stack_.back().node.items.size();
  }

  /// Refuses the tags and anchors that begin at `at`; gives where the node itself begins. Where the
  /// node is empty, what comes on another line is no part of it.
  std::size_t properties(std::size_t at, bool empty) {
    while (scan_.at(at) == '!' || scan_.at(at) == '&') {
      const std::size_t end = scan_.word_end(at);
      if (text_[at] == '&') {
        refusals_.error(
            "yaml-anchor", span(at, end), "anchors (&name) are not read",
            "Delete it, and write the value out where it is needed. A text that begins with & "
            "must stand in quotes.");
      } else {
        refusals_.error("yaml-tag", span(at, end), "tags (!name) are not read",
                        "Delete it. A text that begins with ! must stand in quotes.");
      }
      const std::size_t next = scan_.skip(end);
      if (empty && text_.substr(end, next - end).find('\n') != std::string_view::npos) return end;
      at = next;
    }
    return at;
  }

  void attach(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& parent = stack_.back();
    if (at_key()) {
      if (node.text == "<<" && !node.quoted) {
        refusals_.error("yaml-merge", node.span, "merge keys (<<) are not read",
                        "Write the merged keys out.");
        parent.drop = true;
      }
      parent.node.keys.push_back(std::move(node));
      return;
    }
    if (parent.drop) {
      parent.node.keys.pop_back();
      parent.drop = false;
      return;
    }
    parent.node.items.push_back(std::move(node));
  }

  void open(Node::Kind kind, char bracket, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
    if (broken_) return;
    std::size_t at = offset(mark);
    if (anchor != 0 || tag != "?") at = properties(at, false);
    if (at_key()) {
      bracket_at_key_ = at;
      return fault(at, "a key must be a word, not a list or a map",
                   "Put a value that begins with [ or { in quotes.");
    }
    if (stack_.size() >= static_cast<std::size_t>(max_depth)) {
      return fault_as(too_deep(span(at, at + 1)));
    }
    Frame frame;
    frame.node.kind = kind;
    frame.bracketed = style == YAML::EmitterStyle::Flow && scan_.at(at) == bracket;
    frame.node.span = span(at, at);
    end_ = frame.bracketed ? at + 1 : at;
    last_quoted_ = std::nullopt;
    stack_.push_back(std::move(frame));
  }

  void close() {
    if (broken_) return;
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    Node& node = frame.node;
    if (frame.bracketed) end_ = std::min(scan_.skip(end_, ",:") + 1, text_.size());
    node.span = span(node.span.begin, end_);
    last_quoted_ = std::nullopt;
    report_duplicates(node);
    attach(std::move(node));
  }

  void report_duplicates(const Node& node) {
    const auto report = [&](const Node& first, const Node& again) {
      refusals_
          .error("duplicate-key", again.span, fmt::format("the key `{}` stands twice", again.text),
                 "Keep one of the two.")
          .secondary.push_back({first.span, "the first"});
    };
    const std::vector<Node>& keys = node.keys;
    if (keys.size() > 16) {
      std::unordered_map<std::string_view, const Node*> seen;
      for (const Node& key : keys) {
        const auto [first, is_new] = seen.emplace(key.text, &key);
        if (!is_new) report(*first->second, key);
      }
      return;
    }
    for (std::size_t i = 1; i < keys.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (keys[i].text != keys[j].text) continue;
        report(keys[j], keys[i]);
        break;
      }
    }
  }

  std::string_view text_;
  Places scan_;
  std::uint32_t source_;
  std::size_t shift_;  ///< of a byte order mark, which the parser does not count
  std::size_t end_;    ///< behind what was read last
  std::vector<Frame> stack_{};
  Node root_{};
  Diagnostics refusals_{};
  std::unordered_map<YAML::anchor_t, std::string> anchored_{};
  std::optional<Span> last_quoted_{};
  std::optional<std::size_t> bracket_at_key_{};
  bool broken_ = false;
};

/// Notes only where a further document begins.
class Further : public YAML::EventHandler {
 public:
  std::optional<int> begin{};
  void OnDocumentStart(const YAML::Mark& mark) override { begin = mark.pos; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// Bytes that YAML does not allow. yaml-cpp takes U+0004 for the end of the file.
std::optional<std::size_t> control_character(std::string_view text) {
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
           c == 0x7F;
  };
  const auto found = std::find_if(text.begin(), text.end(), is_control);
  if (found == text.end()) return std::nullopt;
  return static_cast<std::size_t>(found - text.begin());
}

/// The complaint of a text that no parser should see.
std::optional<Diagnostic> unreadable(std::string_view text, std::uint32_t source) {
  const auto at = [&](std::size_t offset) {
    return Label{.span = {source, static_cast<std::uint32_t>(offset),
                          static_cast<std::uint32_t>(offset + 1)}};
  };
  if (const auto bad = first_invalid_utf8(text)) {
    return Diagnostic{.code = "not-utf8",
                      .message = fmt::format("the text is not UTF-8 (byte 0x{:02X})",
                                             static_cast<unsigned char>(text[*bad])),
                      .primary = at(*bad),
                      .help = "Save the file with the encoding UTF-8."};
  }
  if (const auto bad = control_character(text)) {
    return Diagnostic{.code = "not-yaml",
                      .message = fmt::format("a control character (U+{:04X}) stands in the text",
                                             static_cast<unsigned char>(text[*bad])),
                      .primary = at(*bad),
                      .help = "Delete it: it is invisible in most editors."};
  }
  return std::nullopt;
}

/// What is wrong with a text that goes on at `begin` after its one document.
Diagnostic further_document(const Sources& sources, std::uint32_t source, std::size_t begin,
                            std::size_t document_end) {
  const std::string_view text = sources.text(source);
  const std::string_view between = text.substr(document_end, begin - document_end);
  if (text.substr(begin, 3) == "---" || between.find("...") != std::string_view::npos ||
      between.find("---") != std::string_view::npos) {
    return {
        .code = "yaml-several-documents",
        .message = "a second document begins here",
        .primary = {.span = {source, static_cast<std::uint32_t>(begin),
                             static_cast<std::uint32_t>(std::min(begin + 3, text.size()))}},
        .help =
            "One file holds one study: delete the line \"---\", or move what follows it to a file "
            "of its own."};
  }
  return describe_fault(sources, source, {.at = begin, .detail = "end of map not found"});
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

std::optional<Node> parse(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics) {
  const std::string_view text = sources.text(source);
  if (auto bad = unreadable(text, source)) {
    diagnostics.add(*std::move(bad));
    return std::nullopt;
  }
  if (auto root = parse_plain(text, source)) return root;
  return parse_full(sources, source, diagnostics);
}

std::optional<Node> parse_full(const Sources& sources, std::uint32_t source,
                               Diagnostics& diagnostics) {
  const std::string_view text = sources.text(source);
  const std::size_t shift = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  TextBuffer buffer(text.substr(shift));
  std::istream stream(&buffer);
  Builder builder(text, source, shift);
  Further further;
  const auto place = [&](int position) {
    return std::min(static_cast<std::size_t>(std::max(position, 0)) + shift, text.size());
  };
  const auto span = [&](std::size_t begin, std::size_t end) {
    return Span{source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  };
  bool first_document = true;
  try {
    YAML::Parser parser(stream);
    const bool any = parser.HandleNextDocument(builder);
    first_document = false;
    if (any && !builder.broken()) parser.HandleNextDocument(further);
  } catch (const YAML::Exception& exception) {
    const std::size_t begin = place(exception.mark.pos);
    // A bracket that is never closed may have been taken for the beginning of a key.
    const auto bracket = builder.bracket_at_key();
    if (bracket && exception.msg == YAML::ErrorMsg::BAD_FILE) {
      diagnostics.add(Builder::too_deep(span(*bracket, *bracket + 1)));
      return std::nullopt;
    }
    if (first_document && exception.msg == YAML::ErrorMsg::UNKNOWN_ANCHOR && !builder.broken()) {
      Builder::refuse_alias(diagnostics, span(begin, Places(text).word_end(begin)));
      return std::nullopt;
    }
    if (first_document && exception.msg == YAML::ErrorMsg::EOF_IN_SCALAR && !builder.broken()) {
      const Places places(text);
      const std::size_t open = places.skip(builder.end(), ":,-?[{");
      if (places.at(open) == '"' || places.at(open) == '\'') {
        diagnostics.add(unclosed_quote(source, open));
        return std::nullopt;
      }
    }
    if (first_document && (bracket || !builder.broken())) {
      diagnostics.add(describe_fault(sources, source,
                                     {.at = begin,
                                      .detail = exception.msg,
                                      .open_bracket = bracket ? bracket : builder.open_bracket(),
                                      .last_quoted = builder.last_quoted()}));
      return std::nullopt;
    }
    if (!first_document && !further.begin) {
      diagnostics.add(describe_fault(sources, source, {.at = begin, .detail = exception.msg}));
      return std::nullopt;
    }
  } catch (const std::exception& exception) {
    diagnostics.add(
        describe_fault(sources, source, {.at = builder.end(), .detail = exception.what()}));
    return std::nullopt;
  }
  if (further.begin) {
    diagnostics.add(further_document(sources, source, place(*further.begin), builder.end()));
    return std::nullopt;
  }
  const bool broken = builder.broken();
  diagnostics.append(builder.take_refusals());
  if (broken) return std::nullopt;
  Node root = builder.take_root();
  if (!root.span.known()) root.span = {source, 0, 0};
  return root;
}

}  // namespace weald::yaml
