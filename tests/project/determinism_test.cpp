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
#include <string_view>

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
    {"sensitivity", "studies/bcg-vaccine", "tuberculosis", "--what", "all", "--replicates", "2000"},
    {"sensitivity", "studies/bcg-vaccine", "tuberculosis", "--what", "gosh,bootstrap,permutation",
     "--format", "json"},
    {"bias", "studies/bcg-vaccine", "tuberculosis"},
    {"bias", "studies/bcg-vaccine", "tuberculosis", "--format", "json"},
    {"regress", "studies/bcg-vaccine", "tuberculosis", "--mods", "ablat", "--permutations", "500"},
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

namespace {

/// A table of 30 studies: more than every subset can be taken of, more signs than can be turned.
void make_table(const fs::path& path) {
  std::ofstream out(path);
  out << "study,yi,vi\n";
  for (int i = 0; i < 30; ++i)
    out << "S" << i << ',' << (i * 7 % 13 - 5) / 20.0 << ',' << 0.01 + (i * 5 % 11) / 100.0 << '\n';
}

struct Drawn {
  std::string text{}, json{}, points{};
};

Drawn draw(const std::string& source, const std::string& measure, const std::string& what,
           const std::string& threads, const std::string& seed) {
  test::TemporaryFolder folder;
  Drawn drawn;
  for (const std::string format : {"text", "json"}) {
    const fs::path points = folder.path() / "points.csv";
    std::vector<std::string> arguments{
        "sensitivity", source,  "--measure",    measure, "--what",       what,
        "--subsets",   "20000", "--iterations", "5000",  "--replicates", "3000",
        "--threads",   threads, "--seed",       seed,    "--format",     format};
    if (what == "gosh") arguments.insert(arguments.end(), {"--points", points.string()});
    std::ostringstream out, err;
    CAPTURE(err.str());
    REQUIRE(weald::run(arguments, {.out = out, .err = err}) == 0);
    (format == "text" ? drawn.text : drawn.json) = out.str();
    if (what == "gosh") drawn.points = bytes_of(points);
  }
  return drawn;
}

}  // namespace

TEST_CASE("What is drawn has the same bytes with 1 and 2 threads, names its seed and heeds it") {
  test::TemporaryFolder folder;
  const std::string table = (folder.path() / "thirty.csv").string();
  make_table(table);
  for (const std::string what : {"gosh", "bootstrap", "permutation"}) {
    CAPTURE(what);
    const Drawn one = draw(table, "GEN", what, "1", "11"),
                two = draw(table, "GEN", what, "2", "11"),
                other = draw(table, "GEN", what, "2", "12");
    CHECK(one.text == two.text);
    CHECK(one.json == two.json);
    const bool same_points = one.points == two.points;
    CHECK(same_points);
    CHECK(one.text.find("seed 11") != std::string::npos);
    CHECK(one.json.find("\"seed\": 11") != std::string::npos);
    CHECK(other.text.find("seed 12") != std::string::npos);
    CHECK(other.json.find("\"seed\": 12") != std::string::npos);
    // Other draws, not only another number in the heading.
    const auto without_seed = [](std::string text) {
      for (std::size_t at; (at = text.find("\"seed\": ")) != std::string::npos;)
        text.erase(at, std::string_view("\"seed\": 11").size());
      return text;
    };
    CHECK(without_seed(one.json) != without_seed(other.json));
    const bool other_points = what != "gosh" || one.points != other.points;
    CHECK(other_points);
    CHECK((what != "gosh" || one.points.size() > 20000 * 30));
  }
}

TEST_CASE("GOSH of every subset has the same bytes with 1 and 2 threads") {
  const std::string table = "tests/oracle/tables/bcg.csv";
  const Drawn one = draw(table, "RR", "gosh", "1", "1"), two = draw(table, "RR", "gosh", "2", "1");
  CHECK(one.text == two.text);
  CHECK(one.json == two.json);
  const bool same_points = one.points == two.points;
  CHECK(same_points);
  CHECK(one.text.find("Every one of the 8191 subsets") != std::string::npos);
}
