// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>

#include "engine/output/output.h"
#include "engine/text/csv.h"
#include "engine/text/suggest.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 10;

/// Splits a cell at spaces into lines no wider than `width`; a longer word keeps its own line.
std::vector<std::string> wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> lines{""};
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, space - at);
    std::string& line = lines.back();
    if (line.empty())
      line = word;
    else if (display_width(line) + 1 + display_width(word) <= width)
      line += ' ' + word;
    else
      lines.push_back(word);
    at = space + 1;
  }
  return lines;
}

std::vector<std::size_t> column_widths(const TextTable& table, std::size_t available) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    auto width = display_width(table.columns[c].head);
    for (const auto& row : table.rows) width = std::max(width, display_width(row[c]));
    widths.push_back(width);
  }
  const auto total = [&] {
    return std::accumulate(widths.begin(), widths.end(),
                           gap * (widths.empty() ? 0 : widths.size() - 1));
  };
  // The widest column of words gives way first; numbers are never broken.
  while (total() > available) {
    std::size_t widest = widths.size();
    for (std::size_t c = 0; c < widths.size(); ++c)
      if (!table.columns[c].numeric && widths[c] > narrowest &&
          (widest == widths.size() || widths[c] > widths[widest]))
        widest = c;
    if (widest == widths.size()) break;
    --widths[widest];
  }
  return widths;
}

void append_cells(std::string& out, const TextTable& table, const std::vector<std::string>& cells,
                  const std::vector<std::size_t>& widths, bool bold) {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 1;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    wrapped.push_back(wrap(cells[c], widths[c]));
    height = std::max(height, wrapped.back().size());
  }
  for (std::size_t l = 0; l < height; ++l) {
    std::string line;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string part = l < wrapped[c].size() ? wrapped[c][l] : "";
      const auto width = display_width(part);
      const std::string pad(widths[c] > width ? widths[c] - width : 0, ' ');
      if (c > 0) line += std::string(gap, ' ');
      line += table.columns[c].numeric ? pad + part : part + pad;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += bold ? "\x1b[1m" + line + "\x1b[0m\n" : line + '\n';
  }
}

/// The tables with every text in ASCII, so that columns are as wide as what is printed.
std::vector<TextTable> in_ascii(std::vector<TextTable> tables) {
  for (TextTable& table : tables) {
    table.title = to_ascii(table.title);
    for (auto& column : table.columns) column.head = to_ascii(column.head);
    for (auto& row : table.rows)
      for (std::string& cell : row) cell = to_ascii(cell);
    for (std::string& line : table.below) line = to_ascii(line);
  }
  return tables;
}

std::string write_text(const std::vector<TextTable>& given, const OutputStyle& style) {
  const std::vector<TextTable> tables = style.ascii ? in_ascii(given) : given;
  std::string out;
  for (const TextTable& table : tables) {
    if (!out.empty()) out += '\n';
    if (!table.title.empty())
      out += style.color ? "\x1b[1;4m" + table.title + "\x1b[0m\n" : table.title + '\n';
    if (!table.columns.empty()) {
      const auto widths = column_widths(table, static_cast<std::size_t>(std::max(style.width, 40)));
      std::vector<std::string> heads;
      for (const auto& column : table.columns) heads.push_back(column.head);
      append_cells(out, table, heads, widths, style.color);
      for (const auto& row : table.rows) append_cells(out, table, row, widths, false);
    }
    for (const std::string& line : table.below) {
      bool first = true;
      for (const std::string& part :
           wrap(line, static_cast<std::size_t>(std::max(style.width, 40)) - 2)) {
        out += (first ? "" : "  ") + part + '\n';
        first = false;
      }
    }
  }
  return out;
}

std::string markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string write_markdown(const std::vector<TextTable>& given, const OutputStyle& style) {
  const std::vector<TextTable> tables = style.ascii ? in_ascii(given) : given;
  std::string out;
  for (const TextTable& table : tables) {
    if (!out.empty()) out += '\n';
    if (!table.title.empty()) out += "### " + markdown_cell(table.title) + "\n\n";
    if (!table.columns.empty()) {
      std::string rule;
      out += '|';
      for (const auto& column : table.columns) {
        out += ' ' + markdown_cell(column.head) + " |";
        rule += column.numeric ? " ---: |" : " --- |";
      }
      out += "\n|" + rule + '\n';
      for (const auto& row : table.rows) {
        out += '|';
        for (const std::string& cell : row) out += ' ' + markdown_cell(cell) + " |";
        out += '\n';
      }
    }
    for (const std::string& line : table.below) out += "\n" + markdown_cell(line) + "\n";
  }
  return out;
}

std::string write_csv(const std::vector<TextTable>& tables, const OutputStyle&) {
  std::string out;
  for (const TextTable& table : tables) {
    const auto line = [&](const std::vector<std::string>& cells) {
      for (std::size_t c = 0; c < cells.size(); ++c)
        out += (c > 0 ? "," : "") + csv::quote(cells[c]);
      out += '\n';
    };
    std::vector<std::string> heads;
    for (const auto& column : table.columns) heads.push_back(column.head);
    line(heads);
    for (const auto& row : table.rows) line(row);
  }
  return out;
}

constexpr OutputFormat table[] = {
    {"text", "tables for people, as wide as the terminal", false, write_text},
    {"markdown", "tables in Markdown", false, write_markdown},
    {"csv", "one flat table, numbers to the last bit", true, write_csv},
};

}  // namespace

std::span<const OutputFormat> output_formats() { return table; }

const OutputFormat* find_output_format(std::string_view key) {
  for (const OutputFormat& row : table)
    if (same_word(row.key, key)) return &row;
  return nullptr;
}

}  // namespace weald
