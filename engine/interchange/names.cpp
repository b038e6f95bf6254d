// SPDX-License-Identifier: MIT
#include "engine/interchange/names.h"

#include <algorithm>
#include <array>

#include "engine/interchange/record.h"
#include "engine/interchange/text_lines.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

constexpr std::array<std::string_view, 24> particles{
    "van", "von", "de",  "den", "der", "del", "della", "di",  "da", "dos", "du",  "la",
    "le",  "ter", "ten", "af",  "av",  "zu",  "zur",   "vom", "el", "al",  "bin", "ibn"};
constexpr std::array<std::string_view, 8> suffixes{"jr", "sr",  "ii",  "iii",
                                                   "iv", "2nd", "3rd", "4th"};
/// Words that no person's name has.
constexpr std::array<std::string_view, 21> of_groups{
    "and",   "of",   "for",   "the",     "group",         "committee",     "consortium",
    "inc",   "ltd",  "llc",   "gmbh",    "collaboration", "investigators", "society",
    "trial", "team", "study", "network", "association",   "institute",     "&"};

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// At most five characters, no small letter, no digit: initials after a family name.
bool ends_as_initials(std::string_view word) {
  if (count_code_points(word) > 5) return false;
  return std::ranges::none_of(word, [](char c) { return text::is_lower(c) || text::is_digit(c); });
}

/// «A.», «J. M.», «J-M», «JM» and no more.
bool are_given_initials(std::string_view part) {
  std::size_t letters = 0;
  for (const char c : part) {
    if (text::is_upper(c))
      ++letters;
    else if (c != '.' && c != ' ' && c != '-')
      return false;
  }
  return letters > 0 && letters <= 3;
}

std::vector<std::string> split_at(std::string_view field, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = field.find(separator);
    std::string_view part = trimmed(field.substr(0, at));
    while (part.ends_with(',')) part = trimmed(part.substr(0, part.size() - 1));
    if (!part.empty()) parts.emplace_back(part);
    if (at == std::string_view::npos) return parts;
    field.remove_prefix(at + separator.size());
  }
}

/// «Smith, A., Jones, B.» and «Smith A, Jones B»; nothing where a comma may mean something else.
std::vector<std::string> between_commas(std::string_view field) {
  const std::vector<std::string> parts = split_list(field, ',');
  std::vector<std::string> persons;
  if (parts.size() < 2) return {};
  for (const std::string& part : parts) {
    std::string person = text::person(part);
    if (person.find(',') == std::string::npos) break;
    persons.push_back(std::move(person));
  }
  if (persons.size() == parts.size()) return persons;
  persons.clear();
  if (parts.size() < 4 || parts.size() % 2 != 0) return {};
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    if (are_given_initials(parts[i]) || is_name_suffix(parts[i]) || is_name_suffix(parts[i + 1]) ||
        !are_given_initials(parts[i + 1]))
      return {};
    persons.push_back(parts[i] + ", " + parts[i + 1]);
  }
  return persons;
}

}  // namespace

bool is_name_particle(std::string_view word) { return holds(particles, word); }

bool is_name_suffix(std::string_view word) {
  while (word.ends_with('.')) word.remove_suffix(1);
  return holds(suffixes, lower_case(word));
}

bool is_group_name(std::string_view name) {
  for (std::string word : split_list(name, ' ')) {
    while (!word.empty() && (word.back() == '.' || word.back() == ',')) word.pop_back();
    if (holds(of_groups, lower_case(word))) return true;
  }
  return false;
}

std::string family_name(std::string_view author) {
  const std::string brief = short_author(author);
  std::string_view family = brief;
  const auto last_word = [&] {
    const std::size_t space = family.rfind(' ');
    return space == std::string_view::npos ? std::string_view() : family.substr(space + 1);
  };
  const auto drop = [&](std::string_view word) {
    family = trimmed(family.substr(0, family.size() - word.size()));
  };
  if (const auto word = last_word(); !word.empty() && is_name_suffix(word)) drop(word);
  if (const auto word = last_word(); !word.empty() && ends_as_initials(word)) drop(word);
  return std::string(family);
}

std::vector<std::string> persons_in(std::string_view field) {
  const std::string line = text::one_line(field);
  for (const std::string_view separator : {";", " and ", " & "}) {
    const std::vector<std::string> parts = split_at(line, separator);
    if (parts.size() < 2) continue;
    std::vector<std::string> persons;
    bool sure = true;
    for (const std::string& part : parts) {
      std::vector<std::string> these =
          separator == ";" ? std::vector<std::string>{} : between_commas(part);
      if (these.empty()) these = {text::person(part)};
      for (std::string& one : these) {
        const bool person = one.find(',') != std::string::npos && !is_group_name(one);
        sure = sure && person;
        persons.push_back(std::move(one));
      }
    }
    if (sure) return persons;
  }
  if (std::vector<std::string> persons = between_commas(line); !persons.empty()) return persons;
  return {text::person(line)};
}

}  // namespace weald
