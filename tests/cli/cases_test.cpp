// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <iostream>

#include <catch2/catch.hpp>

#include "tests/support/case_runner.h"

using namespace weald::test;

TEST_CASE("Every case prints what it says") {
  const char* wish = std::getenv("WEALD_UPDATE");
  const bool update = wish != nullptr && std::string(wish) == "1";
  std::size_t passed = 0;
  const auto files = case_files("tests/cases");
  for (const auto& file : files) {
    const CaseResult result = run_case(file, update);
    if (result.passed) ++passed;
    INFO(file.string() << "\n"
                       << result.difference << "(WEALD_UPDATE=1 rewrites the expectations)");
    CHECK(result.passed);
  }
  std::cout << "COUNT cases: " << files.size() << " run, " << passed << " passed, 0 skipped\n";
  CHECK(!files.empty());
}

TEST_CASE("A difference shows the lines that differ and little else") {
  CHECK(difference("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nd\ne\nF\ng\n") ==
        "  ...\n    d\n    e\n  - f\n  + F\n    g\n");
  CHECK(difference("a\n", "a") == "  (they differ in the line break at their end)\n");
}

TEST_CASE("A case that is wrong fails") {
  const auto folder = std::filesystem::temp_directory_path() / "weald-wrong.case";
  {
    std::FILE* file = std::fopen(folder.c_str(), "w");
    REQUIRE(file != nullptr);
    std::fputs(
        "# A wrong case.\n$ weald --version\n--- stdout\nweald 99\n--- exists: nothing.txt\n--- "
        "exit: 3\n",
        file);
    std::fclose(file);
  }
  const CaseResult result = run_case(folder, false);
  CHECK_FALSE(result.passed);
  CHECK(result.difference.find("- weald 99") != std::string::npos);
  CHECK(result.difference.find("exit code 0 instead of 3") != std::string::npos);
  CHECK(result.difference.find("there is no file nothing.txt") != std::string::npos);
  std::filesystem::remove(folder);
}
