// SPDX-License-Identifier: MIT
#include "engine/interchange/bibtex_parse.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/interchange/text_lines.h"

namespace weald::bibtex {
namespace {

using text::is_blank;
using text::is_letter;

/// What abbreviations and inheritance may add to a file in all; a file that wants more is a bomb.
constexpr std::size_t expansion_budget = std::size_t{256} << 20;

/// True where `rest` begins an entry: `@word{key,` or a @string, @comment or @preamble; any
/// `@word{` where `after_error`. Looks at a bounded number of characters.
bool begins_entry(std::string_view rest, bool after_error = false) {
  std::size_t i = 0;
  while (i < rest.size() && i < 40 && (rest[i] == ' ' || rest[i] == '\t')) ++i;
  if (i >= rest.size() || rest[i] != '@') return false;
  const std::size_t word = ++i;
  while (i < rest.size() && i - word < longest_type && is_letter(rest[i])) ++i;
  if (i == word) return false;
  const std::string type = lower_case(rest.substr(word, i - word));
  while (i < rest.size() && i - word < 60 && (rest[i] == ' ' || rest[i] == '\t')) ++i;
  if (i >= rest.size() || (rest[i] != '{' && rest[i] != '(')) return false;
  if (after_error || type == "string" || type == "comment" || type == "preamble") return true;
  const std::size_t key = ++i;
  for (; i < rest.size() && i - key < 256; ++i) {
    if (rest[i] == ',') return true;
    if (std::string_view("{}()=\"#\n\r").find(rest[i]) != std::string_view::npos) return false;
  }
  return false;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<Remark>& remarks)
      : text_(text::without_mark(text)), remarks_(remarks) {
    static constexpr std::pair<std::string_view, std::string_view> months[] = {
        {"jan", "January"},   {"feb", "February"}, {"mar", "March"},    {"apr", "April"},
        {"may", "May"},       {"jun", "June"},     {"jul", "July"},     {"aug", "August"},
        {"sep", "September"}, {"oct", "October"},  {"nov", "November"}, {"dec", "December"}};
    for (const auto& [name, month] : months) strings_.emplace(name, month);
  }

  Database run() {
    while (find_at()) {
      if (database_.entries.size() == text::most_records) {
        database_.too_many = true;
        break;
      }
      command();
    }
    return std::move(database_);
  }

 private:
  bool at_end() const { return pos_ >= text_.size(); }
  char here() const { return text_[pos_]; }
  void skip_blanks() {
    while (!at_end() && is_blank(here())) ++pos_;
  }
  void skip_line() {
    while (!at_end() && here() != '\n' && here() != '\r') ++pos_;
  }

  /// Line of a place; places are asked for in order.
  std::size_t line_at(std::size_t pos) {
    for (; counted_ < pos; ++counted_)
      if (text_[counted_] == '\n' ||
          (text_[counted_] == '\r' && !text_.substr(counted_ + 1).starts_with('\n')))
        ++line_;
    return line_;
  }

  /// Goes to the next @ outside entries. Lines that begin with % are comments.
  bool find_at() {
    while (!at_end()) {
      const char c = here();
      if (c == '@') return true;
      if (c == '\n' || c == '\r') {
        fresh_line_ = true;
      } else if (c == '%' && fresh_line_) {
        skip_line();
        continue;
      } else if (!is_blank(c)) {
        fresh_line_ = false;
      }
      ++pos_;
    }
    return false;
  }

  void command() {
    const std::size_t begin = pos_++;
    fresh_line_ = false;
    skip_blanks();
    const std::size_t word = pos_;
    while (!at_end() && (is_letter(here()) || here() == '_')) ++pos_;
    const std::string type = lower_case(text_.substr(word, std::min(pos_ - word, longest_type)));
    if (type.empty()) return;  // an address of mail
    if (type == "comment") return comment(begin);
    skip_blanks();
    if (at_end() || (here() != '{' && here() != '(')) return;
    if (type == "preamble") return comment(begin);
    const char close = here() == '{' ? '}' : ')';
    ++pos_;
    problem_.clear();
    if (type == "string") {
      Field field;
      skip_blanks();
      field.line = line_at(begin);
      if (read_field(field)) {
        if (too_long_.empty())
          strings_[field.name] = std::move(field.value);
        else
          remarks_.push_back({field.line, "this @string is passed over: " + too_long_});
        too_long_.clear();
        skip_blanks();
        if (!at_end() && here() == close) ++pos_;
      } else {
        remarks_.push_back(
            {field.line, "this @string cannot be read and is passed over: " + problem_});
        recover(begin);
      }
      return;
    }
    Entry entry{.line = line_at(begin), .type = type};
    read_entry(entry, close);
    if (!problem_.empty()) {
      entry.problem = problem_;
      recover(begin);
    }
    if (entry.problem.empty() && !too_long_.empty()) entry.problem = too_long_;
    too_long_.clear();
    database_.entries.push_back(std::move(entry));
  }

  void comment(std::size_t begin) {
    while (!at_end() && (here() == ' ' || here() == '\t')) ++pos_;
    if (at_end()) return;
    if (here() != '{' && here() != '(') return skip_line();
    if (here() == '(') {  // @preamble("…")
      const std::size_t line = line_at(begin);
      int depth = 0;
      while (!at_end() && !(here() == ')' && depth <= 0)) {
        if (here() == '{') ++depth;
        if (here() == '}') --depth;
        if (new_entry_here()) break;
        ++pos_;
      }
      if (!at_end() && here() == ')')
        ++pos_;
      else
        remarks_.push_back({line, "a comment that is never closed"});
      return;
    }
    const std::size_t line = line_at(begin);
    std::string_view ignored;
    if (!read_group(ignored)) remarks_.push_back({line, "a comment that is never closed"});
  }

  /// True right after a line break where the next line begins an entry.
  bool new_entry_here() const {
    return (here() == '\n' || here() == '\r') && begins_entry(text_.substr(pos_ + 1));
  }

  /// `{ … }` with its braces balanced; counts braces as BibTeX does, whatever stands before them.
  bool read_group(std::string_view& inner) {
    const std::size_t begin = ++pos_;
    std::size_t depth = 1;
    for (; !at_end(); ++pos_) {
      if (here() == '{') ++depth;
      if (here() == '}' && --depth == 0) {
        inner = text_.substr(begin, pos_++ - begin);
        return true;
      }
      if (new_entry_here()) break;
    }
    return fail("a brace { is never closed");
  }

  /// `" … "`; a quote within braces is text.
  bool read_quoted(std::string_view& inner) {
    const std::size_t begin = ++pos_;
    std::size_t depth = 0;
    for (; !at_end(); ++pos_) {
      if (here() == '{') ++depth;
      if (here() == '}') {
        if (depth == 0) return fail("a brace } within quotes has no beginning");
        --depth;
      }
      if (here() == '"' && depth == 0) {
        inner = text_.substr(begin, pos_++ - begin);
        return true;
      }
      if (new_entry_here()) break;
    }
    return fail("a quote \" is never closed");
  }

  bool fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  bool special(char c) const {
    return is_blank(c) || std::string_view("{}(),=\"#%@").find(c) != std::string_view::npos;
  }
  std::string_view read_word() {
    const std::size_t begin = pos_;
    while (!at_end() && !special(here())) ++pos_;
    return text_.substr(begin, pos_ - begin);
  }

  /// Pieces joined by #.
  bool read_value(std::string& value) {
    std::string whole;
    while (true) {
      skip_blanks();
      if (at_end()) return fail("the file ends within this entry");
      std::string_view piece;
      if (here() == '{') {
        if (!read_group(piece)) return false;
      } else if (here() == '"') {
        if (!read_quoted(piece)) return false;
      } else {
        const std::size_t at = pos_;
        const std::string_view word = read_word();
        if (word.empty()) return fail(fmt::format("«{}» stands where a value is expected", here()));
        piece = word;
        if (!text::all_digits(word)) {
          if (const auto found = strings_.find(lower_case(word)); found != strings_.end()) {
            piece = found->second;
            spent_ += piece.size();
            if (spent_ > expansion_budget)
              too_long_ = "its abbreviations (@string) grow beyond measure";
          } else {
            remarks_.push_back({line_at(at), fmt::format("the abbreviation «{}» is nowhere defined "
                                                         "(@string); taken as text",
                                                         text::beginning(word, 60))});
          }
        }
      }
      if (whole.size() + piece.size() > text::longest_field)
        too_long_ = text::field_too_long;
      else if (too_long_.empty())
        whole += piece;
      skip_blanks();
      if (at_end() || here() != '#') break;
      ++pos_;
    }
    value = std::move(whole);
    return true;
  }

  bool read_field(Field& field) {
    const std::string_view name = read_word();
    if (name.empty()) {
      if (at_end()) return fail("the file ends within this entry");
      return fail(fmt::format("«{}» stands where the name of a field is expected", here()));
    }
    if (name.size() > 200) return fail("the name of a field is too long");
    field.name = lower_case(name);
    skip_blanks();
    if (at_end()) return fail("the file ends within this entry");
    if (here() != '=') return fail(fmt::format("no = after «{}»", text::beginning(name, 60)));
    ++pos_;
    return read_value(field.value);
  }

  bool read_entry(Entry& entry, char close) {
    skip_blanks();
    const std::size_t begin = pos_;
    while (!at_end() && here() != ',' && here() != close && here() != '=' && here() != '\n' &&
           here() != '\r')
      ++pos_;
    if (at_end()) return fail("the file ends within this entry");
    const std::string_view key = trimmed(text_.substr(begin, pos_ - begin));
    if (here() == '=') {
      pos_ = begin;
      remarks_.push_back({entry.line, "this entry has no key"});
    } else if (key.size() > text::longest_field) {
      too_long_ = text::field_too_long;
    } else {
      entry.key = key;
    }
    while (true) {
      while (!at_end() && (is_blank(here()) || here() == ',')) {
        if (new_entry_here()) return fail("no closing brace } before the next entry begins");
        ++pos_;
      }
      if (at_end()) return fail("the file ends within this entry");
      if (here() == close) {
        ++pos_;
        return true;
      }
      if (here() == '%') {
        skip_line();
        continue;
      }
      if (here() == '@') return fail("no closing brace } before the next entry begins");
      Field field{.line = line_at(pos_)};
      if (!read_field(field)) return false;
      field.value = text::one_line(field.value);
      entry.fields.push_back(std::move(field));
      if (entry.fields.size() > 10'000) return fail("an entry with more than 10,000 fields");
      skip_blanks_before_comma(entry);
    }
  }

  void skip_blanks_before_comma(const Entry& entry) {
    std::size_t next = pos_;
    while (next < text_.size() && is_blank(text_[next])) ++next;
    if (next < text_.size() && !special(text_[next]))
      remarks_.push_back(
          {line_at(pos_), fmt::format("no comma after the field «{}»", entry.fields.back().name)});
  }

  /// Goes on at the next line that begins an entry.
  void recover(std::size_t begin) {
    std::size_t from = std::min(pos_, text_.size());
    while (from > begin + 1 && text_[from - 1] != '\n' && text_[from - 1] != '\r') --from;
    while (from < text_.size()) {
      const bool fresh = text_[from - 1] == '\n' || text_[from - 1] == '\r';
      if (fresh && begins_entry(text_.substr(from), true)) break;
      const std::size_t next = text_.find_first_of("\r\n", from);
      from = next == std::string_view::npos ? text_.size() : next + 1;
    }
    pos_ = from;
    fresh_line_ = true;
  }

  std::string_view text_{};
  std::vector<Remark>& remarks_;
  Database database_{};
  std::map<std::string, std::string, std::less<>> strings_{};
  std::string problem_{}, too_long_{};
  std::size_t pos_ = 0, counted_ = 0, line_ = 1, spent_ = 0;
  bool fresh_line_ = true;
};

}  // namespace

const Field* Entry::field(std::string_view name) const {
  for (const Field& one : fields)
    if (one.name == name) return &one;
  return nullptr;
}

Database parse(std::string_view text, std::vector<Remark>& remarks) {
  return Parser(text, remarks).run();
}

void inherit(Database& database, std::vector<Remark>& remarks) {
  constexpr std::size_t longest_chain = 16;
  std::map<std::string, std::size_t> by_key;
  for (std::size_t i = 0; i < database.entries.size(); ++i)
    by_key.try_emplace(lower_case(database.entries[i].key), i);
  const auto parent_of = [&](const Entry& entry) -> const Entry* {
    const Field* field = entry.field("crossref");
    if (!field) return nullptr;
    const auto found = by_key.find(lower_case(trimmed(field->value)));
    return found == by_key.end() ? nullptr : &database.entries[found->second];
  };
  std::size_t spent = 0;
  std::vector<std::vector<Field>> inherited(database.entries.size());
  std::vector<bool> resolved(database.entries.size(), false);
  for (std::size_t i = 0; i < database.entries.size(); ++i) {
    const Entry& child = database.entries[i];
    const Field* reference = child.field("crossref");
    if (!reference || !child.problem.empty()) continue;
    const Entry* parent = parent_of(child);
    if (!parent) {
      remarks.push_back(
          {reference->line, fmt::format("crossref to «{}», which no entry of the file "
                                        "has as its key",
                                        text::beginning(reference->value, 60))});
      continue;
    }
    std::vector<const Entry*> chain{&child};
    bool loop = false;
    for (; parent && chain.size() <= longest_chain; parent = parent_of(*parent)) {
      for (const Entry* seen : chain) loop = loop || seen == parent;
      if (loop) break;
      chain.push_back(parent);
    }
    if (loop)
      remarks.push_back({reference->line,
                         "crossref leads back to the same entry; what was reached "
                         "before is taken over"});
    else if (parent)
      remarks.push_back(
          {reference->line, "a chain of more than 16 crossref; the rest is left out"});
    resolved[i] = !loop && !parent;
    std::vector<Field>& more = inherited[i];
    const bool part =
        child.type != "book" && child.type != "proceedings" && child.type != "collection";
    std::set<std::string, std::less<>> names;
    for (const Field& field : child.fields) names.insert(field.name);
    for (std::size_t step = 1; step < chain.size(); ++step) {
      const bool same_kind = chain[step]->type == child.type;
      for (const Field& field : chain[step]->fields) {
        std::string_view name = field.name;
        if (name == "crossref" || name == "xref" || name == "ids" || name == "keywords" ||
            name == "label" || name.starts_with("weald-"))
          continue;
        // A chapter's book is not its title, its DOI or its author.
        if (name == "title" && part && !same_kind) name = "booktitle";
        if (!same_kind && (name == "doi" || name == "pages" || name == "abstract" ||
                           name == "url" || name == "subtitle"))
          continue;
        if (!names.insert(std::string(name)).second) continue;
        spent += field.value.size();
        if (spent > expansion_budget) break;
        more.push_back({std::string(name), field.value, field.line});
      }
    }
  }
  for (std::size_t i = 0; i < database.entries.size(); ++i) {
    std::vector<Field>& fields = database.entries[i].fields;
    if (resolved[i]) std::erase_if(fields, [](const Field& f) { return f.name == "crossref"; });
    for (Field& field : inherited[i]) fields.push_back(std::move(field));
  }
}

}  // namespace weald::bibtex
