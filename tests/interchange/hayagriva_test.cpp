// SPDX-License-Identifier: MIT
// Hayagriva: parents within parents, persons as texts and maps, faults that cost one entry.
#include "engine/interchange/hayagriva.h"

#include <catch2/catch.hpp>

#include "tests/interchange/corpus.h"

using namespace weald;
using testing::by_key;
using testing::corpus_file;

TEST_CASE("Hayagriva: the journal, volume and issue come from the parent") {
  const Reading reading = read_hayagriva(corpus_file("hayagriva/entries.yml"));
  CHECK(reading.rejected.empty());
  CHECK(reading.remarks.empty());
  const Record& record = by_key(reading, "nguyen");
  CHECK(record.line == 2);
  CHECK(record.type == "article-journal");
  CHECK(record.title == "Intradiscal MRI study");
  CHECK(record.container == "Annals of Samples");
  CHECK(record.volume == "166");
  CHECK(record.issue == "8");
  CHECK(record.pages == "547-556");
  CHECK(record.date == PartialDate{2017, 4, 18});
  CHECK(record.authors ==
        std::vector<std::string>{"Nguyen, Christelle", "van den Berg, Jan", "King, Martin, Jr"});
  CHECK(record.doi == "10.5555/ann.1");
  CHECK(record.pmid == "28319997");
  CHECK(record.more("issn") == "1234-5679");
}

TEST_CASE("Hayagriva: a chapter has its book, the book's publisher and the series above it") {
  const Record record = by_key(read_hayagriva(corpus_file("hayagriva/entries.yml")), "chapter");
  CHECK(record.type == "chapter");
  CHECK(record.title == "On spines");
  CHECK(record.container == "A Book of Spines");
  CHECK(record.authors == std::vector<std::string>{"World Health Organization"});
  CHECK(record.date == PartialDate{2011, 6, 0});
  CHECK(record.more("editor") == "Editor, Ed");
  CHECK(record.more("publisher") == "Sample House");
  CHECK(record.more("place") == "Berlin");
  CHECK(record.more("edition") == "2");
  CHECK(record.more("isbn") == "978-3-16-148410-0");
  CHECK(record.more("series") == "Library of Backs");
}

TEST_CASE("Hayagriva: types by their parent, affiliated persons, members that are kept") {
  const Record record = by_key(read_hayagriva(corpus_file("hayagriva/entries.yml")), "talk");
  CHECK(record.type == "paper-conference");
  CHECK(record.more("hayagriva:translator") == "Trans, Lator");
  CHECK(record.more("hayagriva:genre") == "keynote");
  CHECK(record.more("hayagriva:archive") == "shelf: upper left; box: 12 of many boxes");
  CHECK(record.url == "https://example.org/talk");
  CHECK(record.more("place") == "Paris");
}

TEST_CASE("Hayagriva: anchors and faults of YAML cost the entry that they stand in") {
  const Reading reading = read_hayagriva(corpus_file("hayagriva/broken.yml"));
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].key == "good");
  CHECK(reading.records[0].title == "Before");
  CHECK(reading.records[1].key == "after");
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 10);
  std::vector<std::string> lost;
  for (const Rejected& one : reading.rejected) lost.push_back(one.name);
  CHECK(lost.size() == 4);
  CHECK(reading.rejected[0].line == 6);
  CHECK(reading.rejected[0].name == "anchored");
  CHECK(reading.rejected[1].line >= 7);
  CHECK(reading.rejected[1].line <= 10);
  CHECK(reading.rejected[2].line == 14);
  CHECK(reading.rejected[3].line == 17);
  CHECK(reading.read() == 6);
}
