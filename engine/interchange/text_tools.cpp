// SPDX-License-Identifier: MIT
#include "engine/interchange/text_tools.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/text/unicode.h"

namespace weald {

namespace {

constexpr std::string_view white = " \t\r\n\f\v";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A character that a record does not hold.
bool unwanted(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xFFFE || c == 0xFFFF;
}

constexpr std::array<std::string_view, 26> elements{
    "i",  "b",  "em",  "strong", "sub",  "sup",       "scp",   "u",       "tt",
    "p",  "br", "div", "span",   "sc",   "italic",    "bold",  "section", "sec",
    "h1", "h2", "h3",  "h4",     "list", "list-item", "title", "abstract"};

/// The end of the element's tag that begins at `at`, or `at` where none does.
std::size_t end_of_tag(std::string_view text, std::size_t at) {
  const std::size_t close = text.find('>', at);
  if (close == std::string_view::npos || close - at > 300) return at;
  std::string_view name = text.substr(at + 1, close - at - 1);
  if (name.starts_with('/')) name.remove_prefix(1);
  name = name.substr(0, name.find_first_of(" \t\r\n/"));
  const std::string low = lower_case(name);
  const bool known = low.starts_with("jats:") || low.starts_with("mml:") ||
                     std::find(elements.begin(), elements.end(), low) != elements.end();
  return known ? close + 1 : at;
}

struct Entity {
  std::string_view name, text;
};
constexpr std::array entities{
    Entity{"amp", "&"},    Entity{"lt", "<"},     Entity{"gt", ">"},    Entity{"quot", "\""},
    Entity{"apos", "'"},   Entity{"nbsp", " "},   Entity{"ndash", "–"}, Entity{"mdash", "—"},
    Entity{"lsquo", "‘"},  Entity{"rsquo", "’"},  Entity{"ldquo", "“"}, Entity{"rdquo", "”"},
    Entity{"hellip", "…"}, Entity{"plusmn", "±"}, Entity{"times", "×"}, Entity{"middot", "·"},
    Entity{"le", "≤"},     Entity{"ge", "≥"},     Entity{"alpha", "α"}, Entity{"beta", "β"},
    Entity{"gamma", "γ"},  Entity{"micro", "µ"},  Entity{"deg", "°"},   Entity{"reg", "®"},
};

void append_utf8(std::string& out, unsigned long c) {
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
    out += "\uFFFD";
  } else if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

/// Resolves the entity that begins at `at` into `out`; gives its end, or `at` where it is none.
std::size_t resolve_entity(std::string_view text, std::size_t at, std::string& out) {
  const std::size_t end = text.find(';', at);
  if (end == std::string_view::npos || end - at > 10 || end - at < 2) return at;
  const std::string_view name = text.substr(at + 1, end - at - 1);
  if (name[0] == '#') {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    unsigned long value = 0;
    const auto done =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (done.ec != std::errc{} || done.ptr != digits.data() + digits.size()) return at;
    append_utf8(out, value);
    return end + 1;
  }
  for (const Entity& entity : entities) {
    if (entity.name != name) continue;
    out += entity.text;
    return end + 1;
  }
  return at;
}

constexpr std::array<std::string_view, 22> groups{
    "group",     "groups",        "collaboration", "collaborators", "collaborative", "consortium",
    "committee", "investigators", "network",       "study",         "trial",         "trialists",
    "team",      "society",       "organization",  "organisation",  "association",   "institute",
    "alliance",  "initiative",    "registry",      "council"};
constexpr std::array<std::string_view, 18> particles{"van",   "von", "de",  "den", "der", "del",
                                                     "della", "di",  "da",  "dos", "du",  "la",
                                                     "le",    "ter", "ten", "af",  "zu",  "el"};
constexpr std::array<std::string_view, 7> suffixes{"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"};

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte >= 0x20 && byte < 0x7F) {  // the common case
      out += text[0];
      text.remove_prefix(1);
      continue;
    }
    const CodePoint point = decode_utf8(text);
    if (!point.valid) {
      out += "\uFFFD";
    } else if (unwanted(point.value)) {
      out += ' ';
    } else {
      out += text.substr(0, point.bytes);
    }
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string low(text);
  for (char& c : low) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return low;
}

std::vector<std::string> split_list(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t stop = std::min(text.find(separator), text.size());
    const std::string_view part = trimmed(text.substr(0, stop));
    if (!part.empty()) parts.emplace_back(part);
    if (stop == text.size()) return parts;
    text.remove_prefix(stop + 1);
  }
}

std::string join_list(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != parts.data()) out += separator;
    out += part;
  }
  return out;
}

std::string without_markup(std::string_view text) {
  std::string out;
  const auto blank = [&] {
    if (!out.empty() && out.back() != ' ') out += ' ';
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t before = at;
    if (c == '<' && at + 1 < text.size() && (is_letter(text[at + 1]) || text[at + 1] == '/')) {
      at = end_of_tag(text, at);
      // Paragraphs and headings end a word; emphasis does not.
      const std::string_view tag = text.substr(before, at - before);
      if (tag.ends_with("p>") || tag.ends_with("title>") || tag.ends_with("br/>")) {
        if (!tag.ends_with("sup>")) blank();
      }
    } else if (c == '&') {
      at = resolve_entity(text, at, out);
    }
    if (at != before) continue;
    if (white.find(c) != std::string_view::npos) {
      blank();
    } else {
      out += c;
    }
    ++at;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return clean_text(out);
}

std::string inverted_name(std::string_view name) {
  std::string whole(trimmed(name));
  if (whole.find(',') != std::string::npos) return whole;
  std::vector<std::string> words = split_list(whole, ' ');
  if (words.size() < 2) return whole;
  for (const std::string& word : words) {
    if (holds(groups, lower_case(word))) return whole;
  }
  std::string suffix;
  if (words.size() > 2 && holds(suffixes, lower_case(words.back()))) {
    suffix = ", " + words.back();
    words.pop_back();
  }
  std::size_t family = words.size() - 1;
  while (family > 1 && holds(particles, words[family - 1])) --family;
  if (family == 1 && holds(particles, words[0])) return whole + suffix;
  const auto middle = words.begin() + static_cast<std::ptrdiff_t>(family);
  return join_list({middle, words.end()}, " ") + ", " + join_list({words.begin(), middle}, " ") +
         suffix;
}

long whole_number(std::string_view text) {
  long value = -1;
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return -1;
  const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
  return done.ec == std::errc{} ? value : -1;
}

Lines::Lines(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))) {
      breaks_.push_back(at);
    }
  }
}

std::size_t Lines::at(std::size_t offset) const {
  return static_cast<std::size_t>(std::lower_bound(breaks_.begin(), breaks_.end(), offset) -
                                  breaks_.begin()) +
         1;
}

}  // namespace weald
