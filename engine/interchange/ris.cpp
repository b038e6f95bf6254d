// SPDX-License-Identifier: MIT
// What the lines of a RIS record mean.
#include "engine/interchange/ris.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "engine/interchange/carried.h"
#include "engine/interchange/loose_date.h"
#include "engine/interchange/names.h"
#include "engine/interchange/nbib.h"
#include "engine/interchange/ris_tags.h"
#include "engine/interchange/text_lines.h"
#include "engine/interchange/text_tools.h"
#include "engine/text/identifier.h"

namespace weald {
namespace ris {
namespace {

/// Types of work (M3) that say more than «article».
std::string_view kind_of_work(std::string_view work) {
  struct Row {
    std::string_view work, kind;
  };
  static constexpr Row rows[] = {
      {"review", "review"},
      {"review article", "review"},
      {"systematic review", "review"},
      {"meta-analysis", "review"},
      {"meta analysis", "review"},
      {"guideline", "guideline"},
      {"practice guideline", "guideline"},
      {"retraction", "notice"},
      {"retraction notice", "notice"},
      {"erratum", "notice"},
      {"correction", "notice"},
      {"expression of concern", "notice"},
  };
  const std::string low = lower_case(work);
  for (const Row& row : rows)
    if (low == row.work) return row.kind;
  return {};
}

/// One record being understood. Fields that a member took are `used`; what is left becomes extras
/// in the order of the lines.
class Interpreter {
 public:
  Interpreter(const RawRecord& raw, std::string_view dialect, std::vector<Remark>& remarks)
      : raw_(raw), dialect_(dialect), remarks_(remarks), used_(raw.fields.size(), false) {}

  Record run() {
    record_.line = raw_.line;
    type();
    titles();
    authors();
    date();
    record_.volume = text::one_line(take("VL"));
    record_.issue = text::one_line(take("IS"));
    pages();
    identifiers();
    if (dialect_ != "ovid" && dialect_ != "wos") record_.key = text::one_line(take("ID"));
    for (const Field& field : raw_.fields)
      if (field.tag == "M3" && !kind_of_work(field.value).empty())
        record_.kind = kind_of_work(field.value);
    for (std::size_t i = 0; i < raw_.fields.size(); ++i)
      if (!used_[i] && !raw_.fields[i].value.empty()) rest(raw_.fields[i]);
    return std::move(record_);
  }

 private:
  const Field* next(std::string_view tag) {
    for (std::size_t i = 0; i < raw_.fields.size(); ++i) {
      const Field& field = raw_.fields[i];
      if (used_[i] || field.tag != tag || field.value.empty()) continue;
      used_[i] = true;
      return &field;
    }
    return nullptr;
  }
  /// The first value of a tag, which is then used; empty where there is none.
  std::string_view take(std::string_view tag) {
    const Field* field = next(tag);
    return field ? std::string_view(field->value) : std::string_view();
  }
  bool has(std::string_view tag) const {
    for (const Field& field : raw_.fields)
      if (field.tag == tag && !field.value.empty()) return true;
    return false;
  }
  bool says(std::string_view tag, std::string_view part) const {
    for (const Field& field : raw_.fields)
      if (field.tag == tag && text::contains(field.value, part)) return true;
    return false;
  }
  void remark(std::size_t line, std::string message) {
    remarks_.push_back({line, std::move(message)});
  }

  void type() {
    const Field* field = next("TY");
    const std::string clean = field != nullptr ? clean_text(field->value) : "";
    const std::string value(trimmed(clean));
    if (value.empty()) {
      remark(raw_.line, "no type of reference (TY): taken as a journal article");
    } else if (const std::string_view csl = csl_type(value); csl.empty()) {
      record_.type = "document";
      record_.extra.emplace_back("ris:TY", value);
      remark(field->line, fmt::format("TY «{}» is no type of RIS: taken as a document",
                                      text::beginning(value, 40)));
    } else {
      record_.type = csl;
      if (ris_type(csl) != value) record_.extra.emplace_back("ris:TY", value);
    }
    // The type decides what T2 is, so it is needed before the other statements.
    for (const Field& other : raw_.fields)
      if (other.tag == "C5")
        if (const auto type = text::after(other.value, "weald:type "))
          take_carried("type", *type, record_);
  }

  void titles() {
    for (std::string_view tag : {"TI", "T1", "CT"})
      if (record_.title.empty()) record_.title = text::one_line(take(tag));
    if (record_.title.empty() && record_.type == "book") record_.title = text::one_line(take("BT"));
    for (std::string_view tag : container_tags(record_.type))
      if (record_.container.empty()) record_.container = text::one_line(take(tag));
  }

  void authors() {
    for (std::size_t i = 0; i < raw_.fields.size(); ++i) {
      const Field& field = raw_.fields[i];
      if (field.tag != "AU" && field.tag != "A1") continue;
      used_[i] = true;
      const std::vector<std::string> names = persons_in(field.value);
      if (names.size() > 1)
        remark(field.line, fmt::format("{} holds {} authors on one line; they were read one by one",
                                       field.tag, names.size()));
      for (const std::string& name : names)
        if (!name.empty()) record_.authors.push_back(name);
    }
  }

  /// The year of PY or Y1, and of all of these and DA the most exact that agrees with it.
  void date() {
    PartialDate& date = record_.date;
    for (const bool exact : {false, true}) {
      for (std::size_t i = 0; i < raw_.fields.size(); ++i) {
        const Field& field = raw_.fields[i];
        const bool year = field.tag == "PY" || field.tag == "Y1";
        if ((field.tag != "DA" && !year) || year == exact) continue;
        const LooseDate read = read_loose_date(field.value);
        PartialDate other = read.date;
        if (!other.year && other.month) other.year = date.year;
        if (!other.year || !in_calendar(other)) continue;
        const bool agrees =
            !date.known() ||
            (other.year == date.year &&
             (!date.month || !other.month ||
              (other.month == date.month && (!date.day || !other.day || other.day == date.day))));
        if (!agrees) continue;
        if (other > date) date = other;
        used_[i] = read.whole;
      }
    }
  }

  void pages() {
    for (std::size_t i = 0; i < raw_.fields.size(); ++i) {
      const Field& field = raw_.fields[i];
      if (field.tag != "SP" || field.value.find_first_of("0123456789") == std::string::npos)
        continue;  // a sponsor of a conference (Web of Science)
      used_[i] = true;
      std::string_view value = field.value;
      if (const auto bare = text::after(value, "pp.")) value = *bare;
      record_.pages = text::plain_pages(value);
      break;
    }
    if (record_.pages.empty()) return;
    const std::string end = text::plain_pages(take("EP"));
    if (end.empty() || end == record_.pages || record_.pages.ends_with("-" + end)) return;
    if (end.starts_with(record_.pages + "-"))
      record_.pages = end;
    else
      record_.pages = text::plain_pages(record_.pages + "-" + end);
  }

  /// A DOI from `tag`, where it holds one; the field is then used unless it is a link.
  void doi_from(std::string_view tag) {
    for (std::size_t i = 0; i < raw_.fields.size(); ++i) {
      const Field& field = raw_.fields[i];
      if (used_[i] || field.tag != tag) continue;
      const bool link = tag == "UR" || tag == "L2" || tag == "L1";
      if (link && !text::contains(field.value, "doi.org/")) continue;
      std::string doi = normal_doi(field.value);
      if (doi.empty()) {
        if (tag == "DO" && !field.value.empty())
          remark(field.line,
                 fmt::format("DO «{}» is no DOI; kept as it is", text::beginning(field.value, 60)));
        continue;
      }
      if (tag == "DO") second_doi(field, doi);
      if (record_.doi.empty())
        record_.doi = std::move(doi);
      else if (record_.doi != doi)
        continue;
      used_[i] = used_[i] || !link;
    }
  }

  /// A second DOI on the line is said: nobody can tell which of the two is the paper's.
  void second_doi(const Field& field, const std::string& first) {
    std::string words = field.value;
    for (char& c : words)
      if (c == ';' || c == ',') c = ' ';
    for (const std::string& word : split_list(words, ' '))
      if (const std::string other = normal_doi(word);
          !other.empty() && other != first && !first.ends_with(other) && !first.starts_with(other))
        return remark(field.line,
                      fmt::format("DO holds a second DOI, {}; {} was taken", other, first));
  }

  void identifiers() {
    for (std::string_view tag : {"DO", "DI", "L3", "M3", "UR", "L2", "L1"}) doi_from(tag);
    record_.url = text::one_line(take("UR"));
    for (std::size_t i = 0; i < raw_.fields.size(); ++i) {
      const Field& field = raw_.fields[i];
      const std::string_view value = field.value;
      std::string pmid, pmc;
      if (field.tag == "AN" && text::after(value, "pmid:"))
        pmid = normal_pmid(value);
      else if (field.tag == "C2" && text::after(value, "PMC"))
        pmc = normal_pmc(value);
      else if (text::all_digits(value) && value.size() <= 8 &&
               ((field.tag == "C2" && dialect_ == "scopus") || field.tag == "PM" ||
                (field.tag == "AN" && dialect_ == "pubmed") ||
                ((field.tag == "AN" || field.tag == "ID") && dialect_ == "ovid" &&
                 says("DB", "MEDLINE"))))
        pmid = normal_pmid(value);
      if (!pmid.empty() && (record_.pmid.empty() || record_.pmid == pmid)) {
        record_.pmid = std::move(pmid);
        used_[i] = true;
      }
      if (!pmc.empty() && (record_.pmc.empty() || record_.pmc == pmc)) {
        record_.pmc = std::move(pmc);
        used_[i] = true;
      }
    }
  }

  /// «Cited By :12», which Scopus puts among the notes.
  void citation_count(std::string_view note) {
    const auto count = text::after(note, "Cited By");
    if (!count) return;
    const std::size_t digits = count->find_first_of("0123456789");
    if (digits == std::string_view::npos) return;
    long value = 0;
    const auto [end, error] =
        std::from_chars(count->data() + digits, count->data() + count->size(), value);
    if (error == std::errc()) record_.cited_by_count = value;
  }

  void rest(const Field& field) {
    const auto add = [&](std::string_view tag, std::string_view value) {
      record_.extra.emplace_back(tag, clean_text(value));
    };
    const auto verbatim = [&] { add("ris:" + field.tag, field.value); };
    if (field.tag == "C5") {
      const auto statement = text::after(field.value, "weald:");
      if (!statement) return verbatim();
      const std::size_t end = statement->find(' ');
      const std::string_view verb = statement->substr(0, end);
      const std::string_view value =
          end == std::string_view::npos ? std::string_view() : statement->substr(end + 1);
      if (verb != "dialect" && !take_carried(verb, value, record_)) verbatim();
      return;
    }
    if (field.tag == "SN") {
      const auto numbers = text::serial_numbers(field.value);
      if (numbers.empty()) return verbatim();
      for (const auto& [tag, number] : numbers) add(tag, number);
      return;
    }
    const bool wos_keywords = dialect_ == "wos" && (field.tag == "ID" || field.tag == "DE");
    if (wos_keywords) {
      for (std::string& word : split_list(field.value, ';')) add("keyword", std::move(word));
      return;
    }
    const std::string_view neutral = neutral_tag(field.tag);
    if (neutral.empty() || (field.tag == "N2" && has("AB"))) return verbatim();
    if (dialect_ == "scopus" && field.tag == "N1") citation_count(field.value);
    add(neutral, neutral == "editor" ? text::person(field.value) : text::one_line(field.value));
  }

  const RawRecord& raw_;
  std::string_view dialect_{};
  std::vector<Remark>& remarks_;
  std::vector<bool> used_{};
  Record record_{};
};

/// What a text without a record of RIS seems to be.
std::string what_it_is(std::string_view text) {
  text = trimmed(text::without_mark(text));
  if (text.size() > 2 && text[0] == '%' && (text::is_digit(text[1]) || text::is_upper(text[1])) &&
      text[2] == ' ')
    return "this is EndNote's own export (%0, %A, …) and not RIS: export it again with the style "
           "«RefMan (RIS)»";
  if (text.starts_with("FN ") || text.starts_with("PT "))
    return "this is the plain text export of Web of Science and not RIS: export it again as RIS";
  return "no record of RIS: none of its lines begins one (TY  - JOUR)";
}

}  // namespace

Record interpret(const RawRecord& raw, std::string_view dialect, std::string& problem,
                 std::vector<Remark>& remarks) {
  Record record = Interpreter(raw, dialect, remarks).run();
  problem = raw.problem;
  if (problem.empty() && record.title.empty() && record.doi.empty() && record.pmid.empty() &&
      record.pmc.empty() && record.openalex.empty() && record.registrations.empty())
    problem = "neither a title (TI) nor an identifier (DO)";
  return record;
}

}  // namespace ris

Reading read_ris(std::string_view text) {
  if (looks_like_nbib(text) && !looks_like_ris(text)) {
    Reading reading = read_nbib(text);
    reading.remarks.insert(reading.remarks.begin(),
                           {1, "this is PubMed's NBIB and not RIS; it was read as NBIB"});
    return reading;
  }
  Reading reading;
  bool too_many = false;
  const std::vector<ris::RawRecord> raw = ris::raw_records(text, reading.remarks, too_many);
  reading.dialect = ris::dialect_of(raw);
  if (raw.empty()) {
    if (trimmed(text::without_mark(text)).empty()) {
      reading.remarks.push_back({1, "the file is empty"});
    } else {
      reading.remarks.clear();
      reading.rejected.push_back({1, "", ris::what_it_is(text)});
    }
    return reading;
  }
  for (const ris::RawRecord& one : raw) {
    std::string problem;
    Record record = ris::interpret(one, reading.dialect, problem, reading.remarks);
    if (problem.empty())
      reading.records.push_back(std::move(record));
    else
      reading.rejected.push_back({one.line, record_name(record), std::move(problem)});
  }
  if (too_many)
    reading.rejected.push_back({raw.back().line, "", std::string(text::too_many_records)});
  return reading;
}

}  // namespace weald
