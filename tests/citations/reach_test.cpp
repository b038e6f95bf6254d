// SPDX-License-Identifier: MIT
#include "engine/citations/reach.h"

#include <catch2/catch.hpp>

#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

namespace {

using Numbers = std::vector<std::uint32_t>;

/// A trial with two reports and a preprint, reviews of reviews, and papers that only cite.
Builder literature() {
  Builder b;
  b.included("bad", 2000);
  b.included("follow-up", 2004);
  b.included("other", 2003);
  b.node("preprint", 1999);
  b.node("NCT00000001", 0, NodeKind::study);
  b.node("review", 2005, NodeKind::review);
  b.node("umbrella", 2008, NodeKind::review);
  b.node("guideline", 2009, NodeKind::guideline);
  b.node("by-trial", 2006, NodeKind::review);
  b.node("unrelated", 2006, NodeKind::review);
  b.node("citing", 2007);
  b.node("notice", 2010, NodeKind::notice);
  b.edge("bad", "NCT00000001", EdgeKind::reports)
      .edge("follow-up", "NCT00000001", EdgeKind::reports);
  b.edge("preprint", "bad", EdgeKind::version_of);
  b.edge("review", "bad", EdgeKind::includes).edge("umbrella", "review", EdgeKind::includes);
  b.edge("guideline", "umbrella", EdgeKind::includes);
  b.edge("by-trial", "NCT00000001", EdgeKind::includes);
  b.edge("unrelated", "other", EdgeKind::includes);
  b.edge("notice", "bad", EdgeKind::retracts).edge("notice", "bad");
  b.edge("citing", "bad").edge("review", "bad").edge("other", "bad").edge("follow-up", "bad");
  b.edge("umbrella", "citing");
  return b;
}

}  // namespace

TEST_CASE("reach follows reports, versions and includes, and lists those that only cite apart") {
  Builder b = literature();
  const Reach r = reach(b.done(), {b["bad"], b["bad"]});
  CHECK(r.flagged == Numbers{b["bad"]});
  CHECK(r.studies == Numbers{b["bad"]});
  CHECK(r.related == Numbers{b["follow-up"], b["preprint"]});
  CHECK(r.reviews == Numbers{b["review"], b["umbrella"], b["by-trial"]});
  CHECK(r.guidelines == Numbers{b["guideline"]});
  CHECK(r.citing_only == Numbers{b["other"], b["citing"]});
}

TEST_CASE("with a trial fall all papers that report it") {
  Builder b = literature();
  const Reach r = reach(b.done(), {b["NCT00000001"]});
  CHECK(r.studies == Numbers{b["bad"], b["follow-up"]});
  CHECK(r.related == Numbers{b["preprint"]});
  CHECK(r.reviews == Numbers{b["review"], b["umbrella"], b["by-trial"]});
}

TEST_CASE("nothing flagged reaches nothing") {
  Builder b = literature();
  const Reach r = reach(b.done(), {});
  CHECK(r.studies.empty());
  CHECK(r.reviews.empty());
  CHECK(r.citing_only.empty());
}

TEST_CASE("reviews that include each other in circles, or in a chain of a million, end") {
  Builder b;
  b.node("a", 0, NodeKind::review);
  b.node("b", 0, NodeKind::review);
  b.edge("a", "x", EdgeKind::includes).edge("a", "b", EdgeKind::includes);
  b.edge("b", "a", EdgeKind::includes);
  CHECK(reach(b.done(), {b["x"]}).reviews == Numbers{b["a"], b["b"]});

  const std::uint32_t million = 1'000'000;
  CitationGraph graph;
  graph.nodes.resize(million + 1);
  graph.edges.resize(million);
  for (std::uint32_t i = 0; i < million; ++i) {
    graph.nodes[i].kind = NodeKind::review;
    graph.edges[i].from = i;
    graph.edges[i].to = i + 1;
    graph.edges[i].kind = EdgeKind::includes;
  }
  graph.cites = graph.cited_by = make_links(million + 1, {});
  CHECK(reach(graph, {million}).reviews.size() == million);
}

TEST_CASE("recommendations on a pooled result come with the guidelines that state them") {
  Builder b;
  b.node("pain/short", 0, NodeKind::result);
  b.node("guideline", 2009, NodeKind::guideline);
  b.node("guideline#rest", 0, NodeKind::recommendation);
  b.node("guideline#other", 0, NodeKind::recommendation);
  b.edge("pain/short", "guideline#rest", EdgeKind::informs);
  b.edge("guideline", "guideline#rest", EdgeKind::states);
  b.edge("guideline", "guideline#other", EdgeKind::states);
  CHECK(recommendations_on(b.done(), "pain/short") == Numbers{1, 2});
  CHECK(recommendations_on(b.graph, "pain").empty());
}

TEST_CASE("a list of retractions flags by DOI and PubMed number alone") {
  Builder b;
  b.node("one").doi = "10.1/a";
  b.node("two").pmid = "123";
  b.node("both").doi = "10.1/b";
  b.graph.nodes[2].pmid = "456";
  b.node("same-title").title = "Reply";
  b.node("without");
  PublishedNotice notice;
  notice.kind = "retraction";
  std::vector<Record> list(6);
  for (Record& row : list) row.notices = {notice};
  list[0].doi = "10.1/a";
  list[0].line = 2;
  list[1].pmid = "123";
  list[2].doi = "10.1/b";
  list[2].pmid = "456";
  list[3].title = "Reply";   // neither DOI nor number
  list[4].pmid = "0";        // no number
  list[5].doi = "10.1/zzz";  // of another paper
  const Flags flags = match_retractions(b.done(), list);
  CHECK(flags.rows == 6);
  CHECK(flags.unidentified == 2);
  REQUIRE(flags.flags.size() == 3);
  CHECK(flags.flags[0].node == 0);
  CHECK(flags.flags[0].by == "DOI 10.1/a");
  CHECK(flags.flags[0].line == 2);
  CHECK(flags.flags[1].by == "PubMed 123");
  CHECK(flags.flags[2].by == "DOI 10.1/b");
  CHECK(flags.flags[0].notice.kind == "retraction");
  CHECK(flags.matched == 3);
}

TEST_CASE("a row with a paper's PubMed number and another DOI is doubtful and flags nothing") {
  Builder b;
  b.node("one").doi = "10.1/a";
  b.graph.nodes[0].pmid = "123";
  std::vector<Record> list(2);
  list[0].doi = "10.1/z";
  list[0].pmid = "123";
  list[1].pmid = "123";
  for (Record& row : list) row.notices = {{.kind = "retraction"}};
  const Flags flags = match_retractions(b.done(), list);
  REQUIRE(flags.flags.size() == 1);
  REQUIRE(flags.doubtful.size() == 1);
  CHECK(flags.matched == 1);
  CHECK(flags.doubtful[0].by == "PubMed 123, but DOI 10.1/z there and 10.1/a here");
}
