// SPDX-License-Identifier: MIT
// The bundled reviews: clean, and reproducing what papers and the facts of the review say.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/app.h"
#include "engine/text/number.h"
#include "engine/text/yaml.h"
#include "tests/support/json_path.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using namespace weald;
using Json = nlohmann::json;

namespace {

struct Ran {
  int exit = 0;
  std::string out{}, err{};
};

Ran weald_run(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  Ran ran{.exit = weald::run(arguments, {.out = out, .err = err})};
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

Json json_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json"});
  const Ran ran = weald_run(arguments);
  CAPTURE(ran.err);
  REQUIRE(ran.exit == 0);
  return Json::parse(ran.out);
}

std::vector<fs::path> reviews() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator("studies"))
    if (fs::exists(entry.path() / "review.yaml")) folders.push_back(entry.path());
  std::ranges::sort(folders);
  return folders;
}

double number_at(const Json& json, const std::string& path) {
  const Json* value = test::walk(json, path);
  CAPTURE(path);
  REQUIRE(value != nullptr);
  REQUIRE(value->is_number());
  return value->get<double>();
}

/// Runs the commands of one published.yaml and compares; returns how many values were compared.
int compare_published(const fs::path& folder) {
  Sources sources;
  FileText file = read_text_file(folder / "published.yaml");
  REQUIRE(file.text);
  Diagnostics diagnostics;
  const auto tree =
      yaml::parse(sources, sources.add("published.yaml", std::move(*file.text)), diagnostics);
  REQUIRE(tree);
  REQUIRE_FALSE(diagnostics.has_errors());
  int compared = 0;
  for (const yaml::Node& entry : tree->items) {
    const std::string quantity =
        entry.find("quantity") != nullptr ? entry.find("quantity")->text : "";
    CAPTURE(folder, quantity);
    REQUIRE(entry.find("place") != nullptr);
    REQUIRE(entry.find("level") != nullptr);
    const yaml::Node* command = entry.find("command");
    if (command == nullptr) {
      CHECK(entry.find("not-reproduced") != nullptr);
      continue;
    }
    std::vector<std::string> arguments;
    for (const yaml::Node& word : command->items) arguments.push_back(word.text);
    arguments.insert(arguments.begin() + 1, folder.string());
    const Json json = json_of(arguments);
    for (const yaml::Node& expected : entry.find("expect")->items) {
      const double want = *read_number(expected.find("value")->text).value;
      const double allowed = *read_number(expected.find("within")->text).value;
      const double got = number_at(json, expected.find("path")->text);
      CAPTURE(expected.find("path")->text, got, want, allowed);
      CHECK(std::fabs(got - want) <= allowed * (1 + 1e-12));
      ++compared;
    }
  }
  return compared;
}

}  // namespace

TEST_CASE("every bundled review is clean, or acknowledges what it carries") {
  REQUIRE(reviews().size() == 6);
  for (const fs::path& folder : reviews()) {
    const Ran ran = weald_run({"check", folder.string(), "--strict"});
    CAPTURE(folder, ran.out, ran.err);
    CHECK(ran.exit == 0);
  }
}

TEST_CASE("published results are reproduced as each published.yaml says") {
  int compared = 0;
  for (const fs::path& folder : reviews())
    if (fs::exists(folder / "published.yaml")) compared += compare_published(folder);
  CHECK(compared >= 100);
}

TEST_CASE("the founding review gives the numbers that its facts allow") {
  const std::string review = "studies/intradiscal-steroid";
  const Json pain = json_of({"pool", review, "acceptable-pain"});
  const std::string short_term = "analyses[id=acceptable-pain/short].";
  CHECK(number_at(pain, short_term + "k") == 1);
  CHECK(number_at(pain, short_term + "pooled.shown.estimate") == Approx(1.6615).margin(5e-5));
  CHECK(number_at(pain, short_term + "pooled.shown.ci[0]") == Approx(1.1007).margin(5e-5));
  CHECK(number_at(pain, short_term + "pooled.shown.ci[1]") == Approx(2.5081).margin(5e-5));
  CHECK(number_at(pain, short_term + "pooled.p") == Approx(0.01566).margin(5e-6));
  const Json* late = test::walk(pain, "analyses[id=acceptable-pain/long]");
  REQUIRE(late != nullptr);
  CHECK(late->at("k") == 0);
  CHECK(late->at("pooled").is_null());
  CHECK(late->at("findings").size() == 1);

  const Json prevalence = json_of({"pool", review, "modic-prevalence"});
  const std::string clinical = "analyses[id=modic-prevalence/clinical].";
  CHECK(number_at(prevalence, clinical + "k") == 4);
  CHECK(number_at(prevalence, clinical + "pooled.shown.estimate") == Approx(0.2559).margin(5e-5));
  CHECK(number_at(prevalence, clinical + "pooled.shown.ci[0]") == Approx(0.0826).margin(5e-5));
  CHECK(number_at(prevalence, clinical + "pooled.shown.ci[1]") == Approx(0.5679).margin(5e-5));
  const Json wald = json_of({"pool", review, "modic-prevalence", "--ci", "z"});
  CHECK(number_at(wald, clinical + "pooled.shown.ci[0]") == Approx(0.1461).margin(5e-5));
  CHECK(number_at(wald, clinical + "pooled.shown.ci[1]") == Approx(0.4087).margin(5e-5));
}

TEST_CASE("a table and a review of the same trials agree, whatever the files are called") {
  const Json table = json_of({"pool", "tests/oracle/tables/bcg.csv", "--measure", "RR"});
  const Json review = json_of({"pool", "studies/bcg-vaccine", "tuberculosis", "--measure", "RR"});

  test::TemporaryFolder folder;
  fs::copy("studies/bcg-vaccine", folder.path(), fs::copy_options::recursive);
  std::vector<fs::path> studies;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    if (entry.path().filename() != "review.yaml" && entry.path().filename() != "references.yaml" &&
        entry.path().filename() != "published.yaml")
      studies.push_back(entry.path());
  std::ranges::sort(studies);
  REQUIRE(studies.size() == 13);
  for (std::size_t i = 0; i < studies.size(); ++i)
    fs::rename(studies[i],
               folder.path() / ("shuffled-" + std::to_string(100 + (i * 7) % 13) + ".yaml"));
  const Json shuffled =
      json_of({"pool", folder.path().string(), "tuberculosis", "--measure", "RR"});

  for (const char* path :
       {"pooled.estimate", "pooled.se", "pooled.p", "pooled.ci[0]", "pooled.ci[1]", "pooled.pi[0]",
        "heterogeneity.tau2", "heterogeneity.tau2_ci[0]", "heterogeneity.tau2_ci[1]",
        "heterogeneity.i2", "heterogeneity.q", "likelihood.loglik"}) {
    CAPTURE(path);
    const double want = number_at(table, std::string("analyses[0].") + path);
    CHECK(number_at(review, std::string("analyses[0].") + path) == Approx(want).epsilon(1e-12));
    CHECK(number_at(shuffled, std::string("analyses[0].") + path) == Approx(want).epsilon(1e-12));
  }
}
