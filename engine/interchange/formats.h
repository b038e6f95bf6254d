// SPDX-License-Identifier: MIT
// The formats of bibliographic records: one row each, one file each. To add a format: a file with
// its reader or writer, and a row in formats.cpp. Readers never fail as a whole where a part is
// good: what cannot be read becomes a Rejected with its line and reason.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/record.h"

namespace weald {

/// A record that could not be read.
struct Rejected {
  std::size_t line = 0;  ///< 1-based
  std::string name{};    ///< what it calls itself, as far as that was read
  std::string reason{};
};

/// Something odd that was read nevertheless: said, never silent.
struct Remark {
  std::size_t line = 0;
  std::string message{};
};

/// What came of reading one file: read = records + rejected.
struct Reading {
  std::vector<Record> records{};
  std::vector<Rejected> rejected{};
  std::vector<Remark> remarks{};
  std::string dialect{};  ///< ris: wos, scopus, ovid, …; empty where there is but one

  std::size_t read() const { return records.size() + rejected.size(); }
};

/// A format. `looks_like` decides by content alone; a file's ending only breaks ties, because
/// exports are renamed all the time (an .nbib called .ris).
struct RecordFormat {
  std::string_view key, help;   ///< "ris"
  std::string_view ending;      ///< "ris"
  std::string_view dialects{};  ///< what is understood of it in the wild, in a few words
  bool (*looks_like)(std::string_view text) = nullptr;
  Reading (*read)(std::string_view text) = nullptr;         ///< none: written only
  std::string (*write)(std::span<const Record>) = nullptr;  ///< none: read only
};

/// ris nbib bibtex csl-json hayagriva openalex crossref retraction-watch graphml gexf dot edges
std::span<const RecordFormat> record_formats();
const RecordFormat* find_record_format(std::string_view key);

/// The format of a text, by its content, then by the ending of its file's name; none where nothing
/// fits.
const RecordFormat* detect_record_format(std::string_view name, std::string_view text);

/// Bytes of a file as UTF-8 without a byte order mark: UTF-8 as it is, UTF-16 by its mark,
/// everything else as Windows-1252 (which holds ISO 8859-1 as people use it). `was` says which, for
/// a remark; control characters other than tab and line breaks become blanks.
std::string to_utf8(std::string_view bytes, std::string& was);

}  // namespace weald
