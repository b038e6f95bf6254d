// SPDX-License-Identifier: MIT
// weald init: a new review, with comments and an example to replace.
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view review_yaml =
    R"(# What this review asks, and how it answers. `weald list fields` names every key.
title: An example review
question:
  population: Adults with chronic low back pain
  intervention: The new treatment
  comparator: Usual care

# Windows of follow-up: `after` excludes its edge, `to` includes it.
horizons:
  short: {label: Short term, to: 3 months}
  long:  {label: Long term, after: 3 months}

treatments:
  new:   {label: New treatment}
  usual: {label: Usual care}

outcomes:
  recovery: {label: Recovery, better: higher}
  pain:     {label: Pain intensity (0-100), better: lower, important-difference: 10}

analyses:
  recovery:
    title: Recovery, new treatment versus usual care
    outcome: recovery
    compare: [new, usual]        # experimental first
    measure: RR                  # `weald list measures`
    horizons: [short, long]      # one pooled result each
    preset: cochrane             # `weald list presets`
)";

constexpr std::string_view references_yaml =
    R"(# Papers that are no included study: reviews, guidelines, earlier trials, what studies cite.
# A paper here has a key, and the keys of a study's citation part.
example-review-2020:
  type: review
  title: An earlier review of the same question (an example to replace)
  authors: [Example A, Example B]
  journal: Journal of Examples
  year: 2020
)";

constexpr std::string_view study_yaml =
    R"(# One study, one file: the file's name is its key. These numbers are invented: replace them.
title: "An example trial: delete this file once a real one stands beside it"
authors: [Example A, Example B]
journal: Journal of Examples
year: 2021
design: randomised

groups:
  new:   {treatment: new,   label: New treatment, n: 50}
  usual: {treatment: usual, label: Usual care,    n: 52}

results:
  - outcome: recovery
    time: 1 month
    data:
      new:   {events: 30, n: 48}
      usual: {events: 20, n: 50}
    source: table 2               # where each number stands in the paper
  - outcome: recovery
    time: 12 months
    finding: no difference        # said without numbers: listed, never pooled, never lost
    source: abstract
  - outcome: pain
    time: 1 month
    data:
      new:   {mean: 31.2, sd: 18.4, n: 48}
      usual: {mean: 40.5, sd: 19.1, n: 50}
    source: table 3

cites: [example-review-2020]
)";

struct Template {
  std::string_view name, text;
};
constexpr std::array<Template, 3> templates{{{"review.yaml", review_yaml},
                                             {"references.yaml", references_yaml},
                                             {"example-2021.yaml", study_yaml}}};

int run_init(const Call& call) {
  if (call.words.size() != 1) {
    say_usage(*call.streams, "which folder?",
              "`weald init my-review` makes the folder and a review in it");
    return exit_code::usage;
  }
  const fs::path folder = call.words.front();
  std::error_code error;
  for (const Template& file : templates) {
    if (!fs::exists(folder / file.name, error)) continue;
    say_file(*call.streams, fmt::format("{} is there already", (folder / file.name).string()),
             "nothing was changed; name another folder, or add a study with `weald add KEY`");
    return exit_code::file;
  }
  auto problem = make_folder(folder);
  for (const Template& file : templates) {
    if (!problem) problem = write_new_file(folder / file.name, file.text);
    if (problem) {
      say_file(*call.streams, *problem, "name a folder that you may write to");
      return exit_code::file;
    }
    say(call, fmt::format("wrote {}", (folder / file.name).string()));
  }
  constexpr std::string_view next =
      "\nNext:\n"
      "  weald pool {0}               what the example gives\n"
      "  weald add {0} smith-2020     a study of your own\n"
      "  weald check {0}              after every change";
  say(call, fmt::format(next, folder.string()));
  return exit_code::done;
}

constexpr Example examples[] = {
    {"weald init my-review",
     "review.yaml, references.yaml and an example study, with comments; nothing is ever "
     "overwritten"},
    {"weald init my-review && weald pool my-review",
     "the example, pooled: then replace it by your own studies"},
};

}  // namespace

const Command init_command{
    .key = "init",
    .arguments = "FOLDER",
    .help = "begin a review: a folder with a commented example",
    .about =
        "Makes FOLDER with a commented review.yaml, references.yaml and an example study, all of "
        "which pass `weald check`. Files that are "
        "there already are never overwritten. (The bundled review studies/intradiscal-steroid is a "
        "larger example.)",
    .examples = examples,
    .run = run_init,
};

}  // namespace weald
