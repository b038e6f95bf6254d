// SPDX-License-Identifier: MIT
#include "engine/text/yaml_errors.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/text/unicode.h"

namespace weald::yaml {

namespace {

Span span_of(std::uint32_t source, std::size_t begin, std::size_t length) {
  return {source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)};
}

/// One look at the place of a fault; each recogniser below may know what is wrong there.
struct Scene {
  const Sources& sources;
  std::uint32_t source;
  const SyntaxFault& fault;
  std::string_view text;   // the whole text
  std::size_t line_begin;  // of the line where reading stopped
  std::string_view line;

  bool says(std::string_view words) const { return fault.detail.starts_with(words); }
  /// The parser lost the structure of blocks: a key, an item or an indentation that does not fit.
  bool lost_block() const {
    return says("end of map not found") || says("end of sequence not found") ||
           says("illegal map") || says("illegal block entry") || says("illegal tab");
  }
  Span here(std::size_t begin, std::size_t length) const { return span_of(source, begin, length); }
};

Diagnostic fault_at(Span span, std::string message, std::string help) {
  return {.code = "not-yaml",
          .message = std::move(message),
          .primary = {.span = span},
          .help = std::move(help)};
}

std::optional<Diagnostic> tab_in_indentation(const Scene& scene) {
  if (!scene.lost_block()) return std::nullopt;
  const std::size_t indentation = std::min(scene.line.find_first_not_of(" \t"), scene.line.size());
  const std::size_t tab = scene.line.substr(0, indentation).find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  return fault_at(
      scene.here(scene.line_begin + tab, 1), "a line is indented with a tab",
      "YAML is indented with spaces only: put two spaces for each tab at the beginning of a "
      "line.");
}

std::optional<Diagnostic> quote_trouble(const Scene& scene) {
  if (scene.says("illegal document indicator in scalar") || scene.says("illegal EOF in scalar")) {
    return fault_at(scene.here(scene.fault.at, 1),
                    "a text in quotes is not closed before this place",
                    "Put the missing quotation mark at the end of the text.");
  }
  if (!scene.fault.last_quoted || !(scene.lost_block() || scene.says("end of")))
    return std::nullopt;
  const Span quoted = *scene.fault.last_quoted;
  const std::string_view quote = scene.text.substr(quoted.begin, 1);
  const std::string_view between =
      scene.text.substr(quoted.end, std::max<std::size_t>(scene.fault.at, quoted.end) - quoted.end);
  const bool several_lines = scene.sources.text(quoted).find('\n') != std::string_view::npos;
  if (between.find('\n') != std::string_view::npos) return std::nullopt;
  Diagnostic found = fault_at(
      scene.here(scene.fault.at, 1), "there is text after a closing quotation mark",
      several_lines
          ? fmt::format("The text in quotes runs over several lines: is a {} missing at the end "
                        "of its first line?",
                        quote)
      : quote == "'" ? "An apostrophe within single quotes is written twice (''); or put the text "
                       "in double quotes."
                     : "A quotation mark within double quotes is written \\\"; or put the text in "
                       "single quotes.");
  found.secondary.push_back({scene.here(quoted.begin, 1), "the quotes open here"});
  return found;
}

std::optional<Diagnostic> bracket_trouble(const Scene& scene) {
  const auto open = scene.fault.open_bracket;
  const std::string_view stop = scene.text.substr(std::min(scene.fault.at, scene.text.size()), 1);
  if (scene.says("illegal flow end")) {
    Diagnostic found = fault_at(scene.here(scene.fault.at, 1),
                                fmt::format("a \"{}\" closes nothing that is open here", stop),
                                "Each [ needs a ] and each { needs a }, the innermost first.");
    if (open) found.secondary.push_back({scene.here(*open, 1), "this is open"});
    return found;
  }
  if (!open || !(scene.says("end of") || scene.says("illegal"))) return std::nullopt;
  Diagnostic found = unclosed_bracket(scene.text, scene.source, *open);
  if (scene.fault.at < scene.text.size()) {
    found.secondary.push_back({scene.here(scene.fault.at, 1), "this does not fit into it"});
  }
  return found;
}

/// `key:value` on this line or the one before, where nothing but a text can be read.
std::optional<Diagnostic> blank_after_colon(const Scene& scene) {
  if (!scene.lost_block()) return std::nullopt;
  const std::size_t number =
      scene.sources.position(scene.source, static_cast<std::uint32_t>(scene.fault.at)).line;
  for (const std::size_t n : {number, number - 1}) {
    const std::string_view line = scene.sources.line(scene.source, n);
    const std::size_t start = line.find_first_not_of(" -");
    if (start == std::string_view::npos) continue;
    const std::size_t colon = line.find_first_not_of(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", start);
    if (colon == std::string_view::npos || colon == start || line[colon] != ':') continue;
    if (colon + 1 >= line.size() || line[colon + 1] == ' ' || line[colon + 1] == '/') continue;
    const auto begin = static_cast<std::size_t>(line.data() - scene.text.data());
    return fault_at(scene.here(begin + colon, 1), "a space is missing after the colon",
                    fmt::format("Write \"{}: {}\".", line.substr(start, colon - start),
                                line.substr(colon + 1)));
  }
  return std::nullopt;
}

struct Known {
  std::string_view detail, message, help;
};

/// The parser's words and ours.
constexpr Known known_faults[] = {
    {"illegal map value", "a colon stands where no further value can begin",
     "A text that holds a colon and a space must stand in quotes: title: \"Steroids: a trial\". "
     "Else each key needs a line of its own, indented like its neighbours."},
    {"illegal map key", "a key cannot stand here",
     "Each key needs a line of its own, indented like its neighbours."},
    {"illegal block entry", "a list with \"- \" cannot begin here",
     "Put each \"- \" on a line of its own below the key, or write the list as [first, second]."},
    {"end of map not found", "this does not fit the lines above it",
     "The keys of one map begin in the same column, each as \"key: value\". A text over several "
     "lines is indented deeper than its key."},
    {"end of sequence not found", "this does not fit the list above it",
     "The items of one list begin in the same column, each with \"- \"."},
    {"unknown token", "a value cannot begin with this character", "Put the value in quotes."},
    {"unknown escape character", "a backslash before a character that it cannot stand before",
     "Put the text in single quotes, where a backslash is just a backslash, or write \\\\."},
    {"bad character found while scanning hex", "a backslash escape is not complete",
     "Put the text in single quotes, where a backslash is just a backslash, or write \\\\."},
    {"invalid unicode", "a backslash escape names no character",
     "Put the text in single quotes, where a backslash is just a backslash."},
    {"illegal character found while scanning a",
     "the name of an anchor or alias has a character that it cannot have",
     "A text that begins with & or * must stand in quotes."},
    {"alias not found", "a value begins with * but names nothing",
     "A text that begins with * must stand in quotes."},
    {"anchor not found", "a value begins with & but names nothing",
     "A text that begins with & must stand in quotes."},
};

Diagnostic known_fault(const Scene& scene) {
  const std::string_view rest = scene.text.substr(std::min(scene.fault.at, scene.text.size()));
  const std::size_t length = rest.empty() ? 0 : decode_utf8(rest).bytes;
  const Span span = scene.here(std::min(scene.fault.at, scene.text.size()), length);
  for (const Known& known : known_faults) {
    if (scene.says(known.detail)) {
      return fault_at(span, std::string(known.message), std::string(known.help));
    }
  }
  return fault_at(span, "the text is not YAML here",
                  "Compare the line with the examples in docs/format.md.");
}

}  // namespace

Diagnostic describe_fault(const Sources& sources, std::uint32_t source, const SyntaxFault& fault) {
  SyntaxFault inside = fault;
  const std::string_view text = sources.text(source);
  inside.at = std::min(fault.at, text.size());
  // At the very end point at the last thing there is, not below it.
  if (inside.at == text.size()) {
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    if (last != std::string_view::npos) inside.at = last;
    while (inside.at > 0 && (static_cast<unsigned char>(text[inside.at]) & 0xC0) == 0x80)
      --inside.at;
  }
  const auto offset = static_cast<std::uint32_t>(inside.at);
  const std::string_view line = sources.line(source, sources.position(source, offset).line);
  const Scene scene{
      sources, source, inside, text, static_cast<std::size_t>(line.data() - text.data()), line};

  Diagnostic found = [&] {
    for (const auto recognise :
         {tab_in_indentation, quote_trouble, bracket_trouble, blank_after_colon}) {
      if (auto known = recognise(scene)) return *std::move(known);
    }
    return known_fault(scene);
  }();
  if (!fault.detail.empty())
    found.help += fmt::format(" (The YAML reader says: {}.)", fault.detail);
  return found;
}

Diagnostic unclosed_quote(std::uint32_t source, std::size_t at) {
  return fault_at(span_of(source, at, 1),
                  "a text begins with a quotation mark that is never closed",
                  "Put the same quotation mark at the end of the text.");
}

Diagnostic unclosed_bracket(std::string_view text, std::uint32_t source, std::size_t at) {
  const bool list = text[at] == '[';
  return fault_at(
      span_of(source, at, 1),
      fmt::format("a {} begins with \"{}\" but its \"{}\" is missing", list ? "list" : "map",
                  text[at], list ? ']' : '}'),
      fmt::format(
          "Close it with \"{}\", and put a comma between its entries. A text that holds any of "
          ", [ ] {{ }} : must stand in quotes.",
          list ? ']' : '}'));
}

}  // namespace weald::yaml
