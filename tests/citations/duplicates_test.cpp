// SPDX-License-Identifier: MIT
#include <chrono>

#include <catch2/catch.hpp>

#include "engine/citations/anomalies.h"
#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

/// A review and its graph, study by study.
struct Studies {
  Review review{};
  Builder builder{};

  Study& add(const std::string& key) {
    builder.included(key);
    review.studies.emplace_back().key = key;
    return review.studies.back();
  }
  Node& node(const std::string& key) { return builder.graph.nodes[builder[key]]; }
  std::vector<Duplicate> found() { return find_duplicates(builder.done(), review); }
};

Number number(double value, int decimals) {
  Number n;
  n.value = value;
  n.decimals = decimals;
  return n;
}

Result rr(double estimate, double lower, double upper) {
  Result result;
  result.outcome.value = "pain";
  result.horizon.value = "short";
  PrintedEffect effect;
  effect.measure.value = "RR";
  effect.estimate = number(estimate, 2);
  effect.ci = Ends{number(lower, 2), number(upper, 2), {}};
  result.effect = effect;
  return result;
}

Group group(const char* key, double n) {
  Group made;
  made.key = key;
  made.n = number(n, 0);
  return made;
}

}  // namespace

TEST_CASE("one registration, one cohort, one paper: certain, with the reason") {
  Studies s;
  for (const char* key : {"a", "b", "c", "d", "e", "f"}) s.add(key);
  s.node("a").registrations = {"NCT00000001"};
  s.node("b").registrations = {"ISRCTN00000002", "NCT00000001"};
  s.node("c").cohort = s.node("d").cohort = "framingham";
  s.node("e").doi = s.node("f").doi = "10.1/x";
  s.node("e").pmid = s.node("f").pmid = "7";
  const auto found = s.found();
  REQUIRE(found.size() == 3);
  for (const Duplicate& d : found) CHECK(d.certainty == "certain");
  CHECK(found[0].reasons == std::vector<std::string>{"the same registration, NCT00000001"});
  CHECK(found[1].reasons == std::vector<std::string>{"the same cohort, framingham"});
  CHECK(found[2].reasons.size() == 2);
}

TEST_CASE("a cohort is one whatever its capitals, blanks and hyphens") {
  Studies s;
  s.add("a");
  s.add("b");
  s.node("a").cohort = "Heart Study-2";
  s.node("b").cohort = "heart-study 2";
  const auto found = s.found();
  REQUIRE(found.size() == 1);
  CHECK(found[0].reasons == std::vector<std::string>{"the same cohort, Heart Study-2"});
}

TEST_CASE("a register of reviews says nothing about people") {
  Studies s;
  s.add("a");
  s.add("b");
  s.node("a").registrations = s.node("b").registrations = {"CRD42019106336"};
  CHECK(s.found().empty());
}

TEST_CASE("identical estimates with their intervals are likely one study, as printed") {
  Studies s;
  s.add("a").results = {rr(0.81, 0.65, 1.02)};
  s.add("b").results = {rr(0.81, 0.65, 1.02)};
  s.add("c").results = {rr(0.81, 0.65, 1.03)};
  const auto found = s.found();
  REQUIRE(found.size() == 1);
  CHECK(found[0].certainty == "likely");
  CHECK(found[0].reasons == std::vector<std::string>{"identical numbers, RR 0.81 (0.65 to 1.02)"});
}

TEST_CASE("estimates with one digit match too easily to say anything") {
  Studies s;
  for (const char* key : {"a", "b"}) {
    Study& study = s.add(key);
    study.results = {rr(0.8, 0.6, 1.0)};
    study.results[0].effect->estimate->decimals = 1;
  }
  CHECK(s.found().empty());
}

TEST_CASE("one site in overlapping years is possible, with a shared author and equal n likely") {
  Studies s;
  s.add("a").site.value = "Spine Centre Berlin, 2001-2004";
  s.add("b").site.value = "Spine Centre Berlin, 2003-2006";
  s.add("c").site.value = "Spine Centre Berlin, 2007";
  s.add("d").site.value = "Elsewhere, 2003";
  auto found = s.found();
  REQUIRE(found.size() == 1);
  CHECK(found[0].certainty == "possible");
  CHECK(found[0].reasons ==
        std::vector<std::string>{"recruited at one site in overlapping years (2001-2004 and "
                                 "2003-2006)"});
  for (const char* key : {"a", "b"}) s.node(key).authors = {"Nguyen C", "Boutron I"};
  for (std::size_t i : {0u, 1u}) s.review.studies[i].groups = {group("x", 67), group("y", 68)};
  found = s.found();
  REQUIRE(found.size() == 1);
  CHECK(found[0].certainty == "likely");
  CHECK(found[0].reasons[1] == "2 authors shared and as many people (135)");
}

TEST_CASE("shared authors with equal n are possible; with other numbers they are nothing") {
  Studies s;
  for (const char* key : {"a", "b", "c"}) {
    s.add(key).groups = {group("x", key[0] == 'c' ? 11 : 10)};
    s.node(key).authors = {key[0] == 'a' ? "Müller, Karl" : "Mueller K"};
  }
  const auto found = s.found();
  REQUIRE(found.size() == 1);
  CHECK(found[0].certainty == "possible");
  CHECK(found[0].a == 0);
  CHECK(found[0].b == 1);
}

TEST_CASE("the certain come first, then by key, and the pools that hold both are named") {
  Studies s;
  s.add("z").results = {rr(0.81, 0.65, 1.02)};
  s.add("b").results = {rr(0.81, 0.65, 1.02)};
  s.add("y").results = {rr(0.55, 0.35, 0.92)};
  s.node("y").cohort = s.node("z").cohort = "one";
  s.review.horizons.resize(2);
  s.review.horizons[0].key = "short";
  s.review.horizons[1].key = "long";
  s.review.analyses.resize(3);
  for (Analysis& analysis : s.review.analyses) {
    analysis.outcome.value = "pain";
    analysis.horizons.resize(2);
    analysis.horizons[0].value = "short";
    analysis.horizons[1].value = "long";
  }
  s.review.analyses[0].key = "pain";
  s.review.analyses[1].key = "without-z";
  s.review.analyses[1].exclude.push_back({"z", {}});
  s.review.analyses[2].key = "everything";
  s.review.analyses[2].horizons.clear();
  const auto found = s.found();
  REQUIRE(found.size() == 2);
  CHECK(found[0].certainty == "certain");
  CHECK(found[0].a == s.builder["y"]);
  CHECK(found[0].b == s.builder["z"]);
  CHECK(found[0].pools == std::vector<std::string>{"pain/short", "everything"});
  CHECK(found[1].a == s.builder["b"]);
}

TEST_CASE("a hundred thousand studies of one cohort make no 5e9 pairs") {
  Studies s;
  const std::size_t many = 100'000;
  s.review.studies.resize(many);
  for (std::size_t i = 0; i < many; ++i) {
    const std::string key = numbered("s", i);
    s.builder.included(key).cohort = "one";
    s.review.studies[i].key = key;
    s.review.studies[i].site.value = "Centre, 1990-2020";
  }
  const auto start = std::chrono::steady_clock::now();
  const auto found = s.found();
  CHECK(found.size() >= many - 1);
  CHECK(found.size() < 2 * many);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}
