// SPDX-License-Identifier: MIT
#include "cli/app.h"

#include <exception>
#include <ostream>

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/terminal.h"
#include "engine/numerics/parallel.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

int unknown_command(const std::string& word, const Streams& streams) {
  const bool is_option = word.starts_with("-");
  std::vector<std::string_view> names{"--help", "--version"};
  if (!is_option) names.clear();
  for (const Command* command : commands()) {
    if (!is_option && !command->hidden) names.push_back(command->key);
  }
  const auto near = nearest(word, names);
  say_usage(streams, fmt::format("weald has no {} `{}`", is_option ? "option" : "command", word),
            near ? fmt::format("did you mean `weald {}`?", *near)
                 : fmt::format("there are: {}", fmt::join(names, ", ")));
  return exit_code::usage;
}

/// Sets the number of threads of this run; false where `--threads` is no good.
bool set_threads_of(const Call& call) {
  if (!call.has("threads")) {
    set_threads(0);
    return true;
  }
  const auto n = read_number(call.value("threads")).value;
  if (!n || *n < 1 || *n > 1024 || *n != static_cast<double>(static_cast<unsigned>(*n))) {
    say_usage(*call.streams, fmt::format("`--threads` cannot be `{}`", call.value("threads")),
              "a whole number from 1 to 1024");
    return false;
  }
  set_threads(static_cast<unsigned>(*n));
  return true;
}

int run_command(std::span<const std::string> arguments, const Streams& streams) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" ||
      arguments[0] == "help") {
    const Command* command = arguments.size() > 1 ? find_command(arguments[1]) : nullptr;
    if (arguments.size() > 1 && command == nullptr) return unknown_command(arguments[1], streams);
    streams.out << (command != nullptr ? help_of(*command) : overview());
    return exit_code::done;
  }
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    streams.out << "weald " << version() << '\n';
    return exit_code::done;
  }
  const Command* command = find_command(arguments[0]);
  if (command == nullptr) return unknown_command(arguments[0], streams);
  const auto call = parse_arguments(*command, arguments.subspan(1), streams);
  if (!call) return exit_code::usage;
  if (call->has("help")) {
    streams.out << help_of(*command);
    return exit_code::done;
  }
  return set_threads_of(*call) ? command->run(*call) : exit_code::usage;
}

}  // namespace

int run(std::span<const std::string> arguments, const Streams& streams) {
  try {
    const int code = run_command(arguments, streams);
    streams.out.flush();
    if (code == exit_code::done && !streams.out.good()) {
      say_file(streams, "cannot write to standard output", "");
      return exit_code::file;
    }
    return code;
  } catch (const std::exception& fault) {
    streams.err << "weald: a fault of ours: " << fault.what()
                << "\n  = help: please report it with the command that you typed\n";
    return exit_code::fault;
  }
}

}  // namespace weald
