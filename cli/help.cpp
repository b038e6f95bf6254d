// SPDX-License-Identifier: MIT
#include "cli/help.h"

#include <fmt/format.h>

#include "engine/analysis/choices.h"

namespace weald {
namespace {

constexpr std::size_t width = 96, left = 28;

/// One option: its spelling, then its help, on the next line where the spelling is long.
std::string entry(const std::string& spelling, std::string_view help) {
  const std::string text = wrap(help, width, left).substr(left);
  if (spelling.size() + 2 < left) return fmt::format("  {:<{}}{}", spelling, left - 2, text);
  return fmt::format("  {}\n{:<{}}{}", spelling, "", left, text);
}

std::string with_names(std::string_view help, std::vector<std::string_view> (*names)()) {
  return names == nullptr ? std::string(help)
                          : fmt::format("{} ({})", help, fmt::join(names(), " "));
}

std::string flags_text(std::span<const Flag> flags) {
  std::string text;
  for (const Flag& flag : flags) {
    const std::string letter = flag.letter != 0 ? fmt::format("-{}, ", flag.letter) : "";
    text += entry(
        fmt::format("{}--{}{}{}", letter, flag.key, flag.value.empty() ? "" : " ", flag.value),
        with_names(flag.help, flag.choices));
  }
  return text;
}

}  // namespace

std::string wrap(std::string_view text, std::size_t columns, std::size_t indent) {
  std::string result, line(indent, ' ');
  bool empty = true;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!empty && line.size() + 1 + word.size() > columns) {
      result += line + '\n';
      line.assign(indent, ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  return result + line + '\n';
}

std::string overview() {
  std::string text = fmt::format(
      "weald {}: evidence synthesis from study descriptors\n"
      "\n"
      "A review is a folder: review.yaml, references.yaml and one file a study. weald checks it,\n"
      "pools it by horizon of follow-up, and draws it. A table (.csv, .tsv) will do for a quick "
      "look.\n"
      "\n"
      "Commands:\n",
      version());
  for (const Command* command : commands()) {
    if (!command->hidden) text += fmt::format("  {:<13}{}\n", command->key, command->help);
  }
  text +=
      "\n"
      "To begin:\n"
      "  weald pool studies/deep-brain-stimulation    a bundled review, pooled by horizon\n"
      "  weald init my-review                         a new review with an example to fill in\n"
      "  weald COMMAND --help                         options and worked examples\n";
  return text;
}

std::string help_of(const Command& command) {
  std::string text =
      fmt::format("Usage: weald {} {} [options]\n\n", command.key, command.arguments);
  text += wrap(command.about.empty() ? command.help : command.about, width, 0);
  if (!command.flags.empty()) text += "\nOptions:\n" + flags_text(command.flags);
  if (command.analyses) {
    text += "\nHow the analysis is done (over what review.yaml says):\n";
    for (const Option& option : options()) {
      text +=
          entry(fmt::format("--{}{}{}", option.key, option.value.empty() ? "" : " ", option.value),
                with_names(option.help, option.names));
    }
  }
  text += "\nCommon options:\n" + flags_text(common_flags());
  if (!command.examples.empty()) text += "\nExamples:\n";
  for (const Example& example : command.examples) {
    text += fmt::format("  {}\n      {}\n", example.command, example.what);
  }
  return text;
}

}  // namespace weald
