// SPDX-License-Identifier: MIT
#include "engine/citations/summary.h"

#include <catch2/catch.hpp>

#include "tests/citations/graphs.h"

using namespace weald;
using namespace weald::test;

TEST_CASE("the summary counts kinds, statuses, placeholders and components") {
  Builder b;
  b.included("a-2001", 2001);
  b.included("b-2002", 2002);
  b.node("nct", 0, NodeKind::study).origin = Origin::placeholder;
  b.node("doi:10.1/x").origin = Origin::placeholder;
  b.node("alone", 1999);
  b.edge("b-2002", "a-2001").edge("b-2002", "doi:10.1/x").edge("a-2001", "nct", EdgeKind::reports);
  b.graph.edges[1].status = EdgeStatus::inferred;
  const GraphSummary s = summarise(b.done());
  using Kinds = std::vector<std::pair<NodeKind, std::size_t>>;
  CHECK(s.nodes == Kinds{{NodeKind::report, 4}, {NodeKind::study, 1}});
  CHECK(s.edges.size() == 2);
  CHECK(s.statuses.size() == 2);
  CHECK(s.placeholders == 2);
  CHECK(s.included == 2);
  REQUIRE(s.components.size() == 2);
  CHECK(s.components[0] == std::vector<std::uint32_t>{0, 1, 2, 3});
  CHECK(s.components[1] == std::vector<std::uint32_t>{4});
}

TEST_CASE("completeness is found of expected, with a list of found, matched of listed") {
  Builder b;
  b.included("a", 2001).doi = "10.1/a";
  b.included("b", 2002).doi = "10.1/b";
  b.included("c", 2003).references_known = false;
  b.included("d", 2004).references_known = false;
  b.graph.nodes[2].pmid = "12";
  b.graph.nodes[1].unidentified = 1;
  b.node("doi:10.1/x").origin = Origin::placeholder;
  b.edge("b", "a").edge("b", "doi:10.1/x").edge("a", "c");
  const Completeness c = summarise(b.done()).completeness;
  CHECK(c.expected == 4);
  CHECK(c.found == 3);  // d has no identifier and is in no index
  CHECK(c.with_references == 2);
  CHECK(c.references == 4);
  CHECK(c.matched == 2);
  CHECK(c.fraction.value() == Approx(3.0 / 4 * 2.0 / 3 * 2.0 / 4));

  b.graph.merges.push_back({.node = 3});
  CHECK(summarise(b.graph).completeness.found == 4);
}

TEST_CASE("completeness of a graph without lists is not defined") {
  Builder b;
  b.node("a").doi = "10.1/a";
  CHECK_FALSE(summarise(b.done()).completeness.fraction.has_value());
  CHECK_FALSE(summarise(CitationGraph{}).completeness.fraction.has_value());
}
