// SPDX-License-Identifier: MIT
#include "engine/interchange/carried.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "engine/interchange/record_members.h"
#include "engine/interchange/text_lines.h"

namespace weald {
namespace {

/// The last word of a value: blanks stay, so that it can be read.
std::string escaped_rest(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool doubtful_blank = c == ' ' && (i == 0 || i + 1 == text.size() || text[i - 1] == ' ');
    if (c == '%' || c == ';' || (text::is_blank(c) && c != ' ') || doubtful_blank)
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out;
}

/// A word: no blanks in it, `-` where it is empty.
std::string escaped_word(std::string_view text) {
  if (text.empty()) return "-";
  if (text == "-") return "%2D";
  std::string out;
  for (char c : escaped_rest(text)) {
    if (c == ' ')
      out += "%20";
    else
      out += c;
  }
  return out;
}

int hex(char c) {
  if (text::is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return clean_text(out);  // %FF would be no UTF-8, %00 no text
}

/// Takes the next word off.
std::string take_word(std::string_view& value) {
  const std::size_t end = value.find(' ');
  const std::string_view word = value.substr(0, end);
  value.remove_prefix(end == std::string_view::npos ? value.size() : end + 1);
  return word == "-" ? std::string() : unescaped(word);
}

std::optional<long> count_in(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::vector<Carried> carried_of(const Record& record) {
  std::vector<Carried> all;
  if (record.kind != "report") all.push_back({"kind", escaped_word(record.kind)});
  if (!record.openalex.empty()) all.push_back({"openalex", escaped_word(record.openalex)});
  for (const std::string& id : record.registrations)
    all.push_back({"registration", escaped_word(id)});
  for (const Relation& relation : record.relations)
    all.push_back({"relation", escaped_word(relation.kind) + " " + escaped_word(relation.id)});
  for (const PublishedNotice& notice : record.notices) {
    std::string value = escaped_word(notice.kind) + " " + escaped_word(date_text(notice.date)) +
                        " " + escaped_word(notice.notice);
    if (!notice.reason.empty()) value += " " + escaped_rest(notice.reason);
    all.push_back({"notice", std::move(value)});
  }
  if (record.reference_count)
    all.push_back({"reference-count", fmt::to_string(*record.reference_count)});
  if (record.cited_by_count)
    all.push_back({"cited-by-count", fmt::to_string(*record.cited_by_count)});
  if (record.cites_known) all.push_back({"cites-known", "yes"});
  for (const CitedRecord& cited : record.cites) {
    std::string value = escaped_word(cited.status) + " " + escaped_word(cited.id);
    if (!cited.text.empty()) value += " " + escaped_rest(cited.text);
    all.push_back({"cites", std::move(value)});
  }
  return all;
}

Carried carried_extra(std::string_view tag, std::string_view value) {
  std::string text = escaped_word(tag);
  if (!value.empty()) text += " " + escaped_rest(value);
  return {"extra", std::move(text)};
}

Carried carried_member(const RecordMember& member, const Record& record) {
  std::string text = escaped_word(member.name);
  if (const std::string value = member.get(record); !value.empty())
    text += " " + escaped_rest(value);
  return {"member", std::move(text)};
}

bool take_carried(std::string_view verb, std::string_view value, Record& record) {
  if (verb == "kind") {
    record.kind = take_word(value);
  } else if (verb == "type") {
    record.type = take_word(value);
  } else if (verb == "key") {
    record.key = take_word(value);
  } else if (verb == "openalex") {
    record.openalex = take_word(value);
  } else if (verb == "pmid") {
    record.pmid = take_word(value);
  } else if (verb == "pmc") {
    record.pmc = take_word(value);
  } else if (verb == "registration") {
    record.registrations.push_back(take_word(value));
  } else if (verb == "relation") {
    std::string kind = take_word(value);
    record.relations.push_back({std::move(kind), take_word(value)});
  } else if (verb == "notice") {
    PublishedNotice notice{.kind = take_word(value)};
    notice.date = read_date_text(take_word(value));
    notice.notice = take_word(value);
    notice.reason = unescaped(value);
    record.notices.push_back(std::move(notice));
  } else if (verb == "reference-count" || verb == "cited-by-count") {
    const auto count = count_in(value);
    if (!count) return false;
    (verb == "reference-count" ? record.reference_count : record.cited_by_count) = count;
  } else if (verb == "cites-known") {
    record.cites_known = true;
  } else if (verb == "cites") {
    CitedRecord cited{.status = take_word(value)};
    cited.id = take_word(value);
    cited.text = unescaped(value);
    record.cites.push_back(std::move(cited));
  } else if (verb == "extra") {
    std::string tag = take_word(value);
    record.extra.emplace_back(std::move(tag), unescaped(value));
  } else if (verb == "member") {
    const RecordMember* member = find_record_member(take_word(value));
    if (!member) return false;
    member->set(record, unescaped(value));
  } else {
    return false;
  }
  return true;
}

}  // namespace weald
