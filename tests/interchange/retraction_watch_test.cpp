// SPDX-License-Identifier: MIT
// The Retraction Watch data: ids that are none, American dates, lists that end in a semicolon.
#include "engine/interchange/retraction_watch.h"

#include <catch2/catch.hpp>

#include "tests/interchange/corpus.h"

using namespace weald;
using testing::corpus_file;

TEST_CASE("Retraction Watch: a row is the original paper with its notice") {
  const Reading reading = read_retraction_watch(corpus_file("retraction-watch/rows.csv"));
  REQUIRE(reading.records.size() == 5);
  const Record& record = reading.records[0];
  CHECK(record.line == 2);
  CHECK(record.title == "Injection, once more: 1-year results");
  CHECK(record.doi == "10.5555/ann.1");
  CHECK(record.pmid == "28319997");
  CHECK(record.date == PartialDate{2017, 4, 18});
  CHECK(record.container == "Annals of Samples");
  CHECK(record.authors ==
        std::vector<std::string>{"Nguyen, Christelle", "van den Berg, Jan", "GISSI Study Group"});
  REQUIRE(record.notices.size() == 1);
  CHECK(record.notices[0] ==
        PublishedNotice{"retraction",
                        {2024, 7, 31},
                        "doi:10.5555/notice.101",
                        "Unreliable Data; Investigation by Journal/Publisher"});
  CHECK(record.more("retraction-watch:Record ID") == "101");
  CHECK(record.kind == "report");
}

TEST_CASE("Retraction Watch: 0, Unavailable and nothing are no identifiers") {
  const Reading reading = read_retraction_watch(corpus_file("retraction-watch/rows.csv"));
  CHECK(reading.records[1].doi.empty());
  CHECK(reading.records[1].pmid.empty());
  CHECK(reading.records[1].notices[0].notice.empty());
  CHECK(reading.records[2].doi == "10.5555/ann.3");
  CHECK(reading.records[2].pmid.empty());
  CHECK(reading.records[3].notices[0].notice == "pmid:123");
  CHECK(reading.records[4].doi.empty());
  CHECK(reading.records[4].pmid == "31000007");
}

TEST_CASE("Retraction Watch: the four natures, and a fifth is refused") {
  const Reading reading = read_retraction_watch(corpus_file("retraction-watch/rows.csv"));
  std::vector<std::string> kinds;
  for (const Record& record : reading.records) kinds.push_back(record.notices[0].kind);
  CHECK(kinds == std::vector<std::string>{"retraction", "concern", "correction", "reinstatement",
                                          "retraction"});
  REQUIRE(reading.rejected.size() == 2);
  CHECK(reading.rejected[0].line == 6);
  CHECK(reading.rejected[1].line == 7);
  CHECK(reading.read() == 7);
  // Dates that no calendar has are remarked upon and unknown.
  REQUIRE(reading.remarks.size() == 2);
  CHECK(reading.remarks[0].line == 4);
  CHECK_FALSE(reading.records[2].date.known());
  CHECK_FALSE(reading.records[2].notices[0].date.known());
}

TEST_CASE("Retraction Watch: line breaks and quotes in cells") {
  const Reading reading = read_retraction_watch(corpus_file("retraction-watch/rows.csv"));
  CHECK(reading.records[4].line == 8);
  CHECK(reading.records[4].title == "A quote, \"inside\", and a line break");
}

TEST_CASE("Retraction Watch: an unclosed quotation mark keeps the rows before it") {
  std::string text = corpus_file("retraction-watch/rows.csv");
  text += "108,\"never closed,,,Journal H,,,,,,2/3/2021 0:00,0,0,1/1/2019,0,5,Retraction,,No,\r\n";
  const Reading reading = read_retraction_watch(text);
  CHECK(reading.records.size() == 5);
  CHECK(reading.rejected.size() == 3);
  CHECK(reading.read() == 8);
}

TEST_CASE("Retraction Watch: a table with other columns says which one is missing") {
  const Reading reading = read_retraction_watch("a,b\n1,2\n");
  CHECK(reading.records.empty());
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].reason == "the column RetractionNature is missing");
}
