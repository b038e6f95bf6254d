// SPDX-License-Identifier: MIT
// What we export we import again, unchanged: every sample of every format through every format that
// is read and written, random records made to hurt, and files cut off anywhere.
#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "engine/interchange/formats.h"
#include "engine/interchange/record_members.h"
#include "tests/interchange/corpus.h"

using namespace weald;

namespace {

const std::vector<std::string> lossless{"csl-json", "graphml", "gexf", "dot", "edges"};

bool is_lossless(std::string_view key) {
  return std::find(lossless.begin(), lossless.end(), key) != lossless.end();
}

/// What bibliographic formats have a place for.
bool same_bibliography(const Record& a, const Record& b) {
  return a.type == b.type && a.title == b.title && a.container == b.container &&
         a.authors == b.authors && a.date == b.date && a.volume == b.volume && a.issue == b.issue &&
         a.pages == b.pages && a.doi == b.doi && a.pmid == b.pmid;
}

/// The member in which two records differ, for the message.
std::string difference(const Record& a, const Record& b) {
  for (const RecordMember& row : record_members()) {
    if (row.get(a) != row.get(b))
      return std::string(row.name) + ": " + row.get(a) + " became " + row.get(b);
  }
  return "none";
}

void check_trip(const RecordFormat& format, const std::vector<Record>& records) {
  const std::string text = format.write(records);
  const Reading again = format.read(text);
  INFO("through " << format.key);
  for (const Rejected& one : again.rejected) UNSCOPED_INFO(one.line << ": " << one.reason);
  CHECK(again.rejected.empty());
  REQUIRE(again.records.size() == records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    INFO("record " << i << ", " << difference(records[i], again.records[i]));
    if (is_lossless(format.key)) {
      CHECK(same_record(records[i], again.records[i]));
    } else {
      CHECK(same_bibliography(records[i], again.records[i]));
    }
  }
  if (is_lossless(format.key)) CHECK(format.write(again.records) == text);
}

/// A text of pieces that break careless writers.
std::string nasty(std::mt19937& random) {
  static const std::vector<std::string> pieces{
      "\"",         "\\",      "'",    "''=", "]]>",     "-->",    "<!--",  "&amp;", "<i>x</i>",
      "\n",         "\r\n",    "\t",   ",",   ";",       "; ",     " and ", "{",     "}",
      "$x^2$",      "\\'{e}",  "%",    "#",   "@book{",  "TY  - ", "=1+1",  "+",     "-",
      "中文標題",   "שלום",    "🧪", "é",   "e\u0301", "\u202E", "null",  "NA",    "[",
      "]",          "[\"a\"]", "//",   "/*",  "*/",      "->",     "\\n",   "\\\\",  "_:1",
      "doi:10.1/x", "true",    " ",    "  ",  "a",       "Zusatz", "0",     "17",    "\u00A0"};
  std::string text;
  const std::size_t parts = random() % 6;
  for (std::size_t i = 0; i < parts; ++i) text += pieces[random() % pieces.size()];
  if (random() % 97 == 0) text += std::string(20000, 'x');
  return text;
}

Record nasty_record(std::mt19937& random) {
  const auto text = [&] { return nasty(random); };
  Record r;
  r.key = text();
  const std::vector<std::string> kinds{"report", "review", "guideline", "notice", "study"};
  r.kind = kinds[random() % kinds.size()];
  r.type = random() % 2 ? "book" : "article-journal";
  r.title = text();
  r.container = text();
  for (std::size_t i = random() % 4; i > 0; --i) {
    r.authors.push_back(random() % 2 ? "Nguyen, C" + text() : text());
  }
  const std::vector<std::string> dates{"", "2017", "2017-04", "2017-04-18", "0987"};
  r.date = read_date_text(dates[random() % dates.size()]);
  r.volume = text();
  r.issue = text();
  r.pages = text();
  r.url = text();
  r.doi = random() % 2 ? "10.1/" + std::to_string(random() % 5) : "";
  r.pmid = random() % 3 ? "" : std::to_string(random() % 5 + 1);
  if (random() % 3 == 0) r.registrations = {"NCT00804531", text()};
  for (std::size_t i = random() % 4; i > 0; --i) {
    const std::vector<std::string> ids{"", "doi:10.1/1", "doi:10.1/x", "a", "_:1", text()};
    const std::vector<std::string> states{"", "explicit", "in-text", "inferred"};
    r.cites.push_back({ids[random() % ids.size()], text(), states[random() % states.size()]});
  }
  r.cites_known = random() % 2;
  if (random() % 2) r.reference_count = static_cast<long>(random() % 100);
  if (random() % 2) r.cited_by_count = static_cast<long>(random() % 100);
  if (random() % 3 == 0) r.notices.push_back({"retraction", {2020, 1, 0}, text(), text()});
  const std::vector<std::string> relations{"retracts", "corrects", "version-of", "includes"};
  if (random() % 3 == 0) r.relations.push_back({relations[random() % relations.size()], text()});
  const std::vector<std::string> tags{"abstract",   "keyword",        "note",       "editor",
                                      "issn",       "ris:U1",         "csl:status", "csl:issued",
                                      "csl:custom", "graphml:colour", "gexf:x y",   "dot:shape",
                                      "bibtex:file"};
  for (std::size_t i = random() % 5; i > 0; --i)
    r.extra.emplace_back(tags[random() % tags.size()], text());
  return r;
}

}  // namespace

TEST_CASE("every sample of every format comes back through every format that keeps everything") {
  std::size_t files = 0;
  for (const RecordFormat& from : record_formats()) {
    if (!from.read) continue;
    for (const std::string& file : testing::corpus_files(std::string(from.key))) {
      std::string was;
      const Reading reading = from.read(to_utf8(testing::corpus_file(file), was));
      if (reading.records.empty()) continue;
      ++files;
      INFO(file);
      for (const std::string& key : lossless) check_trip(*find_record_format(key), reading.records);
    }
  }
  CHECK(files >= 15);
}

TEST_CASE("samples of bibliographic formats keep their bibliography through these formats") {
  for (const char* from : {"ris", "nbib", "bibtex"}) {
    for (const std::string& file : testing::corpus_files(from)) {
      std::string was;
      const Reading reading =
          find_record_format(from)->read(to_utf8(testing::corpus_file(file), was));
      if (reading.records.empty()) continue;
      INFO(file);
      for (const char* key : {"ris", "bibtex"})
        check_trip(*find_record_format(key), reading.records);
    }
  }
}

TEST_CASE("records that are made to hurt come back unchanged") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    std::vector<Record> records;
    for (std::size_t i = random() % 8 + 1; i > 0; --i) records.push_back(nasty_record(random));
    INFO("seed " << seed);
    for (const std::string& key : lossless) check_trip(*find_record_format(key), records);
  }
}

TEST_CASE("control characters become blanks on the way, as every reader makes them") {
  Record record;
  record.key = "a";
  record.title = "one\x01two\x1B";
  for (const std::string& key : lossless) {
    const RecordFormat& format = *find_record_format(key);
    const Reading again = format.read(format.write({{record}}));
    REQUIRE(again.records.size() == 1);
    CHECK(again.records[0].title == "one two ");
  }
}

TEST_CASE("no record, no crash") {
  for (const RecordFormat& format : record_formats()) {
    if (!format.write) continue;
    CHECK(format.read(format.write({})).read() == 0);
  }
}

TEST_CASE("a file that is cut off anywhere is read as far as it goes") {
  for (const char* key : {"csl-json", "openalex", "crossref", "hayagriva", "retraction-watch",
                          "graphml", "gexf", "dot", "edges"}) {
    const RecordFormat& format = *find_record_format(key);
    for (const std::string& file : testing::corpus_files(key)) {
      const std::string text = testing::corpus_file(file);
      const std::size_t whole = format.read(text).records.size();
      for (std::size_t size = 0; size < text.size(); ++size) {
        const std::string_view part = std::string_view(text).substr(0, size);
        format.looks_like(part);
        const Reading reading = format.read(part);
        if (reading.records.size() > whole + 1) {  // a mark that hides records may itself be cut
          INFO(file << " cut at " << size);
          CHECK(reading.records.size() <= whole + 1);
        }
      }
    }
  }
}

TEST_CASE("bytes that are changed at random never crash a reader") {
  std::mt19937 random(7);
  for (const char* key : {"csl-json", "openalex", "crossref", "hayagriva", "retraction-watch",
                          "graphml", "gexf", "dot", "edges"}) {
    const RecordFormat& format = *find_record_format(key);
    for (const std::string& file : testing::corpus_files(key)) {
      const std::string text = testing::corpus_file(file);
      for (int turn = 0; turn < 60; ++turn) {
        std::string changed = text;
        for (int i = 0; i < 4; ++i)
          changed[random() % changed.size()] = static_cast<char>(random() % 256);
        for (const Rejected& one : format.read(changed).rejected) CHECK_FALSE(one.reason.empty());
      }
    }
  }
}
