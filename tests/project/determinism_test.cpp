// SPDX-License-Identifier: MIT
// The same input gives the same bytes: twice, with any number of threads, and under a locale with a
// decimal comma.
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <locale>
#include <map>
#include <sstream>

#include "cli/app.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using namespace weald;

namespace {

const std::vector<std::vector<std::string>> commands = {
    {"check", "studies/intradiscal-steroid", "--verbose"},
    {"check", "studies/intradiscal-steroid", "--format", "json"},
    {"effects", "studies/stroke-units"},
    {"effects", "studies/rosiglitazone", "--format", "csv"},
    {"pool", "studies/deep-brain-stimulation"},
    {"pool", "studies/intradiscal-steroid", "--format", "json"},
    {"pool", "studies/glioma-radiotherapy", "--format", "markdown"},
    {"pool", "tests/oracle/tables/bcg.csv", "--measure", "RR", "--level", "0.9", "--format", "csv"},
    {"explain", "studies/intradiscal-steroid", "nguyen-2017"},
    {"export", "studies/bcg-vaccine", "tuberculosis", "--as", "csv"},
    {"export", "studies/bcg-vaccine", "--as", "r"},
    {"schema", "study"},
    {"list", "measures"},
};
const std::vector<std::string> image_endings = {"pdf", "svg", "png", "json"};

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// All that the commands print, and all figures, by name.
std::map<std::string, std::string> everything(const std::string& threads) {
  std::map<std::string, std::string> result;
  const auto run_one = [&](std::vector<std::string> arguments, const std::string& name) {
    arguments.insert(arguments.end(), {"--threads", threads});
    std::ostringstream out, err;
    const int exit = weald::run(arguments, {.out = out, .err = err});
    CAPTURE(name, err.str());
    CHECK(exit == 0);
    result[name] = out.str() + "\n---\n" + err.str();
  };
  for (const auto& command : commands) {
    std::string name;
    for (const std::string& word : command) name += word + ' ';
    run_one(command, name);
    CHECK(result[name].size() > 10);
  }
  test::TemporaryFolder folder;
  for (const std::string& ending : image_endings) {
    const fs::path file = folder.path() / ("figure." + ending);
    std::ostringstream out, err;
    const std::vector<std::string> arguments{
        "plot",      "forest", "studies/deep-brain-stimulation", "-o", file.string(),
        "--threads", threads};
    REQUIRE(weald::run(arguments, {.out = out, .err = err}) == 0);
    result["figure." + ending] = bytes_of(file);
    CHECK(result["figure." + ending].size() > 1000);
  }
  return result;
}

void same(const std::map<std::string, std::string>& a,
          const std::map<std::string, std::string>& b) {
  REQUIRE(a.size() == b.size());
  for (const auto& [name, bytes] : a) {
    CAPTURE(name);
    const bool equal = bytes == b.at(name);
    CHECK(equal);
  }
}

}  // namespace

TEST_CASE("every command gives the same bytes twice, with 1 and 2 threads, and under de_DE.UTF-8") {
  const auto first = everything("1");
  same(first, everything("1"));
  same(first, everything("2"));

  // The locale is made here, so that the test runs on any machine and fails where it cannot be
  // made.
  test::TemporaryFolder locales;
  const std::string target = (locales.path() / "de_DE.UTF-8").string();
  const int made =
      std::system(("localedef -i de_DE -f UTF-8 " + target + " >/dev/null 2>&1").c_str());
  if (made != 0) FAIL("localedef could not make de_DE.UTF-8 (package locales)");
  ::setenv("LOCPATH", locales.path().c_str(), 1);
  ::setenv("LC_ALL", "de_DE.UTF-8", 1);
  REQUIRE(std::setlocale(LC_ALL, "") != nullptr);
  REQUIRE(std::string(std::localeconv()->decimal_point) == ",");
  const std::locale before = std::locale::global(std::locale(""));
  const auto german = everything("2");
  std::locale::global(before);
  std::setlocale(LC_ALL, "C");
  ::unsetenv("LC_ALL");
  ::unsetenv("LOCPATH");
  same(first, german);
}
