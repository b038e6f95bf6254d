// SPDX-License-Identifier: MIT
#include "engine/interchange/record.h"

#include <tuple>

#include <fmt/format.h>

#include "engine/interchange/loose_date.h"
#include "engine/interchange/names.h"
#include "engine/interchange/text_lines.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

/// Family name with its particles, given names and suffix of «Berg, Jan van der, Jr»; no given
/// name: a group.
struct NameParts {
  std::string family{}, given{}, suffix{};
};

NameParts parts_of(std::string_view author) {
  const std::size_t comma = author.find(',');
  if (comma == std::string_view::npos || is_group_name(author)) return {text::one_line(author)};
  std::string_view rest = author.substr(comma + 1);
  const std::size_t second = rest.find(',');
  NameParts parts{text::one_line(author.substr(0, comma))};
  std::vector<std::string> given = split_list(rest.substr(0, second), ' ');
  if (second != std::string_view::npos) parts.suffix = text::one_line(rest.substr(second + 1));
  if (given.size() == 1 && is_name_suffix(given[0]) && given[0] != "II" && !parts.suffix.empty())
    std::swap(given[0], parts.suffix);  // «Smith, Jr., John»
  if (given.size() > 1 && parts.suffix.empty() && is_name_suffix(given.back())) {
    parts.suffix = given.back();
    given.pop_back();
  }
  // «Berg, C. van der»: particles belong to the family name, whichever index wrote them.
  while (!given.empty() && is_name_particle(given.back())) {
    if (given.size() == 1 && parts.family.empty()) break;
    parts.family = given.back() + " " + parts.family;
    given.pop_back();
  }
  parts.given = join_list(given, " ");
  std::erase(parts.suffix, ',');
  while (parts.suffix.ends_with('.')) parts.suffix.pop_back();
  if (parts.family.empty()) return {parts.given, {}, parts.suffix};
  return parts;
}

bool parts_names(const CodePoint& c) {
  return c.value == ' ' || c.value == '.' || c.value == '-' || c.value == 0xA0 ||
         (c.value >= 0x2010 && c.value <= 0x2015);
}

/// «JM» of «Jean-Marie», of «J. M.» and of «JM».
std::string initials(std::string_view given) {
  std::string letters;
  while (!given.empty()) {
    std::string_view word = given;
    std::size_t length = 0;
    bool capitals = true;
    while (!given.empty()) {
      const CodePoint c = decode_utf8(given);
      if (parts_names(c)) break;
      capitals = capitals && c.bytes == 1 && text::is_upper(given.front());
      length += c.bytes;
      given.remove_prefix(c.bytes);
    }
    word = word.substr(0, length);
    if (!given.empty()) given.remove_prefix(decode_utf8(given).bytes);
    if (word.empty() || is_name_particle(word)) continue;
    if (capitals && word.size() <= 3) {
      letters += word;
      continue;
    }
    const std::string_view first = word.substr(0, decode_utf8(word).bytes);
    letters += first.size() == 1 && text::is_lower(first[0])
                   ? std::string(1, static_cast<char>(first[0] - 'a' + 'A'))
                   : std::string(first);
  }
  return letters;
}

/// At most `most` code points, cut between words where that can be, with an ellipsis.
std::string shortened(std::string_view text, std::size_t most) {
  std::size_t bytes = 0, count = 0, word_end = 0;
  while (bytes < text.size() && count < most) {
    if (text[bytes] == ' ') word_end = bytes;
    bytes += decode_utf8(text.substr(bytes)).bytes;
    ++count;
  }
  if (bytes == text.size()) return std::string(text);
  if (text[bytes] == ' ' || word_end < bytes / 2) word_end = bytes;
  return std::string(text.substr(0, word_end)) + "…";
}

}  // namespace

std::string date_text(const PartialDate& date) {
  if (!date.known()) return {};
  if (!date.month) return fmt::format("{:04}", date.year);
  if (!date.day) return fmt::format("{:04}-{:02}", date.year, date.month);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

PartialDate read_date_text(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return {};
  PartialDate date;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      if (text[i] != '-') return {};
      continue;
    }
    if (!text::is_digit(text[i])) return {};
    int& part = i < 4 ? date.year : i < 7 ? date.month : date.day;
    part = part * 10 + (text[i] - '0');
  }
  const bool said = (text.size() < 7 || date.month) && (text.size() < 10 || date.day);
  return said && in_calendar(date) ? date : PartialDate{};
}

std::string_view Record::more(std::string_view tag) const {
  for (const auto& [name, value] : extra)
    if (name == tag) return value;
  return {};
}

bool same_record(const Record& a, const Record& b) {
  const auto all = [](const Record& r) {
    return std::tie(r.key, r.kind, r.type, r.title, r.container, r.authors, r.date, r.volume,
                    r.issue, r.pages, r.url, r.doi, r.pmid, r.pmc, r.openalex, r.registrations,
                    r.cites, r.cites_known, r.reference_count, r.cited_by_count, r.notices,
                    r.relations, r.extra);
  };
  return all(a) == all(b);
}

std::string short_author(std::string_view author) {
  const NameParts name = parts_of(author);
  std::string result(name.family);
  const std::string letters = initials(name.given);
  if (!letters.empty()) result += " " + letters;
  if (!name.suffix.empty()) result.append(" ").append(name.suffix);
  return std::string(trimmed(result));
}

std::string record_name(const Record& record) {
  std::string name;
  if (!record.authors.empty()) name = shortened(parts_of(record.authors.front()).family, 40);
  if (record.date.known()) name += (name.empty() ? "" : " ") + fmt::to_string(record.date.year);
  if (!record.title.empty()) {
    if (!name.empty()) name += ": ";
    return name + shortened(record.title, 60);
  }
  for (const auto& [prefix, id] : {std::pair{"doi:", &record.doi},
                                   {"pmid:", &record.pmid},
                                   {"pmc:", &record.pmc},
                                   {"openalex:", &record.openalex},
                                   {"", &record.key}})
    if (!id->empty()) return name + (name.empty() ? "" : ", ") + prefix + *id;
  if (!record.registrations.empty())
    return name + (name.empty() ? "" : ", ") + record.registrations.front();
  return name.empty() ? "a record without author, year and title" : name;
}

}  // namespace weald
