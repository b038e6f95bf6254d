// SPDX-License-Identifier: MIT
#include "cli/known_papers.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include <fmt/format.h>

#include "engine/citations/graph.h"
#include "engine/citations/same_paper.h"
#include "engine/expects.h"
#include "engine/interchange/names.h"
#include "engine/text/identifier.h"

namespace weald {
namespace {

/// A kind of identifier that names one paper.
struct PaperIdentifier {
  std::string_view name, prefix;
  std::string Record::*of;
};
constexpr PaperIdentifier kinds[] = {
    {"DOI", "doi:", &Record::doi},
    {"PubMed number", "pmid:", &Record::pmid},
    {"PubMed Central number", "pmc:", &Record::pmc},
    {"OpenAlex number", "openalex:", &Record::openalex},
};
static_assert(std::size(kinds) == identifier_kinds);

/// Title and author without regard to the year, which differs between a preprint and its paper.
constexpr int any_year = 1;

/// The year as an entry keeps it: what no calendar of papers has goes to its extras.
int year_of(const Record& record) {
  return record.date.year >= 1500 && record.date.year <= 2200 ? record.date.year : 0;
}

std::string prefixed(std::size_t kind, std::string_view id) {
  return id.empty() ? std::string() : std::string(kinds[kind].prefix) + std::string(id);
}

/// The keys of the citation part that a descriptor has.
std::set<std::string, std::less<>> keys_of(const Citation& c) {
  std::set<std::string, std::less<>> keys;
  const auto note = [&](std::string_view key, bool there) {
    if (there) keys.emplace(key);
  };
  note("title", !c.title.empty());
  note("authors", !c.authors.empty());
  note("journal", !c.journal.empty());
  note("year", c.year.has_value());
  note("date", !c.date.value.empty());
  note("volume", !c.volume.empty());
  note("issue", !c.issue.empty());
  note("pages", !c.pages.empty());
  note("doi", !c.doi.value.empty());
  note("pmid", !c.pmid.value.empty());
  note("pmc", !c.pmc.value.empty());
  note("openalex", !c.openalex.value.empty());
  note("url", !c.url.value.empty());
  note("registration", !c.registration.value.empty());
  note("version-of", !c.version_of.value.empty());
  note("reports", !c.reports.empty());
  note("retracts", !c.retracts.empty());
  note("corrects", !c.corrects.empty());
  note("concerns", !c.concerns.empty());
  note("cites", c.cites_given);
  note("reference-count", c.reference_count.has_value());
  note("cited-by-count", c.cited_by_count.has_value());
  note("notices", !c.notices.empty());
  note("extra", !c.extra.empty());
  return keys;
}

KnownPaper described(std::string key, const std::string& label, const Citation& citation) {
  KnownPaper paper{.key = std::move(key)};
  paper.ids = {normal_doi(citation.doi.value), normal_pmid(citation.pmid.value),
               normal_pmc(citation.pmc.value), normal_openalex(citation.openalex.value)};
  paper.title = citation.title.empty() ? label : citation.title;
  paper.journal = citation.journal;
  paper.volume = citation.volume;
  paper.pages = citation.pages;
  paper.trials = registrations_in(citation.registration.value);
  if (!citation.authors.empty()) paper.author = citation.authors.front();
  if (citation.year) paper.year = static_cast<int>(citation.year->value);
  for (const auto& other : citation.distinct_from) {
    const std::string id = normal_identifier(other.value);
    paper.distinct_from.push_back(id.empty() ? other.value : id);
  }
  paper.has = keys_of(citation);
  paper.cites = citation.cites.size();
  for (const NoticeEntry& notice : citation.notices) paper.notices.insert(notice.kind);
  return paper;
}

/// The paper in words: «nguyen-2017», or where it is of this import, with the place.
std::string in_words(const KnownPaper& paper) {
  return paper.fresh ? fmt::format("{} ({})", paper.key, paper.where) : paper.key;
}

}  // namespace

KnownPapers::KnownPapers(const Review& review, const Sources& sources) {
  papers_.reserve(review.studies.size() + review.references.size());
  for (const Study& study : review.studies) {
    KnownPaper paper = described(study.key, study.label, study.citation);
    paper.source = study.source;
    paper.where = study.source == Span::nowhere
                      ? study.key
                      : std::filesystem::path(sources.path(study.source)).filename().string();
    enter(std::move(paper));
  }
  for (const Reference& reference : review.references) {
    KnownPaper paper = described(reference.key, reference.label, reference.citation);
    paper.where = reference.key;
    enter(std::move(paper));
  }
  for (const std::string_view reserved : {"review", "references", "published"})
    by_key_.emplace(reserved, papers_.size());
}

void KnownPapers::enter(KnownPaper paper) {
  by_key_.emplace(paper.key, papers_.size());
  papers_.push_back(std::move(paper));
  index(papers_.size() - 1);
}

void KnownPapers::index(std::size_t at) {
  const KnownPaper& paper = papers_[at];
  for (std::size_t kind = 0; kind < identifier_kinds; ++kind)
    if (!paper.ids[kind].empty()) by_id_.emplace(prefixed(kind, paper.ids[kind]), at);
  const std::string whole = bare_title_key(paper.title, paper.author, paper.year);
  const std::string alone = title_key(paper.title, paper.author, any_year);
  if (!whole.empty()) by_title_[whole].push_back(at);
  if (!alone.empty()) by_title_alone_[alone].push_back(at);
}

std::optional<std::size_t> KnownPapers::with_id(std::string_view id) const {
  const auto there = by_id_.find(std::string(id));
  return there == by_id_.end() ? std::nullopt : std::optional(there->second);
}

std::optional<std::size_t> KnownPapers::with_key(std::string_view key) const {
  const auto there = by_key_.find(std::string(key));
  if (there == by_key_.end() || there->second >= papers_.size() ||
      papers_[there->second].key != key)
    return std::nullopt;
  return there->second;
}

/// An identifier of one kind that both have and that differs: then they are two papers.
std::optional<std::string> KnownPapers::difference(const KnownPaper& paper,
                                                   const Record& record) const {
  for (std::size_t kind = 0; kind < identifier_kinds; ++kind) {
    const std::string& id = record.*kinds[kind].of;
    if (!id.empty() && !paper.ids[kind].empty() && id != paper.ids[kind])
      return fmt::format("{} {} against {}", kinds[kind].name, id, paper.ids[kind]);
  }
  return std::nullopt;
}

bool KnownPapers::kept_apart(const KnownPaper& paper, const Record& record) const {
  const auto names = [&](const std::string& id) {
    return !id.empty() && std::ranges::find(paper.distinct_from, id) != paper.distinct_from.end();
  };
  if (names(record.key)) return true;
  for (std::size_t kind = 0; kind < identifier_kinds; ++kind)
    if (names(prefixed(kind, record.*kinds[kind].of))) return true;
  return false;
}

/// Why a record of the same title, author and year is another paper all the same.
std::optional<std::string> KnownPapers::told_apart(const KnownPaper& paper,
                                                   const Record& record) const {
  if (auto differs = difference(paper, record)) return differs;
  const bool incomplete = record.authors.empty() || year_of(record) == 0;
  if (auto differs = place_difference({record.container, record.volume, record.pages},
                                      {paper.journal, paper.volume, paper.pages}, incomplete))
    return differs;
  if (!is_generic_title(record.title)) return std::nullopt;
  // What is as bare in the review may be this record of an earlier import; within one import, two
  // editorials are two.
  const bool placed = !record.container.empty() && !record.pages.empty();
  const bool equal = record.container.empty() == paper.journal.empty() &&
                     record.pages.empty() == paper.pages.empty() && record.volume == paper.volume;
  if (equal && (placed || !paper.fresh)) return std::nullopt;
  return fmt::format("many papers are titled «{}», and journal and page do not tell", record.title);
}

std::optional<KnownPapers::Match> KnownPapers::find(const Record& record,
                                                    std::vector<std::string>& remarks) const {
  std::optional<Match> match;
  for (std::size_t kind = 0; kind < identifier_kinds; ++kind) {
    const std::string& id = record.*kinds[kind].of;
    const auto there = with_id(prefixed(kind, id));
    if (id.empty() || !there || kept_apart(papers_[*there], record)) continue;
    if (!match)
      match = {*there, fmt::format("the same {} {}", kinds[kind].name, id)};
    else if (match->paper != *there)
      remarks.push_back(
          fmt::format("its {} {} is that of {}, another paper: one of the two is "
                      "wrong",
                      kinds[kind].name, id, in_words(papers_[*there])));
  }
  if (match) {
    if (const auto differs = difference(papers_[match->paper], record))
      remarks.push_back(fmt::format("is {} by its {}, but another identifier differs: {}",
                                    in_words(papers_[match->paper]), match->why.substr(9),
                                    *differs));
    const KnownPaper& paper = papers_[match->paper];
    const std::string author = record.authors.empty() ? "" : record.authors.front();
    const auto other = [](const std::string& a, const std::string& b) {
      return !a.empty() && !b.empty() && a != b;
    };
    if (other(bare_title_key(record.title, "", 0), bare_title_key(paper.title, "", 0)) &&
        other(bare_title_key(family_name(author), "", 0),
              bare_title_key(family_name(paper.author), "", 0)) &&
        year_of(record) != 0 && paper.year != 0 && year_of(record) != paper.year)
      match->alarm = fmt::format(
          "is {} by {}, but title, first author and year differ ({} {}: {}): one of the two "
          "identifiers is wrong",
          in_words(paper), match->why, family_name(paper.author), paper.year, paper.title);
    return match;
  }

  const std::string author = record.authors.empty() ? "" : record.authors.front();
  const auto list = [](const auto& map, const std::string& key) -> std::span<const std::size_t> {
    const auto there = map.find(key);
    if (key.empty() || there == map.end()) return {};
    return there->second;
  };
  // Of very many papers with one title the first few are looked at: «Editorial» by «Editors».
  constexpr std::size_t enough = 20;
  const bool incomplete = author.empty() || year_of(record) == 0;
  bool nameless = true;
  for (const PaperIdentifier& kind : kinds) nameless = nameless && (record.*kind.of).empty();
  const std::string wanted = bare_title_key(record.title, author, year_of(record));
  const auto same =
      incomplete && !nameless ? std::span<const std::size_t>() : list(by_title_, wanted);
  std::vector<std::string> alike_but;
  for (const std::size_t at : same.first(std::min(same.size(), enough))) {
    const KnownPaper& paper = papers_[at];
    if (kept_apart(paper, record)) continue;
    if (const auto differs = told_apart(paper, record))
      alike_but.push_back(
          fmt::format("looks like {} (the same title, first author and year), but they differ: {}; "
                      "`distinct-from:` or `version-of:` can say what they are to each other",
                      in_words(paper), *differs));
    else
      return Match{at, !incomplete ? "the same title, first author and year"
                       : author.empty() && year_of(record) == 0
                           ? "the same title, both without author and year"
                       : author.empty() ? "the same title and year, both without author"
                                        : "the same title and first author, both without year"};
  }
  for (std::string& remark : alike_but) remarks.push_back(std::move(remark));
  if (!same.empty()) return std::nullopt;

  if (const auto there = with_key(record.key); there && !record.key.empty()) {
    const KnownPaper& paper = papers_[*there];
    const std::string title = title_key(record.title, "x", any_year);
    if (!title.empty() && title == title_key(paper.title, "x", any_year) &&
        !kept_apart(paper, record) && !told_apart(paper, record))
      return Match{*there, "the same key and title"};
  }
  const auto alike = list(by_title_alone_, title_key(record.title, author, any_year));
  for (const std::size_t at : alike.first(std::min(alike.size(), std::size_t{3})))
    if (!kept_apart(papers_[at], record))
      remarks.push_back(fmt::format(
          "looks like {} (the same title and first author), but the "
          "years differ: {} against {}",
          in_words(papers_[at]), record.date.known() ? std::to_string(record.date.year) : "none",
          papers_[at].year != 0 ? std::to_string(papers_[at].year) : "none"));
  return std::nullopt;
}

std::size_t KnownPapers::add(const Record& record, std::string key, std::string where) {
  KnownPaper paper{.key = std::move(key), .where = std::move(where), .fresh = true};
  for (std::size_t kind = 0; kind < identifier_kinds; ++kind)
    paper.ids[kind] = record.*kinds[kind].of;
  paper.title = record.title;
  if (!record.authors.empty()) paper.author = record.authors.front();
  paper.journal = record.container;
  paper.volume = record.volume;
  paper.pages = record.pages;
  paper.year = year_of(record);
  paper.trials = record.registrations;
  enter(std::move(paper));
  return papers_.size() - 1;
}

void KnownPapers::learn(std::size_t at, const Record& record) {
  for (std::size_t kind = 0; kind < identifier_kinds; ++kind) {
    const std::string& id = record.*kinds[kind].of;
    if (id.empty() || !papers_[at].ids[kind].empty()) continue;
    if (by_id_.emplace(prefixed(kind, id), at).second) papers_[at].ids[kind] = id;
  }
}

std::string KnownPapers::free_key(const std::string& wanted) {
  if (!by_key_.contains(wanted)) return wanted;
  std::size_t& n = last_suffix_[wanted];  // of the suffixes b, c, …, z, 27, 28, …
  while (true) {
    ++n;
    const std::string suffix =
        n < 26 ? std::string(1, static_cast<char>('a' + n)) : std::to_string(n + 1);
    std::string key = fmt::format("{}-{}", wanted, suffix);
    if (!by_key_.contains(key)) return key;
  }
}

}  // namespace weald
