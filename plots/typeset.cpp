// SPDX-License-Identifier: MIT
#include "plots/typeset.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/text/unicode.h"

namespace weald {
namespace {

bool between(char32_t c, char32_t low, char32_t high) { return low <= c && c <= high; }

/// Marks that belong to the letter before them: no line may begin with one.
bool joins_previous(char32_t c) {
  return between(c, 0x0300, 0x036F) || between(c, 0x0483, 0x0489) || between(c, 0x0591, 0x05C7) ||
         between(c, 0x0610, 0x061A) || between(c, 0x064B, 0x065F) || between(c, 0x0900, 0x0903) ||
         between(c, 0x093A, 0x094F) || between(c, 0x0E31, 0x0E3A) || between(c, 0x0E47, 0x0E4E) ||
         between(c, 0x1AB0, 0x1AFF) || between(c, 0x200B, 0x200F) || between(c, 0x20D0, 0x20FF) ||
         between(c, 0xFE00, 0xFE0F) || between(c, 0xFE20, 0xFE2F) || between(c, 0x3001, 0x3002) ||
         c == 0xFF0C || c == 0xFF09 || c == 0x300D;
}

bool ideograph(char32_t c) {
  return between(c, 0x2E80, 0x9FFF) || between(c, 0xAC00, 0xD7AF) || between(c, 0xF900, 0xFAFF) ||
         between(c, 0xFF00, 0xFFEF) || between(c, 0x20000, 0x3FFFF);
}

/// Part of a word: a Latin letter, or any byte of a letter beyond ASCII.
bool letter(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
}

/// Pieces that a line may end after; a piece keeps its trailing space or hyphen.
std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> out;
  std::string piece;
  const auto flush = [&] {
    if (!piece.empty()) out.push_back(std::move(piece));
    piece.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length, valid] = decode_utf8(text.substr(i));
    if (ideograph(c) && !joins_previous(c)) flush();
    piece.append(text, i, length);
    i += length;
    // A hyphen ends a line between letters only: not in «1-3» nor in «--method».
    const bool between_letters =
        c == '-' && i > 1 && letter(text[i - 2]) && i < text.size() && letter(text[i]);
    if (c == ' ' || between_letters || c == 0x2013 || c == '/') flush();
  }
  flush();
  return out;
}

std::string without_trailing_space(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

/// The longest prefix (in whole letters) that fits with `tail` behind it; at least one letter.
std::size_t fitting_prefix(const std::string& text, std::string_view tail, Role role, double width,
                           const TextMeasure& measure) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint letter = decode_utf8(std::string_view{text}.substr(i));
    if (!ends.empty() && joins_previous(letter.value)) ends.pop_back();
    i += letter.bytes;
    ends.push_back(i);
  }
  std::size_t low = 0, high = ends.size();
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    const std::string candidate = text.substr(0, ends[middle]) + std::string{tail};
    (measure(candidate, role).width <= width ? low : high) = middle;
  }
  return ends.empty() ? text.size() : ends[low];
}

void wrap_paragraph(std::string_view text, Role role, double width, const TextMeasure& measure,
                    std::vector<std::string>& lines) {
  const auto fits = [&](const std::string& s) {
    return measure(without_trailing_space(s), role).width <= width;
  };
  if (fits(std::string{text})) {
    lines.push_back(without_trailing_space(std::string{text}));
    return;
  }
  std::string line;
  for (std::string piece : pieces(text)) {
    if (fits(line + piece)) {
      line += piece;
      continue;
    }
    if (!line.empty()) lines.push_back(without_trailing_space(std::move(line)));
    while (!fits(piece)) {
      const std::size_t cut = fitting_prefix(piece, "", role, width, measure);
      if (cut >= piece.size()) break;
      lines.push_back(piece.substr(0, cut));
      piece.erase(0, cut);
    }
    line = std::move(piece);
  }
  line = without_trailing_space(std::move(line));
  if (!line.empty()) lines.push_back(std::move(line));
}

}  // namespace

std::string drawable_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint letter = decode_utf8(text.substr(i));
    const char32_t c = letter.value;
    // C0 and C1 controls, line and paragraph separators, and what XML forbids.
    const bool blank = c < 0x20 || between(c, 0x7F, 0x9F) || between(c, 0x2028, 0x2029) ||
                       between(c, 0xFFFE, 0xFFFF);
    if (!letter.valid)
      out += "\xEF\xBF\xBD";
    else if (blank)
      out += ' ';
    else
      out.append(text, i, letter.bytes);
    i += letter.bytes;
  }
  return out;
}

std::string typeset(std::string_view text) {
  static constexpr std::array<std::string_view, 10> superscript{"⁰", "¹", "²", "³", "⁴",
                                                                "⁵", "⁶", "⁷", "⁸", "⁹"};
  const auto digit = [&](std::size_t i) {
    return i < text.size() && '0' <= text[i] && text[i] <= '9';
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool sign = i + 1 < text.size() && (text[i + 1] == '-' || text[i + 1] == '+');
    if (text[i] == 'e' && i > 0 && digit(i - 1) && (digit(i + 1) || (sign && digit(i + 2)))) {
      out += " × 10";
      if (sign && text[i + 1] == '-') out += "⁻";
      i += sign ? 2 : 1;
      while (text[i] == '0' && digit(i + 1)) ++i;
      for (; digit(i); ++i) out += superscript[static_cast<std::size_t>(text[i] - '0')];
      --i;
    } else if (text[i] == '-' && digit(i + 1) &&
               (i == 0 || text[i - 1] == ' ' || text[i - 1] == '(' || text[i - 1] == '[')) {
      out += "−";
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string unbroken(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> rules{
      {{" = ", "\u00A0=\u00A0"}, {" × ", "\u00A0×\u00A0"}, {" %", "\u00A0%"}}};
  std::string out{text};
  for (const auto& [from, to] : rules)
    for (std::size_t at = out.find(from); at != std::string::npos;
         at = out.find(from, at + to.size()))
      out.replace(at, from.size(), to);
  return out;
}

double line_height(Role role, const TextMeasure& measure) {
  const TextExtent extent = measure("Ág", role);
  return extent.ascent + extent.descent;
}

TextBlock wrap(std::string_view text, Role role, double width, std::size_t most,
               const TextMeasure& measure) {
  TextBlock block{.role = role};
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string paragraph = drawable_text(text.substr(begin, end - begin));
    if (!paragraph.empty()) wrap_paragraph(paragraph, role, width, measure, block.lines);
    begin = end + 1;
  }
  if (block.lines.size() > most) {
    std::string last = block.lines[most - 1] + " " + block.lines[most];
    last = without_trailing_space(last.substr(0, fitting_prefix(last, "…", role, width, measure)));
    block.lines.resize(most);
    block.lines.back() = last + "…";
  }
  const double least = line_height(role, measure);
  for (const std::string& line : block.lines) {
    const TextExtent extent = measure(line, role);
    block.width = std::max(block.width, extent.width);
    block.height += std::max(least, extent.ascent + extent.descent);
  }
  return block;
}

void set_block(std::vector<Shape>& shapes, const TextBlock& block, double x, double top,
               Align align, const TextMeasure& measure) {
  const double least = line_height(block.role, measure);
  for (const std::string& line : block.lines) {
    const TextExtent extent = measure(line, block.role);
    const double height = std::max(least, extent.ascent + extent.descent);
    const double slack = (height - extent.ascent - extent.descent) / 2;
    shapes.push_back(Text{{x, top + slack + extent.ascent}, line, align, block.role});
    top += height;
  }
}

}  // namespace weald
