// SPDX-License-Identifier: MIT
// OpenAlex: addresses as identifiers, abstracts from their index, empty lists that mean nothing.
#include "engine/interchange/openalex.h"

#include <catch2/catch.hpp>

#include "tests/interchange/corpus.h"

using namespace weald;
using testing::corpus_file;

TEST_CASE("OpenAlex: identifiers are addresses, names are turned, the abstract is put together") {
  const Reading reading = read_openalex(corpus_file("openalex/answer.json"));
  CHECK(reading.rejected.empty());
  REQUIRE(reading.records.size() == 3);
  const Record& record = reading.records[0];
  CHECK(record.line == 4);
  CHECK(record.openalex == "W1111111111");
  CHECK(record.doi == "10.5555/trial.1");
  CHECK(record.pmid == "28319997");
  CHECK(record.pmc == "PMC4566202");
  CHECK(record.title == "Injection of glucocorticoid: 1-year results");
  CHECK(record.authors == std::vector<std::string>{"van der Berg, Ludwig", "GISSI Study Group",
                                                   "Smith, Ann B., Jr", "李明"});
  CHECK(record.date == PartialDate{2017, 4, 18});
  CHECK(record.container == "Annals of Samples");
  CHECK(record.volume == "166");
  CHECK(record.pages == "547-556");
  CHECK(record.url.empty());
  CHECK(record.more("abstract") == "Background pain and pain again.");
  CHECK(record.more("keyword") == "Sciatica");
  CHECK(record.more("publisher") == "Sample House");
  CHECK(record.type == "article-journal");
}

TEST_CASE("OpenAlex: referenced works, counts, and a retraction without date") {
  const Reading reading = read_openalex(corpus_file("openalex/answer.json"));
  const Record& record = reading.records[0];
  REQUIRE(record.cites.size() == 2);
  CHECK(record.cites[0].id == "openalex:W22");
  CHECK(record.cites_known);
  CHECK(record.reference_count == 2);
  CHECK(record.cited_by_count == 41);
  REQUIRE(record.notices.size() == 1);
  CHECK(record.notices[0] == PublishedNotice{"retraction", {}, "", "OpenAlex"});
}

TEST_CASE("OpenAlex: an empty list of references is unknown, not none") {
  const Record record = read_openalex(corpus_file("openalex/answer.json")).records[1];
  CHECK(record.cites.empty());
  CHECK_FALSE(record.cites_known);
  CHECK_FALSE(record.reference_count);
  CHECK(record.cited_by_count == 0);
  CHECK(record.kind == "review");
  CHECK(record.date == PartialDate{2019, 0, 0});
  CHECK(record.pages == "e12");
  CHECK(record.notices.empty());
}

TEST_CASE("OpenAlex: types of notices, and the journal as it stood before 2023") {
  const Record record = read_openalex(corpus_file("openalex/answer.json")).records[2];
  CHECK(record.kind == "notice");
  CHECK(record.container == "Old Style Journal");
}

TEST_CASE("OpenAlex: one bad line of NDJSON costs one record") {
  const Reading reading = read_openalex(corpus_file("openalex/works.ndjson"));
  REQUIRE(reading.records.size() == 2);
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].line == 2);
  CHECK(reading.records[0].more("openalex:type") == "editorial");
  CHECK(reading.records[1].line == 3);
  CHECK(reading.records[1].type == "article");
  CHECK(reading.records[1].cites[0].id == "openalex:W44");
}
