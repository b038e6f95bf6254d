// SPDX-License-Identifier: MIT
// weald list: what there is.
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "cli/topics.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

std::vector<std::string_view> topic_names() {
  std::vector<std::string_view> keys;
  for (const Topic& topic : topics()) keys.push_back(topic.key);
  return keys;
}

std::vector<std::string_view> formats() {
  std::vector<std::string_view> keys;
  for (const OutputFormat& format : output_formats()) keys.push_back(format.key);
  return keys;
}

int run_list(const Call& call) {
  const std::string key = call.value("format", "text");
  const auto format = std::ranges::find(output_formats(), key, &OutputFormat::key);
  if (call.words.empty()) {
    TextTable table{.columns = {{.head = "Topic"}, {.head = "What it lists"}}};
    for (const Topic& topic : topics())
      table.rows.push_back({std::string(topic.key), std::string(topic.help)});
    return deliver(call, format->write({table}, output_style(call)));
  }
  std::vector<TextTable> tables;
  for (const std::string& word : call.words) {
    const auto topic =
        std::ranges::find_if(topics(), [&](const Topic& row) { return same_word(row.key, word); });
    if (topic == topics().end()) {
      const std::vector<std::string_view> names = topic_names();
      const auto near = nearest(word, names);
      say_usage(*call.streams, fmt::format("there is no list of `{}`", word),
                near ? fmt::format("did you mean `weald list {}`?", *near)
                     : fmt::format("the lists are: {}", fmt::join(names, ", ")));
      return exit_code::usage;
    }
    tables.push_back(topic->table());
  }
  return deliver(call, format->write(tables, output_style(call)));
}

constexpr Flag flags[] = {
    {.key = "format", .value = "NAME", .help = "how the list is written", .choices = formats},
    {.key = "output",
     .letter = 'o',
     .value = "FILE",
     .help = "write there instead of to standard output"},
};

constexpr Example examples[] = {
    {"weald list measures", "every effect measure with its formula and where it comes from"},
    {"weald list presets tau2 ci", "what `--preset`, `--tau2` and `--ci` may be"},
    {"weald list fields --format csv -o fields.csv", "every key of a descriptor"},
};

}  // namespace

const Command list_command{
    .key = "list",
    .arguments = "[TOPIC...]",
    .help = "what there is: measures, methods, presets, checks, fields, ...",
    .about =
        "Lists what the program knows, from the very tables it runs on. `weald list` alone names "
        "the topics.",
    .flags = flags,
    .examples = examples,
    .words = topic_names,
    .run = run_list,
};

}  // namespace weald
