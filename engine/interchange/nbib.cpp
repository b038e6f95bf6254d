// SPDX-License-Identifier: MIT
#include "engine/interchange/nbib.h"

#include <fmt/format.h>

#include "engine/interchange/loose_date.h"
#include "engine/interchange/text_lines.h"
#include "engine/text/identifier.h"

namespace weald {
namespace {

struct Field {
  std::string tag{}, value{};
  std::size_t line = 0;
};

struct RawRecord {
  std::size_t line = 0;
  std::vector<Field> fields{};
  std::string problem{};
};

struct Tagged {
  std::string_view tag{}, value{};
};

/// `TI  - value`: one to four capitals padded to four, a hyphen, a blank.
std::optional<Tagged> tagged(std::string_view line) {
  if (line.size() < 5 || line[4] != '-' || !text::is_upper(line[0])) return std::nullopt;
  if (line.size() > 5 && line[5] != ' ') return std::nullopt;
  std::size_t length = 1;
  while (length < 4 && (text::is_upper(line[length]) || text::is_digit(line[length]))) ++length;
  for (std::size_t i = length; i < 4; ++i)
    if (line[i] != ' ') return std::nullopt;
  return Tagged{line.substr(0, length), trimmed(line.substr(5))};
}

std::vector<RawRecord> raw_records(std::string_view text, std::vector<Remark>& remarks,
                                   bool& too_many) {
  std::vector<RawRecord> records;
  bool after_blank = true, has_pmid = false;
  std::size_t passed_over = 0;
  text::LineReader lines(text);
  while (const auto line = lines.next()) {
    if (trimmed(line->text).empty()) {
      after_blank = true;
      continue;
    }
    const auto found = tagged(line->text);
    if (!found) {
      after_blank = false;
      if (records.empty()) {
        if (!passed_over) passed_over = line->number;
        continue;
      }
      std::string& value = records.back().fields.back().value;
      if (!value.empty()) value += ' ';
      value += trimmed(line->text);
    } else {
      const bool pmid = found->tag == "PMID";
      const bool begins =
          records.empty() || (pmid && (has_pmid || after_blank)) ||
          (after_blank && found->tag == std::string_view(records.back().fields.front().tag));
      if (begins) {
        if (records.size() == text::most_records) {
          too_many = true;
          break;
        }
        records.push_back({.line = line->number});
        has_pmid = false;
      }
      has_pmid = has_pmid || pmid;
      after_blank = false;
      records.back().fields.push_back(
          {std::string(found->tag), std::string(found->value), line->number});
    }
    std::string& value = records.back().fields.back().value;
    if (value.size() > text::longest_field) {
      records.back().problem = text::field_too_long;
      value.clear();
    }
  }
  if (passed_over) remarks.push_back({passed_over, "text before the first record; passed over"});
  return records;
}

/// What a publication type (PT) says of the kind; the higher rank wins.
struct TypeRow {
  std::string_view pt, kind;
  int rank;
};
constexpr TypeRow publication_types[] = {
    {"retraction of publication", "notice", 3},
    {"retraction notice", "notice", 3},
    {"published erratum", "notice", 3},
    {"expression of concern", "notice", 3},
    {"practice guideline", "guideline", 2},
    {"guideline", "guideline", 2},
    {"systematic review", "review", 1},
    {"meta-analysis", "review", 1},
    {"network meta-analysis", "review", 1},
    {"scoping review", "review", 1},
    {"review", "review", 1},
};

/// Tags that speak of another publication.
struct LinkRow {
  std::string_view tag, notice, relation;
};
constexpr LinkRow links[] = {
    {"RIN", "retraction", ""}, {"RRI", "retraction", ""}, {"EIN", "correction", ""},
    {"ECI", "concern", ""},    {"ROF", "", "retracts"},   {"EFR", "", "corrects"},
    {"ECF", "", "concerns"},   {"UOF", "", "version-of"}, {"RPF", "", "version-of"},
    {"RRF", "", "version-of"}, {"CRF", "", "version-of"},
};

/// Tags whose value is a neutral extra as it stands.
struct NeutralRow {
  std::string_view tag, neutral;
};
constexpr NeutralRow neutrals[] = {
    {"AB", "abstract"},  {"OT", "keyword"}, {"LA", "language"}, {"PL", "place"},
    {"PB", "publisher"}, {"EN", "edition"}, {"CTI", "series"},
};

/// The digits after «PMID:» in a citation.
std::string pmid_in(std::string_view citation) {
  constexpr std::string_view mark = "PMID:";
  const std::size_t at = citation.rfind(mark);
  if (at == std::string_view::npos) return {};
  std::string_view rest = trimmed(citation.substr(at + mark.size()));
  std::size_t n = 0;
  while (n < rest.size() && text::is_digit(rest[n])) ++n;
  return normal_pmid(rest.substr(0, n));
}

/// The DOI after «doi:» in a citation, up to the next blank.
std::string doi_in(std::string_view citation) {
  constexpr std::string_view mark = "doi:";
  const std::size_t at = citation.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = trimmed(citation.substr(at + mark.size()));
  return normal_doi(rest.substr(0, rest.find_first_of(" \t")));
}

std::string cited_identifier(std::string_view citation) {
  if (const std::string pmid = pmid_in(citation); !pmid.empty()) return "pmid:" + pmid;
  if (const std::string doi = doi_in(citation); !doi.empty()) return "doi:" + doi;
  return {};
}

/// «N Engl J Med. 2010 Jan 1;362(1):1»: the date stands between a full stop and a semicolon.
PartialDate cited_date(std::string_view citation) {
  std::string_view before = citation.substr(0, citation.find(';'));
  const std::size_t stop = before.rfind(". ");
  if (stop != std::string_view::npos) before = before.substr(stop + 2);
  const PartialDate date = read_loose_date(before).date;
  return date.known() ? date : PartialDate{};
}

/// A title without the full stop at its end and the brackets of a translation.
std::string title_of(std::string_view value) {
  std::string title = text::one_line(value);
  const auto stop = [&] {
    if (title.ends_with('.') && !title.ends_with("..")) title.pop_back();
    title = std::string(trimmed(title));
  };
  stop();
  if (title.size() > 2 && title.front() == '[' && title.back() == ']' &&
      title.find('[', 1) == std::string::npos) {
    title = title.substr(1, title.size() - 2);
    stop();
  }
  return title;
}

class Interpreter {
 public:
  Interpreter(const RawRecord& raw, std::vector<Remark>& remarks) : raw_(raw), remarks_(remarks) {}

  Record run() {
    record_.line = raw_.line;
    for (const Field& field : raw_.fields) {
      full_names_ = full_names_ || field.tag == "FAU";
      full_editors_ = full_editors_ || field.tag == "FED";
      full_journal_ = full_journal_ || field.tag == "JT";
    }
    for (const Field& field : raw_.fields)
      if (!field.value.empty()) take(field);
    if (retracted_ && !has_notice("retraction")) record_.notices.push_back({.kind = "retraction"});
    if (!book_.empty()) {
      // A book itself bears its title in BTI alone; TI is then a chapter of it.
      if (record_.title.empty()) {
        record_.title = book_;
        record_.type = "book";
      } else {
        record_.container = book_;
        record_.type = "chapter";
      }
    }
    if (record_.title.empty()) record_.title = translated_;
    return std::move(record_);
  }

 private:
  void add(std::string_view tag, std::string value) {
    record_.extra.emplace_back(tag, std::move(value));
  }
  void verbatim(const Field& field) { add("nbib:" + field.tag, text::one_line(field.value)); }
  bool has_notice(std::string_view kind) const {
    for (const PublishedNotice& notice : record_.notices)
      if (notice.kind == kind) return true;
    return false;
  }

  void take(const Field& field) {
    const std::string_view tag = field.tag, value = field.value;
    for (const LinkRow& row : links)
      if (row.tag == tag) return link(row, field);
    for (const NeutralRow& row : neutrals)
      if (row.tag == tag) return add(row.neutral, text::one_line(value));
    if (tag == "PMID" && record_.pmid.empty())
      record_.pmid = normal_pmid(value);
    else if (tag == "TI" && record_.title.empty())
      record_.title = title_of(value);
    else if (tag == "BTI" && book_.empty())
      book_ = title_of(value);
    else if (tag == "FAU" || (tag == "AU" && !full_names_))
      record_.authors.push_back(text::person(value));
    else if (tag == "AU")
      return;  // the short form of the FAU before it
    else if (tag == "CN")
      record_.authors.push_back(text::one_line(value));
    else if (tag == "FED" || (tag == "ED" && !full_editors_))
      add("editor", text::person(value));
    else if (tag == "ED")
      return;
    else if (tag == "JT" && record_.container.empty())
      record_.container = text::one_line(value);
    else if (tag == "TA" && !full_journal_ && record_.container.empty())
      record_.container = text::one_line(value);
    else if (tag == "VI" && record_.volume.empty())
      record_.volume = text::one_line(value);
    else if (tag == "IP" && record_.issue.empty())
      record_.issue = text::one_line(value);
    else if (tag == "PG" && record_.pages.empty())
      record_.pages = text::plain_pages(value);
    else if (tag == "DP" && !record_.date.known())
      date(field);
    else if (tag == "LID" || tag == "AID")
      article_id(field);
    else if (tag == "PMC" && record_.pmc.empty())
      record_.pmc = normal_pmc(value);
    else if (tag == "IS" || tag == "ISBN")
      serial(field);
    else if (tag == "SI")
      registration(field);
    else if (tag == "PT")
      publication_type(field);
    else if (tag == "MH")
      add("keyword", mesh(value));
    else if (tag == "TT") {
      translated_ = title_of(value);
      verbatim(field);
    } else
      verbatim(field);
  }

  void link(const LinkRow& row, const Field& field) {
    const std::string id = cited_identifier(field.value);
    if (id.empty()) verbatim(field);
    if (!row.notice.empty()) {
      record_.notices.push_back(
          {std::string(row.notice), cited_date(field.value), id, std::string()});
    } else if (!id.empty()) {
      record_.relations.push_back({std::string(row.relation), id});
    } else {
      remarks_.push_back(
          {field.line, fmt::format("{} names neither a PMID nor a DOI: what it speaks "
                                   "of is not known; kept as text",
                                   field.tag)});
    }
  }

  void date(const Field& field) {
    const LooseDate read = read_loose_date(field.value);
    if (read.date.known()) record_.date = read.date;
    if (!read.whole) verbatim(field);
  }

  /// `10.7326/M16-1700 [doi]`; other identifiers ([pii]) stay as they are.
  void article_id(const Field& field) {
    const std::string_view value = field.value;
    if (value.ends_with("[doi]")) {
      std::string doi = normal_doi(trimmed(value.substr(0, value.size() - 5)));
      if (!doi.empty() && (record_.doi.empty() || record_.doi == doi)) {
        record_.doi = std::move(doi);
        return;
      }
    }
    verbatim(field);
  }

  void serial(const Field& field) {
    const auto numbers = text::serial_numbers(field.value);
    if (numbers.empty()) verbatim(field);
    for (const auto& [tag, number] : numbers) add(tag, number);
  }

  /// `ClinicalTrials.gov/NCT00804531`; other databanks (GENBANK) stay as they are.
  void registration(const Field& field) {
    const std::size_t slash = field.value.find('/');
    const std::string id = normal_registration(
        slash == std::string::npos ? field.value : field.value.substr(slash + 1));
    if (id.empty()) return verbatim(field);
    for (const std::string& known : record_.registrations)
      if (known == id) return;
    record_.registrations.push_back(id);
  }

  void publication_type(const Field& field) {
    const std::string low = lower_case(text::one_line(field.value));
    if (low == "retracted publication") retracted_ = true;
    if (low == "preprint") record_.type = "article";
    for (const TypeRow& row : publication_types) {
      if (row.pt != low || row.rank <= rank_) continue;
      rank_ = row.rank;
      record_.kind = row.kind;
    }
    verbatim(field);
  }

  /// A heading without the star of a main topic: «Low Back Pain/drug therapy».
  static std::string mesh(std::string_view value) {
    std::string heading = text::one_line(value);
    std::erase(heading, '*');
    return heading;
  }

  const RawRecord& raw_;
  std::vector<Remark>& remarks_;
  Record record_{};
  std::string book_{}, translated_{};
  bool full_names_ = false, full_editors_ = false, full_journal_ = false, retracted_ = false;
  int rank_ = 0;
};

}  // namespace

bool looks_like_nbib(std::string_view text) {
  text::LineReader lines(text.substr(0, std::size_t{1} << 18));
  while (const auto line = lines.next())
    if (const auto found = tagged(line->text); found && found->tag == "PMID") return true;
  return false;
}

Reading read_nbib(std::string_view text) {
  Reading reading;
  bool too_many = false;
  const std::vector<RawRecord> raw = raw_records(text, reading.remarks, too_many);
  if (raw.empty()) {
    if (trimmed(text::without_mark(text)).empty()) {
      reading.remarks.push_back({1, "the file is empty"});
    } else {
      reading.remarks.clear();
      reading.rejected.push_back(
          {1, "", "no record of NBIB: none of its lines begins one (PMID- 28319997)"});
    }
  }
  for (const RawRecord& one : raw) {
    Record record = Interpreter(one, reading.remarks).run();
    std::string problem = one.problem;
    if (problem.empty() && record.title.empty())
      problem = "no title (TI): the record seems to be cut off";
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
