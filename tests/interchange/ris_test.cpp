// SPDX-License-Identifier: MIT
#include "engine/interchange/ris.h"

#include "tests/interchange/corpus.h"

using namespace weald;
using testing::all;

namespace {

Reading read(const std::string& name) {
  const Reading reading = read_ris(testing::corpus_text("ris/" + name));
  CHECK(reading.read() == reading.records.size() + reading.rejected.size());
  return reading;
}

/// The one record of a file that has nothing wrong.
Record only(const std::string& name) {
  const Reading reading = read(name);
  INFO(name);
  REQUIRE(reading.records.size() == 1);
  CHECK(reading.rejected.empty());
  return reading.records[0];
}

void is_the_standard_record(const Record& r) {
  CHECK(r.type == "article-journal");
  CHECK(r.authors == std::vector<std::string>{"Archer, Mia", "van der Berg, Jan"});
  CHECK(r.title == "Injection against surgery for sciatica");
  CHECK(r.container == "Journal of Invented Trials");
  CHECK(date_text(r.date) == "2017");
  CHECK(r.volume == "12");
  CHECK(r.issue == "3");
  CHECK(r.pages == "67-76");
  CHECK(r.doi == "10.5555/jit.2017.067");
  CHECK(r.extra.empty());
}

}  // namespace

TEST_CASE("RIS: byte order mark, line ends of every kind and blank lines inside change nothing") {
  for (const char* name :
       {"byte-order-mark.ris", "crlf.ris", "lf.ris", "lone-cr.ris", "blank-lines-inside.ris"})
    is_the_standard_record(only(name));
  is_the_standard_record(
      read_ris("\xEF\xBB\xBF" + testing::corpus_text("ris/lf.ris")).records.at(0));
}

TEST_CASE("RIS: records that Ovid numbers, with titles in T1 and the PMID in ID") {
  const Reading reading = read("ovid-numbered.ris");
  CHECK(reading.dialect == "ovid");
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.remarks.empty());
  const Record& r = reading.records[0];
  CHECK(r.line == 2);
  CHECK(r.key.empty());
  CHECK(r.pmid == "20445168");
  CHECK(r.title == "Injection for radicular pain");
  CHECK(r.authors == std::vector<std::string>{"Archer, M", "Brook, TL"});
  CHECK(r.pages == "1-9");
  CHECK(r.more("abstract") == "BACKGROUND: Pain is common.");
  CHECK(r.more("ris:M1") == "Institute of Invention, Springfield");
}

TEST_CASE("RIS: ER without a blank after it ends a record") {
  const Reading reading = read("end-without-blank.ris");
  CHECK(reading.records.size() == 2);
  CHECK(reading.remarks.empty());
}

TEST_CASE("RIS: TY may stand anywhere in a record") {
  const Reading reading = read("type-not-first.ris");
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].authors == std::vector<std::string>{"Archer, Mia"});
  CHECK(reading.records[1].title == "The type comes last");
  CHECK(reading.remarks.empty());
}

TEST_CASE("RIS: lines without a tag go on with the one before, keywords one a line") {
  const Record r = only("continuation-lines.ris");
  CHECK(r.title == "A title so long that the program which wrote this file broke it");
  CHECK(r.more("abstract") ==
        "BACKGROUND: One line. METHODS: A line without tag goes on with the abstract.");
  CHECK(all(r, "keyword") ==
        std::vector<std::string>{"Sciatica", "Low Back Pain", "Injections, Epidural"});
}

TEST_CASE("RIS: repeated notes and keywords are all kept, in order") {
  const Record r = only("repeated-notes-and-keywords.ris");
  CHECK(all(r, "note") == std::vector<std::string>{"First note", "Second note"});
  CHECK(all(r, "keyword") == std::vector<std::string>{"Sciatica", "Steroids", "Injections"});
  CHECK(r.extra.at(3) == std::pair<std::string, std::string>("note", "Second note"));
}

TEST_CASE("RIS: dates with slashes, in PY, Y1 and DA") {
  const Reading reading = read("dates-with-slashes.ris");
  REQUIRE(reading.records.size() == 6);
  const auto date = [&](std::size_t i) { return date_text(reading.records[i].date); };
  CHECK(date(0) == "2016-09");
  CHECK(date(1) == "2016-09-01");
  CHECK(reading.records[1].more("ris:Y1") == "2016/09/01/Autumn");
  CHECK(date(2) == "2016-09-01");
  CHECK(reading.records[2].extra.empty());
  CHECK(date(3) == "2016");
  CHECK(reading.records[3].more("ris:DA") == "2017/01/02");
  CHECK(date(4) == "2016-09-01");
  CHECK(date(5) == "2015-02");
  CHECK(reading.records[5].more("ris:PY") == "2015/02/30/");
}

TEST_CASE("RIS: a DOI stands in DO, L3, M3 or UR, also as an address") {
  const Reading reading = read("doi-in-many-places.ris");
  REQUIRE(reading.records.size() == 6);
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(reading.records[i].doi == "10.5555/jit.00" + std::to_string(i + 1));
  CHECK(reading.records[3].url == "http://dx.doi.org/10.5555/jit.004");
  CHECK(reading.records[4].extra.empty());
  CHECK(reading.records[5].doi.empty());
  CHECK(reading.records[5].more("ris:DO") == "not available");
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 29);
}

TEST_CASE("RIS: ISSN and ISBN with words around them") {
  const Reading reading = read("issn-with-words.ris");
  REQUIRE(reading.records.size() == 4);
  CHECK(reading.records[0].more("issn") == "2096-4129");
  CHECK(all(reading.records[1], "issn") == std::vector<std::string>{"0003-4819", "1539-3704"});
  CHECK(reading.records[2].more("isbn") == "978-3-16-148410-0");
  CHECK(reading.records[3].more("ris:SN") == "unknown");
}

TEST_CASE("RIS: both pages in SP, dashes of Unicode, article numbers") {
  const Reading reading = read("pages-in-sp.ris");
  REQUIRE(reading.records.size() == 5);
  for (std::size_t i = 0; i < 3; ++i) CHECK(reading.records[i].pages == "67-76");
  CHECK(reading.records[3].pages == "e1002");
  CHECK(reading.records[4].pages == "1-9, 12-14");
}

TEST_CASE("RIS: EndNote's own export is refused with the way out") {
  const std::string text = testing::corpus_text("ris/endnote-percent.ris");
  CHECK(!looks_like_ris(text));
  const Reading reading = read_ris(text);
  CHECK(reading.records.empty());
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].reason.find("EndNote") != std::string::npos);
  CHECK(reading.rejected[0].reason.find("RefMan (RIS)") != std::string::npos);
}

TEST_CASE("RIS: a number in LB is a label and no key") {
  const Record r = only("label-number.ris");
  CHECK(r.key.empty());
  CHECK(r.more("ris:LB") == "1");
}

TEST_CASE("RIS: NBIB under the name .ris is told by its content and read all the same") {
  const std::string text = testing::corpus_text("ris/nbib-renamed.ris");
  CHECK(!looks_like_ris(text));
  const Reading reading = read_ris(text);
  REQUIRE(reading.records.size() == 1);
  CHECK(reading.records[0].pmid == "30000001");
  CHECK(reading.remarks.at(0).message.find("NBIB") != std::string::npos);
}

TEST_CASE("RIS: the dialect is chosen once for a file") {
  const Reading wos = read("dialect-wos.ris");
  CHECK(wos.dialect == "wos");
  const Record& w = wos.records.at(0);
  CHECK(w.key.empty());
  CHECK(w.kind == "review");
  CHECK(all(w, "keyword") ==
        std::vector<std::string>{"LOW-BACK-PAIN", "STEROIDS", "Sciatica", "Injection"});
  CHECK(date_text(w.date) == "2014-09-01");
  CHECK(w.pages.empty());
  CHECK(w.more("ris:SP") == "International Society");

  const Reading scopus = read("dialect-scopus.ris");
  CHECK(scopus.dialect == "scopus");
  const Record& s = scopus.records.at(0);
  CHECK(s.pmid == "31234567");
  CHECK(s.cited_by_count == 12);
  CHECK(s.more("ris:J2") == "J. Invent. Trials");
  CHECK(s.more("ris:C7") == "104");
  CHECK(all(s, "note").size() == 2);

  const Reading ebsco = read("dialect-ebsco.ris");
  CHECK(ebsco.dialect == "ebsco");
  CHECK(ebsco.records.at(0).doi == "10.5555/jit.2009.8");

  const Reading pubmed = read("dialect-pubmed.ris");
  CHECK(pubmed.dialect == "pubmed");
  CHECK(pubmed.records.at(0).pmid == "20445168");
  CHECK(pubmed.records.at(0).pmc == "PMC4566202");

  const Reading revman = read("dialect-revman-study-name.ris");
  CHECK(revman.dialect == "revman");
  CHECK(revman.records.at(0).more("ris:NS") == "Archer 2011");

  const Reading citesource = read("dialect-citesource.ris");
  CHECK(citesource.dialect == "citesource");
  CHECK(citesource.records.at(0).pmid.empty());
  CHECK(citesource.records.at(0).more("ris:C2") == "31234567");
  CHECK(citesource.records.at(0).more("ris:C7") == "search");

  CHECK(read("lf.ris").dialect == "generic");
}

TEST_CASE("RIS: one record of another database does not turn the file's dialect") {
  const std::string wos = testing::corpus_text("ris/dialect-wos.ris");
  const std::string plain = testing::corpus_text("ris/lf.ris");
  const Reading reading = read_ris(wos + plain + plain);
  CHECK(reading.dialect == "generic");
  CHECK(reading.records.at(0).key == "LOW-BACK-PAIN; STEROIDS");
}

TEST_CASE("RIS: unknown tags are kept and written back in their place") {
  const Record r = only("unknown-tags.ris");
  CHECK(r.type == "article-journal");
  CHECK(r.more("ris:TY") == "EJOUR");
  CHECK(r.url == "https://example.org/a");
  const std::string text = write_ris(std::vector{r});
  CHECK(text.starts_with("TY  - EJOUR\r\n"));
  const std::string kept =
      "U1  - 24601\r\nZZ  - who knows\r\nC5  - a custom field of somebody else\r\n"
      "UR  - https://example.org/b\r\nL1  - file.pdf\r\nER  - \r\n";
  CHECK(text.ends_with(kept));
}

TEST_CASE("RIS: an unknown type is a document, said and kept") {
  const Reading reading = read("unknown-type.ris");
  CHECK(reading.records.at(0).type == "document");
  CHECK(reading.remarks.size() == 1);
  CHECK(write_ris(reading.records).starts_with("TY  - XYZ\r\n"));
}

TEST_CASE("RIS: a second DOI on the line is said") {
  const Reading reading = read_ris("TY  - JOUR\nTI  - A\nDO  - 10.1000/a; 10.1000/b\nER  - \n");
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].message.find("10.1000/b") != std::string::npos);
}

TEST_CASE("RIS: one blank before the hyphen, all authors on one line, books") {
  CHECK(only("one-blank-before-hyphen.ris").title == "One blank only");
  CHECK(only("authors-on-one-line.ris").authors ==
        std::vector<std::string>{"Archer, M", "Brook, T", "Cole, R"});
  const Record r = only("book-chapter.ris");
  CHECK(r.type == "chapter");
  CHECK(r.container == "The book around it");
  CHECK(all(r, "editor") == std::vector<std::string>{"Editor, Erna", "Editor, Emil"});
  CHECK(r.more("series") == "Series of books");
  CHECK(r.more("publisher") == "Invented Press");
  CHECK(r.more("place") == "Springfield");
  CHECK(r.more("edition") == "2nd");
}

TEST_CASE("RIS: what we carry in C5 comes back") {
  const Record r = only("carried-by-us.ris");
  CHECK(r.kind == "review");
  CHECK(r.registrations == std::vector<std::string>{"CRD42019106336"});
  CHECK(r.relations == std::vector<Relation>{{"version-of", "doi:10.5555/old"}});
  CHECK(r.notices == std::vector<PublishedNotice>{
                         {"correction", {2020, 2, 0}, "doi:10.5555/corr", "Table 2; one number"}});
  CHECK(r.reference_count == 3);
  CHECK(r.cites_known);
  CHECK(r.cites == std::vector<CitedRecord>{{"doi:10.5555/jit.001", "", ""},
                                            {"", "Brook T. A letter. 1987", "in-text"}});
  CHECK(r.more("csl:status") == "in press");
}

TEST_CASE("RIS: a missing ER is said, and no record lost") {
  const Reading reading = read("missing-end.ris");
  CHECK(reading.records.size() == 2);
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 1);
  CHECK(read("run-together.ris").records.size() == 2);
}

TEST_CASE(
    "RIS: garbage between records is said, a record without title is rejected with its line") {
  const Reading reading = read("garbage-between.ris");
  CHECK(reading.records.size() == 2);
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].line == 11);
  CHECK(reading.rejected[0].name == "Nobody");
  CHECK(reading.rejected[0].reason == "neither a title (TI) nor an identifier (DO)");
  REQUIRE(reading.remarks.size() == 2);
  CHECK(reading.remarks[0].message == "lines 1 to 2 belong to no record; passed over");
  CHECK(reading.remarks[1].line == 7);
}

TEST_CASE("RIS: a file that breaks off loses its last record alone, and says so") {
  const Reading reading = read("truncated.ris");
  CHECK(reading.records.size() == 1);
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].line == 14);
  CHECK(reading.rejected[0].name == "The download broke of");
}

TEST_CASE("RIS: Windows-1252 and UTF-16 by way of to_utf8") {
  CHECK(only("windows-1252.ris").title == "Über “Schmerz” – 5 € gespart");
  CHECK(only("utf-16.ris").authors == std::vector<std::string>{"Müller, José"});
}

TEST_CASE("RIS is written with CRLF, TY to ER, bare DO, split pages and no byte order mark") {
  const std::string text = write_ris(std::vector{only("lf.ris")});
  CHECK(text ==
        "TY  - JOUR\r\nAU  - Archer, Mia\r\nAU  - van der Berg, Jan\r\n"
        "TI  - Injection against surgery for sciatica\r\nJF  - Journal of Invented Trials\r\n"
        "PY  - 2017\r\nVL  - 12\r\nIS  - 3\r\nSP  - 67\r\nEP  - 76\r\n"
        "DO  - 10.5555/jit.2017.067\r\nER  - \r\n");
  CHECK(write_ris({}).empty());
}

TEST_CASE("RIS: every file of the corpus reads the same again after it was written") {
  for (const std::string& path : testing::corpus_files("ris")) {
    INFO(path);
    const Reading once = read_ris(testing::corpus_text(path));
    const std::string text = write_ris(once.records);
    const Reading again = read_ris(text);
    CHECK(again.rejected.empty());
    testing::same(once.records, again.records);
    CHECK(write_ris(again.records) == text);
  }
}

TEST_CASE("RIS: all files of the corpus in one file read the same again, whatever their dialects") {
  std::vector<Record> records;
  for (const std::string& path : testing::corpus_files("ris"))
    for (Record& record : read_ris(testing::corpus_text(path)).records)
      records.push_back(std::move(record));
  testing::same(records, read_ris(write_ris(records)).records);
}

TEST_CASE("RIS: nasty records survive") {
  std::mt19937_64 random(20250501);
  std::vector<Record> records;
  for (int i = 0; i < 2000; ++i) records.push_back(testing::nasty_record(random));
  const Reading again = read_ris(write_ris(records));
  CHECK(again.rejected.empty());
  testing::same(records, again.records);
}

TEST_CASE("RIS: extras that pretend to be members do not become members") {
  Record record;
  record.title = "t";
  record.extra = {{"ris:DO", "10.5555/x"},
                  {"ris:ID", "k"},
                  {"ris:AU", "Nobody, N"},
                  {"ris:PY", "1999"},
                  {"ris:TY", "BOOK"},
                  {"ris:ER", ""},
                  {"ris:C5", "weald:kind review"},
                  {"abstract", "a"},
                  {"issn", "none"},
                  {"csl:x", "y; z %"},
                  {"bibtex:file", "f"}};
  const Reading again = read_ris(write_ris(std::vector{record}));
  REQUIRE(again.records.size() == 1);
  CHECK(again.records[0].doi.empty());
  CHECK(again.records[0].key.empty());
  CHECK(again.records[0].kind == "report");
  CHECK(again.records[0].authors.empty());
  CHECK(again.records[0].more("abstract") == "a");
  CHECK(again.records[0].more("csl:x") == "y; z %");
}

TEST_CASE("RIS: every prefix of a file adds up") {
  for (const std::string& path : testing::corpus_files("ris")) {
    const std::string text = testing::corpus_text(path);
    for (std::size_t n = 0; n <= text.size(); ++n) {
      const Reading reading = read_ris(std::string_view(text).substr(0, n));
      if (reading.read() != reading.records.size() + reading.rejected.size()) FAIL(path);
      if (!reading.records.empty() && write_ris(reading.records).empty()) FAIL(path);
    }
  }
}

TEST_CASE("RIS: ten megabytes of anything take linear time") {
  const std::size_t ten = 10'000'000;
  const std::string head = "TY  - JOUR\nTI  - t\n";
  for (const std::string& text :
       {std::string(ten, 'x'), head + "AB  - " + std::string(ten, 'x'),
        testing::repeated("TY  - \n", ten), head + testing::repeated("x\n", ten),
        head + testing::repeated("KW  - a\nb\n", ten), testing::repeated("ER  - \n", ten),
        head + "SP  - " + testing::repeated("\xE2\x80\x93", 1'000'000) + "\nER  - \n",
        std::string(ten, '\r'), head + testing::repeated("DO  - 10.1/x\n", ten) + "ER  - \n"}) {
    Reading reading;
    const double time = testing::seconds([&] { reading = read_ris(text); });
    INFO(text.substr(0, 40));
    CHECK(time < 5 * testing::second);
    CHECK(reading.read() + reading.remarks.size() > 0);
  }
}

TEST_CASE("RIS: ten megabytes of one line take less than a second") {
  for (const std::string head : {"", "TY  - JOUR\nTI  - ", "TY  - JOUR\nAU  - "})
    CHECK(testing::seconds([&] { read_ris(head + std::string(10'000'000, '{')); }) <
          testing::second);
}

TEST_CASE("RIS: a field of more than a mebibyte is rejected, the next record read") {
  const std::string text = "TY  - JOUR\nTI  - t\nAB  - " + std::string((1 << 20) + 1, 'x') +
                           "\nER  - \nTY  - JOUR\nTI  - good\nER  - \n";
  const Reading reading = read_ris(text);
  CHECK(reading.records.size() == 1);
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].reason.find("1 MiB") != std::string::npos);
}

TEST_CASE("what looks like RIS is told by its content") {
  CHECK(looks_like_ris("TY  - JOUR\n"));
  CHECK(looks_like_ris("\n1. TY  - JOUR\n"));
  CHECK(!looks_like_ris("@article{a, title={TY  - JOUR}}"));
  CHECK(!looks_like_ris("[{\"type\":\"x\"}]"));
  CHECK(!looks_like_ris(""));
}

TEST_CASE("RIS: pages and titles cut in the wrong place still read the same again") {
  for (const char* text : {"TY  - JOUR\nTI  - t\nSP  - 67-\nEP  - 76\nER  - \n",
                           "TY  - JOUR\nTI  - t\nSP  - 12-3\nEP  - 12-9\nER  - \n",
                           "PMID- 1\nTI  - [A translated .\n"}) {
    INFO(text);
    const Reading once = read_ris(text);
    testing::same(once.records, read_ris(write_ris(once.records)).records);
    CHECK(once.records.size() == 1);
  }
  CHECK(read_ris("TY  - JOUR\nTI  - t\nSP  - 67-\nEP  - 76\nER  - \n").records.at(0).pages ==
        "67-76");
}
