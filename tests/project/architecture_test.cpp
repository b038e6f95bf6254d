// SPDX-License-Identifier: MIT
// The layers, as a table: what each folder may include, and where each third-party library may be
// seen.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

/// A layer may include itself and these.
struct Layer {
  std::string folder;
  Names may_use;
};

const std::vector<Layer> layers = {
    {"engine/text", {}},
    {"engine/numerics", {}},
    {"engine/effects", {"engine/numerics"}},
    {"engine/models", {"engine/numerics", "engine/effects"}},
    {"engine/review", {"engine/text", "engine/numerics", "engine/effects"}},
    {"engine/interchange", {"engine/text"}},
    {"engine/citations",
     {"engine/text", "engine/numerics", "engine/effects", "engine/models", "engine/review",
      "engine/interchange"}},
    {"engine/analysis",
     {"engine/text", "engine/numerics", "engine/effects", "engine/models", "engine/review",
      "engine/interchange", "engine/citations"}},
    {"engine/output",
     {"engine/text", "engine/numerics", "engine/effects", "engine/models", "engine/review",
      "engine/interchange", "engine/citations", "engine/analysis"}},
    {"plots",
     {"engine/text", "engine/numerics", "engine/effects", "engine/models", "engine/review",
      "engine/interchange", "engine/citations", "engine/analysis", "engine/output"}},
    {"cli",
     {"engine/text", "engine/numerics", "engine/effects", "engine/models", "engine/review",
      "engine/interchange", "engine/citations", "engine/analysis", "engine/output", "plots"}},
};

/// A library and the only files that may see it (beginnings of paths).
struct Library {
  std::string header;  // the beginning of what stands in <>
  Names seen_in;
};

const std::vector<Library> libraries = {
    {"yaml-cpp/", {"engine/text/yaml.cpp"}},
    {"boost/graph", {"engine/citations/"}},
    {"boost/", {"engine/numerics/"}},
    {"tbb/", {"engine/numerics/parallel.cpp"}},
    {"oneapi/", {"engine/numerics/parallel.cpp"}},
    {"Eigen/", {"engine/", "plots/", "cli/"}},
    {"cairo", {"plots/backends/"}},
    {"pango/", {"plots/backends/"}},
    {"CLI/", {"cli/"}},
    {"nlohmann/",
     {"engine/output/", "engine/review/schema.cpp", "engine/interchange/", "plots/scene_json.cpp"}},
    {"pugixml", {"engine/interchange/"}},
    {"catch2/", {"tests/"}},
};

/// Folders inside a layer that see less than the layer: models know no studies, painters know only
/// shapes.
struct Narrow {
  std::string folder;
  Names may_use;  // beginnings of paths
};

const std::vector<Narrow> narrow = {
    {"plots/backends/",
     {"plots/backends/", "plots/scene", "plots/theme", "plots/typeset", "engine/text/",
      "engine/expects.h"}},
    {"plots/marks/",
     {"plots/marks/", "plots/scene", "plots/axis", "plots/theme", "plots/typeset", "engine/text/",
      "engine/expects.h"}},
};

bool begins_with_one_of(const std::string& text, const Names& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& one) { return text.rfind(one, 0) == 0; });
}

/// The layer that a path lies in, or null.
const Layer* layer_of(const std::string& path) {
  for (const Layer& layer : layers) {
    if (path.rfind(layer.folder + "/", 0) == 0) return &layer;
  }
  return nullptr;
}

/// What is wrong with the includes of one file.
Names violations(const std::string& path, const std::string& text) {
  Names found;
  static const std::regex pattern(R"(^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">])");
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (!std::regex_search(line, match, pattern)) continue;
    const std::string target = match[2];
    const auto complain = [&](const std::string& why) {
      found.push_back(path + ":" + std::to_string(number) + ": " + target + ": " + why);
    };
    if (match[1] == "\"") {
      const Layer* from = layer_of(path);
      const Layer* to = layer_of(target);
      if (target == "engine/expects.h") continue;
      if (to == nullptr) {
        complain("headers are included from the root of the project");
      } else if (from != nullptr && from != to &&
                 std::find(from->may_use.begin(), from->may_use.end(), to->folder) ==
                     from->may_use.end()) {
        complain(from->folder + " does not stand on " + to->folder);
      }
      for (const Narrow& rule : narrow) {
        if (path.rfind(rule.folder, 0) == 0 && !begins_with_one_of(target, rule.may_use))
          complain(rule.folder + " knows only shapes");
      }
      continue;
    }
    for (const Library& library : libraries) {
      if (target.rfind(library.header, 0) != 0) continue;
      if (!begins_with_one_of(path, library.seen_in)) complain("this library is not seen here");
      break;
    }
  }
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> sources() {
  std::vector<fs::path> files;
  for (const char* top : {"engine", "plots", "cli"}) {
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp")
        files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("No include goes against the order of the layers") {
  const auto files = sources();
  CHECK(files.size() > 50);
  for (const fs::path& file : files) {
    for (const std::string& violation : violations(file.string(), read(file)))
      FAIL_CHECK(violation);
  }
}

TEST_CASE("Planted violations are found") {
  CHECK(violations("engine/text/yaml.cpp", "#include \"engine/review/review.h\"\n").size() == 1);
  CHECK(violations("engine/models/pool.cpp", "#include \"engine/review/study.h\"\n").size() == 1);
  CHECK(violations("engine/output/json.cpp", "#include \"plots/scene.h\"\n").size() == 1);
  CHECK(violations("engine/effects/rates.cpp", "#include \"engine/models/pool.h\"\n").size() == 1);
  CHECK(violations("engine/review/load.cpp", "#include <yaml-cpp/yaml.h>\n").size() == 1);
  CHECK(violations("engine/models/pool.cpp", "#include <boost/math/distributions.hpp>\n").size() ==
        1);
  CHECK(violations("plots/figures/forest.cpp", "#include <cairo.h>\n").size() == 1);
  CHECK(violations("engine/analysis/run.cpp", "  #  include <CLI/App.hpp>\n").size() == 1);
  CHECK(violations("engine/analysis/run.cpp", "#include <nlohmann/json.hpp>\n").size() == 1);
  CHECK(violations("plots/backends/svg.cpp", "#include \"engine/analysis/report.h\"\n").size() ==
        1);
  CHECK(violations("engine/models/pool.cpp", "#include \"pool.h\"\n").size() == 1);
  CHECK(violations("engine/models/pool.cpp",
                   "#include <Eigen/Core>\n#include \"engine/models/pool.h\"\n#include <vector>\n")
            .empty());
  CHECK(violations("cli/work.cpp", "#include \"plots/figure.h\"\n").empty());
}

TEST_CASE("Every source says its licence in its first line") {
  for (const fs::path& file : sources()) {
    INFO(file.string());
    CHECK(read(file).rfind("// SPDX-License-Identifier: MIT\n", 0) == 0);
  }
}

TEST_CASE("Only the text layer opens files for reading and only the command line writes them") {
  for (const fs::path& file : sources()) {
    const std::string path = file.string(), text = read(file);
    INFO(path);
    if (path.rfind("engine/text/source.cpp", 0) != 0 && path.rfind("cli/", 0) != 0) {
      CHECK(text.find("#include <fstream>") == std::string::npos);
      CHECK(text.find("fopen(") == std::string::npos);
    }
    if (path.rfind("cli/", 0) == 0) CHECK(text.find("#include <fstream>") == std::string::npos);
  }
}

TEST_CASE("Nothing depends on the locale") {
  static const std::regex forbidden(
      R"(\b(std::sto[df]|strtod|atof|setlocale|std::locale|std::setprecision)\b)");
  for (const fs::path& file : sources()) {
    std::istringstream lines(read(file));
    std::string line;
    while (std::getline(lines, line)) {
      if (line.find("//") != std::string::npos) line.erase(line.find("//"));
      INFO(file.string() << ": " << line);
      CHECK_FALSE(std::regex_search(line, forbidden));
    }
  }
  CHECK(std::regex_search(std::string("double x = std::stod(text);"), forbidden));
}

namespace {

/// The types that a source defines outside unnamed namespaces, with their namespace.
std::vector<std::string> types_in(const std::string& text) {
  static const std::regex opens(R"(^namespace ([\w:]*) ?\{)"),
      closes(R"(^\}  // namespace ?(\S*)$)"),
      type(R"(^(?:struct|class|enum class) (\w+)(?: final)?(?: : .*)? ?\{.*)");
  std::vector<std::string> names, scopes;
  std::istringstream lines(text);
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, match, opens))
      scopes.push_back(match[1]);
    else if (std::regex_match(line, match, closes) && !scopes.empty())
      scopes.pop_back();
    else if (std::regex_match(line, match, type) &&
             std::find(scopes.begin(), scopes.end(), "") == scopes.end()) {
      std::string name;
      for (const std::string& scope : scopes) name += scope + "::";
      names.push_back(name + match[1].str());
    }
  }
  return names;
}

}  // namespace

// Two types of one name in one program are a silent fault: templates of the one serve the other.
TEST_CASE("No name stands for two types") {
  std::map<std::string, std::string> seen;
  for (const fs::path& file : sources())
    for (const std::string& name : types_in(read(file))) {
      const auto [first, is_new] = seen.try_emplace(name, file.string());
      INFO(name << " in " << first->second << " and " << file.string());
      CHECK(is_new);
    }
  CHECK(seen.size() > 200);
  CHECK(types_in(
            "namespace weald {\nnamespace {\nstruct A {\n};\n}  // namespace\nstruct B : C {\n") ==
        std::vector<std::string>{"weald::B"});
}
