// SPDX-License-Identifier: MIT
#include "engine/interchange/bibtex.h"

#include <fmt/format.h>

#include "engine/interchange/bibtex_parse.h"
#include "engine/interchange/latex.h"
#include "tests/interchange/corpus.h"

using namespace weald;
using testing::all;

namespace {

Reading read(const std::string& name) {
  return read_bibtex(testing::corpus_text("bibtex/" + name));
}
using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("BibTeX: abbreviations, joined with #, in any case; unknown ones are said") {
  const Reading reading = read("strings.bib");
  REQUIRE(reading.records.size() == 3);
  CHECK(reading.records[0].container == "Journal of Invented Trials");
  CHECK(date_text(reading.records[0].date) == "2016-09");
  CHECK(reading.records[1].container == "Annals of Invented Medicine");
  CHECK(date_text(reading.records[1].date) == "2017");
  CHECK(reading.records[2].container == "nowhere");
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 5);
}

TEST_CASE("BibTeX: nested braces, quotes within braces within quotes, parentheses around") {
  const Reading reading = read("nested-braces.bib");
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].title == "The SPORT trial of L5/S1 disc herniation");
  CHECK(reading.records[0].more("abstract") == "Said \"twice\" and in \"quotes\"");
  CHECK(reading.records[1].title == "In parentheses (as few do)");
  CHECK(date_text(reading.records[1].date) == "2001");
}

TEST_CASE("BibTeX: names of every form") {
  CHECK(read("names.bib").records.at(0).authors ==
        Strings{"Archer, Mia", "van der Berg, Jan", "King, Martin Luther, Jr",
                "van Beethoven, Ludwig", "Invented Trials and Errors Group",
                "World Health Organization", "Plato", "Nguyen, C"});
}

TEST_CASE("BibTeX: semicolons between names, braced groups, and others") {
  const Reading reading = read_bibtex(
      "@article{a, title={A}, author={Smith, J; Doe, K; Poe, L}}\n"
      "@article{b, title={B}, author={{Barnes and Noble, Inc.} and Archer, M and others}}\n");
  CHECK(reading.records.at(0).authors == Strings{"Smith, J", "Doe, K", "Poe, L"});
  CHECK(reading.records.at(1).authors == Strings{"Barnes and Noble, Inc.", "Archer, M"});
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 2);
}

TEST_CASE("BibTeX: LaTeX accents, symbols and ligatures become UTF-8") {
  const Record r = read("accents.bib").records.at(0);
  CHECK(r.authors == Strings{"Müller, José", "Łukasiewicz, Éva", "Gonçalves, João",
                             "Østergaard, Søren", "Naïve, A", "Hašek, J", "Erdős, P", "Straße, Åke",
                             "Nguyê\u0303n, V"});
  CHECK(r.title == "P value < 0.05 – a true story of β-blockers: 5 % & more—“always”");
}

TEST_CASE("LaTeX and text are each other's reverse") {
  CHECK(latex_to_text("\\'{\\i}\\c c\\v{s}\\~{}\\^{}\\aa{} \\unknown x \\\"") ==
        "íçš~^å \\unknown x \"");
  CHECK(text_to_latex("é & ß_{1}") == "{\\'e} \\& {\\ss}\\_\\textbraceleft{}1\\textbraceright{}");
  CHECK(text_to_latex("ñ ç í") == "{\\~n} {\\c c} {\\'\\i}");
  CHECK(title_to_latex("The RCT of Éva in low back pain") ==
        "The {RCT} of {{\\'E}va} in low back pain");
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const std::string text = testing::nasty_text(random);
    INFO(text);
    CHECK(latex_to_text(text_to_latex(text)) == text);
    CHECK(latex_to_text(title_to_latex(text)) == text);
  }
}

TEST_CASE("BibTeX: months as abbreviations, numbers, words and with a day") {
  const Reading reading = read("month-macros.bib");
  REQUIRE(reading.records.size() == 5);
  const char* dates[] = {"2016-09", "2016-09-01", "2016-09", "2016-09", "2016-09"};
  for (std::size_t i = 0; i < 5; ++i) CHECK(date_text(reading.records[i].date) == dates[i]);
  CHECK(reading.records[4].more("bibtex:month") == "Sep-Oct");
}

TEST_CASE("BibTeX: crossref inherits, also in chains and in any case") {
  const Reading reading = read("crossref.bib");
  REQUIRE(reading.records.size() == 5);
  const Record& talk = reading.records[0];
  CHECK(talk.title == "The talk");
  CHECK(talk.container == "Proceedings of the meeting");
  CHECK(date_text(talk.date) == "1998");
  CHECK(talk.more("publisher") == "Invented Press");
  CHECK(talk.more("series") == "Series of meetings");
  CHECK(talk.more("place") == "Springfield");
  CHECK(date_text(reading.records[1].date) == "1999");
  CHECK(reading.records[4].more("bibtex:crossref") == "nobody");
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].message.find("«nobody»") != std::string::npos);
}

TEST_CASE("BibTeX: a loop of crossref ends and is said") {
  const Reading reading = read("crossref-loop.bib");
  REQUIRE(reading.records.size() == 3);
  CHECK(date_text(reading.records[0].date) == "2000");
  CHECK(reading.remarks.size() == 3);
}

TEST_CASE("BibTeX: types and names of fields in any case") {
  const Reading reading = read("case-insensitive.bib");
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].key == "Key1");
  CHECK(reading.records[0].doi == "10.5555/abc");
  CHECK(reading.records[1].type == "thesis");
  CHECK(reading.records[1].more("bibtex:entrytype") == "phdthesis");
  CHECK(reading.records[1].more("publisher") == "University of Invention");
}

TEST_CASE("BibTeX: comments of every kind are passed over") {
  const Reading reading = read("comments.bib");
  REQUIRE(reading.records.size() == 1);
  CHECK(reading.records[0].key == "seen");
  CHECK(reading.rejected.empty());
}

TEST_CASE("BibTeX: a doubled key is said and both entries are kept; written keys differ") {
  const Reading reading = read("duplicate-keys.bib");
  CHECK(reading.records.size() == 2);
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 2);
  const std::string text = write_bibtex(reading.records);
  CHECK(text.find("@article{same,") != std::string::npos);
  CHECK(text.find("@article{Same-2,") != std::string::npos);
  testing::same(reading.records, read_bibtex(text).records);
}

TEST_CASE("BibTeX: % within a value is text") {
  const Record r = read("percent.bib").records.at(0);
  CHECK(r.title == "50% of patients");
  CHECK(r.more("abstract") == "100% sure");
  CHECK(r.url == "https://example.org/a%20b_c?x=1&y=2");
}

TEST_CASE("BibTeX: dates of BibLaTeX, ranges, seasons and years that are none") {
  const Reading reading = read("biblatex-dates.bib");
  REQUIRE(reading.records.size() == 7);
  const char* dates[] = {"2016-09-01", "2016-09-01", "2016-09", "2016", "2016-09-01", "", "1950"};
  for (std::size_t i = 0; i < 7; ++i) {
    INFO(i);
    CHECK(date_text(reading.records[i].date) == dates[i]);
  }
  CHECK(reading.records[1].more("bibtex:date") == "2016-09-01/2016-09-03");
  CHECK(reading.records[4].more("bibtex:year") == "2015");
  CHECK(reading.records[5].more("bibtex:year") == "in press");
  CHECK(reading.remarks.size() == 1);
}

TEST_CASE("BibTeX: eprints of PubMed are PMIDs, others stay") {
  const Reading reading = read("eprint.bib");
  REQUIRE(reading.records.size() == 3);
  CHECK(reading.records[0].more("bibtex:eprint") == "2101.00001");
  CHECK(reading.records[0].more("bibtex:archiveprefix") == "arXiv");
  CHECK(reading.records[1].pmid == "28319997");
  CHECK(reading.records[2].pmc == "PMC4566202");
}

TEST_CASE("BibTeX: unknown fields and types are kept as they are") {
  const Reading reading = read("unknown-fields.bib");
  REQUIRE(reading.records.size() == 2);
  const Record& r = reading.records[0];
  CHECK(r.more("bibtex:file") == ":C\\:/papers/a.pdf:PDF");
  CHECK(r.more("bibtex:mendeley-groups") == "A, {B}");
  CHECK(r.more("bibtex:annote") == "\\textbf{read}");
  CHECK(r.more("note") == "First");
  CHECK(r.more("bibtex:note") == "Second");
  CHECK(r.more("place") == "Springfield");
  CHECK(r.more("bibtex:location") == "Shelbyville");
  CHECK(reading.records[1].type == "document");
  CHECK(write_bibtex(reading.records).find("annote = {\\textbf{read}}") != std::string::npos);
  CHECK(write_bibtex(reading.records).find("@gizmo{b") != std::string::npos);
}

TEST_CASE("BibTeX: keywords between commas or semicolons") {
  const Reading reading = read("keywords.bib");
  REQUIRE(reading.records.size() == 2);
  CHECK(all(reading.records[0], "keyword") == Strings{"pain", "steroids", "Injections, Epidural"});
  CHECK(all(reading.records[1], "keyword") == Strings{"Pain, Postoperative", "Steroids"});
}

TEST_CASE("BibTeX: a chapter, a serial number, a range of pages") {
  const Reading reading = read("book-chapter.bib");
  REQUIRE(reading.records.size() == 2);
  const Record& r = reading.records[0];
  CHECK(r.type == "chapter");
  CHECK(r.container == "The book around it");
  CHECK(all(r, "editor") == Strings{"Editor, Erna", "Editor, Emil"});
  CHECK(r.pages == "1-20");
  CHECK(r.more("isbn") == "978-3-16-148410-0");
  CHECK(all(reading.records[1], "issn") == Strings{"0003-4819", "1539-3704"});
  CHECK(write_bibtex(reading.records).find("pages = {67--76}") != std::string::npos);
}

TEST_CASE("BibTeX: what we carry in fields of our own comes back") {
  const Record r = read("carried-by-us.bib").records.at(0);
  CHECK(r.kind == "guideline");
  CHECK(r.registrations == Strings{"NCT00804531", "ISRCTN12345678"});
  CHECK(r.relations == std::vector<Relation>{{"version-of", "doi:10.5555/old"}});
  CHECK(r.notices == std::vector<PublishedNotice>{{"concern", {2020, 0, 0}, "", "See text"}});
  CHECK(r.cites == std::vector<CitedRecord>{{"doi:10.5555/jit.001", "", ""},
                                            {"brook-1987", "Brook T; 1987", "inferred"}});
  CHECK(r.more("csl:status") == "in press");
}

TEST_CASE("BibTeX: braces and quotes that are never closed lose their entry alone") {
  const Reading reading = read("missing-closing-brace.bib");
  CHECK(reading.records.size() == 4);
  REQUIRE(reading.rejected.size() == 3);
  CHECK(reading.rejected[0].line == 2);
  CHECK(reading.rejected[0].name == "bad1");
  CHECK(reading.rejected[0].reason == "a brace { is never closed");
  CHECK(reading.rejected[1].line == 4);
  CHECK(reading.rejected[1].reason == "no closing brace } before the next entry begins");
  CHECK(reading.rejected[2].line == 6);
}

TEST_CASE("BibTeX: entries run together, errors of syntax, a file that breaks off") {
  CHECK(read("run-together.bib").records.size() == 2);
  const Reading errors = read("syntax-errors.bib");
  CHECK(errors.records.size() == 4);
  REQUIRE(errors.rejected.size() == 2);
  CHECK(errors.rejected[0].name == "noequals");
  CHECK(errors.rejected[0].reason == "no = after «title»");
  CHECK(errors.rejected[1].name == "nothing");
  CHECK(errors.rejected[1].line == 5);
  const Reading truncated = read("truncated.bib");
  CHECK(truncated.records.size() == 1);
  REQUIRE(truncated.rejected.size() == 1);
  CHECK(truncated.rejected[0].line == 2);
}

TEST_CASE("BibTeX: specials are escaped when written and plain when read") {
  const Record r = read("specials.bib").records.at(0);
  CHECK(r.title == "Cost & effect of 5% A_B #1 $9 ~ ^ \\ {x}");
  CHECK(write_bibtex(std::vector{r}) ==
        "@article{a,\n  title = {Cost \\& effect of 5\\% {A\\_B} \\#1 \\$9 \\textasciitilde{} "
        "\\textasciicircum{} \\textbackslash{} \\textbraceleft{}x\\textbraceright{}},\n"
        "  journal = {R\\&D}\n}\n");
  CHECK(read("windows-1252.bib").records.at(0).authors == Strings{"Müller, José"});
}

TEST_CASE("BibTeX: a record without key gets one, groups stand in braces") {
  Record a, b;
  a.title = b.title = "T";
  a.authors = b.authors = {"van der Berg, Jan", "Invented Trials and Errors Group"};
  a.date = b.date = {2017, 4, 18};
  CHECK(write_bibtex(std::vector{a, b}) ==
        "@article{vanderberg2017,\n  author = {van der Berg, Jan and {Invented Trials and Errors "
        "Group}},\n  title = {T},\n  year = {2017},\n  month = apr,\n  day = {18}\n}\n\n"
        "@article{vanderberg2017-2,\n  author = {van der Berg, Jan and {Invented Trials and Errors "
        "Group}},\n  title = {T},\n  year = {2017},\n  month = apr,\n  day = {18}\n}\n");
}

TEST_CASE("BibTeX: every file of the corpus reads the same again after it was written") {
  for (const std::string& path : testing::corpus_files("bibtex")) {
    INFO(path);
    const Reading once = read_bibtex(testing::corpus_text(path));
    const std::string text = write_bibtex(once.records);
    INFO(text);
    const Reading again = read_bibtex(text);
    CHECK(again.rejected.empty());
    std::vector<Record> expected = once.records;
    for (std::size_t i = 0; i < expected.size() && i < again.records.size(); ++i)
      if (expected[i].key.empty()) expected[i].key = again.records[i].key;
    testing::same(expected, again.records);
    CHECK(write_bibtex(again.records) == text);
  }
}

TEST_CASE("BibTeX: nasty records survive") {
  std::mt19937_64 random(20250502);
  std::vector<Record> records;
  for (int i = 0; i < 2000; ++i) {
    records.push_back(testing::nasty_record(random));
    records.back().key = fmt::format("k{}{}", i, i % 3 ? "" : " {,");
  }
  const Reading again = read_bibtex(write_bibtex(records));
  CHECK(again.rejected.empty());
  testing::same(records, again.records);
}

TEST_CASE("BibTeX: extras that pretend to be members do not become members") {
  Record record;
  record.key = "k";
  record.title = "t";
  record.extra = {{"bibtex:doi", "10.5555/x"},
                  {"bibtex:title", "u"},
                  {"bibtex:crossref", "k"},
                  {"bibtex:bad name", "}{"},
                  {"bibtex:x", "}{"},
                  {"note", "a"},
                  {"note", "b"},
                  {"issn", "none"},
                  {"bibtex:weald-kind", "study"},
                  {"bibtex:entrytype", "string"},
                  {"ris:U1", "7; 8"},
                  {"keyword", "a, b; c and d"}};
  const Reading again = read_bibtex(write_bibtex(std::vector{record}));
  REQUIRE(again.records.size() == 1);
  CHECK(again.records[0].doi.empty());
  CHECK(again.records[0].kind == "report");
  CHECK(again.records[0].title == "t");
  CHECK(again.records[0].more("keyword") == "a, b; c and d");
  CHECK(all(again.records[0], "note") == Strings{"a", "b"});
  CHECK(again.records[0].more("ris:U1") == "7; 8");
  CHECK(again.records[0].extra.size() == record.extra.size());
}

TEST_CASE("BibTeX: every prefix of a file adds up") {
  for (const std::string& path : testing::corpus_files("bibtex")) {
    const std::string text = testing::corpus_text(path);
    for (std::size_t n = 0; n <= text.size(); ++n) {
      const Reading reading = read_bibtex(std::string_view(text).substr(0, n));
      if (reading.read() != reading.records.size() + reading.rejected.size()) FAIL(path);
    }
  }
}

TEST_CASE("BibTeX: ten megabytes of anything take linear time") {
  const std::size_t ten = 10'000'000;
  std::string chain;
  for (int i = 0; i < 100'000; ++i)
    chain += fmt::format("@book{{k{}, title={{t}}, crossref={{k{}}}}}\n", i, i + 1);
  for (const std::string& text :
       {std::string(ten, '{'), "@article{a, title={" + std::string(ten, '{'),
        "@article{a, title={" + testing::repeated("\\'", ten) + "}}",
        "@article{a, title=\"" + std::string(ten, 'x'), std::string(ten, '@'),
        testing::repeated("@a{", ten), testing::repeated("\n@a{b,", ten),
        testing::repeated("\n@a{b,x={", ten), testing::repeated("@a{b,x={", ten),
        testing::repeated("% @", ten), testing::repeated("a@b ", ten),
        "@article{a," + testing::repeated("x=1,", ten) + "}",
        "@article{a, author={" + testing::repeated("a and ", 1'000'000) + "}}",
        testing::repeated("@article{a, title=x # x # x}\n", 1'000'000),
        testing::repeated("@comment{", ten), chain}) {
    Reading reading;
    const double time = testing::seconds([&] { reading = read_bibtex(text); });
    INFO(text.substr(0, 40));
    CHECK(time < 5 * testing::second);
    CHECK(reading.read() + reading.remarks.size() > 0);
  }
}

TEST_CASE("BibTeX: ten megabytes of braces, of accents and of one line take less than a second") {
  const std::size_t ten = 10'000'000;
  const std::string accents = testing::repeated("\\'", ten);
  for (const std::string& text :
       {std::string(ten, '{'), accents, std::string(ten, 'x'),
        "@article{a, title={" + std::string(ten, '{'), "@article{a, title={" + accents + "}}"})
    CHECK(testing::seconds([&] { read_bibtex(text); }) < testing::second);
  CHECK(testing::seconds([&] { latex_to_text(accents); }) < testing::second);
  CHECK(testing::seconds([&] { latex_to_text(std::string(ten, '{')); }) < testing::second);
}

TEST_CASE("BibTeX: abbreviations that double each other are stopped") {
  std::string text = "@string{a0 = \"xxxxxxxxxxxxxxxx\"}\n";
  for (int i = 0; i < 60; ++i) text += fmt::format("@string{{a{} = a{} # a{}}}\n", i + 1, i, i);
  text += "@article{bomb, title = a60}\n@article{good, title = {Good}}\n";
  const Reading reading = read_bibtex(text);
  CHECK(reading.records.back().key == "good");
  CHECK(!reading.remarks.empty());
}

TEST_CASE("BibTeX: a field of more than a mebibyte is rejected, the next entry read") {
  const Reading reading = read_bibtex("@article{a, title={" + std::string((1 << 20) + 1, 'x') +
                                      "}}\n@article{b, title={good}}\n");
  CHECK(reading.records.size() == 1);
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].reason.find("1 MiB") != std::string::npos);
}

TEST_CASE("what looks like BibTeX is told by its content") {
  CHECK(looks_like_bibtex("% comment\n\n @Article {a, title={x}}"));
  CHECK(looks_like_bibtex("@string(a = {b})"));
  CHECK(!looks_like_bibtex("[{\"a\": \"\n@article{b,\n\"}]"));
  CHECK(!looks_like_bibtex("TY  - JOUR\nAB  - mail a@b.org\n"));
  CHECK(!looks_like_bibtex(""));
}
