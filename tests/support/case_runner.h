// SPDX-License-Identifier: MIT
// Runs tests/cases/*.case: files, commands and what they print, in one readable file.
//
//   # What this shows, in a sentence.
//   --- file: review.yaml
//   title: …
//   --- file: NAME (escaped)          \xHH stands for a byte, \\ for a backslash
//   --- copy: studies/bcg-vaccine     a file or folder of the project, under its own name
//   --- link: NAME -> TARGET          a symbolic link
//   --- size: NAME BYTES              a file of so many zeros
//   --- pipe: NAME                    something that is no regular file
//   $ weald check .
//   --- stderr
//   …
//   --- stdout
//   …
//   --- exists: FILE                  FILE is there after the command
//   --- exit: 1
//
// Each case runs in a folder of its own. What is not stated is empty, the exit code 0. With
// WEALD_UPDATE=1 the expectations are rewritten in place.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace weald::test {

/// What a case came to: nothing, or the difference between what was expected and what came.
struct CaseResult {
  bool passed = true;
  std::string difference{};
};

/// All cases of a folder, by name.
std::vector<std::filesystem::path> case_files(const std::filesystem::path& folder);

/// Runs one case; rewrites it where `update` and it differs.
CaseResult run_case(const std::filesystem::path& file, bool update);

/// Runs the program in this process, in the current folder, as a case does: words split at spaces,
/// double quotes keep some together.
struct Ran {
  int exit = 0;
  std::string out{}, err{};
};
Ran run_line(const std::string& line);

/// The lines of two texts that differ, with - and + before them and some lines around.
std::string difference(const std::string& expected, const std::string& got);

}  // namespace weald::test
