// SPDX-License-Identifier: MIT
#include "engine/review/schema.h"

#include <regex>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include "engine/review/fields.h"
#include "tests/review/reading.h"

using namespace weald;

namespace {

/// Exit code of the independent validator on the *.yaml files below `folder`, with today's schemas.
int validate(const TemporaryFolder& schemas, const std::filesystem::path& folder) {
  for (const char* kind : {"review", "study", "references"})
    schemas.write(std::string(kind) + ".json", json_schema(kind));
  const std::string command = fmt::format("python3 tests/schema/validate.py '{}' '{}' >&2",
                                          schemas.path().string(), folder.string());
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("every bundled descriptor satisfies the schema by an independent validator") {
  const TemporaryFolder schemas("schemas");
  CHECK(validate(schemas, "studies") == 0);
}

TEST_CASE("the schema refuses what the program refuses") {
  const std::pair<const char*, const char*> bad[] = {
      {"unknown-key", "titel: A\n"},
      {"missing-key", "results: [{time: 1 month}]\n"},
      {"quoted-number", "results: [{outcome: pain, data: {a: {events: \"3\", n: 10}}}]\n"},
      {"negative", "results: [{outcome: pain, data: {a: {events: -3, n: 10}}}]\n"},
      {"time", "results: [{outcome: pain, time: 3 moths}]\n"},
      {"interval", "results: [{outcome: pain, effect: {measure: OR, ci: [1, 2, 3]}}]\n"},
      {"bad-key", "groups: {Group_A: {n: 3}}\n"},
      {"nested", "results: [{outcome: pain, risk-of-bias: {overall: low}}]\n"},
  };
  for (const auto& [name, text] : bad) {
    INFO(name);
    const TemporaryFolder folder("schema-bad"), schemas("schemas-bad");
    folder.write("study.yaml", text);
    CHECK(validate(schemas, folder.path()) == 1);
  }
  const TemporaryFolder folder("schema-bad"), schemas("schemas-bad");
  folder.write("review.yaml", "outcomes: {pain: {better: upwards}}\n");
  CHECK(validate(schemas, folder.path()) == 1);
  folder.write("review.yaml", "analyses: {a: {measure: RR}}\n");
  CHECK(validate(schemas, folder.path()) == 1);
  folder.write("review.yaml", "analyses: {a: {outcome: pain}}\n");
  CHECK(validate(schemas, folder.path()) == 0);
  folder.write("references.yaml", "a: {type: reveiw}\n");
  CHECK(validate(schemas, folder.path()) == 1);
}

TEST_CASE("the schema is the same on every call and names its dialect") {
  for (const char* kind : {"review", "study", "references"}) {
    const std::string schema = json_schema(kind);
    CHECK(schema == json_schema(kind));
    CHECK(nlohmann::json::parse(schema)["$schema"] ==
          "https://json-schema.org/draft/2020-12/schema");
  }
}

TEST_CASE("the schema's pattern of times agrees with the reader") {
  const auto schema = nlohmann::json::parse(json_schema("study"));
  const std::regex pattern(
      schema["$defs"]["result"]["properties"]["time"]["pattern"].get<std::string>());
  for (const std::string text : {"48 hours",
                                 "30 min",
                                 "1 month",
                                 "1.5 years",
                                 "2-3 years",
                                 "2 – 3 years",
                                 "14 months to 3 years",
                                 "1 week-3 months",
                                 "after 12 months",
                                 "After 1 year",
                                 "> 6 months",
                                 ">6 months",
                                 "≥ 6 months",
                                 "< 3 months",
                                 "up to 3 months",
                                 "3 to < 6 months",
                                 "baseline",
                                 "soon",
                                 "12",
                                 "3 moths",
                                 "-3 months",
                                 "after",
                                 "3 months to",
                                 "1,5 years",
                                 "after 3-6 months",
                                 "2--3 years",
                                 ""}) {
    INFO(text);
    CHECK(std::regex_match(text, pattern) == read_time(text).has_value());
  }
}

TEST_CASE("every key of every object is declared once, with help") {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const FieldListing& field : listed_fields()) {
    INFO(field.object << " " << field.key);
    CHECK(seen.insert({field.object, field.key}).second);
    CHECK(field.help.size() >= 4);
    CHECK_FALSE(field.type.empty());
  }
  CHECK(seen.contains({"review", "outcomes"}));
  CHECK(seen.contains({"question", "population"}));
  CHECK(seen.contains({"group's data", "events"}));
  CHECK(seen.contains({"published pool", "as-printed"}));
  CHECK(seen.contains({"settings", "tau2"}));
}
