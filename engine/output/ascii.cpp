// SPDX-License-Identifier: MIT
#include <array>
#include <utility>

#include "engine/output/output.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

constexpr auto spellings = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"τ²", "tau2"}, {"I²", "I2"}, {"χ²", "chi2"}, {"²", "^2"},   {"³", "^3"},   {"τ", "tau"},
    {"μ", "mu"},    {"ρ", "rho"}, {"χ", "chi"},   {"Σ", "sum "}, {"√", "sqrt"}, {"−", "-"},
    {"–", "-"},     {"—", "-"},   {"×", "x"},     {"·", "*"},    {"÷", "/"},    {"±", "+-"},
    {"≤", "<="},    {"≥", ">="},  {"½", "1/2"},   {"…", "..."},  {"«", "\""},   {"»", "\""},
    {"“", "\""},    {"”", "\""},  {"‘", "'"},     {"’", "'"},    {"─", "-"},    {"│", "|"},
    {"■", "#"},     {"◆", "<"},   {"◄", "<"},     {"►", ">"},    {"═", "="},    {"ä", "ae"},
    {"ö", "oe"},    {"ü", "ue"},  {"Ä", "Ae"},    {"Ö", "Oe"},   {"Ü", "Ue"},   {"ß", "ss"},
    {"æ", "ae"},    {"Æ", "Ae"},  {"ø", "o"},     {"Ø", "O"},    {"å", "a"},    {"Å", "A"},
    {"á", "a"},     {"à", "a"},   {"â", "a"},     {"ã", "a"},    {"ç", "c"},    {"č", "c"},
    {"ć", "c"},     {"é", "e"},   {"è", "e"},     {"ê", "e"},    {"ë", "e"},    {"í", "i"},
    {"ì", "i"},     {"î", "i"},   {"ï", "i"},     {"ñ", "n"},    {"ó", "o"},    {"ò", "o"},
    {"ô", "o"},     {"õ", "o"},   {"ú", "u"},     {"ù", "u"},    {"û", "u"},    {"ý", "y"},
    {"ł", "l"},     {"š", "s"},   {"ž", "z"},     {"É", "E"},    {"Ł", "L"},
});

}  // namespace

std::string to_ascii(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      // «I²» begins with a letter of ASCII.
      if (text.starts_with("I²")) {
        out += "I2";
        text.remove_prefix(std::string_view("I²").size());
        continue;
      }
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    std::string_view spelt = "?", taken = text.substr(0, decode_utf8(text).bytes);
    for (const auto& [from, to] : spellings)
      if (text.starts_with(from)) {
        spelt = to;
        taken = from;
        break;
      }
    out += spelt;
    text.remove_prefix(taken.size());
  }
  return out;
}

}  // namespace weald
