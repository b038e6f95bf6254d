// SPDX-License-Identifier: MIT
#include "engine/interchange/csv_rows.h"

#include <algorithm>

#include "engine/interchange/text_tools.h"
#include "engine/text/csv.h"

namespace weald {

namespace {

/// What the diagnostics of a table mean for its rows. Gives where an unclosed quotation mark
/// stands.
std::size_t take_diagnostics(const Sources& sources, std::uint32_t source, bool cut_off,
                             const Diagnostics& diagnostics, Reading& reading) {
  std::size_t open = std::string_view::npos;
  for (const Diagnostic& d : diagnostics.all()) {
    const std::size_t line = sources.position(source, d.primary.span.begin).line;
    const bool last = d.primary.span.end >= sources.text(source).size();
    if (d.code == "csv-unclosed-quote" && d.message.find("never closed") != std::string::npos)
      open = d.primary.span.begin;
    else if (d.code == "csv-unclosed-quote")
      reading.remarks.push_back({line, clean_text(d.message)});
    else if (!(cut_off && last && d.code == "csv-row-length"))  // told already
      reading.rejected.push_back({line, "", clean_text(d.message)});
  }
  return open;
}

}  // namespace

std::size_t CsvRows::column(std::string_view name) const {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (lower_case(header[i]) == lower_case(name)) return i;
  }
  return header.size();
}

CsvRows read_csv_rows(std::string_view text, Reading& reading) {
  CsvRows table;
  if (text.size() > max_record_file) {
    reading.rejected.push_back({1, "", "the file is larger than 64 MiB"});
    return table;
  }
  Sources sources;
  std::uint32_t source = sources.add("", std::string(text));
  Diagnostics diagnostics;
  std::optional<csv::Sheet> sheet = csv::parse(sources, source, false, diagnostics);
  Reading trial;
  const std::size_t open = take_diagnostics(sources, source, false, diagnostics, trial);
  const bool cut_off = open != std::string_view::npos;
  if (cut_off) {  // once more, as far as the text has a meaning
    const std::size_t line = sources.position(source, static_cast<std::uint32_t>(open)).line;
    trial = {};
    trial.rejected.push_back({line, "",
                              "a quotation mark opens a cell that is never closed; this row and "
                              "what follows is not read"});
    source = sources.add("", std::string(text.substr(0, open)));
    diagnostics = {};
    sheet = csv::parse(sources, source, false, diagnostics);
    take_diagnostics(sources, source, true, diagnostics, trial);
  }
  for (Rejected& one : trial.rejected) reading.rejected.push_back(std::move(one));
  for (Remark& one : trial.remarks) reading.remarks.push_back(std::move(one));
  if (!sheet) return table;

  for (const csv::Cell& cell : sheet->header) table.header.push_back(clean_text(cell.text));
  const std::size_t end = sources.text(source).size();
  for (const auto& cells : sheet->rows) {
    if (cut_off && cells.back().span.end >= end) continue;  // the row that was cut off
    CsvRows::Row row{.line = sources.position(source, cells.front().span.begin).line};
    for (const csv::Cell& cell : cells) row.cells.push_back(clean_text(cell.text));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void sort_by_line(Reading& reading) {
  const auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };
  std::stable_sort(reading.rejected.begin(), reading.rejected.end(), by_line);
  std::stable_sort(reading.remarks.begin(), reading.remarks.end(), by_line);
}

}  // namespace weald
