// SPDX-License-Identifier: MIT
// Records as BibTeX. Each is read back while it is written: an extra that our reader would take for
// something else goes by a field of our own instead, and so does, beside its own field, a member
// that LaTeX or the rules of names would change.
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "engine/interchange/bibtex.h"
#include "engine/interchange/bibtex_tables.h"
#include "engine/interchange/carried.h"
#include "engine/interchange/latex.h"
#include "engine/interchange/text_lines.h"

namespace weald {
namespace bibtex {
namespace {

/// Which extras go by a field of our own beside those that no field fits.
enum class Carry { none, fields_of_bibtex, all };

bool balanced(std::string_view latex) {
  std::size_t depth = 0;
  for (char c : latex) {
    if (c == '{') ++depth;
    if (c == '}' && depth-- == 0) return false;
  }
  return depth == 0;
}

/// An address without what would end the field.
std::string verbatim(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const std::string_view next = value.substr(i + 1);
    const bool command = c == '\\' && !next.empty() &&
                         (std::string_view("_%&#$^~{}\\").find(next[0]) != std::string_view::npos ||
                          next.starts_with("textasciitilde"));
    if (c == '{' || c == '}' || command)
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      text += c;
  }
  return text;
}

/// A keyword in braces where a separator stands in it.
std::string keyword_latex(std::string_view word) {
  const std::string latex = text_to_latex(word);
  return word.find_first_of(",;") == std::string_view::npos ? latex : "{" + latex + "}";
}

using Members = std::vector<const RecordMember*>;

class Writer {
 public:
  Writer(const Record& record, Carry carry, const Members& members)
      : record_(record), carry_(carry), members_(members) {}

  std::string run(const std::string& key) {
    const std::string type = written_type();
    text_ = fmt::format("@{}{{{}", type, key);
    field("author", write_names(record_.authors));
    field("title", title_to_latex(record_.title));
    field(container_fields(record_.type).front(), text_to_latex(record_.container));
    date();
    field("volume", text_to_latex(record_.volume));
    field("number", text_to_latex(record_.issue));
    pages();
    field("doi", verbatim(record_.doi));
    field("url", verbatim(record_.url));
    field("pmid", record_.pmid);
    field("pmcid", record_.pmc);
    const std::string_view csl = csl_type(type);
    if ((csl.empty() ? "document" : csl) != record_.type) carry({"type", record_.type});
    bool first_type = true;
    for (const auto& [tag, value] : record_.extra) {
      if (tag == "bibtex:entrytype" && value == type && first_type) {
        first_type = false;
        continue;
      }
      extra(tag, value);
    }
    if (key != record_.key && !record_.key.empty())
      carry({"key", carried_extra(record_.key, "").value});
    for (Carried& statement : carried_of(record_)) carry(std::move(statement));
    for (const RecordMember* member : members_) carry(carried_member(*member, record_));
    for (const auto& [verb, values] : carried_) field("weald-" + verb, text_to_latex(values));
    return text_ + "\n}\n";
  }

 private:
  void field(std::string_view name, std::string_view latex) {
    if (latex.empty()) return;
    written_.insert(std::string(name));
    text_ += fmt::format(",\n  {} = {{{}}}", name, latex);
  }

  std::string written_type() const {
    const std::string_view read = record_.more("bibtex:entrytype");
    const std::string_view csl = csl_type(read);
    const bool word =
        !read.empty() &&
        std::ranges::all_of(read, [](char c) { return text::is_lower(c) || c == '_'; }) &&
        read.size() <= longest_type && read != "string" && read != "comment" && read != "preamble";
    if (word && (csl == record_.type || (csl.empty() && record_.type == "document")))
      return std::string(read);
    const std::string_view type = bibtex_type(record_.type);
    return type.empty() ? "misc" : std::string(type);
  }

  void date() {
    static constexpr std::array<std::string_view, 12> months{
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto [year, month, day] = record_.date;
    if (!year) return;
    field("year", fmt::format("{:04}", year));
    if (!month) return;
    written_.insert("month");
    text_ += fmt::format(",\n  month = {}", months[static_cast<std::size_t>(month) - 1]);
    if (day) field("day", fmt::to_string(day));
  }

  void pages() {
    std::string latex = text_to_latex(record_.pages);
    const std::size_t dash = latex.find('-');
    if (dash != std::string::npos && latex.find('-', dash + 1) == std::string::npos)
      latex.insert(dash, "-");
    field("pages", latex);
  }

  void extra(const std::string& tag, const std::string& value) {
    if (carry_ != Carry::all) {
      if (tag == "publisher" && !written_.contains(std::string(publisher_field(record_.type))))
        return field(publisher_field(record_.type), text_to_latex(value));
      for (const Neutral& row : neutrals) {
        if (row.neutral != tag) continue;
        if (row.several) return list(row);
        if (!written_.contains(std::string(row.field)))
          return field(row.field, text_to_latex(value));
        break;
      }
      const auto own = text::after(tag, "bibtex:");
      if (own && carry_ == Carry::none && !own_carried_ && plain_name(*own) && balanced(value) &&
          !written_.contains(std::string(*own)))
        return field(*own, text::one_line(value));
      if (own) own_carried_ = true;  // what follows must not come before it when read again
    }
    carry(carried_extra(tag, value));
  }

  /// All extras of that tag in one field, where the first of them stands.
  void list(const Neutral& row) {
    if (written_.contains(std::string(row.field))) return;
    std::string latex;
    std::vector<std::string> names;
    for (const auto& [tag, value] : record_.extra) {
      if (tag != row.neutral) continue;
      names.push_back(value);
      if (!latex.empty()) latex += ", ";
      latex += row.neutral == "keyword" ? keyword_latex(value) : text_to_latex(value);
    }
    field(row.field, row.neutral == "editor" ? write_names(names) : latex);
  }

  void carry(Carried statement) {
    for (auto& [verb, values] : carried_) {
      if (verb != statement.verb) continue;
      values += "; " + statement.value;
      return;
    }
    carried_.emplace_back(std::move(statement.verb), std::move(statement.value));
  }

  const Record& record_;
  Carry carry_ = Carry::none;
  const Members& members_;
  std::string text_{};
  std::set<std::string> written_{};
  std::vector<std::pair<std::string, std::string>> carried_{};
  bool own_carried_ = false;
};

/// What our reader makes of it.
Record read_again(const std::string& text) {
  std::vector<Remark> remarks;
  std::string problem;
  const Database database = parse(text, remarks);
  if (database.entries.size() != 1 || !database.entries[0].problem.empty()) return {};
  return interpret(database.entries[0], problem, remarks);
}

/// With the extras in the order of their tags: lists are written together.
Record ordered(Record record) {
  std::ranges::stable_sort(record.extra, {}, [](const auto& extra) { return extra.first; });
  return record;
}

/// The places that the extras of `wanted` have among those of `read`, «2 1 3»; empty where they
/// are the same or not the same ones.
std::string order_of(const Record& wanted, const Record& read) {
  const std::size_t n = wanted.extra.size();
  if (wanted.extra == read.extra || read.extra.size() != n) return {};
  const auto sorted_places = [n](const Record& record) {
    std::vector<std::size_t> places(n);
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::stable_sort(places, {}, [&](std::size_t i) { return record.extra[i]; });
    return places;
  };
  const std::vector<std::size_t> from = sorted_places(read), to = sorted_places(wanted);
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (read.extra[from[i]] != wanted.extra[to[i]]) return {};
    order[to[i]] = from[i] + 1;
  }
  return fmt::format("{}", fmt::join(order, " "));
}

/// The plainest text that reads back as the one in which no extra can be mistaken.
std::string plainest_text(const Record& record, const std::string& key, const Members& members) {
  if (record.extra.empty()) return Writer(record, Carry::none, members).run(key);
  std::string sure = Writer(record, Carry::all, members).run(key);
  const Record meant = ordered(read_again(sure));
  for (const Carry carry : {Carry::none, Carry::fields_of_bibtex}) {
    std::string text = Writer(record, carry, members).run(key);
    if (same_record(ordered(read_again(text)), meant)) return text;
  }
  return sure;
}

/// The plainest text that reads back as the record.
std::string faithful_text(const Record& record, const std::string& key) {
  std::string text = plainest_text(record, key, {});
  Record read = read_again(text);
  Members changed;
  for (const RecordMember& member : record_members())
    if (member.name != "key" && member.name != "extra" && member.get(read) != member.get(record))
      changed.push_back(&member);
  if (!changed.empty()) {
    text = plainest_text(record, key, changed);
    read = read_again(text);
  }
  if (const std::string order = order_of(record, read); !order.empty())
    text.insert(text.size() - std::string_view("\n}\n").size(),
                fmt::format(",\n  weald-order = {{{}}}", order));
  return text;
}

/// The key as BibTeX can read it; of the first author's family name and the year where there is
/// none.
std::string sound_key(const Record& record) {
  const auto sound = [](std::string_view text) {
    std::string key;
    for (char c : text)
      if (!text::is_blank(c) &&
          std::string_view("{}(),=\"#%\\~'@").find(c) == std::string_view::npos)
        key += c;
    return key;
  };
  std::string key = sound(record.key);
  if (!key.empty()) return std::string(text::beginning(key, 200));
  if (!record.authors.empty()) {
    const std::string& author = record.authors.front();
    for (char c : author.substr(0, author.find(',')))
      if (text::is_letter(c)) key += text::lower(c);
  }
  if (key.empty()) key = "anonymous";
  if (record.date.known()) key += fmt::to_string(record.date.year);
  return key;
}

}  // namespace
}  // namespace bibtex

std::string write_bibtex(std::span<const Record> records) {
  std::string text;
  std::set<std::string> keys;
  std::map<std::string, std::size_t> times;
  for (const Record& record : records) {
    std::string key = bibtex::sound_key(record);
    const std::string stem = key;
    for (std::size_t& n = times[lower_case(stem)]; !keys.insert(lower_case(key)).second;)
      key = fmt::format("{}-{}", stem, ++n + 1);
    if (!text.empty()) text += '\n';
    text += bibtex::faithful_text(record, key);
  }
  return text;
}

}  // namespace weald
