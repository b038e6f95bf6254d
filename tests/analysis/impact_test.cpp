// SPDX-License-Identifier: MIT
#include "engine/analysis/impact.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "engine/interchange/formats.h"

using namespace weald;

namespace {

struct Given {
  Loaded loaded{};
  Report report{};
  CitationGraph graph{};

  const Review& review() const { return *loaded.review(); }
  std::uint32_t node(std::string_view name) const {
    const auto found = graph.find(name);
    REQUIRE(found);
    return *found;
  }
};

Given given(const char* folder) {
  Given result{.loaded = load_source(folder)};
  REQUIRE(result.loaded.review() != nullptr);
  Diagnostics diagnostics;
  result.report = analyse(result.loaded, {}, diagnostics);
  result.graph = build_graph(result.review());
  return result;
}

/// The report of the review as its authors would write it with that study excluded.
Report excluding(const Given& from, const std::string& study) {
  Review review = from.review();
  for (Analysis& analysis : review.analyses) analysis.exclude.push_back({.value = study});
  Loaded loaded;
  loaded.content = review;
  Diagnostics diagnostics;
  return analyse(loaded, {}, diagnostics);
}

const PoolChange* find(const Impact& impact, std::string_view id) {
  for (const PoolChange& change : impact.changes)
    if (change.id == id) return &change;
  return nullptr;
}

/// A list as Retraction Watch gives it: hundreds of rows that have nothing to do with the review,
/// many without identifiers, and `more` at its end.
std::string list_of(const std::vector<std::string>& more) {
  std::string text =
      "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
      "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
      "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes\r\n";
  for (int i = 1; i <= 400; ++i) {
    const std::string doi = i % 3 == 0   ? "Unavailable"
                            : i % 3 == 1 ? ""
                                         : fmt::format("10.9999/other.{}", i);
    const std::string pmid = i % 4 == 0 ? fmt::format("{}", 90000000 + i) : "0";
    text += fmt::format(
        "{},\"Reply, number {}\",(HSC) Medicine;,Somewhere,Journal,Publisher,Country,\"A B;C "
        "D\",,Research Article;,7/31/2024 14:00,10.9999/notice.{},0,1/1/2017 0:00,{},{},"
        "Retraction,+Concerns/Issues About Data;+Error in Data;,No,\r\n",
        i, i, i, doi, pmid);
  }
  for (const std::string& row : more) text += row + "\r\n";
  return text;
}

std::string row_of(int id, const char* nature, const char* date, const char* doi,
                   const char* pmid) {
  return fmt::format("{},Title,,,,,,,,,{},10.9999/n{},0,1/1/2017 0:00,{},{},{},+Error in Data;,No,",
                     id, date, id, doi, pmid, nature);
}

Flags flags_of(const Given& from, const std::string& text) {
  const RecordFormat* format = detect_record_format("list.csv", text);
  REQUIRE(format != nullptr);
  REQUIRE(format->key == "retraction-watch");
  const Reading reading = format->read(text);
  CHECK(reading.rejected.empty());
  return match_retractions(from.graph, reading.records);
}

}  // namespace

TEST_CASE(
    "Without a trial every pool is what the engine gives with that trial excluded, bit for bit") {
  const Given bcg = given("studies/bcg-vaccine");
  for (const char* study : {"hart-sutherland-1977", "comstock-1974", "aronson-1948"}) {
    CAPTURE(study);
    const Impact found = impact(bcg.review(), bcg.report, {}, bcg.graph, {bcg.node(study)});
    CHECK(found.studies == std::vector<std::string>{study});
    const Report after = excluding(bcg, study);
    std::size_t compared = 0;
    for (const AnalysisReport& analysis : after.analyses)
      for (const Pooling& pool : analysis.pools) {
        const PoolChange* change = find(found, pool.id);
        if (change == nullptr) continue;
        REQUIRE(change->after.pooled);
        CHECK(change->after.k == pool.studies.size());
        CHECK(change->before.k == change->after.k + 1);
        CHECK(change->after.pooled->estimate.estimate == pool.pooled->estimate.estimate);
        CHECK(change->after.pooled->estimate.ci == pool.pooled->estimate.ci);
        CHECK(change->after.pooled->estimate.log_p == pool.pooled->estimate.log_p);
        CHECK(change->after.pooled->pi == pool.pooled->pi);
        ++compared;
      }
    CHECK(compared == 3);  // both wholes and the subgroup of its allocation
    CHECK(found.unchanged == 2);
    double weight = 0;
    for (const StudyResult& one : bcg.report.analyses[0].pools[0].studies)
      if (one.row.study == study) weight = one.weight;
    CHECK(find(found, "tuberculosis")->weight == weight);
  }
}

TEST_CASE("Direction, significance and prediction interval are said to change where they do") {
  Given bcg = given("studies/bcg-vaccine");
  // All trials but three that found nothing: what is left is not significant any more.
  std::vector<std::uint32_t> most;
  for (const Study& study : bcg.review().studies)
    if (study.key != "comstock-1976" && study.key != "tpt-madras-1980" &&
        study.key != "comstock-webster-1969")
      most.push_back(bcg.node(study.key));
  const Impact found = impact(bcg.review(), bcg.report, {}, bcg.graph, most);
  const PoolChange* whole = find(found, "tuberculosis");
  REQUIRE(whole != nullptr);
  CHECK(whole->after.k == 3);
  CHECK(whole->significance);
  CHECK(whole->conclusion());
  CHECK_FALSE(whole->emptied);
  const Impact one = impact(bcg.review(), bcg.report, {}, bcg.graph, {bcg.node("aronson-1948")});
  CHECK_FALSE(find(one, "tuberculosis")->conclusion());
}

TEST_CASE("The trial of the seed article empties its pools and its words fall") {
  const Given steroid = given("studies/intradiscal-steroid");
  const Impact found =
      impact(steroid.review(), steroid.report, {}, steroid.graph, {steroid.node("nguyen-2017")});
  const PoolChange* short_term = find(found, "acceptable-pain/short");
  REQUIRE(short_term != nullptr);
  CHECK(short_term->emptied);
  CHECK(short_term->before.k == 1);
  CHECK(short_term->weight == 1);
  const PoolChange* long_term = find(found, "acceptable-pain/long");
  REQUIRE(long_term != nullptr);
  CHECK(long_term->lost.empty());
  CHECK(long_term->words.size() == 1);
  CHECK(found.changes.size() == 4);
  CHECK(found.unchanged > 10);
  // The registration of its trial leads to the same.
  const Impact trial = impact(steroid.review(), steroid.report, {}, steroid.graph,
                              papers_of(steroid.graph, steroid.node("NCT00804531")));
  CHECK(trial.studies == found.studies);
  CHECK(trial.changes.size() == found.changes.size());
}

TEST_CASE("An identifier names every descriptor that bears it, a key that one alone") {
  Given bcg = given("studies/bcg-vaccine");
  Review review = bcg.review();
  const std::vector<std::string> files{"hart-sutherland-1977", "comstock-1974", "aronson-1948"};
  for (Study& study : review.studies)
    if (std::ranges::find(files, study.key) != files.end()) {
      study.citation.doi.value = "10.1234/One";
      study.citation.pmid.value.clear();
      study.citation.registration.value = study.key == "comstock-1974" ? "" : "NCT00000001";
    }
  const CitationGraph graph = build_graph(review);
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (std::ranges::find(files, graph.nodes[i].key) != files.end()) all.push_back(i);
  REQUIRE(all.size() == 3);
  CHECK(nodes_named(graph, "https://doi.org/10.1234/ONE") == all);
  CHECK(nodes_named(graph, files[0]).size() == 1);
  CHECK(nodes_named(graph, "nobody").empty());
  std::vector<std::uint32_t> of_trial;
  for (const std::uint32_t node : nodes_named(graph, "NCT00000001"))
    for (const std::uint32_t paper : papers_of(graph, node)) of_trial.push_back(paper);

  // A list that has the DOI flags the same.
  std::vector<Record> list(1);
  list[0].doi = "10.1234/one";
  list[0].notices = {{.kind = "retraction"}};
  const FlaggedPapers flagged = flagged_papers(match_retractions(graph, list));
  CHECK(flagged.retracted == all);

  const Impact whole = impact(review, bcg.report, {}, graph, nodes_named(graph, "doi:10.1234/one"));
  CHECK(whole.studies.size() == 3);
  CHECK(whole.same_paper.empty());
  const Impact one = impact(review, bcg.report, {}, graph, nodes_named(graph, files[0]));
  CHECK(one.studies == std::vector<std::string>{files[0]});
  CHECK(one.same_paper.size() == 2);
  CHECK(one.reach.related.empty());
  const Impact trial = impact(review, bcg.report, {}, graph, of_trial);
  CHECK(trial.studies.size() == 2);
  CHECK(trial.same_paper.size() == 1);
}

TEST_CASE("A paper that no study rests on changes no pool") {
  const Given steroid = given("studies/intradiscal-steroid");
  const Impact found =
      impact(steroid.review(), steroid.report, {}, steroid.graph, {steroid.node("daste-2021")});
  CHECK(found.studies.empty());
  CHECK(found.changes.empty());
  CHECK(found.unchanged > 20);
}

TEST_CASE("Of hundreds of rows of a list of retractions only those about the review are flagged") {
  const Given steroid = given("studies/intradiscal-steroid");
  const Flags none = flags_of(steroid, list_of({}));
  CHECK(none.rows == 400);
  CHECK(none.flags.empty());
  CHECK(none.unidentified == 200);  // 2 of 3 without a DOI, of these 3 of 4 without a PubMed number

  const Flags flags = flags_of(
      steroid,
      list_of({row_of(501, "Retraction", "7/31/2024 14:00", "10.7326/m16-1700", "0"),
               row_of(502, "Expression of concern", "2/1/2023 0:00", "Unavailable", "18787845"),
               row_of(503, "Retraction", "3/1/2020 0:00", "0", "0")}));
  CHECK(flags.rows == 403);
  REQUIRE(flags.flags.size() == 2);
  const FlaggedPapers papers = flagged_papers(flags);
  CHECK(papers.retracted == std::vector{steroid.node("nguyen-2017")});
  CHECK(papers.concerned == std::vector{steroid.node("jensen-ts-2008")});
  CHECK(flags.flags[0].notice.date == PartialDate{2024, 7, 31});
  CHECK(flags.flags[0].line == 402);
}

TEST_CASE("The last word counts: reinstated is not retracted, a correction lifts nothing") {
  const auto notice = [](const char* kind, int year) {
    return PublishedNotice{.kind = kind, .date = {.year = year}};
  };
  CHECK(standing({}) == "");
  CHECK(standing({notice("reinstatement", 2022), notice("retraction", 2020)}) == "reinstatement");
  CHECK(standing({notice("reinstatement", 2022), notice("retraction", 2023)}) == "retraction");
  CHECK(standing({notice("retraction", 2020), notice("correction", 2021)}) == "retraction");
  CHECK(standing({notice("concern", 2019), notice("retraction", 2020)}) == "retraction");
  CHECK(standing({notice("concern", 2019), notice("correction", 2020)}) == "concern");
  CHECK(standing({notice("correction", 2019), notice("concern", 2020)}) == "concern");
}
