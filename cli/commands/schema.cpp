// SPDX-License-Identifier: MIT
// weald schema: JSON Schema of the descriptors, for editors.
#include "engine/review/schema.h"

#include <filesystem>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

std::vector<std::string_view> kinds() { return {"review", "study", "references"}; }

int write_all(const Call& call, const std::string& folder) {
  if (const auto problem = make_folder(folder)) {
    say_file(*call.streams, *problem, "");
    return exit_code::file;
  }
  for (const std::string_view kind : kinds()) {
    const std::filesystem::path path =
        std::filesystem::path(folder) / fmt::format("{}.schema.json", kind);
    if (const auto problem = write_file(path, json_schema(kind))) {
      say_file(*call.streams, *problem, "");
      return exit_code::file;
    }
    say(call, path.string());
  }
  return exit_code::done;
}

int run_schema(const Call& call) {
  if (call.words.empty() && call.value("output").ends_with('/'))
    return write_all(call, call.value("output"));
  const std::string word = call.words.empty() ? "study" : call.words.front();
  for (const std::string_view kind : kinds()) {
    if (same_word(kind, word)) return deliver(call, json_schema(kind));
  }
  const auto near = nearest(word, kinds());
  say_usage(
      *call.streams, fmt::format("there is no schema of `{}`", word),
      near ? fmt::format("did you mean `weald schema {}`?", *near) : "review, study or references");
  return exit_code::usage;
}

constexpr Flag flags[] = {
    {.key = "output",
     .letter = 'o',
     .value = "FILE|FOLDER/",
     .help = "a file; or a folder (with a slash at its end), all three schemas"},
};

constexpr Example examples[] = {
    {"weald schema -o .schemas/",
     "review.schema.json, study.schema.json and references.schema.json, for an editor's YAML "
     "support"},
    {"weald schema review", "the schema of review.yaml on standard output"},
    {"weald schema study -o study.schema.json",
     "then begin a study with `# yaml-language-server: $schema=study.schema.json`"},
};

}  // namespace

const Command schema_command{
    .key = "schema",
    .arguments = "[review|study|references]",
    .help = "JSON Schema of the descriptors, for editors",
    .about =
        "Writes the JSON Schema (2020-12) of a descriptor, so that an editor completes keys and "
        "marks mistakes while you type. Left out: "
        "that of a study.",
    .flags = flags,
    .examples = examples,
    .words = kinds,
    .run = run_schema,
};

}  // namespace weald
