// SPDX-License-Identifier: MIT
#include "engine/citations/anomalies.h"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

std::vector<Anomaly> of(const std::vector<Anomaly>& all, std::string_view code) {
  std::vector<Anomaly> some;
  std::ranges::copy_if(all, std::back_inserter(some),
                       [&](const Anomaly& a) { return a.code == code; });
  return some;
}

std::vector<Anomaly> anomalies(Builder& b, std::string_view code, const Review& review = {}) {
  return of(find_anomalies(b.done(), review), code);
}

PublishedNotice notice(const char* kind, PartialDate date) {
  PublishedNotice made;
  made.kind = kind;
  made.date = date;
  return made;
}

}  // namespace

TEST_CASE("every kind of anomaly has a code and words of its own") {
  std::set<std::string_view> codes;
  for (const AnomalyKind& kind : anomaly_kinds()) {
    CHECK(codes.insert(kind.code).second);
    CHECK_FALSE(kind.summary.empty());
    CHECK(kind.find != nullptr);
  }
  CHECK(codes.size() == 10);
}

TEST_CASE("a paper that cites what appeared nine years later is impossible") {
  Builder b;
  b.node("smith-2001", 2001);
  b.node("jones-2010", 2010);
  b.edge("smith-2001", "jones-2010");
  const auto found = anomalies(b, "cites-later");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message ==
        "smith-2001 (2001) cites jones-2010 (2010), which appeared 9 years later");
  CHECK(found[0].nodes == std::vector<std::uint32_t>{0, 1});
  CHECK(anomalies(b, "cites-later-suspicious").empty());
}

TEST_CASE("what may have appeared on the same day is no anomaly") {
  Builder b;
  b.node("a", 2001);
  b.node("b").date = {2001, 12, 31};
  b.node("c").date = {2001, 3, 0};
  b.node("d").date = {2001, 3, 31};
  b.node("undated");
  b.edge("a", "b").edge("c", "d").edge("a", "undated").edge("undated", "b").edge("b", "a");
  CHECK(anomalies(b, "cites-later").empty());
}

TEST_CASE("a day later is impossible by the dates, and the advice is milder") {
  Builder b;
  b.node("a").date = {2001, 3, 0};
  b.node("b").date = {2001, 4, 1};
  b.node("c").date = {2003, 4, 1};
  b.edge("a", "b").edge("a", "c");
  const auto found = anomalies(b, "cites-later");
  REQUIRE(found.size() == 2);
  CHECK(found[0].message == "a (2001) cites b (2001), which appeared 1 day later");
  CHECK(found[0].advice.find("online first") != std::string::npos);
  CHECK(found[1].message == "a (2001) cites c (2003), which appeared 2 years later");
  CHECK(found[1].advice.find("online first") == std::string::npos);
}

TEST_CASE("a preprint that was revised may cite what came meanwhile, which is only suspicious") {
  Builder b;
  b.node("preprint").date = {2018, 1, 1};
  b.node("paper").date = {2020, 6, 1};
  b.node("cited").date = {2019, 6, 1};
  b.edge("preprint", "cited");
  CHECK(anomalies(b, "cites-later").size() == 1);
  b.edge("preprint", "paper", EdgeKind::version_of);
  CHECK(anomalies(b, "cites-later").empty());
  const auto found = anomalies(b, "cites-later-suspicious");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message ==
        "preprint (2018) cites cited (2019), which appeared 1 year after the first version of "
        "preprint");
}

TEST_CASE("papers that cite each other: companions are told from errors") {
  Builder b;
  b.node("a", 2001).journal = "Lancet";
  b.node("b", 2001).journal = "Lancet";
  b.node("c", 2001).registrations = {"NCT00000001"};
  b.node("d", 2003).registrations = {"NCT00000001"};
  b.node("e", 2001);
  b.node("f", 2001);
  b.edge("a", "b").edge("b", "a").edge("c", "d").edge("d", "c").edge("e", "f").edge("f", "e");
  const auto found = anomalies(b, "citation-cycle");
  REQUIRE(found.size() == 3);
  CHECK(found[0].message.find("companion") != std::string::npos);
  CHECK(found[0].message.find("Lancet in 2001") != std::string::npos);
  CHECK(found[1].message.find("NCT00000001") != std::string::npos);
  CHECK(found[2].message == "e (2001) and f (2001) cite each other");
  CHECK(found[2].advice.find("check the identifiers") == 0);
}

TEST_CASE("a circle of more papers is one anomaly") {
  Builder b;
  for (std::size_t i = 0; i < 9; ++i) b.node(numbered("p", i));
  for (std::size_t i = 0; i < 9; ++i) b.edge(numbered("p", i), numbered("p", (i + 1) % 9));
  const auto found = anomalies(b, "citation-cycle");
  REQUIRE(found.size() == 1);
  CHECK(found[0].nodes.size() == 9);
  CHECK(found[0].message.find("and 3 more") != std::string::npos);
}

TEST_CASE("a circle of a million papers does not overflow the stack") {
  const std::uint32_t million = 1'000'000;
  CitationGraph graph;
  graph.nodes.resize(million);
  Pairs pairs;
  for (std::uint32_t i = 0; i < million; ++i) pairs.emplace_back(i, (i + 1) % million);
  graph.cites = make_links(million, pairs);
  graph.cited_by = reversed(graph.cites);
  const auto found = find_anomalies(graph, Review{});
  REQUIRE(found.size() == 1);
  CHECK(found[0].nodes.size() == million);
}

TEST_CASE("a paper that cites itself, its preprint, or its double is told") {
  Builder b;
  b.node("self").doi = "10.1/s";
  b.node("paper").doi = "10.1/x";
  b.node("double").doi = "10.1/x";
  b.node("preprint").doi = "10.1/p";
  b.edge("self", "self").edge("paper", "double").edge("paper", "preprint").edge("paper", "self");
  b.edge("preprint", "paper", EdgeKind::version_of);
  CHECK(anomalies(b, "cites-itself").size() == 1);
  const auto found = anomalies(b, "cites-duplicate");
  REQUIRE(found.size() == 2);
  CHECK(found[0].nodes == std::vector<std::uint32_t>{b["paper"], b["double"]});
  CHECK(found[1].nodes == std::vector<std::uint32_t>{b["paper"], b["preprint"]});
  const auto two = anomalies(b, "one-paper-two-nodes");
  REQUIRE(two.size() == 1);
  CHECK(two[0].message == "paper and double have one DOI 10.1/x");
}

TEST_CASE("a long-term report that does not cite the short-term one is told") {
  Review review;
  review.horizons.resize(2);
  review.horizons[0].key = "short";
  review.horizons[0].label = "Short term";
  review.horizons[0].to = 90;
  review.horizons[1].key = "long";
  review.horizons[1].after = 90;
  review.studies.resize(2);
  review.studies[0].key = "early";
  review.studies[1].key = "late";
  Result result;
  result.horizon.value = "short";
  review.studies[0].results = {result};
  result.horizon.value.clear();
  result.time = read_time("2 years").value();
  review.studies[1].results = {result};

  Builder b;
  b.included("early", 2001);
  b.included("late", 2005);
  b.node("NCT00000001", 0, NodeKind::study);
  b.edge("early", "NCT00000001", EdgeKind::reports).edge("late", "NCT00000001", EdgeKind::reports);
  const auto found = anomalies(b, "long-without-short", review);
  REQUIRE(found.size() == 1);
  CHECK(found[0].nodes == std::vector<std::uint32_t>{1, 0});
  CHECK(found[0].message ==
        "late (2005) (long) does not cite early (2001) (Short term), though both report "
        "NCT00000001");

  b.graph.nodes[1].references_known = false;  // nobody knows what it cites
  CHECK(anomalies(b, "long-without-short", review).empty());
  b.graph.nodes[1].references_known = true;
  b.edge("late", "early");
  CHECK(anomalies(b, "long-without-short", review).empty());
}

TEST_CASE("citing a paper after its retraction: surely, perhaps, before, and after reinstatement") {
  Builder b;
  b.node("bad", 2000).notices = {notice("retraction", {2010, 2, 2}),
                                 notice("concern", {2005, 0, 0})};
  b.node("after", 2012);
  b.node("perhaps", 2010);
  b.node("before", 2008);
  b.node("notice").kind = NodeKind::notice;
  b.graph.nodes[b["notice"]].date = {2010, 2, 2};
  for (const char* key : {"after", "perhaps", "before", "notice"}) b.edge(key, "bad");
  const auto found = anomalies(b, "cites-retracted");
  REQUIRE(found.size() == 2);
  CHECK(found[0].message ==
        "after (2012) cites bad (2000), which was retracted on 2010-02-02: 1 year before");
  CHECK(found[1].message.find("perhaps before") != std::string::npos);

  b.graph.nodes[0].notices.push_back(notice("reinstatement", {2011, 0, 0}));
  CHECK(anomalies(b, "cites-retracted").size() == 1);
}

TEST_CASE("a review or guideline that includes a study after its retraction is told") {
  Builder b;
  b.node("bad", 2000).notices = {notice("retraction", {2010, 2, 2})};
  b.node("NCT00000001", 0, NodeKind::study);
  b.edge("bad", "NCT00000001", EdgeKind::reports);
  b.node("searched-later", 2012, NodeKind::review).searched = {2011, 6, 1};
  b.node("searched-before", 2012, NodeKind::review).searched = {2009, 0, 0};
  b.node("guideline", 2012, NodeKind::guideline);
  b.node("perhaps", 2010, NodeKind::review);
  b.node("by-trial", 2012, NodeKind::review);
  b.node("undated", 0, NodeKind::review);
  for (const char* key : {"searched-later", "searched-before", "guideline", "perhaps", "undated"})
    b.edge(key, "bad", EdgeKind::includes);
  b.edge("by-trial", "NCT00000001", EdgeKind::includes);
  const auto found = anomalies(b, "includes-retracted");
  REQUIRE(found.size() == 4);
  CHECK(found[0].message ==
        "searched-later (2012) includes bad (2000), which was retracted on 2010-02-02: 1 year "
        "before its search");
  CHECK(found[1].message.find("guideline (2012) includes bad (2000)") == 0);
  CHECK(found[1].message.find("1 year before it appeared") != std::string::npos);
  CHECK(found[2].message.find("perhaps before it appeared") != std::string::npos);
  CHECK(found[3].message.find("NCT00000001, reported by bad (2000)") != std::string::npos);

  b.graph.nodes[0].notices.push_back(notice("reinstatement", {2011, 1, 1}));
  CHECK(anomalies(b, "includes-retracted").size() == 1);  // perhaps
}

TEST_CASE("a retraction is known from the notice's edge, too") {
  Builder b;
  b.node("bad", 2000);
  b.node("notice", 2010, NodeKind::notice);
  b.edge("notice", "bad", EdgeKind::retracts).edge("citing", "bad");
  b.graph.nodes[b["citing"]].date.year = 2011;
  CHECK(anomalies(b, "cites-retracted").size() == 1);
}

TEST_CASE("counts of references that disagree with the list, and empty lists") {
  Builder b;
  b.node("right").reference_count = 2;
  b.node("short").reference_count = 31;
  b.node("empty").reference_count = 31;
  b.node("silent");
  b.graph.nodes[0].unidentified = 1;
  b.edge("right", "silent").edge("short", "silent");
  const auto found = anomalies(b, "reference-count-differs");
  REQUIRE(found.size() == 2);
  CHECK(found[0].message == "short says that it has 31 references, its list here has 1");
  CHECK(found[1].message == "empty says that it has 31 references, but its list is empty");
}
