// SPDX-License-Identifier: MIT
// Crossref: references without DOI, notices in both directions, titles as lists or texts.
#include "engine/interchange/crossref.h"

#include <catch2/catch.hpp>

#include "tests/interchange/corpus.h"

using namespace weald;
using testing::corpus_file;

TEST_CASE("Crossref: one message; title as a list with markup, names, abstract of JATS") {
  const Reading reading = read_crossref(corpus_file("crossref/message.json"));
  REQUIRE(reading.records.size() == 1);
  const Record& record = reading.records[0];
  CHECK(record.doi == "10.5555/lancet.1");
  CHECK(record.title == "Ileal sampling & more: a long-term study");
  CHECK(record.container == "The Sample");
  CHECK(record.authors ==
        std::vector<std::string>{"Wakeful, AJ", "The Sample Group", "King, Martin, Jr"});
  CHECK(record.date == PartialDate{1998, 2, 28});
  CHECK(record.pages == "637-641");
  CHECK(record.more("abstract") == "Background We saw p<0.05 in x2.");
  CHECK(record.type == "article-journal");
}

TEST_CASE("Crossref: references without DOI keep their place, so that the count holds") {
  const Record record = read_crossref(corpus_file("crossref/message.json")).records[0];
  REQUIRE(record.cites.size() == 4);
  CHECK(record.cites[0] == CitedRecord{"doi:10.5555/first.ref", "", ""});
  CHECK(record.cites[1] == CitedRecord{"", "Old P. A book of 1950. London.", ""});
  CHECK(record.cites[2] == CitedRecord{"", "Jones. On a title. J Sample. 1990. 3. 12", ""});
  CHECK(record.cites[3] == CitedRecord{});
  CHECK(record.cites_known);
  CHECK(record.reference_count == 4);
  CHECK(record.cited_by_count == 1500);
}

TEST_CASE("Crossref: updated-by are notices about the paper, with their source and date") {
  const Record record = read_crossref(corpus_file("crossref/message.json")).records[0];
  REQUIRE(record.notices.size() == 2);
  CHECK(record.notices[0] ==
        PublishedNotice{"correction", {2004, 3, 6}, "doi:10.5555/notice.2004", "publisher"});
  CHECK(record.notices[1] ==
        PublishedNotice{"retraction", {2010, 2, 6}, "doi:10.5555/notice.2010", "retraction-watch"});
  CHECK(record.kind == "report");
}

TEST_CASE("Crossref: trial numbers are registrations, others are kept") {
  const Record record = read_crossref(corpus_file("crossref/message.json")).records[0];
  CHECK(record.registrations == std::vector<std::string>{"NCT00804531"});
  CHECK(record.more("crossref:clinical-trial-number") == "local 12");
}

TEST_CASE("Crossref: items; update-to makes a notice, null dates fall back, a title as text") {
  const Reading reading = read_crossref(corpus_file("crossref/items.json"));
  REQUIRE(reading.records.size() == 3);
  const Record& retraction = reading.records[0];
  CHECK(retraction.kind == "notice");
  CHECK(retraction.title == "Retraction");
  CHECK(retraction.date == PartialDate{2010, 2, 0});
  REQUIRE(retraction.relations.size() == 1);
  CHECK(retraction.relations[0] == Relation{"retracts", "doi:10.5555/lancet.1"});
  CHECK_FALSE(retraction.cites_known);
  CHECK_FALSE(retraction.reference_count);

  const Record& concern = reading.records[1];
  REQUIRE(concern.relations.size() == 2);
  CHECK(concern.relations[0] == Relation{"concerns", "doi:10.5555/a"});
  CHECK(concern.relations[1] == Relation{"corrects", "doi:10.5555/b"});
  CHECK_FALSE(concern.more("crossref:update-to").empty());
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 4);

  const Record& preprint = reading.records[2];
  CHECK(preprint.type == "article");
  CHECK(preprint.kind == "report");
  CHECK(preprint.relations[0] == Relation{"version-of", "doi:10.5555/later"});
}
