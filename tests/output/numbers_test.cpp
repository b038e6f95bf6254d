// SPDX-License-Identifier: MIT
#include <cmath>

#include <catch2/catch.hpp>

#include "engine/output/json_writer.h"
#include "engine/output/output.h"

using namespace weald;

TEST_CASE("estimates are shown with the digits of their kind") {
  const Measure& rr = *find_measure("RR");
  CHECK(show_effect(rr, 1.66149) == "1.66");
  CHECK(show_effect(rr, 0.0042) == "0.0042");
  CHECK(show_effect(rr, 0) == "0.00");
  CHECK(show_effect(rr, 123.456) == "123.5");
  CHECK(show_effect(rr, 4567.8) == "4568");
  CHECK(show_effect(*find_measure("RD"), -0.02049) == "-0.020");
  CHECK(show_effect(*find_measure("MD"), -0.0001) == "-0.00010");
  CHECK(show_interval(*find_measure("PLO"), {0.08256, 0.5679}) == "0.083 to 0.568");
}

TEST_CASE("p-values keep two digits wherever they lie") {
  CHECK(show_p(std::log(0.5)) == "0.50");
  CHECK(show_p(std::log(0.0157)) == "0.016");
  CHECK(show_p(std::log(0.00192)) == "0.0019");
  CHECK(show_p(std::log(3e-310)) == "3.0e-310");
  CHECK(show_p(-11512.925464970229) == "1.0e-5000");
  CHECK(show_p(0) == "1.00");
}

TEST_CASE("JSON escapes text and prints probabilities below the range of a double") {
  JsonWriter json;
  json.begin_object();
  json.text("text", "a \"b\" \\ \n\x01 é");
  json.probability("p", -11513.0);
  json.number("nothing", std::nan(""));
  json.number("third", 1.0 / 3);
  json.begin_list("list");
  json.end_list();
  json.end_object();
  const std::string out = json.take();
  CHECK(out.find(R"("a \"b\" \\ \n\u0001 é")") != std::string::npos);
  CHECK(out.find("\"p\": 9.28") != std::string::npos);
  CHECK(out.find("e-5001") != std::string::npos);
  CHECK(out.find("\"nothing\": null") != std::string::npos);
  CHECK(out.find("0.3333333333333333\n") == std::string::npos);
  CHECK(out.find("\"third\": 0.3333333333333333,") != std::string::npos);
  CHECK(out.find("\"list\": []") != std::string::npos);
}

TEST_CASE("text tables wrap words, never numbers, to the width asked for") {
  TextTable table{.title = "T",
                  .columns = {{"Study"}, {"RR", true}},
                  .rows = {{"a very long name of a study that goes on", "1.23 (0.45 to 3.40)"}}};
  const std::string narrow = find_output_format("text")->write({table}, {.width = 44});
  CHECK(narrow.find("1.23 (0.45 to 3.40)") != std::string::npos);
  for (std::size_t at = 0; at < narrow.size();) {
    const std::size_t end = narrow.find('\n', at);
    CHECK(end - at <= 44);
    at = end + 1;
  }
}

TEST_CASE("Markdown and CSV escape what would break them") {
  const TextTable table{.columns = {{"a|b"}, {"c"}}, .rows = {{"x|y", "say \"no\", please"}}};
  CHECK(find_output_format("markdown")->write({table}, {}).find("x\\|y") != std::string::npos);
  CHECK(find_output_format("csv")->write({table}, {}) == "a|b,c\nx|y,\"say \"\"no\"\", please\"\n");
}

TEST_CASE("--ascii leaves nothing but ASCII") {
  CHECK(to_ascii("τ² (I²), −0.5 µ Müller 张") == "tau2 (I2), -0.5 ? Mueller ?");
  const TextTable table{
      .title = "τ²", .columns = {{"I²"}}, .rows = {{"Ærø ≤ 1"}}, .below = {"χ² – test"}};
  for (const char* key : {"text", "markdown"}) {
    const std::string out = find_output_format(key)->write({table}, {.ascii = true});
    for (const char c : out) CHECK(static_cast<unsigned char>(c) < 0x80);
  }
}

TEST_CASE("a probability that is no number is null") {
  JsonWriter json;
  json.begin_object();
  json.probability("p", std::nan(""));
  json.end_object();
  CHECK(json.take().find("\"p\": null") != std::string::npos);
}
