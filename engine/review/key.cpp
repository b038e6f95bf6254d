// SPDX-License-Identifier: MIT
#include "engine/review/key.h"

#include "engine/text/source.h"

namespace weald {
namespace {

struct Spelling {
  std::string_view letter, ascii;
};
constexpr Spelling spellings[] = {
    {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"ß", "ss"},
    {"æ", "ae"}, {"Æ", "ae"}, {"ø", "oe"}, {"Ø", "oe"}, {"å", "aa"}, {"Å", "aa"}, {"à", "a"},
    {"á", "a"},  {"â", "a"},  {"ã", "a"},  {"Á", "a"},  {"ç", "c"},  {"Ç", "c"},  {"č", "c"},
    {"ć", "c"},  {"è", "e"},  {"é", "e"},  {"ê", "e"},  {"ë", "e"},  {"É", "e"},  {"ě", "e"},
    {"ì", "i"},  {"í", "i"},  {"î", "i"},  {"ï", "i"},  {"ñ", "n"},  {"ń", "n"},  {"ò", "o"},
    {"ó", "o"},  {"ô", "o"},  {"õ", "o"},  {"ù", "u"},  {"ú", "u"},  {"û", "u"},  {"ý", "y"},
    {"š", "s"},  {"Š", "s"},  {"ž", "z"},  {"Ž", "z"},  {"ř", "r"},  {"ł", "l"},  {"Ł", "l"},
    {"ğ", "g"},  {"ş", "s"},  {"ı", "i"},
};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string as_key(std::string_view text) {
  std::string key;
  while (!text.empty()) {
    std::string_view letters;
    std::size_t taken = 1;
    for (const Spelling& spelling : spellings)
      if (text.starts_with(spelling.letter)) {
        letters = spelling.ascii;
        taken = spelling.letter.size();
        break;
      }
    const char c = text.front();
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!letters.empty())
      key += letters;
    else if (is_word(lower))
      key += lower;
    else if (!key.empty() && key.back() != '-')
      key += '-';
    text.remove_prefix(taken);
  }
  if (key.ends_with('-')) key.pop_back();
  return key;
}

std::string printable(std::string_view text) {
  std::string shown(text);
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  while (const auto bad = first_invalid_utf8(shown)) shown[*bad] = '?';
  return shown;
}

}  // namespace weald
