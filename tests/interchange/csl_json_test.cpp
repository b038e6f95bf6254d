// SPDX-License-Identifier: MIT
// CSL-JSON: dates and names in every form, members that we do not know, and nothing lost.
#include "engine/interchange/csl_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/interchange/corpus.h"

using namespace weald;
using testing::by_key;
using testing::corpus_file;

TEST_CASE(
    "CSL dates: parts as numbers or texts, season, circa, literal, raw, EDTF, periods, nulls") {
  const Reading reading = read_csl_json(corpus_file("csl-json/dates.json"));
  CHECK(reading.rejected.empty());
  CHECK(by_key(reading, "numbers").date == PartialDate{2017, 4, 18});
  CHECK(by_key(reading, "texts").date == PartialDate{2017, 4, 18});
  CHECK(by_key(reading, "season").date == PartialDate{2016, 0, 0});
  CHECK(by_key(reading, "circa").date == PartialDate{1931, 0, 0});
  CHECK(by_key(reading, "literal").date == PartialDate{1998, 0, 0});
  CHECK(by_key(reading, "raw").date == PartialDate{2017, 4, 18});
  CHECK(by_key(reading, "edtf").date == PartialDate{2017, 4, 0});
  CHECK(by_key(reading, "period").date == PartialDate{2015, 11, 0});
  CHECK_FALSE(by_key(reading, "null-parts").date.known());
  CHECK(by_key(reading, "no-such-day").date == PartialDate{2017, 2, 0});
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 10);
}

TEST_CASE("a CSL date that says more than a record holds is written back as it was") {
  const Reading reading = read_csl_json(corpus_file("csl-json/dates.json"));
  const auto items = nlohmann::json::parse(write_csl_json(reading.records));
  CHECK(items[0]["issued"].dump() == R"({"date-parts":[[2017,4,18]]})");
  CHECK(items[2]["issued"]["season"] == 2);
  CHECK(items[3]["issued"]["circa"] == true);
  CHECK(items[4]["issued"]["literal"] == "Spring of 1998");
  CHECK(items[6]["issued"] == "2017-04~");
  CHECK(items[7]["issued"]["date-parts"].size() == 2);
  // A date that was changed since is not overwritten by the old one.
  Record changed = by_key(reading, "season");
  changed.date = {2018, 3, 0};
  const auto item = nlohmann::json::parse(write_csl_json({{changed}}))[0];
  CHECK(item["issued"].dump() == R"({"date-parts":[[2018,3]]})");
}

TEST_CASE("CSL names: particles, suffixes, groups with and without comma, one name, CJK") {
  const Reading reading = read_csl_json(corpus_file("csl-json/names.json"));
  REQUIRE(reading.records.size() == 1);
  CHECK(reading.records[0].authors ==
        std::vector<std::string>{"van den Berg, Jan", "La Fontaine, Jean de",
                                 "King, Martin Luther, Jr", "GISSI Study Group",
                                 "Smith, Jones & Partners", "Aristotle", "李, 明"});
  CHECK(reading.records[0].more("editor") == "Editor, Ed");
  const auto item = nlohmann::json::parse(write_csl_json(reading.records))[0];
  CHECK(item["author"][0]["non-dropping-particle"] == "van den");
  CHECK(item["author"][3]["literal"] == "GISSI Study Group");
  CHECK_FALSE(item.contains("csl:author"));
}

TEST_CASE("CSL members that are not known come back under their names") {
  const Reading reading = read_csl_json(corpus_file("csl-json/unknown.json"));
  REQUIRE(reading.records.size() == 2);
  const Record& record = reading.records[0];
  CHECK(record.key == "7");
  CHECK(record.doi == "10.5555/abc.7");
  CHECK(record.pmid == "12345");
  CHECK(record.pmc == "PMC77");
  CHECK(record.volume == "12");
  CHECK(record.more("csl:shortTitle") == "\"Other programs\"");
  CHECK(record.more("csl:status") == "\"in press\"");
  CHECK(record.more("issn") == "1234-5679");
  CHECK(reading.records[1].type == "article-journal");
  CHECK(reading.records[1].doi.empty());
  CHECK(reading.records[1].more("csl:DOI") == "\"none yet\"");

  const std::string text = write_csl_json(reading.records);
  const auto items = nlohmann::json::parse(text);
  CHECK(items[0]["shortTitle"] == "Other programs");
  CHECK(items[0]["ISSN"] == "1234-5679, 8765-4321");
  CHECK(items[0]["custom"]["other-program"]["colour"] == "blue");
  CHECK_FALSE(items[0]["custom"].contains("weald"));  // CSL says all of it
  CHECK(items[1]["DOI"] == "none yet");
}

TEST_CASE("what CSL has no member for stands in custom, and the order of keys is fixed") {
  Record record;
  record.key = "nguyen-2017";
  record.title = "A title";
  record.kind = "review";
  record.cites = {{"doi:10.1/x", "", "in-text"}, {"", "Old P. A book.", ""}};
  record.cites_known = true;
  record.reference_count = 31;
  record.notices = {{"retraction", {2020, 1, 2}, "doi:10.1/n", "OpenAlex"}};
  record.relations = {{"version-of", "doi:10.1/p"}};
  record.registrations = {"NCT00804531"};
  record.extra = {{"keyword", "a"}, {"abstract", "b"}, {"ris:U1", "c"}, {"keyword", "d, e"}};
  const std::string text = write_csl_json({{record}});
  const auto item = nlohmann::json::parse(text)[0];
  CHECK(item["custom"]["weald"]["cites"][1]["text"] == "Old P. A book.");
  CHECK(item["custom"]["weald"]["reference_count"] == 31);
  CHECK(item["abstract"] == "b");
  CHECK(text.find("\"id\"") < text.find("\"type\""));
  CHECK(text.find("\"type\"") < text.find("\"title\""));
  CHECK(text.find("\"title\"") < text.find("\"abstract\""));
  CHECK(text.find("\"abstract\"") < text.find("\"custom\""));
  const Reading again = read_csl_json(text);
  REQUIRE(again.records.size() == 1);
  CHECK(same_record(again.records[0], record));
  CHECK(write_csl_json(again.records) == text);
}

TEST_CASE("a record without a key gets an id that is not taken for its key again") {
  Record record;
  record.title = "No key";
  record.doi = "10.1/x";
  const Reading again = read_csl_json(write_csl_json({{record}}));
  REQUIRE(again.records.size() == 1);
  CHECK(same_record(again.records[0], record));
}
