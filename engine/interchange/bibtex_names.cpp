// SPDX-License-Identifier: MIT
// Names as BibTeX writes them (Patashnik 1988, BibTeXing, section 4).
#include <fmt/format.h>

#include "engine/interchange/bibtex_parse.h"
#include "engine/interchange/latex.h"
#include "engine/interchange/names.h"
#include "engine/interchange/text_lines.h"

namespace weald::bibtex {
namespace {

/// True of `{…}` whose first brace is closed by the last.
bool wholly_braced(std::string_view text) {
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return false;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

/// The names between «and» that stand outside braces.
std::vector<std::string_view> names_of(std::string_view latex) {
  std::vector<std::string_view> names;
  std::size_t depth = 0, begin = 0;
  const auto add = [&](std::size_t end) {
    const std::string_view name = trimmed(latex.substr(begin, end - begin));
    if (!name.empty()) names.push_back(name);
  };
  for (std::size_t i = 0; i < latex.size(); ++i) {
    if (latex[i] == '{') ++depth;
    if (latex[i] == '}' && depth > 0) --depth;
    const bool and_here = depth == 0 && text::is_blank(latex[i]) && i + 4 < latex.size() &&
                          text::after(latex.substr(i + 1, 3), "and") &&
                          text::is_blank(latex[i + 4]);
    if (!and_here) continue;
    add(i);
    begin = i + 4;
    i += 3;
  }
  add(latex.size());
  return names;
}

/// Words at blanks and ~ outside braces.
std::vector<std::string_view> words_of(std::string_view latex) {
  std::vector<std::string_view> words;
  std::size_t depth = 0, begin = 0;
  for (std::size_t i = 0; i <= latex.size(); ++i) {
    const bool end = i == latex.size();
    if (!end && latex[i] == '{') ++depth;
    if (!end && latex[i] == '}' && depth > 0) --depth;
    const bool escaped = i > 0 && latex[i - 1] == '\\';
    if (!end && (depth > 0 || !(text::is_blank(latex[i]) || latex[i] == '~') ||
                 (latex[i] == '~' && escaped)))
      continue;
    if (i > begin) words.push_back(latex.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

std::string joined(const std::vector<std::string_view>& words, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text.append(i > from ? " " : "").append(words[i]);
  return latex_to_text(text);
}

std::string read_name(std::string_view name) {
  if (wholly_braced(name)) return latex_to_text(name.substr(1, name.size() - 2));
  const std::vector<std::string_view> parts = split_outside_braces(name, ',');
  if (parts.size() == 2) return latex_to_text(parts[0]) + ", " + latex_to_text(parts[1]);
  if (parts.size() == 3)
    return latex_to_text(parts[0]) + ", " + latex_to_text(parts[2]) + ", " +
           latex_to_text(parts[1]);
  if (parts.size() > 3) return latex_to_text(name);
  if (parts.empty()) return {};
  // «First von Last»; indexes' «Nguyen C» is told by its initials.
  std::string indexed = text::person(latex_to_text(parts[0]));
  if (indexed.find(',') != std::string::npos) return indexed;
  const std::vector<std::string_view> words = words_of(parts[0]);
  if (words.size() < 2) return indexed;
  std::size_t family = 0;  // begins at the first particle, else it is the last word
  while (family + 1 < words.size() && !text::is_lower(words[family].front())) ++family;
  if (family == 0) return joined(words, 0, words.size());
  return joined(words, family, words.size()) + ", " + joined(words, 0, family);
}

std::string write_name(std::string_view name) {
  const std::vector<std::string> parts = split_list(name, ',');
  const bool joins = text::contains(fmt::format(" {} ", name), " and ") ||
                     name.find(';') != std::string_view::npos;
  std::string exact;  // split_list leaves out what is empty: the parts must make up the name again
  for (const std::string& part : parts) exact.append(exact.empty() ? "" : ", ").append(part);
  if (exact == name && !joins && parts.size() == 2)
    return text_to_latex(parts[0]) + ", " + text_to_latex(parts[1]);
  if (exact == name && !joins && parts.size() == 3)
    return text_to_latex(parts[0]) + ", " + text_to_latex(parts[2]) + ", " +
           text_to_latex(parts[1]);
  return "{" + text_to_latex(name) + "}";
}

}  // namespace

std::vector<std::string_view> split_outside_braces(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t depth = 0, begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool end = i == text.size();
    if (!end && text[i] == '{') ++depth;
    if (!end && text[i] == '}' && depth > 0) --depth;
    if (!end && (depth > 0 || text[i] != separator)) continue;
    if (const auto part = trimmed(text.substr(begin, i - begin)); !part.empty())
      parts.push_back(part);
    begin = i + 1;
  }
  return parts;
}

std::vector<std::string> read_names(std::string_view latex) {
  std::vector<std::string> names;
  for (std::string_view name : names_of(latex)) {
    if (name == "others" && !names.empty()) continue;  // et al., said by ends_with_others()
    // Several names where «and» should stand: semicolons, or more commas than a name has.
    if (!wholly_braced(name) && (split_outside_braces(name, ';').size() > 1 ||
                                 split_outside_braces(name, ',').size() > 3)) {
      if (std::vector<std::string> several = persons_in(latex_to_text(name)); several.size() > 1) {
        for (std::string& one : several) names.push_back(std::move(one));
        continue;
      }
    }
    if (std::string read = read_name(name); !read.empty()) names.push_back(std::move(read));
  }
  return names;
}

bool ends_with_others(std::string_view latex) {
  const std::vector<std::string_view> names = names_of(latex);
  return names.size() > 1 && names.back() == "others";
}

std::string write_names(const std::vector<std::string>& names) {
  std::string latex;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i) latex += " and ";
    latex += write_name(text::one_line(names[i]));
  }
  return latex;
}

}  // namespace weald::bibtex
