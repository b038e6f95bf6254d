// SPDX-License-Identifier: MIT
// weald add: a new study from a template that knows the review's own words.
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "cli/yaml_text.h"
#include "engine/effects/measure.h"
#include "engine/text/source.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

bool takes(const Analysis& analysis, DataKind kind) {
  const Measure* measure = find_measure(analysis.measure.value);
  return measure != nullptr && (measure->kinds & static_cast<unsigned>(kind)) != 0;
}

/// What the data of one group look like for an analysis.
std::string_view data_of_group(const Analysis& analysis) {
  if (takes(analysis, DataKind::two_by_two) || takes(analysis, DataKind::proportion))
    return "{events: 0, n: 0}";
  if (takes(analysis, DataKind::two_rates) || takes(analysis, DataKind::rate))
    return "{events: 0, time: 0}";
  if (takes(analysis, DataKind::correlation)) return "{r: 0, n: 0}";
  return "{mean: 0, sd: 0, n: 0}";
}

/// The groups that an analysis compares, by treatment.
std::vector<std::string> groups_of(const Review& review, const Analysis* analysis) {
  std::vector<std::string> keys;
  if (analysis != nullptr) {
    for (const auto& treatment : analysis->compare) keys.push_back(treatment.value);
  }
  if (keys.empty()) {
    for (const Treatment& treatment : review.treatments) keys.push_back(treatment.key);
  }
  return keys;
}

/// A descriptor to fill in, in the words of this review. What is to be filled in stands behind `#`,
/// so that no invented number is ever pooled.
std::string study_template(const Review& review, std::string_view key) {
  const Analysis* first = nullptr;
  for (const Analysis& analysis : review.analyses) {
    if (!analysis.overview && first == nullptr) first = &analysis;
  }
  const std::vector<std::string> groups = groups_of(review, first);
  std::string text = fmt::format(
      "# {}: take the # away where you have the number, and leave out what the paper does not "
      "say.\n"
      "title: \"Title of the paper\"\n"
      "# authors: [Family A, Family B]\n"
      "# journal: Name of the journal\n"
      "# year: 2024\n"
      "# doi: 10.1000/example\n"
      "# pmid: 12345678\n"
      "# registration: NCT00000000\n"
      "# design: randomised\n",
      key);
  if (!groups.empty()) {
    text += "\ngroups:\n";
    for (const std::string& group : groups)
      text += fmt::format("  {0}: {{treatment: {0}}}    # label: ..., n: as randomised\n", group);
  }
  text += "\nresults:\n";
  const std::string outcome = first != nullptr          ? first->outcome.value
                              : review.outcomes.empty() ? "outcome"
                                                        : review.outcomes.front().key;
  text += fmt::format(
      "  - outcome: {}\n    time: 1 month\n    finding: not extracted yet    # take this line away "
      "when the numbers stand below\n",
      outcome);
  if (first != nullptr && !groups.empty()) {
    text += "    # data:\n";
    for (const std::string& group : groups)
      text += fmt::format("    #   {}: {}\n", group, data_of_group(*first));
  }
  text +=
      "    # effect: {measure: RR, estimate: 1.5, ci: [1.1, 2.1]}    # a finished estimate in "
      "place of data\n";
  text += "    source: table 2\n";
  return text;
}

int stop_for_key(const Call& call, const std::string& key) {
  const std::string right = key_of_label(key);
  say_usage(
      *call.streams, fmt::format("`{}` is no key", key),
      right.empty()
          ? "a key is lower-case words and numbers joined by hyphens: smith-2020"
          : fmt::format("a key is lower-case words and numbers joined by hyphens: `weald add {}`",
                        right));
  return exit_code::usage;
}

int run_add(const Call& call) {
  SourceAndWords found = find_source(call, call.words);
  if (found.stop) return *found.stop;
  if (found.words.size() != 1) {
    say_usage(*call.streams, "which study?",
              "one key, which becomes the file's name: `weald add smith-2020`");
    return exit_code::usage;
  }
  const std::string& key = found.words.front();
  if (!is_key(key)) return stop_for_key(call, key);
  if (const std::string free = study_key_of_label(key); free != key) {
    say_usage(*call.streams,
              fmt::format(
                  "a study cannot be called `{0}`: {0}.yaml means something else in a review", key),
              fmt::format("`weald add {}`", free));
    return exit_code::usage;
  }
  // The review may have errors (one is usually being written); what was read of it will do.
  const Loaded loaded = load_source(found.source);
  const Review* review = loaded.review();
  if (review == nullptr || !loaded.readable) {
    say_file(*call.streams, fmt::format("{} is no review", found.source.string()),
             "a study goes into a folder that holds review.yaml");
    return exit_code::file;
  }
  if (const Study* study = review->study(key)) {
    say_file(*call.streams, fmt::format("{} is there already", loaded.sources.path(study->source)),
             "nothing was changed");
    return exit_code::file;
  }
  std::string text = study_template(*review, key);
  if (call.has("from")) {
    const FileText file = read_text_file(call.value("from"));
    if (!file.text) {
      say_file(*call.streams, fmt::format("cannot read {}", call.value("from")),
               "--from takes a study's descriptor");
      return exit_code::file;
    }
    text = *file.text;
  }
  const fs::path path = (found.source / (key + ".yaml")).lexically_normal();
  if (const auto problem = write_new_file(path, text)) {
    say_file(*call.streams, *problem, "");
    return exit_code::file;
  }
  say(call, fmt::format("wrote {}: fill it in, then `weald check {}`", path.string(),
                        found.source.string()));
  return exit_code::done;
}

constexpr Flag flags[] = {
    {.key = "from", .value = "FILE", .help = "copy this descriptor in place of the template"},
};

constexpr Example examples[] = {
    {"weald add smith-2020",
     "in a review's folder: smith-2020.yaml with the review's own outcomes and treatments to fill "
     "in"},
    {"weald add my-review jones-2021 --from my-review/smith-2020.yaml",
     "begin with a copy of another study"},
};

}  // namespace

const Command add_command{
    .key = "add",
    .arguments = "[REVIEW] KEY",
    .help = "add a study to a review, from a template",
    .about =
        "Writes KEY.yaml into the review (left out: the review around the current folder), with "
        "the review's own outcomes and treatments to "
        "fill in. A descriptor that is there already is never overwritten.",
    .flags = flags,
    .examples = examples,
    .run = run_add,
};

}  // namespace weald
