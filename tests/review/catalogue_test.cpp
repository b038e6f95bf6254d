// SPDX-License-Identifier: MIT
// Every code that the program may print has its row, and every row says all that `weald explain`
// promises.
#include "engine/review/catalogue.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "engine/review/checks.h"
#include "engine/text/suggest.h"

using namespace weald;
namespace fs = std::filesystem;

namespace {

/// What the sources pass as a code: the first argument of error(…) and warning(…), and `.code =
/// "…"`.
std::set<std::string> codes_in(const std::string& text) {
  std::set<std::string> codes;
  const std::regex patterns[] = {std::regex(R"re(\b(?:error|warning)\(\s*"([^"]*)")re"),
                                 std::regex(R"re(\.?\bcode\s*=\s*"([^"]+)")re"),
                                 std::regex(R"re(NoEffect\{\s*"([^"]+)")re"),
                                 std::regex(R"re(Unusable\{\s*"([^"]+)")re")};
  for (const std::regex& pattern : patterns)
    for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern);
         at != std::sregex_iterator(); ++at)
      codes.insert((*at)[1].str());
  return codes;
}

}  // namespace

TEST_CASE("codes of the catalogue are unique, kebab-case and fully explained") {
  std::set<std::string_view> seen;
  for (const Explanation& row : catalogue()) {
    INFO(row.code);
    CHECK(is_key(row.code));
    CHECK(seen.insert(row.code).second);
    CHECK_FALSE(row.summary.empty());
    CHECK_FALSE(row.why.empty());
    CHECK_FALSE(row.example.empty());
    CHECK_FALSE(row.repair.empty());
    CHECK(row.summary.find('\n') == std::string_view::npos);
    CHECK(find_explanation(row.code) == &row);
  }
  CHECK(find_explanation("no-such-code") == nullptr);
}

TEST_CASE("every check reports a code of the catalogue and stands in the table once") {
  std::set<std::string_view> seen;
  for (const Check& check : checks()) {
    INFO(check.key);
    CHECK(seen.insert(check.key).second);
    CHECK(find_explanation(check.key) != nullptr);
    CHECK_FALSE(check.summary.empty());
    CHECK(check.run != nullptr);
  }
}

TEST_CASE("every code that the sources print has its row in the catalogue") {
  std::size_t found = 0;
  for (const char* folder : {"engine", "plots", "cli"})
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      for (const std::string& code : codes_in(text.str())) {
        INFO(entry.path().string() << ": " << code);
        CHECK(find_explanation(code) != nullptr);
        ++found;
      }
    }
  CHECK(found > 60);  // the patterns still match the way codes are written
  CHECK(codes_in("d.error(\n  \"planted-code\", span)").contains("planted-code"));
}

TEST_CASE("every code of the catalogue stands in a golden case") {
  std::string cases;
  for (const auto& entry : fs::recursive_directory_iterator("tests/cases")) {
    if (entry.path().extension() != ".case") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    cases.append(std::istreambuf_iterator<char>(file), {});
  }
  for (const Explanation& row : catalogue()) {
    // The command line and the file system speak without a code.
    if (row.code == "usage" || row.code == "cannot-write") continue;
    INFO(row.code);
    const std::string code(row.code);
    CHECK((cases.find("[" + code + "]") != std::string::npos ||
           cases.find("\"" + code + "\"") != std::string::npos));
  }
}
