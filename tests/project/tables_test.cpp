// SPDX-License-Identifier: MIT
// Every table of records: keys unique without regard to case, spelt as the contract spells them,
// with help and source.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/command.h"
#include "cli/explain.h"
#include "cli/layouts.h"
#include "cli/topics.h"
#include "engine/analysis/choices.h"
#include "engine/effects/measure.h"
#include "engine/models/pool.h"
#include "engine/models/tau2.h"
#include "engine/output/output.h"
#include "engine/output/version.h"
#include "engine/review/catalogue.h"
#include "engine/review/checks.h"
#include "engine/text/suggest.h"
#include "plots/backends/backends.h"
#include "plots/figure.h"
#include "plots/theme.h"

using namespace weald;

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

template <class Rows, class Key>
std::vector<std::string> keys_of(const Rows& rows, Key key) {
  std::vector<std::string> keys;
  for (const auto& row : rows) keys.emplace_back(key(row));
  return keys;
}

/// Unique without regard to case, not empty.
void check_keys(const std::string& table, const std::vector<std::string>& keys) {
  std::set<std::string> seen;
  CHECK(!keys.empty());
  for (const std::string& key : keys) {
    INFO(table << ": " << key);
    CHECK(!key.empty());
    CHECK(seen.insert(lower(key)).second);
  }
}

/// The contract's names are all there, spelt as it spells them.
void check_spelling(const std::string& table, const std::vector<std::string>& keys,
                    const std::string& contract) {
  std::istringstream words(contract);
  std::string word;
  while (words >> word) {
    INFO(table << ": " << word);
    CHECK(std::find(keys.begin(), keys.end(), word) != keys.end());
  }
}

const auto by_key = [](const auto& row) { return row.key; };

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("Measures have unique keys, labels, formulas and sources") {
  const auto keys = keys_of(measures(), by_key);
  check_keys("measures", keys);
  check_spelling("measures", keys,
                 "RR OR RD PETO AS MD SMD SMDH SMD1 ROM PR PLN PLO PAS PFT IRR IRD IRSD IR IRLN "
                 "IRS IRFT MN MNLN COR ZCOR HR GEN");
  for (const Measure& row : measures()) {
    INFO(row.key);
    CHECK(!row.label.empty());
    CHECK(!row.short_label.empty());
    CHECK(!row.formula.empty());
    CHECK(!row.source.empty());
    CHECK(row.scale != nullptr);
    CHECK(row.compute != nullptr);
    CHECK(find_measure(lower(row.key)) == &row);
  }
}

TEMPLATE_TEST_CASE("Methods have unique keys, labels and sources", "", Tau2Estimator, MeanInterval,
                   PredictionInterval, Tau2IntervalMethod) {
  const auto check = [](const std::string& table, const auto& rows, const std::string& contract) {
    const auto keys = keys_of(rows, by_key);
    check_keys(table, keys);
    check_spelling(table, keys, contract);
    for (const auto& row : rows) {
      INFO(table << ": " << row.key);
      CHECK(!row.label.empty());
      CHECK(!row.source.empty());
    }
  };
  if constexpr (std::is_same_v<TestType, Tau2Estimator>)
    check("tau2", tau2_estimators(), "DL HE HS HSk SJ ML REML EB PM PMM");
  if constexpr (std::is_same_v<TestType, MeanInterval>)
    check("ci", mean_intervals(), "z t HK HK-se HK-ci");
  if constexpr (std::is_same_v<TestType, PredictionInterval>)
    check("pi", prediction_intervals(), "V HTS HK HK-PR S");
  if constexpr (std::is_same_v<TestType, Tau2IntervalMethod>)
    check("tau2-ci", tau2_intervals(), "QP PL");
}

TEST_CASE("Presets name methods that exist") {
  const auto keys = keys_of(presets(), by_key);
  check_keys("presets", keys);
  check_spelling("presets", keys, "cochrane revman5 metafor meta");
  for (const Preset& row : presets()) {
    INFO(row.key);
    CHECK(!row.label.empty());
    CHECK(!row.source.empty());
    CHECK(find_tau2(row.tau2) != nullptr);
    CHECK(find_mean_interval(row.ci) != nullptr);
    CHECK((row.pi == "none" || find_prediction_interval(row.pi) != nullptr));
    CHECK((row.tau2_ci == "none" || find_tau2_interval(row.tau2_ci) != nullptr));
  }
}

TEST_CASE("Options have unique keys, and take every name that they offer, in any case") {
  const auto keys = keys_of(options(), by_key);
  check_keys("options", keys);
  check_spelling(
      "options", keys,
      "measure model tau2 ci pi level method preset subgroup horizon add to drop00 mh-add tau2-ci");
  for (const Option& row : options()) {
    INFO(row.key);
    CHECK(!row.help.empty());
    REQUIRE(row.set != nullptr);
    if (row.names == nullptr) continue;
    for (const std::string_view name : row.names()) {
      INFO(name);
      Choices choices;
      CHECK_FALSE(row.set(choices, name).has_value());
      CHECK_FALSE(row.set(choices, lower(name)).has_value());
    }
    Choices choices;
    CHECK(row.set(choices, "no-such-name").has_value());
  }
}

TEST_CASE("Diagnostics are explained: summary, reason, example, repair") {
  const auto keys = keys_of(catalogue(), [](const Explanation& row) { return row.code; });
  check_keys("diagnostics", keys);
  for (const Explanation& row : catalogue()) {
    INFO(row.code);
    CHECK(is_key(row.code));
    CHECK(!row.summary.empty());
    CHECK(!row.why.empty());
    CHECK(!row.example.empty());
    CHECK(!row.repair.empty());
    CHECK(find_explanation(row.code) == &row);
  }
}

TEST_CASE("Every code that the sources use is in the catalogue") {
  static const std::regex use(R"re((?:\.error|\.warning|in\.error|\.warn)\(\s*"([a-z0-9-]+)")re");
  std::set<std::string> used;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("engine")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = read(entry.path().string());
    for (std::sregex_iterator it(text.begin(), text.end(), use), end; it != end; ++it)
      used.insert((*it)[1]);
  }
  CHECK(used.size() > 20);
  for (const std::string& code : used) {
    INFO(code);
    CHECK(find_explanation(code) != nullptr);
  }
}

TEST_CASE("Checks, formats, figures, layouts, themes and topics have unique keys and help") {
  check_keys("checks", keys_of(checks(), by_key));
  for (const Check& row : checks()) CHECK(!row.summary.empty());
  check_keys("formats", keys_of(output_formats(), by_key));
  check_spelling("formats", keys_of(output_formats(), by_key), "text markdown csv");
  check_keys("images", keys_of(image_formats(), by_key));
  check_spelling("images", keys_of(image_formats(), by_key), "pdf svg png json");
  check_keys("figures", keys_of(figures(), by_key));
  check_spelling("figures", keys_of(figures(), by_key), "forest");
  for (const Figure& row : figures()) CHECK(!row.help.empty());
  check_keys("layouts", keys_of(layouts(), by_key));
  check_keys("themes", keys_of(themes(), by_key));
  for (const Theme& row : themes()) CHECK(!row.help.empty());
  check_keys("topics", keys_of(topics(), by_key));
  for (const Topic& row : topics()) {
    INFO(row.key);
    const TextTable table = row.table();
    CHECK(!table.rows.empty());
    for (const auto& cells : table.rows) CHECK(cells.size() == table.columns.size());
  }
}

TEST_CASE("Commands have help, a paragraph and examples that begin with the program's name") {
  std::vector<std::string> keys;
  for (const Command* command : commands()) keys.emplace_back(command->key);
  check_keys("commands", keys);
  check_spelling("commands", keys,
                 "check effects pool plot list explain schema init add import export");
  for (const Command* command : commands()) {
    INFO(command->key);
    CHECK(!command->help.empty());
    CHECK(command->run != nullptr);
    CHECK(command->examples.size() >= 2);
    for (const Example& example : command->examples) CHECK(example.command.find("weald ") == 0);
    std::vector<std::string> flags;
    for (const Flag& flag : command->flags) {
      flags.emplace_back(flag.key);
      CHECK(!flag.help.empty());
    }
    for (const Flag& flag : common_flags()) flags.emplace_back(flag.key);
    if (command->analyses) {
      for (const Option& option : options()) flags.emplace_back(option.key);
    }
    check_keys(std::string(command->key), flags);
  }
}

TEST_CASE("The version stands in one place and CMake agrees") {
  CHECK(read("CMakeLists.txt").find("project(weald VERSION " + std::string(version())) !=
        std::string::npos);
  CHECK(read("CITATION.cff").find("version: " + std::string(version())) != std::string::npos);
  CHECK(read("CHANGELOG.md").find("## " + std::string(version())) != std::string::npos);
}

TEST_CASE("Generated documents are current (make docs)") {
  CHECK(read("docs/measures.md") == measures_page());
  CHECK(read("docs/diagnostics.md") == diagnostics_page());
}
