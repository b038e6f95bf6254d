// SPDX-License-Identifier: MIT
#include "engine/interchange/retraction_watch.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "engine/interchange/csv_rows.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/identifier.h"

namespace weald {

namespace {

struct Nature {
  std::string_view name, kind;
};
constexpr std::array natures{
    Nature{"retraction", "retraction"},
    Nature{"expression of concern", "concern"},
    Nature{"correction", "correction"},
    Nature{"reinstatement", "reinstatement"},
};

// Columns without a member in a record, and the tag of the extra that keeps them.
struct Kept {
  const char* column;
  std::string_view tag;
};
constexpr std::array kept{
    Kept{"Publisher", "publisher"},
    Kept{"Record ID", "retraction-watch:Record ID"},
    Kept{"Subject", "retraction-watch:Subject"},
    Kept{"Institution", "retraction-watch:Institution"},
    Kept{"Country", "retraction-watch:Country"},
    Kept{"URLS", "retraction-watch:URLS"},
    Kept{"ArticleType", "retraction-watch:ArticleType"},
    Kept{"Paywalled", "retraction-watch:Paywalled"},
    Kept{"Notes", "retraction-watch:Notes"},
};

/// `7/31/2024 14:00`, also `2024-07-31`; unknown where it is neither.
PartialDate date_of(std::string_view text) {
  text = text.substr(0, text.find(' '));
  const std::vector<std::string> parts = split_list(text, '/');
  if (parts.size() != 3) return read_date_text(text);
  const PartialDate date{static_cast<int>(whole_number(parts[2])),
                         static_cast<int>(whole_number(parts[0])),
                         static_cast<int>(whole_number(parts[1]))};
  if (date.year < 1000 || date.year > 9999 || date.month < 1 || date.day < 1) return {};
  return read_date_text(date_text(date));
}

bool none(std::string_view text) {
  const std::string low = lower_case(trimmed(text));
  return low.empty() || low == "0" || low == "unavailable";
}

/// `+Unreliable Data;+Investigation by Journal;` as «Unreliable Data; Investigation by Journal».
std::string reasons(std::string_view text) {
  std::vector<std::string> list = split_list(text, ';');
  for (std::string& reason : list) {
    if (reason.starts_with('+')) reason = trimmed(std::string_view(reason).substr(1));
  }
  return join_list(list, "; ");
}

class Rows {
 public:
  Rows(const CsvRows& table, Reading& reading) : reading_(reading) {
    for (std::size_t i = 0; i < table.header.size(); ++i) columns_.emplace(table.header[i], i);
  }

  void read(const CsvRows::Row& row) {
    row_ = &row;
    Record record;
    record.line = row.line;
    record.title = without_markup(cell("Title"));
    PublishedNotice notice;
    const std::string nature = lower_case(cell("RetractionNature"));
    for (const Nature& known : natures) {
      if (known.name == nature) notice.kind = std::string(known.kind);
    }
    if (notice.kind.empty()) {
      reading_.rejected.push_back(
          {row.line, record.title,
           fmt::format(
               "RetractionNature is «{}», not Retraction, Expression of concern, Correction "
               "or Reinstatement",
               cell("RetractionNature"))});
      return;
    }
    record.container = cell("Journal");
    for (const std::string& author : split_list(cell("Author"), ';'))
      record.authors.push_back(inverted_name(author));
    record.date = date("OriginalPaperDate");
    record.doi = identifier("OriginalPaperDOI", normal_doi);
    record.pmid = identifier("OriginalPaperPubMedID", normal_pmid);
    if (record.doi.empty() && record.pmid.empty() && record.title.empty()) {
      reading_.rejected.push_back({row.line, "", "it has neither an identifier nor a title"});
      return;
    }
    notice.date = date("RetractionDate");
    notice.reason = reasons(cell("Reason"));
    const std::string doi = identifier("RetractionDOI", normal_doi);
    const std::string pmid = identifier("RetractionPubMedID", normal_pmid);
    if (!doi.empty()) {
      notice.notice = "doi:" + doi;
      if (!pmid.empty()) record.extra.emplace_back("retraction-watch:RetractionPubMedID", pmid);
    } else if (!pmid.empty()) {
      notice.notice = "pmid:" + pmid;
    }
    record.notices.push_back(std::move(notice));
    for (const Kept& one : kept) {
      if (std::string text = cell(one.column); !text.empty())
        record.extra.emplace_back(one.tag, std::move(text));
    }
    reading_.records.push_back(std::move(record));
  }

 private:
  std::string cell(const char* column) const {
    const auto found = columns_.find(std::string_view(column));
    return found == columns_.end() ? "" : std::string(trimmed(row_->cells[found->second]));
  }

  PartialDate date(const char* column) {
    const std::string text = cell(column);
    const PartialDate read = date_of(text);
    if (!read.known() && !none(text))
      reading_.remarks.push_back({row_->line, fmt::format("{} is no date: «{}»", column, text)});
    return read;
  }

  std::string identifier(const char* column, std::string (*normal)(std::string_view)) {
    const std::string text = cell(column);
    if (none(text)) return {};
    std::string id = normal(text);
    if (id.empty())
      reading_.remarks.push_back(
          {row_->line, fmt::format("{} is no identifier: «{}»", column, text)});
    return id;
  }

  std::map<std::string, std::size_t, std::less<>> columns_{};
  Reading& reading_;
  const CsvRows::Row* row_ = nullptr;
};

}  // namespace

bool looks_like_retraction_watch(std::string_view text) {
  const std::string_view head = text.substr(0, std::min<std::size_t>(text.find('\n'), 4096));
  return head.find("RetractionNature") != std::string_view::npos &&
         head.find("OriginalPaperDOI") != std::string_view::npos;
}

Reading read_retraction_watch(std::string_view text) {
  Reading reading;
  const CsvRows table = read_csv_rows(text, reading);
  if (table.header.empty()) return reading;
  for (const char* needed : {"RetractionNature", "OriginalPaperDOI", "OriginalPaperPubMedID"}) {
    if (std::find(table.header.begin(), table.header.end(), needed) != table.header.end()) continue;
    reading.rejected.push_back({1, "", fmt::format("the column {} is missing", needed)});
    return reading;
  }
  Rows rows(table, reading);
  for (const CsvRows::Row& row : table.rows) rows.read(row);
  sort_by_line(reading);
  return reading;
}

}  // namespace weald
