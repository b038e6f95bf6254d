// SPDX-License-Identifier: MIT
// What commands that read a SOURCE share: finding it, reading it, saying what is wrong, analysing
// it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "engine/analysis/report.h"
#include "engine/analysis/run.h"

namespace weald {

/// SOURCE and the words that are left. `stop` is an exit code where there is none (it has been said
/// why).
struct SourceAndWords {
  std::filesystem::path source{};
  std::vector<std::string> words{};
  std::optional<int> stop{};
};

/// The first word where it exists as a path, else the nearest review from the current folder
/// upwards.
SourceAndWords find_source(const Call& call, std::vector<std::string> words);

/// A SOURCE read and analysed. `stop` is an exit code where there is nothing to show (it has been
/// said why).
struct Work {
  Loaded loaded{};
  Report report{};
  std::vector<std::string> words{};  ///< those that follow SOURCE
  std::optional<int> stop{};
};

struct Analysing {
  bool effects_only = false;  ///< nothing is pooled, studies of variance 0 stay
  bool may_be_empty = false;  ///< a review without analyses will do
};

/// Reads SOURCE without analysing it; stops where it has errors.
Work read_source(const Call& call, std::vector<std::string> words);

/// Reads SOURCE and analyses what the words name (all analyses where they name none), with the
/// options of the command line. A review without analyses is refused.
Work analyse_source(const Call& call, std::vector<std::string> words, Analysing how = {});

/// Whether `path` is one of the files that SOURCE was read from (it has been said).
bool overwrites_source(const Call& call, const Loaded& loaded, const std::filesystem::path& path);

/// `done`, or with --strict `data_errors` where warnings that nobody acknowledged are left.
int closing_code(const Call& call, const Work& work);

/// Delivers an answer; the exit code of writing where that failed, else closing_code().
int finish(const Call& call, const Work& work, const std::string& answer);

/// Options that commands share, for their tables.
inline constexpr Flag output_flag{.key = "output",
                                  .letter = 'o',
                                  .value = "FILE",
                                  .help = "write there instead of to standard output"};
inline constexpr Flag strict_flag{.key = "strict", .help = "warnings are failures too (exit 1)"};
inline constexpr Flag seed_flag{
    .key = "seed", .value = "N", .help = "start of random numbers, for methods that draw some"};
/// text markdown csv json
std::vector<std::string_view> report_formats();
inline constexpr Flag format_flag{
    .key = "format", .value = "NAME", .help = "how results are written", .choices = report_formats};

}  // namespace weald
