// SPDX-License-Identifier: MIT
// From arguments to a Call. The only file that sees CLI11 and its exceptions.
#include <algorithm>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "engine/analysis/choices.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

std::vector<std::string_view> color_choices() { return {"auto", "always", "never"}; }

constexpr Flag common[] = {
    {.key = "quiet", .letter = 'q', .help = "no warnings, no remarks: results and errors alone"},
    {.key = "color",
     .value = "WHEN",
     .help = "colours: auto (on a terminal), always, never; NO_COLOR is heeded",
     .choices = color_choices},
    {.key = "ascii", .help = "nothing but ASCII in text output"},
    {.key = "threads", .value = "N", .help = "threads to use (all); results do not depend on it"},
    {.key = "help", .letter = 'h', .help = "help with examples"},
};

std::string spelling(const Flag& flag) {
  return flag.letter != 0 ? fmt::format("-{},--{}", flag.letter, flag.key)
                          : fmt::format("--{}", flag.key);
}

/// Every long option that the command knows, for «did you mean».
std::vector<std::string> option_names(const Command& command) {
  std::vector<std::string> names;
  for (const Flag& flag : common) names.push_back(fmt::format("--{}", flag.key));
  for (const Flag& flag : command.flags) names.push_back(fmt::format("--{}", flag.key));
  if (command.analyses) {
    for (const Option& option : options()) names.push_back(fmt::format("--{}", option.key));
  }
  return names;
}

/// The value as the table spells it, or nothing where it is none of the choices (then it has been
/// said).
std::optional<std::string> chosen(const Flag& flag, const std::string& value,
                                  const Streams& streams) {
  if (flag.choices == nullptr) return value;
  const std::vector<std::string_view> choices = flag.choices();
  for (const std::string_view choice : choices) {
    if (same_word(choice, value)) return std::string(choice);
  }
  const auto near = nearest(value, choices);
  say_usage(streams, fmt::format("`--{}` cannot be `{}`", flag.key, value),
            near ? fmt::format("did you mean `{}`? It may be: {}", *near, fmt::join(choices, ", "))
                 : fmt::format("it may be: {}", fmt::join(choices, ", ")));
  return std::nullopt;
}

void say_unknown_option(const Command& command, std::string word, const Streams& streams) {
  word = word.substr(0, word.find('='));
  const std::vector<std::string> names = option_names(command);
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto near = nearest(word, views);
  say_usage(streams, fmt::format("`weald {}` has no option `{}`", command.key, word),
            near ? fmt::format("did you mean `{}`?", *near)
                 : fmt::format("`weald {} --help` lists the options", command.key));
}

}  // namespace

std::span<const Flag> common_flags() { return common; }

std::string Call::value(std::string_view flag, std::string_view otherwise) const {
  const auto found = values.find(flag);
  return found == values.end() ? std::string(otherwise) : found->second;
}

std::optional<Call> parse_arguments(const Command& command, std::span<const std::string> arguments,
                                    const Streams& streams) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  Call call{.command = &command, .streams = &streams};
  app.add_option("words", call.words);
  std::map<const CLI::Option*, const Flag*> flags;
  std::map<const CLI::Option*, const Option*> choices;
  const auto declare = [&app](const std::string& name, bool takes_value) {
    return takes_value ? app.add_option(name)->expected(1)->take_all() : app.add_flag(name);
  };
  for (const std::span<const Flag> set : {std::span<const Flag>(common), command.flags}) {
    for (const Flag& flag : set) flags[declare(spelling(flag), !flag.value.empty())] = &flag;
  }
  if (command.analyses) {
    for (const Option& option : options()) {
      choices[declare(fmt::format("--{}", option.key), !option.value.empty())] = &option;
    }
  }
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& problem) {
    const std::string what = problem.what();
    const std::string name = what.substr(0, what.find(':'));
    say_usage(streams, name.starts_with("--") ? fmt::format("`{}` needs a value", name) : what,
              fmt::format("`weald {} --help` shows how it is used", command.key));
    return std::nullopt;
  }
  for (const std::string& rest : app.remaining()) {
    if (rest == "--") continue;
    say_unknown_option(command, rest, streams);
    return std::nullopt;
  }
  std::map<const CLI::Option*, std::size_t> seen;
  for (const CLI::Option* option : app.parse_order()) {
    const std::size_t occurrence = seen[option]++;
    const bool has_value = occurrence < option->results().size();
    const std::string value = has_value ? option->results()[occurrence] : std::string();
    if (const auto flag = flags.find(option); flag != flags.end()) {
      const auto good = flag->second->value.empty() ? std::optional<std::string>("yes")
                                                    : chosen(*flag->second, value, streams);
      if (!good) return std::nullopt;
      std::string& given = call.values[std::string(flag->second->key)];
      if (!flag->second->repeatable) given.clear();
      if (!given.empty()) given += '\n';
      given += *good;
    } else if (const auto choice = choices.find(option); choice != choices.end()) {
      const Option& row = *choice->second;
      call.settings.push_back(
          {.key = std::string(row.key), .value = {.value = row.value.empty() ? "true" : value}});
    }
  }
  return call;
}

}  // namespace weald
