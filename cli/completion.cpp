// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/generated.h"
#include "engine/analysis/choices.h"

namespace weald {
namespace {

constexpr std::string_view made =
    "# Made by `weald generate` from the tables of the program: do not edit.\n";

/// One option as completion needs it.
struct Item {
  std::string name;  ///< without dashes
  char letter = 0;
  bool takes_value = false;
  std::vector<std::string_view> values{};  ///< empty: a file, or anything
  std::string_view help{};
};

std::vector<Item> items_of(const Command& command) {
  std::vector<Item> items;
  for (const std::span<const Flag> set : {command.flags, common_flags()}) {
    for (const Flag& flag : set) {
      items.push_back({std::string(flag.key), flag.letter, !flag.value.empty(),
                       flag.choices != nullptr ? flag.choices() : std::vector<std::string_view>{},
                       flag.help});
    }
  }
  if (command.analyses) {
    for (const Option& option : options()) {
      items.push_back({std::string(option.key), 0, !option.value.empty(),
                       option.names != nullptr ? option.names() : std::vector<std::string_view>{},
                       option.help});
    }
  }
  return items;
}

std::string joined(const std::vector<std::string_view>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string_view> visible_commands() {
  std::vector<std::string_view> keys;
  for (const Command* command : commands()) {
    if (!command->hidden) keys.push_back(command->key);
  }
  return keys;
}

/// In single quotes of a shell.
std::string shell_text(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

}  // namespace

std::string completion_bash() {
  std::string text = fmt::format("{}_weald() {{\n", made);
  text +=
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} "
      "command=${COMP_WORDS[1]}\n";
  text += "  COMPREPLY=()\n";
  text += "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n";
  text += fmt::format(
      "    mapfile -t COMPREPLY < <(compgen -W '{} --help --version' -- \"$word\")\n    return\n  "
      "fi\n",
      joined(visible_commands()));
  text += "  case \"$command $before\" in\n";
  for (const Command* command : commands()) {
    if (command->hidden) continue;
    for (const Item& item : items_of(*command)) {
      if (item.values.empty()) continue;
      text += fmt::format(
          "    '{} --{}') mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$word\"); return ;;\n",
          command->key, item.name, joined(item.values));
    }
    if (command->words != nullptr) {
      text += fmt::format(
          "    '{} {}') mapfile -t COMPREPLY < <(compgen -f -W '{}' -- \"$word\"); return ;;\n",
          command->key, command->key, joined(command->words()));
    }
  }
  text += "  esac\n  local options=''\n  case \"$command\" in\n";
  for (const Command* command : commands()) {
    if (command->hidden) continue;
    std::string names;
    for (const Item& item : items_of(*command))
      names += fmt::format("{}--{}", names.empty() ? "" : " ", item.name);
    text += fmt::format("    {}) options='{}' ;;\n", command->key, names);
  }
  text += "  esac\n";
  text += "  case \"$word\" in\n";
  text += "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\") ;;\n";
  text += "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;\n";
  return text + "  esac\n}\ncomplete -o filenames -F _weald weald\n";
}

std::string completion_zsh() {
  std::string text =
      fmt::format("#compdef weald\n{}_weald() {{\n  local -a commands\n  commands=(\n", made);
  for (const Command* command : commands()) {
    if (!command->hidden)
      text +=
          fmt::format("    {}\n", shell_text(fmt::format("{}:{}", command->key, command->help)));
  }
  text +=
      "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n  "
      "case $words[2] in\n";
  for (const Command* command : commands()) {
    if (command->hidden) continue;
    text += fmt::format("    {})\n      _arguments \\\n", command->key);
    for (const Item& item : items_of(*command)) {
      std::string help(item.help);
      for (const char special : {'[', ']', ':'}) std::erase(help, special);
      const std::string value = !item.takes_value ? ""
                                : item.values.empty()
                                    ? ":value:_files"
                                    : fmt::format(":value:({})", joined(item.values));
      text += fmt::format("        {} \\\n",
                          shell_text(fmt::format("--{}[{}]{}", item.name, help, value)));
    }
    if (command->words != nullptr)
      text += fmt::format("        {} \\\n",
                          shell_text(fmt::format("2:word:({})", joined(command->words()))));
    text += "        '*:file:_files' ;;\n";
  }
  return text + "  esac\n}\n_weald \"$@\"\n";
}

std::string completion_fish() {
  std::string text(made);
  for (const Command* command : commands()) {
    if (command->hidden) continue;
    text += fmt::format("complete -c weald -n __fish_use_subcommand -a {} -d {}\n", command->key,
                        shell_text(command->help));
    const std::string when = fmt::format("'__fish_seen_subcommand_from {}'", command->key);
    for (const Item& item : items_of(*command)) {
      text += fmt::format("complete -c weald -n {} -l {}", when, item.name);
      if (item.letter != 0) text += fmt::format(" -s {}", item.letter);
      if (item.takes_value)
        text +=
            item.values.empty() ? " -r" : fmt::format(" -x -a {}", shell_text(joined(item.values)));
      text += fmt::format(" -d {}\n", shell_text(item.help));
    }
    if (command->words != nullptr)
      text += fmt::format("complete -c weald -n {} -a {}\n", when,
                          shell_text(joined(command->words())));
  }
  return text;
}

}  // namespace weald
