// SPDX-License-Identifier: MIT
// Commands: one row each, one file each in commands/. Help, man page and completions are made from
// the rows, so that a command is written in one place. To add one: a file with its row, and a line
// in commands.cpp.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/app.h"
#include "engine/review/review.h"

namespace weald {

/// What the process answers (contract §1).
namespace exit_code {
inline constexpr int done = 0;         ///< warnings included, but for --strict
inline constexpr int data_errors = 1;  ///< the data have errors
inline constexpr int usage = 2;        ///< the command was typed wrong
inline constexpr int file = 3;         ///< a file could not be read or written
inline constexpr int fault = 4;        ///< a fault of ours
}  // namespace exit_code

/// An option that belongs to the command line alone; the options of an analysis are rows of
/// options() (analysis/choices.h).
struct Flag {
  std::string_view key;      ///< "output": --output
  char letter = 0;           ///< 'o': -o; 0 for none
  std::string_view value{};  ///< "FILE" in the help; empty for a switch
  std::string_view help{};
  std::vector<std::string_view> (*choices)() =
      nullptr;              ///< the only values allowed, without regard to case
  bool repeatable = false;  ///< may be given several times: the values, one a line
};

struct Example {
  std::string_view command, what;
};

struct Call;

struct Command {
  std::string_view key, arguments, help;  ///< "pool", "[SOURCE] [ANALYSIS...]", one line
  std::string_view about{};               ///< a paragraph for its --help and the man page
  bool analyses = false;                  ///< takes the options of an analysis too
  std::span<const Flag> flags{};          ///< its own, beside common_flags()
  std::span<const Example> examples{};
  std::vector<std::string_view> (*words)() =
      nullptr;  ///< what its first word may be, for completion
  bool hidden = false;
  int (*run)(const Call&) = nullptr;
};

/// All commands, in the order of the help.
std::span<const Command* const> commands();
const Command* find_command(std::string_view key);

/// Options that every command takes: quiet, color, ascii, threads, help.
std::span<const Flag> common_flags();

/// One command line, read.
struct Call {
  const Command* command = nullptr;
  const Streams* streams = nullptr;
  std::vector<std::string> words{};  ///< positional arguments
  std::vector<Setting> settings{};   ///< options of the analysis, in the order given
  std::map<std::string, std::string, std::less<>> values{};  ///< flags given; the last value counts

  bool has(std::string_view flag) const { return values.find(flag) != values.end(); }
  std::string value(std::string_view flag, std::string_view otherwise = {}) const;
  std::ostream& out() const { return streams->out; }
  std::ostream& err() const { return streams->err; }
};

/// Reads the arguments that follow the command's name. Nothing where they are wrong; then it has
/// been said to `streams.err`.
std::optional<Call> parse_arguments(const Command& command, std::span<const std::string> arguments,
                                    const Streams& streams);

}  // namespace weald
