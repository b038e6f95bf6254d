// SPDX-License-Identifier: MIT
// The table of formats, and telling them by their content.
#include "engine/interchange/formats.h"

#include <set>

#include <catch2/catch.hpp>

#include "tests/interchange/corpus.h"

using namespace weald;

TEST_CASE("every format has a key of its own, says what it is, and can do something") {
  std::set<std::string_view> keys;
  for (const RecordFormat& row : record_formats()) {
    CHECK(keys.insert(row.key).second);
    CHECK_FALSE(row.help.empty());
    CHECK_FALSE(row.ending.empty());
    CHECK(row.looks_like != nullptr);
    CHECK((row.read != nullptr || row.write != nullptr));
    CHECK(find_record_format(row.key) == &row);
  }
  CHECK(keys == std::set<std::string_view>{"ris", "nbib", "bibtex", "csl-json", "hayagriva",
                                           "openalex", "crossref", "retraction-watch", "graphml",
                                           "gexf", "dot", "edges"});
  CHECK(find_record_format("word") == nullptr);
}

TEST_CASE("every sample of the corpus is told by its content, whatever its name") {
  for (const RecordFormat& row : record_formats()) {
    for (const std::string& file : testing::corpus_files(std::string(row.key))) {
      std::string was;
      const std::string text = to_utf8(testing::corpus_file(file), was);
      if (!row.looks_like(text)) continue;  // malformed beyond telling; its own test says so
      const RecordFormat* found = detect_record_format("renamed.txt", text);
      INFO(file);
      REQUIRE(found != nullptr);
      CHECK(found->key == row.key);
    }
  }
}

TEST_CASE("the structured samples are all told") {
  for (const char* key : {"csl-json", "openalex", "crossref", "hayagriva", "retraction-watch",
                          "graphml", "gexf", "dot", "edges"}) {
    const std::vector<std::string> files = testing::corpus_files(key);
    CHECK_FALSE(files.empty());
    for (const std::string& file : files) {
      INFO(file);
      CHECK(find_record_format(key)->looks_like(testing::corpus_file(file)));
    }
  }
}

TEST_CASE("endings break ties and nothing more") {
  CHECK(detect_record_format("a.gv", "")->key == "dot");
  CHECK(detect_record_format("a.JSON", "{}")->key == "csl-json");
  CHECK(detect_record_format("a.csv", "x,y\n1,2\n") == nullptr);
  CHECK(detect_record_format("a.docx", "text") == nullptr);
  CHECK(detect_record_format("noending", "") == nullptr);
  CHECK(detect_record_format("really.ris", "digraph { a -> b }")->key == "dot");
}
