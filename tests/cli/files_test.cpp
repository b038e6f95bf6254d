// SPDX-License-Identifier: MIT
#include "cli/files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/case_runner.h"
#include "tests/support/temporary_folder.h"

using namespace weald;
using namespace weald::test;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_in(const std::filesystem::path& folder) {
  const std::filesystem::directory_iterator first(folder);
  return static_cast<std::size_t>(std::distance(begin(first), end(first)));
}

}  // namespace

TEST_CASE("A file is written whole, replaces the old one, and leaves nothing beside it") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "result.txt";
  CHECK_FALSE(write_file(path, "old").has_value());
  CHECK_FALSE(write_file(path, std::string("new\0bytes", 9)).has_value());
  CHECK(read(path) == std::string("new\0bytes", 9));
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("A new file never replaces one that is there") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "smith-2020.yaml";
  CHECK_FALSE(write_new_file(path, "first").has_value());
  CHECK(write_new_file(path, "second").has_value());
  CHECK(read(path) == "first");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("What cannot be written is said, and nothing is left behind") {
  const TemporaryFolder folder;
  CHECK(write_file(folder.path() / "no-such-folder" / "result.txt", "text").has_value());
  CHECK(write_file(folder.path(), "text").has_value());
  CHECK(files_in(folder.path()) == 0);
  CHECK_FALSE(write_file("/dev/null", "text").has_value());
}

TEST_CASE("A full disk is exit code 3") {
  if (!std::filesystem::exists("/dev/full")) return;
  CHECK(run_line("weald list -o /dev/full").exit == 3);
}

TEST_CASE("A symbolic link stays, and what it names is written") {
  const TemporaryFolder folder;
  const auto link = folder.path() / "link.txt", target = folder.path() / "target.txt";
  std::filesystem::create_symlink("target.txt", link);
  CHECK_FALSE(write_file(link, "first").has_value());
  CHECK(std::filesystem::is_symlink(link));
  CHECK(read(target) == "first");
  CHECK_FALSE(write_file(link, "second").has_value());
  CHECK(read(target) == "second");
  CHECK(files_in(folder.path()) == 2);
}
