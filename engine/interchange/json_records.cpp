// SPDX-License-Identifier: MIT
#include "engine/interchange/json_records.h"

#include <algorithm>

#include "engine/interchange/text_tools.h"

namespace weald {

namespace {

constexpr std::string_view between = " \t\r\n,";  // what may stand between records

/// Walks over values without understanding them.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at = 3;
  }

  std::size_t at = 0;

  bool done() const { return at >= text_.size(); }
  char now() const { return text_[at]; }
  void skip(std::string_view what) {
    at = std::min(text_.find_first_not_of(what, at), text_.size());
  }
  std::string_view from(std::size_t begin) const { return text_.substr(begin, at - begin); }

  /// Passes over the value that begins here; gives what is wrong with its brackets and quotes. In a
  /// list, a `]` that nothing opened ends the value: it closes the list.
  std::string value(bool in_list) {
    std::string problem, open;
    std::size_t counts[2] = {0, 0};  // open braces and brackets
    const auto complain = [&](const char* what) {
      if (problem.empty()) problem = what;
    };
    while (!done()) {
      const char c = now();
      if (c == '"') {
        if (!quoted()) complain("a text is not closed with a quotation mark on its line");
      } else if (c == '{' || c == '[') {
        open += c;
        ++counts[c == '['];
        ++at;
        if (open.size() > max_json_depth)
          complain("lists and objects are nested more than 64 deep");
      } else if (c == '}' || c == ']') {
        const char opener = c == '}' ? '{' : '[';
        if (counts[c == ']'] == 0) {
          if (in_list && c == ']') {
            complain("the record is not closed: a } is missing");
            return problem;
          }
          complain(c == '}' ? "a } closes nothing" : "a ] closes nothing");
          ++at;
          continue;
        }
        if (open.back() != opener) complain("brackets do not match: one is missing or wrong");
        while (open.back() != opener) {
          --counts[open.back() == '['];
          open.pop_back();
        }
        --counts[opener == '['];
        open.pop_back();
        ++at;
      } else if (open.empty()) {  // a number or a word
        at = std::min(text_.find_first_of(" \t\r\n,]}[{\"", at), text_.size());
      } else {
        at = std::min(text_.find_first_of("\"{}[]", at), text_.size());
      }
      if (open.empty()) return problem;
    }
    if (!open.empty()) complain("the file ends inside this record");
    return problem;
  }

  /// Passes over a text in quotes. False where its line or the file ends first.
  bool quoted() {
    ++at;
    while (!done()) {
      at = std::min(text_.find_first_of("\"\\\n", at), text_.size());
      if (done() || now() == '\n') return false;
      if (now() == '"') {
        ++at;
        return true;
      }
      at = std::min(at + 2, text_.size());
    }
    return false;
  }

 private:
  std::string_view text_;
};

struct Member {
  std::string_view name{};
  std::size_t value = 0;  ///< where it begins
};

class Splitter {
 public:
  Splitter(std::string_view text, std::size_t at_most)
      : text_(text), walker_(text), at_most_(at_most) {}

  std::vector<JsonPiece> run() {
    while (pieces_.size() < at_most_) {
      walker_.skip(between);
      if (walker_.done()) break;
      if (walker_.now() == '[') {
        list();
      } else if (walker_.now() == '{') {
        object();
      } else {
        const std::size_t begin = walker_.at;
        walker_.at = std::min(text_.find_first_of("{[\n", begin), text_.size());
        add(begin, "this is not JSON: a record begins with {");
      }
    }
    return std::move(pieces_);
  }

 private:
  void add(std::size_t begin, std::string problem) {
    std::string_view piece = walker_.from(begin);
    while (!piece.empty() && between.find(piece.back()) != std::string_view::npos)
      piece.remove_suffix(1);
    pieces_.push_back({begin, piece, std::move(problem)});
  }

  /// The elements of the list that begins here.
  void list() {
    const std::size_t opener = walker_.at++;
    while (pieces_.size() < at_most_) {
      walker_.skip(between);
      if (walker_.done()) {
        // A list that was cut off between records still says so.
        walker_.at = text_.size();
        if (pieces_.empty() || pieces_.back().problem.empty()) {
          pieces_.push_back(
              {opener, text_.substr(opener, 1), "the file ends inside the list that begins here"});
        }
        return;
      }
      if (walker_.now() == ']') {
        ++walker_.at;
        return;
      }
      const std::size_t begin = walker_.at;
      std::string problem = walker_.value(true);
      if (walker_.at == begin) ++walker_.at;
      add(begin, std::move(problem));
    }
  }

  /// The members of the object at `begin`; walker_ then stands behind it.
  std::vector<Member> members(std::size_t begin) {
    std::vector<Member> found;
    walker_.at = begin + 1;
    while (true) {
      walker_.skip(between);
      if (walker_.done() || walker_.now() != '"') return found;
      const std::size_t name = walker_.at;
      if (!walker_.quoted()) return found;
      std::string_view text = walker_.from(name);
      text = text.substr(1, text.size() - 2);
      walker_.skip(" \t\r\n:");
      if (walker_.done()) return found;
      found.push_back({text, walker_.at});
      const std::size_t before = walker_.at;
      walker_.value(false);
      if (walker_.at == before) return found;
    }
  }

  const Member* find(const std::vector<Member>& all, std::string_view name, char opener) const {
    for (const Member& member : all) {
      if (member.name == name && text_[member.value] == opener) return &member;
    }
    return nullptr;
  }

  /// One record, or the answer of a service with records in it.
  void object() {
    const std::size_t begin = walker_.at;
    const std::string problem = walker_.value(false);
    const std::size_t end = walker_.at;
    std::vector<Member> outer = members(begin);
    std::size_t record = begin;
    if (const Member* message = find(outer, "message", '{')) {
      record = message->value;
      outer = members(record);
    }
    const Member* records = find(outer, "items", '[');
    if (!records) records = find(outer, "results", '[');
    if (records) {
      walker_.at = records->value;
      list();
      walker_.at = std::max(walker_.at, end);
      return;
    }
    walker_.at = record;
    const std::string inner = walker_.value(false);
    add(record, inner.empty() ? problem : inner);
    walker_.at = std::max(walker_.at, end);
  }

  std::string_view text_;
  Walker walker_;
  std::size_t at_most_;
  std::vector<JsonPiece> pieces_{};
};

/// The first name in an object's text, with its quotes.
std::string_view first_name(std::string_view object) {
  Walker walker(object);
  walker.skip(" \t\r\n{");
  if (walker.done() || walker.now() != '"') return {};
  const std::size_t begin = walker.at;
  return walker.quoted() ? walker.from(begin) : std::string_view{};
}

}  // namespace

std::vector<JsonPiece> split_json_records(std::string_view text, std::size_t at_most) {
  return Splitter(text, at_most).run();
}

std::vector<JsonPiece> split_unclosed(std::string_view text, const JsonPiece& piece) {
  const std::string_view name = first_name(piece.text);
  std::size_t line_begin = piece.offset;
  while (line_begin > 0 && (text[line_begin - 1] == ' ' || text[line_begin - 1] == '\t'))
    --line_begin;
  const std::string_view indent = text.substr(line_begin, piece.offset - line_begin);
  std::vector<JsonPiece> parts{piece};
  if (name.empty() || (line_begin > 0 && text[line_begin - 1] != '\n')) return parts;
  const std::string start = "\n" + std::string(indent) + "{";
  const std::string_view whole = text.substr(0, piece.offset + piece.text.size());
  std::vector<std::size_t> begins{piece.offset};
  for (std::size_t at = whole.find(start, piece.offset); at != std::string_view::npos;) {
    const std::size_t begin = at + start.size() - 1;
    at = whole.find(start, begin);
    if (first_name(whole.substr(begin, at == std::string_view::npos ? at : at - begin)) == name)
      begins.push_back(begin);
  }
  if (begins.size() == 1) return parts;
  parts.clear();
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t stop = i + 1 < begins.size() ? begins[i + 1] : whole.size();
    Walker walker(whole.substr(0, stop));
    walker.at = begins[i];
    while (!walker.done() && walker.now() != ']') {  // other records may follow it
      const std::size_t begin = walker.at;
      std::string problem = walker.value(true);
      if (walker.at == begin) ++walker.at;
      parts.push_back({begin, walker.from(begin), std::move(problem)});
      walker.skip(between);
    }
  }
  return parts;
}

}  // namespace weald
