// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "cli/command.h"
#include "cli/generated.h"
#include "engine/analysis/choices.h"
#include "tests/support/case_runner.h"
#include "tests/support/temporary_folder.h"

using namespace weald;
using namespace weald::test;

TEST_CASE("Every help ends with examples") {
  for (const Command* command : commands()) {
    INFO(command->key);
    const Ran got = run_line("weald " + std::string(command->key) + " --help");
    CHECK(got.exit == 0);
    CHECK(got.err.empty());
    const std::size_t examples = got.out.find("\nExamples:\n");
    REQUIRE(examples != std::string::npos);
    CHECK(got.out.find("weald " + std::string(command->key), examples) != std::string::npos);
    CHECK(run_line("weald help " + std::string(command->key)).out == got.out);
  }
}

TEST_CASE("The examples on bundled reviews work as they are printed") {
  const TemporaryFolder folder;
  std::filesystem::copy("studies", folder.path() / "studies",
                        std::filesystem::copy_options::recursive);
  const CurrentFolder current(folder.path());
  int run = 0;
  for (const Command* command : commands()) {
    for (const Example& example : command->examples) {
      const std::string line(example.command.substr(0, example.command.find(" && ")));
      if (line.find("studies/") == std::string::npos) continue;
      const Ran got = run_line(line);
      INFO(line << "\n" << got.err);
      CHECK(got.exit == 0);
      ++run;
    }
  }
  CHECK(run >= 10);
}

TEST_CASE("Completions and the man page know every command and option") {
  const std::string bash = completion_bash(), zsh = completion_zsh(), fish = completion_fish(),
                    man = manual_page();
  for (const Command* command : commands()) {
    INFO(command->key);
    if (command->hidden) {
      CHECK(bash.find("    " + std::string(command->key) + ") options=") == std::string::npos);
      continue;
    }
    for (const std::string* text : {&bash, &zsh, &fish, &man})
      CHECK(text->find(std::string(command->key)) != std::string::npos);
  }
  for (const Option& option : options()) {
    INFO(option.key);
    CHECK(bash.find("--" + std::string(option.key)) != std::string::npos);
    CHECK(zsh.find("--" + std::string(option.key)) != std::string::npos);
    CHECK(fish.find("-l " + std::string(option.key)) != std::string::npos);
  }
  const TemporaryFolder folder;
  REQUIRE(run_line("weald generate completion bash -o " + (folder.path() / "weald.bash").string())
              .exit == 0);
  CHECK(std::system(("bash -n " + (folder.path() / "weald.bash").string()).c_str()) == 0);
}
