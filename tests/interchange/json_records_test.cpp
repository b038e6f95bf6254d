// SPDX-License-Identifier: MIT
// A JSON text as its records: every shape that services and programs give it, and every way in
// which one record can spoil the others.
#include "engine/interchange/json_records.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "engine/interchange/csl_json.h"
#include "engine/interchange/text_tools.h"
#include "tests/interchange/corpus.h"

using namespace weald;

namespace {

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> all;
  for (const JsonPiece& piece : split_json_records(text)) {
    all.push_back((piece.problem.empty() ? "" : "! ") + std::string(piece.text));
  }
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a list, an answer of a service, one object and NDJSON are split into their records") {
  CHECK(texts(R"([{"a":1}, {"b":[2,{"c":3}]}])") == Texts{R"({"a":1})", R"({"b":[2,{"c":3}]})"});
  CHECK(texts(R"({"meta":{"n":[1]},"results":[{"a":1},{"b":2}]})") ==
        Texts{R"({"a":1})", R"({"b":2})"});
  CHECK(texts(R"({"status":"ok","message":{"items":[{"a":1}]}})") == Texts{R"({"a":1})"});
  CHECK(texts(R"({"status":"ok","message":{"DOI":"x"}})") == Texts{R"({"DOI":"x"})"});
  CHECK(texts(R"({"items":[{"a":1}]})") == Texts{R"({"a":1})"});
  CHECK(texts(" {\"a\":\"}\\\"{\"} ") == Texts{"{\"a\":\"}\\\"{\"}"});
  CHECK(texts("\xEF\xBB\xBF{\"a\":1}\n{\"b\":2}\r\n\n{\"c\":3}") ==
        Texts{"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"});
  CHECK(texts("").empty());
  CHECK(texts("[]").empty());
  CHECK(texts("[1, \"two\", null]") == Texts{"1", "\"two\"", "null"});
}

TEST_CASE("brackets and quotes that do not match spoil one piece") {
  CHECK(texts(R"([{"a":[1}, {"b":2}])") == Texts{R"(! {"a":[1})", R"({"b":2})"});
  CHECK(texts("[{\"a\":\"open\n}, {\"b\":2}]") == Texts{"! {\"a\":\"open\n}", "{\"b\":2}"});
  CHECK(texts(R"([{"a":1}, {"b":)") == Texts{R"({"a":1})", R"(! {"b":)"});
  CHECK(texts("nonsense\n{\"a\":1}") == Texts{"! nonsense", "{\"a\":1}"});
  // A list that ends between records says so.
  CHECK(texts(R"([{"a":1},)") == Texts{R"({"a":1})", "! ["});
}

TEST_CASE("a record that is not closed costs only itself") {
  const std::string text = "[\n {\"id\":1, \"x\": {\n ,\n {\"id\":2}\n]";
  const auto pieces = split_json_records(text);
  REQUIRE(pieces.size() == 1);
  const auto parts = split_unclosed(text, pieces[0]);
  REQUIRE(parts.size() == 2);
  CHECK_FALSE(parts[0].problem.empty());
  CHECK(parts[1].problem.empty());
  CHECK(parts[1].text == "{\"id\":2}");
}

TEST_CASE("good records of a broken file survive and every loss has its line") {
  const Reading reading = read_csl_json(testing::corpus_file("csl-json/broken.json"));
  REQUIRE(reading.records.size() == 3);
  CHECK(reading.records[0].key == "good-1");
  CHECK(reading.records[1].key == "good-2");
  CHECK(reading.records[2].key == "good-3");
  CHECK(reading.records[2].line == 26);
  std::vector<std::pair<std::size_t, std::string>> lost;
  for (const Rejected& one : reading.rejected) {
    lost.emplace_back(one.line, one.name);
    CHECK_FALSE(one.reason.empty());
  }
  CHECK(lost == std::vector<std::pair<std::size_t, std::string>>{
                    {7, "bad-quote"}, {17, "bad-comma"}, {21, "not-closed"}, {31, ""}, {32, ""}});
  CHECK(reading.read() == 8);
}

TEST_CASE("a million brackets are refused at once") {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : {std::string(1'000'000, '['), std::string(1'000'000, '{'),
                                  std::string(500'000, '[') + std::string(500'000, '}'),
                                  "[{\"id\":\"x\",\"a\":" + std::string(1'000'000, '[') +
                                      std::string(1'000'000, ']') + "}]"}) {
    const Reading reading = read_csl_json(text);
    CHECK(reading.records.empty());
    CHECK_FALSE(reading.rejected.empty());
  }
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(std::chrono::duration<double>(took).count() < 5);
}

TEST_CASE("nesting of 64 is read and of 65 is refused") {
  const auto nested = [](std::size_t depth) {  // the record itself is one level
    return "[{\"id\":\"x\",\"own\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') +
           "}]";
  };
  CHECK(read_csl_json(nested(64)).records.size() == 1);
  CHECK(read_csl_json(nested(65)).records.empty());
}

TEST_CASE("text is cleaned, names are turned round, markup goes") {
  CHECK(clean_text(std::string("a\x01") + "b\tc\n\x7F") == "a b\tc\n ");
  CHECK(clean_text("\xFFx\xC2\x85y\xEF\xBF\xBEz") == "\uFFFDx y z");
  CHECK(inverted_name("Christelle Nguyen") == "Nguyen, Christelle");
  CHECK(inverted_name("Jan van den Berg") == "van den Berg, Jan");
  CHECK(inverted_name("van Beethoven") == "van Beethoven");
  CHECK(inverted_name("Martin L King Jr") == "King, Martin L, Jr");
  CHECK(inverted_name("GISSI Study Group") == "GISSI Study Group");
  CHECK(inverted_name("李明") == "李明");
  CHECK(inverted_name("Nguyen, C") == "Nguyen, C");
  CHECK(without_markup("<i>A</i> &amp; B<sub>2</sub>, p < 0.05 &#x3b1;") == "A & B2, p < 0.05 α");
  CHECK(without_markup("<jats:p>One</jats:p><jats:p>two</jats:p>") == "One two");
}
