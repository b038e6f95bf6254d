// SPDX-License-Identifier: MIT
#include "engine/text/csv.h"

#include <algorithm>

#include <fmt/format.h>

namespace weald::csv {

namespace {

using Row = std::vector<Cell>;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Reads one row after another.
class Reader {
 public:
  Reader(std::string_view text, std::uint32_t source, char separator, Diagnostics& diagnostics)
      : text_(text), source_(source), separator_(separator), diagnostics_(diagnostics) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    stops_[0] = separator;
  }

  /// The next row into `row`; false at the end of the text. Rows without any content are passed
  /// over.
  bool next(Row& row) {
    while (at_ < text_.size() && !broken_) {
      read_row(row);
      const bool blank = std::all_of(row.begin(), row.end(),
                                     [](const Cell& c) { return !c.quoted && c.text.empty(); });
      if (!blank) return !broken_;
    }
    return false;
  }

  /// True after a fault that leaves the rest of the text without meaning.
  bool broken() const { return broken_; }

  Span span(std::size_t begin, std::size_t end) const {
    return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

 private:
  void read_row(Row& row) {
    row.clear();
    while (!broken_) {
      row.push_back(read_cell());
      if (at_ >= text_.size()) return;
      const char stop = text_[at_++];
      if (stop == separator_) continue;
      if (stop == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      return;
    }
  }

  /// The cell from at_ on; at_ then stands on what ends it.
  Cell read_cell() {
    std::size_t begin = at_;
    while (begin < text_.size() && is_blank(text_[begin]) && text_[begin] != separator_) ++begin;
    if (begin < text_.size() && text_[begin] == '"') return read_quoted(begin);
    at_ = std::min(text_.find_first_of(std::string_view(stops_, 3), begin), text_.size());
    std::size_t end = at_;
    while (end > begin && is_blank(text_[end - 1])) --end;
    return {.text = std::string(text_.substr(begin, end - begin)), .span = span(begin, end)};
  }

  Cell read_quoted(std::size_t open) {
    Cell cell{.quoted = true};
    std::size_t from = open + 1;
    while (true) {
      const std::size_t quote = text_.find('"', from);
      if (quote == std::string_view::npos) {
        diagnostics_.error("csv-unclosed-quote", span(open, open + 1),
                           "a quotation mark opens a cell that is never closed",
                           "Put a quotation mark at the end of the cell. A quotation mark that "
                           "belongs to the text is written twice: \"\".");
        broken_ = true;
        at_ = text_.size();
        return cell;
      }
      cell.text += text_.substr(from, quote - from);
      from = quote + 1;
      if (from >= text_.size() || text_[from] != '"') break;
      cell.text += '"';
      ++from;
    }
    cell.span = span(open, from);
    at_ = from;
    while (at_ < text_.size() && is_blank(text_[at_]) && text_[at_] != separator_) ++at_;
    const std::size_t stop =
        std::min(text_.find_first_of(std::string_view(stops_, 3), at_), text_.size());
    if (stop != at_) {
      diagnostics_.error(
          "csv-unclosed-quote", span(at_, stop),
          "there is text between the closing quotation mark and the end of the cell",
          "A quotation mark that belongs to the text is written twice: \"\". Else put "
          "the whole cell in quotation marks.");
      at_ = stop;
    }
    return cell;
  }

  std::string_view text_;
  std::uint32_t source_;
  char separator_;
  char stops_[3] = {',', '\r', '\n'};
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

std::string counted(std::size_t n, std::string_view one) {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

Span from_to(const Row& row) {
  Span span = row.front().span;
  span.end = row.back().span.end;
  return span;
}

/// A header of one name that holds another separator: the whole file is separated by that.
bool wrong_separator(const Row& header, bool tabs, Diagnostics& diagnostics) {
  if (header.size() != 1 || header[0].quoted) return false;
  const std::string& text = header[0].text;
  if (text.find(';') != std::string::npos) {
    diagnostics.error(
        "csv-semicolons", header[0].span,
        fmt::format("the columns are separated by semicolons, not by {}", tabs ? "tabs" : "commas"),
        "Save the table as \"CSV (comma separated)\", with points as decimal marks. "
        "Some spreadsheets write semicolons where the decimal mark is a comma.");
    return true;
  }
  if (text.find(tabs ? ',' : '\t') == std::string::npos) return false;
  diagnostics.error("csv-header", header[0].span,
                    tabs ? "the columns are separated by commas, but the file is named .tsv"
                         : "the columns are separated by tabs, but the file is named .csv",
                    tabs ? "Name the file .csv." : "Name the file .tsv.");
  return true;
}

void check_header(const Row& header, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text.empty()) {
      diagnostics.error("csv-header", header[i].span, fmt::format("column {} has no name", i + 1),
                        "Write a name into the first line, or delete the column.");
      continue;
    }
    const auto same = [&](const Cell& cell) { return cell.text == header[i].text; };
    const auto before = header.begin() + static_cast<std::ptrdiff_t>(i);
    const auto first = std::find_if(header.begin(), before, same);
    if (first == before) continue;
    diagnostics
        .error("csv-header", header[i].span,
               fmt::format("two columns have the name \"{}\"", header[i].text),
               "Give each column a name of its own.")
        .secondary.push_back({first->span, "the first"});
  }
}

/// Complains of rows of the wrong length: of each, or once where all have the same wrong length.
void report_lengths(const Row& header, const std::vector<Row>& wrong, bool all_rows,
                    Diagnostics& diagnostics) {
  const auto same_length = [&](const Row& row) { return row.size() == wrong[0].size(); };
  if (all_rows && wrong.size() > 1 && std::all_of(wrong.begin(), wrong.end(), same_length)) {
    diagnostics
        .error("csv-row-length", from_to(header),
               fmt::format("the first line names {}, but all {} rows have {}",
                           counted(header.size(), "column"), wrong.size(),
                           counted(wrong[0].size(), "cell")),
               "The first line of a table must hold the names of all columns and nothing else.")
        .secondary.push_back({from_to(wrong[0]), "the first row"});
    return;
  }
  for (const Row& row : wrong) {
    diagnostics.error("csv-row-length", from_to(row),
                      fmt::format("this row has {}, but the table has {}",
                                  counted(row.size(), "cell"), counted(header.size(), "column")),
                      row.size() > header.size()
                          ? "A cell that holds the separator must stand in quotation marks."
                          : "Leave a cell empty, or write NA, where there is no value.");
  }
}

}  // namespace

std::optional<std::size_t> Sheet::column(std::string_view name) const {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text == name) return i;
  }
  return std::nullopt;
}

std::optional<Sheet> parse(const Sources& sources, std::uint32_t source, bool tabs,
                           Diagnostics& diagnostics) {
  const std::string_view text = sources.text(source);
  Diagnostics found;
  Reader reader(text, source, tabs ? '\t' : ',', found);
  Sheet sheet;
  const bool has_header = reader.next(sheet.header);
  if (!has_header && !reader.broken()) {
    found.error("csv-header", reader.span(0, 0), "the table is empty",
                "The first line must name the columns, e.g. study,ai,n1i,ci,n2i.");
  }
  if (!has_header || wrong_separator(sheet.header, tabs, found)) {
    diagnostics.append(std::move(found));
    return std::nullopt;
  }
  check_header(sheet.header, found);
  const bool good_header = !found.has_errors();

  std::vector<Row> wrong;
  Row row;
  while (reader.next(row)) {
    (row.size() == sheet.header.size() ? sheet.rows : wrong).push_back(std::move(row));
    row = Row();
    row.reserve(sheet.header.size());
  }
  report_lengths(sheet.header, wrong, sheet.rows.empty(), found);
  diagnostics.append(std::move(found));
  if (!good_header || reader.broken()) return std::nullopt;
  return sheet;
}

std::string quote(std::string_view text, char separator) {
  const bool plain = text.find_first_of("\"\r\n") == std::string_view::npos &&
                     text.find(separator) == std::string_view::npos;
  const bool trimmed = text.empty() || (!is_blank(text.front()) && !is_blank(text.back()));
  if (plain && trimmed) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + '"';
}

}  // namespace weald::csv
