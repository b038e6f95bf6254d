// SPDX-License-Identifier: MIT
// The manual is run: its YAML blocks are a review that checks clean, it names every key there is,
// and every command in the README and the docs exists.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "cli/app.h"
#include "engine/review/fields.h"
#include "engine/text/source.h"
#include "plots/figure.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;
using namespace weald;

namespace {

std::string text_of(const fs::path& path) {
  FileText file = read_text_file(path);
  CAPTURE(path);
  REQUIRE(file.text);
  return std::move(*file.text);
}

/// The fenced blocks of a document in that language.
std::vector<std::string> blocks(const std::string& document, const std::string& language) {
  std::vector<std::string> found;
  const std::string open = "```" + language + "\n";
  for (std::size_t at = document.find(open); at != std::string::npos;
       at = document.find(open, at)) {
    at += open.size();
    const std::size_t end = document.find("\n```", at);
    found.push_back(document.substr(at, end + 1 - at));
    at = end;
  }
  return found;
}

/// Blocks whose first line is `# NAME.yaml` are complete files: written to `folder`, counted.
int write_files(const std::vector<std::string>& found, const fs::path& folder) {
  int written = 0;
  for (const std::string& block : found) {
    const std::string first = block.substr(0, block.find('\n'));
    if (!first.starts_with("# ") || !first.ends_with(".yaml")) continue;
    std::ofstream(folder / first.substr(2)) << block;
    ++written;
  }
  return written;
}

}  // namespace

TEST_CASE("the files shown in the manual are a review that checks clean and pools") {
  test::TemporaryFolder folder;
  REQUIRE(write_files(blocks(text_of("docs/format.md"), "yaml"), folder.path()) >= 3);
  for (const char* command : {"check", "pool"}) {
    std::ostringstream out, err;
    const std::vector<std::string> arguments{command, folder.path().string()};
    CAPTURE(command);
    const int exit = weald::run(arguments, {.out = out, .err = err});
    CAPTURE(err.str());
    CHECK(exit == 0);
    CHECK(err.str().empty());
  }
}

TEST_CASE("the walk through the citation graph runs as it is written") {
  const fs::path project = fs::current_path();
  test::TemporaryFolder folder;
  fs::copy(project / "studies/intradiscal-steroid", folder.path() / "my-review",
           fs::copy_options::recursive);
  for (const fs::directory_entry& example : fs::directory_iterator(project / "docs/examples"))
    fs::copy(example.path(), folder.path() / example.path().filename());
  const std::string document = text_of("docs/citations.md");
  const test::CurrentFolder there(folder.path());
  int ran = 0;
  std::string last;
  for (const std::string& block : blocks(document, "sh")) {
    std::istringstream lines(block);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("rm ")) fs::remove(line.substr(3));
      if (!line.starts_with("weald ")) continue;
      std::vector<std::string> words;
      std::istringstream split(line.substr(6));
      for (std::string word; split >> word;) words.push_back(word);
      std::ostringstream out, err;
      const int code = run(words, Streams{out, err});
      CAPTURE(line, out.str(), err.str());
      CHECK(code == 0);
      last = out.str();
      ++ran;
    }
  }
  CHECK(ran >= 15);
  CHECK(last.find("0 new") != std::string::npos);  // what was exported is known
}

TEST_CASE("the gallery shows every figure and every layout, and its commands draw them") {
  const std::string gallery = text_of("docs/gallery.md");
  test::TemporaryFolder folder;
  const std::regex command(R"(\nweald (plot .*) -o ([a-z0-9-]+)\.svg)");
  std::set<std::string> drawn;
  for (auto it = std::sregex_iterator(gallery.begin(), gallery.end(), command);
       it != std::sregex_iterator(); ++it) {
    const std::string line = (*it)[1], name = (*it)[2];
    std::vector<std::string> words;
    // Quotes hold a formula together, as in a shell.
    const std::regex word("\"([^\"]*)\"|([^ ]+)");
    for (auto w = std::sregex_iterator(line.begin(), line.end(), word); w != std::sregex_iterator();
         ++w)
      words.push_back((*w)[1].matched ? (*w)[1].str() : (*w)[2].str());
    drawn.insert(words.at(1));
    if (const auto layout = std::ranges::find(words, "--layout"); layout != words.end())
      drawn.insert("layout " + *(layout + 1));
    const fs::path target = folder.path() / (name + ".svg");
    words.insert(words.end(), {"-q", "-o", target.string()});
    std::ostringstream out, err;
    const int code = run(words, Streams{out, err});
    CAPTURE(line, err.str());
    CHECK(code == 0);
    CHECK(fs::exists(target));
    CAPTURE(name);
    CHECK(gallery.find("images/gallery/" + name + ".svg") != std::string::npos);
  }
  for (const Figure& figure : figures()) {
    CAPTURE(std::string(figure.key));
    CHECK(drawn.contains(std::string(figure.key)));
  }
  for (const char* layout : {"subgroups", "revman", "bmj", "jama"}) {
    CAPTURE(layout);
    CHECK(drawn.contains(std::string("layout ") + layout));
  }
}

TEST_CASE("the manual names every key of every file") {
  const std::string manual = text_of("docs/format.md");
  for (const FieldListing& field : listed_fields()) {
    const std::string key(field.key);
    CAPTURE(std::string(field.object), key);
    const bool named = std::regex_search(manual, std::regex("(^|[^a-z-])" + key + "([^a-z-]|$)"));
    CHECK(named);
  }
}

TEST_CASE("every file that a document links to is there") {
  for (const fs::path document : {"README.md", "docs/ARCHITECTURE.md", "docs/CONTRIBUTING.md",
                                  "docs/format.md", "docs/numerics.md", "docs/gallery.md"}) {
    const std::string text = text_of(document);
    const std::regex link(R"(\]\(([^)#:]+)\))");
    for (auto it = std::sregex_iterator(text.begin(), text.end(), link);
         it != std::sregex_iterator(); ++it) {
      const fs::path target = document.parent_path() / (*it)[1].str();
      CAPTURE(document, target);
      CHECK(fs::exists(target));
    }
  }
}
