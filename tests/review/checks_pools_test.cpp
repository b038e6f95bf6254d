// SPDX-License-Identifier: MIT
#include <chrono>

#include <catch2/catch.hpp>

#include "tests/review/checks_support.h"

using namespace weald;
using namespace weald::tests;

using Codes = std::vector<std::string>;

namespace {

std::string counts(int a, int n1, int c, int n2, const std::string& time = "1 month") {
  return "  - {outcome: relief, time: " + time +
         ", source: a, data: {gc: {events: " + std::to_string(a) + ", n: " + std::to_string(n1) +
         "}, control: {events: " + std::to_string(c) + ", n: " + std::to_string(n2) + "}}}\n";
}

Checked two_studies(const std::string& first, const std::string& second,
                    const std::string& more_1 = "", const std::string& more_2 = "") {
  return checked({{"review.yaml", review_yaml},
                  {"adams-2001.yaml", study_yaml(first, more_1)},
                  {"brown-2002.yaml", study_yaml(second, more_2)}});
}

}  // namespace

TEST_CASE("one registration enters a pool once") {
  const Checked review = two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60),
                                     "registration: NCT00454792\n", "registration: nct00454792\n");
  CHECK(review.codes() == Codes{"same-registration-twice"});
  CHECK(review.the("same-registration-twice").secondary.size() == 1);
  // Not in one pool: one is short, the other long term.
  CHECK(two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60, "12 months"),
                    "registration: NCT00454792\n", "registration: NCT00454792\n")
            .codes() == Codes{});
}

TEST_CASE("a cohort that may be in a pool twice is noticed") {
  const Checked cohort = two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60),
                                     "cohort: TwinsUK\n", "cohort: TwinsUK\n");
  CHECK(cohort.codes() == Codes{"cohort-twice"});
  const Checked site = two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60),
                                   "site: \"Spine Centre, Aug 2007 - Dec 2008\"\n",
                                   "site: Spine centre 2008-2010\n");
  CHECK(site.codes() == Codes{"cohort-twice"});
  CHECK(two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60),
                    "site: Spine Centre 2007-2008\n", "site: Spine Centre 2009-2010\n")
            .codes() == Codes{});
  const Checked numbers = two_studies(counts(30, 60, 20, 60), counts(30, 60, 20, 60));
  CHECK(numbers.codes() == Codes{"cohort-twice"});
  // Few events agree by chance.
  CHECK(two_studies(counts(1, 60, 0, 60), counts(1, 60, 0, 60)).codes() == Codes{});
}

TEST_CASE("a clear effect against nearly all others is noticed, with at least four others") {
  Files files = {{"review.yaml", review_yaml}};
  for (int i = 0; i < 4; ++i)
    files["a-" + std::to_string(i) + ".yaml"] = study_yaml(counts(30 + i, 60, 20, 60));
  files["b.yaml"] = study_yaml(counts(10, 60, 31, 60));
  const Checked review = checked(files);
  CHECK(review.codes() == Codes{"opposite-direction"});
  CHECK_THAT(review.the("opposite-direction").message, Catch::Contains("4 of the other 4 studies"));
  files.erase("a-0.yaml");
  CHECK(checked(files).codes() == Codes{});
}

TEST_CASE("a study with two results in one window is one error, unless it is told which counts") {
  const Files files = {
      {"review.yaml", review_yaml},
      {"adams-2001.yaml", study_yaml(counts(30, 60, 20, 60) + counts(31, 60, 20, 60, "2 months"))}};
  CHECK(checked(files).codes() == Codes{"several-results-in-horizon"});
}

TEST_CASE("one control group is not counted twice") {
  const Checked review =
      checked({{"review.yaml", review_yaml},
               {"fayad-2007.yaml",
                "title: T\ngroups:\n  one: {treatment: gc}\n  two: {treatment: gc}\n  control: "
                "{treatment: placebo}\nresults:\n"
                "  - {outcome: pain, time: 1 month, source: a, data: {one: {mean: 30.2, sd: 26.6, "
                "n: 37}, control: {mean: 5.3, sd: 25.5, n: 12}}}\n"
                "  - {outcome: pain, time: 1 month, source: a, data: {two: {mean: 29.4, sd: 21.5, "
                "n: 25}, control: {mean: 5.3, sd: 25.5, n: 12}}}\n"}});
  CHECK(review.codes() == Codes{"shared-group"});
  CHECK(review.at("shared-group") == "control");
}

TEST_CASE(
    "a measure that the data cannot give is an error of the odd result, or of the analysis where "
    "nothing fits") {
  const std::string means =
      "  - {outcome: relief, time: 1 month, source: a, data: {gc: {mean: 3, sd: 2, n: 20}, "
      "control: {mean: 4, sd: 2, n: 20}}}\n";
  const Checked odd = two_studies(counts(30, 60, 20, 60), means);
  REQUIRE(odd.codes() == Codes{"measure-does-not-fit"});
  CHECK(odd.at("measure-does-not-fit") == "relief");
  CHECK_THAT(odd.the("measure-does-not-fit").help, Catch::Contains("`MD`"));
  const Checked all = two_studies(means, means + "  - {outcome: pain, finding: none, source: a}\n");
  REQUIRE(all.count("measure-does-not-fit") == 1);
  CHECK(all.at("measure-does-not-fit") == "RR");
}

TEST_CASE("what follows from an error is not reported beside it") {
  // Twice the same result is one mistake, not also two results in one window.
  CHECK(two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60) + counts(32, 60, 20, 60))
            .codes() == Codes{"duplicate-result"});
  // More events than people: no lint of the effect that would give.
  Files files = {{"review.yaml", review_yaml}};
  for (int i = 0; i < 4; ++i)
    files["a-" + std::to_string(i) + ".yaml"] = study_yaml(counts(30 + i, 60, 20, 60));
  files["b.yaml"] = study_yaml(counts(10, 60, 67, 60));
  CHECK(checked(files).codes() == Codes{"events-exceed-total"});
}

TEST_CASE("the checks cost linear time") {
  const auto seconds = [](int studies) {
    Files files = {{"review.yaml", review_yaml}};
    for (int i = 0; i < studies; ++i)
      files["s-" + std::to_string(i) + ".yaml"] = study_yaml(
          counts(20 + i % 17, 65, 18 + i % 13, 63) + counts(20 + i % 19, 65, 18, 63, "12 months"),
          "registration: NCT" + std::to_string(10000000 + i) + "\nsite: Place " +
              std::to_string(1990 + i % 30) + "\ncites: [s-0]\n");
    Checked read;
    for (const auto& [name, text] : files) {
      const std::uint32_t source = read.sources.add(name, text);
      const auto root = yaml::parse(read.sources, source, read.diagnostics);
      if (name == "review.yaml")
        read_review(*root, source, read.review, read.diagnostics);
      else
        read.review.studies.push_back(
            read_study(*root, name.substr(0, name.size() - 5), source, read.diagnostics));
    }
    const auto start = std::chrono::steady_clock::now();
    run_checks(read.review, read.diagnostics);
    apply_acknowledgements(read.review, read.diagnostics);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double few = seconds(500), many = seconds(5000);
  INFO("500 studies: " << few << " s, 5000: " << many << " s");
  CHECK(many <
        40 * few +
            0.2);  // ten times the studies: a quadratic check would take a hundred times as long
}

TEST_CASE("results that the measure cannot use are errors, whatever they hold instead") {
  const std::string sound =
      "  - {outcome: pain, time: 1 month, source: a, data: {gc: {mean: 3, sd: 2, n: 20}, control: "
      "{mean: 4, sd: 2, n: 20}}}\n";
  const std::string head = "  - {outcome: pain, time: 1 month, source: a, ";
  for (const char* odd : {"data: {gc: {r: 0.3, n: 20}, control: {r: 0.2, n: 20}}}\n",
                          "data: {gc: {mean: 3, sd: 2, n: 20}, control: {events: 4, n: 20}}}\n",
                          "effect: {measure: SMD, estimate: -0.5, ci: [-1.0, 0.0]}}\n"}) {
    INFO(odd);
    CHECK(two_studies(sound, head + odd).codes() == Codes{"measure-does-not-fit"});
  }
  // In no window of the analysis, or of its measure.
  CHECK(two_studies(sound, head + "effect: {measure: md, estimate: -0.5, ci: [-1.0, 0.0]}}\n")
            .codes() == Codes{});
  CHECK(two_studies(sound,
                    "  - {outcome: shown, time: 1 month, source: a, effect: {measure: SMD, "
                    "estimate: -0.5, ci: [-1.0, 0.0]}}\n")
            .codes() == Codes{});
}

TEST_CASE("two studies of one pool with one DOI or PubMed number are noticed") {
  for (const auto& [a, b] : {std::pair("doi: 10.1000/ABC\n", "doi: 10.1000/abc\n"),
                             std::pair("pmid: 28319997\n", "pmid: 28319997\n")})
    CHECK(two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60), a, b).codes() ==
          Codes{"cohort-twice"});
  CHECK(two_studies(counts(30, 60, 20, 60), counts(31, 60, 20, 60), "doi: 10.1000/abc\n",
                    "doi: 10.1000/abd\n")
            .codes() == Codes{});
}

TEST_CASE("the reviews that come with weald have no warning that is not acknowledged") {
  for (const char* name : {"bcg-vaccine", "deep-brain-stimulation", "glioma-radiotherapy",
                           "intradiscal-steroid", "rosiglitazone", "stroke-units"}) {
    INFO(name);
    const Loaded loaded = load_source(std::string("studies/") + name);
    for (const Diagnostic& d : loaded.diagnostics.all())
      if (!d.acknowledged && d.severity != Severity::note) CHECK(d.message == "");
    CHECK(loaded.review() != nullptr);
  }
}
