// SPDX-License-Identifier: MIT
// Who is who in the graph, and that no reference is lost.
#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/citations/graph.h"
#include "tests/support/temporary_folder.h"

namespace weald {
namespace {

/// A review of these files, read as any is.
class Folder {
 public:
  Folder& file(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
    return *this;
  }
  Loaded load() {
    file("review.yaml",
         "title: A review\nhorizons:\n  short: {to: 3 months}\n"
         "  long: {after: 3 months}\ntreatments:\n  a: {label: A}\n  b: {label: B}\n"
         "outcomes:\n  pain: {label: Pain, better: lower}\nanalyses:\n"
         "  pain: {outcome: pain, compare: [a, b], measure: MD}\n");
    return load_source(folder_.path());
  }

 private:
  test::TemporaryFolder folder_;
};

const char* study =
    "groups:\n  a: {treatment: a}\n  b: {treatment: b}\nresults:\n"
    "  - {outcome: pain, time: 1 month, finding: better, source: abstract}\n";

Record record(std::string title, std::vector<std::string> authors, int year) {
  Record one;
  one.title = std::move(title);
  one.authors = std::move(authors);
  one.date.year = year;
  return one;
}

std::vector<std::string> edges_of(const CitationGraph& graph, EdgeKind kind) {
  std::vector<std::string> edges;
  for (const Edge& edge : graph.edges)
    if (edge.kind == kind)
      edges.push_back(graph.nodes[edge.from].key + " -> " + graph.nodes[edge.to].key);
  std::sort(edges.begin(), edges.end());
  return edges;
}

std::size_t errors(const Loaded& loaded) {
  return static_cast<std::size_t>(
      std::count_if(loaded.diagnostics.all().begin(), loaded.diagnostics.all().end(),
                    [](const Diagnostic& d) { return d.severity == Severity::error; }));
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "Every spelling of an identifier leads to one node, and an unknown one to a placeholder") {
  Folder folder;
  folder.file("a-2001.yaml",
              std::string("doi: 10.1000/ABC\npmid: 11\nauthors: [A B]\nyear: 2001\n") +
                  "registration: NCT00000001\n" + study);
  folder.file(
      "references.yaml",
      "c-2003:\n  cites: [a-2001]\nd-2004:\n  cites: [\"doi:10.1000/abc\"]\n"
      "e-2005:\n  cites: [\"pmid:11\", \"doi:10.1000/else\", NCT00000001]\n"
      "f-2006:\n  cites: [\"https://doi.org/10.1000/ELSE\", {as: Brown 1970, status: in-text}]\n");
  const Loaded loaded = folder.load();
  REQUIRE(errors(loaded) == 0);
  const CitationGraph graph = build_graph(*loaded.review());
  CHECK(edges_of(graph, EdgeKind::cites) ==
        Strings{"c-2003 -> a-2001", "d-2004 -> a-2001", "e-2005 -> NCT00000001", "e-2005 -> a-2001",
                "e-2005 -> doi:10.1000/else", "f-2006 -> as:brown-1970",
                "f-2006 -> doi:10.1000/else"});
  CHECK(edges_of(graph, EdgeKind::reports) == Strings{"a-2001 -> NCT00000001"});
  const auto placeholder = graph.find("doi:10.1000/Else");
  REQUIRE(placeholder);
  CHECK(graph.nodes[*placeholder].origin == Origin::placeholder);
  CHECK(graph.nodes[*graph.find("as:brown-1970")].label == "Brown 1970");
  CHECK(graph.nodes[*graph.find("NCT00000001")].kind == NodeKind::study);
  CHECK(graph.cites.edges() == 7);
  CHECK(graph.cited_by.of(*graph.find("a-2001")).size() == 3);
  CHECK(graph.nodes[*graph.find("c-2003")].references_known);
  CHECK_FALSE(graph.nodes[*graph.find("a-2001")].references_known);
}

TEST_CASE("A record of an index joins the paper it is, adds what is missing, and says why") {
  Folder folder;
  folder.file("a-2001.yaml", std::string("title: \"A trial: 1-year results\"\nauthors: [Smith AB]\n"
                                         "year: 2001\ndoi: 10.1000/abc\n") +
                                 study);
  folder.file("b-2002.yaml",
              std::string("title: Another trial\nauthors: [Jones C]\nyear: 2002\n") + study);
  const Loaded loaded = folder.load();
  REQUIRE(errors(loaded) == 0);

  Record by_doi = record("Other words", {"Smith, Anna"}, 2001);
  by_doi.doi = "10.1000/abc";
  by_doi.pmid = "42";
  by_doi.cites = {{"doi:10.1000/old", "", ""}, {"", "Unknown 1950", ""}};
  by_doi.reference_count = 2;
  const Record by_title = record("Another  TRIAL.", {"Jones, Carol"}, 2002);
  const Record other_year = record("A trial: 5-year results", {"Smith, Anna B."}, 2001);
  Record other_doi = record("Another trial", {"Jones, Carol"}, 2002);
  other_doi.doi = "10.1000/preprint";

  const std::vector<Record> index{by_doi, by_title, other_year, other_doi};
  const CitationGraph graph = build_graph(*loaded.review(), index);
  REQUIRE(graph.merges.size() == 3);
  CHECK(graph.merges[0].why == "the same DOI 10.1000/abc");
  CHECK(graph.nodes[graph.merges[1].node].key == "b-2002");
  CHECK(graph.merges[1].why == "the same title, first author and year");
  const Node& a = graph.nodes[*graph.find("a-2001")];
  CHECK(a.pmid == "42");
  CHECK(a.title == "A trial: 1-year results");
  CHECK(a.references_known);
  CHECK(a.unidentified == 1);
  CHECK(graph.find("pmid:42") == graph.find("a-2001"));
  CHECK(edges_of(graph, EdgeKind::cites) == Strings{"a-2001 -> doi:10.1000/old"});
  // b-2002 has no DOI of its own, so the first record that looks like it is taken for it, and the
  // one with a DOI of its own as well; that both are said is what lets a person overrule it.
  CHECK(graph.nodes[graph.merges[2].node].key == "b-2002");
  CHECK(std::count_if(graph.nodes.begin(), graph.nodes.end(),
                      [](const Node& node) { return node.origin == Origin::index; }) == 1);
}

TEST_CASE("distinct-from overrules a likeness") {
  Folder folder;
  folder.file("b-2002.yaml", std::string("title: Another trial\nauthors: [Jones C]\nyear: 2002\n"
                                         "distinct-from: [\"doi:10.1000/preprint\"]\n") +
                                 study);
  const Loaded loaded = folder.load();
  REQUIRE(errors(loaded) == 0);
  Record other = record("Another trial", {"Jones, Carol"}, 2002);
  other.doi = "10.1000/PREPRINT";
  other.doi = "10.1000/preprint";
  const CitationGraph graph = build_graph(*loaded.review(), std::vector<Record>{other});
  CHECK(graph.merges.empty());
  CHECK(graph.find("doi:10.1000/preprint") != graph.find("b-2002"));
}

TEST_CASE("Titles that differ in a digit are two papers") {
  CHECK(title_key("A trial: 1-year results", "Smith A", 2001) !=
        title_key("A trial: 5-year results", "Smith A", 2001));
  CHECK(title_key("Étude; of — pain", "Müller, Jörg", 2001) ==
        title_key("etude of pain", "Mueller J", 2001));
  CHECK(title_key("腰痛の研究", "李", 2001) != title_key("膝痛の研究", "李", 2001));
  CHECK(title_key("Dose 1.5 mg", "Smith A", 2001) != title_key("Dose 15 mg", "Smith A", 2001));
  CHECK(title_key("At p < 0.05", "Smith A", 2001) != title_key("At p > 0.05", "Smith A", 2001));
  CHECK(title_key("H<sub>2</sub>O", "Smith A", 2001) == title_key("H2O.", "Smith A", 2001));
  CHECK(title_key("", "Smith A", 2001).empty());
  CHECK(title_key("A trial", "Smith A", 0).empty());
}

TEST_CASE("Guidelines state recommendations that pooled results inform") {
  Folder folder;
  folder.file("a-2001.yaml", std::string("year: 2001\n") + study);
  folder.file("references.yaml",
              "g-2010:\n  type: guideline\n  includes: [a-2001]\n  recommendations:\n"
              "    use-it: {text: Use it, rests-on: [pain/short, pain]}\n"
              "n-2011:\n  type: notice\n  year: 2011\n  retracts: [a-2001]\n"
              "p-2000: {version-of: a-2001, reports: [a-2001]}\n");
  const Loaded loaded = folder.load();
  REQUIRE(errors(loaded) == 0);
  const CitationGraph graph = build_graph(*loaded.review());
  CHECK(edges_of(graph, EdgeKind::informs) ==
        Strings{"result:pain -> g-2010/use-it", "result:pain/short -> g-2010/use-it"});
  CHECK(edges_of(graph, EdgeKind::states) == Strings{"g-2010 -> g-2010/use-it"});
  CHECK(edges_of(graph, EdgeKind::includes) == Strings{"g-2010 -> a-2001"});
  CHECK(edges_of(graph, EdgeKind::reports) ==
        Strings{"a-2001 -> study:a-2001", "p-2000 -> study:a-2001"});
  const Node& a = graph.nodes[*graph.find("a-2001")];
  REQUIRE(a.notices.size() == 1);
  CHECK(a.notices[0].kind == "retraction");
  CHECK(a.notices[0].notice == "n-2011");
  CHECK(a.notices[0].date.year == 2011);
}

TEST_CASE("The founding review's graph holds every edge of the facts with its status") {
  const Loaded loaded = load_source("studies/intradiscal-steroid");
  REQUIRE(loaded.review() != nullptr);
  const CitationGraph graph = build_graph(*loaded.review());
  std::ifstream file("tests/citations/intradiscal_edges.json");
  const auto facts = nlohmann::json::parse(file);
  REQUIRE(facts.size() == 33);
  std::size_t seed = 0;
  for (const auto& fact : facts) {
    const std::string citing = fact.at("citing"), cited = fact.at("cited");
    INFO(citing << " -> " << cited);
    const auto edge = std::find_if(graph.edges.begin(), graph.edges.end(), [&](const Edge& e) {
      return e.kind == EdgeKind::cites && graph.nodes[e.from].key == citing &&
             graph.nodes[e.to].key == cited;
    });
    REQUIRE(edge != graph.edges.end());
    CHECK(edge_status_name(edge->status) == fact.at("status"));
    CHECK(edge->number == fact.at("number"));
    seed += citing == "clinical-pain-advisor-2017" ? 1u : 0u;
  }
  CHECK(seed == 5);
  CHECK(graph.cites.edges() == facts.size());
}

TEST_CASE("The graph as records has every node that is described, and every edge of it") {
  const Loaded loaded = load_source("studies/intradiscal-steroid");
  const CitationGraph graph = build_graph(*loaded.review());
  const std::vector<Record> records = graph_records(graph);
  std::size_t edges = 0;
  for (const Record& one : records) edges += one.cites.size() + one.relations.size();
  CHECK(edges == graph.edges.size());
  // An index of the same records changes nothing but that every paper is merged with itself.
  const CitationGraph again = build_graph(*loaded.review(), records);
  CHECK(again.cites.edges() == graph.cites.edges());
}

}  // namespace weald
