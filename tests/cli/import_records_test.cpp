// SPDX-License-Identifier: MIT
#include "cli/import_records.h"

#include <chrono>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cli/files.h"
#include "cli/record_entry.h"
#include "tests/support/case_runner.h"
#include "tests/support/temporary_folder.h"

using namespace weald;
using namespace weald::test;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view review_yaml =
    "title: Discs\noutcomes: {pain: {label: Pain}}\ntreatments: {a: {label: A}, b: {label: B}}\n";
constexpr std::string_view nguyen_yaml =
    "# Seed.\ntitle: Intradiscal steroid for back pain   # as printed\nauthors: [Nguyen C, Boutron "
    "I]\nyear: 2017\ndoi: 10.7326/M16-1700\n\n# people\ngroups: {g: {treatment: a, n: "
    "5}}\nresults:\n  - {outcome: pain, time: 1 month, finding: better, source: abstract}\n";

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// A review of one study, and of these references.
struct Folder : TemporaryFolder {
  explicit Folder(std::string_view references = {}) {
    put(path() / "review.yaml", review_yaml);
    put(path() / "nguyen-2017.yaml", nguyen_yaml);
    if (!references.empty()) put(path() / "references.yaml", references);
  }
};

Record record(std::string title, std::string author, int year, std::string doi = {}) {
  Record one;
  one.title = std::move(title);
  if (!author.empty()) one.authors = {std::move(author)};
  one.date.year = year;
  one.doi = std::move(doi);
  return one;
}

const RecordFormat some_format{.key = "test", .help = "", .ending = "test"};

/// The records as a file, one a line.
RecordFile file_of(std::vector<Record> records, std::string name = "search.test") {
  RecordFile file{.name = std::move(name), .format = &some_format};
  for (std::size_t i = 0; i < records.size(); ++i) records[i].line = i + 1;
  file.reading.records = std::move(records);
  return file;
}

RecordImport imported(const fs::path& folder, const std::vector<RecordFile>& files,
                      bool complete = false) {
  const Loaded loaded = load_source(folder);
  return import_records(files, *loaded.review(), loaded.sources, {}, complete);
}

/// What the entries read back as, once they are written.
Review read_back(const Folder& folder, const RecordImport& import, bool clean = true) {
  const auto text = with_entries("# Papers.\n", import);
  REQUIRE(text);
  put(folder.path() / "references.yaml", *text);
  Loaded loaded = load_source(folder.path());
  std::string errors;
  for (const Diagnostic& one : loaded.diagnostics.all())
    if (one.severity == Severity::error) errors += render(one, loaded.sources, false);
  INFO(*text << errors);
  CHECK(errors.empty() == clean);
  return *loaded.review();
}

constexpr std::string_view ris =
    "TY  - JOUR\r\nAU  - Smith, Anna\r\nTI  - A new paper\r\nPY  - 2019\r\nDO  - "
    "10.1000/new\r\nER  - \r\n\r\nTY  - JOUR\r\nAU  - Nguyen, Christelle\r\nTI  - Intradiscal "
    "steroid for back pain\r\nPY  - 2017\r\nDO  - https://doi.org/10.7326/m16-1700\r\nVL  - "
    "166\r\nER  - \r\n";

}  // namespace

TEST_CASE(
    "A duplicate is known by identifier first, else by title, author and year, and says why") {
  const Folder folder("old-2001:\n  title: Steroids in discs\n  authors: [Old A]\n  year: 2001\n");
  Record by_title = record("Steroids in Discs.", "Old, Adam", 2001);
  Record other = record("Something else", "Ito, K", 2005, "10.7326/m16-1700");
  const auto import = imported(folder.path(), {file_of({by_title, other})});
  REQUIRE(import.rows.size() == 2);
  CHECK(import.rows[0].fate == Fate::duplicate);
  CHECK(import.rows[0].key == "old-2001");
  CHECK(import.rows[0].why == "the same title, first author and year");
  CHECK(import.rows[1].key == "nguyen-2017");
  CHECK(import.rows[1].why == "the same DOI 10.7326/m16-1700");
  CHECK(import.entries.empty());
}

TEST_CASE("Digits of a title count: one-year results are not five-year results") {
  const Folder folder("a-2001: {title: Steroids - 1-year results, authors: [Old A], year: 2001}\n");
  const auto import =
      imported(folder.path(), {file_of({record("Steroids: 5-year results", "Old, A", 2001)})});
  CHECK(import.rows[0].fate == Fate::fresh);
  CHECK(import.remarks.empty());
}

TEST_CASE("A shared title with another DOI is a remark, not a duplicate") {
  const Folder folder;
  const auto import = imported(
      folder.path(),
      {file_of({record("Intradiscal steroid for back pain", "Nguyen, C", 2017, "10.1101/pre")})});
  CHECK(import.rows[0].fate == Fate::fresh);
  CHECK(import.rows[0].key == "nguyen-2017-b");
  REQUIRE(import.remarks.size() == 1);
  CHECK(import.remarks[0].message.find("looks like nguyen-2017") != std::string::npos);
  const auto later = imported(
      folder.path(), {file_of({record("Intradiscal steroid for back pain", "Nguyen, C", 2018)})});
  CHECK(later.rows[0].fate == Fate::fresh);
  CHECK(later.remarks.at(0).message.find("2018 against 2017") != std::string::npos);
}

TEST_CASE("A second import of records without year, author or identifier brings nothing new") {
  const Folder folder;
  std::vector<Record> records{record("Without a year", "Ito, K", 0),
                              record("Without an author", "", 2010),
                              record("Without both", "", 0),
                              record("With a suffix", "Smith, John, Jr.", 2011),
                              record("With another suffix", "King, Martin Luther 3rd", 2012),
                              record("With particles", "Berg, C. van der", 2013),
                              record("Before print", "Ito, K", 1066),
                              record("Editorial", "Ito, K", 2014)};
  const auto first = imported(folder.path(), {file_of(records)});
  CHECK(first.count().fresh == records.size());
  read_back(folder, first);
  const auto second = imported(folder.path(), {file_of(records)});
  for (const LedgerRow& row : second.rows) {
    INFO(row.name);
    CHECK(row.fate == Fate::duplicate);
  }
}

TEST_CASE("One title, author and year in two journals or on two pages are two papers") {
  const Folder folder(
      "a-2001: {title: Steroids, authors: [Old A], year: 2001, journal: Annals of Internal "
      "Medicine, pages: 10-19}\n");
  Record one = record("Steroids", "Old, A", 2001);
  one.container = "Ann Intern Med";
  one.pages = "10-9";
  CHECK(imported(folder.path(), {file_of({one})}).rows[0].fate == Fate::duplicate);
  one.container = "Spine";
  const auto other = imported(folder.path(), {file_of({one})});
  CHECK(other.rows[0].fate == Fate::fresh);
  CHECK(other.remarks.at(0).message.find("Spine against Annals") != std::string::npos);
  one.container = "Ann Intern Med";
  one.pages = "20-9";
  CHECK(imported(folder.path(), {file_of({one})}).rows[0].fate == Fate::fresh);
  Record reply = record("Reply", "Old, A", 2001);
  CHECK(imported(folder.path(), {file_of({reply, reply})}).count().fresh == 2);
}

TEST_CASE("One DOI on what is another paper by everything else is said aloud") {
  const Folder folder;
  const auto import =
      imported(folder.path(), {file_of({record("Walking", "Ito, K", 2001, "10.7326/m16-1700")})});
  CHECK(import.rows[0].fate == Fate::duplicate);
  REQUIRE(import.alarms.size() == 1);
  CHECK(import.alarms[0].message.find("title, first author and year differ") != std::string::npos);
}

TEST_CASE("--complete adds no trial that the registration names") {
  const Folder folder;
  Record one = record("Intradiscal steroid for back pain", "Nguyen, C", 2017, "10.7326/m16-1700");
  one.registrations = {"NCT00804531"};
  one.relations = {{"reports", "NCT00804531"}};
  const auto import = imported(folder.path(), {file_of({one})}, true);
  REQUIRE(import.completions.size() == 1);
  CHECK(import.completions[0].added.find("reports") == nullptr);
  CHECK(import.completions[0].added.find("registration") != nullptr);
}

TEST_CASE("distinct-from overrules what identifiers and titles say") {
  const Folder folder(
      "a-2001: {title: Steroids, authors: [Old A], year: 2001, pmid: 11, distinct-from: "
      "[\"doi:10.1000/b\"]}\n");
  Record one = record("Steroids", "Old, A", 2001, "10.1000/b");
  one.pmid = "11";
  const auto import = imported(folder.path(), {file_of({one})});
  CHECK(import.rows[0].fate == Fate::fresh);
  one.doi = "10.1000/c";
  CHECK(imported(folder.path(), {file_of({one})}).rows[0].fate == Fate::duplicate);
}

TEST_CASE("The same paper in two files is one entry, found by whatever both have") {
  const Folder folder;
  Record first = record("Discs", "Ito, Ken", 2010, "10.1000/i");
  Record second = record("DISCS", "Ito K", 2010);
  second.pmid = "77";
  Record third = record("Other words", "Nobody, X", 1999);
  third.pmid = "77";  // known from the second
  const auto import =
      imported(folder.path(), {file_of({first}, "a.test"), file_of({second, third}, "b.test")});
  CHECK(import.count().fresh == 1);
  CHECK(import.rows[1].key == "ito-2010");
  CHECK(import.rows[2].why == "the same PubMed number 77");
  CHECK(import.count(1).duplicate == 2);
}

TEST_CASE("Keys are made of author and year, and are never taken twice") {
  const Folder folder("ito-2010: {title: A}\n");
  std::vector<Record> records;
  for (int i = 0; i < 28; ++i) records.push_back(record(fmt::format("T{}", i), "Itō, K", 2010));
  records.push_back(record("Guidelines for the care of aching backs", "", 2020));
  records.push_back(record("腰痛", "李, 明", 2020));
  records.push_back(record("R", "Review", 0));
  const auto import = imported(folder.path(), {file_of(records)});
  CHECK(import.entries[0].key == "ito-2010-b");
  CHECK(import.entries[24].key == "ito-2010-z");
  CHECK(import.entries[25].key == "ito-2010-27");
  CHECK(import.entries[28].key == "guidelines-for-the-care-2020");
  CHECK(import.entries[29].key == "paper-2020");
  CHECK(import.entries[30].key == "review-study");
  read_back(folder, import);
}

TEST_CASE("What is written is read back as the very same text, however hostile") {
  for (const std::string hostile :
       {"x: # \"quotes\" \\ and\nnewline", "- a list", "null", "010", "\xF0\x9F\x98\x80 emoji",
        "it's \"both\"", "{braces}, [brackets]", "key:", "# comment", "true", "1e5", "]0;title",
        "\xE2\x80\xAE reversed"}) {
    INFO(hostile);
    const Folder folder;
    Record one = record(hostile, "Able, A", 2000);
    one.container = hostile;
    one.volume = one.issue = one.pages = hostile;
    one.extra = {{"ris:U1", hostile}, {hostile, ""}};
    one.cites = {{.text = hostile}};
    const Review review = read_back(folder, imported(folder.path(), {file_of({one})}));
    REQUIRE(review.references.size() == 1);
    const Citation& citation = review.references[0].citation;
    CHECK(citation.title == hostile);
    CHECK(citation.journal == hostile);
    CHECK(citation.volume == hostile);
    CHECK(citation.pages == hostile);
    REQUIRE(citation.extra.size() == 2);
    CHECK(citation.extra[0].value == hostile);
    CHECK(citation.extra[1].tag == hostile);
    CHECK(citation.cites.at(0).as == hostile);
  }
}

TEST_CASE("Every member of a record has its key") {
  const Folder folder("old-2001: {title: Old, doi: 10.1000/old}\n");
  Record one = record("All", "Able, Anna", 2000, "10.1000/all");
  one.kind = "review";
  one.type = "book";
  one.authors = {"Able, Anna", "van den Berg, Jan", "GISSI Group"};
  one.container = "Spine";
  one.date = {2000, 3, 4};
  one.volume = "12";
  one.issue = "S1";
  one.pages = "e12-e19";
  one.url = "https://example.org/a?b=c#d";
  one.pmid = "11";
  one.pmc = "PMC12";
  one.openalex = "W13";
  one.registrations = {"NCT00804531", "ISRCTN12345678"};
  one.cites_known = true;
  one.cites = {{.id = "doi:10.1000/old"},
               {.id = "doi:10.1000/nobody", .text = "Nobody, 1990", .status = "in-text"},
               {.text = "A book without number"},
               {.id = "doi:10.7326/m16-1700"},
               {.id = "second"}};
  one.reference_count = 31;
  one.cited_by_count = 7;
  one.notices = {{.kind = "retraction",
                  .date = {2001, 2, 0},
                  .notice = "doi:10.1000/notice",
                  .reason = "Data"}};
  one.relations = {{"version-of", "doi:10.1000/old"},
                   {"includes", "doi:10.7326/m16-1700"},
                   {"corrects", "pmid:5"},
                   {"retracts", "pmid:6"},
                   {"concerns", "pmid:7"},
                   {"reports", "NCT00804531"},
                   {"includes", "nobody-knows"}};
  one.extra = {{"abstract", "Long.\nText."}, {"ris:U1", "x"}};
  Record second = record("Second", "Baker, B", 2001);
  second.key = "second";
  const auto import = imported(folder.path(), {file_of({one, second})});
  const Review review = read_back(folder, import, false);  // old-2001 has gone with the old file
  const Citation& c = review.references.at(0).citation;
  CHECK(review.references[0].type == "review");
  CHECK(c.authors == std::vector<std::string>{"Able A", "van den Berg J", "GISSI Group"});
  CHECK(c.journal == "Spine");
  CHECK(c.year->value == 2000);
  CHECK(c.date.value == "2000-03-04");
  CHECK((c.volume == "12" && c.issue == "S1" && c.pages == "e12-e19"));
  CHECK((c.doi.value == "10.1000/all" && c.pmid.value == "11" && c.pmc.value == "PMC12"));
  CHECK((c.openalex.value == "W13" && c.url.value == one.url));
  CHECK(c.registration.value == "NCT00804531; ISRCTN12345678");
  REQUIRE(c.cites.size() == 5);
  CHECK(c.cites[0].paper.value == "old-2001");
  CHECK(c.cites[1].paper.value == "doi:10.1000/nobody");
  CHECK((c.cites[1].as == "Nobody, 1990" && c.cites[1].status == "in-text"));
  CHECK((c.cites[2].paper.value.empty() && c.cites[2].as == "A book without number"));
  CHECK(c.cites[3].paper.value == "nguyen-2017");
  CHECK(c.cites[4].paper.value == "baker-2001");
  CHECK((c.reference_count->value == 31 && c.cited_by_count->value == 7));
  REQUIRE(c.notices.size() == 1);
  CHECK((c.notices[0].kind == "retraction" && c.notices[0].date.value == "2001-02"));
  CHECK((c.notices[0].notice.value == "doi:10.1000/notice" && c.notices[0].reason == "Data"));
  CHECK(c.version_of.value == "old-2001");
  CHECK(review.references[0].includes.at(0).value == "nguyen-2017");
  CHECK((c.corrects.at(0).value == "pmid:5" && c.retracts.at(0).value == "pmid:6"));
  CHECK((c.concerns.at(0).value == "pmid:7" && c.reports.at(0).value == "NCT00804531"));
  REQUIRE(c.extra.size() == 4);
  CHECK((c.extra[0].tag == "type" && c.extra[0].value == "book"));
  CHECK(c.extra[1].value == "Long.\nText.");
  CHECK((c.extra[3].tag == "includes" && c.extra[3].value == "nobody-knows"));
}

TEST_CASE("--complete adds only keys that are not there; without it they are said") {
  const Folder folder(
      "# Mine.\na-2001: {title: Steroids, doi: 10.1000/a, year: 2001}  # braces\n\nb-2002:\n  "
      "title: Mine   # my words\n  doi: 10.1000/b\n  # a remark\n  note: seen\n");
  Record seed = record("Another title", "Nguyen, C", 2018, "10.7326/m16-1700");
  seed.pmid = "28319997";
  seed.cites_known = true;
  seed.cites = {{.id = "doi:10.1000/a"}, {.id = "pmid:3"}};
  Record a = record("X", "Able, A", 1999, "10.1000/a");
  a.pmid = "1";
  Record b = record("Y", "Baker, B", 1998, "10.1000/b");
  b.reference_count = 3;
  const auto said = imported(folder.path(), {file_of({seed, a, b})});
  CHECK(said.completions.empty());
  CHECK(said.rows[0].knows ==
        std::vector<std::string>{"the PubMed number 28319997", "2 references"});
  CHECK(said.rows[0].lacking == "nguyen-2017.yaml");

  const auto import = imported(folder.path(), {file_of({seed, a, b})}, true);
  REQUIRE(import.completions.size() == 3);
  CHECK(*with_completion(nguyen_yaml, import.completions[0]) ==
        "# Seed.\ntitle: Intradiscal steroid for back pain   # as printed\nauthors: [Nguyen C, "
        "Boutron I]\nyear: 2017\ndoi: 10.7326/M16-1700\npmid: 28319997\n\n# people\ngroups: {g: "
        "{treatment: a, n: 5}}\nresults:\n  - {outcome: pain, time: 1 month, finding: better, "
        "source: abstract}\ncites: [a-2001, \"pmid:3\"]\n");
  CHECK(
      *with_entries(bytes_of(folder.path() / "references.yaml"), import) ==
      "# Mine.\na-2001: {title: Steroids, doi: 10.1000/a, year: 2001, authors: [Able A], pmid: 1}  "
      "# braces\n\nb-2002:\n  title: Mine   # my words\n  doi: 10.1000/b\n  authors: [Baker B]\n  "
      "year: 1998\n  # a remark\n  note: seen\n  reference-count: 3\n");
}

TEST_CASE("A later file completes a new entry in the order of the manual") {
  const Folder folder;
  Record first = record("Discs", "Ito, Ken", 2010, "10.1000/i");
  Record second = first;
  second.pmid = "77";
  second.container = "Spine";
  second.cites = {{.id = "doi:10.7326/m16-1700"}};
  const auto import =
      imported(folder.path(), {file_of({first}, "a.test"), file_of({second}, "b.test")}, true);
  CHECK(*with_entries("", import) ==
        "ito-2010:\n  title: Discs\n  authors: [Ito K]\n  journal: Spine\n  year: 2010\n  doi: "
        "10.1000/i\n  pmid: 77\n  type: report\n  cites: [nguyen-2017]\n");
}

TEST_CASE("A retraction is said aloud, of new papers and of those that the review has") {
  const Folder folder;
  Record seed = record("X", "Nguyen, C", 2017, "10.7326/m16-1700");
  seed.notices = {{.kind = "retraction", .date = {2020, 1, 1}, .reason = "Error"}};
  Record notice = record("Retraction of X", "Editors", 2020, "10.1000/retraction");
  notice.kind = "notice";
  notice.relations = {{"retracts", "doi:10.7326/M16-1700"}};
  const auto import = imported(folder.path(), {file_of({seed, notice})});
  REQUIRE(import.alarms.size() == 2);
  CHECK(import.alarms[0].message.find("was RETRACTED (2020-01-01): Error; nguyen-2017 does not") !=
        std::string::npos);
  CHECK(import.alarms[1].message.find("RETRACTS nguyen-2017") != std::string::npos);
}

TEST_CASE("The ledger adds up, with what could not be read") {
  const Folder folder;
  RecordFile file = file_of({record("A", "B, C", 2000), record("A", "B, C", 2000), Record{}});
  file.reading.rejected = {{9, "odd", "it has no end"}};
  const auto import = imported(folder.path(), {file});
  const RecordCount n = import.count();
  CHECK((n.read == 4 && n.fresh == 1 && n.duplicate == 1 && n.rejected == 2));
  const std::string text = ledger_text({&file, 1}, import);
  CHECK(text.starts_with("search.test (test): read 4 = 1 new + 1 duplicate + 2 rejected\n"));
  CHECK(text.find("rejected  line 9 (odd): it has no end\n") != std::string::npos);
}

TEST_CASE("Several files are written all or none") {
  const TemporaryFolder folder;
  put(folder.path() / "a.txt", "old");
  const std::vector<FileToWrite> files = {{folder.path() / "a.txt", "new"},
                                          {folder.path() / "none" / "b.txt", "new"}};
  CHECK(write_files(files).has_value());
  CHECK(bytes_of(folder.path() / "a.txt") == "old");
  const std::vector<FileToWrite> good = {{folder.path() / "a.txt", "new"},
                                         {folder.path() / "b.txt", "born", true}};
  CHECK_FALSE(write_files(good).has_value());
  CHECK(bytes_of(folder.path() / "a.txt") == "new");
  CHECK(bytes_of(folder.path() / "b.txt") == "born");
  CHECK(write_files(std::vector<FileToWrite>{{folder.path() / "b.txt", "x", true}}).has_value());
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 2);
}

TEST_CASE("A dry run leaves every byte; the second import of a file brings nothing new") {
  const Folder folder("# Mine.\r\nold-2001:\r\n  title: Old   # kept\r\n");
  put(folder.path() / "search.ris", ris);
  const CurrentFolder here(folder.path());
  const std::string before = bytes_of("references.yaml");
  const auto dry = run_line("weald import search.ris --dry-run");
  INFO(dry.out << dry.err);
  CHECK(dry.exit == 0);
  CHECK(bytes_of("references.yaml") == before);
  CHECK(dry.err.find("would write references.yaml") != std::string::npos);

  const auto first = run_line("weald import search.ris --complete");
  CHECK(first.exit == 0);
  const std::string after = bytes_of("references.yaml");
  CHECK(after.starts_with(before + "\r\nsmith-2019:\r\n  title: A new paper\r\n"));
  CHECK(after.find("\n\n") == std::string::npos);
  CHECK(bytes_of("nguyen-2017.yaml").find("volume: 166\n") != std::string::npos);
  CHECK(run_line("weald check .").exit == 0);

  const std::string study = bytes_of("nguyen-2017.yaml");
  const auto again = run_line("weald import search.ris --complete");
  CHECK(again.out.find("read 2 = 0 new + 2 duplicate + 0 rejected") != std::string::npos);
  CHECK(bytes_of("references.yaml") == after);
  CHECK(bytes_of("nguyen-2017.yaml") == study);
}

TEST_CASE("A byte order mark of references.yaml stays") {
  const Folder folder("\xEF\xBB\xBFold-2001: {title: Old}\n");
  put(folder.path() / "search.ris", ris);
  const CurrentFolder here(folder.path());
  CHECK(run_line("weald import search.ris").exit == 0);
  CHECK(bytes_of("references.yaml").starts_with("\xEF\xBB\xBFold-2001: {title: Old}\n\nsmith"));
  CHECK(run_line("weald check .").exit == 0);
}

TEST_CASE("What cannot be read or written is exit code 3, and nothing changes") {
  const Folder folder;
  put(folder.path() / "search.ris", ris);
  const CurrentFolder here(folder.path());
  CHECK(run_line("weald import search.ris none.ris").exit == 3);
  CHECK_FALSE(fs::exists("references.yaml"));
  fs::create_directory("references.yaml");
  CHECK(run_line("weald import search.ris").exit == 3);
  CHECK(bytes_of("nguyen-2017.yaml") == nguyen_yaml);
  fs::remove("references.yaml");
  fs::permissions(".", fs::perms::owner_read | fs::perms::owner_exec);
  const auto closed = run_line("weald import search.ris --complete");
  fs::permissions(".", fs::perms::owner_all);
  if (closed.exit == 0) return;  // the administrator may write everywhere
  CHECK(closed.exit == 3);
  CHECK_FALSE(fs::exists("references.yaml"));
  CHECK(bytes_of("nguyen-2017.yaml") == nguyen_yaml);
}

TEST_CASE("References that have errors are not written into") {
  const Folder folder("a: [\n");
  put(folder.path() / "search.ris", ris);
  const CurrentFolder here(folder.path());
  CHECK(run_line("weald import search.ris").exit == 1);
  CHECK(bytes_of("references.yaml") == "a: [\n");
}

TEST_CASE("Ten thousand records into a review of a thousand take no more than a few seconds") {
  std::string references;
  for (int i = 0; i < 1000; ++i)
    references += fmt::format(
        "old-{0}:\n  title: Old paper number {0}\n  authors: [Old A]\n  year: 2001\n  doi: "
        "10.1000/{0}\n\n",
        i);
  const Folder folder(references);
  std::vector<Record> records;
  for (int i = 0; i < 10000; ++i) {
    records.push_back(record(fmt::format("Title of paper {}", i), "Smith, A", 2000 + i % 20,
                             fmt::format("10.2000/{}", i)));
    for (int c = 0; c < 30; ++c)
      records.back().cites.push_back(
          {.id = fmt::format("doi:10.2000/{}", (i * 7 + c * 31) % 12000)});
  }
  const auto start = std::chrono::steady_clock::now();
  const auto import = imported(folder.path(), {file_of(std::move(records))});
  const auto text = with_entries(references, import);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  REQUIRE(text);
  CHECK(import.entries.size() == 10000);
  CHECK(took.count() < 10);  // sanitizers and busy machines; about one second otherwise
  std::printf("import of 10000 records: %.2f s\n", took.count());
}
