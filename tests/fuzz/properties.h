// SPDX-License-Identifier: MIT
// What is asked of every reader, whatever bytes it is given: no crash, no fault of memory, no
// endless work, reasons for what is rejected, and that what was read and is written is read again
// as the same. The fuzz target and the tests of found inputs ask this same question.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/formats.h"
#include "engine/review/read.h"
#include "engine/text/csv.h"
#include "engine/text/yaml.h"

namespace weald::fuzz {

/// Every reader: `yaml` and `csv` of reviews, then the formats of records that are read.
inline std::vector<std::string_view> readers() {
  std::vector<std::string_view> names{"yaml", "csv"};
  for (const RecordFormat& format : record_formats())
    if (format.read != nullptr) names.push_back(format.key);
  return names;
}

inline void render_all(const Sources& sources, Diagnostics& diagnostics) {
  diagnostics.sort(sources);
  for (const Diagnostic& diagnostic : diagnostics.all()) render(diagnostic, sources, true);
}

inline void read_yaml(std::string_view text) {
  if (first_invalid_utf8(text)) return;  // load_source refuses it before the parser sees it
  Sources sources;
  Diagnostics diagnostics;
  const std::uint32_t source = sources.add("fuzz.yaml", std::string(text));
  if (const auto root = yaml::parse(sources, source, diagnostics)) {
    read_study(*root, "fuzz", source, diagnostics);
    read_references(*root, diagnostics);
    Review review;
    read_review(*root, source, review, diagnostics);
  }
  render_all(sources, diagnostics);
}

inline void read_csv(std::string_view text) {
  if (first_invalid_utf8(text)) return;
  Sources sources;
  Diagnostics diagnostics;
  const std::uint32_t source = sources.add("fuzz.csv", std::string(text));
  csv::parse(sources, source, false, diagnostics);
  csv::parse(sources, source, true, diagnostics);
  render_all(sources, diagnostics);
}

/// What does not hold of the format with these bytes; nothing where all is well. A format without a
/// writer is asked whether what it read survives CSL-JSON, which keeps everything.
inline std::optional<std::string> broken_records(const RecordFormat& format,
                                                 std::string_view bytes) {
  std::string was;
  const std::string text = to_utf8(std::string(bytes), was);
  if (first_invalid_utf8(text)) return "to_utf8 gives no UTF-8";
  for (const RecordFormat& one : record_formats()) one.looks_like(text);
  const Reading first = format.read(text);
  for (const Rejected& rejected : first.rejected) {
    if (rejected.reason.empty()) return "a rejected record without a reason";
    if (first_invalid_utf8(rejected.name + rejected.reason)) return "a reason that is no UTF-8";
  }
  for (const Remark& remark : first.remarks)
    if (first_invalid_utf8(remark.message)) return "a remark that is no UTF-8";
  const RecordFormat& back = format.write != nullptr ? format : *find_record_format("csl-json");
  const std::string written = back.write(first.records);
  if (first_invalid_utf8(written)) return "what is written is no UTF-8";
  const Reading again = back.read(written);
  if (!again.rejected.empty()) return "what is written is rejected: " + again.rejected[0].reason;
  if (again.records.size() != first.records.size()) return "the number of records changes";
  for (std::size_t i = 0; i < first.records.size(); ++i) {
    Record expected = first.records[i];
    // An entry of BibTeX cannot be written without a key, so a record without one is given one.
    if (back.key == "bibtex" && expected.key.empty()) expected.key = again.records[i].key;
    if (!same_record(expected, again.records[i]))
      return "a record changes: " + record_name(expected);
  }
  return {};
}

/// What does not hold of a reader with these bytes; nothing where all is well.
inline std::optional<std::string> broken_property(std::string_view reader, std::string_view bytes) {
  if (reader == "yaml") {
    read_yaml(bytes);
    return {};
  }
  if (reader == "csv") {
    read_csv(bytes);
    return {};
  }
  const RecordFormat* format = find_record_format(reader);
  if (format == nullptr || format->read == nullptr) return "there is no such reader";
  return broken_records(*format, bytes);
}

}  // namespace weald::fuzz
