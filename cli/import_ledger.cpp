// SPDX-License-Identifier: MIT
// The ledger of imported records, for people and as JSON.
#include <fmt/format.h>

#include "cli/import_records.h"
#include "engine/expects.h"
#include "engine/output/json_writer.h"
#include "engine/text/unicode.h"

namespace weald {
namespace {

std::string at_line(std::size_t line) { return line > 0 ? fmt::format("line {}", line) : "file"; }

std::string sum(const RecordCount& n) {
  EXPECTS(n.read == n.fresh + n.duplicate + n.rejected);
  return fmt::format("read {} = {} new + {} duplicate + {} rejected\n", n.read, n.fresh,
                     n.duplicate, n.rejected);
}

std::string of_duplicate(const LedgerRow& row) {
  std::string text = fmt::format("is {}, {}", row.key, row.why);
  if (row.knows.empty()) return text;
  if (row.completed) return text + fmt::format("; adds {}", fmt::join(row.knows, ", "));
  return text + fmt::format("; knows {} that {} lacks", fmt::join(row.knows, ", "), row.lacking);
}

/// The text as one line that nothing in it can break, end or turn round.
std::string on_one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    if (!point.valid || is_control(point.value))
      line += '?';
    else
      line += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return line;
}

std::string_view name_of(Fate fate) {
  return fate == Fate::fresh ? "new" : fate == Fate::duplicate ? "duplicate" : "rejected";
}

}  // namespace

std::string ledger_text(std::span<const RecordFile> files, const RecordImport& import) {
  std::string text;
  std::vector<std::string> of_file[3];
  std::size_t row = 0, remark = 0, alarm = 0;
  for (std::size_t f = 0; f < files.size(); ++f) {
    const RecordFile& file = files[f];
    text += fmt::format("{} ({}{}{}): ", file.name, file.format->key,
                        file.reading.dialect.empty() ? "" : ", ", file.reading.dialect);
    text += sum(import.count(f));
    for (auto& lines : of_file) lines.clear();
    for (; row < import.rows.size() && import.rows[row].file == f; ++row) {
      const LedgerRow& one = import.rows[row];
      const std::string what = one.fate == Fate::fresh       ? one.key
                               : one.fate == Fate::duplicate ? of_duplicate(one)
                                                             : one.why;
      of_file[static_cast<std::size_t>(one.fate)].push_back(
          fmt::format("  {:<9} {} ({}): {}\n", name_of(one.fate), at_line(one.line),
                      one.name.empty() ? "no name" : on_one_line(one.name), on_one_line(what)));
    }
    for (const auto& lines : of_file)
      for (const std::string& line : lines) text += line;
    for (; remark < import.remarks.size() && import.remarks[remark].file == f; ++remark)
      text += fmt::format("  remark    {}: {}\n", at_line(import.remarks[remark].line),
                          on_one_line(import.remarks[remark].message));
    for (; alarm < import.alarms.size() && import.alarms[alarm].file == f; ++alarm)
      text += fmt::format("  ATTENTION {}: {}\n", at_line(import.alarms[alarm].line),
                          on_one_line(import.alarms[alarm].message));
  }
  if (files.size() > 1) text += fmt::format("{} files: {}", files.size(), sum(import.count()));
  return text;
}

std::string ledger_json(std::span<const RecordFile> files, const RecordImport& import,
                        std::span<const std::string> written, bool dry_run) {
  JsonWriter json;
  const auto counts = [&](const RecordCount& n) {
    json.number("read", static_cast<double>(n.read));
    json.number("new", static_cast<double>(n.fresh));
    json.number("duplicate", static_cast<double>(n.duplicate));
    json.number("rejected", static_cast<double>(n.rejected));
  };
  const auto place = [&](std::size_t file, std::size_t line) {
    json.text("file", files[file].name);
    if (line > 0)
      json.number("line", static_cast<double>(line));
    else
      json.null("line");
  };
  const auto text_or_null = [&](std::string_view key, const std::string& text) {
    json.optional_text(key, text.empty() ? std::nullopt : std::optional(text));
  };
  json.begin_object();
  json.text("format", "weald.import/1");
  json.flag("dry_run", dry_run);
  counts(import.count());
  json.begin_list("files");
  for (std::size_t f = 0; f < files.size(); ++f) {
    json.begin_object();
    json.text("file", files[f].name);
    json.text("format", files[f].format->key);
    text_or_null("dialect", files[f].reading.dialect);
    counts(import.count(f));
    json.end_object();
  }
  json.end_list();
  json.begin_list("records");
  for (const LedgerRow& row : import.rows) {
    json.begin_object();
    place(row.file, row.line);
    json.text("name", row.name);
    json.text("fate", name_of(row.fate));
    text_or_null("key", row.key);
    text_or_null("reason", row.why);
    json.begin_list("knows");
    for (const std::string& what : row.knows) json.text({}, what);
    json.end_list();
    json.flag("completed", row.completed);
    json.end_object();
  }
  json.end_list();
  const auto list = [&](std::string_view key, const std::vector<LedgerRemark>& remarks) {
    json.begin_list(key);
    for (const LedgerRemark& one : remarks) {
      json.begin_object();
      place(one.file, one.line);
      json.text("message", one.message);
      json.end_object();
    }
    json.end_list();
  };
  list("remarks", import.remarks);
  list("alarms", import.alarms);
  json.begin_list("written");
  for (const std::string& path : written) json.text({}, path);
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace weald
