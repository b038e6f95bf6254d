// SPDX-License-Identifier: MIT
// The look of a diagnostic, after rustc: places are shown as snippets of one source line each, with
// all labels of that line under it.
#include <algorithm>

#include <fmt/format.h>

#include "engine/text/diagnostic.h"
#include "engine/text/unicode.h"

namespace weald {

namespace {

constexpr std::size_t help_width = 100;  // columns that help is wrapped to
constexpr std::size_t line_width = 160;  // a longer source line is shown in part
constexpr std::size_t lead_width = 60;   // … beginning so far before the first label
constexpr std::size_t tab_width = 4;

/// Colours of a terminal, or nothing.
struct Paint {
  bool on = false;
  std::string operator()(std::string_view code, std::string_view text) const {
    if (!on || text.empty()) return std::string(text);
    return fmt::format("\033[{}m{}\033[0m", code, text);
  }
};
constexpr std::string_view bold = "1", gutter_color = "1;34", secondary_color = "1;34";

std::string_view name_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string_view color_of(Severity severity) {
  return severity == Severity::error ? "1;31" : severity == Severity::warning ? "1;33" : "1;36";
}

/// `text` on one line and without anything that steers a terminal. Tabs become blanks.
std::string tame(std::string_view text) {
  std::string tamed;
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    if (point.value == '\t') {
      tamed.append(tab_width, ' ');
    } else if (point.value == '\n' || point.value == '\r') {
      tamed += ' ';
    } else if (!point.valid || is_control(point.value)) {
      tamed += "\uFFFD";
    } else {
      tamed += text.substr(0, point.bytes);
    }
    text.remove_prefix(point.bytes);
  }
  return tamed;
}

std::size_t width_of(std::string_view text) { return display_width(tame(text)); }

/// What is underlined on a line: display columns [begin, end) and what is said about them.
struct Mark {
  std::size_t begin = 0, end = 0;
  std::string text{};
  bool primary = false;
};

/// One source line and the marks under it.
struct Snippet {
  std::uint32_t source = 0;
  std::size_t line = 0;
  std::string place{};                        ///< path:line:column of the first label
  std::string shown{};                        ///< the line, or its part
  std::size_t first_byte = 0, last_byte = 0;  ///< that part in the line
  std::vector<Mark> marks{};
};

/// Moves a byte offset to the start of the character that it stands in.
std::size_t to_character(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return std::min(at, text.size());
}

/// The bytes of `text` that take `width` columns from `from` on.
std::size_t bytes_within(std::string_view text, std::size_t from, std::size_t width) {
  std::size_t at = from;
  for (std::size_t used = 0; at < text.size();) {
    const std::size_t bytes = decode_utf8(text.substr(at)).bytes;
    used += width_of(text.substr(at, bytes));
    if (used > width) break;
    at += bytes;
  }
  return at;
}

/// Where the shown part of a long line begins: so that about lead_width columns come before
/// `focus`.
std::size_t start_before(std::string_view text, std::size_t focus) {
  std::size_t at = focus;
  for (std::size_t used = 0; at > 0 && used < lead_width;) {
    const std::size_t previous = to_character(text, at - 1);
    used += width_of(text.substr(previous, at - previous));
    at = previous;
  }
  return at;
}

/// A snippet that shows the line around byte `focus` of it.
Snippet snippet_around(const Sources& sources, Span span, std::size_t number, std::size_t focus) {
  const std::string_view text = sources.line(span.source, number);
  const Position position = sources.position(span.source, span.begin);
  Snippet snippet{.source = span.source, .line = number};
  snippet.place =
      fmt::format("{}:{}:{}", tame(sources.path(span.source)), position.line, position.column);
  snippet.last_byte = text.size();
  if (bytes_within(text, 0, line_width) < text.size()) {
    snippet.first_byte = start_before(text, focus);
    snippet.last_byte = bytes_within(text, snippet.first_byte, line_width);
  }
  snippet.shown = tame(text.substr(snippet.first_byte, snippet.last_byte - snippet.first_byte));
  if (snippet.first_byte > 0) snippet.shown = "…" + snippet.shown;
  if (snippet.last_byte < text.size()) snippet.shown += "…";
  return snippet;
}

/// Puts a label under its line: in a snippet that shows the place already, or in one of its own.
void place_label(const Label& label, bool primary, const Sources& sources,
                 std::vector<Snippet>& snippets) {
  const Span span = label.span;
  const std::size_t number = sources.position(span.source, span.begin).line;
  const std::string_view text = sources.line(span.source, number);
  const auto line_begin = static_cast<std::size_t>(text.data() - sources.text(span.source).data());
  const std::size_t begin = to_character(
      text, std::min<std::size_t>(std::max<std::size_t>(span.begin, line_begin) - line_begin,
                                  text.size()));
  // A span over several lines is underlined on its first, to the end of its text.
  std::size_t end = std::clamp<std::size_t>(
      std::max<std::size_t>(span.end, line_begin) - line_begin, begin, text.size());
  while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;

  const auto shows = [&](const Snippet& s) {
    return s.source == span.source && s.line == number && begin >= s.first_byte &&
           begin <= s.last_byte;
  };
  auto snippet = std::find_if(snippets.begin(), snippets.end(), shows);
  if (snippet == snippets.end()) {
    snippets.push_back(snippet_around(sources, span, number, begin));
    snippet = std::prev(snippets.end());
  }
  end = std::min(end, snippet->last_byte);
  const auto column = [&](std::size_t byte) {
    const std::size_t cut = snippet->first_byte > 0 ? 1 : 0;
    return cut + width_of(text.substr(snippet->first_byte, byte - snippet->first_byte));
  };
  Mark mark{.begin = column(begin), .text = tame(label.text), .primary = primary};
  mark.end = std::max(column(std::max(begin, end)), mark.begin + 1);
  snippet->marks.push_back(std::move(mark));
}

/// Text with colours at given columns.
class Canvas {
 public:
  explicit Canvas(Paint paint) : paint_(paint) {}
  void put(std::size_t column, std::string_view color, std::string_view text) {
    if (column > width_) out_.append(column - width_, ' ');
    width_ = std::max(width_, column) + display_width(text);
    out_ += paint_(color, text);
  }
  const std::string& text() const { return out_; }

 private:
  Paint paint_;
  std::string out_{};
  std::size_t width_ = 0;
};

/// The lines under a source line: the marks with the text of the last, then the other texts from
/// right to left, each under its mark.
std::vector<std::string> lines_below(std::vector<Mark> marks, std::string_view primary_color,
                                     Paint paint) {
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  const auto color = [&](bool primary) { return primary ? primary_color : secondary_color; };

  std::size_t width = 0;
  for (const Mark& mark : marks) width = std::max(width, mark.end);
  std::string signs(width, ' ');
  for (const bool primary : {false, true}) {  // the primary mark lies on top
    for (const Mark& mark : marks) {
      if (mark.primary != primary) continue;
      std::fill(signs.begin() + static_cast<std::ptrdiff_t>(mark.begin),
                signs.begin() + static_cast<std::ptrdiff_t>(mark.end), primary ? '^' : '-');
    }
  }
  std::vector<std::string> lines;
  Canvas first(paint);
  for (std::size_t at = 0; at < width;) {
    const std::size_t next = std::min(signs.find_first_not_of(signs[at], at), width);
    if (signs[at] != ' ') first.put(at, color(signs[at] == '^'), signs.substr(at, next - at));
    at = next;
  }
  if (!marks.back().text.empty()) {
    first.put(width + 1, color(marks.back().primary), marks.back().text);
    marks.pop_back();
  }
  std::erase_if(marks, [](const Mark& mark) { return mark.text.empty(); });
  lines.push_back(first.text());
  for (; !marks.empty(); marks.pop_back()) {
    Canvas line(paint);
    for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
      if (marks[i].begin < marks.back().begin && (i == 0 || marks[i].begin > marks[i - 1].begin)) {
        line.put(marks[i].begin, color(marks[i].primary), "|");
      }
    }
    line.put(marks.back().begin, color(marks.back().primary), marks.back().text);
    lines.push_back(line.text());
  }
  return lines;
}

/// `text` in lines of at most `width` columns, broken at blanks; line breaks of its own are kept.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t stop = std::min(text.find('\n'), text.size());
    std::string_view rest = text.substr(0, stop);
    std::string line;
    while (!rest.empty()) {
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      const std::string word = tame(rest.substr(0, blank));
      if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
        lines.push_back(std::move(line));
        line.clear();
      }
      if (!line.empty()) line += ' ';
      line += word;
      rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
    lines.push_back(std::move(line));
    if (stop == text.size()) return lines;
    text.remove_prefix(stop + 1);
  }
}

}  // namespace

std::string render(const Diagnostic& diagnostic, const Sources& sources, bool color) {
  const Paint paint{color};
  const std::string_view severity_color = color_of(diagnostic.severity);
  std::string out =
      paint(severity_color, fmt::format("{}[{}]", name_of(diagnostic.severity), diagnostic.code));
  if (diagnostic.acknowledged) {
    out += diagnostic.why_acknowledged.empty()
               ? " (acknowledged)"
               : fmt::format(" (acknowledged: {})", tame(diagnostic.why_acknowledged));
  }
  out += paint(bold, ": " + tame(diagnostic.message)) + "\n";

  std::vector<Snippet> snippets;
  std::vector<std::string_view> unplaced;
  const auto place = [&](const Label& label, bool primary) {
    if (label.span.known()) {
      place_label(label, primary, sources, snippets);
    } else if (!label.text.empty()) {
      unplaced.push_back(label.text);
    }
  };
  place(diagnostic.primary, true);
  for (const Label& label : diagnostic.secondary) place(label, false);

  std::size_t digits = 1;
  for (const Snippet& s : snippets) digits = std::max(digits, fmt::formatted_size("{}", s.line));
  const std::string margin(digits + 2, ' ');
  for (std::size_t i = 0; i < snippets.size(); ++i) {
    const Snippet& snippet = snippets[i];
    const bool main_place = i == 0 && diagnostic.primary.span.known();
    out += std::string(digits + 1, ' ') + paint(gutter_color, main_place ? "-->" : ":::") + " " +
           snippet.place + "\n";
    out += paint(gutter_color, fmt::format(" {:>{}} |", snippet.line, digits));
    out += (snippet.shown.empty() ? "" : " ") + snippet.shown + "\n";
    for (const std::string& line : lines_below(snippet.marks, severity_color, paint)) {
      out += fmt::format("{}{} {}\n", margin, paint(gutter_color, "|"), line);
    }
  }
  const auto remark = [&](std::string_view name, std::string_view text) {
    const std::string head = fmt::format("{}= {}: ", margin, name);
    std::string before =
        margin + paint(gutter_color, "=") + " " + paint(bold, fmt::format("{}:", name)) + " ";
    for (const std::string& line : wrapped(text, help_width - head.size())) {
      out += line.empty() ? "\n" : before + line + "\n";
      before = std::string(head.size(), ' ');
    }
  };
  for (const std::string_view text : unplaced) remark("note", text);
  if (!diagnostic.help.empty()) remark("help", diagnostic.help);
  return out;
}

}  // namespace weald
