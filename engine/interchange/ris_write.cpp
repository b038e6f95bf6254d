// SPDX-License-Identifier: MIT
// Records as RIS. Each is read back while it is written: an extra that our reader would take for
// something else goes by a line of our own instead, and so does, beside its own line, a member that
// the rules of RIS would change.
#include <fmt/format.h>

#include "engine/interchange/carried.h"
#include "engine/interchange/ris.h"
#include "engine/interchange/ris_tags.h"
#include "engine/interchange/text_lines.h"

namespace weald {
namespace ris {
namespace {

void add(std::string& text, std::string_view tag, std::string_view value) {
  std::string plain(value);
  for (char& c : plain)
    if (c == '\n' || c == '\r') c = ' ';
  const std::string_view bare = trimmed(plain);
  if (!bare.empty()) text.append(tag).append("  - ").append(bare).append("\r\n");
}

void add(std::string& text, const Carried& statement) {
  add(text, "C5", "weald:" + statement.verb + " " + statement.value);
}

/// The TY that the record was read with, where it still says what the record is.
std::string written_type(const Record& record) {
  const std::string_view read = record.more("ris:TY");
  const std::string_view csl = csl_type(read);
  if (!read.empty() && (csl == record.type || (csl.empty() && record.type == "document")))
    return std::string(read);
  const std::string_view type = ris_type(record.type);
  return type.empty() ? "GEN" : std::string(type);
}

void add_pages(std::string& text, const std::string& pages) {
  const std::size_t dash = pages.find('-');
  const bool range = dash != std::string::npos && dash > 0 && dash + 1 < pages.size() &&
                     pages.substr(0, dash) != pages.substr(dash + 1) &&
                     pages.find('-', dash + 1) == std::string::npos &&
                     pages.find_first_of(" ,;") == std::string::npos &&
                     pages.find_first_of("0123456789") < dash;
  add(text, "SP", range ? std::string_view(pages).substr(0, dash) : pages);
  if (range) add(text, "EP", std::string_view(pages).substr(dash + 1));
}

/// A tag that no reader of ours gives a meaning of its own by its form alone.
bool plain_tag(std::string_view tag) {
  return tag.size() == 2 && text::is_upper(tag[0]) &&
         (text::is_upper(tag[1]) || text::is_digit(tag[1])) && tag != "TY" && tag != "ER";
}

/// Which extras go by lines of our own beside those that no tag of RIS fits.
enum class Carry { none, tags_of_ris, all };

void add_extra(std::string& text, const std::string& tag, const std::string& value, Carry carry) {
  if (carry != Carry::all)
    if (const std::string_view own = tag_of_neutral(tag); !own.empty())
      return add(text, own, value);
  if (carry == Carry::none)
    if (tag.starts_with("ris:") && plain_tag(std::string_view(tag).substr(4)))
      return add(text, std::string_view(tag).substr(4), value);
  add(text, carried_extra(tag, value));
}

using Members = std::vector<const RecordMember*>;

std::string record_text(const Record& record, Carry carry, const Members& members) {
  std::string text;
  const std::string type = written_type(record);
  add(text, "TY", type);
  const std::string_view csl = csl_type(type);
  if ((csl.empty() ? "document" : csl) != record.type) add(text, {"type", record.type});
  for (const std::string& author : record.authors) add(text, "AU", author);
  add(text, "TI", record.title);
  add(text, container_tags(record.type).front(), record.container);
  const PartialDate& date = record.date;
  if (date.known()) add(text, "PY", fmt::format("{:04}", date.year));
  if (date.known() && date.month)
    add(text, "DA",
        fmt::format("{:04}/{:02}/{}", date.year, date.month,
                    date.day ? fmt::format("{:02}", date.day) : ""));
  add(text, "VL", record.volume);
  add(text, "IS", record.issue);
  add_pages(text, record.pages);
  add(text, "DO", record.doi);
  if (!record.pmid.empty()) add(text, "AN", "PMID:" + record.pmid);
  add(text, "C2", record.pmc);
  add(text, "UR", record.url);
  add(text, "ID", record.key);
  bool first_type = true;
  for (const auto& [tag, value] : record.extra) {
    if (tag == "ris:TY" && value == type && first_type) {
      first_type = false;
      continue;
    }
    add_extra(text, tag, value, carry);
  }
  for (const Carried& statement : carried_of(record)) add(text, statement);
  for (const RecordMember* member : members) add(text, carried_member(*member, record));
  return text + "ER  - \r\n";
}

/// What our reader makes of it.
Record read_again(const std::string& text) {
  std::vector<Remark> remarks;
  std::string problem;
  bool too_many = false;
  const auto raw = raw_records(text, remarks, too_many);
  return raw.empty() ? Record{} : interpret(raw.front(), "generic", problem, remarks);
}

/// The plainest text that reads back as the one in which no extra can be mistaken.
std::string plainest_text(const Record& record, const Members& members) {
  if (record.extra.empty()) return record_text(record, Carry::none, members);
  std::string sure = record_text(record, Carry::all, members);
  const Record meant = read_again(sure);
  for (const Carry carry : {Carry::none, Carry::tags_of_ris}) {
    std::string text = record_text(record, carry, members);
    if (same_record(read_again(text), meant)) return text;
  }
  return sure;
}

/// The plainest text that reads back as the record.
std::string faithful_text(const Record& record) {
  std::string text = plainest_text(record, {});
  const Record read = read_again(text);
  Members changed;
  for (const RecordMember& member : record_members())
    if (member.name != "extra" && member.get(read) != member.get(record))
      changed.push_back(&member);
  return changed.empty() ? text : plainest_text(record, changed);
}

}  // namespace
}  // namespace ris

std::string write_ris(std::span<const Record> records) {
  std::string text;
  std::vector<Remark> remarks;
  bool too_many = false;
  for (const Record& record : records) {
    text += ris::faithful_text(record) + "\r\n";
  }
  // What was kept of a dialect must not choose it again for a file that is written by our rules.
  if (ris::dialect_of(ris::raw_records(text, remarks, too_many)) != "generic") {
    const std::string_view end = "ER  - \r\n";
    text.insert(text.find(end), "C5  - weald:dialect generic\r\n");
  }
  if (text.ends_with("\r\n\r\n")) text.resize(text.size() - 2);
  return text;
}

}  // namespace weald
