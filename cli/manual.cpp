// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/generated.h"
#include "cli/help.h"
#include "engine/analysis/choices.h"

namespace weald {
namespace {

/// Text for roff: no line may begin with a dot or an apostrophe, backslashes and hyphens are spelt
/// out.
std::string roff(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = i == 0 || text[i - 1] == '\n';
    if (begins && (text[i] == '.' || text[i] == '\'')) result += "\\&";
    if (text[i] == '\\')
      result += "\\e";
    else if (text[i] == '-')
      result += "\\-";
    else
      result += text[i];
  }
  return result;
}

std::string with_names(std::string_view help, std::vector<std::string_view> (*names)()) {
  return names == nullptr ? std::string(help)
                          : fmt::format("{}: {}", help, fmt::join(names(), " "));
}

std::string option_text(char letter, std::string_view key, std::string_view value,
                        const std::string& help) {
  const std::string first = letter != 0 ? fmt::format("\\fB\\-{}\\fR, ", letter) : "";
  const std::string last = value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(value));
  return fmt::format(".TP\n{}\\fB\\-\\-{}\\fR{}\n{}\n", first, roff(key), last, roff(help));
}

std::string flags_text(std::span<const Flag> flags) {
  std::string text;
  for (const Flag& flag : flags)
    text += option_text(flag.letter, flag.key, flag.value, with_names(flag.help, flag.choices));
  return text;
}

}  // namespace

std::string manual_page() {
  std::string text = fmt::format(
      ".\\\" Made by `weald generate man` from the tables of the program: do not edit.\n"
      ".TH WEALD 1 \"\" \"weald {}\" \"User Commands\"\n"
      ".SH NAME\nweald \\- evidence synthesis from study descriptors\n"
      ".SH SYNOPSIS\n.B weald\n.I COMMAND\n[\\fISOURCE\\fR] [\\fIANALYSIS\\fR...] "
      "[\\fIoptions\\fR]\n"
      ".SH DESCRIPTION\n"
      "A review is a folder that holds \\fIreview.yaml\\fR, \\fIreferences.yaml\\fR and one YAML "
      "file a study; a table is a .csv or .tsv file.\n"
      "The first positional argument is SOURCE if it exists as a path; the others name analyses. "
      "Left out, SOURCE is the review around the\n"
      "current folder. No command touches the network.\n"
      ".SH COMMANDS\n",
      version());
  for (const Command* command : commands()) {
    if (command->hidden) continue;
    text += fmt::format(".SS weald {} {}\n{}\n", roff(command->key), roff(command->arguments),
                        roff(command->about.empty() ? command->help : command->about));
    text += flags_text(command->flags);
    if (command->analyses) text += ".PP\nTakes the options of an analysis too.\n";
    if (!command->examples.empty()) text += ".PP\nExamples:\n";
    for (const Example& example : command->examples)
      text += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(example.command), roff(example.what));
  }
  text += ".SH OPTIONS OF AN ANALYSIS\nLaid over what review.yaml says, in the order given.\n";
  for (const Option& option : options())
    text += option_text(0, option.key, option.value, with_names(option.help, option.names));
  text += ".SH COMMON OPTIONS\n" + flags_text(common_flags());
  text +=
      ".SH EXIT STATUS\n"
      ".TP\n0\ndone; warnings are printed and are no failure, but for \\-\\-strict\n"
      ".TP\n1\nthe data have errors\n"
      ".TP\n2\nwrong usage\n"
      ".TP\n3\na file could not be read or written\n"
      ".TP\n4\na fault of ours\n"
      ".TP\n130\ninterrupted (Ctrl\\-C; what a shell says of an end by SIGINT, as 143 of one by "
      "SIGTERM)\n"
      ".PP\nFiles are written whole or not at all: one that is there stays as it was until its "
      "successor is complete, and an interruption at any time leaves neither a half nor a "
      "temporary file. Long work shows a progress bar where standard error is a terminal; "
      "\\-\\-quiet hides "
      "it.\n"
      ".SH ENVIRONMENT\n.TP\nNO_COLOR\nno colours, where it is set to anything\n";
  return text;
}

}  // namespace weald
