// SPDX-License-Identifier: MIT
#include "engine/interchange/nbib.h"

#include "engine/interchange/bibtex.h"
#include "engine/interchange/ris.h"
#include "tests/interchange/corpus.h"

using namespace weald;
using testing::all;

namespace {

Reading read(const std::string& name) { return read_nbib(testing::corpus_text("nbib/" + name)); }

}  // namespace

TEST_CASE("NBIB: a trial with everything that it says") {
  const Reading reading = read("trial.nbib");
  REQUIRE(reading.records.size() == 1);
  const Record& r = reading.records[0];
  CHECK(r.pmid == "30000002");
  CHECK(r.title ==
        "Intradiscal injection for chronic low back pain with a title that is long enough to go on "
        "in a second line: a randomized trial");
  CHECK(r.container == "Annals of invented medicine");
  CHECK(r.authors ==
        std::vector<std::string>{"Archer, Mia", "Brook, Tom L", "Invented Trials Group"});
  CHECK(date_text(r.date) == "2017-04-18");
  CHECK(r.volume == "166");
  CHECK(r.issue == "8");
  CHECK(r.pages == "547-556");
  CHECK(r.doi == "10.5555/nb-1700");
  CHECK(r.pmc == "PMC4566202");
  CHECK(r.registrations == std::vector<std::string>{"NCT00804531", "ISRCTN12345678"});
  CHECK(r.kind == "report");
  CHECK(r.more("abstract") == "BACKGROUND: Discopathy hurts. METHODS: A trial.");
  CHECK(all(r, "issn") == std::vector<std::string>{"1539-3704", "0003-4819"});
  CHECK(all(r, "keyword") ==
        std::vector<std::string>{"Low Back Pain/drug therapy", "Modic changes"});
  CHECK(r.more("language") == "eng");
  CHECK(r.more("place") == "United States");
  CHECK(r.more("nbib:SI") == "GENBANK/U12345");
  CHECK(r.more("nbib:LID") == "S0000-0000(17)1 [pii]");
  CHECK(r.more("nbib:TA") == "Ann Invent Med");
  CHECK(r.more("nbib:AUID") == "ORCID: 0000-0001-0000-0000");
  CHECK(r.more("nbib:CIN").ends_with("PMID: 30000009"));
  CHECK(all(r, "nbib:PT").size() == 2);
}

TEST_CASE(
    "NBIB: padding, continuation, blank lines inside, seasons and ranges, translated titles") {
  const Reading reading = read("padding-and-continuation.nbib");
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].line == 2);
  CHECK(reading.records[0].more("abstract") == "One two three");
  CHECK(date_text(reading.records[0].date) == "2019");
  CHECK(reading.records[0].more("nbib:DP") == "2019 Spring");
  CHECK(reading.records[1].title == "A translated title");
  CHECK(date_text(reading.records[1].date) == "2018-12-15");
  CHECK(reading.records[1].authors == std::vector<std::string>{"van der Berg, J", "King, ML, Jr"});
}

TEST_CASE("NBIB: registrations of every register, each once") {
  CHECK(read("registrations.nbib").records.at(0).registrations ==
        std::vector<std::string>{"NCT00804531", "EUCTR2012-001234-12"});
}

TEST_CASE("NBIB: retraction, concern and erratum in another paper become notices") {
  const Reading reading = read("retracted.nbib");
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].notices ==
        std::vector<PublishedNotice>{{"retraction", {2010, 1, 12}, "pmid:20445167", ""},
                                     {"concern", {2009, 12, 0}, "pmid:20000001", ""},
                                     {"correction", {2008, 3, 4}, "", ""}});
  CHECK(reading.records[0].more("nbib:EIN") == "J Invent Trials. 2008 Mar 4;300(1):3");
  CHECK(reading.records[1].notices == std::vector<PublishedNotice>{{"retraction", {}, "", ""}});
}

TEST_CASE("NBIB: notices are of that kind and say of what they speak") {
  const Reading reading = read("notices.nbib");
  REQUIRE(reading.records.size() == 4);
  for (const Record& record : reading.records) CHECK(record.kind == "notice");
  CHECK(reading.records[0].relations == std::vector<Relation>{{"retracts", "pmid:30000006"}});
  CHECK(reading.records[1].relations == std::vector<Relation>{{"corrects", "doi:10.5555/nb-1700"}});
  CHECK(reading.records[2].relations == std::vector<Relation>{{"concerns", "pmid:30000006"}});
  CHECK(!reading.records[2].more("nbib:CON").empty());
  CHECK(reading.records[3].relations.empty());
  CHECK(!reading.records[3].more("nbib:ROF").empty());
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 20);
}

TEST_CASE("NBIB: the kind follows the publication types") {
  const Reading reading = read("kinds.nbib");
  REQUIRE(reading.records.size() == 4);
  for (std::size_t i = 0; i < 3; ++i) CHECK(reading.records[i].kind == "review");
  CHECK(reading.records[3].kind == "guideline");
}

TEST_CASE("NBIB: a record without title is rejected with its line, the others survive") {
  const Reading reading = read("cut-off.nbib");
  CHECK(reading.records.size() == 1);
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].line == 4);
  CHECK(reading.rejected[0].name == "pmid:30000015");
  CHECK(read("run-together.nbib").records.size() == 2);
}

TEST_CASE("NBIB: a chapter stands in its book") {
  const Record r = read("book.nbib").records.at(0);
  CHECK(r.type == "chapter");
  CHECK(r.container == "The book of pain");
  CHECK(r.more("isbn") == "9783161484100");
  CHECK(all(r, "editor") == std::vector<std::string>{"Editor, Erna"});
}

TEST_CASE("NBIB: what is no NBIB is refused in words") {
  CHECK(read_nbib("TY  - JOUR\n").rejected.size() == 1);
  CHECK(read_nbib("").read() == 0);
  CHECK(!looks_like_nbib("TY  - JOUR\nPMID: 3\n"));
  CHECK(looks_like_nbib("\n\nPMID- 3\n"));
}

TEST_CASE("NBIB records come through RIS and BibTeX with all but the order of lists") {
  for (const std::string& path : testing::corpus_files("nbib")) {
    INFO(path);
    const std::vector<Record> records = read_nbib(testing::corpus_text(path)).records;
    testing::same(records, read_ris(write_ris(records)).records);
    std::vector<Record> bib = read_bibtex(write_bibtex(records)).records;
    std::vector<Record> expected = records;
    for (auto* list : {&bib, &expected})
      for (Record& record : *list) {
        record.key.clear();
        std::ranges::stable_sort(record.extra, {}, [](const auto& extra) { return extra.first; });
      }
    testing::same(expected, bib);
  }
}

TEST_CASE("NBIB: every prefix of a file adds up") {
  for (const std::string& path : testing::corpus_files("nbib")) {
    const std::string text = testing::corpus_text(path);
    for (std::size_t n = 0; n <= text.size(); ++n) {
      const Reading reading = read_nbib(std::string_view(text).substr(0, n));
      if (reading.read() != reading.records.size() + reading.rejected.size()) FAIL(path);
    }
  }
}

TEST_CASE("NBIB: ten megabytes of anything take linear time, long fields are rejected") {
  const std::size_t ten = 10'000'000;
  for (const std::string& text :
       {std::string(ten, 'x'), "PMID- 1\nTI  - " + std::string(ten, 'x'),
        testing::repeated("PMID- 1\n", ten),
        "PMID- 1\nTI  - t\n" + testing::repeated("      x\n", ten),
        "PMID- 1\nTI  - t\n" + testing::repeated("RIN - doi: doi: PMID: x\n", ten),
        "PMID- 1\nTI  - t\n" + testing::repeated("SI  - x/NCT00804531\n", ten)}) {
    Reading reading;
    const double time = testing::seconds([&] { reading = read_nbib(text); });
    INFO(text.substr(0, 40));
    CHECK(time < 5 * testing::second);
    CHECK(reading.read() > 0);
  }
  const Reading reading = read_nbib("PMID- 1\nTI  - t\nAB  - " + std::string((1 << 20) + 1, 'x') +
                                    "\n\nPMID- 2\nTI  - u\n");
  CHECK(reading.records.size() == 1);
  CHECK(reading.rejected.at(0).reason.find("1 MiB") != std::string::npos);
}
