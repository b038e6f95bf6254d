// SPDX-License-Identifier: MIT
// Where the parts of a YAML text end: yaml-cpp tells only where they begin. Used by yaml.cpp alone.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

namespace weald::yaml {

inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Finds in the text what the parser's events leave out. Offsets are bytes.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}

  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  /// The first place from `i` on that is neither blank, line break, comment nor one of `more`.
  std::size_t skip(std::size_t i, std::string_view more = {}) const {
    while (i < text_.size()) {
      if (text_[i] == '#') {
        i = std::min(text_.find('\n', i), text_.size());
      } else if (is_space(text_[i]) || more.find(text_[i]) != std::string_view::npos) {
        ++i;
      } else {
        break;
      }
    }
    return i;
  }

  /// Behind a tag, an anchor or an alias that begins at `i`.
  std::size_t word_end(std::size_t i) const {
    if (text_.substr(i, 2) == "!<") return std::min(text_.find('>', i), text_.size() - 1) + 1;
    return std::min(text_.find_first_of(" \t\r\n,[]{}", i), text_.size());
  }

  /// Behind the null word at `i`, or `i` where there is none.
  std::size_t null_end(std::size_t i) const {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (text_.substr(std::min(i, text_.size()), word.size()) != word) continue;
      const char after = at(i + word.size());
      if (after == '\0' || is_space(after) || after == ',' || after == ']' || after == '}' ||
          after == ':') {
        return i + word.size();
      }
    }
    return i;
  }

  /// Behind the quoted text that begins at `i`; nothing where it is not closed.
  std::optional<std::size_t> quoted_end(std::size_t i) const {
    const char quote = text_[i];
    for (++i; i < text_.size(); ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '"' || at(i + 1) != quote) return i + 1;
        ++i;
      }
    }
    return std::nullopt;
  }

  /// Behind the plain text that begins at `i` and has that value; line breaks may be folded.
  std::size_t plain_end(std::size_t i, std::string_view value) const {
    if (text_.substr(i, value.size()) == value) return i + value.size();
    std::size_t end = i;
    for (std::size_t v = 0; v < value.size();) {
      if (is_space(value[v])) {
        while (v < value.size() && is_space(value[v])) ++v;
        while (is_space(at(i))) ++i;
      } else if (i < text_.size() && text_[i] == value[v]) {
        ++v;
        end = ++i;
      } else {
        break;
      }
    }
    return end;
  }

  /// Behind the last line with text of the block scalar that begins at `i` and has that value.
  std::size_t block_end(std::size_t i, std::string_view value) const {
    std::size_t line = line_after(i);
    std::size_t end = end_of_line(i);
    const std::size_t first = value.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return end;
    const std::size_t inner = blanks(value.substr(value.rfind('\n', first) + 1));
    std::optional<std::size_t> indentation;
    for (; line < text_.size(); line = line_after(line)) {
      const std::string_view content = text_.substr(line, end_of_line(line) - line);
      const std::size_t own = blanks(content);
      if (own == content.size()) continue;
      if (!indentation) indentation = own - std::min(own, inner);
      if (own < *indentation) break;
      end = line + content.size();
    }
    return end;
  }

 private:
  static std::size_t blanks(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
  }
  /// Behind the text of the line of `i`, without its break and blanks before it.
  std::size_t end_of_line(std::size_t i) const {
    std::size_t end = std::min(text_.find('\n', i), text_.size());
    while (end > i && is_space(text_[end - 1])) --end;
    return end;
  }
  std::size_t line_after(std::size_t i) const {
    const std::size_t stop = text_.find('\n', i);
    return stop == std::string_view::npos ? text_.size() : stop + 1;
  }

  std::string_view text_;
};

}  // namespace weald::yaml
