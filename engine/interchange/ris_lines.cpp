// SPDX-License-Identifier: MIT
// RIS as lines: where records and their fields begin and end. What they mean is in ris.cpp.
#include <fmt/format.h>

#include "engine/interchange/ris.h"
#include "engine/interchange/ris_tags.h"
#include "engine/interchange/text_lines.h"

namespace weald::ris {
namespace {

struct Tagged {
  std::string_view tag{}, value{};
};

/// A line with a tag: two characters, two blanks (one will do where `loose`), a hyphen, the value.
std::optional<Tagged> tagged(std::string_view line, bool loose) {
  if (line.size() < 4 || !text::is_upper(line[0]) ||
      !(text::is_upper(line[1]) || text::is_digit(line[1])))
    return std::nullopt;
  std::size_t i = 2;
  while (i < line.size() && i < 6 && (line[i] == ' ' || line[i] == '\t')) ++i;
  const bool blanks = i >= 4 || (loose && i == 3) || (i == 3 && line[2] == '\t');
  if (!blanks || i >= line.size() || line[i] != '-') return std::nullopt;
  const std::string_view rest = line.substr(i + 1);
  if (i != 4 && !rest.empty() && !text::is_blank(rest.front())) return std::nullopt;
  return Tagged{line.substr(0, 2), trimmed(rest)};
}

/// A record's beginning or end is also known where blanks stand before it.
std::optional<Tagged> tagged_anywhere(std::string_view line, bool loose) {
  auto found = tagged(line, loose);
  if (found) return found;
  const std::string_view bare = trimmed(line);
  if (bare.size() == line.size() || !(bare.starts_with("TY") || bare.starts_with("ER")))
    return std::nullopt;
  return tagged(bare, loose);
}

/// The line without «12.» or «<12>», which Ovid puts before a record; nothing where it has none.
std::optional<std::string_view> after_number(std::string_view line) {
  line = trimmed(line);
  const bool angle = line.starts_with('<');
  if (angle) line.remove_prefix(1);
  std::size_t n = 0;
  while (n < line.size() && n < 9 && text::is_digit(line[n])) ++n;
  if (n == 0 || n >= line.size() || line[n] != (angle ? '>' : '.')) return std::nullopt;
  return trimmed(line.substr(n + 1));
}

class Splitter {
 public:
  Splitter(std::string_view text, std::vector<Remark>& remarks) : text_(text), remarks_(remarks) {}

  std::vector<RawRecord> run(bool& too_many) {
    loose_ = !has_strict_type();
    LineReader lines(text_);
    while (const auto line = lines.next()) {
      take(*line);
      if (records_.size() > text::most_records) {
        too_many = true;
        records_.pop_back();
        break;
      }
    }
    if (open_) {
      if (!text_.ends_with('\n') && !text_.ends_with('\r')) {
        if (current_.problem.empty())
          current_.problem =
              "the file breaks off within this record: it has no end of record (ER  - )";
      } else {
        remark(current_.line, "no end of record (ER  - ): it ends with the file");
      }
      close();
    }
    end_garbage();
    return std::move(records_);
  }

 private:
  using LineReader = text::LineReader;

  bool has_strict_type() const {
    LineReader lines(text_);
    while (const auto line = lines.next())
      if (const auto found = tagged_anywhere(line->text, false); found && found->tag == "TY")
        return true;
    return false;
  }

  void take(const text::Line& line) {
    if (trimmed(line.text).empty()) return;
    auto found = tagged_anywhere(line.text, loose_);
    if (!found && !open_) {
      if (const auto rest = after_number(line.text)) {
        if (rest->empty()) return;
        found = tagged(*rest, loose_);
      }
    }
    if (found)
      take(*found, line.number);
    else if (open_)
      extend(line.text);
    else
      garbage(line.number);
  }

  void take(const Tagged& found, std::size_t line) {
    end_garbage();
    if (found.tag == "ER") {
      if (!open_)
        remark(line, "an end of record (ER) without a record; passed over");
      else
        close();
      // Two records run together: the next one begins on the line where this one ends.
      if (const auto next = tagged(found.value, loose_); next && next->tag == "TY")
        take(*next, line);
      return;
    }
    if (found.tag == "TY" && open_ && has_type_) {
      remark(current_.line, fmt::format("no end of record (ER  - ): it ends where the next one "
                                        "begins, in line {}",
                                        line));
      close();
    }
    if (!open_) {
      open_ = true;
      current_ = {.line = line};
      has_type_ = false;
    }
    has_type_ = has_type_ || found.tag == "TY";
    current_.fields.push_back({std::string(found.tag), std::string(found.value), line});
    guard();
  }

  /// A line without a tag goes on with the one before it. EndNote writes keywords one a line.
  void extend(std::string_view line) {
    const std::string_view more = trimmed(line);
    if (current_.fields.back().tag == "KW" && !text::is_blank(line.front())) {
      const std::size_t number = current_.fields.back().line;
      current_.fields.push_back({"KW", std::string(more), number});
      return;
    }
    std::string& value = current_.fields.back().value;
    if (!value.empty()) value += ' ';
    value += more;
    guard();
  }

  void guard() {
    std::string& value = current_.fields.back().value;
    if (value.size() <= text::longest_field) return;
    if (current_.problem.empty()) current_.problem = text::field_too_long;
    value.clear();
  }

  void close() {
    records_.push_back(std::move(current_));
    current_ = {};
    open_ = false;
  }

  void garbage(std::size_t line) {
    if (garbage_from_ == 0) garbage_from_ = line;
    garbage_to_ = line;
  }
  void end_garbage() {
    if (garbage_from_ == 0) return;
    remark(garbage_from_, garbage_from_ == garbage_to_
                              ? std::string("this line belongs to no record; passed over")
                              : fmt::format("lines {} to {} belong to no record; passed over",
                                            garbage_from_, garbage_to_));
    garbage_from_ = 0;
  }

  void remark(std::size_t line, std::string message) {
    remarks_.push_back({line, std::move(message)});
  }

  std::string_view text_{};
  std::vector<Remark>& remarks_;
  std::vector<RawRecord> records_{};
  RawRecord current_{};
  bool open_ = false, has_type_ = false, loose_ = false;
  std::size_t garbage_from_ = 0, garbage_to_ = 0;
};

}  // namespace

std::vector<RawRecord> raw_records(std::string_view text, std::vector<Remark>& remarks,
                                   bool& too_many) {
  return Splitter(text, remarks).run(too_many);
}

}  // namespace weald::ris

namespace weald {

bool looks_like_ris(std::string_view text) {
  text::LineReader lines(text.substr(0, std::size_t{1} << 18));
  while (const auto line = lines.next()) {
    std::string_view begin = line->text;
    if (const auto rest = ris::after_number(begin)) begin = *rest;
    const auto found = ris::tagged_anywhere(begin, true);
    if (found && found->tag == "TY" && found->value.size() <= 12) return true;
  }
  return false;
}

}  // namespace weald
