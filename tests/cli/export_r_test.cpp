// SPDX-License-Identifier: MIT
// The R script of `weald export --as r`, run by R where it is present, gives the numbers of `weald
// pool`.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/text/number.h"
#include "tests/support/case_runner.h"
#include "tests/support/temporary_folder.h"

using namespace weald;
using namespace weald::test;

namespace {

bool r_is_present() { return std::system("Rscript -e 'library(metafor)' >/dev/null 2>&1") == 0; }

/// What R prints: id -> estimate, lower, upper, tau2.
std::map<std::string, std::array<double, 4>> by_r(const std::string& script) {
  const std::string command = "Rscript --vanilla " + script;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), n);
  CHECK(::pclose(pipe) == 0);
  std::map<std::string, std::array<double, 4>> pools;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string id, cell;
    std::getline(cells, id, '\t');
    for (double& value : pools[id]) {
      std::getline(cells, cell, '\t');
      value = read_number(cell).value.value_or(1e300);
    }
  }
  return pools;
}

/// Compares every pool of a command with R's; gives how many there were.
int compare(const std::string& arguments) {
  INFO(arguments);
  const TemporaryFolder folder;
  const std::string script = (folder.path() / "check.R").string();
  const Ran exported = run_line("weald export " + arguments + " --as r -q -o " + script);
  REQUIRE(exported.exit == 0);
  const auto pools = by_r(script);
  const auto json =
      nlohmann::json::parse(run_line("weald pool " + arguments + " -q --format json").out);
  int compared = 0;
  for (const auto& entry : json["analyses"]) {
    if (entry["pooled"].is_null()) continue;
    const std::string id = entry["id"];
    INFO(id);
    REQUIRE(pools.count(id) == 1);
    const auto& r = pools.at(id);
    CHECK(r[0] == Approx(entry["pooled"]["estimate"].get<double>()).epsilon(1e-4).margin(1e-6));
    CHECK(r[1] == Approx(entry["pooled"]["ci"][0].get<double>()).epsilon(1e-4).margin(1e-6));
    CHECK(r[2] == Approx(entry["pooled"]["ci"][1].get<double>()).epsilon(1e-4).margin(1e-6));
    if (!entry["heterogeneity"]["tau2"].is_null()) {
      CHECK(r[3] ==
            Approx(entry["heterogeneity"]["tau2"].get<double>()).epsilon(1e-4).margin(1e-6));
    }
    ++compared;
  }
  CHECK(compared > 0);
  return compared;
}

}  // namespace

TEST_CASE("The exported R script gives our numbers") {
  if (!r_is_present()) {
    std::cout << "SKIPPED export to R: no Rscript with metafor on this machine\n";
    return;
  }
  int compared = 0;
  for (const char* review : {"bcg-vaccine", "deep-brain-stimulation", "glioma-radiotherapy",
                             "rosiglitazone", "stroke-units"}) {
    compared += compare(std::string("studies/") + review);
  }
  const std::string tables = "tests/oracle/tables/";
  compared += compare(tables + "bcg.csv --measure OR --tau2 DL --ci z");
  compared += compare(tables + "bcg.csv --measure RD --tau2 PM --ci HK-ci");
  compared += compare(tables + "bcg.csv --measure OR --method mh");
  compared += compare(tables + "bcg.csv --measure RR --model common");
  compared += compare(tables + "collins1985b.csv --measure PETO --method peto");
  compared += compare(tables + "zero-cells.csv --measure OR --preset metafor");
  compared += compare(tables + "normand1999.csv --measure SMD --level 0.9 --ci HK-se");
  compared += compare(tables + "hart1999.csv --measure IRR --ci t");
  std::cout << "COUNT pools reproduced by metafor: " << compared << " run, " << compared
            << " passed, 0 skipped\n";
}
