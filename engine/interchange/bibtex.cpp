// SPDX-License-Identifier: MIT
// What the fields of a BibTeX entry mean.
#include "engine/interchange/bibtex.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "engine/interchange/bibtex_tables.h"
#include "engine/interchange/carried.h"
#include "engine/interchange/latex.h"
#include "engine/interchange/loose_date.h"
#include "engine/interchange/text_lines.h"
#include "engine/text/identifier.h"

namespace weald {
namespace bibtex {
namespace {

constexpr std::string_view members[] = {
    "title",  "subtitle",   "journal",       "journaltitle", "booktitle", "author", "year",
    "date",   "month",      "day",           "volume",       "number",    "issue",  "pages",
    "doi",    "url",        "pmid",          "pmcid",        "publisher", "school", "institution",
    "eprint", "eprinttype", "archiveprefix", "entrytype",    "crossref"};

/// One entry being understood. Fields that a member took are `used`; what is left becomes extras in
/// the order of the fields, what stands twice or cannot be understood after all others.
class Interpreter {
 public:
  Interpreter(const Entry& entry, std::vector<Remark>& remarks)
      : entry_(entry), remarks_(remarks), used_(entry.fields.size(), false) {}

  Record run() {
    record_.line = entry_.line;
    record_.key = entry_.key;
    type();
    record_.title = latex_to_text(take("title"));
    if (!record_.title.empty())
      if (const std::string more = latex_to_text(take("subtitle")); !more.empty())
        record_.title += ": " + more;
    for (std::string_view name : container_fields(record_.type))
      if (record_.container.empty()) record_.container = latex_to_text(take(name));
    authors();
    date();
    record_.volume = latex_to_text(take("volume"));
    record_.issue = latex_to_text(take("number"));
    if (record_.issue.empty()) record_.issue = latex_to_text(take("issue"));
    record_.pages = text::plain_pages(latex_to_text(take("pages")));
    identifiers();
    for (std::size_t i = 0; i < entry_.fields.size(); ++i)
      if (!used_[i] && !entry_.fields[i].value.empty()) rest(entry_.fields[i]);
    for (auto& extra : tail_) record_.extra.push_back(std::move(extra));
    for (const Field& field : entry_.fields) carried(field);
    for (const Field& field : entry_.fields)
      if (field.name == "weald-order" && !reorder(latex_to_text(field.value)))
        record_.extra.emplace_back("bibtex:weald-order", field.value);
    return std::move(record_);
  }

 private:
  const Field* next(std::string_view name) {
    for (std::size_t i = 0; i < entry_.fields.size(); ++i) {
      const Field& field = entry_.fields[i];
      if (used_[i] || field.name != name || field.value.empty()) continue;
      used_[i] = true;
      return &field;
    }
    return nullptr;
  }
  std::string_view take(std::string_view name) {
    const Field* field = next(name);
    return field ? std::string_view(field->value) : std::string_view();
  }
  void keep(std::string_view name, std::string_view latex) {
    tail_.emplace_back("bibtex:" + std::string(name), latex);
  }

  void authors() {
    const Field* field = next("author");
    if (!field) return;
    record_.authors = read_names(field->value);
    if (ends_with_others(field->value))
      remarks_.push_back({field->line, "its authors end with «and others»: the list is not whole"});
  }

  void type() {
    const std::string_view csl = csl_type(entry_.type);
    record_.type = csl.empty() ? "document" : std::string(csl);
    if (csl.empty())
      remarks_.push_back({entry_.line, fmt::format("@{} is no type of BibTeX: taken as a document",
                                                   text::beginning(entry_.type, 40))});
    if (csl.empty() || bibtex_type(csl) != entry_.type)
      record_.extra.emplace_back("bibtex:entrytype", entry_.type);
    if (const Field* type = entry_.field("weald-type"))
      take_carried("type", latex_to_text(type->value), record_);
  }

  void date() {
    PartialDate& date = record_.date;
    if (const Field* field = next("date")) {
      const LooseDate read = read_loose_date(latex_to_text(field->value));
      if (read.date.known()) date = read.date;
      if (!read.whole) keep("date", field->value);
    }
    if (const Field* field = next("year")) {
      const LooseDate read = read_loose_date(latex_to_text(field->value));
      if (!date.known() && read.date.known()) date = read.date;
      if (!read.whole || read.date.year != date.year) {
        keep("year", field->value);
        if (read.date.known() && read.date.year != date.year)
          remarks_.push_back(
              {field->line, fmt::format("year {} and date {} disagree; the date counts",
                                        read.date.year, date_text(date))});
      }
    }
    const Field* month = next("month");
    const Field* day = next("day");
    const bool wanted = date.known() && !date.month;
    if (month && !(wanted && read_month(latex_to_text(month->value)))) keep("month", month->value);
    if (!day) return;
    const std::string text = latex_to_text(day->value);
    PartialDate whole = date;
    whole.day = text::all_digits(text) && text.size() <= 2 ? std::stoi(text) : 0;
    if (date.month && !date.day && whole.day && in_calendar(whole))
      date = whole;
    else if (whole.day == 0 || whole.day != date.day)
      keep("day", day->value);
  }

  /// `sep`, `September`, `9`, `1 September`; true where nothing of it is left over.
  bool read_month(const std::string& text) {
    if (text::all_digits(text) && text.size() <= 2) {
      const int number = std::stoi(text);
      if (number < 1 || number > 12) return false;
      record_.date.month = number;
      return true;
    }
    const LooseDate read = read_loose_date(text);
    if (!read.date.month || read.date.year) return false;
    PartialDate date{record_.date.year, read.date.month, read.date.day};
    if (!in_calendar(date)) date.day = 0;
    record_.date = date;
    return read.whole && date.day == read.date.day;
  }

  void identifiers() {
    if (const Field* field = next("doi")) {
      record_.doi = normal_doi(latex_to_verbatim(field->value));
      if (record_.doi.empty()) {
        keep("doi", field->value);
        remarks_.push_back({field->line, fmt::format("«{}» is no DOI; kept as it is",
                                                     text::beginning(field->value, 60))});
      }
    }
    if (const Field* field = next("url")) {
      record_.url = latex_to_verbatim(field->value);
      if (record_.doi.empty() && text::contains(record_.url, "doi.org/"))
        record_.doi = normal_doi(record_.url);
    }
    const auto number = [&](std::string_view name, std::string& member,
                            std::string (*normal)(std::string_view)) {
      const Field* field = next(name);
      if (!field) return;
      member = normal(latex_to_text(field->value));
      if (member.empty()) keep(name, field->value);
    };
    number("pmid", record_.pmid, normal_pmid);
    number("pmcid", record_.pmc, normal_pmc);
    eprint();
  }

  /// An eprint of PubMed is a PMID; those of arXiv and others stay as they are.
  void eprint() {
    const Field* kind = entry_.field("eprinttype");
    if (!kind) kind = entry_.field("archiveprefix");
    const Field* number = entry_.field("eprint");
    if (!kind || !number || lower_case(latex_to_text(kind->value)) != "pubmed") return;
    const std::string pmid = normal_pmid(latex_to_text(number->value));
    if (pmid.empty() || (!record_.pmid.empty() && record_.pmid != pmid)) return;
    record_.pmid = pmid;
    take(kind->name);
    take("eprint");
  }

  void rest(const Field& field) {
    if (field.name.starts_with("weald-")) return;
    const auto neutral = [&](std::string_view tag, std::string value) {
      if (!value.empty()) record_.extra.emplace_back(tag, std::move(value));
    };
    if (field.name == publisher_field(record_.type)) {
      if (!said_.insert("publisher").second) return keep(field.name, field.value);
      return neutral("publisher", latex_to_text(field.value));
    }
    for (const Neutral& row : neutrals) {
      if (row.field != field.name) continue;
      if (!said_.insert(row.neutral).second) return keep(field.name, field.value);
      if (row.neutral == "keyword") return keywords(field.value);
      if (row.neutral == "editor") {
        for (std::string& name : read_names(field.value)) neutral("editor", std::move(name));
        return;
      }
      if (row.neutral == "issn" || row.neutral == "isbn") return serial(row.neutral, field);
      return neutral(row.neutral, latex_to_text(field.value));
    }
    if (understood(field.name) || !plain_name(field.name) || !said_names_.insert(field.name).second)
      return keep(field.name, field.value);
    record_.extra.emplace_back("bibtex:" + field.name, field.value);
  }

  /// Separated by semicolons, or else by commas.
  void keywords(std::string_view latex) {
    auto words = split_outside_braces(latex, ';');
    if (words.size() < 2) words = split_outside_braces(latex, ',');
    for (std::string_view word : words)
      if (std::string text = latex_to_text(word); !text.empty())
        record_.extra.emplace_back("keyword", std::move(text));
  }

  void serial(std::string_view tag, const Field& field) {
    const std::string text = latex_to_text(field.value);
    const auto numbers = text::serial_numbers(text);
    for (const auto& [kind, number] : numbers)
      if (kind != tag) return keep(field.name, field.value);
    if (numbers.empty()) return keep(field.name, field.value);
    for (const auto& [kind, number] : numbers) record_.extra.emplace_back(kind, number);
  }

  void carried(const Field& field) {
    const auto verb = text::after(field.name, "weald-");
    if (!verb || *verb == "order") return;
    const std::string text = latex_to_text(field.value);
    bool known = false;
    for (const std::string& value : split_list(text, ';'))
      known = take_carried(*verb, value, record_) || known;
    if (!known) record_.extra.emplace_back("bibtex:" + field.name, field.value);
  }

  /// Puts the extras in an order («2 1 3»); false where that is none of as many.
  bool reorder(std::string_view order) {
    std::vector<std::pair<std::string, std::string>> sorted;
    std::vector<bool> taken(record_.extra.size(), false);
    std::vector<std::size_t> places;
    for (const std::string& word : split_list(order, ' ')) {
      const long place = whole_number(word);
      if (place < 1 || static_cast<std::size_t>(place) > taken.size()) return false;
      const std::size_t i = static_cast<std::size_t>(place) - 1;
      if (taken[i]) return false;
      taken[i] = true;
      places.push_back(i);
    }
    if (places.size() != taken.size()) return false;
    for (const std::size_t i : places) sorted.push_back(std::move(record_.extra[i]));
    record_.extra = std::move(sorted);
    return true;
  }

  const Entry& entry_;
  std::vector<Remark>& remarks_;
  std::vector<bool> used_{};
  std::set<std::string_view> said_{}, said_names_{};
  std::vector<std::pair<std::string, std::string>> tail_{};
  Record record_{};
};

}  // namespace

bool understood(std::string_view field) {
  for (std::string_view name : members)
    if (name == field && name != "eprint" && name != "eprinttype" && name != "archiveprefix")
      return true;
  for (const Neutral& row : neutrals)
    if (row.field == field) return true;
  return false;
}

bool plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return text::is_lower(c) || text::is_digit(c) || c == '-' || c == '_' || c == '.';
  };
  return !name.empty() && name.size() < 100 && text::is_lower(name.front()) &&
         std::ranges::all_of(name, plain) && !name.starts_with("weald-") && name != "crossref";
}

Record interpret(const Entry& entry, std::string& problem, std::vector<Remark>& remarks) {
  Record record = Interpreter(entry, remarks).run();
  problem = entry.problem;
  if (problem.empty() && record.title.empty() && record.doi.empty() && record.pmid.empty() &&
      record.pmc.empty() && record.openalex.empty() && record.registrations.empty())
    problem = "neither a title nor an identifier (doi)";
  return record;
}

}  // namespace bibtex

bool looks_like_bibtex(std::string_view text) {
  const std::string_view begin = trimmed(text::without_mark(text.substr(0, 4096)));
  if (begin.starts_with('[') || begin.starts_with('<') || begin.starts_with("{\"")) return false;
  text::LineReader lines(text.substr(0, std::size_t{1} << 18));
  while (const auto line = lines.next()) {
    std::string_view rest = trimmed(line->text);
    if (!rest.starts_with('@')) continue;
    rest.remove_prefix(1);
    std::size_t n = 0;
    while (n < rest.size() && text::is_letter(rest[n])) ++n;
    const std::string type = lower_case(rest.substr(0, std::min<std::size_t>(n, 40)));
    const std::string_view after = trimmed(rest.substr(n));
    const bool known = type == "string" || type == "preamble" || type == "comment" ||
                       !bibtex::csl_type(type).empty();
    if (n > 0 && (after.starts_with('{') || after.starts_with('(')) &&
        (known || after.find(',') != std::string_view::npos))
      return true;
  }
  return false;
}

Reading read_bibtex(std::string_view text) {
  Reading reading;
  bibtex::Database database = bibtex::parse(text, reading.remarks);
  bibtex::inherit(database, reading.remarks);
  if (database.entries.empty()) {
    if (trimmed(text::without_mark(text)).empty())
      reading.remarks.push_back({1, "the file is empty"});
    else
      reading.rejected.push_back(
          {1, "", "no entry of BibTeX: nothing in it begins one (@article{key,)"});
    return reading;
  }
  std::set<std::string> keys;
  for (const bibtex::Entry& entry : database.entries) {
    std::string problem;
    Record record = bibtex::interpret(entry, problem, reading.remarks);
    if (!problem.empty()) {
      const std::string name =
          entry.key.empty() ? record_name(record) : std::string(text::beginning(entry.key, 80));
      reading.rejected.push_back({entry.line, name, std::move(problem)});
      continue;
    }
    if (!record.key.empty() && !keys.insert(lower_case(record.key)).second &&
        !entry.field("weald-key"))
      reading.remarks.push_back(
          {entry.line,
           fmt::format("the key «{}» stands twice; both entries are read", record.key)});
    reading.records.push_back(std::move(record));
  }
  if (database.too_many)
    reading.rejected.push_back(
        {database.entries.back().line, "", std::string(text::too_many_records)});
  return reading;
}

}  // namespace weald
