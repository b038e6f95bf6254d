// SPDX-License-Identifier: MIT
#include "engine/citations/same_paper.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "engine/citations/graph.h"
#include "engine/interchange/names.h"
#include "engine/interchange/text_tools.h"
#include "engine/review/key.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool beyond_ascii(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
}

/// Letters and digits in lower case without accents; where there are none (titles in other
/// scripts), the text's own characters beyond ASCII, or else the text itself.
std::string plain(std::string_view text) {
  std::string letters;
  for (const char c : as_key(text))
    if (c != '-') letters += c;
  if (!letters.empty()) return letters;
  for (std::string_view rest = text; !rest.empty();) {
    const CodePoint point = decode_utf8(rest);
    if (point.value > 0x7F) letters += rest.substr(0, point.bytes);
    rest.remove_prefix(point.bytes);
  }
  return letters.empty() ? std::string(trimmed(text)) : letters;
}

/// The title with `<`, `>`, `=` and the points within numbers kept: «1.5 mg» is not «15 mg».
std::string title_letters(std::string_view title) {
  std::string text = without_markup(title);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> spellings{
      {{"≤", "<="}, {"≥", ">="}, {"·", "."}}};
  for (const auto& [from, to] : spellings)
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
      text.replace(at, from.size(), to);
  std::string letters;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end) {
    if (end > begin) letters += plain(std::string_view(text).substr(begin, end - begin));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool point =
        c == '.' && i > 0 && i + 1 < text.size() && digit(text[i - 1]) && digit(text[i + 1]);
    if (!point && c != '<' && c != '>' && c != '=') continue;
    const std::string_view segment = std::string_view(text).substr(begin, i - begin);
    if (!as_key(segment).empty() || beyond_ascii(segment)) add(i);
    letters += c;
    begin = i + 1;
  }
  const std::string_view last = std::string_view(text).substr(begin);
  if (begin == 0 || !as_key(last).empty() || beyond_ascii(last)) add(text.size());
  return letters;
}

/// The words of a journal's name without its subtitle, brackets and small words.
std::vector<std::string> journal_words(std::string_view name) {
  std::string text(name.substr(0, name.find(" : ")));
  text = text.substr(0, text.find(": "));
  if (const std::size_t open = text.find('('); open != std::string::npos && open > 0)
    text.resize(open);
  std::string key = as_key(text);
  std::vector<std::string> words = split_list(key, '-');
  constexpr std::array<std::string_view, 12> small{"of", "the", "and", "for", "in",  "on",
                                                   "a",  "an",  "de",  "et",  "und", "der"};
  if (words.size() > 1)
    std::erase_if(words, [&](const std::string& w) { return std::ranges::count(small, w) > 0; });
  return words;
}

/// «natl» of «national»: the same first letter, the others in order.
bool abbreviates(std::string_view brief, std::string_view whole) {
  if (brief.empty() || whole.empty() || brief[0] != whole[0]) return false;
  std::size_t at = 0;
  for (const char c : whole)
    if (at < brief.size() && brief[at] == c) ++at;
  return at == brief.size();
}

bool acronym(const std::vector<std::string>& brief, const std::vector<std::string>& whole) {
  if (brief.size() != 1 || brief[0].size() != whole.size() || whole.size() < 2) return false;
  for (std::size_t i = 0; i < whole.size(); ++i)
    if (whole[i][0] != brief[0][i]) return false;
  return true;
}

/// «67» of «67-76», «e12» of «E12».
std::string first_page(std::string_view pages) {
  return lower_case(trimmed(pages.substr(0, pages.find_first_of("-,;\xE2"))));
}

}  // namespace

std::string bare_title_key(std::string_view title, std::string_view first_author, int year) {
  const std::string letters = title_letters(title);
  if (letters.empty()) return {};
  return letters + "|" + plain(family_name(first_author)) + "|" +
         (year == 0 ? std::string() : std::to_string(year));
}

std::string title_key(std::string_view title, std::string_view first_author, int year) {
  if (trimmed(first_author).empty() || year == 0) return {};
  return bare_title_key(title, first_author, year);
}

bool same_journal(std::string_view a, std::string_view b) {
  const auto one = journal_words(a), other = journal_words(b);
  if (one.empty() || other.empty()) return true;
  if (acronym(one, other) || acronym(other, one)) return true;
  return std::ranges::equal(one, other, [](const std::string& x, const std::string& y) {
    return abbreviates(x, y) || abbreviates(y, x);
  });
}

bool is_generic_title(std::string_view title) {
  constexpr std::array<std::string_view, 24> generic{"editorial",
                                                     "editorials",
                                                     "reply",
                                                     "replies",
                                                     "letter",
                                                     "letters",
                                                     "correction",
                                                     "corrections",
                                                     "erratum",
                                                     "errata",
                                                     "corrigendum",
                                                     "comment",
                                                     "comments",
                                                     "commentary",
                                                     "response",
                                                     "inreply",
                                                     "theauthorsreply",
                                                     "authorsreply",
                                                     "authorsresponse",
                                                     "letterstotheeditor",
                                                     "lettertotheeditor",
                                                     "introduction",
                                                     "preface",
                                                     "abstract"};
  return std::ranges::count(generic, plain(title)) > 0;
}

std::optional<std::string> place_difference(const PublishedIn& a, const PublishedIn& b,
                                            bool volume_too) {
  const auto differ = [](const std::string& x, const std::string& y) {
    return !x.empty() && !y.empty() && x != y;
  };
  if (!same_journal(a.journal, b.journal))
    return fmt::format("journal {} against {}", a.journal, b.journal);
  if (differ(first_page(a.pages), first_page(b.pages)))
    return fmt::format("pages {} against {}", a.pages, b.pages);
  if (volume_too && differ(lower_case(trimmed(a.volume)), lower_case(trimmed(b.volume))))
    return fmt::format("volume {} against {}", a.volume, b.volume);
  return std::nullopt;
}

}  // namespace weald
