// SPDX-License-Identifier: MIT
// GraphML, GEXF, DOT and lists of edges: files of other programs, and texts that try to break out.
#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include "engine/interchange/dot.h"
#include "engine/interchange/edges.h"
#include "engine/interchange/gexf.h"
#include "engine/interchange/graphml.h"
#include "tests/interchange/corpus.h"

using namespace weald;
using testing::by_key;
using testing::corpus_file;

namespace {

Record titled(std::string key, std::string title) {
  Record record;
  record.key = std::move(key);
  record.title = std::move(title);
  return record;
}

}  // namespace

TEST_CASE("GraphML of networkx: other ids of keys, defaults, missing labels, an edge to nowhere") {
  const Reading reading = read_graphml(corpus_file("graphml/networkx.graphml"));
  REQUIRE(reading.records.size() == 2);
  const Record& first = reading.records[0];
  CHECK(first.key == "10.5555/abc");
  CHECK(first.doi == "10.5555/abc");
  CHECK(first.title == "A paper & more");
  CHECK(first.date.year == 2012);
  CHECK(first.more("graphml:colour") == "red");
  CHECK(first.line == 8);
  CHECK(first.cites == std::vector<CitedRecord>{{"b", "", ""}});
  CHECK(first.cites_known);
  CHECK(reading.records[1].date.year == 1999);
  CHECK(reading.records[1].cites[0].id == "nowhere");
  REQUIRE(reading.remarks.size() == 1);
  CHECK(reading.remarks[0].line == 11);
}

TEST_CASE("GraphML of igraph: names are labels, undirected edges are remarked upon") {
  const Reading reading = read_graphml(corpus_file("graphml/igraph.graphml"));
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].title == "Alpha");
  CHECK(reading.records[0].doi == "10.5555/a");
  CHECK(reading.records[0].cites[0].id == "n1");
  CHECK(reading.remarks.size() == 1);
}

TEST_CASE("GraphML of yEd: labels in the graphics, groups flattened") {
  const Reading reading = read_graphml(corpus_file("graphml/yed.graphml"));
  REQUIRE(reading.records.size() == 3);
  CHECK(reading.records[0].title == "Nguyen 2017");
  CHECK(by_key(reading, "n1::n0").title == "Inside a group");
  CHECK(reading.records[0].cites[0].id == "n1::n0");
}

TEST_CASE("GraphML that breaks off keeps what was whole; a document type is refused") {
  const Reading cut = read_graphml(corpus_file("graphml/cut-off.graphml"));
  REQUIRE(cut.records.size() == 1);
  CHECK(cut.records[0].title == "Whole");
  REQUIRE(cut.rejected.size() == 1);
  CHECK(cut.rejected[0].line >= 5);
  const Reading refused = read_graphml(corpus_file("graphml/doctype.graphml"));
  CHECK(refused.records.empty());
  REQUIRE(refused.rejected.size() == 1);
  CHECK(refused.rejected[0].line == 2);
}

TEST_CASE("attributes of another program's GraphML and GEXF are written back under their names") {
  const Reading reading = read_graphml(corpus_file("graphml/networkx.graphml"));
  pugi::xml_document document;
  REQUIRE(document.load_string(write_graphml(reading.records).c_str()));
  CHECK(document.select_node("//key[@attr.name='colour']"));
  CHECK(document.select_node("//data[text()='red']"));
  const Reading gephi = read_gexf(corpus_file("gexf/gephi.gexf"));
  CHECK(write_gexf(gephi.records).find("title=\"Modularity Class\"") != std::string::npos);
}

TEST_CASE("GEXF of Gephi: declared titles, defaults, start as the year, nested nodes") {
  const Reading reading = read_gexf(corpus_file("gexf/gephi.gexf"));
  REQUIRE(reading.records.size() == 3);
  CHECK(reading.records[0].title == "First \"paper\"");
  CHECK(reading.records[0].date.year == 1998);
  CHECK(reading.records[0].container == "J One");
  CHECK(reading.records[0].more("gexf:Modularity Class") == "3");
  CHECK(reading.records[1].container == "Unknown Journal");
  CHECK(reading.records[1].cites[0].id == "0");
  CHECK(by_key(reading, "2").cites[0].id == "0");
}

TEST_CASE("GEXF: nodes with a year begin then") {
  Record record = titled("a", "A");
  record.date = {1998, 3, 0};
  CHECK(write_gexf({{record}}).find("start=\"1998\"") != std::string::npos);
}

TEST_CASE(
    "DOT by hand: comments, defaults, chains, ports, HTML, subgraphs, and a statement that fails") {
  const Reading reading = read_dot(corpus_file("dot/by-hand.dot"));
  CHECK(by_key(reading, "alpha").title == "Alpha\n(2001)");
  CHECK(by_key(reading, "alpha").doi == "10.5555/a");
  CHECK(by_key(reading, "beta").cites[0].id == "doi:10.5555/c");
  CHECK(by_key(reading, "gamma").title == "b old");
  CHECK(by_key(reading, "gamma").cites[0].id == "alpha");
  CHECK(by_key(reading, "delta").date.year == 2005);
  CHECK(by_key(reading, "two\\strokes \"quoted\"").cites[0].id == "delta");
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].line == 11);
  CHECK(reading.rejected[0].name == "broken");
}

TEST_CASE("lists of edges: two columns are enough; what only gets cited is no record") {
  const Reading reading = read_edges(corpus_file("edges/two-columns.csv"));
  REQUIRE(reading.records.size() == 2);
  CHECK(reading.records[0].key == "smith-2001");
  CHECK(reading.records[0].cites.size() == 2);
  CHECK(reading.records[1].cites[0].id == "a, with comma");
}

TEST_CASE("lists of edges of Gephi: other names, status, rows without a target, guards undone") {
  const Reading reading = read_edges(corpus_file("edges/gephi.csv"));
  CHECK(by_key(reading, "a").cites[0] == CitedRecord{"b", "", "inferred"});
  CHECK(by_key(reading, "b").cites[0].id == "=c");
  REQUIRE(reading.rejected.size() == 1);
  CHECK(reading.rejected[0].line == 3);
}

TEST_CASE("a DOT label cannot inject a node, and one that ends in a stroke breaks nothing") {
  for (const std::string title :
       {"\"];9[label=PWNED];//", "ends in \\", "\\\"];x[", "<b>html</b>"}) {
    const std::vector<Record> records{titled("a", title), titled("b", "B")};
    const std::string text = write_dot(records);
    const Reading again = read_dot(text);
    REQUIRE(again.records.size() == 2);
    CHECK(again.rejected.empty());
    CHECK(again.records[0].title == title);
    CHECK(again.records[1].key == "b");
    CHECK(text.find("=<") == std::string::npos);
  }
  // As Graphviz reads it: outside of quotes there is nothing but our own words.
  const std::string text = write_dot({{titled("a", "\"];9[label=PWNED];//")}});
  std::string outside;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (inside && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      inside = !inside;
    } else if (!inside) {
      outside += text[i];
    }
  }
  CHECK(outside.find("PWNED") == std::string::npos);
  CHECK_FALSE(inside);
}

TEST_CASE("U+0001 and other characters that XML does not have never reach it") {
  const std::string title = std::string("a\x01") + "b\x1B[31m \x0B ]]> <x> & \" \xEF\xBF\xBF \xFF";
  for (const auto& text :
       {write_graphml({{titled("k", title)}}), write_gexf({{titled("k", title)}})}) {
    for (const char c : text) CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
    CHECK(text.find("\xEF\xBF\xBF") == std::string::npos);
    pugi::xml_document document;
    CHECK(document.load_string(text.c_str()));
  }
}

TEST_CASE("spreadsheets see no formula, and the reader sees the text as it was") {
  for (const std::string title : {"=HYPERLINK(\"http://x\")", "+1", "-2 degrees", "@sum", "\tx",
                                  "\rx", "'=1", "''+", "'quoted'"}) {
    const std::string text = write_edges({{titled("=key", title)}});
    for (const char* bad :
         {",=", ",+", ",@", ",-", "\n=", ",\"=", ",\"+", ",\"@", ",\"\t", ",\"\r"})
      CHECK(text.find(bad) == std::string::npos);
    const Reading again = read_edges(text);
    REQUIRE(again.records.size() == 1);
    CHECK(again.records[0].title == title);
    CHECK(again.records[0].key == "=key");
  }
}

TEST_CASE("numbers in a list of edges are never guarded") {
  Record record = titled("a", "A");
  record.reference_count = 31;
  CHECK(write_edges({{record}}).find(",31,") != std::string::npos);
}

TEST_CASE("what a record cites becomes a placeholder and no record again") {
  Record a = titled("a", "A"), b = titled("b", "B");
  b.doi = "10.5555/b";
  a.cites = {{"b", "", ""},
             {"doi:10.5555/b", "", "inferred"},
             {"doi:10.5555/none", "", ""},
             {"", "Only printed", "in-text"},
             {"", "", ""}};
  a.relations = {{"version-of", "doi:10.5555/none"}, {"retracts", "b"}};
  const std::vector<Record> records{a, b};
  const std::string text = write_graphml(records);
  // Five references and two relations to b, to one placeholder with an id and to two without.
  pugi::xml_document document;
  REQUIRE(document.load_string(text.c_str()));
  CHECK(document.select_nodes("//node").size() == 5);
  CHECK(document.select_nodes("//edge").size() == 7);
  CHECK(document.select_nodes("//edge[@target='b']").size() == 3);
  for (const Reading& again : {read_graphml(text), read_gexf(write_gexf(records)),
                               read_dot(write_dot(records)), read_edges(write_edges(records))}) {
    REQUIRE(again.records.size() == 2);
    CHECK(same_record(again.records[0], a));
    CHECK(same_record(again.records[1], b));
    CHECK(again.remarks.empty());
  }
}
